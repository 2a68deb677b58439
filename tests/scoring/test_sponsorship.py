"""Who wrote or joined is a score of its own, held to what the record shows could be done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.postgresql import Server
from tests.scoring.engine import empty_record
from tracker.agenda.known_agendas import find_agenda
from tracker.intake.load import load_record
from tracker.record import tables
from tracker.rules.reference import sample_folder
from tracker.scoring.inputs import Asked, ScoredItem, ScoredPosition, put_inputs
from tracker.scoring.scorecard import asked_by
from tracker.scoring.sponsorship import (
    Joining,
    NotHeld,
    Sponsorships,
    Uncounted,
    sponsorships,
)
from tracker.store import Store, open_store

SESSION = "xx-2031"
HOMES, RENT, TOLLS, BUDGET, PARKS = (f"xx-2031-{name}" for name in ("A1", "A2", "A3", "A4", "A5"))
SEATS = (
    ("aster", "lower", date(2031, 1, 5), None),
    ("birch", "lower", date(2031, 1, 5), None),
    ("cedar", "upper", date(2031, 1, 5), None),
    ("dogwood", "upper", date(2031, 1, 5), None),
    ("elder", "lower", date(2031, 9, 1), None),
    ("fir", "lower", date(2031, 1, 5), date(2031, 1, 31)),
)
STEPS = (
    (HOMES, date(2031, 2, 1), "lower"),
    (HOMES, date(2031, 6, 1), "lower"),
    (HOMES, date(2031, 10, 1), None),
    (RENT, date(2031, 2, 1), "lower"),
    (RENT, date(2031, 5, 1), "upper"),
    (TOLLS, date(2031, 2, 1), "lower"),
    (TOLLS, date(2031, 3, 1), "lower"),
)
NAMES = (
    (HOMES, "aster", "author"),
    (HOMES, "cedar", "coauthor"),
    (RENT, "birch", "author"),
    (TOLLS, "birch", "author"),
    (TOLLS, "aster", "coauthor"),
)


def _insert(connection: sa.Connection, table: sa.Table, rows: list[dict[str, object]]) -> None:
    connection.execute(sa.insert(table), [{"source_id": "club-2031", **row} for row in rows])


@pytest.fixture(params=["duckdb", "postgresql"])
def record(request: pytest.FixtureRequest) -> Iterator[sa.Connection]:
    """A small invented session, on either database: five measures, six lawmakers, and who stands
    on which.
    """
    url = "duckdb:///:memory:"
    if request.param == "postgresql":
        server: Server = request.getfixturevalue("postgresql")
        url = server.new_database()
    with empty_record(url) as connection:
        measures = {HOMES, RENT, TOLLS, BUDGET, PARKS}
        _insert(
            connection,
            tables.bills,
            [
                {
                    "bill_id": bill,
                    "jurisdiction_id": "xx",
                    "session_id": SESSION,
                    "printed": bill,
                    "measure_type": "A",
                    "number": 1,
                    "special_session": 0,
                    "origin_chamber": "lower",
                }
                for bill in sorted(measures)
            ],
        )
        _insert(connection, tables.bill_actions, [_step(*step) for step in STEPS])
        _insert(connection, tables.bill_sponsorships, [_name(*name) for name in NAMES])
        seat_facts = {"jurisdiction_id": "xx", "session_id": SESSION}
        verified = {"district_verified": True, "party_verified": True}
        _insert(
            connection,
            tables.memberships,
            [
                {
                    "person_id": person,
                    "chamber": chamber,
                    "start_date": start,
                    "end_date": end,
                    **seat_facts,
                    **verified,
                }
                for person, chamber, start, end in SEATS
            ],
        )
        yield connection


def _step(bill: str, day: date, chamber: str | None) -> dict[str, object]:
    words = {"description": "A step", "sequence": 1, "verified": True}
    return {"bill_id": bill, "date": day, "chamber": chamber, **words}


def _name(
    bill: str, person: str | None, kind: str, entity: str = "person", source: str = "club-2031"
) -> dict[str, object]:
    return {
        "bill_id": bill,
        "name": (person or "Somebody").title(),
        "entity_type": entity,
        "classification": kind,
        "person_id": person,
        "verified": True,
        "source_id": source,
    }


def _asked(weights: Mapping[str, int] | None = None, **stances: str) -> Asked:
    of = {"homes": HOMES, "rent": RENT, "tolls": TOLLS, "budget": BUDGET, "parks": PARKS}
    given = weights or {}
    return Asked(
        tuple(ScoredItem(name, of[name], given.get(name, 100)) for name in stances),
        tuple(
            ScoredPosition(name, stance, date(2031, 1, 1), None, date(2031, 1, 1))
            for name, stance in stances.items()
        ),
        (),
    )


def _scored(connection: sa.Connection, asked: Asked) -> Sponsorships:
    put_inputs(connection, asked, [])
    return sponsorships(connection)


def _why(found: Sponsorships, item: str, person: str) -> tuple[Joining, int | None, NotHeld | None]:
    (line,) = [one for one in found.lines_of(person) if one.item_id == item]
    return line.did, line.credit, line.reason


def test_the_score_by_hand(record: sa.Connection) -> None:
    """Homes (weight 2) and rent are supported, tolls are opposed. Aster wrote the first, did not
    join the second and joined the third: (2 + 0 + 0) of (2 + 1 + 1). Birch wrote the second and
    the third: (0 + 1 + 0) of 4. Cedar joined the first, nobody of the upper house stands on the
    second, and stayed off the third: 2 of 2.
    """
    asked = _asked({"homes": 200}, homes="support", rent="support", tolls="oppose")
    found = _scored(record, asked)
    shares = {who: found.score_of(who).tally.share for who in ("aster", "birch", "cedar")}
    assert shares == {"aster": Fraction(1, 2), "birch": Fraction(1, 4), "cedar": Fraction(1)}
    assert found.score_of("aster").tally.whole == (2, 4)
    assert [found.score_of(who).percent for who in ("aster", "birch", "cedar")] == [50, 25, 100]
    assert found.score_of("aster").band == (33, 50)
    assert found.available == 3


def test_staying_off_an_opposed_measure_earns_nothing_and_standing_on_it_counts_against(
    record: sa.Connection,
) -> None:
    found = _scored(record, _asked(homes="support", tolls="oppose"))
    assert _why(found, "tolls", "birch") == (Joining.AUTHORED, 0, None)
    assert _why(found, "tolls", "aster") == (Joining.JOINED, 0, None)
    assert _why(found, "tolls", "fir")[2] is NotHeld.NOT_IN_OFFICE
    assert found.score_of("aster").tally.share == Fraction(1, 2)
    only_opposed = _scored(record, _asked(tolls="oppose"))
    assert _why(only_opposed, "tolls", "elder") == (
        Joining.NOT_JOINED,
        None,
        NotHeld.NOT_IN_OFFICE,
    )
    assert only_opposed.score_of("cedar").percent is None


def test_who_held_no_seat_while_it_was_before_a_house_is_not_held_to_it(
    record: sa.Connection,
) -> None:
    """Elder's seat began in September: the measure left its house in June, and what the Governor
    did in October could be joined by nobody. Fir's seat ended before it was introduced.
    """
    found = _scored(record, _asked(homes="support"))
    for late_or_early in ("elder", "fir"):
        assert _why(found, "homes", late_or_early)[1:] == (None, NotHeld.NOT_IN_OFFICE)
        assert found.score_of(late_or_early).percent is None
    assert _why(found, "homes", "birch") == (Joining.NOT_JOINED, 0, None)


def test_the_other_house_is_held_to_a_measure_that_one_of_it_joined(record: sa.Connection) -> None:
    found = _scored(record, _asked(homes="support", rent="support"))
    assert _why(found, "homes", "dogwood") == (Joining.NOT_JOINED, 0, None)
    assert _why(found, "rent", "dogwood") == (Joining.NOT_JOINED, None, NotHeld.OTHER_HOUSE)


def test_a_measure_that_nobody_is_named_on_counts_for_nobody(record: sa.Connection) -> None:
    _insert(
        record, tables.bill_sponsorships, [_name(BUDGET, None, "author", entity="organization")]
    )
    asked = _asked(homes="support", budget="support", parks="support")
    found = _scored(record, asked)
    reasons = {one.item_id: one.reason for one in found.not_counted}
    assert reasons == {"budget": Uncounted.NO_PERSON_NAMED, "parks": Uncounted.NOBODY_NAMED}
    assert found.available == 1
    assert found.score_of("aster").tally.whole == (1, 1)
    assert found.summary
    assert "2 of 3 measures count for nobody" in found.summary


def test_of_a_source_that_names_authors_alone_nobody_is_said_not_to_have_joined(
    record: sa.Connection,
) -> None:
    _insert(record, tables.bill_sponsorships, [_name(PARKS, "birch", "author", source="rolls-1")])
    found = _scored(record, _asked(parks="support"))
    assert [one.reason for one in found.not_counted] == [Uncounted.AUTHORS_ONLY]
    assert not found.lines


def test_a_name_that_is_nobodys_leaves_the_measure_out_and_is_named(record: sa.Connection) -> None:
    _insert(record, tables.bill_sponsorships, [_name(RENT, None, "coauthor")])
    found = _scored(record, _asked(homes="support", rent="support"))
    (doubt,) = found.not_counted
    assert (doubt.reason, doubt.names) == (Uncounted.NAMES_IN_DOUBT, ("Somebody",))
    assert "Somebody" in doubt.sentence
    assert found.score_of("birch").tally.whole == (0, 1)


def test_a_position_counts_that_was_in_force_while_the_measure_was_before_a_house(
    record: sa.Connection,
) -> None:
    items = (ScoredItem("homes", HOMES, 100),)
    late = ScoredPosition("homes", "support", date(2031, 7, 1), None, date(2031, 7, 1))
    assert [one.reason for one in _scored(record, Asked(items, (late,), ())).not_counted] == [
        Uncounted.NO_POSITION
    ]
    first = ScoredPosition(
        "homes", "support", date(2031, 1, 1), date(2031, 3, 31), date(2031, 1, 1)
    )
    then = ScoredPosition("homes", "oppose", date(2031, 4, 1), None, date(2031, 4, 1))
    turned = _scored(record, Asked(items, (first, then), ()))
    assert _why(turned, "homes", "aster") == (Joining.AUTHORED, 0, None)


@pytest.fixture(scope="module")
def of_today(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The reviewed record of 2025-26 that ships."""
    folder = sample_folder("ca", "20252026")
    assert folder is not None
    path: Path = tmp_path_factory.mktemp("today") / "answerable.duckdb"
    store = open_store(f"duckdb:///{path}")
    load_record(store, folder)
    return store


def test_a_second_scorer_made_of_loops_agrees_on_everybody(of_today: Store) -> None:
    agenda = find_agenda("demonstration-2025-2026", of_today)
    with of_today.reading() as connection:
        put_inputs(connection, asked_by(agenda), [])
        found = sponsorships(connection)
        rows = {
            table.name: [dict(row) for row in connection.execute(sa.select(table)).mappings()]
            for table in (
                *(tables.bills, tables.bill_actions, tables.bill_sponsorships),
                *(tables.vote_events, tables.memberships),
            )
        }
    assert found.available == 15
    people = {seat["person_id"] for seat in rows["memberships"]}
    expected = {person: [Fraction(0), Fraction(0)] for person in people}
    for item in agenda.items:
        bill = next(one for one in rows["bills"] if one["bill_id"] == item.bill_id)
        names = [one for one in rows["bill_sponsorships"] if one["bill_id"] == item.bill_id]
        on_it = {one["person_id"] for one in names}
        of_it = [one for one in rows["bill_actions"] if one["bill_id"] == item.bill_id]
        votes = [one["date"] for one in rows["vote_events"] if one["bill_id"] == item.bill_id]
        first = min([*votes, *(one["date"] for one in of_it)])
        last = max([*votes, *(one["date"] for one in of_it if one["chamber"])])
        chambers: dict[str, set[str]] = {}
        for seat in rows["memberships"]:
            chambers.setdefault(seat["person_id"], set()).add(seat["chamber"])
        open_to = {bill["origin_chamber"]}
        for person in on_it:
            if bill["origin_chamber"] not in chambers[person]:
                open_to |= chambers[person]
        for person in people:
            could = any(
                seat["person_id"] == person
                and seat["chamber"] in open_to
                and seat["start_date"] <= last
                and (seat["end_date"] is None or seat["end_date"] >= first)
                for seat in rows["memberships"]
            )
            weight = Fraction(item.weight_hundredths, 100)
            supported = item.positions[-1].stance == "support"
            if person in on_it or (could and supported):
                expected[person][0] += weight * (person in on_it and supported)
                expected[person][1] += weight
    assert {
        person: [found.score_of(person).tally.earned, found.score_of(person).tally.possible]
        for person in people
    } == expected
    assert found.score_of("matt-haney-cc6eb833").tally.whole == (5, 11)
