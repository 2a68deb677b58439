"""`answerable milestone`: set milestones down, record what became of them, read the history."""

from __future__ import annotations

import hashlib
from typing import Annotated

import typer

from tracker.campaigns.model import Change, MilestoneKind, MilestoneStatus, Visibility
from tracker.campaigns.planning import NewMilestone, add_milestone
from tracker.campaigns.reading import campaigns, find_history, histories
from tracker.campaigns.updating import add_update, take_back
from tracker.cli import campaign_rows
from tracker.cli.campaign_options import (
    ByOption,
    CampaignArgument,
    NowOption,
    day_of,
    moment_of,
    writer_named,
)
from tracker.cli.output import Format, FormatOption, print_one, print_rows, say
from tracker.store import open_store

app = typer.Typer(
    help="Milestones of a campaign: set them down, record what became of them, read the history.",
    no_args_is_help=True,
)

MilestoneArgument = Annotated[
    str,
    typer.Argument(
        metavar="MILESTONE", help="its id, or the part after the slash where that is enough"
    ),
]
DueOption = Annotated[str | None, typer.Option("--due", help="the day it is due: 2008-08-25")]


@app.command("add")
def set_down(
    campaign: CampaignArgument,
    title: Annotated[str, typer.Argument(metavar="TITLE")],
    due: DueOption = None,
    bill: Annotated[
        str | None, typer.Option("--bill", help='the measure it concerns, as in "SB 375"')
    ] = None,
    roll: Annotated[
        str | None,
        typer.Option("--roll", help="the roll call it concerns: its id, or enough of its start"),
    ] = None,
    kind: Annotated[MilestoneKind | None, typer.Option("--kind", help="what sort it is")] = None,
    place: Annotated[str | None, typer.Option("--place", help="where it happens")] = None,
    owner: Annotated[str | None, typer.Option("--owner", help="who sees to it")] = None,
    public: Annotated[bool, typer.Option("--public", help="anybody may see it")] = False,
    chosen_id: Annotated[
        str | None, typer.Option("--id", help="a short id of your own, else made from the title")
    ] = None,
    by: ByOption = None,
    now: NowOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Set down a milestone. It is private unless you say --public.

    For example: answerable milestone add near-home "Call-in day" --due 2008-08-22
    --roll ca-20072008-SB375-20080825
    """
    asked = NewMilestone(
        title=title,
        due=day_of(due, "--due"),
        bill=bill,
        roll=roll,
        owner=owner,
        visibility=Visibility.PUBLIC if public else Visibility.PRIVATE,
        chosen_id=chosen_id,
        kind=kind,
        place=place,
    )
    moment = moment_of(now)
    with open_store().writing() as connection:
        milestone = add_milestone(connection, campaign, asked, by=writer_named(by), now=moment)
        history = find_history(connection, milestone.milestone_id)
    print_one(campaign_rows.milestone_row(history, moment.date()), form)


@app.command("update")
def update(
    milestone: MilestoneArgument,
    status: Annotated[
        MilestoneStatus | None, typer.Option("--status", help="how far it has come")
    ] = None,
    note: Annotated[str | None, typer.Option("--note", help="a sentence; private")] = None,
    public_note: Annotated[
        bool, typer.Option("--public-note", help="anybody may read the note")
    ] = False,
    evidence: Annotated[
        str | None,
        typer.Option("--evidence", help="address of a page that shows it; public as the note is"),
    ] = None,
    happened_on: Annotated[
        str | None, typer.Option("--on", help="the day it happened, if not today")
    ] = None,
    due: DueOption = None,
    visibility: Annotated[
        Visibility | None, typer.Option("--visibility", help="who may see the milestone from now")
    ] = None,
    seen: Annotated[
        int, typer.Option("--seen", help="how many updates you have seen (`version` in the list)")
    ] = 0,
    key: Annotated[
        str | None,
        typer.Option("--key", help="your own mark of this update; else made from what it says"),
    ] = None,
    by: ByOption = None,
    now: NowOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Record what became of a milestone. Sent twice, it is stored once.

    If somebody else recorded something that you have not seen, nothing is stored, and you are
    told what it was. For example:
    answerable milestone update call-in-day --status done --note "640 calls" --seen 1
    """
    change = Change(
        status=status,
        due=day_of(due, "--due"),
        happened_on=day_of(happened_on, "--on"),
        visibility=visibility,
        note=note,
        note_visibility=Visibility.PUBLIC if public_note else Visibility.PRIVATE,
        evidence=evidence,
    )
    writer, moment = writer_named(by), moment_of(now)
    with open_store().writing() as connection:
        milestone_id = find_history(connection, milestone).milestone.milestone_id
        receipt = add_update(
            connection,
            milestone_id,
            change,
            seen_version=seen,
            key=key or _key_of(milestone_id, change, seen, writer),
            by=writer,
            now=moment,
        )
    if form is Format.TABLE and not receipt.newly_stored:
        say("This update had been stored before; it was not stored again.")
    row = campaign_rows.milestone_row(receipt.history, moment.date())
    print_one({"newly_stored": receipt.newly_stored, **row}, form)


@app.command("back")
def back(
    milestone: MilestoneArgument,
    seen: Annotated[
        int, typer.Option("--seen", help="how many updates you have seen (`version` in the list)")
    ],
    by: ByOption = None,
    now: NowOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Take the last update back, within ten minutes. Both stay in the history.

    For example: answerable milestone back call-in-day --seen 2
    """
    moment = moment_of(now)
    with open_store().writing() as connection:
        receipt = take_back(
            connection, milestone, seen_version=seen, by=writer_named(by), now=moment
        )
    row = campaign_rows.milestone_row(receipt.history, moment.date())
    print_one({"newly_stored": receipt.newly_stored, **row}, form)


@app.command("list")
def list_milestones(
    campaign: Annotated[
        str | None, typer.Argument(metavar="[CAMPAIGN]", help="its id; else of every campaign")
    ] = None,
    now: NowOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """List milestones and what became of them, earliest due first. Private ones too."""
    today = moment_of(now).date()
    with open_store().reading() as connection:
        chosen = [campaign] if campaign else [c.campaign_id for c in campaigns(connection)]
        found = [history for one in chosen for history in histories(connection, one)]
    print_rows(
        [campaign_rows.milestone_row(history, today) for history in found],
        form,
        brief=campaign_rows.brief_milestone,
        empty='No milestone yet. Set one down: answerable milestone add CAMPAIGN "TITLE"',
    )


@app.command("history")
def history(milestone: MilestoneArgument, form: FormatOption = Format.TABLE) -> None:
    """Show every update of a milestone: who recorded what, and when."""
    with open_store().reading() as connection:
        found = find_history(connection, milestone)
    print_rows(
        [campaign_rows.update_row(one) for one in found.updates],
        form,
        brief=campaign_rows.brief_update,
        empty=f"{found.milestone.milestone_id} has no update yet.",
    )


def _key_of(milestone_id: str, change: Change, seen: int, writer: str) -> str:
    """The same words about the same state by the same person are the same update."""
    said = repr((milestone_id, change, seen, writer))
    return f"said:{hashlib.sha256(said.encode()).hexdigest()[:32]}"
