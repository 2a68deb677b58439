"""Reading GRID.csv and ITEMS.csv: what spreadsheets really leave, and each kind of bad input."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.grid.sheets import HEADER, example, write
from tracker.agenda.agenda import Stance
from tracker.errors import DataFileError
from tracker.grid import Grid, read_grid
from tracker.rules.vocabulary import Chamber, NonvoteEffect, Option, Result, Threshold

GRID = f"{HEADER},A\nL1,One,,,Senate,+\nL2,Two,,,Senate,no\n"
ITEMS = "item,bill,position,title\nA,SB 1,support,First\n"


def _read(folder: Path, grid: str | bytes = GRID, items: str | bytes = ITEMS) -> Grid:
    paths = []
    for name, content in (("grid.csv", grid), ("items.csv", items)):
        path = folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        paths.append(path)
    return read_grid(*paths)


def _options(grid: Grid) -> list[list[Option | None]]:
    return [[vote.option for vote in member.votes] for member in grid.legislators]


PLAIN = [[Option.YES], [Option.NO]]


def test_the_example_reads_as_it_stands() -> None:
    grid = example()
    ada, *_, gus = grid.legislators
    assert (ada.legislator_id, ada.name, ada.party, ada.district) == (
        "R-01",
        "Ada Placeholder",
        "Lantern",
        "1",
    )
    assert (ada.house.chamber, gus.house.chamber) == (Chamber.UPPER, Chamber.LOWER)
    assert gus.votes[-1].option is None
    ports = grid.items[3]
    assert (ports.bill, ports.position, ports.weight, ports.date) == (
        "RB 57",
        Stance.SUPPORT,
        150,
        date(2031, 6, 20),
    )
    assert (ports.result, ports.threshold) == (Result.PASS, Threshold.UNKNOWN)
    assert [item.nonvote_effect for item in grid.items[1:4]] == [
        NonvoteEffect.AS_NO,
        NonvoteEffect.NONE,
        NonvoteEffect.UNKNOWN,
    ]


def test_votes_follow_the_items_whatever_the_order_of_columns(tmp_path: Path) -> None:
    grid = _read(
        tmp_path,
        "B,name,legislator_id,A,party,district,Chamber\nno,One,L1,aye,,,Senate\n",
        ITEMS + "B,SB 2,oppose,Second\n",
    )
    assert _options(grid) == [[Option.YES, Option.NO]]


@pytest.mark.parametrize(
    "grid",
    [
        pytest.param("\N{BYTE ORDER MARK}" + GRID, id="Excel marks UTF-8"),
        pytest.param(GRID.encode("utf-16"), id="Excel's Unicode text"),
        pytest.param(GRID.replace(",", ";"), id="semicolons"),
        pytest.param(GRID.replace(",", "\t"), id="tabs"),
        pytest.param(GRID.replace("\n", "\r\n"), id="lines of Windows"),
        pytest.param(GRID.replace("\n", ",,\n"), id="empty columns"),
        pytest.param(GRID + ",,,,,\n\n", id="empty rows"),
        pytest.param(GRID.replace("name", '"Name"'), id="quoted header"),
        pytest.param(GRID.rstrip("\n"), id="no last line break"),
    ],
)
def test_what_spreadsheet_programs_leave_is_read(tmp_path: Path, grid: str | bytes) -> None:
    assert _options(_read(tmp_path, grid)) == PLAIN


def test_a_comma_or_a_line_break_within_quotation_marks_is_text(tmp_path: Path) -> None:
    grid = _read(tmp_path, GRID.replace("One", '"One, Jr.\nthe first"'))
    assert grid.legislators[0].name == "One, Jr.\nthe first"


@pytest.mark.parametrize(
    ("grid", "what", "where"),
    [
        pytest.param("", "is empty", "grid.csv", id="an empty file"),
        pytest.param("\n \n", "is empty", "grid.csv", id="only blank lines"),
        pytest.param(f"{HEADER},A\n", "no legislators", "grid.csv", id="a header alone"),
        pytest.param(GRID.replace("party,", ""), "no column party", "line 1", id="no party"),
        pytest.param(GRID.replace(",", "|"), "no column legislator_id", "line 1", id="bars"),
        pytest.param(GRID.replace(",A", ",A,A"), "'A' more than once", "line 1", id="item twice"),
        pytest.param(
            GRID.replace(",A", ",A,name"), "'name' more than once", "line 1", id="name twice"
        ),
        pytest.param(
            f"{HEADER},,A\nL1,One,,,Senate,+,+\n", "column 6 has no name", "line 1", id="unnamed"
        ),
        pytest.param(
            f"{HEADER},A,Z\nL1,One,,,Senate,+,+\n", "no items: 'Z'", "items.csv", id="no item"
        ),
        pytest.param(GRID.replace("L2", "L1"), "already on line 2", "line 3", id="id twice"),
        pytest.param(GRID.replace("L2", ""), "legislator_id is empty", "line 3", id="no id"),
        pytest.param(GRID.replace("Two", ""), "name is empty", "line 3", id="no name"),
        pytest.param(GRID.replace(",no", ""), "5 cells", "line 3", id="a short row"),
        pytest.param(GRID.replace("no", "no,+"), "7 cells", "line 3", id="a long row"),
        pytest.param(GRID.replace("Two", '"Two'), "taken apart", "line 3", id="an open quote"),
        pytest.param(GRID.replace("Two", '"T"wo'), "taken apart", "line 3", id="a stray quote"),
        pytest.param(
            GRID.replace("Two", "Peña").encode("latin-1"), "not text", "line 3", id="Latin-1"
        ),
        pytest.param(b"PK\x03\x04\x14\x00\xff\xfe", "not text", "line 1", id="a workbook"),
        pytest.param(GRID.replace("Two", "T\0o"), "not text", "line 3", id="a null byte"),
        pytest.param(GRID.replace("Senate,no", "Council,no"), "'Council'", "line 3", id="a house"),
        pytest.param(GRID.replace("Senate,no", ",no"), "chamber ''", "line 3", id="no house"),
    ],
)
def test_a_grid_that_is_not_one_is_refused_with_its_place(
    tmp_path: Path, grid: str | bytes, what: str, where: str
) -> None:
    with pytest.raises(DataFileError) as caught:
        _read(tmp_path, grid)
    assert what in caught.value.what
    assert where in caught.value.where
    assert caught.value.what_to_do


def _item(**cells: str) -> str:
    row = {"item": "A", "bill": "SB 1", "position": "support", "title": "First"} | cells
    return ",".join(row) + "\n" + ",".join(row.values()) + "\n"


@pytest.mark.parametrize(
    ("items", "what", "where"),
    [
        pytest.param("", "is empty", "items.csv", id="an empty file"),
        pytest.param(ITEMS.split("\n")[0], "no items", "items.csv", id="a header alone"),
        pytest.param(_item(position="neutral"), "position 'neutral'", "line 2", id="neutral"),
        pytest.param(_item(position=""), "position is empty", "line 2", id="no position"),
        pytest.param(_item(bill=""), "bill is empty", "line 2", id="no bill"),
        pytest.param(_item(item=""), "item is empty", "line 2", id="no item"),
        pytest.param(_item(title=""), "title is empty", "line 2", id="no title"),
        *(
            pytest.param(_item(weight=text), f"weight {text!r}", "line 2", id=f"weight {text}")
            for text in ("0", "0.00", "-1", "1.005", "two", "1e2", "nan", "inf", "1 000", "²")
        ),
        pytest.param(_item(date="6/7/2031"), "date '6/7/2031'", "line 2", id="a day of Excel"),
        pytest.param(_item(date="2031-02-30"), "'2031-02-30'", "line 2", id="no such day"),
        pytest.param(_item(threshold="most"), "threshold 'most'", "line 2", id="threshold"),
        pytest.param(_item(result="won"), "result 'won'", "line 2", id="result"),
        pytest.param(_item(wieght="2"), "'wieght' is not known", "items.csv", id="misspelt"),
        pytest.param(ITEMS + "A,SB 2,oppose,Again\n", "already on line 2", "line 3", id="twice"),
        pytest.param(ITEMS + "B,SB 2,oppose,More\n", "the items 'B'", "grid.csv", id="no column"),
        pytest.param(ITEMS.replace("A,", "a,"), "no items: 'A'", "items.csv", id="spelling"),
        pytest.param(ITEMS.replace(",title", ""), "no column title", "line 1", id="no titles"),
    ],
)
def test_items_that_are_not_clear_are_refused_with_their_place(
    tmp_path: Path, items: str, what: str, where: str
) -> None:
    with pytest.raises(DataFileError) as caught:
        _read(tmp_path, items=items)
    assert what in caught.value.what
    assert where in caught.value.where
    assert caught.value.what_to_do


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    items = write(tmp_path / "items.csv", ITEMS)
    with pytest.raises(DataFileError, match="cannot be read") as caught:
        read_grid(tmp_path / "none.csv", items)
    assert "none.csv" in caught.value.where


def test_weights_are_kept_in_hundredths(tmp_path: Path) -> None:
    weights = {"": 100, "1": 100, "2.5": 250, "0.01": 1, "1.25": 125}
    for written, hundredths in weights.items():
        assert _read(tmp_path, items=_item(weight=written)).items[0].weight == hundredths


@pytest.mark.parametrize(
    ("written", "chamber"),
    [
        ("Senate", Chamber.UPPER),
        ("sen.", Chamber.UPPER),
        ("UPPER", Chamber.UPPER),
        ("Assembly", Chamber.LOWER),
        ("House", Chamber.LOWER),
        ("House of  Delegates", Chamber.LOWER),
        ("lower", Chamber.LOWER),
        ("City Council", Chamber.LOWER),
        ("", Chamber.LOWER),
    ],
)
def test_a_house_goes_by_many_names(tmp_path: Path, written: str, chamber: Chamber) -> None:
    grid = _read(tmp_path, GRID.replace("Senate", written))
    assert {member.house.chamber for member in grid.legislators} == {chamber}


def test_two_names_of_one_house_are_one_house(tmp_path: Path) -> None:
    grid = _read(tmp_path, GRID.replace("Senate,no", "upper,no"))
    assert len({member.house for member in grid.legislators}) == 1
