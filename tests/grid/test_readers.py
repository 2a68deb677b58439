"""Two people read a grid, and what they read counts for the files that they had before them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tracker.errors import DataFileError
from tracker.grid.readers import checklist_path, note_reading, read_checklist

DAY = date(2026, 11, 20)


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """A grid and its items."""
    grid, items = tmp_path / "homes.csv", tmp_path / "items.csv"
    grid.write_text("legislator_id,homes\nana,+\n", "utf-8")
    items.write_text("item,bill,position,title\nhomes,SB 1,support,Homes\n", "utf-8")
    return grid, items


def test_two_different_people_make_it_read(files: tuple[Path, Path]) -> None:
    assert "Nobody has read it" in read_checklist(*files).sentence
    note_reading(*files, "Ana", DAY, cells=10, differ=1)
    again = note_reading(*files, " ANA ", DAY, cells=10, differ=0)
    assert not again.is_read_by_two
    assert "a second reader is missing" in again.sentence
    note_reading(*files, "Ben", DAY, cells=10, differ=0)
    found = read_checklist(*files)
    assert found.is_read_by_two
    assert [(one.reader, one.read_on, one.differ) for one in found.readings][::2] == [
        ("Ana", DAY, 1),
        ("Ben", DAY, 0),
    ]
    assert checklist_path(files[0]).name == "homes-readers.csv"


def test_a_cell_that_changes_asks_for_both_again(files: tuple[Path, Path]) -> None:
    for name in ("Ana", "Ben"):
        note_reading(*files, name, DAY, cells=10, differ=0)
    files[0].write_text("legislator_id,homes\nana,-\n", "utf-8")
    found = read_checklist(*files)
    assert len(found.readings) == 2
    assert found.readers == ()
    assert "The files changed" in found.sentence


def test_a_checklist_that_is_none_is_named_with_its_line(files: tuple[Path, Path]) -> None:
    checklist_path(files[0]).write_text("reader,read_on\nAna,yesterday\n", "utf-8")
    with pytest.raises(DataFileError, match="line 2"):
        read_checklist(*files)
