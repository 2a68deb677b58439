"""Dated seats by session, and the names under which people stand on roll calls."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tracker.errors import DataFileError
from tracker.rules.reference import jurisdiction_of
from tracker.rules.seats import (
    SEATS,
    KnownPerson,
    Seat,
    houses_known,
    printed_names,
    read_reviewed_seats,
    seated_in,
    shared_seats,
    with_reviewed,
)
from tracker.rules.vocabulary import Chamber

CALIFORNIA = jurisdiction_of("ca")


def _seat(who: str, start: str | None, end: str | None = None, district: str = "1") -> Seat:
    first, last = (date.fromisoformat(day) if day else None for day in (start, end))
    return Seat(who, Chamber.LOWER, district, "Independent", first, last)


def _days(seat: Seat, session: str) -> list[tuple[str, str]]:
    held = seated_in([seat], CALIFORNIA.session(session))
    return [(str(one.start), str(one.end)) for one in held]


def test_a_seat_given_by_years_begins_with_the_session_in_the_december_before() -> None:
    by_years = _seat("finch", "2011-01-01", "2012-12-31")
    assert _days(by_years, "2011-12") == [("2010-12-06", "2012-11-30")]
    assert _days(by_years, "2009-10") == []
    assert _days(by_years, "2013-14") == []


def test_a_seat_given_by_days_keeps_them() -> None:
    by_days = _seat("finch", "2022-02-22")
    assert _days(by_days, "2021-22") == [("2022-02-22", "2022-11-30")]
    assert _days(_seat("finch", "2020-12-07", "2022-12-05"), "2023-24") == []


def test_a_seat_without_a_first_day_seats_nobody_until_a_reviewed_one_says_from_when() -> None:
    undated = _seat("heron", None, "2022-12-05")
    assert _days(undated, "2021-22") == []
    reviewed = _seat("heron", "2016-12-05", "2022-11-30")
    (held,) = with_reviewed([undated], [reviewed])
    assert _days(held, "2021-22") == [("2020-12-07", "2022-11-30")]


def test_a_reviewed_seat_stands_for_those_it_meets_and_for_no_other() -> None:
    wrong, later = _seat("heron", "2015-01-01", "2018-06-24"), _seat("heron", "2020-12-07")
    reviewed = _seat("heron", "2016-12-05", "2018-06-24")
    assert with_reviewed([wrong, later], [reviewed]) == [later, reviewed]


def test_a_house_of_which_few_seats_are_known_is_not_seated() -> None:
    seats = [_seat(f"member-{n}", "2009-01-01", district=str(n)) for n in range(1, 72)]
    assert houses_known(seats, CALIFORNIA) == set()
    assert houses_known([*seats, _seat("last", "2009-01-01", district="72")], CALIFORNIA) == {
        Chamber.LOWER
    }


def test_two_people_in_one_seat_on_one_day_are_found_and_a_successor_is_not() -> None:
    first, second = _seat("a", "2009-01-01", "2010-05-01"), _seat("b", "2010-05-01")
    assert list(shared_seats([first, second])) == []
    assert list(shared_seats([first, _seat("b", "2010-04-30")])) != []


@pytest.mark.parametrize(
    ("name", "given", "family", "printed"),
    [
        ("Gloria Negrete McLeod", "Gloria", "McLeod", "Negrete McLeod"),
        ("Rudy Salas, Jr.", "Rudy", "Salas", "Salas"),
        ("Rudy Salas, Jr.", "Rudy", "Salas", "Salas Jr."),
        ('Thurston "Smitty" Smith', "Thurston", "Smith", "Thurston Smith"),
        ("Mike Fong", "Mike", "Fong", "M. Fong"),
        ("Mike Fong", "Mike", "Fong", "Fong, Mike"),
        ("Lorena S. Gonzalez Fletcher", "Lorena", "Fletcher", "Gonzalez Fletcher"),
        ("Sam Blakeslee Ph.D.", "Sam", "Blakeslee", "Blakeslee"),
        ("V. Manuel Pérez", "V. Manuel", "Pérez", "V. Manuel Pérez"),
    ],
)
def test_a_name_stands_on_rolls_by_surname_with_initial_or_in_full(
    name: str, given: str, family: str, printed: str
) -> None:
    assert printed in printed_names(KnownPerson("id", name, given, family))


def test_a_surname_of_three_words_is_not_split_into_its_first() -> None:
    names = printed_names(KnownPerson("id", "Hector De La Torre", "Hector", "De La Torre"))
    assert "De La Torre" in names
    assert "De" not in names and "De La" not in names


def test_a_former_name_is_also_a_name() -> None:
    known = KnownPerson("id", "Tasha Boerner", "Tasha", "Boerner", ("Tasha Boerner Horvath",))
    assert "Boerner Horvath" in printed_names(known)


def _reviewed(tmp_path: Path, *lines: str) -> tuple[Seat, ...]:
    path = tmp_path / "seats.csv"
    path.write_text("\n".join((",".join(SEATS), *lines, "")), "utf-8")
    return read_reviewed_seats(path, CALIFORNIA)


FINCH = "finch,lower,45,Independent,2012-12-03,2013-06-30,a review,a source"


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("heron,lower,45,Independent,2013-06-01,,a review,a source", "hold one seat on one day"),
        ("heron,lower,81,Independent,2013-06-01,,a review,a source", "has no district 81"),
        ("heron,lower,46,Independent,2013-06-01,2012-01-01,a review,a source", "before start_date"),
        ("heron,lower,46,Independent,2013-06-01,,a review,", "source is empty"),
        ("heron,lower,46,Independent,,,a review,a source", "start_date is empty"),
    ],
)
def test_a_reviewed_seat_that_cannot_be_is_refused_with_its_line(
    tmp_path: Path, line: str, what: str
) -> None:
    with pytest.raises(DataFileError, match=what) as refused:
        _reviewed(tmp_path, FINCH, line)
    assert "line 3" in str(refused.value)
