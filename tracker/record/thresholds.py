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
from tracker.record.bills import BillId
from tracker.record.ids import printed_location_key
from tracker.record.jurisdictions import House, Jurisdiction
from tracker.record.motions import folded_motion
from tracker.record.reviewed import Reviewed, read_reviewed
from tracker.record.threshold_findings import (
    RollFacts,
    ThresholdFinding,
    bill_by_result,
    majority,
    resolution_by_result,
    two_thirds,
    unknown,
    unless_contradicted,
)
from tracker.record.vocabulary import Chamber, MotionClass, NonvoteEffect, Threshold, Venue

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
    if content.jurisdiction != jurisdiction.code:
        raise DataFileError(
            f"the rules are for {content.jurisdiction}, not {jurisdiction.code}",
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
