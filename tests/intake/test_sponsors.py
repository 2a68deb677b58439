"""A sponsor's name without a house or a day is a person where it is one person's in both houses."""

from __future__ import annotations

from datetime import date

import pyarrow as pa

from tracker.crawls.folder import StagedBills
from tracker.intake.listed_members import with_authors
from tracker.rules.identity import Alias, Term, roster_of
from tracker.rules.vocabulary import Chamber

FIRST = date(2031, 1, 5)
SEATS = (
    ("ana-alder", "Alder", Chamber.LOWER),
    ("ben-birch", "Birch", Chamber.LOWER),
    ("bo-birch", "Birch", Chamber.UPPER),
)


def _people(*authors: tuple[str, str, str | None, date | None]) -> list[str | None]:
    roster = roster_of(
        [Alias("xx-2031", house, name, person, FIRST, None) for person, name, house in SEATS],
        [Term(person, house, FIRST, None) for person, _, house in SEATS],
    )
    columns = {
        "entity_type": pa.array([one[0] for one in authors], pa.string()),
        "name": pa.array([one[1] for one in authors], pa.string()),
        "chamber": pa.array([one[2] for one in authors], pa.string()),
        "date": pa.array([one[3] for one in authors], pa.date32()),
    }
    none = pa.table({})
    facts = StagedBills(none, none, none, pa.table(columns), None)
    return list(with_authors(facts, roster).column("person_id").to_pylist())


def test_a_name_that_one_person_bears_is_that_person() -> None:
    assert _people(("person", "ALDER", None, None)) == ["ana-alder"]


def test_a_name_of_both_houses_is_nobody_for_certain_without_its_house() -> None:
    assert _people(("person", "Birch", None, None), ("person", "Birch", "upper", None)) == [
        None,
        "bo-birch",
    ]


def test_a_name_that_nobody_bears_and_an_organization_stay_names() -> None:
    found = _people(("person", "Cedar", None, None), ("organization", "Alder", None, None))
    assert found == [None, None]


def test_with_house_and_day_it_is_who_sat_that_day() -> None:
    before = date(2030, 12, 31)
    assert _people(("person", "Alder", "lower", FIRST), ("person", "Alder", "lower", before)) == [
        "ana-alder",
        None,
    ]
