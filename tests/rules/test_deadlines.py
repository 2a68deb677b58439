"""Deadlines of a session: read in a calendar, or worked out from the Constitution and marked so."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tracker.errors import DataFileError
from tracker.rules.deadlines import Deadline, load_session_calendar
from tracker.rules.jurisdictions import LegislativeSession
from tracker.rules.reference import reference, session_calendar

FILE = Path(__file__).parents[2] / "data" / "jurisdictions" / "ca" / "calendar.yaml"
SESSIONS = reference("ca").jurisdiction.sessions


def _deadlines(session: str) -> list[Deadline]:
    calendar = session_calendar("ca")
    assert calendar is not None
    return calendar.deadlines(reference("ca").jurisdiction.session(session))


def _of(session: str, kind: str) -> list[Deadline]:
    return [one for one in _deadlines(session) if one.kind.id == kind]


def test_a_session_without_a_calendar_has_the_days_of_the_constitution_and_says_so() -> None:
    found = _deadlines("2007-08")
    assert [(one.date, one.kind.id) for one in found if one.date.year == 2008] == [
        (date(2008, 1, 1), "statutes_take_effect"),
        (date(2008, 1, 10), "budget_submitted"),
        (date(2008, 1, 31), "two_year_house"),
        (date(2008, 6, 15), "budget_passed"),
        (date(2008, 8, 31), "passage"),
        (date(2008, 9, 30), "governor"),
        (date(2008, 11, 30), "adjournment"),
    ]
    assert all(one.worked_out and not one.verified and one.source is None for one in found)


def test_a_day_of_an_official_calendar_is_verified_and_names_it() -> None:
    (introduction,) = _of("2025-26", "introduction")
    assert (introduction.date, introduction.verified) == (date(2025, 2, 21), True)
    assert introduction.source is not None
    assert introduction.source.official


def test_a_day_that_only_others_list_is_not_verified() -> None:
    (last,) = _of("2021-22", "passage")
    assert (last.date, last.verified, last.worked_out) == (date(2022, 8, 31), False, False)


def test_a_day_of_a_calendar_stands_in_the_stead_of_one_worked_out() -> None:
    assert [(one.date, one.worked_out) for one in _of("2017-18", "two_year_house")] == [
        (date(2018, 1, 31), False)
    ]


def test_every_calendar_of_a_second_year_says_what_the_constitution_says() -> None:
    rule = {d.kind.id: (d.date.month, d.date.day) for d in _deadlines("2007-08")}
    given = [
        day
        for session in SESSIONS
        for day in _deadlines(session.id)
        if not day.worked_out and day.date.year % 2 == 0 and day.kind.id in rule
    ]
    assert len(given) == 9
    assert [(d.date.month, d.date.day) for d in given] == [rule[d.kind.id] for d in given]


@pytest.mark.parametrize("session", SESSIONS, ids=lambda session: session.id)
def test_no_deadline_is_outside_its_session(session: LegislativeSession) -> None:
    assert all(session.start <= d.date <= session.end for d in _deadlines(session.id))


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("{kind: bill_requests, day: 01-24}", "{kind: bill_wishes, day: 01-24}", "bill_wishes"),
        ("source: senate-2018", "source: house-2018", "house-2018"),
        ("day: 02-16", "day: 02-30", "day"),
        ("day: 02-16", "day: 2-16", "pattern"),
        ("must_have_left: [governor]", "must_have_left: [king]", "no step 'king'"),
    ],
)
def test_a_calendar_that_contradicts_itself_is_refused(
    old: str, new: str, what: str, tmp_path: Path
) -> None:
    written = FILE.read_text("utf-8")
    assert old in written
    file = tmp_path / "calendar.yaml"
    file.write_text(written.replace(old, new, 1), "utf-8")
    path = reference("ca").path
    assert path is not None
    with pytest.raises(DataFileError, match=what):
        load_session_calendar(file, path)
