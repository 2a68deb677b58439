"""What a source of pages knows of itself: its addresses, and how its pages are read."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from scrapers.pages.printed import Printed
from scrapers.warc import Archived
from tracker.record import reference
from tracker.record.bills import BillId
from tracker.record.jurisdictions import LegislativeSession
from tracker.record.vocabulary import Option

JURISDICTION = "ca"
LARGEST_PAGE = 4_000_000
"""Bytes. The votes page of a bill with forty floor votes comes to a tenth of this."""


@dataclass(frozen=True)
class Page:
    """One page of one measure: what kind it is, and its address without the site."""

    kind: str
    bill: BillId
    path: str
    title: str = field(default="", compare=False)

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
    attribution: str
    licence = "public record"
    words: Mapping[str, Option]
    """Every word under which names stand on a roll call, and what it means."""

    @abstractmethod
    def first_pages(self, bills: Sequence[BillId]) -> list[Page]:
        """The pages to ask for before anything is known."""

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


def session_of(bill: BillId) -> LegislativeSession:
    """The session of a measure, with its days."""
    return reference.reference(JURISDICTION).jurisdiction.session(bill.session)
