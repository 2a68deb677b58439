"""What a crawl as a whole must be, beside the last good one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.intake.staged import Staged, crawl_folder
from tests.record.contents import store_at
from tracker.crawls.manifest import Monitor
from tracker.crawls.verdict import Measured, Verdict, read_verdict
from tracker.errors import SourceError
from tracker.intake.load import gate_crawl, load_crawl
from tracker.intake.monitors import complete_report, judge, last_good, measure
from tracker.store import open_store

GOOD = Measured(
    items={"roll_calls": 100, "votes": 4000},
    filled={"roll_calls.motion": 1.0, "bills.title": 0.9},
    rolls=100,
    unresolved=2,
    unbalanced=0,
)


def _failed(now: Measured, before: Measured | None = GOOD) -> dict[str, str]:
    return {one.name: one.detail for one in judge(now, before) if not one.ok}


def _measured(folder: Path, *rolls: Staged) -> Measured:
    crawl = gate_crawl(crawl_folder(folder, rolls), store_at(folder / "none.duckdb"))
    return measure(crawl.manifest, crawl.staged, crawl.bill_facts, crawl.passed)


def test_the_same_again_is_good() -> None:
    assert _failed(GOOD) == {}
    assert _failed(GOOD, None) == {}


@pytest.mark.parametrize(
    ("change", "name", "detail"),
    [
        (
            {"filled": {"roll_calls.motion": 0.5}},
            "fields_filled",
            "motion of roll calls is filled in 50% (and 1 more)",
        ),
        (
            {"filled": {"roll_calls.motion": 1.0, "bills.title": 0.7}},
            "fields_filled",
            "title of bills was filled in 90%, and is in 70%",
        ),
        (
            {"items": {"roll_calls": 100, "votes": 3000}},
            "nothing_lost",
            "there were 4,000 votes, and are 3,000",
        ),
        (
            {"items": {"roll_calls": 100}},
            "nothing_lost",
            "there were 4,000 votes, and are 0",
        ),
        (
            {"unresolved": 23},
            "names_resolved",
            "roll calls whose names are not resolved: 23 of 100",
        ),
        ({"unbalanced": 21}, "rolls_add_up", "roll calls that do not add up: 21 of 100"),
    ],
)
def test_what_differs_too_much_from_the_last_good_crawl_is_said(
    change: dict[str, object], name: str, detail: str
) -> None:
    assert _failed(GOOD.model_copy(update=change)) == {name: detail}


def test_one_item_with_a_field_left_open_is_the_gate_s_to_judge() -> None:
    few = GOOD.model_copy(
        update={"items": {"roll_calls": 4, "votes": 160}, "filled": {"roll_calls.date": 0.75}}
    )
    assert _failed(few, None) == {}
    half = few.model_copy(update={"filled": {"roll_calls.date": 0.5}})
    assert _failed(half, None) == {"fields_filled": "date of roll calls is filled in 50%"}


def test_a_little_less_is_no_alarm() -> None:
    less = {"items": {"roll_calls": 96, "votes": 3900}, "unresolved": 20}
    assert _failed(GOOD.model_copy(update=less)) == {}


def test_fewer_hearings_are_no_loss() -> None:
    before = GOOD.model_copy(update={"items": {"roll_calls": 100, "events": 90}})
    now = GOOD.model_copy(update={"items": {"roll_calls": 100, "events": 3}})
    assert _failed(now, before) == {}


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"filled": {"votes.voter": 0.2}}, "fields_filled"),
        ({"unresolved": 51}, "names_resolved"),
        ({"unbalanced": 60}, "rolls_add_up"),
    ],
)
def test_a_first_crawl_is_held_to_what_any_crawl_must_be(
    change: dict[str, object], name: str
) -> None:
    assert list(_failed(GOOD.model_copy(update=change), None)) == [name]


def test_of_named_measures_none_may_lose_a_roll_call() -> None:
    before = GOOD.model_copy(update={"of_measures": {"a": {"roll_calls": 3}, "b": {"actions": 4}}})
    other = GOOD.model_copy(update={"of_measures": {"c": {"roll_calls": 1}}, "items": {}})
    assert _failed(other, before) == {}
    fewer = GOOD.model_copy(update={"of_measures": {"a": {"roll_calls": 2}, "b": {"actions": 5}}})
    assert _failed(fewer, before) == {"nothing_lost": "a had 3 roll calls, and has 2"}
    none = GOOD.model_copy(update={"of_measures": {"a": {"roll_calls": 0}}})
    assert _failed(none, before) == {"nothing_lost": "a had 3 roll calls, and has 0"}
    unread = GOOD.model_copy(update={"of_measures": {"a": {"actions": 9}}})
    assert _failed(unread, before) == {}


def test_a_crawl_of_few_rolls_is_not_judged_by_their_share(tmp_path: Path) -> None:
    measured = _measured(tmp_path / "crawl", Staged(yes=3), Staged(motion="Reconsider"))
    assert (measured.rolls, measured.unbalanced, measured.unresolved) == (2, 1, 0)
    assert _failed(measured, None) == {}


def test_empty_text_fills_no_field(tmp_path: Path) -> None:
    measured = _measured(tmp_path / "crawl", Staged(motion="", topic=""), Staged(topic=""))
    assert measured.filled["roll_calls.motion"] == 0.5
    assert measured.filled["roll_calls.topic"] == 0.0


def _judged(folder: Path, *, ok: bool, accepted: bool = False) -> None:
    crawl_folder(folder, [Staged()])
    monitors = [Monitor(name="nothing_lost", ok=ok, detail="the votes are gone")]
    complete_report(
        folder,
        Verdict(monitors=monitors, measured=GOOD, compared_with=None, accepted=accepted),
    )


def test_the_newest_crawl_that_was_judged_good_is_the_one_to_compare_with(tmp_path: Path) -> None:
    _judged(tmp_path / "20260101T000000.000000Z", ok=True)
    _judged(tmp_path / "20260102T000000.000000Z", ok=True)
    _judged(tmp_path / "20260103T000000.000000Z", ok=False)
    crawl_folder(tmp_path / "20260104T000000.000000Z", [Staged()])
    damaged = tmp_path / "20260105T000000.000000Z"
    _judged(damaged, ok=True)
    (damaged / "monitors.json").write_text("{", "utf-8")
    found = last_good(tmp_path, "ca-20092010")
    assert found and found[0].name.startswith("20260102")
    assert last_good(tmp_path, "ca-20112012") is None
    assert read_verdict(damaged) is None


def test_what_the_last_good_crawl_did_not_read_is_taken_from_the_one_before(
    tmp_path: Path,
) -> None:
    for name, of_measures in (
        ("20260101T000000.000000Z", {"a": {"roll_calls": 3, "actions": 5}}),
        ("20260102T000000.000000Z", {"a": {"actions": 6}, "b": {"roll_calls": 1}}),
    ):
        crawl_folder(tmp_path / name, [Staged()])
        measured = GOOD.model_copy(update={"of_measures": of_measures})
        complete_report(
            tmp_path / name, Verdict(monitors=[], measured=measured, compared_with=None)
        )
    found = last_good(tmp_path, "ca-20092010")
    assert found and found[1].of_measures == {
        "a": {"roll_calls": 3, "actions": 6},
        "b": {"roll_calls": 1},
    }


def test_a_crawl_that_was_judged_bad_is_never_loaded(tmp_path: Path) -> None:
    _judged(tmp_path / "crawl", ok=False)
    store = open_store(f"duckdb:///{tmp_path / 'answerable.duckdb'}")
    with pytest.raises(SourceError, match="the votes are gone"):
        load_crawl(store, tmp_path / "crawl")
    assert not (tmp_path / "answerable.duckdb").exists()


def test_a_crawl_that_a_person_accepted_is_loaded(tmp_path: Path) -> None:
    _judged(tmp_path / "crawl", ok=False, accepted=True)
    store = open_store(f"duckdb:///{tmp_path / 'answerable.duckdb'}")
    assert load_crawl(store, tmp_path / "crawl").loaded == 1
