"""Who a printed name is, on names that peers have split, doubled or guessed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.identity import (
    Alias,
    Resolved,
    Roster,
    Term,
    Unresolved,
    folded_name,
    roster_of,
)
from tracker.rules.vocabulary import Chamber, QuarantineReason

OPENING = date(2006, 12, 4)
CLOSING = date(2008, 11, 30)
JUNE = date(2007, 6, 7)
LOWER, UPPER = Chamber.LOWER, Chamber.UPPER


def alias(
    printed: str,
    person: str,
    chamber: Chamber = LOWER,
    first: date = OPENING,
    last: date | None = CLOSING,
) -> Alias:
    return Alias("20072008", chamber, printed, person, first, last)


def term(
    person: str, chamber: Chamber = LOWER, first: date = OPENING, last: date | None = CLOSING
) -> Term:
    return Term(person, chamber, first, last)


SEATED = [
    ("De La Torre", "hector-de-la-torre", LOWER),
    ("De León", "kevin-de-leon", LOWER),
    ("Charles Calderon", "charles-calderon", LOWER),
    ("Sharon Runner", "sharon-runner", LOWER),
    ("Negrete McLeod", "gloria-negrete-mcleod", UPPER),
    ("Calderon", "ron-calderon", UPPER),
    ("Runner", "george-runner", UPPER),
    ("Correa", "lou-correa", UPPER),
]


@pytest.fixture(scope="module")
def roster() -> Roster:
    return roster_of(
        [alias(printed, person, house) for printed, person, house in SEATED],
        [term(person, house) for _, person, house in SEATED],
    )


@pytest.mark.parametrize(("printed", "person", "chamber"), SEATED)
def test_a_name_of_several_words_is_one_member(
    roster: Roster, printed: str, person: str, chamber: Chamber
) -> None:
    assert roster.resolve(printed, chamber, JUNE) == Resolved(person)


@pytest.mark.parametrize("part", ["De", "La", "Torre", "Negrete", "McLeod", "Sharon", "León"])
def test_a_word_of_a_name_is_nobody(roster: Roster, part: str) -> None:
    for chamber in (LOWER, UPPER, None):
        found = roster.resolve(part, chamber, JUNE)
        assert isinstance(found, Unresolved)
        assert found.reason == QuarantineReason.UNKNOWN_NAME


def test_runner_and_sharon_runner_are_two_people_in_two_houses(roster: Roster) -> None:
    assert roster.resolve("Runner", UPPER, JUNE) == Resolved("george-runner")
    assert roster.resolve("Sharon Runner", LOWER, JUNE) == Resolved("sharon-runner")
    assert isinstance(roster.resolve("Runner", LOWER, JUNE), Unresolved)
    assert isinstance(roster.resolve("Sharon Runner", UPPER, JUNE), Unresolved)


@pytest.mark.parametrize(
    "printed", ["De Leon", "DE LEON", "de león", " De  León ", "De Leo\u0301n", "DE LEÓN"]
)
def test_capitals_accents_and_blanks_do_not_make_another_member(
    roster: Roster, printed: str
) -> None:
    assert roster.resolve(printed, LOWER, JUNE) == Resolved("kevin-de-leon")


def test_typesetters_hyphens_and_apostrophes_are_one_form() -> None:
    assert folded_name("Petrie\u2011Norris") == folded_name("Petrie-Norris")
    assert folded_name("O\u2019Donnell") == folded_name("O'Donnell")
    assert folded_name("Petrie Norris") != folded_name("Petrie-Norris")


@pytest.mark.parametrize("chamber", [LOWER, UPPER, None])
def test_a_vacant_seat_is_nobody(roster: Roster, chamber: Chamber | None) -> None:
    found = roster.resolve("Vacancy", chamber, JUNE)
    assert isinstance(found, Unresolved)
    assert found.reason == QuarantineReason.UNKNOWN_NAME


def test_a_near_spelling_is_suggested_and_never_decides(roster: Roster) -> None:
    found = roster.resolve("Charles Caldron", LOWER, JUNE)
    assert found == Unresolved(QuarantineReason.UNKNOWN_NAME, suggestions=("Charles Calderon",))


def test_in_conference_both_houses_are_searched() -> None:
    roster = roster_of(
        [alias("Garcia", "bonnie-garcia"), alias("Ma", "fiona-ma"), alias("Ma", "other-ma", UPPER)],
        [term("bonnie-garcia"), term("fiona-ma"), term("other-ma", UPPER)],
    )
    assert roster.resolve("Garcia", None, JUNE) == Resolved("bonnie-garcia")
    assert roster.resolve("Ma", None, JUNE) == Unresolved(
        QuarantineReason.AMBIGUOUS_NAME, ("fiona-ma", "other-ma")
    )


def test_one_name_in_both_houses_is_two_people_by_house() -> None:
    roster = roster_of(
        [alias("Lowenthal", "bonnie"), alias("Lowenthal", "alan", UPPER)],
        [term("bonnie"), term("alan", UPPER)],
    )
    assert roster.resolve("Lowenthal", LOWER, JUNE) == Resolved("bonnie")
    assert roster.resolve("Lowenthal", UPPER, JUNE) == Resolved("alan")


def test_two_people_for_one_name_in_one_house_are_ambiguous() -> None:
    roster = roster_of(
        [alias("Perez", "john"), alias("Pérez", "manuel")], [term("john"), term("manuel")]
    )
    assert roster.resolve("Perez", LOWER, JUNE) == Unresolved(
        QuarantineReason.AMBIGUOUS_NAME, ("john", "manuel")
    )


def test_a_seat_that_changes_hands_is_empty_in_between() -> None:
    roster = roster_of(
        [alias("Alarcon", "alarcon"), alias("Fuentes", "fuentes")],
        [
            term("alarcon", last=date(2007, 3, 15)),
            term("fuentes", first=date(2007, 5, 25)),
        ],
    )
    assert roster.resolve("Alarcon", LOWER, date(2007, 3, 15)) == Resolved("alarcon")
    assert roster.resolve("Alarcon", LOWER, date(2007, 3, 16)) == Unresolved(
        QuarantineReason.NOT_IN_OFFICE, ("alarcon",)
    )
    assert roster.resolve("Fuentes", LOWER, date(2007, 5, 24)) == Unresolved(
        QuarantineReason.NOT_IN_OFFICE, ("fuentes",)
    )
    assert roster.resolve("Fuentes", LOWER, date(2007, 5, 25)) == Resolved("fuentes")


def test_who_switches_house_is_found_only_in_the_house_of_that_day() -> None:
    switch = date(2007, 8, 1)
    eve = switch - timedelta(days=1)
    roster = roster_of(
        [alias("Example", "example"), alias("Example", "example", UPPER)],
        [term("example", last=eve), term("example", UPPER, first=switch)],
    )
    assert roster.resolve("Example", LOWER, eve) == Resolved("example")
    assert roster.resolve("Example", UPPER, switch) == Resolved("example")
    assert isinstance(roster.resolve("Example", LOWER, switch), Unresolved)
    assert isinstance(roster.resolve("Example", UPPER, eve), Unresolved)


def test_a_name_changed_inside_a_session_follows_its_dates() -> None:
    wedding = date(2017, 7, 1)
    eve = wedding - timedelta(days=1)
    roster = roster_of(
        [
            alias("Gonzalez", "lorena", first=date(2016, 12, 5), last=eve),
            alias("Gonzalez Fletcher", "lorena", first=wedding, last=None),
        ],
        [term("lorena", first=date(2016, 12, 5), last=None)],
    )
    assert roster.resolve("Gonzalez", LOWER, eve) == Resolved("lorena")
    assert roster.resolve("Gonzalez Fletcher", LOWER, wedding) == Resolved("lorena")
    assert roster.resolve("Gonzalez", LOWER, wedding) == Unresolved(
        QuarantineReason.NOT_IN_OFFICE, ("lorena",)
    )


def test_a_name_reused_by_a_successor_belongs_to_whoever_sat_that_day() -> None:
    handover = date(2007, 9, 1)
    roster = roster_of(
        [alias("Garcia", "first"), alias("Garcia", "second")],
        [
            term("first", last=handover - timedelta(days=1)),
            term("second", first=handover),
        ],
    )
    assert roster.resolve("Garcia", LOWER, JUNE) == Resolved("first")
    assert roster.resolve("Garcia", LOWER, handover) == Resolved("second")


DAYS = st.dates(OPENING, date(2007, 3, 1))
NAMES = st.sampled_from(["Runner", "Sharon Runner", "De León", "de leon", "Vacancy", "Ma"])
PEOPLE = st.sampled_from(["a", "b", "c"])
HOUSES = st.sampled_from([LOWER, UPPER])
SPANS = st.tuples(DAYS, st.none() | DAYS)


@given(
    aliases=st.lists(st.tuples(NAMES, PEOPLE, HOUSES, SPANS), max_size=6),
    terms=st.lists(st.tuples(PEOPLE, HOUSES, SPANS), max_size=5),
    printed=NAMES,
    chamber=st.none() | HOUSES,
    day=DAYS,
)
def test_nobody_is_named_who_held_no_seat_that_day(
    aliases: list[tuple[str, str, Chamber, tuple[date, date | None]]],
    terms: list[tuple[str, Chamber, tuple[date, date | None]]],
    printed: str,
    chamber: Chamber | None,
    day: date,
) -> None:
    seats = [term(person, house, *span) for person, house, span in terms]
    names = [alias(name, person, house, *span) for name, person, house, span in aliases]
    found = roster_of(names, seats).resolve(printed, chamber, day)
    if isinstance(found, Resolved):
        sat = {
            seat.chamber
            for seat in seats
            if seat.person_id == found.person_id
            and seat.start <= day
            and (seat.end is None or day <= seat.end)
        }
        assert sat & ({chamber} if chamber else {LOWER, UPPER})
        assert found.person_id in {name.person_id for name in names}
    else:
        assert not (found.candidates and found.suggestions)


@given(
    aliases=st.lists(st.tuples(NAMES, PEOPLE, HOUSES, SPANS), max_size=6),
    terms=st.lists(st.tuples(PEOPLE, HOUSES, SPANS), max_size=5),
)
def test_a_names_meanings_are_what_each_day_alone_says(
    aliases: list[tuple[str, str, Chamber, tuple[date, date | None]]],
    terms: list[tuple[str, Chamber, tuple[date, date | None]]],
) -> None:
    roster = roster_of(
        [alias(name, person, house, *span) for name, person, house, span in aliases],
        [term(person, house, *span) for person, house, span in terms],
    )
    days = [OPENING + timedelta(days=number) for number in range(-1, 90)]
    for name in ("Runner", "de leon", "Ma", "Vacancy"):
        for chamber in (LOWER, UPPER, None):
            meanings = list(roster.meanings([(name, chamber, days)]))
            for day in days:
                (meant,) = (m.resolution for m in meanings if m.first <= day <= m.last)
                assert meant == roster.resolve(name, chamber, day)


def test_a_name_has_no_meaning_for_days_that_nobody_asked_for() -> None:
    handover = date(2007, 6, 1)
    names = [alias("Garcia", "first", last=handover - timedelta(days=1)), alias("Garcia", "second")]
    roster = roster_of(names, [term("first"), term("second", first=handover)])
    (meant,) = roster.meanings([("Garcia", LOWER, [JUNE, handover])])
    assert meant == ("Garcia", LOWER, handover, CLOSING, Resolved("second"))
    assert not list(roster.meanings([("Garcia", LOWER, [])]))
