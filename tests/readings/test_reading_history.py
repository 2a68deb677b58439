"""A roll call read more than one way: the better-ranked reading stands, every other is kept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.intake.staged import SESSION_ID, Staged, roster, source_id_of, staged
from tests.record.contents import contents, new_store
from tracker.intake.gate import pass_gate
from tracker.intake.merge import Merged, merge_rolls
from tracker.readings.reading_history import RollReading, conflicts, readings_of_rolls
from tracker.record.tables import vote_events
from tracker.rules import reference
from tracker.rules.identity import Roster
from tracker.rules.source_ranking import FactKind, SourceRanking
from tracker.store import Store, open_store

KNOWN = roster("Aster", "Birch", "De La Rue", "Elder")
RANKING = SourceRanking({}, dict.fromkeys(FactKind, ("best", "middle")))
"""Any other source ranks below these two."""
FIRST = Staged(location="Senate Floor")
SWITCHED = replace(FIRST, votes={"Aster": "1", "Birch": "1", "De La Rue": "9", "Elder": "6"})
LATER = replace(FIRST, yes=3, no=0, votes=dict.fromkeys(("Aster", "Birch", "Elder"), "1"))
REWORDED = replace(SWITCHED, motion=FIRST.motion.upper())
"""By its own words this would bear another id."""
SWITCH = [("De La Rue", "no", "not_voting"), ("Elder", "not_voting", "no")]


@pytest.fixture(params=["duckdb", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "duckdb":
        return new_store(tmp_path / "answerable.duckdb")
    return open_store(request.getfixturevalue("postgresql").new_database())


def _read(
    store: Store, source: str, *rolls: Staged, again: str = "one", known: Roster = KNOWN
) -> Merged:
    crawl = staged(*rolls, source=source, reading=again)
    outcome = pass_gate(crawl, reference.reference("ca").rules, known)
    with store.writing() as connection:
        return merge_rolls(connection, outcome, crawl=f"{source}-{SESSION_ID}", ranking=RANKING)


def _readings(store: Store) -> list[RollReading]:
    with store.reading() as connection:
        return readings_of_rolls(connection, session_id=SESSION_ID)


def _kinds(store: Store) -> list[tuple[str, str]]:
    return [
        (one.source, "stands" if one.stands else "earlier" if one.replaced_at else "contrary")
        for one in _readings(store)
    ]


def _changes(one: RollReading) -> list[tuple[str, str | None, str | None]]:
    return [(change.name, change.before, change.after) for change in one.changed]


def _votes(store: Store) -> dict[str, str]:
    return {str(row[1]): str(row[3]) for row in contents(store)["person_votes"]}


def _conflicts(store: Store) -> set[tuple[object, ...]]:
    with store.reading() as connection:
        return {
            (row["subject"], row["held"], row["read"], str(row["read_source_id"]).split("-")[0])
            for row in conflicts(connection)
        }


def _events(store: Store) -> list[tuple[str, int, str]]:
    event = vote_events.c
    query = sa.select(event.vote_event_id, event.sequence, event.source_id).order_by(event.sequence)
    with store.reading() as connection:
        return [(row[0], row[1], row[2].split("-")[0]) for row in connection.execute(query)]


def test_a_roll_read_one_way_alone_has_no_other_readings(store: Store) -> None:
    _read(store, "only", FIRST)
    _read(store, "only", FIRST, again="two")
    assert _readings(store) == []


def test_a_source_read_again_with_other_votes_keeps_both_and_who_changed(store: Store) -> None:
    _read(store, "only", FIRST)
    assert _read(store, "only", SWITCHED, again="two").changed == 1
    earlier, stands = _readings(store)
    assert (earlier.stands, earlier.source_id) == (False, source_id_of("only", "one"))
    assert (stands.stands, stands.source_id) == (True, source_id_of("only", "two"))
    assert earlier.replaced_at is not None
    assert stands.replaced_at is None
    assert (_changes(earlier), _changes(stands)) == ([], SWITCH)
    assert _votes(store)["Elder"] == "no"
    assert _conflicts(store) == set()


def test_each_further_reading_is_compared_with_the_one_before_it(store: Store) -> None:
    _read(store, "only", FIRST)
    _read(store, "only", SWITCHED, again="two")
    _read(store, "only", LATER, again="three")
    first, second, third = _readings(store)
    assert (_changes(first), _changes(second)) == ([], SWITCH)
    assert _changes(third) == [("De La Rue", "not_voting", None), ("Elder", "no", "yes")]
    assert (third.declared_yes, third.declared_no) == (3, 0)


def test_what_our_own_roster_reads_otherwise_is_no_other_reading(store: Store) -> None:
    _read(store, "only", FIRST)
    other = roster("Aster", "Birch", "De La Rue", "Elder", Elder="elder-the-younger")
    assert _read(store, "only", FIRST, again="two", known=other).changed == 1
    assert _readings(store) == []


@pytest.mark.parametrize("order", [("best", "lower"), ("lower", "best")])
def test_the_better_source_stands_in_whatever_order_they_come(
    order: tuple[str, str], store: Store
) -> None:
    said = {"best": FIRST, "lower": REWORDED}
    for source in order:
        _read(store, source, said[source])
    assert _votes(store)["Elder"] == "not_voting"
    assert _kinds(store) == [("best", "stands"), ("lower", "contrary")]
    assert _conflicts(store) == {
        ("elder", "not_voting", "no", "lower"),
        ("de la rue", "no", "not_voting", "lower"),
    }


def test_a_roll_keeps_its_id_and_its_place_when_a_better_reading_comes(store: Store) -> None:
    _read(store, "lower", replace(FIRST, motion="Reconsider"), FIRST)
    before = _events(store)
    _read(store, "best", REWORDED)
    assert [row[:2] for row in _events(store)] == [row[:2] for row in before]
    assert sorted(row[2] for row in _events(store)) == ["best", "lower"]
    _read(store, "best", replace(REWORDED, votes=FIRST.votes), again="two")
    assert [row[:2] for row in _events(store)] == [row[:2] for row in before]
    assert _votes(store)["Elder"] == "not_voting"


def test_loading_every_reading_again_changes_nothing(store: Store) -> None:
    def load() -> None:
        _read(store, "lower", FIRST)
        _read(store, "best", REWORDED)
        _read(store, "middle", LATER)

    load()
    held = contents(store)
    load()
    assert contents(store) == held


def test_a_lower_source_that_changes_its_mind_does_not_move_what_a_better_one_says(
    store: Store,
) -> None:
    _read(store, "lower", FIRST)
    _read(store, "best", FIRST)
    merged = _read(store, "lower", SWITCHED, again="two")
    assert (merged.changed, merged.conflicting) == (0, 1)
    assert _votes(store)["Elder"] == "not_voting"
    assert [row[2] for row in _events(store)] == ["best"]
    assert _kinds(store) == [("best", "stands"), ("lower", "earlier"), ("lower", "contrary")]
    held = contents(store)
    _read(store, "lower", SWITCHED, again="two")
    assert contents(store) == held


def test_those_who_agreed_are_kept_as_contrary_when_the_source_that_stands_changes(
    store: Store,
) -> None:
    _read(store, "best", FIRST)
    _read(store, "middle", FIRST)
    _read(store, "best", SWITCHED, again="two")
    assert _votes(store)["Elder"] == "no"
    assert _kinds(store) == [("best", "earlier"), ("best", "stands"), ("middle", "contrary")]
    assert ("elder", "no", "not_voting", "middle") in _conflicts(store)
    agreeing = [row[1] for row in contents(store)["vote_event_sources"]]
    assert agreeing == [source_id_of("best", "two")]


def test_a_contrary_source_agrees_once_what_stands_says_the_same(store: Store) -> None:
    _read(store, "best", FIRST)
    _read(store, "middle", SWITCHED)
    _read(store, "best", SWITCHED, again="two")
    assert _conflicts(store) == set()
    assert _kinds(store) == [("best", "earlier"), ("best", "stands")]
    assert len(contents(store)["vote_event_sources"]) == 2


def test_a_contrary_source_keeps_its_own_earlier_readings(store: Store) -> None:
    _read(store, "best", FIRST)
    _read(store, "lower", SWITCHED)
    _read(store, "lower", LATER, again="two")
    assert _kinds(store) == [("best", "stands"), ("lower", "earlier"), ("lower", "contrary")]
    _read(store, "lower", FIRST, again="three")
    assert _kinds(store) == [("best", "stands"), ("lower", "earlier"), ("lower", "earlier")]
    assert _conflicts(store) == set()


def test_a_source_that_agreed_and_now_does_not_keeps_what_it_agreed_to(store: Store) -> None:
    _read(store, "best", FIRST)
    _read(store, "lower", FIRST)
    _read(store, "lower", SWITCHED, again="two")
    earlier, contrary = _readings(store)[1:]
    assert (earlier.source, earlier.source_id) == ("lower", source_id_of("lower", "one"))
    assert _changes(contrary) == SWITCH


def test_a_second_roll_of_one_motion_never_takes_the_place_of_anothers_first(
    store: Store,
) -> None:
    _read(store, "lower", SWITCHED)
    two = (FIRST, SWITCHED)
    merged = _read(store, "best", *two)
    assert (merged.new, merged.unchanged) == (1, 1)
    assert len(contents(store)["person_votes"]) == 8
    held = contents(store)
    assert _read(store, "best", *two).unchanged == 2
    assert contents(store) == held
