"""A coalition's list of bills, as it is pasted or comes from a spreadsheet: one measure a line.

Plain lines (`SB 375 support`, `1. AB 32 - oppose - costs too much`), cells between tabs, or a CSV
with a heading. A line is read for what it says; nothing in it is guessed.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

from tracker.agenda.agenda import Stance, weight_of
from tracker.errors import DataFileError

MOST_LINES = 5_000
MOST_BYTES = 2_000_000
"""No agenda is near either; a file that is longer is another file than was meant."""

_WORDS: Final = {
    Stance.SUPPORT: "support supported sup s for favor yes yea aye + good apoyo sí",
    Stance.OPPOSE: "oppose opposed opp o against no nay - – bad oposición",
}
"""What people write in a column of positions."""
_STANCES: Final = {word: stance for stance, words in _WORDS.items() for word in words.split()}
_COLUMNS: Final = {
    "bill": ("bill", "measure", "bill number", "number", "bill no", "bill #", "legislation"),
    "position": ("position", "stance", "support/oppose", "our position"),
    "title": ("title", "name", "short title", "subject", "bill title"),
    "issue": ("issue", "issue area", "topic", "category", "area"),
    "reason": ("reason", "why", "rationale", "explanation", "description", "notes"),
    "weight": ("weight", "points"),
    "lead": ("lead", "lead group", "lead organization", "asked by", "sponsor"),
    "since": ("since", "from", "position since", "in force from"),
}
"""The headings that spreadsheets of coalitions use, by what they mean."""
_NUMBERING = re.compile(r"^\s*(?:[-*•·]\s+|\(?\d{1,3}[.)]\s+)")
_CELL_BREAK = re.compile(r"\s*\t\s*|\s+[-–—]\s+|\s*[;|]\s*|:\s+|,\s+")


@dataclass(frozen=True)
class ListLine:
    """One line of the list: what names the measure, and what else is said of it."""

    line: int
    """In the file, from 1."""
    text: str
    """What names the measure, with all else that stands beside it in a line without a heading."""
    stance: Stance | None = None
    title: str | None = None
    issue: str | None = None
    reason: str | None = None
    weight: Decimal | None = None
    lead: str | None = None
    since: date | None = None
    rest: tuple[str, ...] = field(default=())
    """Cells of a line without a heading that are neither a position nor empty."""
    after: int = 0
    """How many of these, the last ones, stand after the position that ends a cell or is one."""


def read_list_file(path: Path) -> list[ListLine]:
    """The lines of a list in a file.

    Raises DataFileError where it is absent, no text, too long, or a cell of a heading's column
    cannot be what the heading says; all such cells are named at once.
    """
    try:
        raw = path.read_bytes() if path.is_file() else None
    except OSError as error:
        raise _unreadable(path, error.strerror or str(error)) from error
    if raw is None:
        raise _unreadable(path, "there is no such file")
    if len(raw) > MOST_BYTES:
        raise _unreadable(path, f"it has {len(raw):,} bytes, more than {MOST_BYTES:,}")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _unreadable(path, f"line {line} is not UTF-8 text") from error
    return read_list(text, str(path))


def read_list(text: str, name: str) -> list[ListLine]:
    """The lines of a pasted list; errors call it by that name. Raises as `read_list_file`."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    filled = [(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    if len(filled) > MOST_LINES:
        raise _unreadable(name, f"it has {len(filled):,} lines, more than {MOST_LINES:,}")
    if not filled:
        raise _unreadable(name, "it is empty")
    first_line, first = filled[0]
    between = _delimiter(first)
    try:
        heading = _heading(first, between) if between else None
        if between is None or heading is None:
            return [_plain_line(number, line) for number, line in filled]
        return _table(lines, between, heading, first_line, name)
    except csv.Error as error:
        raise _unreadable(name, f"it cannot be taken apart into cells: {error}") from error


def _delimiter(first: str) -> str | None:
    return next((mark for mark in ("\t", ";", ",") if mark in first), None)


def _heading(first: str, between: str) -> list[str | None] | None:
    """What each column means; None where the first line is no heading."""
    cells = [
        " ".join(cell.lower().split()) for cell in next(csv.reader([first], delimiter=between))
    ]
    meant = [next((key for key, ways in _COLUMNS.items() if cell in ways), None) for cell in cells]
    return meant if "bill" in meant else None


def _table(
    lines: Sequence[str],
    between: str,
    heading: Sequence[str | None],
    heading_line: int,
    name: str,
) -> list[ListLine]:
    found: list[ListLine] = []
    faults: list[str] = []
    reader = csv.reader((f"{line}\n" for line in lines), delimiter=between)
    before = 0
    for row in reader:
        first_line, before = before + 1, reader.line_num
        if first_line <= heading_line or not any(cell.strip() for cell in row):
            continue
        cells = {
            key: " ".join(cell.split())
            for key, cell in zip(heading, row, strict=False)
            if key and cell.strip()
        }
        line, wrong = _of_cells(first_line, cells)
        found.append(line)
        faults.extend(f"line {first_line}, {what}" for what in wrong)
    if faults:
        raise DataFileError(
            f"the list cannot be read: {'; '.join(faults[:20])}",
            where=name,
            what_to_do="correct these cells and import the list again; nothing was saved",
        )
    return found


def _of_cells(number: int, cells: dict[str, str]) -> tuple[ListLine, list[str]]:
    wrong = []
    stance = _STANCES.get(cells.get("position", "").lower())
    if "position" in cells and stance is None:
        wrong.append(f"position {cells['position']!r}: write support or oppose")
    weight, since = None, None
    if "weight" in cells:
        weight = weight_of(cells["weight"])
        if weight is None:
            wrong.append(f"weight {cells['weight']}: write a number from 1 to 2, as in 1.25")
    try:
        since = date.fromisoformat(cells["since"]) if "since" in cells else None
    except ValueError:
        wrong.append(f"since {cells['since']!r}: write a day as in 2007-01-31")
    line = ListLine(
        number,
        cells.get("bill", ""),
        stance,
        title=cells.get("title"),
        issue=cells.get("issue"),
        reason=cells.get("reason"),
        weight=weight,
        lead=cells.get("lead"),
        since=since,
    )
    return line, wrong


def _plain_line(number: int, line: str) -> ListLine:
    text = _NUMBERING.sub("", line).strip()
    stance: Stance | None = None
    rest: list[str] = []
    before = 0
    for cell in filter(None, _CELL_BREAK.split(text)):
        said = _STANCES.get(cell.strip(" ()[]").lower())
        if said and stance is None:
            stance, before = said, len(rest)
        else:
            rest.append(cell.strip())
    after = len(rest) - before if stance else 0
    if stance is None:
        stance, rest, after = _stance_at_an_end(rest)
    return ListLine(number, text, stance, rest=tuple(rest), after=after)


def _stance_at_an_end(cells: list[str]) -> tuple[Stance | None, list[str], int]:
    """A position that stands as a whole word before or after the measure: `Support SB 375`. And
    how many cells follow one that stands after.
    """
    for place, cell in enumerate(cells):
        words = cell.split()
        for at in (-1, 0):
            said = _STANCES.get(words[at].strip("()[]").lower()) if len(words) > 1 else None
            if said and len(words[at].strip("()[]")) > 1:
                kept = words[:-1] if at else words[1:]
                after = len(cells) - place - 1 if at else 0
                return said, [*cells[:place], " ".join(kept), *cells[place + 1 :]], after
    return None, cells, 0


def _unreadable(name: Path | str, what: str) -> DataFileError:
    return DataFileError(
        f"the list of bills cannot be read: {what}",
        where=str(name),
        what_to_do="give a text or CSV file in UTF-8 with one bill a line, as in: SB 375 support",
    )
