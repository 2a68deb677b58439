"""A bill's way is the fold of its actions along the reviewed path."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.record.contents import new_store
from tests.scrapers.staged import stage_pubinfo as stage
from tracker.errors import DataFileError
from tracker.intake.load import load_crawl
from tracker.paths import data_dir
from tracker.record.stages import standings
from tracker.rules.actions import Stage
from tracker.rules.bill_path import Walk, load_bill_path
from tracker.rules.reference import reference

START = date(2009, 2, 2)
SENATE, ASSEMBLY = "upper", "lower"


def _walk(*actions: str | tuple[str, str]) -> Walk:
    """A Senate bill's; an action is a text, or the house that the source names and a text."""
    path = reference("ca").path
    assert path is not None
    walk = Walk(path, reference("ca").actions, SENATE)
    for nth, action in enumerate(actions):
        chamber, text = action if isinstance(action, tuple) else (None, action)
        walk.take(date.fromordinal(START.toordinal() + nth), chamber, text)
    return walk


def _steps(*actions: str | tuple[str, str]) -> list[str]:
    return [one.step.id for one in _walk(*actions).reached]


def test_a_bill_without_actions_is_nowhere() -> None:
    assert (_walk().at, _walk().reached) == (None, ())


def test_appropriations_is_another_step_than_a_policy_committee() -> None:
    assert _steps("Referred to Com. on ED.", "Re-referred to Com. on APPR.") == [
        "origin_policy",
        "origin_fiscal",
    ]


def test_of_two_committees_the_bill_is_with_the_first() -> None:
    assert _steps("Referred to Coms. on ED. and APPR.") == ["origin_policy"]


def test_an_action_that_names_no_committee_leaves_the_bill_with_the_one_that_has_it() -> None:
    walk = _walk("Re-referred to Com. on APPR.", "In committee: Hearing postponed by committee.")
    assert walk.at is not None
    assert walk.at.id == "origin_fiscal"


def test_after_passage_the_same_stages_are_those_of_the_second_house() -> None:
    assert _steps(
        "Read third time. Passed. (Ayes 30. Noes 2.) To Assembly.",
        "Referred to Com. on ED.",
        "Read third time. Passed. (Ayes 50. Noes 9.) To Senate.",
    ) == ["origin_passed", "second_policy", "second_passed"]


def test_the_committee_of_the_first_house_is_not_that_of_the_second() -> None:
    passed = "Read third time. Passed. (Ayes 30. Noes 2.) To Assembly."
    walk = _walk("Re-referred to Com. on APPR.", passed, "Hearing postponed by committee.")
    assert walk.at is not None
    assert walk.at.id == "second_policy"


def test_the_house_that_the_source_names_decides() -> None:
    assert _steps((ASSEMBLY, "Referred to Com. on ED."), (SENATE, "Referred to Com. on ED.")) == [
        "origin_policy",
        "second_policy",
    ]


def test_a_bill_held_back_stands_where_it_stopped() -> None:
    walk = _walk("Placed on APPR. suspense file.", "In committee: Held under submission.")
    assert walk.at is not None
    assert walk.at.id == "origin_suspense"


def test_a_committee_during_concurrence_is_no_step_back() -> None:
    walk = _walk(
        "Read third time. Passed. To Assembly.",
        "Read third time. Passed. To Senate.",
        "In Senate. Concurrence in Assembly amendments pending.",
        "Re-referred to Com. on T. & H. pursuant to Senate Rule 29.10(d).",
    )
    assert walk.at is not None
    assert walk.at.id == "concurrence"


def test_a_passage_that_was_taken_back_puts_the_bill_on_that_floor_again() -> None:
    walk = _walk(
        "Read third time. Passed. To Assembly.",
        "Read third time. Passed. To Senate.",
        "In Senate. Concurrence in Assembly amendments pending.",
        "In Assembly. Action rescinded whereby the bill was read third time, passed, and ordered "
        "to the Senate. Ordered to third reading.",
    )
    assert walk.at is not None
    assert walk.at.id == "second_floor"


def test_a_step_keeps_the_day_on_which_it_was_first_reached() -> None:
    walk = _walk("Referred to Com. on ED.", "Re-referred to Com. on APPR.", "To Com. on ED.")
    assert [(one.step.id, one.since.day) for one in walk.reached] == [
        ("origin_policy", 2),
        ("origin_fiscal", 3),
    ]
    assert walk.at is not None
    assert walk.at.id == "origin_policy"


def test_real_bills_come_along_the_path_on_the_days_of_their_histories(
    samples: Path, tmp_path: Path
) -> None:
    stage(samples / "ca_pubinfo" / "2025_mini", tmp_path / "crawl")
    store = new_store(tmp_path / "answerable.duckdb")
    load_crawl(store, tmp_path / "crawl")
    known = reference("ca")
    with store.reading() as connection:
        (bill,) = standings(
            connection,
            known.actions,
            known.sources,
            known.path,
            session_id="ca-20252026",
            bill_id="ca-20252026-SB275",
        )
    assert bill.step is not None
    assert bill.step.id == "vetoed"
    assert {one.step.id: one.since for one in bill.reached} == {
        "origin_policy": date(2025, 2, 4),
        "origin_fiscal": date(2025, 3, 26),
        "origin_suspense": date(2025, 4, 7),
        "origin_floor": date(2025, 5, 23),
        "origin_passed": date(2025, 5, 29),
        "second_received": date(2025, 5, 29),
        "second_policy": date(2025, 6, 5),
        "second_fiscal": date(2025, 6, 26),
        "second_suspense": date(2025, 8, 20),
        "second_floor": date(2025, 8, 29),
        "second_passed": date(2025, 9, 8),
        "concurrence": date(2025, 9, 8),
        "passed": date(2025, 9, 9),
        "governor": date(2025, 9, 16),
        "vetoed": date(2025, 10, 1),
    }


@pytest.mark.parametrize("stage_", Stage)
def test_every_stage_is_a_step_or_aside(stage_: Stage) -> None:
    path = reference("ca").path
    assert path is not None
    of_steps = any(stage_ in step.stages for step in path.steps)
    assert of_steps != (stage_ in path.aside)


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("aside: [held_under_submission, ", "aside: [", "the stage held_under_submission must be"),
        ("id: origin_floor", "id: origin_policy", "two steps have the same id"),
        ("house: origin, stages: [suspense]", "house: third, stages: [suspense]", "this must be"),
        ("'^appr'", "'^APPR'", "holds capitals"),
        ("'^appr'", "'^(appr'", "is not a regular expression"),
    ],
)
def test_a_path_that_contradicts_itself_is_refused(
    old: str, new: str, what: str, tmp_path: Path
) -> None:
    written = (data_dir() / "jurisdictions" / "ca" / "path.yaml").read_text("utf-8")
    assert old in written
    file = tmp_path / "path.yaml"
    file.write_text(written.replace(old, new), "utf-8")
    with pytest.raises(DataFileError, match=what.replace("(", r"\(")):
        load_bill_path(file)
