"""Merging readings of made-up rolls: what is new, changed and unchanged, and what each replaces."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.intake.staged import SESSION_ID, Staged, passed, roster, source_id_of, staged
from tests.record.contents import contents, new_store
from tracker.intake.gate import pass_gate
from tracker.intake.merge import Merged, merge_rolls
from tracker.record.tables import person_votes
from tracker.rules import reference
from tracker.rules.identity import Roster
from tracker.store import Store

KNOWN = roster("Aster", "Birch", "De La Rue", "Elder")
SECOND = Staged(motion="Reconsider")
CHANGED = Staged(votes={"Aster": "1", "Birch": "1", "Elder": "6", "De La Rue": "9"})


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return new_store(tmp_path / "answerable.duckdb")


def _merge(
    store: Store,
    *rolls: Staged,
    known: Roster | None = KNOWN,
    source: str = "made_up",
    reading: str = "one",
) -> Merged:
    crawl = staged(*rolls, source=source, reading=reading)
    outcome = pass_gate(crawl, reference.reference("ca").rules, known)
    with store.writing() as connection:
        return merge_rolls(connection, outcome, crawl=f"{source}-{SESSION_ID}")


def _names(store: Store) -> set[tuple[str, str, str]]:
    query = sa.select(person_votes.c.voter, person_votes.c.option, person_votes.c.person_id)
    with store.reading() as connection:
        return {(row.voter, row.option, row.person_id) for row in connection.execute(query)}


def test_what_is_new_is_stored_with_its_names(store: Store) -> None:
    assert _merge(store, Staged()) == Merged(
        new=1, changed=0, unchanged=0, conflicting=0, person_votes=4
    )
    assert _names(store) == {
        ("Aster", "yes", "aster"),
        ("Birch", "yes", "birch"),
        ("De La Rue", "no", "de la rue"),
        ("Elder", "not_voting", "elder"),
    }


def test_the_same_again_changes_nothing(store: Store) -> None:
    _merge(store, Staged(), SECOND)
    before = contents(store)
    again = _merge(store, Staged(), SECOND)
    assert again == Merged(new=0, changed=0, unchanged=2, conflicting=0, person_votes=0)
    assert contents(store) == before


def test_a_changed_vote_is_reported_and_replaces_every_name_of_its_roll(store: Store) -> None:
    _merge(store, Staged(), SECOND)
    merged = _merge(store, CHANGED, SECOND, reading="two")
    assert merged == Merged(new=0, changed=1, unchanged=1, conflicting=0, person_votes=4)
    with store.reading() as connection:
        rows = connection.execute(
            sa.text(
                """
                select e.motion, v.voter, v.option from person_votes as v
                join vote_events as e on e.vote_event_id = v.vote_event_id
                """
            )
        )
        votes = {(motion, voter): option for motion, voter, option in rows}
    assert len(votes) == 8
    assert votes[CHANGED.motion, "De La Rue"] == "not_voting"
    assert votes[CHANGED.motion, "Elder"] == "no"
    assert votes[SECOND.motion, "De La Rue"] == "no"


def test_a_changed_roll_is_no_longer_said_to_stand_so_in_the_earlier_source(store: Store) -> None:
    _merge(store, Staged(), SECOND)
    _merge(store, CHANGED, SECOND, reading="two")
    sources = sorted((row[1], row[2]) for row in contents(store)["vote_event_sources"])
    one, two = source_id_of("made_up", "one"), source_id_of("made_up", "two")
    assert sources == sorted([(one, "roll 2"), (two, "roll 1")]), (
        "the unchanged one is cited as before"
    )


def test_a_name_that_a_new_roster_reads_as_another_person_is_a_change(store: Store) -> None:
    _merge(store, Staged())
    other = roster("Aster", "Birch", "De La Rue", "Elder", Elder="elder-the-younger")
    assert _merge(store, Staged(), known=other).changed == 1
    assert ("Elder", "not_voting", "elder-the-younger") in _names(store)


def test_a_second_source_of_the_same_roll_is_kept_beside_the_first(store: Store) -> None:
    _merge(store, Staged())
    assert _merge(store, Staged(), source="another").unchanged == 1
    assert len(contents(store)["vote_event_sources"]) == 2
    assert len(contents(store)["person_votes"]) == 4


def test_what_an_earlier_reading_quarantined_is_replaced(store: Store) -> None:
    _merge(store, Staged(yes=3), Staged(motion="Lay on the table", yes=3))
    assert len(contents(store)["quarantined_rolls"]) == 2
    _merge(store, Staged(), Staged(motion="Lay on the table", yes=4), reading="two")
    (row,) = contents(store)["quarantined_rolls"]
    assert "declared 4-1, named 2-1" in row
    assert len(contents(store)["vote_events"]) == 1


def test_a_quarantine_of_one_source_leaves_that_of_another(store: Store) -> None:
    _merge(store, Staged(yes=3))
    _merge(store, Staged(), source="madeXup")
    assert len(contents(store)["quarantined_rolls"]) == 1


def test_a_source_whose_id_is_not_its_crawls_replaces_its_quarantine_too(store: Store) -> None:
    """A reviewed record names the source of each roll itself."""
    for rolls in ((Staged(yes=3), SECOND), (Staged(yes=3), SECOND)):
        outcome = passed(*rolls, roster=KNOWN)
        with store.writing() as connection:
            merge_rolls(connection, outcome, crawl=f"sample-{SESSION_ID}")
    assert len(contents(store)["quarantined_rolls"]) == 1
