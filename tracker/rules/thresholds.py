"""What a motion had to reach, and what that makes of a non-vote: one finding per roll call."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field

from tracker.errors import DataFileError
from tracker.rules.ids import printed_location_key
from tracker.rules.jurisdictions import House, Jurisdiction
from tracker.rules.measures import BillId
from tracker.rules.motions import folded_motion
from tracker.rules.reviewed import Reviewed, read_reviewed
from tracker.rules.vocabulary import (
    Chamber,
    MotionClass,
    NonvoteEffect,
    Result,
    Threshold,
    Venue,
)

__all__ = ["RollFacts", "ThresholdFinding", "ThresholdRules", "load_threshold_rules"]


class _Sources(Reviewed):
    majority: str
    urgency: str
    override: str
    amend_constitution: str
    committee: str
    voting: str
    text: str


class _Marks(Reviewed):
    urgency: str
    text_majority: str
    text_two_thirds: str
    majority_of_voting: tuple[str, ...]


class _Evidence(Reviewed):
    bill_id: str
    date: datetime.date
    location: str = Field(min_length=1)
    threshold: Literal[Threshold.MAJORITY_OF_MEMBERSHIP, Threshold.TWO_THIRDS_OF_MEMBERSHIP]
    basis: str = Field(min_length=1)
    source: str = Field(min_length=1)


class _ThresholdFile(Reviewed):
    format: Literal[1]
    jurisdiction: str
    sources: _Sources
    marks: _Marks
    evidence: tuple[_Evidence, ...] = ()


@dataclass(frozen=True)
class ThresholdRules:
    """The reviewed rules of one jurisdiction, with the houses whose numbers they speak of."""

    houses: dict[Chamber, House]
    sources: _Sources
    marks: _Marks
    evidence: dict[tuple[str, datetime.date | None, str], _Evidence]

    def threshold_of(self, roll: RollFacts) -> ThresholdFinding:
        """What the motion needed, and why. Evidence first, then rules; never against the result."""
        return unless_contradicted(self._documented(roll) or self._by_rule(roll), roll)

    def words_of(self, motion: str) -> tuple[bool, ...]:
        """Which of the words that the rules look for a motion holds; nothing else of its text
        matters to them.
        """
        text = folded_motion(motion)
        return tuple(bool(mark.search(text)) for mark in (self._urgency, *self._voting_marks))

    def _documented(self, roll: RollFacts) -> ThresholdFinding | None:
        found = self.evidence.get(
            (roll.bill.bill_id, roll.date, printed_location_key(roll.location))
        )
        if found is None or roll.chamber is None:
            return None
        house = self.houses[roll.chamber]
        basis = f"{found.basis} ({found.source})"
        if found.threshold == Threshold.TWO_THIRDS_OF_MEMBERSHIP:
            return two_thirds(house, basis)
        return majority(house, basis)

    def _by_rule(self, roll: RollFacts) -> ThresholdFinding:
        if roll.venue == Venue.COMMITTEE:
            return self._in_committee(roll)
        house = self.houses.get(roll.chamber) if roll.chamber else None
        if roll.venue == Venue.FLOOR and house:
            return self._on_the_floor(roll, house)
        return unknown("What a conference committee needs is in no source read.")

    def _in_committee(self, roll: RollFacts) -> ThresholdFinding:
        if self._only_those_voting(roll):
            return self._voting()
        if roll.motion_class != MotionClass.COMMITTEE_PASSAGE:
            return unknown("No source read says what this motion needs in committee.")
        seats = roll.listed + roll.vacant
        if seats == 0:
            return unknown("The roll names no members, so the size of the committee is not known.")
        return ThresholdFinding(
            Threshold.MAJORITY_OF_COMMITTEE,
            f"More than half of the {seats} seats on the roll ({self.sources.committee}).",
            seats // 2 + 1,
            NonvoteEffect.AS_NO,
        )

    def _on_the_floor(self, roll: RollFacts, house: House) -> ThresholdFinding:
        if self._only_those_voting(roll):
            return self._voting()
        match roll.motion_class:
            case MotionClass.URGENCY_CLAUSE:
                source = self.sources.urgency
                return two_thirds(house, f"An urgency clause needs two thirds ({source}).")
            case MotionClass.VETO_OVERRIDE:
                source = self.sources.override
                return two_thirds(house, f"A veto is overridden by two thirds ({source}).")
            case MotionClass.FINAL_PASSAGE | MotionClass.CONCURRENCE | MotionClass.CONSENT:
                return self._passage(roll, house)
            case _:
                return unknown("No source read says what this motion needs on the floor.")

    def _passage(self, roll: RollFacts, house: House) -> ThresholdFinding:
        if roll.bill.is_constitutional_amendment:
            source = self.sources.amend_constitution
            return two_thirds(house, f"A constitutional amendment needs two thirds ({source}).")
        if self._urgency.search(folded_motion(roll.motion)):
            source = self.sources.urgency
            return two_thirds(house, f"The motion is marked urgency: two thirds ({source}).")
        if roll.vote_required in self._text_says:
            basis = f"The text in force that day says {roll.vote_required} ({self.sources.text})."
            return self._text_says[roll.vote_required](house, basis)
        if roll.bill.is_bill:
            return bill_by_result(roll, house, self.sources.majority)
        return resolution_by_result(roll, house)

    def _only_those_voting(self, roll: RollFacts) -> bool:
        if roll.motion_class == MotionClass.AMENDMENT:
            return True
        if roll.motion_class != MotionClass.PROCEDURAL:
            return False
        text = folded_motion(roll.motion)
        return any(mark.search(text) for mark in self._voting_marks)

    def _voting(self) -> ThresholdFinding:
        return ThresholdFinding(
            Threshold.MAJORITY_OF_VOTING,
            f"Only those voting count ({self.sources.voting}).",
            None,
            NonvoteEffect.NONE,
        )

    @cached_property
    def _text_says(self) -> dict[str | None, Callable[[House, str], ThresholdFinding]]:
        return {
            self.marks.text_majority: majority,
            self.marks.text_two_thirds: two_thirds,
        }

    @cached_property
    def _urgency(self) -> re.Pattern[str]:
        return re.compile(self.marks.urgency)

    @cached_property
    def _voting_marks(self) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(mark) for mark in self.marks.majority_of_voting)


def load_threshold_rules(path: Path, jurisdiction: Jurisdiction) -> ThresholdRules:
    """Read the reviewed rules for the houses of `jurisdiction`. Raises DataFileError."""
    content = read_reviewed(path, _ThresholdFile)
    if content.jurisdiction != jurisdiction.id:
        raise DataFileError(
            f"the rules are for {content.jurisdiction}, not {jurisdiction.id}",
            where=str(path),
            what_to_do="load the rules of the same jurisdiction",
        )
    evidence: dict[tuple[str, datetime.date | None, str], _Evidence] = {}
    for entry in content.evidence:
        key = (
            BillId.parse(entry.bill_id).bill_id,
            entry.date,
            printed_location_key(entry.location),
        )
        if key in evidence:
            raise DataFileError(
                f"two entries of evidence speak of {entry.bill_id} on {entry.date}",
                where=f"{path}, evidence",
                what_to_do="keep the one whose document was read",
            )
        evidence[key] = entry
    houses = {house.chamber: house for house in jurisdiction.chambers}
    return ThresholdRules(houses, content.sources, content.marks, evidence)


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
