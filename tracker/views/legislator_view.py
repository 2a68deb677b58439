"""The legislator page's data: a score, the rows that add up to it, and what was left out."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from fractions import Fraction

from tracker.agenda.agenda import AgendaItem
from tracker.agenda.letters import Told
from tracker.rules.reference import printed_bill, votes_page
from tracker.rules.vocabulary import Option
from tracker.scoring.scorecard import LedgerLine, Member, ScoreLine
from tracker.scoring.scores import ScoreStatus
from tracker.translation import _
from tracker.views.heading import Heading, heading
from tracker.views.scorecard_view import MedianLine, median_line
from tracker.views.sheet import MeasureCredit, Place, Sheet, read_from
from tracker.views.sponsorship_view import PersonJoined, person_joined
from tracker.views.wording import (
    ASKED_WORDS,
    MOTION_WORDS,
    OPTION_WORDS,
    RESULT_WORDS,
    amount,
    long_day,
    minimum_rule,
    not_ranked,
    of_all,
    status_label,
    tally,
    venue_words,
    worth,
)


@dataclass(frozen=True)
class RollRow:
    """One scored roll call: where, what the member did, what it was worth and why."""

    vote_event_id: str
    date: datetime.date
    place: str
    motion: str
    motion_words: str
    outcome: str
    """As in `Passed 21–15`."""
    did: str
    option: str
    worth: str
    credit: Fraction | None
    """Between 0 and 1; None where it did not count."""
    after_the_vote: bool
    """Whether the position was written down after this vote."""
    told: Told | None
    """The first letter that asked this member for it, if sent before this vote."""
    source_url: str | None
    source_ref: str | None
    source_title: str
    official_url: str | None
    """The official page with the votes on this measure, where an address can be built."""


@dataclass(frozen=True)
class MeasureRow:
    """One measure of the agenda: asked, done, and its exact part of the sum."""

    item_id: str
    bill_id: str
    printed: str
    title: str
    asked: str
    stance: str
    recorded_on: datetime.date
    rolls: tuple[RollRow, ...]
    counted: bool
    earned: Fraction
    possible: Fraction

    @property
    def shared(self) -> str | None:
        """How several counted roll calls share the measure, as in `(1 + 1 + 0.5) / 3 = 5/6`."""
        credits = [roll.credit for roll in self.rolls if roll.credit is not None]
        if len(credits) < 2:
            return None
        total = sum(credits, Fraction(0)) / len(credits)
        return f"({' + '.join(map(amount, credits))}) / {len(credits)} = {amount(total)}"

    @property
    def after_the_vote(self) -> bool:
        return any(roll.after_the_vote for roll in self.rolls)

    @property
    def told(self) -> str:
        """As in `told before the vote, 2 May 2007`; empty where no letter says so."""
        told = next(((roll.told, roll.date) for roll in self.rolls if roll.told), None)
        if told is None:
            return ""
        letter, voted = told
        said = (
            _("told before the vote, {sent}")
            if letter.noted_on < voted
            else _("told before the vote, {sent}, noted {noted}")
        )
        return said.format(sent=long_day(letter.sent_on), noted=long_day(letter.noted_on))


@dataclass(frozen=True)
class WithoutVote:
    """A measure of the agenda on which this member is on no scored roll call, and why."""

    bill_id: str
    printed: str
    title: str
    reason: str


@dataclass(frozen=True)
class Variant:
    """The same votes under one rule in another way than as published, as a band counts them."""

    committee_votes: bool
    weighted: bool
    percent: int | None


@dataclass(frozen=True)
class PresetScore:
    """The same record under one shipped rule; `percent` None: that rule gives no number."""

    method_id: str
    title: str
    publisher: str
    percent: int | None
    counted: int
    chosen: bool
    variants: tuple[Variant, ...] = ()
    """With what the number as published, and only they, make the band."""


@dataclass(frozen=True)
class HouseRecord:
    """A member's record in one house. `counted_rows` add up to `earned` of `possible` exactly."""

    member: Member
    house: str
    percent: int | None
    rank: int | None
    ranked: int
    """Members of the house that have a rank."""
    sharing: int
    """Others of them with the same rank."""
    status_label: str | None
    counted: int
    eligible: int
    available: int
    numerator: int
    denominator: int
    earned: Fraction
    possible: Fraction
    band: tuple[int, int] | None
    counted_rows: tuple[MeasureRow, ...]
    left_out: tuple[MeasureRow, ...]
    without_vote: tuple[WithoutVote, ...]
    presets: tuple[PresetScore, ...]
    medians: tuple[MedianLine, ...]
    """The house and the member's party, over the measures this member was eligible for."""
    in_doubt: tuple[str, ...]
    """Items of the agenda on which a name that is nobody's for certain may be this member's."""
    unranked: str | None
    """Why there is a number and no rank, in a sentence."""

    @property
    def arithmetic(self) -> str:
        """`13 of 20`, and where halves or thirds were earned, the whole numbers they stand for."""
        exact = of_all(amount(self.earned), amount(self.possible))
        whole = of_all(self.numerator, self.denominator)
        if exact == whole:
            return exact
        return _("{exact}, which is {whole}").format(exact=exact, whole=whole)


@dataclass(frozen=True)
class LegislatorView:
    """The page of one person: one record for each house they sat in."""

    heading: Heading
    person_id: str
    name: str
    minimum: str | None
    records: tuple[HouseRecord, ...]
    read_from: tuple[Place, ...]
    """What the roll calls shown were read from, each once."""
    joined: PersonJoined
    """What they wrote or joined: a score of its own."""


def legislator_view(sheet: Sheet, person_id: str) -> LegislatorView | None:
    """The page of a member of this session, or None where there is no such member."""
    lines = [line for line in sheet.lines if line.member.person_id == person_id]
    if not lines:
        return None
    return LegislatorView(
        heading=heading(sheet),
        person_id=person_id,
        name=lines[0].member.name,
        minimum=minimum_rule(sheet.method),
        records=tuple(_record(sheet, line) for line in lines),
        read_from=read_from(
            sheet.places[roll.vote_event_id]
            for line in lines
            for credit in sheet.credits.get((person_id, line.member.chamber), ())
            for roll in credit.rolls
        ),
        joined=person_joined(sheet, person_id),
    )


def _record(sheet: Sheet, line: ScoreLine) -> HouseRecord:
    member, score = line.member, line.score
    house_lines = [other for other in sheet.lines if other.member.chamber == member.chamber]
    credits = sheet.credits.get((member.person_id, member.chamber), ())
    rows = [_measure(sheet, credit) for credit in credits]
    scored = score.status is ScoreStatus.SCORED
    available = max(other.score.available for other in house_lines)
    numerator, denominator = score.tally.whole
    return HouseRecord(
        member=member,
        house=sheet.house_names[member.chamber],
        percent=score.percent,
        rank=score.rank,
        ranked=sum(other.score.rank is not None for other in house_lines),
        sharing=sum(other.score.rank == score.rank for other in house_lines) - 1,
        status_label=status_label(line, available),
        counted=score.tally.counted,
        eligible=score.tally.eligible,
        available=available,
        numerator=numerator,
        denominator=denominator,
        earned=score.tally.earned,
        possible=score.tally.possible,
        band=line.band if scored else None,
        counted_rows=tuple(row for row in rows if row.counted),
        left_out=tuple(row for row in rows if not row.counted),
        without_vote=_without_vote(sheet, member, {credit.item_id for credit in credits}),
        presets=_presets(sheet, member),
        medians=_medians(sheet, member, house_lines, credits),
        in_doubt=line.in_doubt,
        unranked=not_ranked(line.score),
    )


def _measure(sheet: Sheet, credit: MeasureCredit) -> MeasureRow:
    item, last = sheet.items[credit.item_id], credit.rolls[-1]
    return MeasureRow(
        item_id=item.id,
        bill_id=item.bill_id,
        printed=printed(sheet, item),
        title=item.title,
        asked=ASKED_WORDS[last.stance],
        stance=last.stance,
        recorded_on=last.recorded_on,
        rolls=tuple(_roll(sheet, roll) for roll in credit.rolls),
        counted=credit.counted,
        earned=credit.earned,
        possible=credit.possible,
    )


def _roll(sheet: Sheet, roll: LedgerLine) -> RollRow:
    place = sheet.places[roll.vote_event_id]
    house = sheet.house_names[roll.chamber]
    return RollRow(
        vote_event_id=roll.vote_event_id,
        date=roll.date,
        place=venue_words(roll.venue, house, place.organization),
        motion=" ".join(roll.motion.split()),
        motion_words=MOTION_WORDS[roll.motion_class],
        outcome=f"{RESULT_WORDS[roll.result]} {tally(roll.declared_yes, roll.declared_no)}",
        did=OPTION_WORDS[Option(roll.option)],
        option=roll.option,
        worth=worth(roll, sheet.method),
        credit=None if roll.credit is None else Fraction(roll.credit, 2),
        after_the_vote=roll.recorded_after_the_vote,
        told=_told_before(sheet, roll),
        source_url=roll.source_url,
        source_ref=roll.source_ref,
        source_title=place.source_title,
        official_url=votes_page(roll.bill_id),
    )


def _told_before(sheet: Sheet, roll: LedgerLine) -> Told | None:
    told = sheet.told_since.get((roll.person_id, roll.bill_id, roll.stance))
    return told if told is not None and told.sent_on < roll.date else None


def printed(sheet: Sheet, item: AgendaItem) -> str:
    """The measure as printed, from the record or else from its id."""
    found = sheet.bills.get(item.bill_id)
    return found.printed if found else printed_bill(item.bill_id)


def _without_vote(sheet: Sheet, member: Member, seen: set[str]) -> tuple[WithoutVote, ...]:
    voted_here = {
        credit.item_id
        for (_person_id, chamber), credits in sheet.credits.items()
        if chamber == member.chamber
        for credit in credits
    }
    house = sheet.house_names[member.chamber]
    missing = {
        one.item_id: one.sentence for one in sheet.not_scored if one.chamber == member.chamber
    }
    not_on_it = _("The {house} voted, but this member is not on that roll.").format(house=house)
    no_vote = _(
        "The record holds no {house} floor vote on it while the position was in force."
    ).format(house=house)
    return tuple(
        WithoutVote(
            item.bill_id,
            printed(sheet, item),
            item.title,
            not_on_it if item.id in voted_here else missing.get(item.id, no_vote),
        )
        for item in sheet.agenda.items
        if item.id not in seen
    )


def _presets(sheet: Sheet, member: Member) -> tuple[PresetScore, ...]:
    pairs = sheet.by_preset.get((member.person_id, member.chamber), ())
    return tuple(
        PresetScore(
            method_id=method.id,
            title=method.title,
            publisher=method.restates.publisher,
            percent=score.percent,
            counted=score.tally.counted,
            chosen=method.id == sheet.method.id,
            variants=tuple(
                Variant(
                    run.committee_votes,
                    run.weighted,
                    sheet.folded.percent(run, member.person_id, member.chamber),
                )
                for run in sheet.runs
                if run.method.id == method.id and not run.as_published
            ),
        )
        for method, score in pairs
    )


def _medians(
    sheet: Sheet, member: Member, house: list[ScoreLine], credits: tuple[MeasureCredit, ...]
) -> tuple[MedianLine, ...]:
    open_items = {credit.item_id for credit in credits if credit.eligible}
    party = [line for line in house if line.member.party == member.party]
    everybody = _("{house}, all members").format(house=sheet.house_names[member.chamber])
    groups = [(everybody, house)]
    if member.party:
        groups.append((f"{sheet.house_names[member.chamber]}, {member.party}", party))
    return tuple(
        median_line(group, _shares_over(sheet, lines, open_items)) for group, lines in groups
    )


def _shares_over(sheet: Sheet, lines: list[ScoreLine], items: set[str]) -> list[Fraction]:
    """Exact scores over some measures, of members who have a number on the whole agenda."""
    shares = []
    for line in lines:
        if line.score.percent is None:
            continue
        credits = sheet.credits.get((line.member.person_id, line.member.chamber), ())
        counted = [credit for credit in credits if credit.item_id in items and credit.counted]
        if counted:
            earned = sum((credit.earned for credit in counted), Fraction(0))
            shares.append(earned / sum((credit.possible for credit in counted), Fraction(0)))
    return shares
