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
    ("wy", Venue.COMMITTEE, "S04 - Education:Recommend Do Not Pass 3-2-0-0-0"),
    ("us", Venue.FLOOR, "On Motion to Recommit with Instructions"),
    ("us", Venue.FLOOR, "On Motion to Table"),
    ("us", Venue.FLOOR, "On the Motion (Wyden Motion to Commit H.R. 1 with Instructions)"),
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
        ("wy", 32, Result.PASS, Threshold.MAJORITY_OF_MEMBERSHIP, 32, False),
        ("wy", 31, Result.PASS, Threshold.UNKNOWN, None, True),
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


def _in_congress(motion: str, required: str | None, ayes: int, noes: int) -> RollFacts:
    rules = reference("us").rules.motions
    in_house = required is not None and motion.startswith("On Motion")
    return RollFacts(
        bill_id="us-115-HR1",
        measure_type="HR",
        venue=Venue.FLOOR,
        chamber=Chamber.LOWER if in_house else Chamber.UPPER,
        date=None,
        location="floor",
        motion=motion,
        motion_class=rules.classify(motion, venue=Venue.FLOOR),
        result=Result.PASS,
        yes=ayes,
        no=noes,
        listed=0,
        vote_required=required,
    )


@pytest.mark.parametrize(
    ("motion", "required", "ayes", "noes", "threshold", "needed"),
    [
        ("On Motion to Suspend the Rules and Pass", "2/3", 280, 140, "two_thirds_of_voting", None),
        ("On the Cloture Motion H.R. 1", "3/5", 60, 39, "three_fifths_of_membership", 60),
        ("On the Cloture Motion PN37", "1/2", 52, 48, "majority_of_voting", None),
        ("On the Nomination PN37", "1/2", 50, 50, "half_of_voting", None),
        ("On Overriding the Veto S. 2040", "2/3", 97, 1, "two_thirds_of_voting", None),
        ("On Passage of the Bill H.R. 1", None, 51, 49, "unknown", None),
    ],
)
def test_a_question_in_congress_needs_what_its_house_prints(
    motion: str, required: str | None, ayes: int, noes: int, threshold: str, needed: int | None
) -> None:
    roll = _in_congress(motion, required, ayes, noes)
    found = reference("us").rules.thresholds.threshold_of(roll)
    assert (found.threshold, found.needed) == (threshold, needed)
    assert not found.result_contradicted


def test_a_waiver_for_a_concurrence_is_not_the_concurrence() -> None:
    rules = reference("us").rules.motions
    concur = "Motion to Concur in the House Amendment to the Senate Amendment to H.R. 1892"
    waive = f"Motion to Waive All Applicable Budgetary Discipline Re: {concur}"
    asked = [rules.classify(f"On the Motion ({one})", venue=Venue.FLOOR) for one in (concur, waive)]
    assert asked == [MotionClass.CONCURRENCE, MotionClass.PROCEDURAL]
