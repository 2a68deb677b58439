"""A bill's stage is the fold of its actions, and of nothing else."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.record.contents import store_at
from tests.scrapers.staged import stage_pubinfo as stage
from tracker.intake.load import load_crawl
from tracker.record.stages import Action, standing_after, standings
from tracker.rules.actions import ActionRules, Stage
from tracker.rules.reference import bill_path, reference

START = date(2009, 2, 2)


@pytest.fixture(scope="module")
def rules() -> ActionRules:
    return reference("ca").actions


def _history(*texts: str) -> list[Action]:
    return [
        Action(date.fromordinal(START.toordinal() + day), None, text)
        for day, text in enumerate(texts)
    ]


def test_a_bill_without_history_stands_nowhere(rules: ActionRules) -> None:
    found = standing_after([], rules)
    assert (found.stage, found.since, found.action, found.actions) == (None, None, None, 0)


def test_an_action_that_moves_nothing_leaves_the_bill_where_it_was(rules: ActionRules) -> None:
    found = standing_after(_history("Placed on APPR. suspense file.", "Set for hearing."), rules)
    assert (found.stage, found.since) == (Stage.SUSPENSE, START)
    assert found.action == "Placed on APPR. suspense file."


def test_a_bill_is_in_its_stage_since_it_came_there(rules: ActionRules) -> None:
    found = standing_after(
        _history("Referred to Com. on ED.", "Re-referred to Com. on APPR."), rules
    )
    assert (found.stage, found.since) == (Stage.IN_COMMITTEE, START)


def test_the_same_stage_in_the_other_house_is_another(rules: ActionRules) -> None:
    upper = Action(START, "upper", "Referred to Com. on ED.")
    lower = Action(date(2009, 6, 1), "lower", "Referred to Com. on ED.")
    found = standing_after([upper, lower], rules)
    assert (found.chamber, found.since) == ("lower", date(2009, 6, 1))


def test_an_unknown_text_is_counted_and_moves_nothing(rules: ActionRules) -> None:
    found = standing_after(_history("Vetoed by the Governor.", "Plants were watered."), rules)
    assert (found.stage, found.actions, found.unclassified) == (Stage.VETOED, 2, 1)


@pytest.mark.parametrize(
    ("folder", "session", "expected"),
    [
        (
            "1999",
            "19992000",
            {
                "199920000AB1": (Stage.CHAPTERED, date(1999, 7, 28)),
                "199920001SB1": (Stage.CHAPTERED, date(1999, 4, 12)),
                "199920001SCR2": (Stage.CHAPTERED, date(1999, 3, 30)),
            },
        ),
        (
            "2025_mini",
            "20252026",
            {
                "202520260AB831": (Stage.CHAPTERED, date(2025, 10, 11)),
                "202520260SB275": (Stage.VETOED, date(2025, 10, 1)),
            },
        ),
    ],
)
def test_real_bills_end_where_their_histories_end(
    rules: ActionRules,
    samples: Path,
    tmp_path: Path,
    folder: str,
    session: str,
    expected: dict[str, tuple[Stage, date]],
) -> None:
    stage(samples / "ca_pubinfo" / folder, tmp_path / "crawl")
    store = store_at(tmp_path / "answerable.duckdb")
    load_crawl(store, tmp_path / "crawl")
    with store.reading() as connection:
        found = standings(
            connection, rules, reference("ca").sources, bill_path("ca"), session=session
        )
    assert {b.bill_id: (b.standing.stage, b.standing.since) for b in found} == expected
