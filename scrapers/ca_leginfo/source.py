"""The Legislature's pages of a measure: where they are, and which reader each has."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from urllib.parse import parse_qs, urlsplit

from scrapers.ca_leginfo.pages import (
    chapter_in,
    measure_of,
    parse_history,
    parse_list,
    parse_status,
    parse_text,
)
from scrapers.ca_leginfo.votes import WORDS, parse_votes
from scrapers.kit.printed import Printed
from scrapers.kit.source import Asked, Notes, Page, PageSource
from scrapers.kit.warc import Archived
from tracker.crawls.sources import declared_source
from tracker.rules.measures import Measure


class PageKind(StrEnum):
    """A page of one measure, or the list of all; its value names it in a crawl."""

    STATUS = "status"
    HISTORY = "history"
    VOTES = "votes"
    TEXT = "text"
    LIST = "list"


_FILES = {
    PageKind.STATUS: "billStatusClient.xhtml",
    PageKind.HISTORY: "billHistoryClient.xhtml",
    PageKind.VOTES: "billVotesClient.xhtml",
    PageKind.TEXT: "billTextClient.xhtml",
    PageKind.LIST: "billSearchClient.xhtml",
}
OF_A_MEASURE = tuple(kind for kind in PageKind if kind != PageKind.LIST)


class Leginfo(PageSource):
    """leginfo.legislature.ca.gov: four pages of a measure, whose addresses follow from its id, and
    a list of the measures of a session.
    """

    declaration = declared_source("ca_leginfo")
    words = WORDS

    def bears_rolls(self, page: Page) -> bool:
        """The votes page alone."""
        return page.kind == PageKind.VOTES

    def first_pages(self, asked: Asked) -> list[Page]:
        """Every page of each measure; the history alone where it says which others to ask for. The
        list, where no measure is named.
        """
        if not asked.bills:
            return [list_of(asked.session.id)]
        return [page for bill in asked.bills for page in _pages(bill, asked.since)]

    def links(self, page: Page, answer: Archived, asked: Asked) -> list[Page]:
        """Of the list: the pages of its measures. Of a history with an action since the day asked
        for: the other pages of its measure.
        """
        given = answer.body, answer.content_type
        if page.kind == PageKind.LIST:
            listed = parse_list(*given, _session(page))
            return [one for bill in listed.bills for one in _pages(bill, asked.since)]
        if asked.since is None or page.kind != PageKind.HISTORY:
            return []
        actions = parse_history(*given, page.measure)
        if all(action.date < asked.since for action in actions):
            return []
        others = (kind for kind in OF_A_MEASURE if kind != PageKind.HISTORY)
        return [page_of(kind, page.measure) for kind in others]

    def page_at(self, address: str) -> Page | None:
        """Known by the name of its file, in whatever folder, and the measure or session."""
        parts = urlsplit(address)
        file = parts.path.rsplit("/", 1)[-1]
        kind = next((kind for kind, name in _FILES.items() if name == file), None)
        is_list = kind == PageKind.LIST
        named = parse_qs(parts.query).get("session_year" if is_list else "bill_id", [])
        if kind is None or len(named) != 1:
            return None
        if is_list:
            return list_of(named[0])
        bill = measure_of(named[0])
        return page_of(kind, bill) if bill else None

    def parse(self, page: Page, answer: Archived) -> Printed:
        """By its kind."""
        given = answer.body, answer.content_type
        match PageKind(page.kind):
            case PageKind.LIST:
                return Printed(unknown=parse_list(*given, _session(page)).unknown)
            case PageKind.VOTES:
                return Printed(rolls=parse_votes(*given, page.measure))
            case PageKind.HISTORY:
                actions = parse_history(*given, page.measure)
                return Printed(actions=actions, chaptered=chapter_in(actions))
            case PageKind.STATUS:
                return Printed(bill=parse_status(*given, page.measure))
            case PageKind.TEXT:
                return Printed(versions=parse_text(*given, page.measure))

    def notes(self, parsed: Sequence[tuple[Page, Printed]]) -> Notes:
        """Measures of the list that are of no kind known here."""
        unknown = [bill_id for _, said in parsed for bill_id in said.unknown]
        if not unknown:
            return Notes()
        of = f"{len(unknown)} measures of the list are of a kind not known here and were not read"
        return Notes(warnings=(f"{of}, the first: {unknown[0]}",))


SOURCE = Leginfo()


def page_of(kind: PageKind, bill: Measure) -> Page:
    """That page of that measure."""
    official = bill.identifiers["ca_legislature"]
    return Page(str(kind), bill, f"/faces/{_FILES[kind]}?bill_id={official}")


def list_of(session: str) -> Page:
    """Every measure of both houses in that session, as in `20072008`."""
    wish = f"session_year={session}&house=Both&author=All&lawCode=All"
    return Page(str(PageKind.LIST), None, f"/faces/{_FILES[PageKind.LIST]}?{wish}")


def _pages(bill: Measure, since: date | None) -> list[Page]:
    """The first pages to ask for of a measure."""
    kinds = OF_A_MEASURE if since is None else (PageKind.HISTORY,)
    return [page_of(kind, bill) for kind in kinds]


def _session(page: Page) -> str:
    return parse_qs(urlsplit(page.path).query)["session_year"][0]
