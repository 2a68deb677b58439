"""Reviewed CSV files: rows with their line numbers, read strictly; errors name the line."""

from __future__ import annotations

import csv
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tracker.errors import DataFileError


@dataclass(frozen=True)
class CsvRow:
    """One row of a file; every reader of a value says which line is wrong, and how."""

    path: Path
    line: int
    values: Mapping[str, str]

    def fault(self, what: str, what_to_do: str) -> DataFileError:
        """The error that this row holds, with file and line."""
        return DataFileError(what, where=f"{self.path}, line {self.line}", what_to_do=what_to_do)

    def text(self, column: str) -> str:
        """The value, which may not be empty."""
        value = self.values[column]
        if not value:
            raise self.fault(f"{column} is empty", f"give {column} a value")
        return value

    def optional(self, column: str) -> str | None:
        """The value, or None where the cell is empty."""
        return self.values[column] or None

    def day(self, column: str) -> date:
        """A day written year-month-day."""
        value = self.text(column)
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise self.fault(
                f"{column} {value!r} is not a day", "write it as in 2007-06-07"
            ) from None

    def optional_day(self, column: str) -> date | None:
        """A day, or None where the cell is empty."""
        return self.day(column) if self.values[column] else None

    def number(self, column: str) -> int:
        """A whole number, 0 or more."""
        value = self.text(column)
        if not (value.isascii() and value.isdigit()):
            raise self.fault(f"{column} {value!r} is not a whole number", "write digits only")
        return int(value)

    def flag(self, column: str) -> bool:
        """`yes` or `no`."""
        return self.one_of(column, ("yes", "no")) == "yes"

    def one_of(self, column: str, allowed: Collection[str]) -> str:
        """One word of a closed list."""
        value = self.text(column)
        if value not in allowed:
            raise self.fault(
                f"{column} {value!r} is not known", f"write one of: {', '.join(allowed)}"
            )
        return value

    def known(self, column: str, kind: str, ids: Collection[str]) -> str:
        """An id that another file must hold."""
        value = self.text(column)
        if value not in ids:
            raise self.fault(f"{column}: no {kind} has the id {value!r}", f"add that {kind} first")
        return value

    def optional_known(self, column: str, kind: str, ids: Collection[str]) -> str | None:
        """An id that another file must hold, or None where the cell is empty."""
        return self.known(column, kind, ids) if self.values[column] else None

    def all_known(self, column: str, kind: str, ids: Collection[str]) -> tuple[str, ...]:
        """The ids of a list with `;` between them; none where the cell is empty."""
        given = tuple(part.strip() for part in self.values[column].split(";") if part.strip())
        for one in given:
            if one not in ids:
                raise self.fault(
                    f"{column}: no {kind} has the id {one!r}", f"add that {kind} first"
                )
        return given


def read_rows(path: Path, columns: Sequence[str], optional: Collection[str] = ()) -> list[CsvRow]:
    """The rows of a CSV file (UTF-8) that has exactly these columns, in this order; those that are
    `optional` may be left out, and are empty then.

    Raises:
        DataFileError: the file is absent or not UTF-8, or its columns or a row's cells differ.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataFileError(
            f"the file cannot be read: {error}",
            where=str(path),
            what_to_do="restore the file, saved as UTF-8",
        ) from error
    reader = csv.reader(text.splitlines(keepends=True))
    header = next(reader, [])
    if header != [name for name in columns if name in header or name not in optional]:
        raise DataFileError(
            f"the columns are {','.join(header) or 'missing'}",
            where=f"{path}, line 1",
            what_to_do=f"make them {','.join(columns)}",
        )
    rows = []
    for cells in reader:
        values = dict.fromkeys(columns, "") | dict(zip(header, cells, strict=False))
        row = CsvRow(path, reader.line_num, values)
        if len(cells) != len(header):
            raise row.fault(
                f"this row has {len(cells)} cells, not {len(header)}",
                "check the commas and quotation marks of this row",
            )
        rows.append(row)
    return rows


def refuse_repeated(rows: Sequence[CsvRow], column: str) -> None:
    """Raises DataFileError at the second row with the same value in a column of ids."""
    seen: dict[str, int] = {}
    for row in rows:
        value = row.text(column)
        if value in seen:
            raise row.fault(
                f"{column} {value!r} is already on line {seen[value]}", "keep one of the two"
            )
        seen[value] = row.line
