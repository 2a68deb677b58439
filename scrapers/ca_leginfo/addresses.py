"""Where leginfo keeps the pages of a measure, and which page an address is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import parse_qs, urlsplit

from tracker.errors import UsageError
from tracker.record.bills import BillId

SITE = "https://leginfo.legislature.ca.gov"


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


@dataclass(frozen=True)
class Page:
    """One page of one measure."""

    kind: PageKind
    bill: BillId

    def address(self, site: str = SITE) -> str:
        """Its address on that site."""
        return f"{site.rstrip('/')}/faces/{_FILES[self.kind]}?bill_id={self.bill.bill_id}"


def page_at(address: str) -> Page | None:
    """The page that this is the address of, on whatever site; None for any other address."""
    parts = urlsplit(address)
    file = parts.path.rsplit("/", 1)[-1]
    kind = next((kind for kind, name in _FILES.items() if name == file), None)
    named = parse_qs(parts.query).get("bill_id", [])
    if kind is None or len(named) != 1:
        return None
    try:
        return Page(kind, BillId.parse(named[0]))
    except UsageError:
        return None
