"""Where the two houses print their hearings, and which reader each page has."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from urllib.parse import urlsplit

from scrapers.ca_hearings.agenda import read_agenda
from scrapers.ca_hearings.assembly import read_assembly
from scrapers.ca_hearings.senate import read_senate
from scrapers.pages.printed import Printed, PrintedEvent
from scrapers.pages.source import Asked, Page, PageSource
from scrapers.warc import Archived
from tracker.record.vocabulary import Option

ASSEMBLY = "https://www.assembly.ca.gov"
SENATE = "https://www.senate.ca.gov"
_LIST = "/schedules-publications/daily-file"
_CALENDAR = "/calendar"
_AGENDA = re.compile(r"/api/dailyfile/agenda/\d{1,9}$")
_CALENDAR_QUERY = re.compile(
    r"startDate=\d{4}-\d\d-\d\d&endDate=\d{4}-\d\d-\d\d&committeeHearings=1"
)


class PageKind(StrEnum):
    """A page of hearings; its value names it in a crawl."""

    ASSEMBLY = "assembly"
    """The Assembly's hearings, all that are announced."""
    AGENDA = "agenda"
    """The measures of one hearing of the Assembly."""
    SENATE = "senate"
    """The Senate's hearings between two days. Their agendas are given to a browser's script alone,
    so that which measures the Senate's committees hear is read from the bulk files."""


class Hearings(PageSource):
    """The houses' hearings: a list each, and an agenda for each hearing of the Assembly."""

    name = "ca_hearings"
    site = ASSEMBLY
    other_sites = (SENATE,)
    asked_by_day = True
    absent: Mapping[str, str] = {"roll_calls": "these pages tell of hearings alone"}
    attribution = "California State Assembly and California State Senate"
    words: Mapping[str, Option] = {}

    def __init__(self, days: tuple[date, date] | None = None) -> None:
        self._days = days

    def bounded(self, asked: Asked) -> PageSource:
        """Both lists, and the agendas of the hearings on those days."""
        return Hearings(asked.days)

    def first_pages(self, asked: Asked) -> list[Page]:
        """The two lists; the Senate's is asked for by day."""
        assert asked.days is not None, "this source is asked by day"
        first, last = asked.days
        query = f"startDate={first}&endDate={last}&committeeHearings=1"
        return [
            Page(PageKind.ASSEMBLY, None, _LIST),
            Page(PageKind.SENATE, None, f"{_CALENDAR}?{query}", site=SENATE),
        ]

    def page_at(self, address: str) -> Page | None:
        """Known by its path, in whatever folder, and the Senate's also by its days."""
        parts = urlsplit(address)
        agenda = _AGENDA.search(parts.path)
        if agenda:
            return _agenda(agenda[0])
        if parts.path.endswith(_LIST):
            return Page(PageKind.ASSEMBLY, None, _LIST)
        if parts.path.endswith(_CALENDAR) and _CALENDAR_QUERY.fullmatch(parts.query):
            return Page(PageKind.SENATE, None, f"{_CALENDAR}?{parts.query}", site=SENATE)
        return None

    def links(self, page: Page, answer: Archived) -> list[Page]:
        """Of the Assembly's list: the agendas of its hearings on the days asked for."""
        if page.kind != PageKind.ASSEMBLY:
            return []
        events = read_assembly(answer.body, answer.content_type)
        paths = dict.fromkeys(one.agenda for one in events if one.agenda and self._is_asked(one))
        return [_agenda(path) for path in paths]

    def _is_asked(self, event: PrintedEvent) -> bool:
        return self._days is None or self._days[0] <= event.date <= self._days[1]

    def read(self, page: Page, answer: Archived) -> Printed:
        """By its kind."""
        given = (answer.body, answer.content_type)
        match PageKind(page.kind):
            case PageKind.ASSEMBLY:
                return Printed(events=read_assembly(*given))
            case PageKind.SENATE:
                return Printed(events=read_senate(*given))
            case PageKind.AGENDA:
                return Printed(measures=read_agenda(*given))


def _agenda(path: str) -> Page:
    return Page(PageKind.AGENDA, None, path, f"agenda {path.rsplit('/', 1)[-1]}")
