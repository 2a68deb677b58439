"""A spreadsheet, in CSV or Excel's form: its header and rows with line numbers, or one error."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from hashlib import sha256
from pathlib import Path

from tracker.errors import DataFileError
from tracker.rules.csvfile import CsvRow

DELIMITERS = (",", ";", "\t")
"""What spreadsheet programs put between cells, depending on the country of the computer."""

_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")


EXCEL = (".xlsx", ".xlsm", ".xls", ".ods")
LARGEST_BYTES = 20_000_000
"""A coalition's spreadsheet has some hundred rows; a larger file is another than was meant."""
_TITLE_LINES = 10
"""How far down a header may stand, below a title and notes."""

Row = tuple[int, list[str]]
"""A row's number in its file, and its cells."""


@dataclass(frozen=True)
class Sheet:
    """One spreadsheet. Cells have no outer blanks; rows without any content are left out."""

    path: Path
    sha256: str
    """Of the bytes that were read."""
    header: tuple[str, ...]
    rows: tuple[CsvRow, ...]
    remarks: tuple[str, ...] = ()
    """What was understood that a person might not expect, in sentences."""


def read_sheet(path: Path, required: Sequence[str], optional: Sequence[str] = ()) -> Sheet:
    """The content of a spreadsheet whose header holds the `required` columns: CSV in UTF-8 or
    UTF-16, or the first filled sheet of an Excel or OpenDocument file.

    Commas, semicolons or tabs may stand between the cells of a CSV; the required and optional
    columns may stand in any order and case. A title may stand above the header. Rows and columns
    may be exchanged: the header is then the first column. Columns with neither a name nor content,
    which spreadsheets like to add at the end, are left out.

    Raises:
        DataFileError: the file is absent, empty or not text; a required column is missing or a
            column is there twice; a row has more or fewer cells than the header.
    """
    content = _bytes(path)
    remarks: list[str] = []
    if path.suffix.lower() in EXCEL:
        table = _excel_table(path, content, remarks)
    else:
        table = _table(path, _text(path, content), required)
    table = _below_title(_upright(table, required, remarks), required, remarks)
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
        tuple(remarks),
    )


def _excel_table(path: Path, content: bytes, remarks: list[str]) -> list[Row]:
    """The rows of the first sheet with content. Numbers and days are written as in a CSV."""
    from python_calamine import CalamineError, load_workbook  # takes time, and few need it

    try:
        workbook = load_workbook(io.BytesIO(content))
        names = list(workbook.sheet_names)
        for name in names:
            rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
            filled = [
                (number, [_written(cell) for cell in cells])
                for number, cells in enumerate(rows, 1)
                if any(_written(cell) for cell in cells)
            ]
            if filled:
                if len(names) > 1:
                    remarks.append(f"the sheet {name!r} of {len(names)} was read")
                return filled
    except CalamineError as error:
        raise DataFileError(
            f"the file cannot be read as a spreadsheet: {error}",
            where=str(path),
            what_to_do='open it in your spreadsheet program and save it as "CSV UTF-8"',
        ) from error
    return []


def _written(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    return str(cell).strip()


def _upright(table: list[Row], required: Sequence[str], remarks: list[str]) -> list[Row]:
    """The table with its header across: turned where the first column holds the header instead."""
    first = {cells[0].casefold() for _, cells in table if cells}
    across = any(_is_header(cells, required) for _, cells in table[:_TITLE_LINES])
    if across or not set(required) <= first:
        return table
    remarks.append("members stand across; rows and columns were exchanged")
    begin = next(i for i, (_, cells) in enumerate(table) if cells[0].casefold() in required)
    width = max(len(cells) for _, cells in table)
    return [
        (column + 1, [cells[column] if column < len(cells) else "" for _, cells in table[begin:]])
        for column in range(width)
        if any(column < len(cells) and cells[column] for _, cells in table[begin:])
    ]


def _below_title(table: list[Row], required: Sequence[str], remarks: list[str]) -> list[Row]:
    """The table from its header on, where one stands below a title."""
    place = next(
        (i for i, (_, cells) in enumerate(table[:_TITLE_LINES]) if _is_header(cells, required)), 0
    )
    if place:
        remarks.append(f"{place} line{'s' if place > 1 else ''} above the header were left out")
    return table[place:]


def _is_header(cells: Sequence[str], required: Sequence[str]) -> bool:
    return set(required) <= {cell.casefold() for cell in cells}


def _bytes(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DataFileError(
            f"the file cannot be read: {error.strerror}",
            where=str(path),
            what_to_do="check the path, and that you may read the file",
        ) from error
    if len(content) > LARGEST_BYTES:
        raise DataFileError(
            f"the file has {len(content):,} bytes, more than {LARGEST_BYTES:,}",
            where=str(path),
            what_to_do="give the spreadsheet of legislators and items alone",
        )
    return content


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


def _table(path: Path, text: str, required: Sequence[str]) -> list[Row]:
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
    """The one under which a line, or the first column, holds most of the required columns."""
    first = [line for line in text.splitlines() if line.strip()][:_TITLE_LINES]
    wanted = set(required)

    def found(delimiter: str) -> int:
        across = [{cell.strip(' "').casefold() for cell in line.split(delimiter)} for line in first]
        down = {line.split(delimiter)[0].strip(' "').casefold() for line in first}
        return max(len(wanted & cells) for cells in (*across, down)) if first else 0

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
