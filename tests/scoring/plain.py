"""A second scorer, written from the prose of the method alone: slow, exact and made of loops.

It shares the record's vocabulary with the product and nothing else, so that where the two
scorers agree they agree on the rule and not on a line of code. All arithmetic is `Fraction`.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from itertools import product

from tracker.rules.vocabulary import (
    Chamber,
    MotionClass,
    NonvoteEffect,
    Option,
    Result,
    RollStatus,
    Venue,
)

ABSENCES = (Option.NOT_VOTING, Option.ABSENT, Option.EXCUSED)

Member = tuple[str, Chamber]
"""A person in one of the houses they sat in: the two are never one list."""


class Stance(StrEnum):
    """What the coalition asked for."""

    SUPPORT = "support"
    OPPOSE = "oppose"


class Treatment(StrEnum):
    """What a method makes of one option."""

    BY_POSITION = "by_position"
    BY_EFFECT = "by_effect"
    AS_YES = "as_yes"
    AGAINST = "against"
    HALF = "half"
    LEAVE_OUT = "leave_out"


class Status(StrEnum):
    """Whether a score is shown."""

    SCORED = "scored"
    NOT_ENOUGH_VOTES = "not_enough_votes"


class Standing(StrEnum):
    """Whether the record holds to a roll call that it knows of."""

    STANDS = "stands"
    WITHDRAWN = "withdrawn"
    """A source that listed it lists it no longer."""
    REFUSED = "refused"
    """Read, and refused: nobody's vote on it is known for certain."""
    UNDIVIDED = "undivided"
    """Refused, but the ayes are certain; whether the others said no or nothing is not."""


class Reading(StrEnum):
    """How a vote is read that was a no or none: as gives its member less, or more."""

    LEAST = "least"
    MOST = "most"


@dataclass(frozen=True)
class Item:
    """A measure on the agenda; `weight` in hundredths, 100 being a weight of 1."""

    item_id: str
    bill_id: str
    weight: int = 100


@dataclass(frozen=True)
class Position:
    """What was asked on an item, and the days it stood, both ends included."""

    item_id: str
    stance: Stance
    in_force_from: date
    in_force_until: date | None
    recorded_on: date


@dataclass(frozen=True)
class Designated:
    """A further roll call that a steward added to an item."""

    item_id: str
    vote_event_id: str
    aye_is_against: bool = False
    is_unconfirmed: bool = False
    """Said beside it, and worth nothing."""
    replaces: bool = False
    """It takes the place of the last vote on passage in its house."""


@dataclass(frozen=True)
class VoteEvent:
    """A roll call; `sequence` is its place in the day, `yes` and `no` are as declared."""

    vote_event_id: str
    bill_id: str
    chamber: Chamber | None
    venue: Venue
    date: date
    sequence: int
    motion_class: MotionClass
    result: Result
    yes: int | None
    no: int | None
    nonvote_effect: NonvoteEffect
    status: RollStatus
    result_contradicted: bool = False
    standing: Standing = Standing.STANDS


@dataclass(frozen=True)
class PersonVote:
    """What one voter did; `person_id` is None where the printed name is nobody known."""

    vote_event_id: str
    person_id: str | None
    option: Option


@dataclass(frozen=True)
class Membership:
    """A seat held in a house, both end days included."""

    person_id: str
    chamber: Chamber
    start_date: date
    end_date: date | None


@dataclass(frozen=True)
class Method:
    """A rule of scoring; None where it has no rule on near-unanimous, or on close, votes."""

    id: str
    treatments: Mapping[Option, Treatment]
    leave_out_consent: bool = False
    near_unanimous_per_mille: int | None = None
    close_under_percent: int | None = None
    forgiven_absences: int = 0
    minimum_measures: int = 0
    minimum_weight_percent: int = 0


@dataclass(frozen=True)
class ScoringInput:
    """All that one scoring reads."""

    items: tuple[Item, ...]
    positions: tuple[Position, ...]
    designated: tuple[Designated, ...]
    vote_events: tuple[VoteEvent, ...]
    person_votes: tuple[PersonVote, ...]
    memberships: tuple[Membership, ...]


@dataclass(frozen=True)
class LedgerRow:
    """What one member did on one scored roll call; `credit_halves` is None where left out.

    `credit_halves` is the worth of the option alone: it is kept, and does not count, where the
    whole roll call is left out.
    """

    person_id: str
    chamber: Chamber
    item_id: str
    vote_event_id: str
    stance: Stance
    option: Option
    credit_halves: int | None
    counted: bool
    reason: str | None


@dataclass(frozen=True)
class Score:
    """One member's score in one house; `available` counts the measures of that house."""

    person_id: str
    chamber: Chamber
    numerator: int
    denominator: int
    percent: int | None
    counted: int
    eligible: int
    available: int
    rank: int | None
    status: Status
    interval: tuple[int, int] | None = None
    """The least and the greatest percent over all readings, where they differ as fractions."""


def ledger(
    record: ScoringInput,
    method: Method,
    *,
    committee_votes: bool = False,
    weighted: bool = True,  # noqa: ARG001 - same variants as `scores`; a weight changes no row
    reading: Reading = Reading.LEAST,
) -> list[LedgerRow]:
    """One row per member and scored roll call, by person, house, item and roll call."""
    files = _Files(record)
    rows: list[LedgerRow] = []
    absences: dict[Member, list[tuple[tuple[date, int, int, str], int, str, int]]] = defaultdict(
        list
    )
    for place, item in enumerate(record.items):
        for roll, position in _scored_rolls(files, item, committee_votes):
            assert roll.chamber is not None
            left_out_roll = _why_roll_is_left_out(roll, method)
            for vote in files.votes_on_roll[roll.vote_event_id]:
                # Only people whose name was resolved and who held a seat in that house that day.
                if vote.person_id is None:
                    continue
                if not files.held_seat(vote.person_id, roll.chamber, roll.date):
                    continue
                wanted = files.asked_of_motion(item, roll, position.stance)
                credit, left_out_vote = _credit_as_read(vote.option, wanted, roll, method, reading)
                reason = left_out_roll or left_out_vote
                if reason is None and vote.option in ABSENCES:
                    absences[vote.person_id, roll.chamber].append(
                        (_order(roll), place, vote.option, len(rows))
                    )
                rows.append(
                    LedgerRow(
                        person_id=vote.person_id,
                        chamber=roll.chamber,
                        item_id=item.item_id,
                        vote_event_id=roll.vote_event_id,
                        stance=position.stance,
                        option=vote.option,
                        credit_halves=credit,
                        counted=reason is None,
                        reason=reason,
                    )
                )
    # The first absences of each member that would count are forgiven, by day.
    for of_member in absences.values():
        for *_, row in sorted(of_member)[: method.forgiven_absences]:
            rows[row] = replace(rows[row], credit_halves=None, counted=False, reason="forgiven")
    return sorted(rows, key=lambda r: (r.person_id, r.chamber, r.item_id, r.vote_event_id))


def scores(
    record: ScoringInput,
    method: Method,
    *,
    committee_votes: bool = False,
    weighted: bool = True,
) -> list[Score]:
    """One score per person and house they ever sat in, also where no vote of theirs counts."""
    weight_of = _weights(record, weighted)
    available_rolls = _available_rolls(record, method, committee_votes)
    rows_of = _rows_by_member(ledger(record, method, committee_votes=committee_votes))
    rows_at_most = _rows_by_member(
        ledger(record, method, committee_votes=committee_votes, reading=Reading.MOST)
    )
    doubted = _doubted(record)
    found = []
    extremes: dict[Member, tuple[Fraction, Fraction]] = {}
    for person_id, chamber in _members(record):
        rows = rows_of[person_id, chamber]

        # A measure is available in a house if one scored roll call there is not left out whole.
        available_items = {item for item, house, _ in available_rolls if house == chamber}
        available_weight = sum(weight_of[item] for item in available_items)

        # A member is eligible on a measure if on the roll of one such roll call.
        eligible_items = {
            row.item_id
            for row in rows
            if (row.item_id, chamber, row.vote_event_id) in available_rolls
        }

        # Score = sum(weight x credit) / sum(weight) over the measures that count.
        credit_on = _credit_by_measure(rows)
        member_weight = sum(weight_of[item] for item in credit_on)
        earned = sum((weight_of[item] * credit for item, credit in credit_on.items()), Fraction(0))
        numerator, denominator = _whole_numbers(earned / 100, Fraction(member_weight, 100))

        # Too few measures, or too little of the weight that the house voted on: no number. It is
        # to be enough under the reading that gives least and under the one that gives most.
        most_rows = rows_at_most[person_id, chamber]
        enough = all(
            len(found_on) > 0
            and len(found_on) >= method.minimum_measures
            and sum(weight_of[item] for item in found_on) * 100
            >= method.minimum_weight_percent * available_weight
            for found_on in (credit_on, _credit_by_measure(most_rows))
        )
        readings = _all_readings(rows, most_rows, weight_of) if enough else []
        is_exact = len(set(readings)) == 1
        found.append(
            Score(
                person_id=person_id,
                chamber=chamber,
                numerator=numerator,
                denominator=denominator,
                percent=percent(readings[0]) if is_exact else None,
                counted=len(credit_on),
                eligible=len(eligible_items),
                available=len(available_items),
                rank=None,
                status=Status.SCORED if enough else Status.NOT_ENOUGH_VOTES,
                interval=(percent(min(readings)), percent(max(readings)))
                if enough and not is_exact
                else None,
            )
        )
        if enough:
            assert min(readings) == Fraction(numerator, denominator)
            # Placed among the others is who is on every roll call that may hold a name of theirs,
            # and has half of the weight that the house voted on, under both readings.
            has_half = all(
                2 * sum(weight_of[item] for item in found_on) >= available_weight
                for found_on in (credit_on, _credit_by_measure(most_rows))
            )
            if has_half and (person_id, chamber) not in doubted:
                extremes[person_id, chamber] = min(readings), max(readings)
    return [replace(score, rank=_rank(score, extremes)) for score in found]


def _all_readings(
    least: Sequence[LedgerRow], most: Sequence[LedgerRow], weight_of: Mapping[str, int]
) -> list[Fraction]:
    """What a member's votes come to under every way of reading each of them."""
    assert [row.vote_event_id for row in least] == [row.vote_event_id for row in most]
    either = [
        (one,) if one == other else (one, other) for one, other in zip(least, most, strict=True)
    ]
    shares = []
    for rows in product(*either):
        credit_on = _credit_by_measure(rows)
        weight = sum(weight_of[item] for item in credit_on)
        if weight:
            earned = sum((weight_of[item] * one for item, one in credit_on.items()), Fraction(0))
            shares.append(earned / weight)
    return shares


def bands(record: ScoringInput, methods: Iterable[Method]) -> dict[Member, tuple[int, int] | None]:
    """The least and the greatest percent of a member under every method and variant, or None."""
    percents: dict[Member, list[int]] = {member: [] for member in _members(record)}
    for method in methods:
        for committee_votes in (False, True):
            for weighted in (False, True):
                for score in scores(
                    record, method, committee_votes=committee_votes, weighted=weighted
                ):
                    if score.status == Status.SCORED:
                        shown = (score.percent,) if score.interval is None else score.interval
                        percents[score.person_id, score.chamber] += (
                            one for one in shown if one is not None
                        )
    return {
        member: (min(shown), max(shown)) if shown else None for member, shown in percents.items()
    }


def lifetime(
    records: Sequence[ScoringInput],
    method: Method,
    *,
    committee_votes: bool = False,
    weighted: bool = True,
) -> dict[str, tuple[int, int]]:
    """Every counted measure of every session and house in one sum; years are never averaged."""
    earned: dict[str, Fraction] = {}
    weight: dict[str, Fraction] = {}
    for record in records:
        weight_of = _weights(record, weighted)
        rows_of = _rows_by_member(ledger(record, method, committee_votes=committee_votes))
        for person_id, chamber in _members(record):
            earned.setdefault(person_id, Fraction(0))
            weight.setdefault(person_id, Fraction(0))
            for item, credit in _credit_by_measure(rows_of[person_id, chamber]).items():
                earned[person_id] += weight_of[item] * credit / 100
                weight[person_id] += Fraction(weight_of[item], 100)
    return {person: _whole_numbers(earned[person], weight[person]) for person in sorted(earned)}


def medians(
    record: ScoringInput,
    method: Method,
    parties: Mapping[str, str],
    *,
    committee_votes: bool = False,
    weighted: bool = True,
    over_items_of: Member | None = None,
) -> dict[tuple[Chamber, str | None], Fraction]:
    """The median score (0 to 1) of the scored members of a house, whole (None) and by party.

    `parties` is by person_id. With `over_items_of`, everybody is scored again over the measures
    that this member was eligible for, and only that member's house is given. A group with no
    scored member has no median and no key.
    """
    if over_items_of is not None:
        available_rolls = _available_rolls(record, method, committee_votes)
        same_items = {
            row.item_id
            for row in ledger(record, method, committee_votes=committee_votes)
            if (row.person_id, row.chamber) == over_items_of
            and (row.item_id, row.chamber, row.vote_event_id) in available_rolls
        }
        items = tuple(item for item in record.items if item.item_id in same_items)
        record = replace(record, items=items)

    groups: dict[tuple[Chamber, str | None], list[Fraction]] = defaultdict(list)
    for score in scores(record, method, committee_votes=committee_votes, weighted=weighted):
        if score.status != Status.SCORED:
            continue
        if over_items_of is not None and score.chamber != over_items_of[1]:
            continue
        value = Fraction(score.numerator, score.denominator)
        groups[score.chamber, None].append(value)
        if score.person_id in parties:
            groups[score.chamber, parties[score.person_id]].append(value)
    return {group: _median(values) for group, values in groups.items()}


def percent(score: Fraction) -> int:
    """Round half up, but 0 and 100 are shown only where they are exact."""
    if score == 0:
        return 0
    if score == 1:
        return 100
    rounded = math.floor(100 * score + Fraction(1, 2))
    return min(99, max(1, rounded))


class _Files:
    """The same rows, filed by the key they are looked up with."""

    def __init__(self, record: ScoringInput) -> None:
        self.roll = {roll.vote_event_id: roll for roll in record.vote_events}
        self.rolls_of_bill: dict[str, list[VoteEvent]] = defaultdict(list)
        self.positions_of_item: dict[str, list[Position]] = defaultdict(list)
        self.designated_for_item: dict[str, list[VoteEvent]] = defaultdict(list)
        self.aye_is_against: set[tuple[str, str]] = set()
        self.replacing: set[tuple[str, str]] = set()
        self.votes_on_roll: dict[str, list[PersonVote]] = defaultdict(list)
        self.seats_of_person: dict[str, list[Membership]] = defaultdict(list)
        for roll in record.vote_events:
            if not _stands_elsewhere(roll, record.vote_events):
                self.rolls_of_bill[roll.bill_id].append(roll)
        for position in record.positions:
            self.positions_of_item[position.item_id].append(position)
        for entry in record.designated:
            added = self.roll[entry.vote_event_id]
            if entry.aye_is_against:
                self.aye_is_against.add((entry.item_id, entry.vote_event_id))
            if entry.replaces:
                self.replacing.add((entry.item_id, entry.vote_event_id))
            if not _stands_elsewhere(added, record.vote_events):
                self.designated_for_item[entry.item_id].append(added)
        for vote in record.person_votes:
            self.votes_on_roll[vote.vote_event_id].append(vote)
        for seat in record.memberships:
            self.seats_of_person[seat.person_id].append(seat)

    def held_seat(self, person_id: str, chamber: Chamber, day: date) -> bool:
        for seat in self.seats_of_person[person_id]:
            if seat.chamber == chamber and _stands(seat.start_date, seat.end_date, day):
                return True
        return False

    def asked_of_motion(self, item: Item, roll: VoteEvent, stance: Stance) -> Stance:
        """What was asked of the measure, turned where a steward said that an aye is against it."""
        if (item.item_id, roll.vote_event_id) not in self.aye_is_against:
            return stance
        return Stance.OPPOSE if stance == Stance.SUPPORT else Stance.SUPPORT

    def position_on(self, item: Item, day: date) -> Position | None:
        """The position in force; of two, the one that came into force last."""
        ruling = None
        for position in self.positions_of_item[item.item_id]:
            if not _stands(position.in_force_from, position.in_force_until, day):
                continue
            if ruling is None or position.in_force_from > ruling.in_force_from:
                ruling = position
        return ruling


_NOT_IN_THE_RECORD = (Standing.REFUSED, Standing.UNDIVIDED)


def _stands_elsewhere(roll: VoteEvent, rolls: Iterable[VoteEvent]) -> bool:
    """Whether what was refused of one reading is in the record by another, with the same counts."""
    if roll.standing not in _NOT_IN_THE_RECORD or roll.chamber is None:
        return False
    return any(
        other.standing not in _NOT_IN_THE_RECORD
        and (other.bill_id, other.chamber, other.date, other.motion_class)
        == (roll.bill_id, roll.chamber, roll.date, roll.motion_class)
        and (other.yes, other.no) == (roll.yes or 0, roll.no or 0)
        for other in rolls
    )


def _stands(first: date, last: date | None, day: date) -> bool:
    return first <= day and (last is None or day <= last)


def _scored_rolls(
    files: _Files, item: Item, committee_votes: bool
) -> list[tuple[VoteEvent, Position]]:
    """The roll calls scored for an item in either house, each once, with the position that day."""
    chosen: dict[str, VoteEvent] = {}
    without_score: set[Chamber] = set()

    # 1. In each house, the last vote on the bill itself, taken while a position stood.
    for chamber in Chamber:
        main = None
        for roll in files.rolls_of_bill[item.bill_id]:
            if (
                roll.chamber == chamber
                and _is_on_passage(files, roll)
                and files.position_on(item, roll.date) is not None
                and (main is None or _order(roll) > _order(main))
            ):
                main = roll
        if main is None:
            continue
        if not _can_be_scored(files, item, main):
            # Nobody's vote is known on the last: no older one, and no other, stands for it.
            without_score.add(chamber)
        # Unless a steward chose another that can be scored in its place.
        if not any(
            (item.item_id, roll.vote_event_id) in files.replacing
            and roll.chamber == chamber
            and _can_be_scored(files, item, roll)
            for roll in files.designated_for_item[item.item_id]
        ):
            chosen[main.vote_event_id] = main

    # 2. The roll calls a steward added, of whatever class and place.
    for roll in files.designated_for_item[item.item_id]:
        if _can_be_scored(files, item, roll):
            chosen[roll.vote_event_id] = roll

    # 3. With committee votes: every committee's vote to report the bill.
    if committee_votes:
        for roll in files.rolls_of_bill[item.bill_id]:
            if (
                roll.venue == Venue.COMMITTEE
                and roll.motion_class == MotionClass.COMMITTEE_PASSAGE
                and _can_be_scored(files, item, roll)
            ):
                chosen[roll.vote_event_id] = roll

    scored = []
    for roll in chosen.values():
        if roll.chamber in without_score:
            continue
        position = files.position_on(item, roll.date)
        assert position is not None
        scored.append((roll, position))
    return scored


_PASSAGE = (MotionClass.FINAL_PASSAGE, MotionClass.CONCURRENCE, MotionClass.CONSENT)


_NAMELESS = (RollStatus.KNOWN_MISSING, RollStatus.NAMES_NOT_KNOWN)


def _is_on_passage(files: _Files, roll: VoteEvent) -> bool:
    """On the floor, on the bill itself; or on its urgency, and on nothing else of it that day."""
    if roll.venue != Venue.FLOOR:
        return False
    if roll.motion_class in _PASSAGE:
        return True
    return roll.motion_class == MotionClass.URGENCY_CLAUSE and not any(
        other.motion_class in _PASSAGE
        and (other.venue, other.chamber, other.date) == (Venue.FLOOR, roll.chamber, roll.date)
        for other in files.rolls_of_bill[roll.bill_id]
    )


def _can_be_scored(files: _Files, item: Item, roll: VoteEvent) -> bool:
    """The roll call belongs to a house, its votes are known, and a position stood that day. An aye
    on a motion that kills the bill is against it, so that one can only where a steward said so.
    """
    return (
        roll.chamber is not None
        and (
            roll.motion_class != MotionClass.REJECTION
            or (item.item_id, roll.vote_event_id) in files.aye_is_against
        )
        and (roll.status not in _NAMELESS or roll.standing is Standing.UNDIVIDED)
        and roll.standing in (Standing.STANDS, Standing.UNDIVIDED)
        and files.position_on(item, roll.date) is not None
    )


def _order(roll: VoteEvent) -> tuple[date, int, int, str]:
    """By day. Within it whatever was refused may have been the last, and what was withdrawn gives
    way to what stands.
    """
    within_day = {Standing.REFUSED: 2, Standing.WITHDRAWN: 1 if roll.status in _NAMELESS else 0}
    return (roll.date, within_day.get(roll.standing, 1), roll.sequence, roll.vote_event_id)


def _why_roll_is_left_out(roll: VoteEvent, method: Method) -> str | None:
    """The first rule that leaves out the whole roll call. Undeclared counts prove nothing."""
    if method.leave_out_consent and roll.motion_class == MotionClass.CONSENT:
        return "consent"

    counts_known = roll.yes is not None and roll.no is not None and roll.yes + roll.no > 0
    yes, no = roll.yes or 0, roll.no or 0

    if (
        method.near_unanimous_per_mille is not None
        and counts_known
        and Fraction(min(yes, no), yes + no) < Fraction(method.near_unanimous_per_mille, 1000)
    ):
        return "near_unanimous"

    if method.close_under_percent is not None:
        failed = roll.result == Result.FAIL and not roll.result_contradicted
        close = counts_known and Fraction(yes, yes + no) < Fraction(method.close_under_percent, 100)
        if not failed and not close:
            return "not_close"

    return None


def _credit_as_read(
    option: Option, stance: Stance, roll: VoteEvent, method: Method, reading: Reading
) -> tuple[int | None, str | None]:
    """As `_credit`. What was a no or none gives least as a no where support was asked for, and as
    none where opposition was; `_all_readings` holds that to be so.
    """
    if option != Option.NO_OR_NOT_VOTING:
        return _credit(option, stance, roll, method)
    if (stance == Stance.SUPPORT) == (reading == Reading.LEAST):
        return _credit(Option.NO, stance, roll, method)
    credit, reason = _credit(Option.NOT_VOTING, stance, roll, method)
    return credit, option.value if reason == Option.NOT_VOTING else reason


def _credit(
    option: Option, stance: Stance, roll: VoteEvent, method: Method
) -> tuple[int | None, str | None]:
    """Credit in halves, or None and the reason the vote is left out."""
    yes_is_worth = 2 if stance == Stance.SUPPORT else 0
    no_is_worth = 0 if stance == Stance.SUPPORT else 2
    treatment = method.treatments[option]

    if treatment == Treatment.BY_POSITION and option == Option.YES:
        return yes_is_worth, None
    if treatment == Treatment.BY_POSITION and option == Option.NO:
        return no_is_worth, None
    if treatment == Treatment.AS_YES:
        return yes_is_worth, None
    if treatment == Treatment.AGAINST:
        return 0, None
    if treatment == Treatment.HALF:
        return 1, None
    if treatment == Treatment.LEAVE_OUT:
        return None, option.value
    if treatment == Treatment.BY_EFFECT:
        # Where the membership must be reached, silence does what a no does, in both directions.
        if roll.nonvote_effect == NonvoteEffect.AS_NO:
            return no_is_worth, None
        if roll.nonvote_effect == NonvoteEffect.NONE:
            return None, "no_effect"
        return None, "effect_unknown"
    raise ValueError(f"{method.id}: {option} cannot be judged {treatment}")


def _available_rolls(
    record: ScoringInput, method: Method, committee_votes: bool
) -> set[tuple[str, Chamber, str]]:
    """Item, house and roll call, for every scored roll call that is not left out whole."""
    files = _Files(record)
    available = set()
    for item in record.items:
        for roll, _ in _scored_rolls(files, item, committee_votes):
            assert roll.chamber is not None
            if _why_roll_is_left_out(roll, method) is None:
                available.add((item.item_id, roll.chamber, roll.vote_event_id))
    return available


def _doubted(record: ScoringInput) -> set[Member]:
    """Who sat on the day of a scored roll call of the floor and is not on it, while a name on it
    is nobody's: that name may be theirs.
    """
    files = _Files(record)
    rolls = [
        roll
        for item in record.items
        for roll, _ in _scored_rolls(files, item, committee_votes=True)
        if roll.venue == Venue.FLOOR
    ]
    doubted = set()
    for roll in rolls:
        on_it = files.votes_on_roll[roll.vote_event_id]
        named = {vote.person_id for vote in on_it}
        if not any(v.person_id is None and v.option != Option.VACANT for v in on_it):
            continue
        doubted |= {
            (person_id, chamber)
            for person_id, chamber in _members(record)
            if chamber == roll.chamber
            and person_id not in named
            and files.held_seat(person_id, chamber, roll.date)
        }
    return doubted


def _credit_by_measure(rows: Iterable[LedgerRow]) -> dict[str, Fraction]:
    """One member's credit (0 to 1) per measure, shared evenly by the counted roll calls on it."""
    halves: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        if row.counted:
            assert row.credit_halves is not None
            halves[row.item_id].append(row.credit_halves)
    return {item: Fraction(sum(worth), 2 * len(worth)) for item, worth in halves.items()}


def _whole_numbers(earned: Fraction, weight: Fraction) -> tuple[int, int]:
    """The least multiple of both that is whole in both; 13 of 20 stays 13/20, 2 of 4 stays 2/4."""
    scale = 1
    while (earned * scale).denominator != 1 or (weight * scale).denominator != 1:
        scale += 1
    return int(earned * scale), int(weight * scale)


def _rank(score: Score, extremes: Mapping[Member, tuple[Fraction, Fraction]]) -> int | None:
    """One more than the members of the same house who score more, so ties share a rank. None where
    the readings of votes, one's own or another's, decide on it.
    """
    own = extremes.get((score.person_id, score.chamber))
    if own is None or own[0] != own[1]:
        return None
    rank = 1
    for (_, chamber), (least, most) in extremes.items():
        if chamber == score.chamber:
            if least <= own[0] < most:
                return None
            rank += least > own[0]
    return rank


def _median(values: Sequence[Fraction]) -> Fraction:
    """The middle value, or the mean of the middle two."""
    ordered = sorted(values)
    middle = len(ordered) // 2
    if len(ordered) % 2 == 1:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) / 2


def _weights(record: ScoringInput, weighted: bool) -> dict[str, int]:
    return {item.item_id: item.weight if weighted else 100 for item in record.items}


def _members(record: ScoringInput) -> list[Member]:
    return sorted({(seat.person_id, seat.chamber) for seat in record.memberships})


def _rows_by_member(rows: Iterable[LedgerRow]) -> dict[Member, list[LedgerRow]]:
    grouped: dict[Member, list[LedgerRow]] = defaultdict(list)
    for row in rows:
        grouped[row.person_id, row.chamber].append(row)
    return grouped
