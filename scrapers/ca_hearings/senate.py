"""The Senate's calendar: a block per day, with the sessions of the floor and the hearings in it."""

from __future__ import annotations

import re
from datetime import date

from parsel import Selector

from scrapers.ca_hearings.agendas import (
    agenda_number,
    place_of,
    refuse_silence,
    special_session_of,
    status_of,
    time_in,
)
from scrapers.kit.page_text import one, text_of, whole_page, written_day
from scrapers.kit.printed import PageRefused, PrintedEvent

AGENDA = "/api/dailyfile/render-agenda/"
"""Before the number of an event: the path of its agenda."""
QUERY = "?destination=%2Fcalendar"
_TIME = re.compile(r"\b[ap]\.?m\b|\bupon\b|\badjournment\b|\bcall of\b|\bnoon\b", re.IGNORECASE)
_NO_FLOOR = re.compile(r"\bno floor (session|meeting)s?\b", re.IGNORECASE)
_WHEN = ".page-events__time-location"


def parse_senate(body: bytes, content_type: str) -> tuple[PrintedEvent, ...]:
    """The events in their order; no hearing only where the page says that there is none.

    Raises:
        PageRefused: a day or a title is missing, or the page is not whole or something else.
    """
    page = whole_page(body, content_type)
    events = [
        event
        for nth, block in enumerate(page.css("div.page-events--day-wrapper"), start=1)
        for event in _of_day(block, f"day {nth}")
    ]
    if not any(event.classification == "committee-meeting" for event in events):
        refuse_silence(page)
    return tuple(events)


def _of_day(block: Selector, where: str) -> list[PrintedEvent]:
    day = written_day(one(block, "h2.page-events__date", "date", where))
    hearings = block.css("div[class*=committee-hearings] div.page-events__content")
    return _floor_sessions(block, day) + [
        _hearing(part, day, f"{day}, hearing {nth}") for nth, part in enumerate(hearings, 1)
    ]


def _floor_sessions(block: Selector, day: date) -> list[PrintedEvent]:
    found = [
        _floor_session(part, day, f"{day}, floor session {nth}")
        for nth, part in enumerate(block.css("div[class*=item--floor-meeting]"), start=1)
    ]
    shown = block.css("div[class*=floor-meetings]")
    if shown and not found and not _NO_FLOOR.search(text_of(shown[0])):
        raise PageRefused(f"{day}: the floor's sessions stand there in a form that is not read")
    return found


def _floor_session(part: Selector, day: date, where: str) -> PrintedEvent:
    """Its title is `Regular Session: 9:00 a.m.`, or that of an extraordinary session."""
    title = one(part, ".page-events__title", "title", where)
    named = title.partition(":")[0].strip()
    if not named:
        raise PageRefused(f"{where}: nothing stands beside 'title'")
    when_and_where = one(part, _WHEN, "time and location", where) if part.css(_WHEN) else ""
    time, location = _apart(when_and_where)
    return PrintedEvent(
        classification="floor",
        place="Sen Floor",
        date=day,
        time=time or time_in(title),
        location=location,
        status=status_of(text_of(part)),
        note=named,
        agenda=_agenda(part),
        special_session=special_session_of(title),
    )


def _hearing(part: Selector, day: date, where: str) -> PrintedEvent:
    title = one(part, ".page-events__title", "title", where)
    if not title:
        raise PageRefused(f"{where}: nothing stands beside 'title'")
    committees = [text_of(link) for link in part.css(".page-events__committee-link a")]
    time, location = _apart(one(part, _WHEN, "time and location", where))
    around = part.xpath("./..")
    return PrintedEvent(
        classification="committee-meeting",
        place=place_of(committees[0] if len(committees) == 1 else title, "Sen"),
        date=day,
        time=time,
        location=location,
        status=status_of(" ".join(map(text_of, around))),
        note=title if committees and committees[0] != title else None,
        agenda=_agenda(around[0]),
    )


def _agenda(around: Selector) -> str | None:
    """The path of its agenda."""
    number = agenda_number(around, AGENDA)
    return f"{AGENDA}{number}{QUERY}" if number else None


def _apart(printed: str) -> tuple[str | None, str | None]:
    """`Time: 9:30 a.m. - State Capitol, Room 112` as its time and its place."""
    text = printed.strip().removeprefix("Time:").strip()
    before, _, after = text.partition(" - ")
    if _TIME.search(before):
        return before.strip() or None, after.strip() or None
    return None, text or None
