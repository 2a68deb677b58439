"""ITEMS.csv: what each column of a grid is about, and what the organization asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from tracker.agenda.agenda import Stance
from tracker.errors import DataFileError
from tracker.grid.sheet import read_sheet
from tracker.rules.csvfile import CsvRow, refuse_repeated
from tracker.rules.vocabulary import NonvoteEffect, Result, Threshold

REQUIRED = ("item", "bill", "position", "title")
OPTIONAL = ("weight", "date", "threshold", "result")

_WEIGHT = re.compile(r"[0-9]{1,6}(\.[0-9]{1,2})?")
"""Up to 999,999.99, so that sums stay far within whole numbers of 64 bits."""


@dataclass(frozen=True)
class GridItem:
    """One scored vote, in each house whose members have a mark for it."""

    item: str
    """The name of its column in the grid."""
    bill: str
    """The measure, as the file writes it."""
    position: Stance
    title: str
    weight: int
    """In hundredths: 100 is weight 1."""
    date: date | None
    threshold: Threshold
    """What passage needed; unknown where the file does not say."""
    result: Result

    @property
    def nonvote_effect(self) -> NonvoteEffect:
        """What a non-vote did to the motion; it follows from the threshold."""
        return self.threshold.nonvote_effect


@dataclass(frozen=True)
class ItemList:
    """The items in the order of their file, and the hash of its bytes."""

    path: Path
    sha256: str
    items: tuple[GridItem, ...]


def read_items(path: Path) -> ItemList:
    """The items of a file `item,bill,position,title[,weight][,date][,threshold][,result]`.

    Raises:
        DataFileError: the file, a column or a cell is not what it must be.
    """
    sheet = read_sheet(path, REQUIRED, OPTIONAL)
    _refuse_unknown_columns(path, sheet.header)
    if not sheet.rows:
        raise DataFileError(
            "the file lists no items", where=str(path), what_to_do="add one line per item"
        )
    refuse_repeated(sheet.rows, "item")
    return ItemList(path, sheet.sha256, tuple(_item(row) for row in sheet.rows))


def _refuse_unknown_columns(path: Path, header: Sequence[str]) -> None:
    """A misspelt `weight` that was passed over would be a wrong score, so nothing is."""
    unknown = [name for name in header if name not in REQUIRED + OPTIONAL]
    if unknown:
        raise DataFileError(
            f"the column {', '.join(map(repr, unknown))} is not known",
            where=f"{path}, first line",
            what_to_do=f"delete it, or name it one of {', '.join(REQUIRED + OPTIONAL)}",
        )


def _item(row: CsvRow) -> GridItem:
    cells = CsvRow(row.path, row.line, dict.fromkeys(OPTIONAL, "") | dict(row.values))
    return GridItem(
        item=cells.text("item"),
        bill=cells.text("bill"),
        position=Stance(_word(cells, "position", tuple(Stance))),
        title=cells.text("title"),
        weight=_weight(cells),
        date=cells.optional_day("date"),
        threshold=Threshold(_word(cells, "threshold", tuple(Threshold), absent="unknown")),
        result=Result(_word(cells, "result", tuple(Result), absent="unknown")),
    )


def _word(row: CsvRow, column: str, allowed: Sequence[str], absent: str = "") -> str:
    """One word of a closed list, in any case."""
    word = row.values[column].casefold() or absent
    return CsvRow(row.path, row.line, {column: word}).one_of(column, allowed)


def _weight(row: CsvRow) -> int:
    written = row.values["weight"] or "1"
    hundredths = int(Decimal(written) * 100) if _WEIGHT.fullmatch(written) else 0
    if hundredths <= 0:
        raise row.fault(
            f"weight {written!r} is not a number above 0 with at most two decimals",
            "write it as in 1 or 1.5; leave it empty for 1",
        )
    return hundredths
