"""`answerable access`: who may do what in the browser, and who changed what."""

from __future__ import annotations

from typing import Annotated

import typer

from tracker.access.audit import trail
from tracker.access.invitations import Invited, invite, invited, withdraw
from tracker.access.roles import Role
from tracker.cli.campaign_options import ByOption, NowOption, moment_of, writer_named
from tracker.cli.output import Format, FormatOption, print_one, print_rows, say
from tracker.store import open_store

app = typer.Typer(
    help="Who may do what in the browser: invite people, withdraw roles, read who changed what.",
    no_args_is_help=True,
)
AddressArgument = Annotated[
    str, typer.Argument(metavar="ADDRESS", help="the e-mail address that the person signs in with")
]
RoleArgument = Annotated[Role, typer.Argument(metavar="ROLE", help=", ".join(Role))]
OrganizationOption = Annotated[
    str | None,
    typer.Option("--organization", help="of an organizer: whose campaigns, as these name it"),
]


@app.command("invite")
def invite_person(
    address: AddressArgument,
    role: RoleArgument,
    organization: OrganizationOption = None,
    by: ByOption = None,
    now: NowOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Invite somebody by address and role. They may act on it from their next click.

    For example: answerable access invite ana@example.org organizer --organization "Riders"
    """
    with open_store().writing() as connection:
        held = invite(
            connection, address, role, organization, by=writer_named(by), now=moment_of(now)
        )
    print_one(_row(held), form)


@app.command("list")
def list_people(form: FormatOption = Format.TABLE) -> None:
    """List who is invited, and as what."""
    with open_store().reading() as connection:
        found = invited(connection)
    print_rows(
        [_row(one) for one in found],
        form,
        empty="Nobody is invited. Invite somebody: answerable access invite ADDRESS ROLE",
    )


@app.command("withdraw")
def withdraw_role(
    address: AddressArgument,
    role: RoleArgument,
    organization: OrganizationOption = None,
    by: ByOption = None,
    now: NowOption = None,
) -> None:
    """Take a role from somebody. It is gone with their next click."""
    with open_store().writing() as connection:
        withdraw(connection, address, role, organization, by=writer_named(by), now=moment_of(now))
    say("Withdrawn.")


@app.command("audit")
def audit(
    most: Annotated[
        int, typer.Option("--most", min=1, help="so many, counted from the newest")
    ] = 100,
    form: FormatOption = Format.TABLE,
) -> None:
    """List who changed what and when, with what was there before and after, newest first."""
    with open_store().reading() as connection:
        found = trail(connection, most)
    print_rows([vars(one) for one in found], form, empty="Nobody has changed anything yet.")


def _row(one: Invited) -> dict[str, object]:
    return dict(vars(one))
