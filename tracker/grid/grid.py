"""Reading a grid: GRID.csv, ITEMS.csv and the group's vocabulary, checked against each other.

Files in, a `Grid` out; a mark that nobody explained is an error that names its cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tracker.errors import DataFileError
from tracker.grid.houses import GridHouse, houses_of
from tracker.grid.items import GridItem, ItemList, read_items
from tracker.grid.marks import STANDARD, Meaning, option_of, plain_mark
from tracker.grid.sheet import Sheet, read_sheet
from tracker.grid.vocabulary_file import Vocabulary, read_vocabulary
from tracker.rules.csvfile import CsvRow, refuse_repeated
from tracker.rules.vocabulary import Option

COLUMNS = ("legislator_id", "name", "party", "district", "chamber")
"""What every row says of the legislator; all further columns are items."""

SHOWN = 20
"""Unknown marks that an error lists one by one, so that it can still be read."""


@dataclass(frozen=True)
class GridVote:
    """What one cell says. `option` is None where the vote is none of the member's record."""

    option: Option | None
    word: str
    """The mark as the file has it."""


@dataclass(frozen=True)
class Legislator:
    """One row: who it is, and one vote per item in the order of `Grid.items`."""

    legislator_id: str
    name: str
    party: str | None
    district: str | None
    house: GridHouse
    votes: tuple[GridVote, ...]


@dataclass(frozen=True)
class Grid:
    """A whole grid, in the order of its files."""

    path: Path
    sha256: str
    """Of the bytes of GRID.csv."""
    item_list: ItemList
    vocabulary: Vocabulary | None
    legislators: tuple[Legislator, ...]
    remarks: tuple[str, ...] = ()
    """How the file was understood, where a person might not expect it, in sentences."""

    @property
    def items(self) -> tuple[GridItem, ...]:
        return self.item_list.items


def read_grid(grid_path: Path, items_path: Path, vocabulary_path: Path | None = None) -> Grid:
    """A grid with its items; marks of the vocabulary file go before the standard ones.

    Raises:
        DataFileError: a file cannot be read, the two files name different items, a row is
            ragged or repeated, or cells hold marks without a meaning (all are listed, up to
            `SHOWN`). `where` names file, line and column.
    """
    item_list = read_items(items_path)
    vocabulary = read_vocabulary(vocabulary_path) if vocabulary_path else None
    marks = {**STANDARD, **(vocabulary.meanings if vocabulary else {})}
    sheet = read_sheet(grid_path, COLUMNS)
    _check_items(sheet, item_list)
    if not sheet.rows:
        raise DataFileError(
            "the grid holds no legislators",
            where=str(grid_path),
            what_to_do="add one line per legislator",
        )
    refuse_repeated(sheet.rows, "legislator_id")
    votes = _votes(sheet.rows, item_list.items, marks)
    houses = houses_of(sheet.rows)
    return Grid(
        grid_path,
        sheet.sha256,
        item_list,
        vocabulary,
        tuple(
            Legislator(
                legislator_id=row.text("legislator_id"),
                name=row.text("name"),
                party=row.optional("party"),
                district=row.optional("district"),
                house=houses[row.values["chamber"]],
                votes=marked,
            )
            for row, marked in zip(sheet.rows, votes, strict=True)
        ),
        sheet.remarks,
    )


def _check_items(sheet: Sheet, item_list: ItemList) -> None:
    columns = [name for name in sheet.header if name not in COLUMNS]
    listed = [item.item for item in item_list.items]
    unlisted = [name for name in columns if name not in listed]
    if unlisted:
        raise DataFileError(
            f"the grid has columns that are no items: {_some(unlisted)}",
            where=f"{sheet.path}, first line; items in {item_list.path}",
            what_to_do="add them to the items file, spelled alike, or delete these columns",
        )
    absent = [item for item in listed if item not in columns]
    if absent:
        raise DataFileError(
            f"the grid has no column for the items {_some(absent)}",
            where=f"{item_list.path}; columns in {sheet.path}, first line",
            what_to_do="add these columns to the grid, spelled alike, or delete these items",
        )


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(repr(name) for name in names[:SHOWN]) + more


def _votes(
    rows: Sequence[CsvRow], items: Sequence[GridItem], marks: Mapping[str, Meaning]
) -> list[tuple[GridVote, ...]]:
    """One tuple of votes per row, or one error that lists the cells nobody can read."""
    written = {row.values[item.item] for row in rows for item in items}
    meanings = {text: marks.get(plain_mark(text)) for text in written}
    unknown = {text for text, meaning in meanings.items() if meaning is None}
    if unknown:
        raise _unknown_marks(rows, items, unknown)
    votes = {
        (text, stance): GridVote(option_of(meaning, stance), text)
        for text, meaning in meanings.items()
        if meaning is not None
        for stance in {item.position for item in items}
    }
    columns = [(item.item, item.position) for item in items]
    return [tuple(votes[row.values[name], stance] for name, stance in columns) for row in rows]


def _unknown_marks(
    rows: Sequence[CsvRow], items: Sequence[GridItem], unknown: Iterable[str]
) -> DataFileError:
    cells = list(_cells(rows, items, set(unknown)))
    more = [f"and {len(cells) - SHOWN} more"] if len(cells) > SHOWN else []
    lines = ", ".join(f'"{mark}": ...' for mark in sorted(unknown)[:3])
    return DataFileError(
        f"{len(cells)} cell{'s hold marks' if len(cells) > 1 else ' holds a mark'} "
        "whose meaning is not known",
        where=f"{rows[0].path}:\n    " + "\n    ".join(cells[:SHOWN] + more),
        what_to_do="correct the cells, or say what your own marks mean (+ - aye no NV NVP absent E "
        f"N/A) in a vocabulary file, --vocabulary marks.yaml, with lines like {lines}",
    )


def _cells(rows: Sequence[CsvRow], items: Sequence[GridItem], unknown: set[str]) -> Iterator[str]:
    for row in rows:
        who = f"{row.values['legislator_id']} {row.values['name']}"
        for item in items:
            mark = row.values[item.item]
            if mark in unknown:
                shown = repr(mark) if mark else "empty"
                yield f"line {row.line} ({who}), column {item.item}: {shown}"
