"""Findings on a threshold: their shape, and what a declared result alone can prove."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from tracker.record.bills import BillId
from tracker.record.jurisdictions import House
from tracker.record.vocabulary import (
    Chamber,
    MotionClass,
    NonvoteEffect,
    Result,
    Threshold,
    Venue,
)


@dataclass(frozen=True)
class RollFacts:
    """What is known of one roll call. `yes` and `no` are the declared counts, None where not given.

    `listed` counts the names printed on the roll, `vacant` the vacant seats printed beside them.
    `vote_required` is what the text of the bill in force that day says, where the source has it.
    """

    bill: BillId
    venue: Venue
    chamber: Chamber | None
    date: datetime.date | None
    location: str
    motion: str
    motion_class: MotionClass
    result: Result
    yes: int | None
    no: int | None
    listed: int
    vacant: int = 0
    vote_required: str | None = None


@dataclass(frozen=True)
class ThresholdFinding:
    """The threshold, the ayes it is in numbers where that is fixed, and one sentence on why."""

    threshold: Threshold
    basis: str
    needed: int | None
    nonvote_effect: NonvoteEffect


def bill_by_result(roll: RollFacts, house: House, source: str) -> ThresholdFinding:
    """A bill without a mark: at least a majority of the membership; the result may prove more."""
    line = f"{house.majority} of {house.seats}"
    if roll.yes is None or roll.result == Result.UNKNOWN:
        return at_least_a_majority(f"At least {line} ({source}); no result to judge by.")
    short = house.majority <= roll.yes < house.two_thirds
    if roll.result == Result.PASS and short:
        return majority(
            house,
            f"Passed with {roll.yes} ayes, short of two thirds ({house.two_thirds}): "
            f"a majority of the membership was enough ({source}; the roll itself).",
        )
    if roll.result == Result.FAIL and short:
        return two_thirds(
            house,
            f"Failed with {roll.yes} ayes, a majority of the membership ({house.majority}): "
            "only two thirds can have been the line (the roll itself).",
        )
    if roll.result == Result.PASS and roll.yes >= house.two_thirds:
        return at_least_a_majority(
            f"Passed with {roll.yes} ayes, which meets both a majority ({house.majority}) and "
            f"two thirds ({house.two_thirds}); the record read here does not say which applied "
            f"(at least {line}: {source})."
        )
    if roll.result == Result.FAIL and roll.yes < house.majority:
        return at_least_a_majority(
            f"Failed with {roll.yes} ayes, below a majority of the membership; whether two thirds "
            f"were needed is not known (at least {line}: {source})."
        )
    return unknown(
        f"The declared result does not fit its {roll.yes} ayes under either line of this house."
    )


def resolution_by_result(roll: RollFacts, house: House) -> ThresholdFinding:
    """A resolution's line is in no source read; now and then the result shows what counted."""
    if roll.yes is None or roll.no is None:
        return unknown("What a resolution needs is in no source read, and no counts are given.")
    below = roll.yes < house.majority
    if roll.result == Result.PASS and below and roll.yes > roll.no:
        return ThresholdFinding(
            Threshold.MAJORITY_OF_VOTING,
            f"Passed with {roll.yes} ayes of {house.seats} seats, so only those voting counted "
            "(the roll itself).",
            None,
            NonvoteEffect.NONE,
        )
    if roll.result == Result.FAIL and below and roll.yes > 0 and roll.yes >= 2 * roll.no:
        return at_least_a_majority(
            f"Failed {roll.yes} to {roll.no}, two thirds of those voting: the membership counted, "
            "by which line is in no source read (the roll itself)."
        )
    return unknown("What a resolution needs is in no source read, and the result proves nothing.")


def unless_contradicted(finding: ThresholdFinding, roll: RollFacts) -> ThresholdFinding:
    """The finding, or unknown with the contradiction stated where the result refutes it."""
    reached = _reached(finding, roll)
    if reached is None or reached == (roll.result == Result.PASS):
        return finding
    line = f"{finding.needed} ayes" if finding.needed is not None else "more ayes than noes"
    return unknown(
        f"By rule {line} would decide, but the roll is declared {roll.result} with "
        f"{roll.yes} ayes and {roll.no} noes; one of the two is wrong."
    )


def _reached(finding: ThresholdFinding, roll: RollFacts) -> bool | None:
    """Whether the declared ayes meet the finding; None where that cannot be said."""
    if roll.result == Result.UNKNOWN or roll.yes is None:
        return None
    if finding.needed is not None:
        return roll.yes >= finding.needed
    if finding.threshold == Threshold.MAJORITY_OF_VOTING and roll.no is not None:
        return roll.yes > roll.no
    return None


def majority(house: House, basis: str) -> ThresholdFinding:
    """More than half of the house's seats."""
    return ThresholdFinding(
        Threshold.MAJORITY_OF_MEMBERSHIP, basis, house.majority, NonvoteEffect.AS_NO
    )


def two_thirds(house: House, basis: str) -> ThresholdFinding:
    """Two thirds of the house's seats."""
    return ThresholdFinding(
        Threshold.TWO_THIRDS_OF_MEMBERSHIP, basis, house.two_thirds, NonvoteEffect.AS_NO
    )


def at_least_a_majority(basis: str) -> ThresholdFinding:
    """The line is unknown, but it was counted against the membership either way."""
    return ThresholdFinding(Threshold.UNKNOWN, basis, None, NonvoteEffect.AS_NO)


def unknown(basis: str) -> ThresholdFinding:
    """Neither the line nor the effect of a non-vote is known; `basis` says why."""
    return ThresholdFinding(Threshold.UNKNOWN, basis, None, NonvoteEffect.UNKNOWN)
