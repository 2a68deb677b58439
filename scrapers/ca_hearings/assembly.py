"""The Assembly's list of hearings: a table with a line per hearing."""

from __future__ import annotations

from urllib.parse import urlsplit

from parsel import Selector

from scrapers.ca_hearings.page import one, place_of, read_page, refuse_silence, status_of
from scrapers.pages.printed import PageRefused, PrintedEvent
from scrapers.pages.text import text_of, written_day

LABELS = ("date", "time", "name", "location")
"""Each is the end of a cell's class: `committee_hearing-date`."""


def read_assembly(body: bytes, content_type: str) -> tuple[PrintedEvent, ...]:
    """The hearings in their order; none only where the page says that there are none.

    Raises:
        PageRefused: a cell is missing or empty, or the page is not whole or something else.
    """
    page = read_page(body, content_type)
    rows = page.css("table.committee-hearing-table tbody tr")
    if not rows:
        refuse_silence(page)
    return tuple(_event(row, f"hearing {nth}") for nth, row in enumerate(rows, start=1))


def _event(row: Selector, where: str) -> PrintedEvent:
    cells = {
        label: one(row, f"td[class~='committee_hearing-{label}']", label, where) for label in LABELS
    }
    if not cells["name"]:
        raise PageRefused(f"{where}: nothing stands beside 'name'")
    agendas = row.css("td[class~='committee_hearing-menu'] a::attr(href)").getall()
    paths = [urlsplit(href).path for href in agendas if "/dailyfile/agenda/" in href]
    return PrintedEvent(
        classification="committee-meeting",
        place=place_of(cells["name"], "Asm"),
        date=written_day(cells["date"]),
        time=cells["time"] or None,
        location=cells["location"] or None,
        status=status_of(text_of(row)),
        agenda=paths[0] if paths else None,
    )
