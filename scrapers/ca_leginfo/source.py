"""The Legislature's pages of a measure: where they are, and which reader each has."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from urllib.parse import parse_qs, urlsplit

from scrapers.ca_leginfo.history import read_history
from scrapers.ca_leginfo.status import read_status
from scrapers.ca_leginfo.votes import WORDS, read_votes
from scrapers.pages.printed import Printed
from scrapers.pages.source import Asked, Page, PageSource
from scrapers.warc import Archived
from tracker.errors import UsageError
from tracker.record.bills import BillId


class PageKind(StrEnum):
    """A page of one measure; its value names it in a crawl."""

    STATUS = "status"
    HISTORY = "history"
    VOTES = "votes"


_FILES = {
    PageKind.STATUS: "billStatusClient.xhtml",
    PageKind.HISTORY: "billHistoryClient.xhtml",
    PageKind.VOTES: "billVotesClient.xhtml",
}


class Leginfo(PageSource):
    """leginfo.legislature.ca.gov: three pages of a measure, whose addresses follow from its id."""

    name = "ca_leginfo"
    site = "https://leginfo.legislature.ca.gov"
    attribution = "California Legislative Information, California Legislature"
    words = WORDS

    def __init__(self, since: date | None = None) -> None:
        self._since = since

    def bounded(self, asked: Asked) -> PageSource:
        """The history of every measure, and the other pages of those with an action since then."""
        return Leginfo(asked.since)

    def bears_rolls(self, page: Page) -> bool:
        """The votes page alone."""
        return page.kind == PageKind.VOTES

    def first_pages(self, asked: Asked) -> list[Page]:
        """Every page of each measure; the history alone where it says which others to ask for."""
        kinds = PageKind if self._since is None else (PageKind.HISTORY,)
        return [page_of(kind, bill) for bill in asked.bills for kind in kinds]

    def links(self, page: Page, answer: Archived) -> list[Page]:
        """Of a history with an action since the day asked for: the other pages of its measure."""
        if self._since is None or page.kind != PageKind.HISTORY:
            return []
        actions = read_history(answer.body, answer.content_type, page.measure)
        if all(action.date < self._since for action in actions):
            return []
        return [page_of(kind, page.measure) for kind in (PageKind.STATUS, PageKind.VOTES)]

    def page_at(self, address: str) -> Page | None:
        """Known by the name of its file, in whatever folder, and the measure it asks for."""
        parts = urlsplit(address)
        file = parts.path.rsplit("/", 1)[-1]
        kind = next((kind for kind, name in _FILES.items() if name == file), None)
        named = parse_qs(parts.query).get("bill_id", [])
        if kind is None or len(named) != 1:
            return None
        try:
            return page_of(kind, BillId.parse(named[0]))
        except UsageError:
            return None

    def read(self, page: Page, answer: Archived) -> Printed:
        """By its kind."""
        given = (answer.body, answer.content_type, page.measure)
        match PageKind(page.kind):
            case PageKind.VOTES:
                return Printed(rolls=read_votes(*given))
            case PageKind.HISTORY:
                return Printed(actions=read_history(*given))
            case PageKind.STATUS:
                return Printed(bill=read_status(*given))


def page_of(kind: PageKind, bill: BillId) -> Page:
    """That page of that measure."""
    return Page(str(kind), bill, f"/faces/{_FILES[kind]}?bill_id={bill.bill_id}")
