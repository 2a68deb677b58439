"""What every page of hearings must be before anything is read from it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from parsel import Selector

from scrapers.pages.printed import PageRefused
from scrapers.pages.text import decoded, refusal_of_closed, refuse_cut, text_of

_NONE = re.compile(r"\bno (committee )?(hearings|meetings|events)\b", re.IGNORECASE)
_CALLED_OFF = re.compile(r"\bcancel|\bpostpone", re.IGNORECASE)


def read_page(body: bytes, content_type: str) -> Selector:
    """The page, ready to be searched. Raises PageRefused where it is not whole text."""
    text = decoded(body, content_type)
    page = Selector(text=text or "<html></html>")
    if closed := refusal_of_closed(text_of(page)):
        raise closed
    refuse_cut(text)
    return page


def refuse_silence(page: Selector) -> None:
    """Raises PageRefused where a page lists no hearing and does not say that there is none."""
    if not _NONE.search(text_of(page)):
        raise PageRefused("the page lists no hearing and does not say that there is none")


def one(part: Selector, css: str, label: str, where: str) -> str:
    """The text of the one element of that class; it may be empty.

    Raises PageRefused where there is none, or more than one.
    """
    found = part.css(css)
    if len(found) != 1:
        how = "is missing" if not found else "stands twice"
        raise PageRefused(f"{where}: the label {label!r} {how}")
    return text_of(found[0])


def agenda_number(part: Selector, agenda: str) -> str | None:
    """The number in the first address below an element whose path is that of an `agenda`; what
    stands behind it tells only where a reader was.
    """
    known = re.compile(rf"{re.escape(agenda)}(\d{{1,9}})$")
    hrefs = part.css("a::attr(href)").getall()
    numbers = filter(None, (known.search(urlsplit(href).path) for href in hrefs))
    return next((number[1] for number in numbers), None)


def status_of(text: str) -> str:
    """`cancelled` where the text says so or says that it is postponed, else `confirmed`."""
    return "cancelled" if _CALLED_OFF.search(text) else "confirmed"


def place_of(committee: str, house: str) -> str:
    """The committee with its house, `Asm Appropriations`; one of both houses as it is printed."""
    name = re.sub(r"^(Assembly|Senate)\s+|\s+Committee$|^Committee on\s+", "", committee.strip())
    return name if name.lower().startswith("joint") else f"{house} {name}"
