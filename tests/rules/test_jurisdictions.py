"""California as data: the lines follow from the seats, and a session is two years."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tracker.errors import DataFileError, UsageError
from tracker.paths import data_dir
from tracker.rules.jurisdictions import Jurisdiction, load_jurisdiction, parse_session
from tracker.rules.vocabulary import Chamber

CALIFORNIA = data_dir() / "jurisdictions" / "ca" / "jurisdiction.yaml"


@pytest.fixture(scope="module")
def california() -> Jurisdiction:
    return load_jurisdiction(CALIFORNIA)


def test_the_assembly_needs_41_and_54_and_the_senate_21_and_27(california: Jurisdiction) -> None:
    assembly, senate = california.house(Chamber.LOWER), california.house(Chamber.UPPER)
    assert (assembly.seats, assembly.majority, assembly.two_thirds) == (80, 41, 54)
    assert (senate.seats, senate.majority, senate.two_thirds) == (40, 21, 27)
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
def test_a_session_may_be_typed_in_three_ways(text: str) -> None:
    assert parse_session(text) == "20072008"


@pytest.mark.parametrize("text", ["", "2007", "2008-09", "2007-2009", "07-08", "20072009", "x"])
def test_what_is_no_session_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_session(text)
    assert "2007-2008" in caught.value.what_to_do


def test_an_unknown_session_lists_the_known_ones(california: Jurisdiction) -> None:
    with pytest.raises(UsageError) as caught:
        california.session("1889-1890")
    assert "2007-2008" in caught.value.what_to_do


def test_a_line_that_does_not_follow_from_the_seats_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "elsewhere.yaml"
    text = CALIFORNIA.read_text(encoding="utf-8").replace("two_thirds: 27", "two_thirds: 26")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataFileError, match="two thirds of 40 are 27"):
        load_jurisdiction(path)
