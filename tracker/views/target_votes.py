"""Which votes a campaign prepares for, and how its count of each compared with the roll call."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from tracker.campaigns.targets import ComingVote, TargetNote, TargetStance, notes_on, votes_of
from tracker.record.tables import people, person_votes
from tracker.rules.vocabulary import Option, Result
from tracker.views.target_sheet import Needed, floor_votes, needed_by_earlier_votes

_FOR = (TargetStance.YES, TargetStance.LEANING_YES)
_NOT_FOR = (TargetStance.NO, TargetStance.LEANING_NO)


@dataclass(frozen=True)
class MemberThen:
    """A member as counted by the day of a vote, and what the member did."""

    person_id: str
    name: str
    stance: TargetStance
    """By the last note up to that day, the day included."""
    did: Option | None
    """None: not on the roll under a name that is the member's for certain."""

    @property
    def as_counted(self) -> bool | None:
        """Whether the member did as counted. A no is as counted where no aye was recorded. None
        where nothing was counted, or the roll does not say.
        """
        if self.did is None or self.stance not in (*_FOR, *_NOT_FOR):
            return None
        return (self.did is Option.YES) == (self.stance in _FOR)


@dataclass(frozen=True)
class CountThen:
    """A house's vote on passage beside the count that a campaign had by then."""

    vote_event_id: str
    day: date
    ayes: int | None
    noes: int | None
    needed: int | None
    result: Result
    members: tuple[MemberThen, ...]
    """Everybody noted by then or on the roll, by name."""

    @property
    def by_stance(self) -> Mapping[TargetStance, Mapping[Option | None, int]]:
        """How many of each stance did what."""
        return {
            stance: Counter(one.did for one in self.members if one.stance is stance)
            for stance in TargetStance
            if any(one.stance is stance for one in self.members)
        }

    @property
    def otherwise(self) -> tuple[MemberThen, ...]:
        """Those who did not do as counted."""
        return tuple(one for one in self.members if one.as_counted is False)


@dataclass(frozen=True)
class VoteAhead:
    """A house and a measure of a campaign, in brief."""

    vote: ComingVote
    needed: Needed
    counts: Mapping[TargetStance, int]
    """Of those of whom there is a note, by the last one."""
    last_vote_on: date | None
    """Day of the house's last vote on passage, where there was one."""


def votes_ahead(connection: sa.Connection, campaign: str) -> tuple[VoteAhead, ...]:
    """Each house for each measure of a campaign; those that have not voted on passage first.

    Raises:
        UsageError: there is no such campaign.
    """
    found = [_ahead(connection, vote) for vote in votes_of(connection, campaign)]
    return tuple(sorted(found, key=lambda one: one.last_vote_on is not None))


def _ahead(connection: sa.Connection, vote: ComingVote) -> VoteAhead:
    here = floor_votes(connection, vote)
    last = [roll["date"] for roll in here if roll["chamber"] == vote.chamber]
    stances = Counter(notes[-1].words.stance for notes in notes_on(connection, vote).values())
    return VoteAhead(
        vote, needed_by_earlier_votes(connection, vote), stances, last[0] if last else None
    )


def counts_then(connection: sa.Connection, vote: ComingVote) -> tuple[CountThen, ...]:
    """Each of the house's votes on passage since the first note, the last first. A roll call whose
    names are in no source is left out.
    """
    notes = notes_on(connection, vote)
    first = min((one.recorded_on for of in notes.values() for one in of), default=None)
    if first is None:
        return ()
    here = [roll for roll in floor_votes(connection, vote) if roll["chamber"] == vote.chamber]
    found = (_then(connection, roll, notes) for roll in here if roll["date"] >= first)
    return tuple(one for one in found if one is not None)


def _then(
    connection: sa.Connection, roll: sa.RowMapping, notes: Mapping[str, Sequence[TargetNote]]
) -> CountThen | None:
    cast = sa.select(person_votes.c.person_id, person_votes.c.option).where(
        person_votes.c.vote_event_id == roll["vote_event_id"], person_votes.c.person_id.is_not(None)
    )
    did = {row[0]: Option(row[1]) for row in connection.execute(cast)}
    if not did:
        return None
    stances = {
        person_id: _by(of, roll["date"])
        for person_id, of in notes.items()
        if of[0].recorded_on <= roll["date"]
    }
    names = _names(connection, {*did, *stances})
    members = tuple(
        MemberThen(who, name, stances.get(who, TargetStance.UNKNOWN), did.get(who))
        for who, name in names.items()
    )
    return CountThen(
        vote_event_id=roll["vote_event_id"],
        day=roll["date"],
        ayes=roll["declared_yes"],
        noes=roll["declared_no"],
        needed=roll["needed"],
        result=Result(roll["result"]),
        members=members,
    )


def _by(notes: Sequence[TargetNote], day: date) -> TargetStance:
    return [one for one in notes if one.recorded_on <= day][-1].words.stance


def _names(connection: sa.Connection, person_ids: Iterable[str]) -> Mapping[str, str]:
    query = (
        sa.select(people.c.person_id, people.c.name)
        .where(people.c.person_id.in_(tuple(person_ids)))
        .order_by(people.c.name, people.c.person_id)
    )
    return {row[0]: row[1] for row in connection.execute(query)}
