"""A house before a coming vote, for the coalition alone: what is noted of each member, how many
ayes are needed, and who could bring them by past votes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from tracker.agenda.agenda import Agenda, Stance
from tracker.campaigns.targets import (
    ComingVote,
    Sitting,
    TargetNote,
    TargetStance,
    members_sitting,
    notes_on,
)
from tracker.record.tables import person_votes, vote_events
from tracker.rules.reference import is_reviewed, jurisdiction_of
from tracker.rules.vocabulary import Chamber, Electorate, MotionClass, Threshold, Venue
from tracker.scoring.method import DEFAULT_METHOD, find_method
from tracker.scoring.scorecard import ledger
from tracker.translation import _
from tracker.views.wording import long_day

_ON_PASSAGE = (MotionClass.FINAL_PASSAGE, MotionClass.CONCURRENCE, MotionClass.CONSENT)
_FULL_CREDIT = 2
"""Of a ledger row, in halves: the member voted as the agenda asks."""
_COULD = (
    *(TargetStance.LEANING_YES, TargetStance.UNDECIDED),
    *(TargetStance.UNKNOWN, TargetStance.LEANING_NO),
)
"""Who could still bring an aye, in the order in which one would ask."""


@dataclass(frozen=True)
class Needed:
    """The ayes that the vote needs, and on what that rests."""

    ayes: int | None
    """None where it is not known."""
    basis: str


@dataclass(frozen=True)
class PastVotes:
    """What a member did on the roll calls that an agenda scores."""

    as_asked: int = 0
    of: int = 0

    @property
    def share(self) -> float:
        """Between 0 and 1; in the middle where there is no vote."""
        return self.as_asked / self.of if self.of else 0.5

    @property
    def told(self) -> str:
        """As in `27 of 30`; empty where there is no vote."""
        return f"{self.as_asked} of {self.of}" if self.of else ""


@dataclass(frozen=True)
class Target:
    """One member before the vote."""

    member: Sitting
    notes: tuple[TargetNote, ...]
    """In order; the last counts."""
    past: PastVotes
    last_here: str | None
    """What the member did when the house last voted on the passage of this measure."""
    turn: int | None
    """Place among those who could still bring an aye; None for who is a yes or a no."""
    could_make_it: bool
    """Whether the ayes that are missing reach down to this place."""

    @property
    def stance(self) -> TargetStance:
        """By the last note."""
        return self.notes[-1].words.stance if self.notes else TargetStance.UNKNOWN


@dataclass(frozen=True)
class TargetSheet:
    """The whole house, those to be asked first on top."""

    vote: ComingVote
    as_of: date
    needed: Needed
    last_vote_on: date | None
    """Day of the house's last vote on the passage of this measure."""
    agenda_id: str | None
    """Whose scored roll calls the past votes are; None where there is no agenda of the session."""
    targets: tuple[Target, ...]

    @property
    def counts(self) -> Mapping[TargetStance, int]:
        """How many members stand where."""
        found = Counter(target.stance for target in self.targets)
        return {stance: found[stance] for stance in TargetStance}

    @property
    def short(self) -> int | None:
        """Ayes that are missing beside those who are a yes; None where the need is not known."""
        if self.needed.ayes is None:
            return None
        return max(0, self.needed.ayes - self.counts[TargetStance.YES])

    @property
    def sentences(self) -> list[str]:
        """How it stands, in words."""
        counted = ", ".join(
            f"{count} {stance.words}" for stance, count in self.counts.items() if count
        )
        ayes = self.needed.ayes
        need = (
            _("How many ayes are needed is not known")
            if ayes is None
            else _("{ayes} ayes needed").format(ayes=ayes)
        )
        said = [
            f"{need} ({self.needed.basis}).",
            f"{counted}." if counted else _("Nobody sits there."),
        ]
        if self.short:
            short = _("{ayes} short, counting only who is a yes.")
            said.append(short.format(ayes=self.short))
        return said


def target_sheet(
    connection: sa.Connection,
    vote: ComingVote,
    agendas: Iterable[Agenda],
    *,
    needed: int | None,
    today: date,
) -> TargetSheet:
    """The house before the vote. `agendas` are asked in turn for one of the session that names the
    measure, else for any of the session. `needed` is what a person says; None: by earlier votes.
    """
    agenda = _agenda_for(vote, agendas)
    past = _past_votes(connection, agenda)
    last_on, last_here = _last_here(connection, vote)
    needs = needed_by_earlier_votes(connection, vote)
    if needed is not None:
        needs = Needed(needed, _("as you say"))
    notes = notes_on(connection, vote)
    found = [
        Target(
            member,
            tuple(notes.get(member.person_id, ())),
            past.get(member.person_id, PastVotes()),
            last_here.get(member.person_id),
            None,
            could_make_it=False,
        )
        for member in members_sitting(connection, vote, today)
    ]
    targets = _in_turn(found, needs.ayes, opposed=_is_opposed(vote, agenda))
    return TargetSheet(vote, today, needs, last_on, agenda.id if agenda else None, targets)


def _in_turn(found: Sequence[Target], needed: int | None, *, opposed: bool) -> tuple[Target, ...]:
    """Those who could bring an aye by stance, then by past votes; who is a yes or a no after them.

    Where the agenda opposes the measure, votes against what it asks speak for an aye.
    """
    yes = sum(target.stance is TargetStance.YES for target in found)
    missing = 0 if needed is None else max(0, needed - yes)
    open_ones = sorted(
        (target for target in found if target.stance in _COULD),
        key=lambda one: (
            _COULD.index(one.stance),
            one.past.share if opposed else -one.past.share,
            one.member.name,
        ),
    )
    turns = [
        Target(one.member, one.notes, one.past, one.last_here, turn, could_make_it=turn <= missing)
        for turn, one in enumerate(open_ones, start=1)
    ]
    return (*turns, *(target for target in found if target.stance not in _COULD))


def _agenda_for(vote: ComingVote, agendas: Iterable[Agenda]) -> Agenda | None:
    of_session = [one for one in agendas if one.session_id == vote.session_id]
    naming = (one for one in of_session if any(i.bill_id == vote.bill_id for i in one.items))
    return next(naming, of_session[0] if of_session else None)


def _is_opposed(vote: ComingVote, agenda: Agenda | None) -> bool:
    items = [item for item in agenda.items if item.bill_id == vote.bill_id] if agenda else []
    return bool(items) and items[0].positions[-1].stance is Stance.OPPOSE


def _past_votes(connection: sa.Connection, agenda: Agenda | None) -> Mapping[str, PastVotes]:
    if agenda is None:
        return {}
    counted: defaultdict[str, list[int]] = defaultdict(list)
    for line in ledger(connection, agenda, find_method(DEFAULT_METHOD)):
        if line.credit is not None:
            counted[line.person_id].append(line.credit)
    return {
        person_id: PastVotes(credits.count(_FULL_CREDIT), len(credits))
        for person_id, credits in counted.items()
    }


def floor_votes(connection: sa.Connection, vote: ComingVote) -> Sequence[sa.RowMapping]:
    """The floor votes of both houses on passage of the measure, the last first."""
    event = vote_events.c
    query = (
        sa.select(vote_events)
        .where(event.bill_id == vote.bill_id, event.venue == Venue.FLOOR)
        .where(event.motion_class.in_(_ON_PASSAGE), event.date.is_not(None))
        .order_by(event.date.desc(), event.sequence.desc())
    )
    return connection.execute(query).mappings().all()


def _last_here(
    connection: sa.Connection, vote: ComingVote
) -> tuple[date | None, Mapping[str, str]]:
    here = (one for one in floor_votes(connection, vote) if one["chamber"] == vote.chamber)
    last = next(here, None)
    if last is None:
        return None, {}
    votes = sa.select(person_votes.c.person_id, person_votes.c.option).where(
        person_votes.c.vote_event_id == last["vote_event_id"],
        person_votes.c.person_id.is_not(None),
    )
    return last["date"], {row[0]: row[1] for row in connection.execute(votes)}


def needed_by_earlier_votes(connection: sa.Connection, vote: ComingVote) -> Needed:
    """What the last vote on its passage needed: in this house, else in the other, as a share of
    the seats of this one. The bill may have changed since, so the day is said.
    """
    last = floor_votes(connection, vote)
    for roll in (one for one in last if one["chamber"] == vote.chamber):
        if roll["needed"] is not None:
            on = long_day(roll["date"])
            basis = _("as at this house's vote of {day}").format(day=on)
            return Needed(roll["needed"], basis)
    seats = _seats(vote)
    for roll in last:
        line = Threshold(roll["threshold"])
        if seats and line.electorate is Electorate.MEMBERSHIP:
            on = long_day(roll["date"])
            basis = _("the share of all seats that the other house's vote of {day} needed")
            return Needed(line.ayes_of(seats), basis.format(day=on))
    return Needed(None, _("no earlier vote says"))


def _seats(vote: ComingVote) -> int | None:
    if not is_reviewed(vote.jurisdiction_id):
        return None
    return jurisdiction_of(vote.jurisdiction_id).house(Chamber(vote.chamber)).seats
