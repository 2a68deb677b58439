"""The Assembly's daily file: the next sessions of its floor, and a table with a hearing a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from parsel import Selector

from scrapers.ca_hearings.agendas import (
    agenda_number,
    measures_in,
    place_of,
    refuse_silence,
    special_session_of,
    status_of,
    time_in,
)
from scrapers.kit.page_text import one, text_of, whole_page, written_day
from scrapers.kit.printed import PageRefused, PrintedEvent

AGENDA = "/api/dailyfile/agenda/"
"""Before the number of an event: the path of its agenda."""
LABELS = ("date", "time", "name", "location")
"""Each is the end of a cell's class: `committee_hearing-date`."""
_FLOOR = "div.dailyfile-section > div.dailyfile-section-item"
_DAY = re.compile(r"([A-Z][a-z]+day, )?[A-Z][a-z]+\.? \d{1,2}, \d{4}")
_NO_SESSION = re.compile(r"\bsine die\b|\bno floor session\b|\brecess\b", re.IGNORECASE)


def parse_assembly(body: bytes, content_type: str) -> tuple[PrintedEvent, ...]:
    """The sessions of the floor, then the hearings, in their order; no hearing only where the page
    says that there is none.

    Raises:
        PageRefused: a cell is missing or empty, or the page is not whole or something else.
    """
    page = whole_page(body, content_type)
    rows = page.css("table.committee-hearing-table tbody tr")
    if not rows:
        refuse_silence(page)
    hearings = (_hearing(row, f"hearing {nth}") for nth, row in enumerate(rows, start=1))
    return (*_floor_sessions(page), *hearings)


def _floor_sessions(page: Selector) -> Iterator[PrintedEvent]:
    sessions = [part for part in page.css(_FLOOR) if not part.css(".hearing-name")]
    for nth, part in enumerate(sessions, start=1):
        header = one(part, "div.header", "header", f"floor session {nth}")
        said = " ".join(map(text_of, part.css("div.body")))
        until = said.partition(" until ")[2]
        day = _DAY.search(header) or _DAY.search(until)
        if day:
            yield _floor_session(part, written_day(day[0]), header, until)
        elif not _NO_SESSION.search(f"{header} {said}"):
            raise PageRefused(f"floor session {nth}: it names no day")


def _floor_session(part: Selector, day: date, header: str, until: str) -> PrintedEvent:
    """Beside its day stands until when the house adjourned: `Monday, April 26, 2021 at 1:00 p.m.`,
    whose time is that of the session unless another day is meant.
    """
    is_of_day = re.search(rf"\b{day:%B} {day.day}(?!\d)", until)
    above = part.xpath("preceding::*[self::h2 or self::h3 or self::h4][1]")
    agenda = _agenda(part)
    items, beside = measures_in(part, are_elsewhere=agenda is not None)
    return PrintedEvent(
        classification="floor",
        place="Asm Floor",
        date=day,
        time=time_in(until) if is_of_day else None,
        location=None,
        status=status_of(header),
        agenda=agenda,
        items=items,
        special_session=special_session_of(" ".join([*map(text_of, above), header])),
        beside=beside,
    )


def _hearing(row: Selector, where: str) -> PrintedEvent:
    cells = {
        label: one(row, f"td[class~='committee_hearing-{label}']", label, where) for label in LABELS
    }
    if not cells["name"]:
        raise PageRefused(f"{where}: nothing stands beside 'name'")
    return PrintedEvent(
        classification="committee-meeting",
        place=place_of(cells["name"], "Asm"),
        date=written_day(cells["date"]),
        time=cells["time"] or None,
        location=cells["location"] or None,
        status=status_of(text_of(row)),
        agenda=_agenda(row),
    )


def _agenda(part: Selector) -> str | None:
    """The path of its agenda."""
    number = agenda_number(part, AGENDA)
    return f"{AGENDA}{number}" if number else None
