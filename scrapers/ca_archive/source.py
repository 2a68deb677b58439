"""Where the old leginfo.ca.gov keeps the text pages of a measure, and which reader each has.

A measure's finder page names its documents; of these the newest history, every votes page and
every floor analysis are asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from enum import StrEnum
from urllib.parse import parse_qs, urlsplit

from scrapers.ca_archive.analyses import compare_with_votes, parse_analysis
from scrapers.ca_archive.pages import CHARSET, JURISDICTION, parse_history, parse_page
from scrapers.ca_archive.votes import WORDS, parse_votes
from scrapers.kit.page_text import decoded, selector_of
from scrapers.kit.printed import PageRefused, Printed
from scrapers.kit.source import Asked, Notes, Page, PageSource
from scrapers.kit.warc import Archived
from tracker.crawls.sources import declared_source
from tracker.errors import UsageError
from tracker.rules import reference
from tracker.rules.measures import Measure
from tracker.rules.vocabulary import Chamber

FIRST, LAST = "19931994", "20152016"
"""The sessions that the old site holds."""
BUCKET = 50
"""Measures per folder: `sb_0351-0400`."""


class PageKind(StrEnum):
    """A page of one measure; its value names it in a crawl."""

    DOCUMENTS = "documents"
    """What the site holds of the measure."""
    HISTORY = "history"
    VOTES = "votes"
    """One roll call."""
    ANALYSIS = "analysis"
    """For a floor; the Senate's list earlier roll calls by name."""


_HOUSES = {Chamber.LOWER: "asm", Chamber.UPPER: "sen", None: "asm"}
_MOMENT = r"\d{8}_(?:\d{6}|\d{4}[AP]M)"
_DOCUMENT = re.compile(
    r"(?P<path>/pub/(?P<years>\d\d-\d\d)/bill/(?:sen|asm)/[a-z0-9_-]+/"
    r"(?P<type>[a-z]{2,3})(?:x(?P<special>\d))?_(?P<number>\d{1,5})_"
    rf"(?:bill_(?P<history>\d{{8}})_history|vote_(?P<votes>{_MOMENT}_(?:sen|asm)_(?:floor|comm))"
    rf"|cfa_(?P<analysis>{_MOMENT}_(?:sen|asm)_floor))\.html)$"
)
_FINDER = "/cgi-bin/postquery"


class Archive(PageSource):
    """leginfo.ca.gov, 1993 to 2016: text pages, one roll call each."""

    declaration = declared_source("ca_archive")
    words = WORDS

    def bears_rolls(self, page: Page) -> bool:
        """A history stands for all documents of its measure, since they are asked for together."""
        return page.kind == PageKind.HISTORY

    def first_pages(self, asked: Asked) -> list[Page]:
        """The finder page of each measure.

        Raises UsageError for a session that the old site does not hold.
        """
        if not FIRST <= asked.session.id <= LAST:
            raise UsageError(
                f"the old site holds no measure of the session {asked.session.name}",
                where="--session",
                what_to_do="name a session from 1993-94 to 2015-16, or crawl ca_leginfo",
            )
        return [finder_of(bill) for bill in asked.bills]

    def page_at(self, address: str) -> Page | None:
        """A finder page by its query, a document by its path, in whatever folder before it."""
        parts = urlsplit(address)
        if parts.path.endswith(_FINDER):
            return _finder_at(parts.query)
        return _document_at(parts.path)

    def links(self, page: Page, answer: Archived, asked: Asked) -> list[Page]:
        """Of a finder page: the documents of its measure that are read, in the order of time; none
        where all are older than the day asked for.
        """
        named = _named(page, answer) if page.kind == PageKind.DOCUMENTS else []
        first = f"{asked.since:%Y%m%d}" if asked.since else ""
        return named if any(_in_time(one)[0] >= first for one in named) else []

    def parse(self, page: Page, answer: Archived) -> Printed:
        """By its kind; a finder page says nothing itself, and must name a history."""
        given = (answer.body, answer.content_type, page.measure)
        match PageKind(page.kind):
            case PageKind.DOCUMENTS:
                parse_page(*given)
                if not any(one.kind == PageKind.HISTORY for one in _named(page, answer)):
                    raise PageRefused(f"the page names no history of {page.measure.printed}")
                return Printed()
            case PageKind.HISTORY:
                return parse_history(*given)
            case PageKind.VOTES:
                return Printed(rolls=(parse_votes(*given, ref=page.name),))
            case PageKind.ANALYSIS:
                return Printed(listed=parse_analysis(*given))

    def notes(self, parsed: Sequence[tuple[Page, Printed]]) -> Notes:
        """What the analyses say of the same roll calls."""
        return compare_with_votes(parsed)


SOURCE = Archive()


def finder_of(bill: Measure) -> Page:
    """The page that names the documents of a measure."""
    years = f"{bill.session[2:4]}{bill.session[6:]}"
    path = f"{_FINDER}?bill_number={file_name(bill)}&sess={years}"
    return Page(PageKind.DOCUMENTS, bill, path)


def folder_of(bill: Measure) -> str:
    """The folder of a measure: `/pub/07-08/bill/sen/sb_0351-0400`."""
    first = (bill.number - 1) // BUCKET * BUCKET + 1
    years = f"{bill.session[2:4]}-{bill.session[6:]}"
    kind = file_name(bill).rpartition("_")[0]
    house = _HOUSES[bill.origin_chamber]
    return f"/pub/{years}/bill/{house}/{kind}_{first:04}-{first + BUCKET - 1:04}"


def file_name(bill: Measure) -> str:
    """How the names of a measure's files begin: `sb_375`, or `sbx2_10`."""
    special = f"x{bill.special_session}" if bill.special_session else ""
    return f"{bill.measure_type.lower()}{special}_{bill.number}"


def _named(page: Page, answer: Archived) -> list[Page]:
    """The documents of its measure that a finder page names: the newest history, then the others in
    the order of time.
    """
    text = decoded(answer.body, answer.content_type, CHARSET)
    hrefs = selector_of(text).css("a::attr(href)").getall()
    found = {_document_at(urlsplit(href).path) for href in hrefs}
    of_bill = sorted((one for one in found if one and one.bill == page.bill), key=_in_time)
    histories = [one for one in of_bill if one.kind == PageKind.HISTORY]
    return histories[-1:] + [one for one in of_bill if one.kind != PageKind.HISTORY]


def _in_time(page: Page) -> tuple[str, str]:
    """By the moment in its name; the hours of 1999-2000 are written as in `0243PM`."""
    day, moment, _ = (page.title.partition(" ")[2] + "__").split("_", 2)
    if moment.endswith(("AM", "PM")):
        hour = int(moment[:2]) % 12 + (12 if moment.endswith("PM") else 0)
        moment = f"{hour:02}{moment[2:4]}00"
    return f"{day}_{moment}", page.path


def _finder_at(query: str) -> Page | None:
    asked = parse_qs(query)
    number, years = asked.get("bill_number", []), asked.get("sess", [])
    if len(number) != 1 or len(years) != 1 or not re.fullmatch(r"\d{4}", years[0]):
        return None
    return _page_of(number[0].replace("_", ""), f"{years[0][:2]}-{years[0][2:]}", finder_of)


def _document_at(path: str) -> Page | None:
    match = _DOCUMENT.search(path)
    if match is None:
        return None
    special = f"X{match['special']}" if match["special"] else ""
    kind = next(kind for kind in ("history", "votes", "analysis") if match[kind])
    printed = f"{match['type']}{special}{match['number']}"
    return _page_of(
        printed,
        match["years"],
        lambda bill: Page(PageKind(kind), bill, match["path"], f"{kind} {match[kind]}"),
    )


def _page_of(printed: str, years: str, make: Callable[[Measure], Page]) -> Page | None:
    """The page of the measure so printed, in the session so written (`07-08`)."""
    century = "19" if years[:2] >= "80" else "20"
    legislature = reference.jurisdiction_of(JURISDICTION)
    try:
        bill = legislature.measure(printed, legislature.session(f"{century}{years}").id)
    except UsageError:
        return None
    return make(bill) if bill else None
