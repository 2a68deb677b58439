"""Grids as people keep them: Excel's own files, a title above, members across."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from tracker.errors import DataFileError
from tracker.grid import Grid, read_grid

EXAMPLE = Path(__file__).resolve().parents[2] / "data" / "examples" / "riverbend"
ROWS = list(csv.reader(io.StringIO((EXAMPLE / "grid.csv").read_text("utf-8"))))
XMLNS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def _xlsx(path: Path, *sheets: Sequence[Sequence[str]]) -> Path:
    """A workbook with these sheets, as small as the format allows; numbers are numbers."""
    numbers = range(1, len(sheets) + 1)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        'relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/'
        'vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {XMLNS} xmlns:r="{OFFICE}"><sheets>'
        + "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="r{n}"/>' for n in numbers)
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id="r{n}" Type="{OFFICE}/worksheet" Target="worksheets/s{n}.xml"/>'
            for n in numbers
        )
        + "</Relationships>",
    }
    for number, rows in enumerate(sheets, 1):
        body = "".join(
            f'<row r="{line}">{"".join(_cell(line, place, text) for place, text in enumerate(row))}'
            "</row>"
            for line, row in enumerate(rows, 1)
        )
        parts[f"xl/worksheets/s{number}.xml"] = (
            f"<worksheet {XMLNS}><sheetData>{body}</sheetData></worksheet>"
        )
    with zipfile.ZipFile(path, "w") as file:
        for name, text in parts.items():
            file.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}')
    return path


def _cell(line: int, place: int, text: str) -> str:
    at = f"{chr(ord('A') + place)}{line}"
    if text.isdigit():
        return f'<c r="{at}"><v>{text}</v></c>'
    return f'<c r="{at}" t="inlineStr"><is><t>{escape(text)}</t></is></c>' if text else ""


def _csv(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def _content(grid: Grid) -> object:
    return grid.legislators


@pytest.fixture
def plain() -> Grid:
    return read_grid(EXAMPLE / "grid.csv", EXAMPLE / "items.csv")


def test_an_excel_file_reads_as_its_csv(plain: Grid, tmp_path: Path) -> None:
    path = _xlsx(tmp_path / "grid.xlsx", [], ROWS, [["notes"]])
    grid = read_grid(path, EXAMPLE / "items.csv")
    assert _content(grid) == _content(plain)
    assert grid.remarks == ("the sheet 'S2' of 3 was read",)


def test_a_title_above_the_header_is_left_out_and_said(plain: Grid, tmp_path: Path) -> None:
    titled = [["Riverbend scorecard 2031"], [], ["Draft, do not share"], *ROWS]
    for path in (_csv(tmp_path / "grid.csv", titled), _xlsx(tmp_path / "grid.xlsx", titled)):
        grid = read_grid(path, EXAMPLE / "items.csv")
        assert _content(grid) == _content(plain)
        assert grid.remarks == ("2 lines above the header were left out",)


def test_members_may_stand_across(plain: Grid, tmp_path: Path) -> None:
    turned = list(zip(*ROWS, strict=True))
    for path in (_csv(tmp_path / "grid.csv", turned), _xlsx(tmp_path / "grid.xlsx", turned)):
        grid = read_grid(path, EXAMPLE / "items.csv")
        assert _content(grid) == _content(plain)
        assert "rows and columns were exchanged" in grid.remarks[0]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no workbook", b"legislator_id,name\n"])
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "grid.xlsx"
    path.write_bytes(content)
    with pytest.raises(DataFileError, match="cannot be read as a spreadsheet"):
        read_grid(path, EXAMPLE / "items.csv")


def test_a_file_that_is_far_too_large_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "grid.csv"
    path.write_bytes(b"x" * 20_000_001)
    with pytest.raises(DataFileError, match="more than 20,000,000"):
        read_grid(path, EXAMPLE / "items.csv")
