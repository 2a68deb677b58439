"""What every page of leginfo must be before anything is read from it: text, and of this measure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from email.message import Message

from parsel import Selector

from scrapers.pages.printed import PageRefused
from tracker.record.bills import BillId

_NAMED = re.compile(r"\b([A-Z]{2,3})(X[1-9])?[-\s]\s*(\d{1,5})\b")
_DAY = re.compile(r"(\d{2})/(\d{2})/(\d{2}|\d{4})")
_ABSENT = re.compile(r"\bnot (be )?found\b|\bno such bill\b", re.IGNORECASE)
_CLOSED = re.compile(r"\bmaintenance\b|\btemporarily (unavailable|down)\b", re.IGNORECASE)
_CENTURY_TURNS = 80
"""The site holds measures since 1989, so `80` to `99` are of the last century."""


def read_page(body: bytes, content_type: str, bill: BillId) -> Selector:
    """The page of a measure, ready to be searched.

    Raises:
        PageRefused: its bytes are not the text they claim to be, it has no end, or it is a page
            about maintenance, about nothing found, or about another measure.
    """
    text = _decoded(body, content_type)
    page = Selector(text=text or "<html></html>")
    named = " ".join(
        text_of(part) for part in page.css("#measureNum, #bill_header, #bill_title, h1, h2")
    )
    if any(_is(bill, match) for match in _NAMED.finditer(named)):
        if not text.rstrip().lower().endswith("</html>"):
            raise PageRefused("the page breaks off before its end")
        return page
    said = text_of(page)
    if _CLOSED.search(said):
        raise PageRefused("the site answered with a page about maintenance")
    if _ABSENT.search(said):
        raise PageRefused(f"the site says that {bill.printed} was not found")
    raise PageRefused(f"the page does not name {bill.printed} in its heading")


def text_of(part: Selector) -> str:
    """All text below an element, with single blanks; scripts and styles are not text."""
    words = part.xpath(".//text()[not(ancestor::script) and not(ancestor::style)]").getall()
    return " ".join(" ".join(words).split())


def label_of(part: Selector) -> str:
    """A label as it is compared: single blanks, no colon at its end."""
    return text_of(part).rstrip(":").strip()


def day_of(printed: str) -> date:
    """`08/25/08` or `08/25/2008`. Raises PageRefused for anything else."""
    match = _DAY.fullmatch(printed)
    try:
        if match:
            month, day, year = (int(part) for part in match.groups())
            if len(match[3]) == 2:
                year += 1900 if year >= _CENTURY_TURNS else 2000
            return date(year, month, day)
    except ValueError:
        pass
    raise PageRefused(f"{printed[:40]!r} is not a day")


def by_end_of_id(part: Selector, ends: Iterator[str] | tuple[str, ...]) -> dict[str, str]:
    """The text of the elements whose id ends so. `:ayes` is not the end of `:ayesLeg`."""
    found = {}
    for element in part.xpath(".//*[contains(@id, ':')]"):
        end = element.attrib["id"].rsplit(":", 1)[-1]
        if end in ends:
            found[end] = text_of(element)
    return found


def _decoded(body: bytes, content_type: str) -> str:
    charset = _charset(content_type)
    try:
        text = body.decode(charset)
    except (UnicodeDecodeError, LookupError) as error:
        raise PageRefused(f"the page is not the {charset} text it claims to be") from error
    if "\x00" in text or "\ufffd" in text:
        raise PageRefused("the page holds characters that were lost before it was sent")
    return text


def _charset(content_type: str) -> str:
    message = Message()
    message["Content-Type"] = content_type
    return str(message.get_param("charset", "utf-8")).lower()


def _is(bill: BillId, match: re.Match[str]) -> bool:
    special = int(match[2][1:]) if match[2] else 0
    return (match[1], special, int(match[3])) == (
        bill.measure_type,
        bill.special_session,
        bill.number,
    )
