"""What the reviewed motions and thresholds of states claim, on texts as LegiScan prints them."""

from __future__ import annotations

import pytest

from tracker.rules.motions import load_motion_rules
from tracker.rules.reference import folders, reference
from tracker.rules.thresholds import RollFacts
from tracker.rules.vocabulary import (
    Chamber,
    MotionClass,
    NonvoteEffect,
    Result,
    Threshold,
    Venue,
)

REVIEWED = sorted(code for code, path in folders().items() if (path / "motions.yaml").exists())

KILLS = [
    ("co", Venue.COMMITTEE, "House Judiciary: Postpone House Bill 25-1001 indefinitely."),
    ("ks", Venue.FLOOR, "Senate Motion to strike the enacting clause. Motion failed."),
]


@pytest.mark.parametrize("code", REVIEWED)
def test_reviewed_rules_are_proved_by_their_own_examples(code: str) -> None:
    assert load_motion_rules(folders()[code] / "motions.yaml").rules
    assert reference(code).rules.thresholds.rules


@pytest.mark.parametrize(("code", "venue", "motion"), KILLS)
def test_an_aye_that_kills_the_bill_is_no_support(code: str, venue: Venue, motion: str) -> None:
    assert reference(code).rules.motions.classify(motion, venue=venue) is MotionClass.REJECTION


def test_the_sustaining_of_a_veto_is_the_vote_to_override_it() -> None:
    rules = reference("md").rules.motions
    printed = "House Floor - Sustained (0-140)"
    assert rules.classify(printed, venue=Venue.FLOOR) is MotionClass.VETO_OVERRIDE


def test_immediate_effect_in_the_text_of_a_passage_is_not_the_vote_on_it() -> None:
    rules = reference("mi").rules.motions
    printed = "House Third Reading: Given Immediate Effect Roll Call # 8"
    assert rules.classify(printed, venue=Venue.FLOOR) is MotionClass.FINAL_PASSAGE


def test_concurrence_by_voice_does_not_stand_for_the_passage_after_it() -> None:
    rules = reference("az").rules.motions
    assert rules.classify("House - Concurrence", venue=Venue.FLOOR) is MotionClass.PROCEDURAL


def _passage(code: str, ayes: int, result: Result) -> RollFacts:
    return RollFacts(
        bill_id=f"{code}-20252025-HB1",
        measure_type="HB",
        venue=Venue.FLOOR,
        chamber=Chamber.LOWER,
        date=None,
        location="House floor",
        motion="",
        motion_class=MotionClass.FINAL_PASSAGE,
        result=result,
        yes=ayes,
        no=1,
        listed=0,
    )


@pytest.mark.parametrize(
    ("code", "ayes", "result", "threshold", "needed", "contradicted"),
    [
        ("or", 31, Result.PASS, Threshold.MAJORITY_OF_MEMBERSHIP, 31, False),
        ("or", 36, Result.PASS, Threshold.UNKNOWN, None, False),
        ("or", 35, Result.FAIL, Threshold.UNKNOWN, None, False),
        ("or", 30, Result.PASS, Threshold.UNKNOWN, None, True),
        ("or", 41, Result.FAIL, Threshold.UNKNOWN, None, True),
        ("co", 33, Result.PASS, Threshold.MAJORITY_OF_MEMBERSHIP, 33, False),
        ("mi", 55, Result.PASS, Threshold.UNKNOWN, None, False),
        ("mi", 50, Result.PASS, Threshold.UNKNOWN, None, True),
    ],
)
def test_passage_is_measured_by_the_line_that_its_counts_can_prove(
    code: str,
    ayes: int,
    result: Result,
    threshold: Threshold,
    needed: int | None,
    contradicted: bool,
) -> None:
    found = reference(code).rules.thresholds.threshold_of(_passage(code, ayes, result))
    assert (found.threshold, found.needed) == (threshold, needed)
    assert found.result_contradicted is contradicted
    if not contradicted:
        assert found.nonvote_effect is NonvoteEffect.AS_NO
