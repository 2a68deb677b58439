"""An update is stored once; a writer who missed something is told, and overwrites nothing."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from tests.ready_python import ready_python
from tracker.campaigns.model import Change, MilestoneHistory, MilestoneStatus
from tracker.campaigns.planning import NewMilestone, add_campaign, add_milestone
from tracker.campaigns.reading import find_history
from tracker.campaigns.updating import KeyIsTaken, Receipt, StaleUpdate, add_update, take_back
from tracker.errors import UsageError
from tracker.store import Store, open_store

MILESTONE = "near-home/letters"
WRITERS = 6


@pytest.fixture(params=["duckdb", "postgresql"])
def begun(request: pytest.FixtureRequest, tmp_path: Path, now: datetime) -> Store:
    """A store of each kind with one campaign and one milestone."""
    if request.param == "postgresql":
        return begun_in(request.getfixturevalue("postgresql").new_database(), now)
    return begun_in(f"duckdb:///{tmp_path / 'answerable.duckdb'}", now)


@pytest.fixture
def begun_at_home(tmp_path: Path, now: datetime) -> Store:
    """The same in the file that the command opens in a home of its own."""
    return begun_in(f"duckdb:///{tmp_path / 'answerable.duckdb'}", now)


def begun_in(address: str, now: datetime) -> Store:
    store = open_store(address)
    with store.writing() as connection:
        add_campaign(connection, "Near home", "Riders", by="Ana", now=now)
        add_milestone(connection, "near-home", NewMilestone("Letters"), by="Ana", now=now)
    return store


def send(
    store: Store, now: datetime, note: str, *, seen: int, key: str | None = None, by: str = "Ana"
) -> Receipt:
    with store.writing() as connection:
        return add_update(
            connection,
            MILESTONE,
            Change(note=note),
            seen_version=seen,
            key=key or f"key of {note}",
            by=by,
            now=now,
        )


def history(store: Store) -> MilestoneHistory:
    with store.reading() as connection:
        return find_history(connection, MILESTONE)


def notes(store: Store) -> list[str | None]:
    return [update.change.note for update in history(store).updates]


def test_what_a_receipt_says_is_what_the_store_then_holds(begun: Store, now: datetime) -> None:
    send(begun, now, "one", seen=0)
    receipt = send(begun, now, "two", seen=1)
    assert receipt.newly_stored
    assert receipt.history == history(begun)


def test_the_same_update_sent_twice_is_stored_once(begun: Store, now: datetime) -> None:
    first = send(begun, now, "one", seen=0)
    again = send(begun, now + timedelta(days=1), "one", seen=0)
    assert (first.newly_stored, again.newly_stored) == (True, False)
    assert again.update == first.update
    assert notes(begun) == ["one"]


def test_an_update_sent_again_after_others_wrote_is_still_the_same_one(
    begun: Store, now: datetime
) -> None:
    send(begun, now, "one", seen=0)
    send(begun, now, "two", seen=1, by="Ben")
    assert not send(begun, now, "one", seen=0).newly_stored
    assert notes(begun) == ["one", "two"]


def test_a_key_used_for_something_else_is_refused(begun: Store, now: datetime) -> None:
    send(begun, now, "one", seen=0, key="k")
    with pytest.raises(UsageError, match="belongs to a different update"):
        send(begun, now, "two", seen=1, key="k")
    assert notes(begun) == ["one"]


def test_one_that_is_sent_a_hundred_times_at_once_is_stored_once(
    begun: Store, now: datetime
) -> None:
    def again(_number: int) -> bool:
        return send(begun, now, "one", seen=0, key="rally:1").newly_stored

    with ThreadPoolExecutor(WRITERS) as pool:
        stored = list(pool.map(again, range(100)))
    assert stored.count(True) == 1
    assert notes(begun) == ["one"]


def test_what_was_changed_after_it_was_stored_is_told_from_any_other_mistake(
    begun: Store, now: datetime
) -> None:
    send(begun, now, "one", seen=0, key="rally:1")
    for note, seen in (("another", 0), ("one", 1)):
        with pytest.raises(KeyIsTaken):
            send(begun, now, note, seen=seen, key="rally:1")
    assert notes(begun) == ["one"]


def test_a_sign_that_no_store_keeps_is_refused(begun: Store, now: datetime) -> None:
    with pytest.raises(UsageError, match="a sign that no store keeps"):
        send(begun, now, "one\0two", seen=0)
    assert notes(begun) == []


def test_a_writer_who_saw_an_older_state_is_told_who_changed_what_and_when(
    begun: Store, now: datetime
) -> None:
    send(begun, now, "212 letters left", seen=0, by="Ana")
    with pytest.raises(StaleUpdate) as refused:
        send(begun, now, "none yet", seen=0, by="Ben")
    assert "Ana on 2007-06-06 at 20:00 UTC: “212 letters left”" in refused.value.what
    assert "--seen 1" in refused.value.what_to_do
    assert notes(begun) == ["212 letters left"]


def test_a_writer_is_told_only_of_what_they_had_not_seen(begun: Store, now: datetime) -> None:
    send(begun, now, "one", seen=0)
    send(begun, now, "two", seen=1)
    with pytest.raises(StaleUpdate) as refused:
        send(begun, now, "three", seen=1)
    assert "“two”" in refused.value.what
    assert "“one”" not in refused.value.what


def test_nobody_can_have_seen_updates_that_do_not_exist(begun: Store, now: datetime) -> None:
    for seen in (1, -1):
        with pytest.raises(UsageError, match="nobody can have seen"):
            send(begun, now, "one", seen=seen)


def test_an_update_that_says_nothing_is_refused(begun: Store, now: datetime) -> None:
    with pytest.raises(UsageError, match="says nothing"):
        send(begun, now, "  ", seen=0)


def test_nothing_can_have_happened_on_a_day_to_come(begun: Store, now: datetime) -> None:
    tomorrow = Change(status=MilestoneStatus.DONE, happened_on=date(2007, 6, 7))
    with pytest.raises(UsageError, match="still to come"), begun.writing() as connection:
        add_update(connection, MILESTONE, tomorrow, seen_version=0, key="k", by="Ana", now=now)


def test_an_evening_in_california_is_dated_by_californias_calendar(begun: Store) -> None:
    evening = datetime(2007, 6, 6, 20, 0, tzinfo=timezone(timedelta(hours=-7)))
    done = Change(status=MilestoneStatus.DONE)
    with begun.writing() as connection:
        add_update(connection, MILESTONE, done, seen_version=0, key="k", by="Ana", now=evening)
    found = history(begun)
    assert found.state.closed_on == date(2007, 6, 6)
    assert found.updates[0].recorded_at == datetime(2007, 6, 7, 3, 0, tzinfo=UTC)


def test_an_unknown_milestone_names_those_there_are(begun: Store, now: datetime) -> None:
    change = Change(note="x")
    with (
        pytest.raises(UsageError, match="no milestone 'nothing'") as refused,
        begun.writing() as connection,
    ):
        add_update(connection, "nothing", change, seen_version=0, key="k", by="Ana", now=now)
    assert MILESTONE in refused.value.what_to_do


def test_threads_that_look_again_when_told_lose_no_update(begun: Store, now: datetime) -> None:
    def write(writer: int) -> None:
        while True:
            seen = history(begun).state.version
            try:
                send(begun, now, f"from {writer}", seen=seen, by=f"writer {writer}")
            except StaleUpdate:
                continue
            return

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))
    assert sorted(notes(begun), key=str) == [f"from {writer}" for writer in range(WRITERS)]
    assert [update.number for update in history(begun).updates] == list(range(1, WRITERS + 1))


def test_of_threads_that_saw_the_same_state_one_writes_and_the_others_are_told(
    begun: Store, now: datetime
) -> None:
    def write(writer: int) -> bool:
        try:
            return send(begun, now, f"from {writer}", seen=0).newly_stored
        except StaleUpdate:
            return False

    with ThreadPoolExecutor(WRITERS) as pool:
        stored = list(pool.map(write, range(WRITERS)))
    assert stored.count(True) == 1
    assert len(notes(begun)) == 1


def test_one_update_sent_by_many_threads_at_once_is_stored_once(
    begun: Store, now: datetime
) -> None:
    with ThreadPoolExecutor(WRITERS) as pool:
        receipts = list(pool.map(lambda _: send(begun, now, "one", seen=0), range(WRITERS)))
    assert [receipt.newly_stored for receipt in receipts].count(True) == 1
    assert notes(begun) == ["one"]


def back(store: Store, now: datetime, *, seen: int) -> Receipt:
    with store.writing() as connection:
        return take_back(connection, MILESTONE, seen_version=seen, by="Ana", now=now)


def test_within_ten_minutes_the_last_update_is_taken_back_once_and_both_stay(
    begun: Store, now: datetime
) -> None:
    send(begun, now, "one", seen=0)
    first = back(begun, now + timedelta(minutes=10), seen=1)
    assert first.newly_stored
    assert first.history == history(begun)
    assert not back(begun, now + timedelta(minutes=30), seen=1).newly_stored
    assert notes(begun) == ["one", None]


@pytest.mark.parametrize(("minutes", "said"), [(11, ["one"]), (0, []), (0, ["one", "back"])])
def test_what_is_older_or_not_there_or_was_taken_back_is_not_taken_back(
    begun: Store, now: datetime, minutes: int, said: list[str]
) -> None:
    for seen, note in enumerate(said):
        if note == "back":
            back(begun, now, seen=seen)
        else:
            send(begun, now, note, seen=seen)
    with pytest.raises(UsageError, match=r"so it stands|no update to take back"):
        back(begun, now + timedelta(minutes=minutes), seen=len(said))
    assert history(begun).state.version == len(said)


def test_nobody_takes_back_what_they_have_not_seen(begun: Store, now: datetime) -> None:
    send(begun, now, "one", seen=0)
    send(begun, now, "two", seen=1, by="Ben")
    with pytest.raises(StaleUpdate, match="“two”"):
        back(begun, now, seen=1)
    assert notes(begun) == ["one", "two"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (Change(note="x" * 2001), "the note has 2,001 letters, and there is room for 2,000"),
        (Change(evidence="javascript:alert(1)"), "is not the address of a page"),
        (Change(evidence="https://a b"), "is not the address of a page"),
        (Change(evidence="https://[x"), "is not the address of a page"),
        (
            Change(status=MilestoneStatus.DONE, due=date(2007, 7, 1)),
            "it cannot have ended on 2007-06-06 and be due on 2007-07-01",
        ),
    ],
)
def test_an_update_that_cannot_be_is_refused_in_a_sentence_and_nothing_is_stored(
    begun: Store, now: datetime, change: Change, said: str
) -> None:
    with pytest.raises(UsageError) as refused, begun.writing() as connection:
        add_update(connection, MILESTONE, change, seen_version=0, key="k", by="Ana", now=now)
    assert said in refused.value.what
    assert history(begun).updates == ()


Started = Callable[[str], "subprocess.Popen[str]"]


@pytest.fixture
def start(tmp_path: Path) -> Started:
    """Starts `answerable milestone update letters --note TEXT` as a process of its own."""

    def started(note: str) -> subprocess.Popen[str]:
        command = [ready_python(), "-m", "tracker.cli", "milestone", "update", "letters"]
        return subprocess.Popen(
            [*command, "--note", note, "--by", "Ana", "--format", "json"],
            env=os.environ | {"ANSWERABLE_HOME": str(tmp_path)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return started


def test_of_processes_that_saw_the_same_state_one_writes_and_the_others_are_told(
    begun_at_home: Store, start: Started
) -> None:
    running = [start(f"from {number}") for number in range(3)]
    errors = [process.communicate()[1] for process in running]
    assert sorted(process.returncode for process in running) == [0, 2, 2]
    assert sum("has changed since you looked at it" in error for error in errors) == 2
    assert len(notes(begun_at_home)) == 1


def test_one_command_run_by_several_processes_at_once_is_stored_once(
    begun_at_home: Store, start: Started
) -> None:
    running = [start("212 letters left") for _ in range(3)]
    outputs = [process.communicate()[0] for process in running]
    assert [process.returncode for process in running] == [0, 0, 0]
    assert sum('"newly_stored": true' in output for output in outputs) == 1
    assert notes(begun_at_home) == ["212 letters left"]
