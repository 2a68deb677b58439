"""What a source of pages knows of itself: its addresses, and how its pages are read."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from scrapers.pages.printed import Printed
from scrapers.warc import Archived
from tracker.rules import reference
from tracker.rules.jurisdictions import LegislativeSession
from tracker.rules.measures import BillId
from tracker.rules.vocabulary import Option

JURISDICTION = "ca"
LARGEST_PAGE = 16_000_000
"""Bytes. A list of all measures of a session, 5,600 of them at a kilobyte each, comes to a third of
this; the votes page of a bill with forty floor votes to a fortieth."""


@dataclass(frozen=True)
class Asked:
    """What is asked of a source: measures of a session, its days, or, where neither is named, every
    measure that the source lists.
    """

    session: LegislativeSession
    bills: tuple[BillId, ...] = ()
    days: tuple[date, date] | None = None
    """The first and the last one."""
    since: date | None = None
    """Of the measures, only those that moved on that day or later."""


@dataclass(frozen=True)
class Page:
    """One page: what kind it is, the measure that it is of, if one, and its address without the
    site.
    """

    kind: str
    bill: BillId | None
    path: str
    title: str = field(default="", compare=False)
    site: str = field(default="", compare=False)
    """Where it is; empty for the one site of its source."""

    @property
    def measure(self) -> BillId:
        """The measure of a page that is of one."""
        assert self.bill is not None, f"{self.path} is the page of no measure"
        return self.bill

    @property
    def name(self) -> str:
        """What it is called within a crawl."""
        return self.title or str(self.kind)

    def address(self, site: str) -> str:
        """Its address on that site."""
        return f"{site.rstrip('/')}{self.path}"


@dataclass(frozen=True)
class Notes:
    """Further counts for the report, and sentences that a reader of the source should know."""

    items: Mapping[str, int] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


class PageSource(ABC):
    """A site whose pages are read; pure but for the reviewed data that it may consult."""

    name: str
    site: str
    other_sites: tuple[str, ...] = ()
    """Where some of its pages are instead."""
    asked_by_day: bool = False
    """Days are asked for, not measures."""
    attribution: str
    absent: Mapping[str, str] = {}
    """Kinds of facts that it does not hold, as a manifest names them, and why."""
    licence = "public record"
    words: Mapping[str, Option]
    """Every word under which names stand on a roll call, and what it means."""

    @abstractmethod
    def first_pages(self, asked: Asked) -> list[Page]:
        """The pages to ask for before anything is known."""

    @abstractmethod
    def bounded(self, asked: Asked) -> PageSource:
        """The same source, whose pages name no others than what was asked for needs."""

    def bears_rolls(self, page: Page) -> bool:
        """Whether the roll calls of a measure were read when this page of it was."""
        del page
        return True

    def stands_apart(self, page: Page) -> bool:
        """Whether what the other pages say stands without this one, but for what it is of."""
        return page.bill is not None

    @abstractmethod
    def page_at(self, address: str) -> Page | None:
        """The page that this is the address of, on whatever site; None for any other address."""

    def links(self, page: Page, answer: Archived) -> list[Page]:
        """The pages that this page names and that are to be asked for too, in their order."""
        del page, answer
        return []

    @abstractmethod
    def read(self, page: Page, answer: Archived) -> Printed:
        """What the page says. Raises PageRefused where it is not what it should be."""

    def notes(self, read: Sequence[tuple[Page, Printed]]) -> Notes:
        """What is to be said of all the pages together."""
        del read
        return Notes()


def address_of(page: Page, source: PageSource, url: str | None) -> str:
    """Where a page is asked for: on the site of `url`, or on its own."""
    return page.address(url or page.site or source.site)


def session_of(bill: BillId) -> LegislativeSession:
    """The session of a measure, with its days."""
    return reference.jurisdiction_of(JURISDICTION).session(bill.session)
