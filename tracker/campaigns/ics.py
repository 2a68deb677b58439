"""A calendar as a file that calendar programs subscribe to: the plain part of RFC 5545. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from tracker.plain_text import without_controls

OCTETS = 75
"""The longest line that RFC 5545 allows, without its end."""
_COUNTED_FROM = datetime(2000, 1, 1, tzinfo=UTC)


class EventStatus(StrEnum):
    """What a calendar does with an event."""

    CONFIRMED = "CONFIRMED"
    """It stands in the calendar."""
    TENTATIVE = "TENTATIVE"
    """It stands there as not yet certain."""
    CANCELLED = "CANCELLED"
    """It is struck out, or goes, where it stood before."""


@dataclass(frozen=True)
class CalendarEvent:
    """One thing in the calendar, on a whole day or at a moment."""

    uid: str
    """The same as long as it is the same thing, wherever it is moved."""
    when: date | datetime
    """A moment bears its zone."""
    title: str
    description: str
    revised_at: datetime
    """UTC. A calendar takes the later of two copies."""
    status: EventStatus = EventStatus.CONFIRMED
    place: str | None = None
    url: str | None = None


def calendar_text(name: str, events: Iterable[CalendarEvent]) -> str:
    """The calendar of that name, with its events in the order given."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Answerable//Campaign calendar//EN",
        "CALSCALE:GREGORIAN",
        f"NAME:{_escaped(name)}",
        f"X-WR-CALNAME:{_escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
    ]
    for event in events:
        lines.extend(_lines(event))
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _lines(event: CalendarEvent) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_escaped(event.uid)}"
    yield f"DTSTAMP:{_moment(event.revised_at)}"
    yield f"SEQUENCE:{max(0, int((event.revised_at - _COUNTED_FROM).total_seconds()))}"
    if isinstance(event.when, datetime):
        yield f"DTSTART:{_moment(event.when)}"
    else:
        yield f"DTSTART;VALUE=DATE:{event.when:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{event.when + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(event.title)}"
    yield f"DESCRIPTION:{_escaped(event.description)}"
    yield f"STATUS:{event.status}"
    if event.place:
        yield f"LOCATION:{_escaped(event.place)}"
    if event.url:
        yield f"URL:{''.join(without_controls(event.url).split())}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    plain = without_controls("\n".join(text.splitlines()))
    for mark in ("\\", ";", ","):
        plain = plain.replace(mark, f"\\{mark}")
    return plain.replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """The line in parts of 75 octets, no letter cut; each after the first begins with a blank."""
    part = ""
    for letter in line:
        if len((part + letter).encode()) > OCTETS:
            yield part
            part = " "
        part += letter
    yield part
