"""What the marks of a grid mean."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.grid.sheets import read, write, write_grid
from tracker.errors import DataFileError
from tracker.grid import read_grid
from tracker.grid.marks import STANDARD
from tracker.rules.vocabulary import Option


@pytest.mark.parametrize(
    ("mark", "supported", "opposed"),
    [
        ("+", Option.YES, Option.NO),
        ("-", Option.NO, Option.YES),
        ("\N{MINUS SIGN}", Option.NO, Option.YES),
        ("\N{EN DASH}", Option.NO, Option.YES),
        ("aye", Option.YES, Option.YES),
        ("Yes", Option.YES, Option.YES),
        ("YEA", Option.YES, Option.YES),
        ("no", Option.NO, Option.NO),
        ("Nay", Option.NO, Option.NO),
        ("NOE", Option.NO, Option.NO),
        (" nv ", Option.NOT_VOTING, Option.NOT_VOTING),
        ("NVP", Option.PRESENT, Option.PRESENT),
        ("Absent", Option.ABSENT, Option.ABSENT),
        ("E", Option.EXCUSED, Option.EXCUSED),
        ("excused", Option.EXCUSED, Option.EXCUSED),
        ("N/A", None, None),
        ("na", None, None),
    ],
)
def test_plus_and_minus_follow_the_position_and_a_vote_is_a_vote(
    tmp_path: Path, mark: str, supported: Option | None, opposed: Option | None
) -> None:
    grid = read(tmp_path, [[mark, mark]], ["support", "oppose"])
    assert [vote.option for vote in grid.legislators[0].votes] == [supported, opposed]
    assert grid.legislators[0].votes[0].word == mark.strip()


@pytest.mark.parametrize(
    "mark", ["", "?", "x", "Y", "N", "A", "P", "++", "+-", "\N{EM DASH}", "0", "1", "yes?", "N A"]
)
def test_a_mark_that_could_mean_two_things_means_nothing(tmp_path: Path, mark: str) -> None:
    with pytest.raises(DataFileError, match="not known"):
        read(tmp_path, [[mark]], ["support"])


def test_every_unknown_mark_is_named_with_its_line_legislator_and_column(tmp_path: Path) -> None:
    with pytest.raises(DataFileError) as caught:
        read(tmp_path, [["+", "Q"], ["", "-"]], ["support", "oppose"])
    assert caught.value.what == "2 cells hold marks whose meaning is not known"
    assert "line 2 (L1 Legislator 1), column i2: 'Q'" in caught.value.where
    assert "line 3 (L2 Legislator 2), column i1: empty" in caught.value.where
    assert "vocabulary" in caught.value.what_to_do
    assert '"Q": ...' in caught.value.what_to_do


def test_a_grid_in_another_language_gives_a_list_that_can_still_be_read(tmp_path: Path) -> None:
    with pytest.raises(DataFileError) as caught:
        read(tmp_path, [["oui"] * 10] * 10, ["support"] * 10)
    assert caught.value.what.startswith("100 cells")
    assert caught.value.where.count("'oui'") == 20
    assert "and 80 more" in caught.value.where


def _with_vocabulary(folder: Path, cells: list[str], vocabulary: Path) -> list[Option | None]:
    grid_path, items_path = write_grid(folder, [cells], ["support"] * len(cells))
    grid = read_grid(grid_path, items_path, vocabulary)
    return [vote.option for vote in grid.legislators[0].votes]


def test_a_vocabulary_explains_a_groups_own_marks(tmp_path: Path) -> None:
    marks = write(
        tmp_path / "marks.yaml",
        '"✓": "+"',
        '"✗": "-"',
        "Y: aye",
        "N: no",
        '"?": not voting',
        "Rec: recused",
        '"": N/A',
    )
    options = _with_vocabulary(tmp_path, ["✓", "✗", "y", "n", "?", "REC", "", "NV"], marks)
    yes, no, silent = Option.YES, Option.NO, Option.NOT_VOTING
    assert options == [yes, no, yes, no, silent, Option.RECUSED, None, silent]


def test_no_in_a_yaml_vocabulary_is_the_word_no(tmp_path: Path) -> None:
    # Plain YAML reads `no` as False and `yes` as True.
    marks = write(tmp_path / "marks.yaml", "oui: yes", "non: no", "NO: excused")
    options = _with_vocabulary(tmp_path, ["oui", "non", "no"], marks)
    assert options == [Option.YES, Option.NO, Option.EXCUSED]


def test_a_vocabulary_may_be_a_spreadsheet(tmp_path: Path) -> None:
    marks = write(tmp_path / "marks.csv", "mark,means", "ok,+", ",NV", "sick,E")
    options = _with_vocabulary(tmp_path, ["OK", "", "sick"], marks)
    assert options == [Option.YES, Option.NOT_VOTING, Option.EXCUSED]


def test_a_groups_own_meaning_goes_before_the_standard_one(tmp_path: Path) -> None:
    marks = write(tmp_path / "marks.yaml", '"-": absent', "x: against")
    assert _with_vocabulary(tmp_path, ["-", "x"], marks) == [Option.ABSENT, Option.NO]


@pytest.mark.parametrize(
    ("name", "lines", "what", "line"),
    [
        ("m.yaml", ['"+": "+"', "X: maybe"], "'maybe'", "line 2"),
        ("m.yaml", ["X: aye", "x: no"], "there twice", "line 2"),
        ("m.yaml", ["- X", "- Y"], "not a list of marks", "line 1"),
        ("m.yaml", ["X: [aye, no]"], "one meaning", "line 1"),
        ("m.yaml", ["X: 'aye"], "cannot be read", "m.yaml"),
        ("m.yaml", [""], "not a list of marks", "line 1"),
        ("m.csv", ["mark,means", "X,"], "mean ''", "line 2"),
        ("m.csv", ["mark", "X"], "no column means", "line 1"),
        ("m.csv", ["mark,means", "X,aye", "x,aye"], "there twice", "line 3"),
    ],
)
def test_a_vocabulary_that_does_not_say_what_a_mark_means_is_refused(
    tmp_path: Path, name: str, lines: list[str], what: str, line: str
) -> None:
    with pytest.raises(DataFileError) as caught:
        _with_vocabulary(tmp_path, ["+"], write(tmp_path / name, *lines))
    assert what in caught.value.what
    assert line in caught.value.where


def test_an_absent_vocabulary_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="cannot be read"):
        _with_vocabulary(tmp_path, ["+"], tmp_path / "none.yaml")


def test_no_two_spellings_of_a_standard_mark_are_the_same() -> None:
    assert all(mark == mark.casefold().strip() for mark in STANDARD)
