"""`answerable grid`: a coalition's own spreadsheet of legislators and items."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tracker.agenda.known_agendas import find_agenda
from tracker.cli.campaign_options import NowOption, moment_of
from tracker.cli.output import Format, FormatOption, print_one, print_rows, say
from tracker.grid import Grid, read_grid
from tracker.grid.agenda_grid import grid_of_agenda, items_path, write_grid
from tracker.grid.audit import Audit, audit_grid
from tracker.grid.load import load_grid
from tracker.grid.readers import Checklist, note_reading, read_checklist
from tracker.grid.score import GridScore, score_grid
from tracker.record.sessions import find_session, known_jurisdiction
from tracker.scoring.method import DEFAULT_METHOD, find_method
from tracker.store import open_store

app = typer.Typer(
    help="Write, score, audit or load a coalition's own spreadsheet.", no_args_is_help=True
)

GridArgument = Annotated[
    Path,
    typer.Argument(
        metavar="GRID",
        help="CSV or Excel, one line per legislator: legislator_id,name,party,district,chamber and "
        "one column per item, with marks such as + - aye no NV NVP absent E N/A",
    ),
]
ItemsOption = Annotated[
    Path,
    typer.Option(
        "--items",
        metavar="ITEMS",
        help="one line per item: item,bill,position,title and, where you like, weight, date, "
        "threshold, result; position is support or oppose",
    ),
]
VocabularyOption = Annotated[
    Path | None,
    typer.Option(
        "--vocabulary",
        metavar="FILE",
        help="what your own marks mean: YAML with one mark per line, or CSV with mark,means",
    ),
]


JurisdictionOption = Annotated[
    str | None,
    typer.Option(
        "--jurisdiction", help="as in ca; needed where several legislatures have such a session"
    ),
]


@app.callback()
def _grid() -> None:
    """Write, score, audit or load a spreadsheet. docs/grid.md describes the files."""


def _read(grid: Path, items: Path, vocabulary: Path | None) -> Grid:
    """The grid; how its file was understood is said."""
    found = read_grid(grid, items, vocabulary)
    for remark in found.remarks:
        say(f"note: {grid.name}: {remark}")
    return found


@app.command("score")
def score(
    grid: GridArgument,
    items: ItemsOption,
    method: Annotated[
        str, typer.Option("--method", help="id of a shipped method, or a file")
    ] = DEFAULT_METHOD,
    vocabulary: VocabularyOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Score a grid, in the order of its lines. Nothing is stored.

    + and - mean with and against you; aye and no are judged by the item's position. A mark that
    is not known stops the command and is named with its cell.
    """
    rule = find_method(method)
    lines = score_grid(_read(grid, items, vocabulary), rule)
    if form is Format.TABLE:
        say(f"{rule.title}: {rule.sentence}")
    print_rows([_row(line) for line in lines], form)


@app.command("audit")
def audit(
    grid: GridArgument,
    items: ItemsOption,
    session: Annotated[str, typer.Option("--session", help="of which session, as in 2007-08")],
    jurisdiction: JurisdictionOption = None,
    method: Annotated[
        str, typer.Option("--method", help="id of a shipped method, or a file")
    ] = DEFAULT_METHOD,
    vocabulary: VocabularyOption = None,
    read_by: Annotated[
        str | None,
        typer.Option(
            "--read-by",
            help="note beside the grid that this person went through the audit today; two should",
        ),
    ] = None,
    now: NowOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Hold a grid against the record: a second pair of eyes. Nothing is stored.

    Each column is found among the roll calls of the session by what its members did. Cells that say
    something else than the record are listed, and the scores that the record gives. Who went
    through it is noted in a checklist beside the grid: of homes.csv in homes-readers.csv.
    """
    rule, asked = find_method(method), _read(grid, items, vocabulary)
    with open_store().reading() as connection:
        found = audit_grid(connection, asked, find_session(connection, session, jurisdiction), rule)
    differ = len(found.differences)
    if read_by is None:
        checklist = read_checklist(grid, items)
    else:
        cells, today = found.agree + differ, moment_of(now).date()
        checklist = note_reading(grid, items, read_by, today, cells=cells, differ=differ)
    whole: dict[str, object] = _audit_row(found) | _readers_row(checklist)
    if form is Format.JSON:
        print_one(whole, form)
        return
    print_rows(
        [vars(column) | {"candidates": len(column.candidates)} for column in found.columns], form
    )
    print_rows([vars(one) for one in found.differences], form, empty="No cell differs.")
    for person in found.people_not_found:
        say(f"nobody in the record for certain: {person.legislator_id} {person.name}")
    say(f"{found.agree:,} of {whole['cells']:,} cells say what the record says.")
    say(checklist.sentence)


def _readers_row(checklist: Checklist) -> dict[str, object]:
    return {
        "readers": [
            {
                "reader": one.reader,
                "read_on": one.read_on,
                "cells": one.cells,
                "differ": one.differ,
                "same_files": checklist.is_of_these_files(one),
            }
            for one in checklist.readings
        ],
        "read_by_two": checklist.is_read_by_two,
    }


def _audit_row(found: Audit) -> dict[str, object]:
    differ = len(found.differences)
    return {
        "columns": [
            vars(column) | {"candidates": list(column.candidates)} for column in found.columns
        ],
        "cells": found.agree + differ,
        "agree": found.agree,
        "differ": differ,
        "differences": [vars(difference) for difference in found.differences],
        "people_not_found": [person.legislator_id for person in found.people_not_found],
        "scores_from_record": [vars(score) for score in found.scores],
    }


@app.command("new")
def new(
    agenda: Annotated[str, typer.Argument(metavar="AGENDA", help="id of an agenda, or a file")],
    file: Annotated[
        Path,
        typer.Option(
            "--file", help="where to write the grid, as in homes.csv; its items go beside it"
        ),
    ],
    form: FormatOption = Format.TABLE,
) -> None:
    """Write the grid of an agenda, for those who go on in a spreadsheet.

    One line per member of the session and one column per item, with what the record says that each
    did. The items are written beside it: of homes.csv in homes-items.csv. Files that are there are
    not written over.
    """
    asked = find_agenda(agenda, open_store())
    with open_store().reading() as connection:
        known_jurisdiction(connection, asked.jurisdiction, "the jurisdiction of the agenda")
        made = grid_of_agenda(connection, asked)
    items = items_path(file)
    write_grid(made, file, items)
    for printed in made.left_out:
        say(f"note: no roll call counts for {printed}, so it has no column")
    if made.nameless:
        say(
            f"note: {made.nameless:,} votes stand under names that are nobody's for certain; they "
            "are in no cell"
        )
    print_one(
        {
            "grid": str(file),
            "items": str(items),
            "members": made.members,
            "columns": [column.name for column in made.columns],
            "left_out": list(made.left_out),
            "votes_of_nobody_known": made.nameless,
        },
        form,
    )


@app.command("load")
def load(
    grid: GridArgument,
    items: ItemsOption,
    body: Annotated[
        str,
        typer.Option("--body", help="a short id of your own for this body, as in riverbend-2026"),
    ],
    name: Annotated[str, typer.Option("--name", help="what readers call this body")],
    vocabulary: VocabularyOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Bring a grid into the record as a body of its own, beside the official record.

    Loading the same files again changes nothing; loading corrected files replaces what they
    replace. See it with: answerable record rollcalls --session BODY
    """
    report = load_grid(open_store(), _read(grid, items, vocabulary), body=body, name=name)
    if form is Format.TABLE:
        for warning in report.warnings:
            say(f"note: {warning}")
    print_one(report.as_dict(), form)


def _row(line: GridScore) -> dict[str, object]:
    numerator, denominator = line.score.tally.whole
    return {
        "legislator_id": line.legislator.legislator_id,
        "name": line.legislator.name,
        "percent": line.score.percent,
        "numerator": numerator,
        "denominator": denominator,
        "counted": line.score.tally.counted,
        "status": line.score.status,
        "eligible": line.score.tally.eligible,
        "chamber": line.legislator.house.name,
        "rank": line.score.rank,
    }
