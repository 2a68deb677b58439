"""Roll calls that a source no longer lists: said of them, and nothing taken away."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.intake.staged import SESSION_ID, Staged, crawl_folder
from tests.record.contents import contents
from tests.store.places import Place
from tracker.intake.load import gate_crawl, load_gated
from tracker.readings.reading_history import conflicts
from tracker.record.queries import roll_calls
from tracker.store import Store

FIRST = Staged()
SECOND = Staged(motion="Do pass as amended", location="SEN. ED.")
OTHER = Staged(bill="SB 8", motion="Senate 3rd Reading SB8 Birch")
NOT_ADDING_UP = Staged(motion="Do pass again", location="SEN. ED.", yes=4)
REWORDED = Staged(location="Senate Floor", motion="SB 7 Aster Senate 3rd Reading")


@pytest.fixture
def store(place: Place) -> Store:
    return place.new_store()


Load = Callable[..., None]


@pytest.fixture
def load(store: Store, tmp_path: Path) -> Load:
    """Loads another reading of a file of the whole session with these rolls."""

    def run(*rolls: Staged, judged: bool = True, **said: object) -> None:
        nth = len(list(tmp_path.glob("crawl-*")))
        folder = crawl_folder(tmp_path / f"crawl-{nth}", rolls, reading=f"{nth:03}")
        manifest = json.loads((folder / "crawl.json").read_text("utf-8"))
        (folder / "crawl.json").write_text(json.dumps(manifest | said), "utf-8")
        load_gated(store, gate_crawl(folder, store), is_judged=judged)

    return run


def _marked(store: Store) -> list[tuple[object, object]]:
    """Measure and words of every roll call that is no longer listed."""
    with store.reading() as connection:
        found = conflicts(connection)
    return [(row["bill_id"], row["read"]) for row in found if row["subject"] == "listed"]


def _notes(store: Store) -> list[str | None]:
    with store.reading() as connection:
        return [roll.note for roll in roll_calls(connection, session_id=SESSION_ID)]


SAID = (f"{SESSION_ID}-SB7", "not since 2026-01-31")


def test_a_roll_that_is_no_longer_listed_is_kept_and_said_to_be_so(
    store: Store, load: Load
) -> None:
    load(FIRST, SECOND)
    assert _marked(store) == []
    before = contents(store)
    load(FIRST)
    assert _marked(store) == [SAID]
    assert "made_up has not listed this roll call since 2026-01-31." in _notes(store)
    after = contents(store)
    kept = ("vote_events", "person_votes", "vote_event_sources")
    assert [after[name] for name in kept] == [before[name] for name in kept]


def test_the_first_day_without_it_stays(store: Store, load: Load) -> None:
    load(FIRST, SECOND)
    load(FIRST)
    load(FIRST, read_at="2026-02-28T12:00:00Z")
    assert _marked(store) == [SAID]


def test_a_reading_that_lists_it_again_takes_the_mark_away(store: Store, load: Load) -> None:
    load(FIRST, SECOND)
    load(FIRST)
    load(SECOND, FIRST, judged=False)
    assert (_marked(store), _notes(store)) == ([], [None, None])


def test_only_a_reading_that_was_judged_good_marks(store: Store, load: Load) -> None:
    load(FIRST, SECOND)
    load(FIRST, judged=False)
    assert _marked(store) == []


def test_a_days_changes_mark_nothing(store: Store, load: Load) -> None:
    load(FIRST, SECOND)
    load(FIRST, changes_only=True)
    assert _marked(store) == []


def test_a_roll_in_quarantine_may_be_the_one_that_is_missing(store: Store, load: Load) -> None:
    load(FIRST, SECOND, OTHER)
    load(FIRST, NOT_ADDING_UP)
    assert _marked(store) == [(f"{SESSION_ID}-SB8", SAID[1])], "of SB 7 it cannot be told"


def test_a_roll_whose_measure_is_unreadable_may_be_any(store: Store, load: Load) -> None:
    load(FIRST, SECOND)
    load(FIRST, Staged(bill=None))
    assert _marked(store) == []


def test_a_file_without_any_roll_says_nothing_of_rolls(store: Store, load: Load) -> None:
    load(FIRST, SECOND)
    load()
    assert _marked(store) == []


def test_only_measures_that_were_read_are_spoken_of(store: Store, load: Load) -> None:
    load(FIRST, SECOND, OTHER)
    load(bills=[])
    assert _marked(store) == []
    page = {"url": "page:votes", "name": "votes", "sha256": "f" * 64, "bytes": 1}
    load(FIRST, bills=["SB 7"], files=[page | {"bill_id": f"{SESSION_ID}-SB7"}])
    assert _marked(store) == [SAID]


def test_what_another_source_calls_otherwise_is_still_listed(store: Store, load: Load) -> None:
    load(FIRST, SECOND)
    load(REWORDED, source="other")
    load(REWORDED, source="other")
    assert _marked(store) == []
    load(OTHER, source="other")
    assert _marked(store) == [SAID], "it stands by the first source, and the other left it out"


def test_a_roll_that_its_source_redates_is_the_one_it_lists_now(store: Store, load: Load) -> None:
    key = {"rolls_are_numbered": True}
    load(Staged(day_sequence=1009), **key)
    load(Staged(day_sequence=1009, day=date(2009, 6, 3)), **key)
    with store.reading() as connection:
        days = [roll.date for roll in roll_calls(connection, session_id=SESSION_ID)]
    assert (days, _marked(store)) == ([date(2009, 6, 3)], [])


def test_a_roll_of_another_number_and_day_is_another_roll(store: Store, load: Load) -> None:
    key = {"rolls_are_numbered": True}
    load(Staged(day_sequence=1009), **key)
    load(Staged(day_sequence=1010, day=date(2009, 6, 3)), **key)
    assert _marked(store) == [SAID]
