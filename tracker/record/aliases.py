"""Reviewed alias files: which printed name is which person, in which house, on which days."""

from __future__ import annotations

import re
from pathlib import Path

from tracker.record.csvfile import CsvRow, read_rows
from tracker.record.identity import Alias, folded_name
from tracker.record.vocabulary import Chamber

COLUMNS = (
    "session",
    "chamber",
    "printed",
    "person_id",
    "valid_from",
    "valid_until",
    "reviewed_by",
    "note",
)
"""The columns of an alias file; `valid_until` and `note` may be empty."""

_VACANT = folded_name("Vacancy")


def load_aliases(path: Path) -> tuple[Alias, ...]:
    """Every alias of a reviewed file, in file order.

    Raises:
        DataFileError: names the file, the line and what to do, for an impossible day, an unknown
            house, days in the wrong order, an unreviewed row, a vacant seat named as a person, or a
            row given twice.
    """
    seen: dict[Alias, int] = {}
    for row in read_rows(path, COLUMNS):
        alias = _alias(row)
        if alias in seen:
            raise row.fault(
                f"this alias of {alias.printed!r} is already on line {seen[alias]}",
                "keep one of the two",
            )
        seen[alias] = row.line
    return tuple(seen)


def _alias(row: CsvRow) -> Alias:
    alias = Alias(
        session=_matching(row, "session", r"\d{8}", "write it as in 20072008"),
        chamber=Chamber(row.one_of("chamber", tuple(Chamber))),
        printed=row.text("printed"),
        person_id=_matching(
            row, "person_id", r"[a-z0-9]+(-[a-z0-9]+)*", "write it as in darrell-steinberg"
        ),
        valid_from=row.day("valid_from"),
        valid_until=row.optional_day("valid_until"),
    )
    row.text("reviewed_by")
    if alias.valid_until is not None and alias.valid_until < alias.valid_from:
        raise row.fault(
            f"valid_until {alias.valid_until} is before valid_from {alias.valid_from}",
            "exchange or correct the two days",
        )
    if folded_name(alias.printed) == _VACANT:
        raise row.fault("a vacant seat is not a person", "remove this row")
    return alias


def _matching(row: CsvRow, column: str, pattern: str, what_to_do: str) -> str:
    value = row.text(column)
    if not re.fullmatch(pattern, value):
        raise row.fault(f"{column} {value!r} is not well formed", what_to_do)
    return value
