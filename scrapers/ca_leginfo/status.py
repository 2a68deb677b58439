"""A status page: what a measure is called and who carries it."""

from __future__ import annotations

import re

from parsel import Selector

from scrapers.ca_leginfo.page import label_of, read_page
from scrapers.pages.printed import PageRefused, PrintedBill
from scrapers.pages.text import text_of
from tracker.rules.measures import BillId

_HOUSE = re.compile(r"\s*\((A|S)\)")


def read_status(body: bytes, content_type: str, bill: BillId) -> PrintedBill:
    """Title and lead authors, without the mark of their house.

    Raises:
        PageRefused: the measure's number, its lead authors or its title are missing, or the page
            is none of this measure.
    """
    page = read_page(body, content_type, bill)
    if not page.css("#measureNum"):
        raise PageRefused("the label 'Measure' is missing")
    author = _labelled(page, "Lead Authors", "leadAuthors")
    title = _labelled(page, "Topic", "subject")
    return PrintedBill(title=title, author=_HOUSE.sub("", author) if author else None)


def _labelled(page: Selector, label: str, identity: str) -> str | None:
    """The value of a row by its label; the element of that id must hold the same."""
    rows = [
        row
        for row in page.css("div.statusRow")
        if any(label_of(part) == label for part in row.css("label, .statusLabel"))
    ]
    if len(rows) != 1 or not rows[0].css(".statusCellData"):
        raise PageRefused(f"the label {label!r} is missing")
    value = text_of(rows[0].css(".statusCellData")[0])
    marked = page.css(f"#{identity}")
    if marked and text_of(marked[0]) != value:
        raise PageRefused(f"the label {label!r} and the id {identity} hold different text")
    return None if value in {"", "-"} else value
