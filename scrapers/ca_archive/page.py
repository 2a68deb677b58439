"""What every text page of the old site must be: text, whole, and of this measure."""

from __future__ import annotations

import re

from parsel import Selector

from scrapers.pages.text import decoded, refuse_cut, refuse_unnamed, text_of
from tracker.rules.measures import BillId

CHARSET = "iso-8859-1"
"""What a web page of those years is in where its answer does not say."""

_TYPE = r"\b([A-Z]\.?[A-WYZ]\.?(?:[A-WYZ]\.?)?)"
_NAMED = re.compile(rf"{_TYPE}(?:\s*X([1-9]))?(?:\s+No\.)?[-\s]*(\d{{1,5}})(?:\s*X([1-9]))?\b")


def read_page(body: bytes, content_type: str, bill: BillId) -> str:
    """The text of a page with its line breaks, from its `<pre>` where it has one.

    Raises:
        PageRefused: its bytes are not the text they claim to be, it has no end, or it is a page
            about maintenance, about nothing found, or about another measure.
    """
    text = decoded(body, content_type, CHARSET)
    page = Selector(text=text or "<html></html>")
    heading = " ".join(
        [*page.css("meta[name=MEASURE]::attr(content)").getall(), *page.css("title::text").getall()]
    )
    said = text_of(page)
    if not names(heading or said[:400], bill):
        raise refuse_unnamed(said, bill.printed)
    refuse_cut(text)
    blocks = page.css("pre") or [page]
    return "\n".join("".join(block.xpath(".//text()").getall()) for block in blocks)


def names(text: str, bill: BillId) -> bool:
    """Whether a text names the measure: `SB 375`, `S.B. No. 375`, `SB 1 X1` or `SBX1 1`."""
    return any(
        (kind.replace(".", ""), int(special or after or 0), int(number))
        == (bill.measure_type, bill.special_session, bill.number)
        for kind, special, number, after in _NAMED.findall(text)
    )
