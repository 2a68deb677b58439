"""A spreadsheet saved as CSV: its header and rows with line numbers, or one error that helps."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from tracker.errors import DataFileError
from tracker.rules.csvfile import CsvRow
from tracker.rules.whole_file import read_whole

DELIMITERS = (",", ";", "\t")
"""What spreadsheet programs put between cells, depending on the country of the computer."""

_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Sheet:
    """One CSV file. Cells have no outer blanks; rows without any content are left out."""

    path: Path
    sha256: str
    """Of the bytes that were read."""
    header: tuple[str, ...]
    rows: tuple[CsvRow, ...]


def read_sheet(path: Path, required: Sequence[str], optional: Sequence[str] = ()) -> Sheet:
    """The content of a CSV file in UTF-8 or UTF-16 whose header holds the `required` columns.

    Commas, semicolons or tabs may stand between cells; the required and optional columns may
    stand in any order and case. Columns with neither a name nor content, which spreadsheets like
    to add at the end, are left out.

    Raises:
        DataFileError: the file is absent, empty or not text; a required column is missing or a
            column is there twice; a row has more or fewer cells than the header.
    """
    content = _bytes(path)
    table = _table(path, _text(path, content), required)
    if not table:
        raise DataFileError(
            "the file is empty",
            where=str(path),
            what_to_do=f"give it a first line with the columns {','.join(required)}",
        )
    (header_line, names), *body = table
    header = [_known_name(name, (*required, *optional)) for name in names]
    while header and not header[-1]:
        header.pop()
    _check_header(path, header_line, header, required)
    return Sheet(
        path,
        sha256(content).hexdigest(),
        tuple(header),
        tuple(_row(path, line, cells, header) for line, cells in body),
    )


def _bytes(path: Path) -> bytes:
    try:
        return read_whole(path)
    except OSError as error:
        raise DataFileError(
            f"the file cannot be read: {error.strerror}",
            where=str(path),
            what_to_do="check the path, and that you may read the file",
        ) from error


def _text(path: Path, content: bytes) -> str:
    encoding = "utf-16" if content.startswith(_UTF_16_MARKS) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise _not_text(path, f"line {line}, byte {error.start + 1} of the file") from error
    if "\0" in text:
        raise _not_text(path, f"line {text[: text.index(chr(0))].count(chr(10)) + 1}")
    return text


def _not_text(path: Path, place: str) -> DataFileError:
    return DataFileError(
        "the file is not text in UTF-8",
        where=f"{path}, {place}",
        what_to_do='save the spreadsheet as "CSV UTF-8 (comma delimited)" and give that file',
    )


def _table(path: Path, text: str, required: Sequence[str]) -> list[tuple[int, list[str]]]:
    """The rows that hold anything, each with the number of its last line."""
    delimiter = _delimiter(text, required)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows = []
    try:
        for cells in reader:
            trimmed = [cell.strip() for cell in cells]
            if any(trimmed):
                rows.append((reader.line_num, trimmed))
    except csv.Error as error:
        raise DataFileError(
            f"the file cannot be taken apart into cells: {error}",
            where=f"{path}, line {reader.line_num}",
            what_to_do="check the quotation marks on this line and the lines before it",
        ) from error
    return rows


def _delimiter(text: str, required: Sequence[str]) -> str:
    """The one under which the first line with content holds most of the required columns."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    wanted = set(required)

    def found(delimiter: str) -> int:
        return len(wanted & {cell.strip(' "').casefold() for cell in first.split(delimiter)})

    return max(DELIMITERS, key=found)


def _known_name(name: str, known: Sequence[str]) -> str:
    """Our own columns are known in any case; an item's name is kept as it is written."""
    return name.casefold() if name.casefold() in known else name


def _check_header(path: Path, line: int, header: Sequence[str], required: Sequence[str]) -> None:
    where = f"{path}, line {line}"
    missing = [name for name in required if name not in header]
    if missing:
        raise DataFileError(
            f"the header has no column {', '.join(missing)}",
            where=where,
            what_to_do=f"the first line must hold {','.join(required)}, spelled like this",
        )
    twice = sorted({name for name in header if name and header.count(name) > 1})
    if twice:
        raise DataFileError(
            f"the header has the column {', '.join(map(repr, twice))} more than once",
            where=where,
            what_to_do="keep one, or give each its own name",
        )
    if "" in header:
        raise DataFileError(
            f"column {header.index('') + 1} has no name",
            where=where,
            what_to_do="name the column in the first line, or delete it",
        )


def _row(path: Path, line: int, cells: list[str], header: Sequence[str]) -> CsvRow:
    row = CsvRow(path, line, dict(zip(header, cells, strict=False)))
    excess = [cell for cell in cells[len(header) :] if cell]
    if len(cells) < len(header) or excess:
        raise row.fault(
            f"this row has {len(cells)} cells where the header has {len(header)}",
            "check this row for a missing or an extra cell, or a comma without quotation marks",
        )
    return row
