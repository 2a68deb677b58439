"""`answerable target`: where each member stands before a coming vote. Private, all of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from tracker.agenda.known_agendas import find_agenda, known_agendas
from tracker.campaigns.targets import (
    Confidence,
    TargetStance,
    TargetWords,
    add_note,
    find_vote,
    key_of,
    sitting_member,
)
from tracker.cli.campaign_options import (
    ByOption,
    CampaignArgument,
    NowOption,
    moment_of,
    writer_named,
)
from tracker.cli.output import Format, FormatOption, print_one, print_rows, say
from tracker.cli.target_rows import (
    brief_target,
    note_row,
    sheet_row,
    target_row,
)
from tracker.errors import UsageError
from tracker.store import open_store
from tracker.views.call_sheet import HEADINGS, as_csv, as_page, call_line, title_of
from tracker.views.target_sheet import TargetSheet, target_sheet

app = typer.Typer(
    help="Where each member stands before a coming vote: private notes, a count, a call sheet.",
    no_args_is_help=True,
)

_OWNER_ALONE = 0o600
BillArgument = Annotated[
    str, typer.Argument(metavar="BILL", help='the measure to be voted on, as in "SB 375"')
]
HouseOption = Annotated[str, typer.Option("--house", help="which house is to vote, as in Senate")]
NeededOption = Annotated[
    int | None,
    typer.Option("--needed", min=1, help="ayes needed; else as at the last vote on its passage"),
]
PastOption = Annotated[
    str | None,
    typer.Option("--agenda", help="whose roll calls the past votes are; else one that names it"),
]


@app.command("set")
def note_down(
    campaign: CampaignArgument,
    bill: BillArgument,
    member: Annotated[str, typer.Argument(metavar="MEMBER", help="id, name or family name")],
    stance: Annotated[TargetStance, typer.Argument(metavar="STANCE", help="how they will vote")],
    house: HouseOption,
    confidence: Annotated[
        Confidence | None, typer.Option("--confidence", help="how sure that is")
    ] = None,
    source: Annotated[
        str | None, typer.Option("--source", help="how it is known, as in 'met her staff'")
    ] = None,
    note: Annotated[str | None, typer.Option("--note", help="a sentence for the next call")] = None,
    seen: Annotated[
        int, typer.Option("--seen", help="how many notes on the member you have read (`version`)")
    ] = 0,
    key: Annotated[
        str | None,
        typer.Option("--key", help="your own mark of this note; else made from what it says"),
    ] = None,
    by: ByOption = None,
    now: NowOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Note where a member stands. Sent twice, it is stored once; earlier notes stay.

    For example: answerable target set near-home "SB 375" Florez leaning_yes --house Senate
    --source "met his staff" --confidence fairly_sure
    """
    words, writer, moment = (
        TargetWords(stance, confidence, source, note),
        writer_named(by),
        moment_of(now),
    )
    with open_store().writing() as connection:
        vote = find_vote(connection, campaign, bill, house)
        target = sitting_member(connection, vote, member, moment.date())
        stored, is_new = add_note(
            connection,
            vote,
            target,
            words,
            seen=seen,
            key=key or key_of(vote, target.person_id, words, seen, writer),
            by=writer,
            now=moment,
        )
    if form is Format.TABLE and not is_new:
        say("This note had been stored before; it was not stored again.")
    print_one(
        {"newly_stored": is_new, "person_id": target.person_id, **note_row(stored)},
        form,
    )


@app.command("list")
def list_targets(
    campaign: CampaignArgument,
    bill: BillArgument,
    house: HouseOption,
    needed: NeededOption = None,
    agenda: PastOption = None,
    now: NowOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """List the house before the vote: who stands where, how many ayes are missing, who could bring
    them.

    First those who are neither a yes nor a no, by stance and then by past votes; a star marks as
    many as are missing.
    """
    found = _sheet(campaign, bill, house, needed, agenda, moment_of(now).date())
    if form is Format.JSON:
        print_one(sheet_row(found), form)
        return
    for sentence in found.sentences:
        say(sentence)
    if form is Format.CSV:
        print_rows([target_row(one) for one in found.targets], form)
    else:
        empty = f"The record holds nobody who sits in the {found.vote.house}."
        print_rows([brief_target(one) for one in found.targets], form, empty=empty)


@app.command("sheet")
def sheet(
    campaign: CampaignArgument,
    bill: BillArgument,
    house: HouseOption,
    needed: NeededOption = None,
    agenda: PastOption = None,
    to: Annotated[
        Path | None,
        typer.Option("--to", help="a .csv file, or an .html page to print; else standard output"),
    ] = None,
    now: NowOption = None,
) -> None:
    """Write the call sheet: every member with earlier notes, and room for the answer.

    The file may be read by you alone, for it is private.
    """
    if to is not None and to.suffix not in (".csv", ".html"):
        raise UsageError(
            f"{to.name} is neither a spreadsheet nor a page",
            where="--to",
            what_to_do="let its name end with .csv, or with .html for a page to print",
        )
    found = _sheet(campaign, bill, house, needed, agenda, moment_of(now).date())
    lines = [call_line(one) for one in found.targets]
    if to is None:
        print(as_csv(lines, HEADINGS), end="")
        return
    text = (
        as_csv(lines, HEADINGS)
        if to.suffix == ".csv"
        else as_page(title_of(found), found.sentences, lines, HEADINGS)
    )
    _write_privately(to, text)
    say(f"Written: {to}")


def _sheet(
    campaign: str, bill: str, house: str, needed: int | None, agenda: str | None, today: date
) -> TargetSheet:
    store = open_store()
    chosen = [find_agenda(agenda, store)] if agenda else known_agendas(store).agendas.values()
    with store.reading() as connection:
        vote = find_vote(connection, campaign, bill, house)
        return target_sheet(connection, vote, chosen, needed=needed, today=today)


def _write_privately(to: Path, text: str) -> None:
    try:
        to.touch(mode=_OWNER_ALONE)
        to.chmod(_OWNER_ALONE)
        to.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(
            f"the call sheet cannot be written: {error.strerror or error}",
            where=str(to),
            what_to_do="name a file in a folder that you may write to",
        ) from error
