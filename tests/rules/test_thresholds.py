"""Thresholds: what marks, kinds of measure and results prove, and what stays unknown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from tests.intake.lewis import SESSIONS, described, listed
from tracker.errors import DataFileError
from tracker.paths import data_dir
from tracker.rules.jurisdictions import load_jurisdiction
from tracker.rules.locations import load_locations
from tracker.rules.motions import load_motion_rules
from tracker.rules.reference import jurisdiction_of
from tracker.rules.thresholds import (
    RollFacts,
    ThresholdFinding,
    ThresholdRules,
    load_threshold_rules,
)
from tracker.rules.vocabulary import (
    Chamber,
    MotionClass,
    NonvoteEffect,
    Result,
    Threshold,
    Venue,
)

DATA = data_dir()


@cache
def rules() -> ThresholdRules:
    california = load_jurisdiction(DATA / "jurisdictions" / "ca" / "jurisdiction.yaml")
    return load_threshold_rules(DATA / "jurisdictions" / "ca" / "thresholds.yaml", california)


def roll(
    yes: int | None,
    no: int | None,
    result: Result,
    *,
    bill: str = "SB 1",
    motion: str = "SB 1 Example Senate Third Reading",
    motion_class: MotionClass = MotionClass.FINAL_PASSAGE,
    chamber: Chamber | None = Chamber.LOWER,
    venue: Venue = Venue.FLOOR,
    location: str = "ASM. FLOOR",
    listed: int = 80,
    vacant: int = 0,
) -> RollFacts:
    measure = jurisdiction_of("ca").measure(bill, "20072008")
    assert measure is not None
    return RollFacts(
        bill_id=measure.bill_id,
        measure_type=measure.parts.measure_type,
        venue=venue,
        chamber=chamber,
        date=date(2008, 8, 30),
        location=location,
        motion=motion,
        motion_class=motion_class,
        result=result,
        yes=yes,
        no=no,
        listed=listed,
        vacant=vacant,
    )


def found(facts: RollFacts) -> tuple[Threshold, int | None, NonvoteEffect]:
    finding = rules().threshold_of(facts)
    assert finding.basis.endswith(".")
    return finding.threshold, finding.needed, finding.nonvote_effect


MAJORITY = (Threshold.MAJORITY_OF_MEMBERSHIP, 41, NonvoteEffect.AS_NO)
TWO_THIRDS = (Threshold.TWO_THIRDS_OF_MEMBERSHIP, 54, NonvoteEffect.AS_NO)
EITHER_LINE = (Threshold.UNKNOWN, None, NonvoteEffect.AS_NO)
ONLY_VOTING = (Threshold.MAJORITY_OF_VOTING, None, NonvoteEffect.NONE)
UNKNOWN = (Threshold.UNKNOWN, None, NonvoteEffect.UNKNOWN)


@pytest.mark.parametrize(
    ("yes", "no", "result", "expected"),
    [
        (49, 22, Result.PASS, MAJORITY),
        (41, 39, Result.PASS, MAJORITY),
        (53, 20, Result.FAIL, TWO_THIRDS),
        (41, 0, Result.FAIL, TWO_THIRDS),
        (40, 10, Result.FAIL, EITHER_LINE),
        (54, 20, Result.PASS, EITHER_LINE),
        (80, 0, Result.UNKNOWN, EITHER_LINE),
        (39, 37, Result.PASS, UNKNOWN),
        (60, 2, Result.FAIL, UNKNOWN),
    ],
)
def test_the_result_of_an_unmarked_bill_proves_its_line_or_leaves_it_unknown(
    yes: int, no: int, result: Result, expected: tuple[object, ...]
) -> None:
    assert found(roll(yes, no, result)) == expected


def test_the_basis_shows_the_count_and_the_line_it_fell_short_of() -> None:
    basis = rules().threshold_of(roll(49, 22, Result.PASS)).basis
    assert "49 ayes" in basis
    assert "54" in basis
    assert "8(b)(3)" in basis


def test_the_senate_has_its_own_lines() -> None:
    facts = roll(21, 15, Result.PASS, chamber=Chamber.UPPER, listed=40)
    assert found(facts) == (Threshold.MAJORITY_OF_MEMBERSHIP, 21, NonvoteEffect.AS_NO)


@pytest.mark.parametrize(
    "motion", ["AB 1 EXAMPLE Third Reading Urgency", "Concurrence- Urgency Added"]
)
def test_a_passage_marked_urgency_needs_two_thirds(motion: str) -> None:
    assert found(roll(60, 10, Result.PASS, motion=motion)) == TWO_THIRDS
    assert found(roll(50, 15, Result.FAIL, motion=motion)) == TWO_THIRDS


@pytest.mark.parametrize(
    ("says", "threshold", "needed"),
    [
        ("Majority", Threshold.MAJORITY_OF_MEMBERSHIP, 41),
        ("Two Thirds", Threshold.TWO_THIRDS_OF_MEMBERSHIP, 54),
    ],
)
def test_what_the_text_in_force_says_decides_where_the_result_cannot(
    says: str, threshold: Threshold, needed: int
) -> None:
    passed = replace(roll(60, 15, Result.PASS), vote_required=says)
    finding = rules().threshold_of(passed)
    assert (finding.threshold, finding.needed) == (threshold, needed)
    assert says in finding.basis


def test_a_text_that_the_result_contradicts_decides_nothing() -> None:
    passed = replace(roll(45, 30, Result.PASS), vote_required="Two Thirds")
    assert rules().threshold_of(passed).threshold == Threshold.UNKNOWN


def test_words_nobody_reviewed_prove_nothing() -> None:
    passed = roll(60, 15, Result.PASS)
    unread = replace(passed, vote_required="Three Fifths")
    assert rules().threshold_of(unread) == rules().threshold_of(passed)


def test_what_a_text_requires_is_not_what_its_committees_need() -> None:
    heard = roll(
        9, 4, Result.PASS, venue=Venue.COMMITTEE, motion_class=MotionClass.COMMITTEE_PASSAGE,
        location="ASM. APPR.", listed=17,
    )  # fmt: skip
    assert rules().threshold_of(replace(heard, vote_required="Two Thirds")).needed == 9


def test_a_constitutional_amendment_needs_two_thirds() -> None:
    assert found(roll(60, 10, Result.PASS, bill="ACA 1")) == TWO_THIRDS


@pytest.mark.parametrize("motion_class", [MotionClass.URGENCY_CLAUSE, MotionClass.VETO_OVERRIDE])
def test_an_urgency_clause_and_an_override_need_two_thirds(motion_class: MotionClass) -> None:
    assert found(roll(53, 20, Result.FAIL, motion_class=motion_class)) == TWO_THIRDS


def test_an_amendment_needs_only_more_ayes_than_noes() -> None:
    assert found(roll(34, 30, Result.PASS, motion_class=MotionClass.AMENDMENT)) == ONLY_VOTING


def test_tabling_and_the_suspense_file_need_only_those_voting() -> None:
    tabled = roll(
        34,
        30,
        Result.PASS,
        motion="Motion to Lay on the Table",
        motion_class=MotionClass.PROCEDURAL,
    )
    suspense = roll(
        5,
        3,
        Result.PASS,
        motion="Placed on Appropriations Suspense file.",
        motion_class=MotionClass.PROCEDURAL,
        venue=Venue.COMMITTEE,
        listed=13,
    )
    assert found(tabled) == ONLY_VOTING
    assert found(suspense) == ONLY_VOTING


def test_other_procedure_stays_unknown() -> None:
    facts = roll(
        40, 30, Result.FAIL, motion="Motion to withdraw", motion_class=MotionClass.PROCEDURAL
    )
    assert found(facts) == UNKNOWN


def test_a_committee_s_majority_counts_its_own_seats_and_its_vacant_ones() -> None:
    facts = roll(
        4,
        3,
        Result.PASS,
        motion="Do pass.",
        motion_class=MotionClass.COMMITTEE_PASSAGE,
        venue=Venue.COMMITTEE,
        listed=7,
    )
    assert found(facts) == (Threshold.MAJORITY_OF_COMMITTEE, 4, NonvoteEffect.AS_NO)
    assert found(replace(facts, yes=5, vacant=1))[1] == 5
    assert found(replace(facts, vacant=1)) == UNKNOWN
    assert found(replace(facts, result=Result.FAIL)) == UNKNOWN
    assert found(replace(facts, listed=0, yes=None)) == UNKNOWN


@pytest.mark.parametrize(
    ("bill", "yes", "no", "result", "expected"),
    [
        ("HR 1", 55, 25, Result.PASS, UNKNOWN),
        ("ACR 1", 70, 0, Result.PASS, UNKNOWN),
        ("HR 1", 30, 20, Result.PASS, ONLY_VOTING),
        ("HR 1", 38, 0, Result.FAIL, EITHER_LINE),
        ("HR 1", 30, 29, Result.FAIL, UNKNOWN),
        ("HR 1", 10, 40, Result.FAIL, UNKNOWN),
    ],
)
def test_a_resolution_is_unknown_unless_its_result_proves_what_counted(
    bill: str, yes: int, no: int, result: Result, expected: tuple[object, ...]
) -> None:
    assert found(roll(yes, no, result, bill=bill)) == expected


@pytest.mark.parametrize("motion_class", [MotionClass.RECONSIDERATION, MotionClass.UNKNOWN])
def test_reconsideration_and_unread_motions_are_unknown(motion_class: MotionClass) -> None:
    assert found(roll(60, 0, Result.PASS, motion_class=motion_class)) == UNKNOWN


def test_a_conference_committee_is_unknown() -> None:
    facts = roll(
        4,
        2,
        Result.PASS,
        motion_class=MotionClass.COMMITTEE_PASSAGE,
        venue=Venue.CONFERENCE,
        chamber=None,
    )
    assert found(facts) == UNKNOWN


def test_a_finding_the_result_contradicts_is_withdrawn_and_says_so() -> None:
    finding = rules().threshold_of(
        roll(44, 22, Result.PASS, motion="SB 1 EXAMPLE 3RD READING URGENCY")
    )
    assert finding.threshold == Threshold.UNKNOWN
    assert "54 ayes" in finding.basis
    assert "declared pass with 44 ayes" in finding.basis


def test_the_concurrence_on_sb_375_rests_on_the_floor_analysis() -> None:
    facts = roll(
        25,
        14,
        Result.PASS,
        bill="SB 375",
        motion="Unfinished Supp 3 SB375 Steinberg",
        motion_class=MotionClass.CONCURRENCE,
        chamber=Chamber.UPPER,
        location="SEN. FLOOR",
        listed=40,
    )
    documented = rules().threshold_of(facts)
    assert (documented.threshold, documented.needed) == (Threshold.MAJORITY_OF_MEMBERSHIP, 21)
    assert "floor analysis" in documented.basis
    earlier = replace(facts, date=date(2007, 6, 7))
    assert "floor analysis" not in rules().threshold_of(earlier).basis


def test_two_entries_of_evidence_for_one_roll_are_refused(tmp_path: Path) -> None:
    text = (DATA / "jurisdictions" / "ca" / "thresholds.yaml").read_text(encoding="utf-8")
    path = tmp_path / "thresholds.yaml"
    path.write_text(text + text.split("evidence:\n")[1], encoding="utf-8")
    california = load_jurisdiction(DATA / "jurisdictions" / "ca" / "jurisdiction.yaml")
    with pytest.raises(DataFileError, match="two entries of evidence"):
        load_threshold_rules(path, california)


@cache
def findings(samples: Path, session: str) -> tuple[tuple[RollFacts, ThresholdFinding], ...]:
    """Every roll of a sample session whose place is known, with its finding."""
    return tuple(_findings(samples, session))


def _findings(samples: Path, session: str) -> Iterator[tuple[RollFacts, ThresholdFinding]]:
    places = load_locations(DATA / "jurisdictions" / "ca" / "locations.yaml", jurisdiction_of("ca"))
    motions = load_motion_rules(DATA / "jurisdictions" / "ca" / "motions.yaml")
    for line, seats in zip(described(samples, session), listed(samples, session), strict=False):
        place = places.locate(line.location, session)
        bill = jurisdiction_of("ca").measure(line.bill, session)
        if place is None or bill is None:
            continue
        facts = RollFacts(
            bill.bill_id,
            bill.parts.measure_type,
            place.venue,
            place.chamber,
            None,
            line.location,
            line.motion,
            motions.classify(line.motion, venue=place.venue),
            Result(line.result),
            line.yes,
            line.no,
            seats,
        )
        yield facts, rules().threshold_of(facts)


@pytest.mark.parametrize("session", SESSIONS)
def test_no_finding_contradicts_a_declared_result(samples: Path, session: str) -> None:
    for facts, finding in findings(samples, session):
        if facts.result == Result.UNKNOWN or facts.yes is None or facts.no is None:
            continue
        passed = facts.result == Result.PASS
        if finding.needed is not None:
            assert (facts.yes >= finding.needed) == passed, (facts, finding)
        if finding.threshold == Threshold.MAJORITY_OF_VOTING:
            assert (facts.yes > facts.no) == passed, (facts, finding)


def test_in_2007_08_every_committee_report_agrees_with_its_committee_s_majority(
    samples: Path,
) -> None:
    counted: Counter[Threshold] = Counter()
    for facts, finding in findings(samples, "20072008"):
        reported = facts.motion_class == MotionClass.COMMITTEE_PASSAGE
        if facts.venue == Venue.COMMITTEE and reported and facts.result != Result.UNKNOWN:
            counted[finding.threshold] += 1
    assert set(counted) == {Threshold.MAJORITY_OF_COMMITTEE}
    assert counted.total() > 11_000


def test_in_2007_08_every_urgency_clause_and_marked_passage_agrees_with_two_thirds(
    samples: Path,
) -> None:
    marked = [
        finding.threshold
        for facts, finding in findings(samples, "20072008")
        if facts.motion_class == MotionClass.URGENCY_CLAUSE
    ]
    assert set(marked) == {Threshold.TWO_THIRDS_OF_MEMBERSHIP}


@pytest.mark.parametrize("session", SESSIONS)
def test_hardly_any_result_contradicts_a_rule(samples: Path, session: str) -> None:
    total = contradicted = 0
    for _, finding in findings(samples, session):
        total += 1
        contradicted += "one of the two is wrong" in finding.basis
    assert contradicted * 1000 < total * 3
