"""California as data: its houses, and sessions of two years."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tracker.errors import DataFileError, UsageError
from tracker.paths import data_dir
from tracker.rules.jurisdictions import Jurisdiction, load_jurisdiction
from tracker.rules.vocabulary import Chamber, Threshold

CALIFORNIA = data_dir() / "jurisdictions" / "ca" / "jurisdiction.yaml"


@pytest.fixture(scope="module")
def california() -> Jurisdiction:
    return load_jurisdiction(CALIFORNIA)


def test_the_assembly_needs_41_and_54_and_the_senate_21_and_27(california: Jurisdiction) -> None:
    assembly, senate = california.house(Chamber.LOWER), california.house(Chamber.UPPER)
    majority, two_thirds = Threshold.MAJORITY_OF_MEMBERSHIP, Threshold.TWO_THIRDS_OF_MEMBERSHIP
    assert (majority.ayes_of(assembly.seats), two_thirds.ayes_of(assembly.seats)) == (41, 54)
    assert (majority.ayes_of(senate.seats), two_thirds.ayes_of(senate.seats)) == (21, 27)
    assert (assembly.member_title, senate.member_title) == ("Assemblymember", "Senator")


def test_sessions_from_1989_to_2026_follow_one_another(california: Jurisdiction) -> None:
    ids = [session.id for session in california.sessions]
    assert ids == [f"{year}{year + 1}" for year in range(1989, 2026, 2)]
    for earlier, later in zip(california.sessions, california.sessions[1:], strict=False):
        assert earlier.end < later.start
        assert later.start.strftime("%A") == "Monday"


def test_the_session_of_2007_had_four_special_sessions(california: Jurisdiction) -> None:
    session = california.session("2007-08")
    assert (session.start, session.end) == (date(2006, 12, 4), date(2008, 11, 30))
    assert [special.number for special in session.special] == [1, 2, 3, 4]
    assert session.name == "2007-2008"


@pytest.mark.parametrize("text", ["20072008", "2007-2008", "2007-08", " 2007-08 "])
def test_a_session_may_be_typed_in_three_ways(text: str, california: Jurisdiction) -> None:
    assert california.session(text).id == "20072008"


@pytest.mark.parametrize("text", ["", "2007", "2008-09", "2007-2009", "07-08", "20072009", "x"])
def test_what_is_no_session_is_refused_with_an_example(text: str, california: Jurisdiction) -> None:
    with pytest.raises(UsageError) as caught:
        california.session(text)
    assert "2007-2008" in caught.value.what_to_do


def test_an_unknown_session_lists_the_known_ones(california: Jurisdiction) -> None:
    with pytest.raises(UsageError) as caught:
        california.session("1889-1890")
    assert "2007-2008" in caught.value.what_to_do


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        ("seats: 80", "seats: 0", "more than 0"),
        ("chamber: lower, code", "chamber: upper, code", "the same chamber"),
        ("chamber: lower, code", "chamber: legislature, code", "one house alone"),
        ("kind: joint_resolution", "kind: wish", "must be one of"),
        ("SBX2 10: SBX2 10", "SBX2 10: SB 10", "is printed 'SBX2 10', not 'SB 10'"),
        ("sb-0375: SB 375", "the bill 375: SB 375", "no pattern reads"),
        ("start: 2008-12-01", "start: 2008-11-01", "2007-2008 and 2009-2010 overlap"),
        ("end: 2010-11-30\n    special", "end: 2007-11-30\n    special", "before it begins"),
        ('id: "20092010"', 'id: "20072008"', "the same id"),
        ('id: "20092010"', 'id: "2009-10"', "not written as it must be"),
        ("id: ca\n", "id: CA\n", "not written as it must be"),
        (
            "end: 1996-11-30\n    special",
            "end: 2000-11-30\n    overlaps: ['19971998']\n    special",
            "1995-1996 and 1999-2000 overlap",
        ),
        ("name: 2009-2010", "name: 2007-2008", "means both the session 20072008"),
        ("name: 2009-2010", 'name: 2009-2010\n    overlaps: ["777"]', "777, which is no session"),
    ],
)
def test_a_file_that_contradicts_itself_is_refused(
    before: str, after: str, what: str, tmp_path: Path
) -> None:
    path = tmp_path / "elsewhere.yaml"
    text = CALIFORNIA.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(DataFileError, match=what) as refused:
        load_jurisdiction(path)
    assert str(path) in refused.value.where


def test_sessions_that_say_so_may_overlap(tmp_path: Path) -> None:
    path = tmp_path / "elsewhere.yaml"
    text = CALIFORNIA.read_text(encoding="utf-8").replace(
        "start: 2008-12-01", 'start: 2008-11-01\n    overlaps: ["20072008"]', 1
    )
    path.write_text(text, encoding="utf-8")
    assert load_jurisdiction(path).session("2009-10").start == date(2008, 11, 1)


def test_the_ids_of_sessions_begin_with_their_jurisdiction(california: Jurisdiction) -> None:
    session = california.session("ca-20072008")
    assert (session.session_id, session.years) == ("ca-20072008", (2007, 2008))
    assert session.short_name == "2007–08"


def test_a_line_that_does_not_follow_from_the_seats_has_no_place(tmp_path: Path) -> None:
    path = tmp_path / "elsewhere.yaml"
    text = CALIFORNIA.read_text(encoding="utf-8")
    path.write_text(text.replace("seats: 40", "seats: 40, two_thirds: 26"), encoding="utf-8")
    with pytest.raises(DataFileError) as caught:
        load_jurisdiction(path)
    assert "two_thirds" in caught.value.where
