"""The calendar that anybody may subscribe to: public milestones, and what the record has coming for
the measures of the campaigns they belong to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from tracker.campaigns.board import Board, BoardMilestone, board
from tracker.campaigns.ics import CalendarEvent, EventStatus
from tracker.campaigns.model import Audience, MilestoneStatus
from tracker.campaigns.reading import campaigns, histories
from tracker.campaigns.timeline import milestone_words
from tracker.intake.events import events_of
from tracker.record.tables import bills, legislative_sessions, sources
from tracker.rules.deadlines import Deadline
from tracker.rules.reference import (
    is_reviewed,
    jurisdiction_of,
    printed_bill,
    session_calendar,
)

_TIME = re.compile(r"\b(\d{1,2})(?::(\d\d))?\s*([ap])\.?\s*m\b", re.IGNORECASE)
_OWN = "answerable"


@dataclass(frozen=True)
class CampaignCalendar:
    """A calendar and its name."""

    name: str
    events: tuple[CalendarEvent, ...]


@dataclass(frozen=True)
class _Source:
    title: str
    url: str | None
    read_at: datetime | None


def campaign_calendar(
    connection: sa.Connection, campaign_id: str | None, now: datetime
) -> CampaignCalendar | None:
    """What anybody may see of all campaigns, or of one; None where there is no such campaign, or
    nothing of it is public. Nothing private is ever in it, whoever asks.
    """
    shown = public_boards(connection, campaign_id, now.date())
    if campaign_id is not None and not shown:
        return None
    # What nobody dated was revised today: asked twice in a day, the calendar is the same.
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    bill_ids = list(dict.fromkeys(bill_id for public in shown for bill_id in public.bill_ids))
    events = [
        *(event for public in shown for event in _milestones(public)),
        *_hearings(connection, bill_ids, today),
        *_deadlines(connection, bill_ids, today),
    ]
    name = shown[0].title if campaign_id is not None else "Campaigns"
    return CampaignCalendar(name, tuple(sorted(events, key=_order)))


def public_boards(connection: sa.Connection, campaign_id: str | None, today: date) -> list[Board]:
    """What anybody may see of every campaign, or of one; without those of which that is nothing."""
    shown = (
        board(one, histories(connection, one.campaign_id), Audience.ANYBODY, today)
        for one in campaigns(connection)
        if campaign_id in (None, one.campaign_id)
    )
    return [public for public in shown if public is not None]


def _milestones(public: Board) -> Iterator[CalendarEvent]:
    for milestone in public.milestones:
        if milestone.day is None:
            continue
        gone = milestone.status is MilestoneStatus.DROPPED
        yield CalendarEvent(
            uid=f"milestone-{milestone.milestone_id}@{_OWN}",
            when=milestone.day,
            title=milestone.title,
            description="\n".join(_about(public, milestone)),
            revised_at=milestone.revised_at,
            status=EventStatus.CANCELLED if gone else EventStatus.CONFIRMED,
            place=milestone.place,
        )


def _about(public: Board, milestone: BoardMilestone) -> Iterator[str]:
    if public.demonstration:
        yield "Invented: a demonstration."
    kind = f"{milestone.kind.words}, " if milestone.kind else ""
    yield f"{kind}{milestone_words(milestone)}".capitalize()
    yield f"{public.title}, by {public.organization}"
    if milestone.bill_id:
        yield f"Concerns {printed_bill(milestone.bill_id)}"


def _hearings(
    connection: sa.Connection, bill_ids: Sequence[str], today: datetime
) -> Iterator[CalendarEvent]:
    """Committee hearings of the measures, each once, with the measures of ours on its agenda."""
    cited = _sources(connection)
    found: dict[str, tuple[dict[str, object], list[str]]] = {}
    for bill_id, session_id in _sessions_of(connection, bill_ids).items():
        for row in events_of(connection, session_id=session_id, bill_id=bill_id):
            if row["classification"] == "committee-meeting":
                found.setdefault(str(row["event_id"]), (row, []))[1].append(bill_id)
    for event_id, (row, heard) in found.items():
        source = cited.get(str(row["source_id"]))
        measures = ", ".join(printed_bill(bill_id) for bill_id in heard)
        said = [f"Hears {measures}", *(str(row[part]) for part in ("time", "note") if row[part])]
        gone = row["status"] == "cancelled"
        yield CalendarEvent(
            uid=f"hearing-{event_id}@{_OWN}",
            when=_when(row),
            title=f"{'Cancelled: ' if gone else ''}{row['name']}: {measures}",
            description="\n".join([*said, *_read_in(source)]),
            revised_at=(source and source.read_at) or today,
            status=EventStatus.CANCELLED if gone else EventStatus.CONFIRMED,
            place=str(row["location"]) if row["location"] else None,
            url=source.url if source else None,
        )


def _read_in(source: _Source | None) -> list[str]:
    if source is None:
        return []
    read = f", read {source.read_at:%Y-%m-%d}" if source.read_at else ""
    return [f"Source: {source.title}{read}"]


def _when(row: Mapping[str, object]) -> date | datetime:
    """The moment, where the printed time is one and the legislature's zone is known; else the day:
    `Upon adjournment` is no time.
    """
    day, printed, code = row["date"], row["time"], str(row["jurisdiction_id"])
    assert isinstance(day, date)
    found = _TIME.search(str(printed or ""))
    if found is None or not is_reviewed(code):
        return day
    hour, minute = int(found[1]) % 12 + 12 * (found[3].lower() == "p"), int(found[2] or 0)
    if not (1 <= int(found[1]) <= 12 and minute < 60):
        return day
    return datetime.combine(day, time(hour, minute), ZoneInfo(jurisdiction_of(code).timezone))


def _deadlines(
    connection: sa.Connection, bill_ids: Sequence[str], today: datetime
) -> Iterator[CalendarEvent]:
    """The reviewed deadlines of the sessions that the measures are of."""
    wanted = set(_sessions_of(connection, bill_ids).values())
    column = legislative_sessions.c
    query = sa.select(column.session_id, column.jurisdiction_id, column.identifier).where(
        column.session_id.in_(wanted)
    )
    for session_id, code, identifier in connection.execute(query).all():
        calendar = session_calendar(code) if is_reviewed(code) else None
        sitting = jurisdiction_of(code).sitting(identifier) if calendar else None
        for one in calendar.deadlines(sitting) if calendar and sitting else ():
            yield _deadline(session_id, one, today)


def _deadline(session_id: str, deadline: Deadline, today: datetime) -> CalendarEvent:
    source, kind = deadline.source, deadline.kind
    said = [kind.basis]
    if not deadline.verified:
        said.append("Not verified: read in no official calendar of that year.")
    if source:
        said.append(f"Source: {source.title}")
    return CalendarEvent(
        uid=f"deadline-{session_id}-{kind.id}-{deadline.date.year}@{_OWN}",
        when=deadline.date,
        title=kind.title,
        description="\n".join(said),
        revised_at=today,
        status=EventStatus.CONFIRMED if deadline.verified else EventStatus.TENTATIVE,
        url=source.url if source else None,
    )


def _sessions_of(connection: sa.Connection, bill_ids: Iterable[str]) -> dict[str, str]:
    query = sa.select(bills.c.bill_id, bills.c.session_id).where(bills.c.bill_id.in_(bill_ids))
    return {row[0]: row[1] for row in connection.execute(query.order_by(bills.c.bill_id))}


def _sources(connection: sa.Connection) -> dict[str, _Source]:
    column = sources.c
    query = sa.select(column.source_id, column.title, column.url, column.read_at)
    return {
        row.source_id: _Source(
            row.title, row.url, row.read_at.replace(tzinfo=UTC) if row.read_at else None
        )
        for row in connection.execute(query)
    }


def _order(event: CalendarEvent) -> tuple[str, str]:
    when = event.when
    return f"{when.astimezone(UTC) if isinstance(when, datetime) else when}", event.uid
