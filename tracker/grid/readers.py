"""Who went through the audit of a grid, and on which day: a checklist kept beside the grid, as CSV.

Two people read a grid before it is published. What one read counts for the very files that they had
before them: a cell that changes later asks for both again.
"""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tracker.agenda.agenda import is_same_name
from tracker.campaigns.words import said
from tracker.errors import DataFileError, UsageError
from tracker.plain_text import no_formula

COLUMNS = ("reader", "read_on", "cells", "differ", "files_sha256")


@dataclass(frozen=True)
class Reading:
    """One person's reading of an audit."""

    reader: str
    read_on: date
    cells: int
    differ: int
    """Cells that differed from the record then."""
    files_sha256: str
    """Of the grid and its items, as they were read."""


@dataclass(frozen=True)
class Checklist:
    """Every reading of a grid, oldest first, and the sum of its files as they are now."""

    readings: tuple[Reading, ...]
    files_sha256: str

    def is_of_these_files(self, reading: Reading) -> bool:
        """Whether the files are still those that were read."""
        return reading.files_sha256 == self.files_sha256

    @property
    def readers(self) -> tuple[str, ...]:
        """Who read these very files, each once."""
        names: list[str] = []
        for one in self.readings:
            if self.is_of_these_files(one) and not any(is_same_name(one.reader, n) for n in names):
                names.append(one.reader)
        return tuple(names)

    @property
    def is_read_by_two(self) -> bool:
        """Whether two people read these very files."""
        return len(self.readers) >= 2

    @property
    def sentence(self) -> str:
        """Who read them, and what is missing."""
        if self.is_read_by_two:
            return f"Read by {' and '.join(self.readers)}."
        if self.readers:
            return f"Read by {self.readers[0]}; a second reader is missing (--read-by)."
        changed = " The files changed since they were last read." if self.readings else ""
        return f"Nobody has read it yet; two people should (--read-by).{changed}"


def checklist_path(grid: Path) -> Path:
    """Where the readers of a grid are noted: of `homes.csv` in `homes-readers.csv`."""
    return grid.with_name(f"{grid.stem}-readers.csv")


def read_checklist(grid: Path, items: Path) -> Checklist:
    """The readings of a grid that were noted; none where nobody has read it.

    Raises DataFileError where the checklist is none.
    """
    path, readings = checklist_path(grid), list[Reading]()
    if path.is_file():
        try:
            with path.open(encoding="utf-8", newline="") as file:
                for row in csv.DictReader(file):
                    readings.append(_reading(row))
        except (OSError, ValueError, KeyError, TypeError, csv.Error) as error:
            raise DataFileError(
                "the checklist of readers cannot be read",
                where=f"{path}, line {len(readings) + 2}",
                what_to_do=f"give it the columns {', '.join(COLUMNS)}, or take the file away and "
                "have the grid read again",
            ) from error
    return Checklist(tuple(readings), _sum(grid, items))


def note_reading(
    grid: Path, items: Path, reader: str, today: date, *, cells: int, differ: int
) -> Checklist:
    """Adds that a person went through the audit today.

    Raises UsageError where the checklist cannot be written.
    """
    before, path = read_checklist(grid, items), checklist_path(grid)
    name = no_formula(said(reader, "name of the reader"))
    reading = Reading(name, today, cells, differ, before.files_sha256)
    readings = (*before.readings, reading)
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(COLUMNS)
            writer.writerows([getattr(one, name) for name in COLUMNS] for one in readings)
    except OSError as error:
        raise UsageError(
            f"the checklist of readers cannot be written: {error.strerror or error}",
            where=str(path),
            what_to_do="keep the grid in a folder that you may write to",
        ) from error
    return Checklist(readings, before.files_sha256)


def _reading(row: dict[str, str]) -> Reading:
    return Reading(
        reader=row["reader"],
        read_on=date.fromisoformat(row["read_on"]),
        cells=int(row["cells"]),
        differ=int(row["differ"]),
        files_sha256=row["files_sha256"],
    )


def _sum(*files: Path) -> str:
    found = hashlib.sha256()
    for one in files:
        found.update(hashlib.sha256(one.read_bytes()).digest())
    return found.hexdigest()
