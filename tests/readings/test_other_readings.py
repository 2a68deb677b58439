"""The same roll call from two sources: met, confirmed or contradicted, and never a second roll."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.intake.staged import SESSION_ID, Staged, roster, source_id_of, staged
from tests.record.contents import contents, new_store
from tracker.intake.gate import pass_gate
from tracker.intake.merge import Merged, merge_rolls
from tracker.readings.reading_history import conflicts
from tracker.record.tables import person_votes, vote_events
from tracker.rules import reference
from tracker.store import Store

KNOWN = roster("Aster", "Birch", "De La Rue", "Elder")
REWORDED = Staged(location="Senate Floor", motion="SB 7 Aster Senate 3rd Reading")
CHANGED = Staged(
    location="Senate Floor",
    votes={"Aster": "1", "Birch": "1", "De La Rue": "9", "Elder": "6"},
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return new_store(tmp_path / "answerable.duckdb")


def _merge(store: Store, *rolls: Staged, source: str, reading: str = "one") -> Merged:
    crawl = staged(*rolls, source=source, reading=reading)
    outcome = pass_gate(crawl, reference.reference("ca").rules, KNOWN)
    with store.writing() as connection:
        return merge_rolls(connection, outcome, crawl=f"{source}-{SESSION_ID}")


def _conflicts(store: Store) -> set[tuple[object, ...]]:
    with store.reading() as connection:
        return {(row["subject"], row["held"], row["read"]) for row in conflicts(connection)}


def _count(store: Store, table: sa.Table) -> int:
    with store.reading() as connection:
        return int(connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())


def test_other_words_for_one_motion_are_one_roll(store: Store) -> None:
    _merge(store, Staged(), source="first")
    merged = _merge(store, REWORDED, source="second")
    assert merged == Merged(new=0, changed=0, unchanged=1, conflicting=0, person_votes=0)
    assert (_count(store, vote_events), _conflicts(store)) == (1, set())
    sources = sorted(str(row[1]) for row in contents(store)["vote_event_sources"])
    assert sources == [source_id_of("first", "one"), source_id_of("second", "one")]


def test_a_roll_of_another_day_place_or_purpose_is_another_roll(store: Store) -> None:
    _merge(store, Staged(), source="first")
    others = (
        replace(REWORDED, day=date(2009, 6, 5)),
        replace(REWORDED, location="Sen Appropriations", motion="Do pass."),
        replace(REWORDED, motion="Reconsider"),
    )
    assert _merge(store, *others, source="second").new == 3


def test_a_difference_is_kept_and_shown_and_the_record_stays(store: Store) -> None:
    _merge(store, Staged(), source="first")
    merged = _merge(store, CHANGED, source="second")
    assert merged == Merged(new=0, changed=0, unchanged=0, conflicting=1, person_votes=0)
    assert _conflicts(store) == {("de la rue", "no", "not_voting"), ("elder", "not_voting", "no")}
    assert _count(store, person_votes) == 4
    assert len(contents(store)["vote_event_sources"]) == 1


def test_a_difference_in_counts_and_outcome_is_shown(store: Store) -> None:
    _merge(store, Staged(), source="first")
    lost = Staged(yes=1, result="fail", votes={"Aster": "1", "De La Rue": "6", "Elder": "9"})
    assert _merge(store, lost, source="second").conflicting == 1
    assert _conflicts(store) == {
        ("birch", "yes", None),
        ("declared_yes", "2", "1"),
        ("result", "pass", "fail"),
    }


def test_reading_both_sources_again_changes_nothing(store: Store) -> None:
    _merge(store, Staged(), source="first")
    _merge(store, CHANGED, source="second")
    held = contents(store)
    _merge(store, Staged(), source="first")
    _merge(store, CHANGED, source="second")
    assert contents(store) == held


def test_a_difference_is_gone_when_the_other_source_is_corrected(store: Store) -> None:
    _merge(store, Staged(), source="first")
    _merge(store, CHANGED, source="second")
    assert _merge(store, REWORDED, source="second", reading="two").unchanged == 1
    assert _conflicts(store) == set()


def test_a_source_replaces_its_own_reading_though_one_in_the_same_place_said_so_too(
    store: Store,
) -> None:
    _merge(store, Staged(), source="first")
    _merge(store, REWORDED, source="second")
    merged = _merge(store, CHANGED, source="first", reading="two")
    assert (merged.changed, _count(store, vote_events)) == (1, 1)
    assert _conflicts(store) == {("de la rue", "not_voting", "no"), ("elder", "no", "not_voting")}


def test_two_rolls_of_one_motion_are_each_met_by_their_votes(store: Store) -> None:
    first, second = Staged(), Staged(votes={"Aster": "1", "Birch": "1", "Elder": "6"})
    _merge(store, first, second, source="first")
    late, early = (replace(roll, location="Senate Floor") for roll in (second, first))
    merged = _merge(store, late, early, source="second")
    assert (merged.unchanged, merged.new, merged.conflicting) == (2, 0, 0)


UNNAMED = Staged(location="Senate committee", motion="Do pass.")
NAMED = Staged(location="Sen Appropriations", motion="Do pass.")


def _committees(store: Store) -> list[str]:
    with store.reading() as connection:
        query = sa.select(vote_events.c.organization_id).order_by(vote_events.c.vote_event_id)
        return list(connection.execute(query).scalars())


@pytest.mark.parametrize("order", [(UNNAMED, NAMED), (NAMED, UNNAMED)], ids=["before", "after"])
def test_a_committee_that_one_source_does_not_name_is_the_one_that_the_other_names(
    store: Store, order: tuple[Staged, Staged]
) -> None:
    crawls = list(zip(order, ("first", "second"), strict=True))
    for roll, source in crawls:
        _merge(store, roll, source=source)
    assert _committees(store) == [f"{SESSION_ID}-upper-APPROPRIATIONS"]
    assert _count(store, person_votes) == 4
    held = contents(store)
    assert {str(row[1]) for row in held["vote_event_sources"]} == {
        source_id_of("first", "one"),
        source_id_of("second", "one"),
    }
    for roll, source in crawls:
        merged = _merge(store, roll, source=source)
        assert (merged.new, merged.changed, merged.unchanged) == (0, 0, 1)
    assert contents(store) == held


def test_other_votes_in_a_committee_without_a_name_are_another_roll(store: Store) -> None:
    _merge(store, NAMED, source="first")
    other = replace(UNNAMED, votes={"Aster": "1", "Birch": "6", "De La Rue": "1", "Elder": "9"})
    assert _merge(store, other, source="second").new == 1
    assert len(set(_committees(store))) == 2


def test_a_committee_is_not_guessed_among_two(store: Store) -> None:
    elsewhere = replace(NAMED, location="Sen Health")
    _merge(store, NAMED, elsewhere, source="first")
    assert _merge(store, UNNAMED, source="second").new == 1
