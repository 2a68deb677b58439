"""The plain scorer against sums done by hand, so that it can be trusted to check the other one."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from tests.scoring import presets, strategies
from tests.scoring.plain import (
    Designated,
    Item,
    LedgerRow,
    Membership,
    Method,
    PersonVote,
    Position,
    Score,
    ScoringInput,
    Stance,
    Status,
    VoteEvent,
    bands,
    ledger,
    lifetime,
    medians,
    percent,
    scores,
)
from tracker.rules.vocabulary import (
    Chamber,
    MotionClass,
    NonvoteEffect,
    Option,
    Result,
    RollStatus,
    Venue,
)

UPPER, LOWER = Chamber.UPPER, Chamber.LOWER
YES, NO, SILENT = Option.YES, Option.NO, Option.NOT_VOTING
JUNE = date(2007, 6, 7)
OPENING = date(2006, 12, 4)

FLOOR_VOTE = VoteEvent(
    vote_event_id="floor",
    bill_id="bill",
    chamber=UPPER,
    venue=Venue.FLOOR,
    date=JUNE,
    sequence=1,
    motion_class=MotionClass.FINAL_PASSAGE,
    result=Result.PASS,
    yes=21,
    no=15,
    nonvote_effect=NonvoteEffect.AS_NO,
    status=RollStatus.LOADED,
)
COMMITTEE_VOTE = replace(
    FLOOR_VOTE,
    vote_event_id="committee",
    venue=Venue.COMMITTEE,
    date=date(2007, 4, 23),
    motion_class=MotionClass.COMMITTEE_PASSAGE,
    yes=5,
    no=2,
)

BY_EFFECT = replace(presets.AGENDA_ALIGNMENT, minimum_measures=0, minimum_weight_percent=0)


def supported(item_id: str, stance: Stance = Stance.SUPPORT) -> Position:
    return Position(item_id, stance, OPENING, None, OPENING)


def one_measure(
    votes: Mapping[str, Option],
    roll: VoteEvent = FLOOR_VOTE,
    stance: Stance = Stance.SUPPORT,
) -> ScoringInput:
    """One measure with one roll call, everybody a senator throughout."""
    return ScoringInput(
        items=(Item("item", "bill"),),
        positions=(supported("item", stance),),
        designated=(),
        vote_events=(roll,),
        person_votes=tuple(
            PersonVote(roll.vote_event_id, p, option) for p, option in votes.items()
        ),
        memberships=tuple(Membership(p, UPPER, OPENING, None) for p in votes),
    )


def floor_votes(votes: Mapping[str, str], weights: Mapping[int, int] | None = None) -> ScoringInput:
    """Supported measures with one Senate floor vote each.

    A person's word has one letter per measure: y, n, - (no vote recorded), e (excused) or a
    blank (not on the roll).
    """
    letters = {"y": YES, "n": NO, "-": SILENT, "e": Option.EXCUSED}
    measures = range(max(len(word) for word in votes.values()))
    return ScoringInput(
        items=tuple(Item(f"i{n}", f"b{n}", (weights or {}).get(n, 100)) for n in measures),
        positions=tuple(supported(f"i{n}") for n in measures),
        designated=(),
        vote_events=tuple(
            replace(FLOOR_VOTE, vote_event_id=f"r{n}", bill_id=f"b{n}") for n in measures
        ),
        person_votes=tuple(
            PersonVote(f"r{n}", person, letters[letter])
            for person, word in votes.items()
            for n, letter in enumerate(word)
            if letter != " "
        ),
        memberships=tuple(Membership(person, UPPER, OPENING, None) for person in votes),
    )


def with_rolls(record: ScoringInput, *rolls: VoteEvent, person: str = "ana") -> ScoringInput:
    """The same record with further roll calls on which one person votes aye."""
    return replace(
        record,
        vote_events=(*record.vote_events, *rolls),
        person_votes=(
            *record.person_votes,
            *(PersonVote(roll.vote_event_id, person, YES) for roll in rolls),
        ),
    )


def score_of(
    record: ScoringInput,
    person_id: str,
    method: Method = presets.MISSED_IS_AGAINST,
    chamber: Chamber = UPPER,
    *,
    committee_votes: bool = False,
    weighted: bool = True,
) -> Score:
    found = scores(record, method, committee_votes=committee_votes, weighted=weighted)
    [score] = [s for s in found if (s.person_id, s.chamber) == (person_id, chamber)]
    return score


def only_row(record: ScoringInput, method: Method = BY_EFFECT) -> LedgerRow:
    [row] = ledger(record, method)
    return row


def rolls_scored(record: ScoringInput, *, committee_votes: bool = False) -> set[str]:
    rows = ledger(record, presets.MISSED_IS_AGAINST, committee_votes=committee_votes)
    assert len(rows) == len({(row.person_id, row.item_id, row.vote_event_id) for row in rows})
    return {row.vote_event_id for row in rows}


# The worked case: SB 375 in the Senate, 2007.


def sb375(facts: Path, *, with_committees: bool) -> ScoringInput:
    """The three Senate roll calls that the first floor analysis lists, surnames as people."""
    dates = {"2007-04-23", "2007-05-31", "2007-06-07"}
    document = json.loads((facts / "sb375.json").read_text(encoding="utf-8"))
    printed = [r for r in document["roll_calls"] if r["date"] in dates and r["chamber"] == "Senate"]
    assert len(printed) == 3
    rolls = tuple(
        replace(
            FLOOR_VOTE if r["stage"] == "floor" else COMMITTEE_VOTE,
            vote_event_id=r["roll_id"],
            date=date.fromisoformat(r["date"]),
            yes=r["ayes_count"],
            no=r["noes_count"],
        )
        for r in printed
    )
    votes = tuple(
        PersonVote(r["roll_id"], name, option)
        for r in printed
        for column, option in (("ayes", YES), ("noes", NO), ("nvr", SILENT))
        for name in r[column]
    )
    return ScoringInput(
        items=(Item("sb375", "bill", 200),),
        positions=(supported("sb375"),),
        designated=tuple(
            Designated("sb375", roll.vote_event_id) for roll in rolls if with_committees
        ),
        vote_events=rolls,
        person_votes=votes,
        memberships=tuple(
            Membership(name, UPPER, OPENING, None)
            for name in sorted({v.person_id for v in votes if v.person_id is not None})
        ),
    )


RULES = (presets.MISSED_IS_AGAINST, presets.HALF_FOR_MISSED, presets.ABSENCES_DROPPED)


def test_on_three_rolls_of_sb_375_only_five_senators_depend_on_the_rule(facts: Path) -> None:
    record = sb375(facts, with_committees=True)
    percents = {
        seat.person_id: tuple(score_of(record, seat.person_id, rule).percent for rule in RULES)
        for seat in record.memberships
    }
    assert len(percents) == 40
    assert percents["Florez"] == (67, 83, 100)
    moved = {name: found for name, found in percents.items() if len(set(found)) > 1}
    assert moved == {
        "Florez": (67, 83, 100),
        "Ducheny": (0, 50, None),
        "Machado": (0, 50, None),
        "Negrete McLeod": (0, 50, None),
        "Battin": (0, 25, 0),
    }


def test_with_committee_votes_the_same_three_rolls_are_scored_undesignated(facts: Path) -> None:
    designated = sb375(facts, with_committees=True)
    undesignated = sb375(facts, with_committees=False)
    for rule in RULES:
        assert scores(undesignated, rule, committee_votes=True) == scores(designated, rule)


def test_florez_is_nought_on_the_floor_vote_alone(facts: Path) -> None:
    assert score_of(sb375(facts, with_committees=False), "Florez").percent == 0


def test_aye_aye_silent_shares_one_measures_weight() -> None:
    first, second = COMMITTEE_VOTE, replace(COMMITTEE_VOTE, vote_event_id="second")
    record = with_rolls(one_measure({"ana": SILENT}), first, second)
    record = replace(
        record, designated=(Designated("item", "committee"), Designated("item", "second"))
    )
    found = [score_of(record, "ana", rule) for rule in RULES]
    assert [(s.numerator, s.denominator, s.percent) for s in found] == [
        (2, 3, 67),
        (5, 6, 83),
        (1, 1, 100),
    ]
    assert {s.counted for s in found} == {1}


# Fractions, and how they are shown.


def test_thirteen_of_twenty_stays_thirteen_of_twenty() -> None:
    score = score_of(floor_votes({"ana": "y" * 13 + "n" * 7}), "ana")
    assert (score.numerator, score.denominator, score.percent) == (13, 20, 65)


def test_two_and_a_half_of_three_is_five_sixths_and_two_of_four_is_not_reduced() -> None:
    halved = score_of(floor_votes({"ana": "yy-"}), "ana", presets.HALF_FOR_MISSED)
    even = score_of(floor_votes({"ana": "yynn"}), "ana")
    assert (halved.numerator, halved.denominator, halved.percent) == (5, 6, 83)
    assert (even.numerator, even.denominator, even.percent) == (2, 4, 50)


def test_a_weight_counts_once_over_and_not_at_all_when_unweighted() -> None:
    record = floor_votes({"ana": "yn"}, {0: 150})
    weighted = score_of(record, "ana")
    unweighted = score_of(record, "ana", weighted=False)
    assert (weighted.numerator, weighted.denominator, weighted.percent) == (3, 5, 60)
    assert (unweighted.numerator, unweighted.denominator, unweighted.percent) == (1, 2, 50)


def test_two_roll_calls_share_their_measures_weight() -> None:
    # Measure 0 (weight 2): an aye and a no, credit 1/2. Measure 1: an aye. (2 x 1/2 + 1) / 3.
    record = floor_votes({"ana": "ny"}, {0: 200})
    record = with_rolls(record, replace(COMMITTEE_VOTE, bill_id="b0"))
    record = replace(record, designated=(Designated("i0", "committee"),))
    score = score_of(record, "ana")
    assert (score.numerator, score.denominator, score.counted) == (2, 3, 2)


@pytest.mark.parametrize(
    ("score", "shown"),
    [
        (Fraction(0), 0),
        (Fraction(1, 400), 1),
        (Fraction(1, 200), 1),
        (Fraction(1, 8), 13),
        (Fraction(5, 8), 63),
        (Fraction(124, 1000), 12),
        (Fraction(197, 200), 99),
        (Fraction(199, 200), 99),
        (Fraction(399, 400), 99),
        (Fraction(1), 100),
    ],
)
def test_a_half_rounds_up_and_nought_and_hundred_are_exact(score: Fraction, shown: int) -> None:
    assert percent(score) == shown


def test_nothing_counted_is_nought_of_nought_and_no_number() -> None:
    score = score_of(floor_votes({"ana": "-"}), "ana", presets.ABSENCES_DROPPED)
    assert (score.numerator, score.denominator, score.percent, score.rank) == (0, 0, None, None)
    assert (score.counted, score.eligible, score.available) == (0, 1, 1)
    assert score.status == Status.NOT_ENOUGH_VOTES


# What a vote is worth.


@pytest.mark.parametrize(
    ("stance", "option", "effect", "credit", "reason"),
    [
        (Stance.SUPPORT, YES, NonvoteEffect.AS_NO, 2, None),
        (Stance.SUPPORT, NO, NonvoteEffect.AS_NO, 0, None),
        (Stance.OPPOSE, YES, NonvoteEffect.AS_NO, 0, None),
        (Stance.OPPOSE, NO, NonvoteEffect.AS_NO, 2, None),
        (Stance.SUPPORT, SILENT, NonvoteEffect.AS_NO, 0, None),
        (Stance.OPPOSE, SILENT, NonvoteEffect.AS_NO, 2, None),
        (Stance.SUPPORT, SILENT, NonvoteEffect.NONE, None, "no_effect"),
        (Stance.OPPOSE, Option.PRESENT, NonvoteEffect.NONE, None, "no_effect"),
        (Stance.SUPPORT, Option.ABSENT, NonvoteEffect.UNKNOWN, None, "effect_unknown"),
        (Stance.OPPOSE, Option.ABSTAIN, NonvoteEffect.UNKNOWN, None, "effect_unknown"),
        (Stance.SUPPORT, Option.EXCUSED, NonvoteEffect.AS_NO, None, "excused"),
        (Stance.OPPOSE, Option.PAIRED, NonvoteEffect.NONE, None, "paired"),
        (Stance.OPPOSE, Option.RECUSED, NonvoteEffect.AS_NO, None, "recused"),
    ],
)
def test_a_non_vote_counts_by_its_effect_in_both_directions(
    stance: Stance, option: Option, effect: NonvoteEffect, credit: int | None, reason: str | None
) -> None:
    roll = replace(FLOOR_VOTE, nonvote_effect=effect)
    row = only_row(one_measure({"ana": option}, roll, stance))
    assert (row.credit_halves, row.reason, row.counted) == (credit, reason, reason is None)


@pytest.mark.parametrize("stance", Stance)
def test_against_and_half_ask_neither_the_stance_nor_the_effect(stance: Stance) -> None:
    roll = replace(FLOOR_VOTE, nonvote_effect=NonvoteEffect.NONE)
    record = one_measure({"ana": SILENT}, roll, stance)
    assert only_row(record, presets.MISSED_IS_AGAINST).credit_halves == 0
    assert only_row(record, presets.HALF_FOR_MISSED).credit_halves == 1


def test_a_method_that_judges_silence_by_the_position_is_refused() -> None:
    method = replace(
        BY_EFFECT, treatments={**BY_EFFECT.treatments, SILENT: BY_EFFECT.treatments[YES]}
    )
    with pytest.raises(ValueError, match="not_voting cannot be judged by_position"):
        ledger(one_measure({"ana": SILENT}), method)


def test_the_vote_index_is_total_plus_possible_over_twice_possible() -> None:
    # Three with, one against, one silent: total 3 - 1 = 2 of 5 possible; (2 + 5) / 10.
    score = score_of(floor_votes({"ana": "yyyn-"}), "ana", presets.VOTE_INDEX)
    assert Fraction(score.numerator, score.denominator) == Fraction(7, 10)


# Which roll calls are scored.


def test_the_last_floor_vote_on_the_bill_is_the_main_one() -> None:
    record = one_measure({"ana": YES})
    later = replace(FLOOR_VOTE, vote_event_id="later", date=date(2007, 8, 1))
    same_day = replace(FLOOR_VOTE, vote_event_id="a-second", sequence=2)
    same_moment = replace(FLOOR_VOTE, vote_event_id="g", sequence=1)
    assert rolls_scored(with_rolls(record, later)) == {"later"}
    assert rolls_scored(with_rolls(record, same_day)) == {"a-second"}
    assert rolls_scored(with_rolls(record, same_moment)) == {"g"}


@pytest.mark.parametrize(
    "later",
    [
        replace(FLOOR_VOTE, motion_class=MotionClass.RECONSIDERATION),
        replace(FLOOR_VOTE, motion_class=MotionClass.VETO_OVERRIDE),
        replace(FLOOR_VOTE, venue=Venue.COMMITTEE),
        replace(FLOOR_VOTE, venue=Venue.CONFERENCE, chamber=None),
        replace(FLOOR_VOTE, chamber=LOWER),
        replace(FLOOR_VOTE, status=RollStatus.KNOWN_MISSING),
        replace(FLOOR_VOTE, bill_id="other"),
    ],
)
def test_another_kind_of_roll_call_does_not_replace_the_main_one(later: VoteEvent) -> None:
    later = replace(later, vote_event_id="later", sequence=9)
    assert rolls_scored(with_rolls(one_measure({"ana": YES}), later)) == {"floor"}


@pytest.mark.parametrize("motion_class", [MotionClass.CONCURRENCE, MotionClass.CONSENT])
def test_concurrence_and_consent_may_be_the_main_vote(motion_class: MotionClass) -> None:
    later = replace(FLOOR_VOTE, vote_event_id="later", sequence=2, motion_class=motion_class)
    assert rolls_scored(with_rolls(one_measure({"ana": YES}), later)) == {"later"}


def test_a_main_vote_left_out_whole_is_not_replaced_by_an_earlier_one() -> None:
    later = replace(FLOOR_VOTE, vote_event_id="later", sequence=2, motion_class=MotionClass.CONSENT)
    record = with_rolls(one_measure({"ana": YES}), later)
    row = only_row(record)
    assert (row.vote_event_id, row.counted, row.reason) == ("later", False, "consent")
    score = score_of(record, "ana", BY_EFFECT)
    assert (score.counted, score.eligible, score.available) == (0, 0, 0)


def test_a_designated_roll_may_be_of_any_class_and_of_another_bill() -> None:
    procedural = replace(
        COMMITTEE_VOTE, bill_id="gutted", motion_class=MotionClass.PROCEDURAL, sequence=1
    )
    record = with_rolls(one_measure({"ana": YES}), procedural)
    record = replace(record, designated=(Designated("item", "committee"),))
    assert rolls_scored(record) == {"floor", "committee"}


def test_a_main_or_committee_roll_that_is_also_designated_counts_once() -> None:
    record = with_rolls(one_measure({"ana": YES}), COMMITTEE_VOTE)
    record = replace(
        record, designated=(Designated("item", "floor"), Designated("item", "committee"))
    )
    assert len(ledger(record, BY_EFFECT)) == 2
    assert len(ledger(record, BY_EFFECT, committee_votes=True)) == 2


def test_committee_votes_are_scored_only_when_asked_for() -> None:
    procedural = replace(
        COMMITTEE_VOTE, vote_event_id="suspense", motion_class=MotionClass.PROCEDURAL
    )
    record = with_rolls(one_measure({"ana": YES}), COMMITTEE_VOTE, procedural)
    assert rolls_scored(record) == {"floor"}
    assert rolls_scored(record, committee_votes=True) == {"floor", "committee"}


def test_a_missing_or_conference_roll_is_not_scored_even_if_designated() -> None:
    missing = replace(COMMITTEE_VOTE, status=RollStatus.KNOWN_MISSING)
    conference = replace(COMMITTEE_VOTE, vote_event_id="both", chamber=None, venue=Venue.CONFERENCE)
    record = with_rolls(one_measure({"ana": YES}), missing, conference)
    record = replace(
        record, designated=(Designated("item", "committee"), Designated("item", "both"))
    )
    assert rolls_scored(record, committee_votes=True) == {"floor"}


def test_each_house_has_its_own_main_vote_and_its_own_list() -> None:
    other_house = replace(FLOOR_VOTE, vote_event_id="assembly", chamber=LOWER)
    record = with_rolls(one_measure({"ana": NO}), other_house, person="ben")
    record = replace(
        record, memberships=(*record.memberships, Membership("ben", LOWER, OPENING, None))
    )
    assert [(s.person_id, s.chamber, s.percent, s.rank) for s in scores(record, BY_EFFECT)] == [
        ("ana", UPPER, 0, 1),
        ("ben", LOWER, 100, 1),
    ]


def test_a_measure_is_available_only_in_the_house_that_voted_on_it() -> None:
    assembly_only = replace(FLOOR_VOTE, vote_event_id="assembly", bill_id="b1", chamber=LOWER)
    record = floor_votes({"ana": "yy"})
    record = replace(record, vote_events=(record.vote_events[0],))
    record = with_rolls(
        record,
        assembly_only,
        replace(assembly_only, vote_event_id="first", bill_id="b0"),
        person="ben",
    )
    record = replace(
        record, memberships=(*record.memberships, Membership("ben", LOWER, OPENING, None))
    )
    assert score_of(record, "ana").available == 1
    assert score_of(record, "ben", chamber=LOWER).available == 2
    # The median over ana's measures is of ana's house.
    assert medians(record, BY_EFFECT, {}, over_items_of=("ana", UPPER)) == {(UPPER, None): 1}


# Positions and seats have dates.


def test_a_vote_is_judged_by_the_position_in_force_that_day() -> None:
    asked = Position("item", Stance.SUPPORT, OPENING, date(2007, 6, 6), OPENING)
    turned = Position("item", Stance.OPPOSE, JUNE, JUNE, date(2007, 12, 1))
    record = replace(one_measure({"ana": YES}), positions=(asked, turned))
    assert only_row(record).stance == Stance.OPPOSE
    assert ledger(replace(record, positions=(asked,)), BY_EFFECT) == []


def test_of_two_positions_in_force_the_later_one_rules() -> None:
    early = supported("item", Stance.SUPPORT)
    late = Position("item", Stance.OPPOSE, date(2007, 5, 1), None, date(2007, 5, 1))
    for order in ((early, late), (late, early)):
        record = replace(one_measure({"ana": YES}), positions=order)
        assert only_row(record).stance == Stance.OPPOSE


def test_the_main_vote_is_the_last_one_on_which_a_position_stood() -> None:
    later = replace(FLOOR_VOTE, vote_event_id="later", date=date(2008, 8, 30))
    record = with_rolls(one_measure({"ana": YES}), later)
    until_summer = Position("item", Stance.SUPPORT, OPENING, date(2007, 9, 1), OPENING)
    assert rolls_scored(replace(record, positions=(until_summer,))) == {"floor"}


@pytest.mark.parametrize(
    ("seat", "rows"),
    [
        (Membership("ana", UPPER, JUNE, JUNE), 1),
        (Membership("ana", UPPER, date(2007, 6, 8), None), 0),
        (Membership("ana", UPPER, OPENING, date(2007, 6, 6)), 0),
        (Membership("ana", LOWER, OPENING, None), 0),
    ],
)
def test_only_who_held_a_seat_in_that_house_that_day_has_a_row(seat: Membership, rows: int) -> None:
    record = replace(one_measure({"ana": YES}), memberships=(seat,))
    assert len(ledger(record, BY_EFFECT)) == rows


def test_two_terms_that_touch_make_one_row() -> None:
    terms = (Membership("ana", UPPER, OPENING, JUNE), Membership("ana", UPPER, JUNE, None))
    assert len(ledger(replace(one_measure({"ana": YES}), memberships=terms), BY_EFFECT)) == 1


def test_a_name_that_is_nobody_and_a_vacant_seat_have_no_row() -> None:
    record = one_measure({"ana": YES})
    nobody = (PersonVote("floor", None, NO), PersonVote("floor", None, Option.VACANT))
    record = replace(record, person_votes=(*record.person_votes, *nobody))
    assert only_row(record).person_id == "ana"


# Roll calls left out whole.


@pytest.mark.parametrize(
    ("yes", "no", "reason"),
    [
        (38, 0, "near_unanimous"),
        (0, 38, "near_unanimous"),
        (40, 1, "near_unanimous"),
        (39, 1, None),
        (21, 15, None),
        (0, 0, None),
        (None, None, None),
        (None, 0, None),
    ],
)
def test_near_unanimous_is_under_25_in_a_thousand(
    yes: int | None, no: int | None, reason: str | None
) -> None:
    roll = replace(FLOOR_VOTE, yes=yes, no=no)
    assert only_row(one_measure({"ana": YES}, roll)).reason == reason


@pytest.mark.parametrize(
    ("yes", "no", "result", "reason"),
    [
        (24, 16, Result.PASS, "not_close"),
        (23, 16, Result.PASS, None),
        (38, 0, Result.PASS, "not_close"),
        (38, 0, Result.FAIL, None),
        (None, None, Result.FAIL, None),
        (None, None, Result.UNKNOWN, "not_close"),
        (0, 0, Result.PASS, "not_close"),
    ],
)
def test_close_is_passed_under_sixty_percent_or_failed(
    yes: int | None, no: int | None, result: Result, reason: str | None
) -> None:
    roll = replace(FLOOR_VOTE, yes=yes, no=no, result=result)
    row = only_row(one_measure({"ana": YES}, roll), presets.CLOSE_VOTES_ONLY)
    assert row.reason == reason


def test_the_rule_for_the_roll_is_named_before_the_rule_for_the_vote() -> None:
    roll = replace(FLOOR_VOTE, motion_class=MotionClass.CONSENT, yes=38, no=0)
    row = only_row(one_measure({"ana": Option.EXCUSED}, roll))
    assert (row.counted, row.reason) == (False, "consent")


# Enough votes, ranks, bands, lifetimes, medians.


def test_five_measures_and_half_of_the_weight_are_enough() -> None:
    record = floor_votes({"ana": "yyyyy     ", "ben": "yyyy      ", "cy": "nnnnnnnnnn"})
    method = presets.AGENDA_ALIGNMENT
    assert score_of(record, "ana", method).status == Status.SCORED
    few = score_of(record, "ben", method)
    assert (few.status, few.percent, few.counted, few.eligible, few.available) == (
        Status.NOT_ENOUGH_VOTES,
        None,
        4,
        4,
        10,
    )
    heavier = floor_votes({"ana": "yyyyy     ", "cy": "nnnnnnnnnn"}, {9: 101})
    assert score_of(heavier, "ana", method).status == Status.NOT_ENOUGH_VOTES
    assert score_of(heavier, "ana", method, weighted=False).status == Status.SCORED


def test_a_left_out_vote_is_eligible_but_not_counted() -> None:
    score = score_of(floor_votes({"ana": "yne "}), "ana", presets.EXCUSED_DROPPED)
    assert (score.counted, score.eligible, score.available) == (2, 3, 4)


def test_ties_share_a_rank_and_the_next_rank_is_skipped() -> None:
    record = floor_votes({"ana": "yyyy", "ben": "yynn", "cy": "yn  ", "dee": "nnnn", "eve": "ee"})
    ranks = {s.person_id: s.rank for s in scores(record, presets.EXCUSED_DROPPED)}
    assert ranks == {"ana": 1, "ben": 2, "cy": 2, "dee": 4, "eve": None}


def test_the_band_is_the_least_and_greatest_percent_shown_under_any_rule() -> None:
    record = floor_votes({"ana": "yy-", "ben": "  -", "cy": "   "})
    assert bands(record, RULES) == {
        ("ana", UPPER): (67, 100),
        ("ben", UPPER): (0, 50),
        ("cy", UPPER): None,
    }


def test_the_band_takes_in_committee_votes_and_the_unweighted_score() -> None:
    record = with_rolls(floor_votes({"ana": "ny"}, {0: 200}), replace(COMMITTEE_VOTE, bill_id="b0"))
    # Floor: 1/3, or 1/2 unweighted. With the committee vote: 2/3, or 3/4 unweighted.
    assert bands(record, [presets.MISSED_IS_AGAINST]) == {("ana", UPPER): (33, 75)}


def test_a_lifetime_pools_votes_and_never_averages_years() -> None:
    first, second = floor_votes({"ana": "yyyy"}), floor_votes({"ana": "n", "ben": " "})
    assert lifetime([first, second], BY_EFFECT) == {"ana": (4, 5), "ben": (0, 0)}


def test_a_lifetime_spans_both_houses() -> None:
    as_senator = floor_votes({"ana": "yn"}, {0: 150})
    in_assembly = replace(FLOOR_VOTE, vote_event_id="assembly", bill_id="b1", chamber=LOWER)
    record = with_rolls(as_senator, replace(in_assembly, date=date(2008, 6, 1)))
    switched = Membership("ana", LOWER, date(2007, 12, 1), None)
    record = replace(record, memberships=(*record.memberships, switched))
    # 1.5 + 0 in the upper house, 1 in the lower: 2.5 of 3.5.
    assert lifetime([record], BY_EFFECT) == {"ana": (5, 7)}


def test_a_median_of_an_even_number_is_the_mean_of_the_middle_two() -> None:
    record = floor_votes({"ana": "yyy", "ben": "yyn", "cy": "ynn", "dee": "nnn", "eve": "eee"})
    parties = {"ana": "North", "ben": "North", "cy": "North", "dee": "South", "eve": "East"}
    assert medians(record, presets.EXCUSED_DROPPED, parties) == {
        (UPPER, None): Fraction(1, 2),
        (UPPER, "North"): Fraction(2, 3),
        (UPPER, "South"): Fraction(0),
    }


def test_a_median_may_be_over_the_measures_one_member_could_vote_on() -> None:
    record = floor_votes({"ana": "yyyy", "ben": "ynny", "newcomer": " -y "})
    found = medians(record, BY_EFFECT, {}, over_items_of=("newcomer", UPPER))
    # On the middle two measures: ana 2/2, ben 0/2, newcomer 1/2.
    assert found == {(UPPER, None): Fraction(1, 2)}


# The generated legislatures reach what they are meant to reach, and some laws hold on them.


def test_generated_inputs_reach_every_rule() -> None:
    reached: Counter[str] = Counter()

    def note(record: ScoringInput, method: Method) -> None:
        rows = ledger(record, method, committee_votes=True)
        for row in rows:
            reached.update((f"reason {row.reason}", row.option, row.stance, row.chamber))
            reached[f"credit {row.credit_halves}"] += 1
        on_item = Counter((row.person_id, row.chamber, row.item_id) for row in rows)
        reached[f"{max(on_item.values(), default=0)} rolls share a measure"] += 1
        reached["committee votes matter"] += rows != ledger(record, method)
        found = scores(record, method)
        reached.update(f"{method.id} {score.status}" for score in found)
        reached["weights matter"] += found != scores(record, method, weighted=False)
        for house in (UPPER, LOWER):
            ranks = [s.rank for s in found if s.chamber == house and s.rank is not None]
            reached["tie"] += len(ranks) != len(set(ranks))
            reached["no tie"] += len(set(ranks)) > 1
        people = Counter(score.person_id for score in found if score.counted)
        reached["counted in both houses"] += 2 in people.values()

    @settings(
        max_examples=300,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(strategies.scoring_inputs(), strategies.methods())
    def look(record: ScoringInput, method: Method) -> None:
        for any_method in (method, *presets.PRESETS):
            note(record, any_method)

    look()
    wanted = {
        *(option for option in Option if option != Option.VACANT),
        *Stance,
        UPPER,
        LOWER,
        *(f"{method.id} {status}" for method in presets.PRESETS for status in Status),
        *(f"reason {option}" for option in Option if option not in (YES, NO, Option.VACANT)),
        *("reason None", "reason consent", "reason near_unanimous", "reason not_close"),
        *("reason no_effect", "reason effect_unknown"),
        *("credit 0", "credit 1", "credit 2", "credit None"),
        *("1 rolls share a measure", "2 rolls share a measure", "3 rolls share a measure"),
        *("committee votes matter", "weights matter", "tie", "no tie", "counted in both houses"),
    }
    assert {name for name in wanted if reached[name] == 0} == set()


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(strategies.scoring_inputs(), strategies.methods())
def test_swapping_sides_and_votes_changes_no_score(record: ScoringInput, method: Method) -> None:
    # Support and oppose, aye and no are named alike: only silence by its effect tells them apart.
    mirrored = replace(
        record,
        positions=tuple(
            replace(p, stance=Stance.OPPOSE if p.stance == Stance.SUPPORT else Stance.SUPPORT)
            for p in record.positions
        ),
        person_votes=tuple(
            replace(v, option={YES: NO, NO: YES}.get(v.option, v.option))
            for v in record.person_votes
        ),
        vote_events=tuple(
            replace(e, nonvote_effect=NonvoteEffect.NONE) for e in record.vote_events
        ),
    )
    silent = replace(record, vote_events=mirrored.vote_events)
    assert scores(mirrored, method) == scores(silent, method)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(strategies.scoring_inputs())
def test_the_vote_index_is_half_for_missed_under_another_name(record: ScoringInput) -> None:
    assert scores(record, presets.VOTE_INDEX) == scores(record, presets.HALF_FOR_MISSED)
