"""Thresholds of a legislature that does not exist, written as a file: three fifths for taxes,
shares of those voting and present, a number; and what such a file may not say.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from tracker.errors import DataFileError
from tracker.rules.jurisdictions import Jurisdiction
from tracker.rules.thresholds import RollFacts, ThresholdRules, load_threshold_rules
from tracker.rules.vocabulary import (
    Chamber,
    Electorate,
    MotionClass,
    NonvoteEffect,
    Result,
    Threshold,
    Venue,
)

FILE = Path(__file__).with_name("fixtures") / "three_fifths_for_taxes.yaml"


@cache
def larkmoor() -> Jurisdiction:
    house = {
        "chamber": "legislature",
        "code": "MOOT",
        "name": "Moot",
        "member_title": "Member",
        "seats": 31,
    }
    session = {"id": "2031", "name": "2031-2032", "start": "2031-01-06", "end": "2032-12-31"}
    return Jurisdiction.model_validate(
        {
            "format": 1,
            "id": "larkmoor",
            "name": "Larkmoor",
            "legislature": "Moot of Larkmoor",
            "nonvotes": "The Moot prints who was away.",
            "chambers": [house],
            "measures": {
                "types": [{"type": "MB", "name": "Moot Bill", "kind": "bill"}],
                "examples": {"MB 1": "MB 1"},
            },
            "sessions": [session],
        }
    )


@cache
def rules() -> ThresholdRules:
    return load_threshold_rules(FILE, larkmoor())


def roll(
    yes: int | None,
    no: int | None,
    result: Result,
    *,
    title: str = "An act on ferries",
    measure_type: str = "LB",
    motion: str = "Shall the bill pass?",
    motion_class: MotionClass = MotionClass.FINAL_PASSAGE,
    venue: Venue = Venue.FLOOR,
    chamber: Chamber | None = Chamber.LEGISLATURE,
    listed: int = 31,
    vote_required: str | None = None,
) -> RollFacts:
    return RollFacts(
        bill_id="LB 1",
        measure_type=measure_type,
        venue=venue,
        chamber=chamber,
        date=None,
        location="Moot",
        motion=motion,
        motion_class=motion_class,
        result=result,
        yes=yes,
        no=no,
        listed=listed,
        vote_required=vote_required,
        title=title,
    )


def procedure(motion: str, yes: int, no: int, result: Result) -> RollFacts:
    return roll(yes, no, result, motion=motion, motion_class=MotionClass.PROCEDURAL)


def found(facts: RollFacts) -> tuple[Threshold, int | None, NonvoteEffect]:
    finding = rules().threshold_of(facts)
    return finding.threshold, finding.needed, finding.nonvote_effect


WITHDRAWN = (Threshold.UNKNOWN, None, NonvoteEffect.UNKNOWN)


def test_a_tax_is_known_by_its_title_and_needs_three_fifths_of_all_seats() -> None:
    tax = roll(19, 2, Result.PASS, title="An Act to TAX  salt")
    assert found(tax) == (Threshold.THREE_FIFTHS_OF_MEMBERSHIP, 19, NonvoteEffect.AS_NO)
    assert rules().threshold_of(tax).basis == (
        "A tax needs three fifths of all seats: 19 of 31 (Larkmoor Charter, art. 7)."
    )
    assert found(roll(18, 2, Result.PASS, title="Window taxes")) == WITHDRAWN
    assert found(roll(18, 2, Result.PASS, title="A taxi stand"))[0] == Threshold.MAJORITY_OF_VOTING


def test_the_type_of_a_measure_decides_where_no_rule_before_it_does() -> None:
    three_fourths = (Threshold.THREE_FOURTHS_OF_VOTING, None, NonvoteEffect.NONE)
    assert found(roll(9, 3, Result.PASS, measure_type="RF")) == three_fourths
    assert found(roll(8, 3, Result.FAIL, measure_type="RF")) == three_fourths
    finding = rules().threshold_of(roll(8, 3, Result.PASS, measure_type="RF"))
    assert finding.threshold == Threshold.UNKNOWN
    assert "By rule three fourths of those voting would decide" in finding.basis


@pytest.mark.parametrize(
    ("yes", "no", "result", "stands"),
    [
        (13, 12, Result.PASS, True),
        (12, 12, Result.PASS, False),
        (13, 12, Result.FAIL, True),
        (15, 0, Result.FAIL, True),
        (16, 0, Result.FAIL, False),
    ],
)
def test_of_those_present_the_result_refutes_only_what_no_number_in_the_room_could_give(
    yes: int, no: int, result: Result, *, stands: bool
) -> None:
    majority = (Threshold.MAJORITY_OF_PRESENT, None, NonvoteEffect.NONE)
    assert found(procedure("Motion to adjourn", yes, no, result)) == (
        majority if stands else WITHDRAWN
    )


def test_a_rule_may_say_that_a_non_vote_does_something_else() -> None:
    facts = procedure("Motion to suspend the rules", 20, 2, Result.PASS)
    assert found(facts) == (Threshold.TWO_THIRDS_OF_PRESENT, None, NonvoteEffect.UNKNOWN)


def test_a_number_of_ayes_is_needed_whoever_votes() -> None:
    seven = (Threshold.FIXED_NUMBER, 7, NonvoteEffect.AS_NO)
    assert found(procedure("Emergency debate", 7, 20, Result.PASS)) == seven
    assert found(procedure("Emergency debate", 6, 0, Result.FAIL)) == seven
    assert found(procedure("Emergency debate", 6, 0, Result.PASS)) == WITHDRAWN


def test_of_several_lines_the_effect_is_known_only_where_it_is_the_same_under_each() -> None:
    amendment = roll(20, 3, Result.PASS, motion_class=MotionClass.AMENDMENT)
    assert found(amendment) == (Threshold.UNKNOWN, None, NonvoteEffect.UNKNOWN)
    finding = rules().threshold_of(amendment)
    assert finding.one_of == (Threshold.MAJORITY_OF_VOTING, Threshold.MAJORITY_OF_MEMBERSHIP)
    assert finding.basis.endswith("or a majority of all 31.")


def test_several_lines_are_withdrawn_only_where_the_result_refutes_each_of_them() -> None:
    under_one = roll(12, 9, Result.FAIL, motion_class=MotionClass.AMENDMENT)
    assert rules().threshold_of(under_one).one_of
    under_none = rules().threshold_of(roll(9, 12, Result.PASS, motion_class=MotionClass.AMENDMENT))
    assert not under_none.one_of
    assert "By rule more ayes than noes or 16 ayes would decide" in under_none.basis


def test_a_committee_may_need_a_share_of_its_own_seats() -> None:
    report = roll(
        5, 1, Result.PASS, venue=Venue.COMMITTEE, motion_class=MotionClass.COMMITTEE_PASSAGE,
        listed=7, vote_required="Two Thirds",
    )  # fmt: skip
    assert found(report) == (Threshold.TWO_THIRDS_OF_COMMITTEE, 5, NonvoteEffect.AS_NO)
    assert rules().threshold_of(report).basis.startswith("Two Thirds of 7 seats is 5")


def test_where_no_rule_fits_or_no_house_is_named_nothing_is_known() -> None:
    assert found(roll(9, 3, Result.PASS, motion_class=MotionClass.VETO_OVERRIDE)) == WITHDRAWN
    assert found(roll(25, 3, Result.PASS, title="Salt tax", chamber=None)) == WITHDRAWN


@pytest.mark.parametrize("threshold", [one for one in Threshold if one.electorate])
def test_a_share_is_the_fewest_ayes_that_reach_it_exactly(threshold: Threshold) -> None:
    shares = {
        "majority": Fraction(1, 2),
        "half": Fraction(1, 2),
        "one_third": Fraction(1, 3),
        "three_fifths": Fraction(3, 5),
        "two_thirds": Fraction(2, 3),
        "three_fourths": Fraction(3, 4),
    }
    for electors in range(1, 500):
        ayes, share = threshold.ayes_of(electors), shares[threshold.share] * electors
        reached = [
            n > share if threshold.share == "majority" else n >= share for n in (ayes, ayes - 1)
        ]
        assert reached == [True, False], electors


def test_nobody_voting_reaches_no_share() -> None:
    assert all(one.ayes_of(0) == 1 for one in Threshold if one.electorate)


def test_silence_does_what_a_no_does_where_seats_are_counted() -> None:
    as_no = {one for one in Threshold if one.nonvote_effect == NonvoteEffect.AS_NO}
    seated = {Electorate.MEMBERSHIP, Electorate.COMMITTEE}
    assert as_no == {one for one in Threshold if one.electorate in seated} | {
        Threshold.FIXED_NUMBER
    }
    assert Threshold.UNKNOWN.nonvote_effect == NonvoteEffect.UNKNOWN


@pytest.mark.parametrize(
    ("written", "instead", "rule", "what"),
    [
        pytest.param("title_any_of", "weather", "tax", "no such entry", id="unknown condition"),
        pytest.param(
            "classes: [amendment]", "classes: [tweak]", "amendment", "Input should be",
            id="unknown class",
        ),
        pytest.param("venues: [floor]", "venues: []", "tax", "at least 1 item", id="no venue"),
        pytest.param(
            "three_fifths_of_membership", "5/4_of_membership", "tax",
            "'5/4_of_membership' is no threshold", id="more than the whole",
        ),
        pytest.param("threshold: 7", "threshold: 0", "emergency_debate", "0 is no", id="no ayes"),
        pytest.param(
            "threshold: 7", "threshold: 32", "emergency_debate",
            "32 ayes are more than the 31 seats of the Moot", id="more than the seats",
        ),
        pytest.param(
            "id: passage", "id: tax", "rule tax", "two threshold rules are called tax", id="one id"
        ),
        pytest.param(
            r"'\btax(es)?\b'", r"'\btax(es?\b'", "tax", "is not a regular expression", id="pattern"
        ),
        pytest.param(
            "'emergency debate'", "'Emergency'", "emergency_debate", "holds capitals", id="capitals"
        ),
        pytest.param(
            "'emergency debate'", "'emergency debate', 'alarm'", "emergency_debate",
            "'alarm' is found in the motion of no example", id="pattern without example",
        ),
        pytest.param(
            "title: The harbor question", "title: A harbor tax", "referendum",
            "is decided by tax", id="example of another rule",
        ),
        pytest.param(
            "motion: Motion to adjourn", "class: veto_override", "other_procedure",
            "is decided by no rule", id="example of no rule",
        ),
        pytest.param(
            "source: taxes", "source: custom", "tax", "'custom' is not among", id="unknown source"
        ),
        pytest.param(
            "    why: Both were applied.\n", "", "amendment", "or say `why`", id="no reason"
        ),
        pytest.param(
            "threshold: 7", "threshold: 7\n    one_of: [majority_of_voting, majority_of_present]",
            "emergency_debate", "either `threshold` or `one_of`", id="two outcomes",
        ),
        pytest.param(
            "one_of: [majority_of_voting, majority_of_membership]", "one_of: [majority_of_voting]",
            "amendment", "at least 2 items", id="one of one",
        ),
        pytest.param(
            "More ayes than noes (", "More than {no} noes (", "passage",
            "which is not given for every roll", id="a gap that may stay open",
        ),
        pytest.param(
            "More ayes than noes (", "More {love} (", "passage", "nothing that a sentence can say",
            id="unknown gap",
        ),
        pytest.param(
            "More ayes than noes (", "More } (", "passage", "cannot be filled in", id="odd brace",
        ),
        pytest.param(
            "      vote_required: Two Thirds\n", "      ayes: {}\n", "report", "say `at_least`",
            id="empty ayes",
        ),
    ],
)  # fmt: skip
def test_what_a_file_of_thresholds_may_not_say(
    tmp_path: Path, written: str, instead: str, rule: str, what: str
) -> None:
    text = FILE.read_text("utf-8")
    assert written in text
    path = tmp_path / "thresholds.yaml"
    path.write_text(text.replace(written, instead, 1), "utf-8")
    with pytest.raises(DataFileError) as caught:
        load_threshold_rules(path, larkmoor())
    assert what in caught.value.what
    assert str(path) in caught.value.where
    assert rule in caught.value.where
    assert caught.value.what_to_do


def test_the_rules_of_another_jurisdiction_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "thresholds.yaml"
    text = FILE.read_text("utf-8").replace("jurisdiction: larkmoor", "jurisdiction: ca")
    path.write_text(text, "utf-8")
    with pytest.raises(DataFileError, match="the rules are for ca, not larkmoor"):
        load_threshold_rules(path, larkmoor())
