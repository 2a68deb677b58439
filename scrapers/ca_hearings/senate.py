"""The Senate's calendar: a block per day, and in it one per hearing."""

from __future__ import annotations

import re
from datetime import date

from parsel import Selector

from scrapers.ca_hearings.page import one, place_of, read_page, refuse_silence, status_of
from scrapers.pages.printed import PageRefused, PrintedEvent
from scrapers.pages.text import text_of, written_day

_TIME = re.compile(r"\b[ap]\.?m\b|\bupon\b|\badjournment\b|\bnoon\b", re.IGNORECASE)


def read_senate(body: bytes, content_type: str) -> tuple[PrintedEvent, ...]:
    """The hearings in their order; none only where the page says that there are none.

    Raises:
        PageRefused: a day or a title is missing, or the page is not whole or something else.
    """
    page = read_page(body, content_type)
    events = [
        event
        for nth, block in enumerate(page.css("div.page-events--day-wrapper"), start=1)
        for event in _of_day(block, f"day {nth}")
    ]
    if not events:
        refuse_silence(page)
    return tuple(events)


def _of_day(block: Selector, where: str) -> list[PrintedEvent]:
    day = written_day(one(block, "h2.page-events__date", "date", where))
    hearings = block.css("div[class*=committee-hearings] div.page-events__content")
    return [_event(part, day, f"{day}, hearing {nth}") for nth, part in enumerate(hearings, 1)]


def _event(part: Selector, day: date, where: str) -> PrintedEvent:
    title = one(part, ".page-events__title", "title", where)
    if not title:
        raise PageRefused(f"{where}: nothing stands beside 'title'")
    when_and_where = one(part, ".page-events__time-location", "time and location", where)
    committees = [text_of(link) for link in part.css(".page-events__committee-link a")]
    time, location = _apart(when_and_where)
    around = part.xpath("./..")
    return PrintedEvent(
        classification="committee-meeting",
        place=place_of(committees[0] if len(committees) == 1 else title, "Sen"),
        date=day,
        time=time,
        location=location,
        status=status_of(" ".join(map(text_of, around))),
        note=title if committees and committees[0] != title else None,
    )


def _apart(printed: str) -> tuple[str | None, str | None]:
    """`9:30 a.m. - State Capitol, Room 112` as its time and its place."""
    before, _, after = printed.partition(" - ")
    if _TIME.search(before):
        return before.strip() or None, after.strip() or None
    return None, printed.strip() or None
