"""The votes of a person in the record, the latest first: all, or those on measures looked for."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from tracker.record.sessions import Session
from tracker.record.tables import bills, organizations, person_votes, vote_events
from tracker.rules.vocabulary import Option
from tracker.views.houses import HouseNames, house_name, houses_in_record
from tracker.views.measure_list import AT_ONCE, meant_by
from tracker.views.wording import MOTION_WORDS, OPTION_WORDS, RESULT_WORDS, tally, venue_words


@dataclass(frozen=True)
class CastVote:
    """What a person did on one roll call."""

    vote_event_id: str
    bill_id: str
    printed: str
    title: str | None
    date: datetime.date | None
    place: str
    motion: str
    outcome: str
    """As in `Passed 21–15`, as declared."""
    option: str
    did: str


@dataclass(frozen=True)
class CastVotes:
    """A part of a person's votes, the latest first."""

    listed: tuple[CastVote, ...]
    first: int
    found: int
    number: str | None
    """The measure that was looked for, as printed, where it was one."""


def cast_votes(
    connection: sa.Connection,
    person_id: str,
    sessions: Sequence[Session],
    text: str = "",
    first: int = 1,
) -> CastVotes:
    """`AT_ONCE` votes of a person in those sessions from the `first` on, the latest first: on the
    measures that `text` means, or on all.
    """
    number, meant = meant_by(sessions, text)
    chosen = sa.and_(person_votes.c.person_id == person_id, meant)
    found = connection.execute(_votes(sa.func.count()).where(chosen)).scalar_one()
    begin = first if 1 <= first <= found else 1
    roll = vote_events.c
    listed = (
        _votes(
            *(roll.vote_event_id, roll.bill_id, roll.jurisdiction_id, roll.chamber, roll.venue),
            *(roll.date, roll.motion_class, roll.result, roll.declared_yes, roll.declared_no),
            *(bills.c.printed, sa.func.coalesce(bills.c.popular_name, bills.c.title)),
            *(organizations.c.name, person_votes.c.option),
        )
        .where(chosen)
        .order_by(roll.date.desc().nulls_last(), roll.sequence.desc(), roll.vote_event_id)
        .limit(AT_ONCE)
        .offset(begin - 1)
    )
    if not found:
        return CastVotes((), 1, 0, number)
    houses = houses_in_record(connection)
    rows = connection.execute(listed)
    return CastVotes(tuple(_cast(houses, *row) for row in rows), begin, found, number)


def _votes(*columns: sa.ColumnElement[Any]) -> sa.Select[Any]:
    """One row per vote, with its roll call, measure and place."""
    roll = vote_events.c
    return (
        sa.select(*columns)
        .select_from(vote_events)
        .join(person_votes, person_votes.c.vote_event_id == roll.vote_event_id)
        .join(bills, bills.c.bill_id == roll.bill_id)
        .outerjoin(organizations, organizations.c.organization_id == roll.organization_id)
    )


def _cast(
    houses: HouseNames,
    vote_event_id: str,
    bill_id: str,
    code: str,
    chamber: str | None,
    venue: str,
    day: datetime.date | None,
    kind: str,
    result: str,
    yes: int | None,
    no: int | None,
    printed: str,
    title: str | None,
    organization: str | None,
    option: str,
) -> CastVote:
    return CastVote(
        vote_event_id=vote_event_id,
        bill_id=bill_id,
        printed=printed,
        title=title,
        date=day,
        place=venue_words(venue, house_name(code, chamber or "", houses), organization or ""),
        motion=MOTION_WORDS[kind],
        outcome=f"{RESULT_WORDS[result]} {tally(yes, no)}",
        option=option,
        did=OPTION_WORDS[Option(option)],
    )
