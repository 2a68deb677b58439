"""Where the two houses print their hearings and daily files, and which reader each page has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from urllib.parse import urlsplit

from scrapers.ca_hearings import assembly, senate
from scrapers.ca_hearings.agendas import parse_agenda
from scrapers.ca_hearings.assembly import parse_assembly
from scrapers.ca_hearings.senate import parse_senate
from scrapers.kit.printed import Printed
from scrapers.kit.source import Asked, Notes, Page, PageSource
from scrapers.kit.warc import Archived
from tracker.crawls.sources import declared_source
from tracker.rules.vocabulary import Option

SENATE = "https://www.senate.ca.gov"
_LIST = "/schedules-publications/daily-file"
_CALENDAR = "/calendar"
_AGENDA = re.compile(r"/api/dailyfile/(?:render-)?agenda/\d{1,9}$")
_DAY = r"(\d{4}-\d\d-\d\d)"
_CALENDAR_QUERY = re.compile(
    rf"startDate={_DAY}&endDate={_DAY}(?:&floorMeetings=1)?&committeeHearings=1"
)


class PageKind(StrEnum):
    """A page of hearings; its value names it in a crawl."""

    ASSEMBLY = "assembly"
    """The Assembly's hearings, all that are announced, and the next sessions of its floor."""
    AGENDA = "agenda"
    """The measures of one hearing, or those on the file of one session of a floor."""
    SENATE = "senate"
    """The Senate's hearings and sessions of its floor between two days."""


class Hearings(PageSource):
    """The houses' hearings and daily files: a list each, and an agenda for each event."""

    declaration = declared_source("ca_hearings")
    other_sites = (SENATE,)
    words: Mapping[str, Option] = {}

    def first_pages(self, asked: Asked) -> list[Page]:
        """The two lists; the Senate's is asked for by day."""
        assert asked.days is not None, "this source is asked by day"
        first, last = asked.days
        return [Page(PageKind.ASSEMBLY, None, _LIST), _calendar(str(first), str(last))]

    def page_at(self, address: str) -> Page | None:
        """Known by its path, in whatever folder, and the Senate's also by its days."""
        parts = urlsplit(address)
        if agenda := _AGENDA.search(parts.path):
            return _agenda(agenda[0])
        if parts.path.endswith(_LIST):
            return Page(PageKind.ASSEMBLY, None, _LIST)
        days = _CALENDAR_QUERY.fullmatch(parts.query)
        return _calendar(*days.groups()) if days and parts.path.endswith(_CALENDAR) else None

    def links(self, page: Page, answer: Archived, asked: Asked) -> list[Page]:
        """Of a list: the agendas of its events on the days asked for."""
        if page.kind == PageKind.AGENDA:
            return []
        events = self.parse(page, answer).events
        paths = [one.agenda for one in events if one.agenda and asked.holds(one.date)]
        return [_agenda(path) for path in dict.fromkeys(paths)]

    def parse(self, page: Page, answer: Archived) -> Printed:
        """By its kind."""
        given = (answer.body, answer.content_type)
        match PageKind(page.kind):
            case PageKind.ASSEMBLY:
                return Printed(events=parse_assembly(*given))
            case PageKind.SENATE:
                return Printed(events=parse_senate(*given))
            case PageKind.AGENDA:
                return parse_agenda(*given)

    def stands_apart(self, page: Page) -> bool:
        """An agenda is of one event."""
        return page.kind == PageKind.AGENDA

    def notes(self, parsed: Sequence[tuple[Page, Printed]]) -> Notes:
        """Whether the Assembly's page shows a session of its floor, and how many measures agendas
        name where none is read.
        """
        return Notes(warnings=(*_no_floor(parsed), *_beside(parsed)))


SOURCE = Hearings()


def _no_floor(parsed: Sequence[tuple[Page, Printed]]) -> Iterator[str]:
    of_house = [said for page, said in parsed if page.kind == PageKind.ASSEMBLY]
    shown = any(one.classification == "floor" for said in of_house for one in said.events)
    if of_house and not shown:
        yield "the Assembly's page shows no session of its floor"


def _beside(parsed: Sequence[tuple[Page, Printed]]) -> Iterator[str]:
    named = [
        (measure, page.name)
        for page, said in parsed
        for beside in (said.beside, *(event.beside for event in said.events))
        for measure in beside
    ]
    if named:
        measure, where = named[0]
        yield (
            f"measures that agendas name where none is read, and that are not taken for heard: "
            f"{len(named)}; the first: {measure}, in {where}"
        )


def _calendar(first: str, last: str) -> Page:
    query = f"startDate={first}&endDate={last}&floorMeetings=1&committeeHearings=1"
    return Page(PageKind.SENATE, None, f"{_CALENDAR}?{query}", site=SENATE)


def _agenda(path: str) -> Page:
    """By the path of either house's; whatever stands behind the Senate's is put back."""
    number = path.partition("?")[0].rsplit("/", 1)[-1]
    if path.startswith(senate.AGENDA):
        address = f"{senate.AGENDA}{number}{senate.QUERY}"
        return Page(PageKind.AGENDA, None, address, f"Senate agenda {number}", SENATE)
    return Page(PageKind.AGENDA, None, f"{assembly.AGENDA}{number}", f"agenda {number}")
