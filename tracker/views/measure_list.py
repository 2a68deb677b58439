"""The measures of a session in the record: all of them, or those that a search means."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from tracker.record.sessions import Session
from tracker.record.tables import bills, vote_events
from tracker.rules.measures import MOST_DIGITS
from tracker.rules.reference import is_reviewed, jurisdiction_of

AT_ONCE = 50
"""So many are listed at a time."""


@dataclass(frozen=True)
class ListedMeasure:
    """A measure in the list, and how far its roll calls are known."""

    bill_id: str
    printed: str
    title: str | None
    title_is_cut: bool
    """Whether the source cuts it short."""
    rolls: int
    """Roll calls in the record."""
    last_vote: datetime.date | None


@dataclass(frozen=True)
class MeasureList:
    """A part of the measures found, newest roll call first, those without any last."""

    listed: tuple[ListedMeasure, ...]
    first: int
    """Which of those found the list begins with, counted from 1."""
    found: int
    in_session: int
    """All measures of the session."""
    number: str | None
    """What was looked for, as printed, where it was the number of one measure."""


def measure_list(
    connection: sa.Connection, session: Session, text: str = "", first: int = 1
) -> MeasureList:
    """`AT_ONCE` measures of a session from the `first` on: those that `text` means, by number as
    people write it or by words of the title; all where it is empty.
    """
    of_session = bills.c.session_id == session.session_id
    number, meant = meant_by([session], text)
    in_session = connection.execute(sa.select(sa.func.count()).where(of_session)).scalar_one()
    found = in_session
    if text:
        counted = sa.select(sa.func.count()).where(of_session, meant)
        found = connection.execute(counted).scalar_one()
    begin = first if 1 <= first <= found else 1
    rows = connection.execute(_listed(session).where(meant).offset(begin - 1))
    return MeasureList(tuple(ListedMeasure(*row) for row in rows), begin, found, in_session, number)


def _listed(session: Session) -> sa.Select[tuple[Any, ...]]:
    called = vote_events.c
    rolls = (
        sa.select(
            called.bill_id,
            sa.func.count().label("rolls"),
            sa.func.max(called.date).label("last_vote"),
        )
        .where(called.session_id == session.session_id)
        .group_by(called.bill_id)
        .subquery()
    )
    one = bills.c
    return (
        sa.select(
            one.bill_id,
            one.printed,
            sa.func.coalesce(one.popular_name, one.title),
            sa.and_(one.popular_name.is_(None), sa.func.coalesce(one.title_is_cut, sa.false())),
            sa.func.coalesce(rolls.c.rolls, 0),
            rolls.c.last_vote,
        )
        .outerjoin(rolls, rolls.c.bill_id == one.bill_id)
        .where(one.session_id == session.session_id)
        .order_by(
            rolls.c.rolls.is_(None),
            rolls.c.last_vote.desc().nulls_last(),
            *(one.special_session, one.measure_type, one.number, one.bill_id),
        )
        .limit(AT_ONCE)
    )


def meant_by(sessions: Sequence[Session], text: str) -> tuple[str | None, sa.ColumnElement[bool]]:
    """Which `bills` a search of those sessions means, and the number as printed, where it is one:
    one measure of each, every measure of that bare number, or words of the title.
    """
    one = bills.c
    named = [
        jurisdiction_of(session.jurisdiction_id).measure(text, session.identifier)
        for session in sessions
        if is_reviewed(session.jurisdiction_id)
    ]
    measures = [measure for measure in named if measure]
    if measures:
        return measures[0].printed, one.bill_id.in_([measure.bill_id for measure in measures])
    if text.isdecimal() and len(text) <= MOST_DIGITS:
        return None, one.number == int(text)
    said = (one.printed, sa.func.coalesce(one.popular_name, ""), sa.func.coalesce(one.title, ""))
    words = sa.func.lower(said[0] + " " + said[1] + " " + said[2])
    return None, sa.and_(
        sa.true(), *(words.contains(word, autoescape=True) for word in text.lower().split())
    )
