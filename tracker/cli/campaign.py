"""`answerable campaign`: what a coalition set out to do, beside the stages of its measures."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tracker.agenda.known_agendas import known_agendas
from tracker.campaigns.board import board
from tracker.campaigns.campaign_file import demonstration_file, load_campaign_file
from tracker.campaigns.facts import Fact, FactKind, state_fact
from tracker.campaigns.model import Audience
from tracker.campaigns.planning import add_campaign
from tracker.campaigns.reading import campaigns, find_campaign, histories
from tracker.campaigns.stages import read_stages
from tracker.campaigns.timeline import timeline
from tracker.cli import campaign_rows
from tracker.cli.campaign_options import (
    ByOption,
    CampaignArgument,
    NowOption,
    moment_of,
    writer_named,
)
from tracker.cli.output import Format, FormatOption, print_one, print_rows, say
from tracker.errors import UsageError
from tracker.store import open_store
from tracker.views.network_view import network_view

app = typer.Typer(
    help="Campaigns: begin one, list them, set one beside its measure's stages.",
    no_args_is_help=True,
)


@app.command("add")
def begin(
    title: Annotated[str, typer.Argument(metavar="TITLE")],
    organization: Annotated[str, typer.Option("--organization", help="who runs it")],
    jurisdiction: Annotated[
        str | None,
        typer.Option("--jurisdiction", help="whose measures it concerns, as in ca"),
    ] = None,
    statement: Annotated[
        str | None, typer.Option("--statement", help="what it is for, in your words")
    ] = None,
    bill: Annotated[
        list[str] | None,
        typer.Option("--bill", help='a measure it is to move, as in "SB 375"; may be repeated'),
    ] = None,
    chosen_id: Annotated[
        str | None, typer.Option("--id", help="a short id of your own, else made from the title")
    ] = None,
    by: ByOption = None,
    now: NowOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Begin a campaign. It stays private until one of its milestones is made public.

    For example: answerable campaign add "Homes near home" --organization "Riders' League"
    """
    with open_store().writing() as connection:
        campaign = add_campaign(
            connection,
            title,
            organization,
            by=writer_named(by),
            now=moment_of(now),
            jurisdiction=jurisdiction,
            statement=statement,
            campaign_id=chosen_id,
            measures=bill or (),
        )
    print_one(campaign_rows.campaign_row(campaign), form)


@app.command("list")
def list_campaigns(form: FormatOption = Format.TABLE) -> None:
    """List the campaigns in the store."""
    with open_store().reading() as connection:
        found = campaigns(connection)
    print_rows(
        [campaign_rows.campaign_row(campaign) for campaign in found],
        form,
        brief=campaign_rows.brief_campaign,
        empty='No campaign yet. Begin one: answerable campaign add "TITLE" --organization NAME',
    )


@app.command("show")
def show(
    campaign: CampaignArgument,
    public: Annotated[
        bool, typer.Option("--public", help="only what anybody may see, to check before sharing")
    ] = False,
    now: NowOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Show a campaign's milestones and its measure's stages on one clock, with their ids."""
    audience = Audience.ANYBODY if public else Audience.COALITION
    with open_store().reading() as connection:
        found = find_campaign(connection, campaign)
        shown = board(found, histories(connection, campaign), audience, moment_of(now).date())
        stages = read_stages(connection, shown.bill_ids) if shown else ()
    rows = timeline(shown, stages) if shown else None
    if form is Format.TABLE:
        say(f"{found.title}, by {found.organization}. {found.statement or ''}".strip())
    print_rows(
        [campaign_rows.timeline_row(row) for row in (*rows.dated, *rows.undated)] if rows else [],
        form,
        brief=campaign_rows.brief_timeline,
        empty="Nothing of it is public."
        if public
        else f'No milestone yet. Set one down: answerable milestone add {campaign} "TITLE"',
    )


@app.command("describe")
def describe(
    campaign: CampaignArgument,
    place: Annotated[list[str] | None, typer.Option("--place", help="as in Fresno County")] = None,
    level: Annotated[
        str | None,
        typer.Option("--level", help="city, county, regional board, state or federal"),
    ] = None,
    organization: Annotated[
        list[str] | None,
        typer.Option("--organization", help='who takes part, as in "Riders\' League: calls"'),
    ] = None,
    constituency: Annotated[
        list[str] | None, typer.Option("--constituency", help="whom it is for, as in bus riders")
    ] = None,
    issue: Annotated[list[str] | None, typer.Option("--issue", help="as in rents")] = None,
    venue: Annotated[
        list[str] | None,
        typer.Option("--venue", help="who decides, where that is no bill: a board, a deadline"),
    ] = None,
    take_out: Annotated[
        bool, typer.Option("--take-out", help="these hold no more, instead of: these hold")
    ] = False,
    by: ByOption = None,
    now: NowOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Say where a campaign is, whose it is and who decides. What was said before stays, unless it
    is taken out. Whoever sees the campaign sees this.

    For example: answerable campaign describe near-home --place "Fresno County" --issue rents
    """
    asked = [
        *(Fact(FactKind.PLACE, text) for text in place or ()),
        *([Fact(FactKind.LEVEL, level)] if level else ()),
        *(_organization(text) for text in organization or ()),
        *(Fact(FactKind.CONSTITUENCY, text) for text in constituency or ()),
        *(Fact(FactKind.ISSUE, text) for text in issue or ()),
        *(Fact(FactKind.VENUE, text) for text in venue or ()),
    ]
    if not asked:
        raise UsageError(
            "nothing is said of the campaign",
            where="answerable campaign describe",
            what_to_do="give at least one of --place, --level, --organization, --constituency, "
            "--issue and --venue",
        )
    holds: tuple[Fact, ...] = ()
    with open_store().writing() as connection:
        for one in asked:
            holds = state_fact(
                connection,
                campaign,
                one,
                by=writer_named(by),
                now=moment_of(now),
                takes_out=take_out,
            )
    print_rows(
        [campaign_rows.fact_row(one) for one in holds], form, empty="Nothing is said of it now."
    )


def _organization(text: str) -> Fact:
    name, _, part = text.partition(":")
    return Fact(FactKind.ORGANIZATION, name, part)


@app.command("network")
def network(
    public: Annotated[
        bool, typer.Option("--public", help="only what anybody may see, to check before sharing")
    ] = False,
    now: NowOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Set all campaigns side by side: what moved in thirty days, and which measures, places,
    issues and constituencies they share, with each other and with the agendas.
    """
    audience = Audience.ANYBODY if public else Audience.COALITION
    store = open_store()
    agendas = known_agendas(store).agendas.values()
    with store.reading() as connection:
        found = network_view(connection, agendas, audience, moment_of(now).date())
    if form is not Format.TABLE:
        print_one(campaign_rows.network_row(found), form)
        return
    print_rows(
        [campaign_rows.brief_of_network(one) for one in found.campaigns],
        form,
        empty="No campaign yet.",
    )
    for measure in found.measures:
        disputed = ", in dispute" if measure.is_disputed else ""
        say(f"{measure.printed}{disputed}: {campaign_rows.holders(measure)}")
    for fact in found.facts:
        say(f"{fact.kind.words}, {fact.text}: {'; '.join(fact.campaigns)}")


@app.command("load")
def load(
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="else the demonstration that ships")
    ] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Bring a campaign written as a YAML file into the store. Again, it changes nothing."""
    print_one(vars(load_campaign_file(open_store(), file or demonstration_file())), form)
