"""The list of a session's measures, which the site's search answers with."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from parsel import Selector

from scrapers.pages.printed import PageRefused
from scrapers.pages.text import decoded, refusal_of_closed, refuse_cut, text_of
from tracker.errors import UsageError
from tracker.rules.measures import BillId


@dataclass(frozen=True)
class Listed:
    """The measures of a session in the order of the list, each once."""

    bills: tuple[BillId, ...]
    unknown: tuple[str, ...]
    """Measures of kinds that are not known here, by the site's id."""


def read_list(body: bytes, content_type: str, session: str) -> Listed:
    """Every measure that the list links to.

    Raises:
        PageRefused: there is no such list, it is empty or breaks off, a line of it links to no
            measure, or to one of another session.
    """
    text = decoded(body, content_type)
    page = Selector(text=text or "<html></html>")
    lists = page.css("table#bill_results")
    if len(lists) != 1:
        raise refusal_of_closed(text_of(page)) or PageRefused("the list of measures is missing")
    refuse_cut(text)
    ids = [_bill_id(row, nth) for nth, row in enumerate(lists[0].xpath(".//tr[td]"), start=1)]
    if not ids:
        raise PageRefused("the list of measures is empty")
    known: dict[BillId, None] = {}
    unknown: dict[str, None] = {}
    for bill_id in ids:
        if not bill_id.startswith(session):
            raise PageRefused(f"the list names {bill_id[:40]!r}, which is of another session")
        try:
            known[BillId.parse(bill_id)] = None
        except UsageError:
            unknown[bill_id] = None
    return Listed(tuple(known), tuple(unknown))


def _bill_id(row: Selector, nth: int) -> str:
    """The id in the address that the line links to."""
    for address in row.css("a::attr(href)").getall():
        named = parse_qs(urlsplit(address).query).get("bill_id", [])
        if len(named) == 1:
            return named[0]
    raise PageRefused(f"line {nth} of the list links to no measure")
