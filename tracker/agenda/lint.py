"""What a steward should look at before an agenda is used: findings, never refusals.

Pure: the caller hands over the roll calls that each item is scored on, as plain rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import combinations

from tracker.agenda.agenda import Agenda, AgendaItem
from tracker.rules.vocabulary import Chamber

UNANIMOUS_PER_MILLE = 25
"""A roll with a smaller losing side tells nobody apart; the default method leaves it out."""
CHAMBER_GAP_PERCENT = 20
"""Houses whose shares of votable items differ by more than this are not asked the same."""


class FindingKind(StrEnum):
    """What may make an agenda say less, or something else, than it seems to."""

    OVERLAPPING_ITEMS = "overlapping_items"
    """Two items ask for one measure, or were voted on alike by every member."""
    ONLY_UNANIMOUS = "only_unanimous"
    """Every scored vote on the item was (nearly) unanimous: it tells no two members apart."""
    NO_SCORED_VOTE = "no_scored_vote"
    """No house has a vote that the rule takes or a steward chose, on a day with a position; the
    item cannot count for anybody."""
    RECORDED_AFTER_VOTE = "recorded_after_vote"
    """The position was written down after the vote it is used for."""
    UNEQUAL_CHAMBERS = "unequal_chambers"
    """One house had votes on far more of the items than the other."""
    UNKNOWN_BILL = "unknown_bill"
    """The record does not hold the measure."""
    ROLL_CALL_NOT_SCORED = "roll_call_not_scored"
    """A roll call that a steward added cannot be scored: no names, or no position that day."""
    RULE_REPLACED = "rule_replaced"
    """A steward chose a roll call in place of the one that the rule takes."""
    AYE_NOT_CONFIRMED = "aye_not_confirmed"
    """An aye is said to be against the measure, and nobody but who wrote it has confirmed that."""
    NEEDS_REVIEW = "needs_review"
    """The bill was amended after the text that the position was decided on."""
    TOO_FEW_MEASURES = "too_few_measures"
    """Fewer measures can count in a house than the method needs for a number: nobody there gets
    one."""


@dataclass(frozen=True)
class ScoredRoll:
    """A roll call that one item is scored on in one house."""

    item_id: str
    chamber: Chamber
    vote_event_id: str
    date: date
    yes: int
    no: int
    options: Mapping[str, str]
    """What each member did: person or printed name to option."""

    @property
    def is_unanimous(self) -> bool:
        """Whether (nearly) everybody who voted voted alike."""
        return min(self.yes, self.no) * 1000 < UNANIMOUS_PER_MILLE * (self.yes + self.no)


@dataclass(frozen=True)
class ReplacedRoll:
    """A roll call that the rule would take, and does not: a steward chose another in its place."""

    item_id: str
    chamber: Chamber
    date: date
    yes: int | None
    no: int | None

    @property
    def sentence(self) -> str:
        """What does not count, in one sentence."""
        counts = f" ({self.yes}-{self.no})" if self.yes is not None and self.no is not None else ""
        return (
            f"in the {self.chamber} house the rule would take the vote of {self.date}{counts}; a "
            "steward chose another in its place"
        )


@dataclass(frozen=True)
class AgendaFacts:
    """What the record says that an agenda is held against."""

    known_bills: frozenset[str]
    rolls: tuple[ScoredRoll, ...]
    countable: Mapping[Chamber, int] = field(default_factory=dict)
    """How many measures the method leaves for a score, in each house that has members."""
    method: str = ""
    """The id of that method."""
    minimum_measures: int = 0
    """How many it needs for a number."""
    replaced: tuple[ReplacedRoll, ...] = ()
    amended: Mapping[str, str] = field(default_factory=dict)
    """By item: how its bill was amended since, in a sentence."""


@dataclass(frozen=True)
class Finding:
    """One thing to look at; `item_id` is None where it concerns the agenda as a whole."""

    kind: FindingKind
    item_id: str | None
    message: str


def lint(agenda: Agenda, facts: AgendaFacts) -> list[Finding]:
    """All findings, item by item in the agenda's order, then those on the whole agenda."""
    rolls: dict[str, list[ScoredRoll]] = defaultdict(list)
    for roll in facts.rolls:
        rolls[roll.item_id].append(roll)
    findings = [
        finding
        for item in agenda.items
        for finding in (
            *_of_item(item, rolls[item.id], facts.known_bills),
            *_of_stewards_rolls(item, facts.replaced),
            *_of_the_text(item, facts.amended),
        )
    ]
    findings.extend(_overlaps(agenda.items, rolls))
    findings.extend(_unequal_chambers(agenda.items, rolls))
    findings.extend(_too_few(facts))
    return findings


def _of_item(
    item: AgendaItem, rolls: Sequence[ScoredRoll], known_bills: frozenset[str]
) -> Iterator[Finding]:
    if item.bill_id not in known_bills:
        yield Finding(
            FindingKind.UNKNOWN_BILL, item.id, f"the record holds no measure {item.bill_id}"
        )
    elif not rolls:
        yield Finding(
            FindingKind.NO_SCORED_VOTE,
            item.id,
            "no roll call counts for it: choose one, or see which there are and why they do not",
        )
    elif all(roll.is_unanimous for roll in rolls):
        tallies = ", ".join(f"{roll.yes}-{roll.no}" for roll in rolls)
        yield Finding(
            FindingKind.ONLY_UNANIMOUS, item.id, f"every scored vote was near unanimous: {tallies}"
        )
    scored = {roll.vote_event_id for roll in rolls}
    for added in item.roll_calls:
        if added.vote_event_id not in scored:
            yield Finding(
                FindingKind.ROLL_CALL_NOT_SCORED, item.id, not_scored(added.vote_event_id)
            )
    late = [f"{roll.date} ({roll.chamber})" for roll in rolls if _is_late(item, roll.date)]
    if late:
        yield Finding(
            FindingKind.RECORDED_AFTER_VOTE,
            item.id,
            f"the position was recorded after the votes of {', '.join(late)}",
        )


def _of_stewards_rolls(item: AgendaItem, replaced: Sequence[ReplacedRoll]) -> Iterator[Finding]:
    for one in replaced:
        if one.item_id == item.id:
            yield Finding(FindingKind.RULE_REPLACED, item.id, one.sentence)
    for added in item.roll_calls:
        if added.is_unconfirmed:
            who = f"{added.said_by} says" if added.said_by else "the agenda says"
            yield Finding(
                FindingKind.AYE_NOT_CONFIRMED,
                item.id,
                f"{who} that an aye on the roll call {added.vote_event_id} is against the measure; "
                "a second person has not confirmed it",
            )


def _of_the_text(item: AgendaItem, amended: Mapping[str, str]) -> Iterator[Finding]:
    if item.id in amended:
        yield Finding(FindingKind.NEEDS_REVIEW, item.id, amended[item.id])


def _too_few(facts: AgendaFacts) -> Iterator[Finding]:
    for chamber, count in facts.countable.items():
        if count < facts.minimum_measures:
            can = f"{count} measure{'' if count == 1 else 's'} can count"
            yield Finding(
                FindingKind.TOO_FEW_MEASURES,
                None,
                f"{can} in the {chamber} house; {facts.method} gives a number from "
                f"{facts.minimum_measures} on, so nobody there is scored",
            )


def not_scored(vote_event_id: str) -> str:
    """Why a roll call that a steward added counts for nobody, in one sentence."""
    return (
        f"the added roll call {vote_event_id} is not scored: the record holds no names for it, no "
        "position was in force on its day, or its motion kills the measure and the agenda does not "
        "say that an aye is against it (aye_means: against)"
    )


def _is_late(item: AgendaItem, voted: date) -> bool:
    return any(
        position.in_force_on(voted) and position.recorded_on > voted for position in item.positions
    )


def _overlaps(
    items: Sequence[AgendaItem], rolls: Mapping[str, Sequence[ScoredRoll]]
) -> Iterator[Finding]:
    for one, other in combinations(items, 2):
        if one.bill_id == other.bill_id:
            message = f"asks for the same measure as {one.id}"
            yield Finding(FindingKind.OVERLAPPING_ITEMS, other.id, message)
        for chamber in Chamber:
            mine, theirs = _vectors(rolls[one.id], chamber), _vectors(rolls[other.id], chamber)
            if mine and mine == theirs:
                message = f"every member of the {chamber} house voted as on {one.id}"
                yield Finding(FindingKind.OVERLAPPING_ITEMS, other.id, message)


def _vectors(rolls: Sequence[ScoredRoll], chamber: Chamber) -> list[tuple[tuple[str, str], ...]]:
    return sorted(tuple(sorted(roll.options.items())) for roll in rolls if roll.chamber == chamber)


def _unequal_chambers(
    items: Sequence[AgendaItem], rolls: Mapping[str, Sequence[ScoredRoll]]
) -> Iterator[Finding]:
    votable = {
        chamber: sum(
            any(roll.chamber == chamber and not roll.is_unanimous for roll in rolls[item.id])
            for item in items
        )
        for chamber in (Chamber.UPPER, Chamber.LOWER)
    }
    gap = abs(votable[Chamber.UPPER] - votable[Chamber.LOWER])
    if gap * 100 > CHAMBER_GAP_PERCENT * len(items):
        counts = ", ".join(f"{count} in the {chamber}" for chamber, count in votable.items())
        yield Finding(
            FindingKind.UNEQUAL_CHAMBERS,
            None,
            f"of {len(items)} items, the houses had contested votes on {counts}",
        )
