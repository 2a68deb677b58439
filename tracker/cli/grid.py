"""`answerable grid`: a coalition's own spreadsheet of legislators and items."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tracker.cli.output import Format, FormatOption, print_one, print_rows, say
from tracker.grid import read_grid
from tracker.grid.load import load_grid
from tracker.grid.score import GridScore, score_grid
from tracker.scoring.method import DEFAULT_METHOD, find_method
from tracker.store import open_store

app = typer.Typer(help="Score or load a coalition's own spreadsheet.", no_args_is_help=True)

GridArgument = Annotated[
    Path,
    typer.Argument(
        metavar="GRID.csv",
        help="one line per legislator: legislator_id,name,party,district,chamber and one column "
        "per item, with marks such as + - aye no NV NVP absent E N/A",
    ),
]
ItemsOption = Annotated[
    Path,
    typer.Option(
        "--items",
        metavar="ITEMS.csv",
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


@app.callback()
def _grid() -> None:
    """Score or load a coalition's own spreadsheet. docs/grid.md describes the files."""


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
    lines = score_grid(read_grid(grid, items, vocabulary), rule)
    if form is Format.TABLE:
        say(f"{rule.title}: {rule.sentence}")
    print_rows([_row(line) for line in lines], form)


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
    report = load_grid(open_store(), read_grid(grid, items, vocabulary), body=body, name=name)
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
