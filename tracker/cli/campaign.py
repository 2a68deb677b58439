"""`answerable campaign`: what a coalition set out to do, beside the stages of its measures."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tracker.campaigns.board import board
from tracker.campaigns.campaign_file import demonstration_file, load_campaign_file
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
from tracker.store import open_store

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


@app.command("load")
def load(
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="else the demonstration that ships")
    ] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Bring a campaign written as a YAML file into the store. Again, it changes nothing."""
    print_one(vars(load_campaign_file(open_store(), file or demonstration_file())), form)
