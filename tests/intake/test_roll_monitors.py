"""What a load says of members, roll calls and counts that are wrong and add up."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.intake.staged import Staged, crawl_folder
from tests.intake.test_people import load_people_of
from tests.record.contents import new_store
from tests.scrapers.bulkfiles import Bulk, action
from tests.store.day_files import load, whole_session
from tracker.intake.load import load_crawl
from tracker.record.tables import vote_events
from tracker.store import Store

HOUSE = {**{f"Of{number}": "1" for number in range(5, 41)}, **Staged().votes}
"""All forty senators, thirty-eight of them with an aye."""
WHOLE = Staged(HOUSE, yes=38)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return new_store(tmp_path / "answerable.duckdb")


def _odd(store: Store, folder: Path, rolls: list[Staged]) -> list[str]:
    load_people_of(store, folder / "people")
    return list(load_crawl(store, crawl_folder(folder / "votes", rolls)).warnings)


def _bills(rolls: int, roll: Staged = WHOLE) -> list[Staged]:
    return [
        Staged(roll.votes, yes=roll.yes, no=roll.no, bill=f"SB {number}", day_sequence=number)
        for number in range(1, rolls + 1)
    ]


def test_a_member_on_no_roll_call_is_named(store: Store, tmp_path: Path) -> None:
    """One of the forty seats has two holders and no sure days, and counts for none."""
    gone = {"Elder", "Of5", "Of6", "Of7"}
    silent = {name: done for name, done in HOUSE.items() if name not in gone}
    absent, short = _odd(store, tmp_path, _bills(6, Staged(silent, yes=35)))
    assert "on no roll call of the floor" in absent
    assert "Ivy Elder (upper, 6 on their days)" in absent
    assert short == (
        "6 of 6 roll calls of the upper house list fewer members than held a seat that day: first "
        "ca-20092010-SB1 of 2009-06-04, 36 of 39"
    )


def test_a_whole_house_is_not_odd(store: Store, tmp_path: Path) -> None:
    said = " ".join(_odd(store, tmp_path, _bills(6)))
    assert "fewer members" not in said
    assert "Elder" not in said


def _of_history(*texts: str) -> Bulk:
    bulk = whole_session()
    bulk.tables["BILL_HISTORY_TBL"] = [
        action(number, "2009-06-04", text) for number, text in enumerate(texts, start=1)
    ]
    return bulk


def test_counts_of_a_history_that_no_roll_call_of_that_day_has_are_said(
    store: Store, tmp_path: Path
) -> None:
    wrong = _of_history("Read third time. Passed. (Ayes 22. Noes 15.) Ordered to the Assembly.")
    (said,) = load(store, tmp_path, wrong).warnings
    assert said.startswith("histories give 1 votes other counts than the roll calls of that day")
    assert "ca-20092010-SB7 of 2009-06-04, 22-15" in said


def test_true_counts_and_those_of_another_day_are_not(store: Store, tmp_path: Path) -> None:
    right = _of_history("Read third time. Passed. (Ayes 2. Noes 1.) Ordered to the Assembly.")
    assert load(store, tmp_path, right).warnings == ()


def test_a_vote_that_the_history_calls_a_concurrence_is_one(store: Store, tmp_path: Path) -> None:
    load(store, tmp_path, _of_history("Assembly amendments concurred in. (Ayes 2. Noes 1.)"))
    assert _floor_classes(store) == {"concurrence"}


def test_without_its_counts_a_history_changes_no_vote(store: Store, tmp_path: Path) -> None:
    load(store, tmp_path, _of_history("Assembly amendments concurred in. (Ayes 3. Noes 0.)"))
    assert _floor_classes(store) == {"final_passage"}


def _floor_classes(store: Store) -> set[str]:
    with store.reading() as connection:
        query = sa.select(vote_events.c.motion_class).where(vote_events.c.venue == "floor")
        return set(connection.execute(query).scalars())
