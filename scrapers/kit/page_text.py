"""Bytes of a page into text that can be trusted, and what every page is asked first."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from email.message import Message
from typing import Any

from parsel import Selector

from scrapers.kit.printed import PageRefused

_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{2}|\d{4})")
_WRITTEN_DAY = re.compile(r"(?:([A-Z][a-z]+day), )?([A-Z][a-z]+)\.? (\d{1,2}), (\d{4})")
_ABSENT = re.compile(r"\bnot (be )?found\b|\bno such bill\b", re.IGNORECASE)
_CLOSED = re.compile(r"\bmaintenance\b|\btemporarily (unavailable|down)\b", re.IGNORECASE)
_NO_TEXT = ("script", "style")
_CENTURY_TURNS = 80
"""The sites hold measures since 1989, so `80` to `99` are of the last century."""


def decoded(body: bytes, content_type: str, otherwise: str = "utf-8") -> str:
    """The text of a page, in the charset that its answer names or `otherwise`.

    Raises PageRefused where the bytes are not that, or characters were lost before.
    """
    message = Message()
    message["Content-Type"] = content_type
    charset = str(message.get_param("charset", otherwise)).lower()
    try:
        text = body.decode(charset)
    except (UnicodeDecodeError, LookupError) as error:
        raise PageRefused(f"the page is not the {charset} text it claims to be") from error
    if "\x00" in text or "\ufffd" in text:
        raise PageRefused("the page holds characters that were lost before it was sent")
    return text


def selector_of(text: str) -> Selector:
    """A page, ready to be searched."""
    return Selector(text=text or "<html></html>")


def whole_page(body: bytes, content_type: str) -> Selector:
    """A page in UTF-8, ready to be searched.

    Raises PageRefused where it is not whole text, or one about maintenance.
    """
    text = decoded(body, content_type)
    page = selector_of(text)
    if closed := refusal_of_closed(text_of(page)):
        raise closed
    refuse_cut(text)
    return page


def refusal_of_closed(said: str) -> PageRefused | None:
    """The refusal of a page about maintenance; None for any other."""
    if _CLOSED.search(said):
        return PageRefused("the site answered with a page about maintenance")
    return None


def refuse_unnamed(said: str, printed: str) -> PageRefused:
    """Why a page that does not name the measure is refused, by what it says instead."""
    if closed := refusal_of_closed(said):
        return closed
    if _ABSENT.search(said):
        return PageRefused(f"the site says that {printed} was not found")
    return PageRefused(f"the page does not name {printed} in its heading")


def refuse_cut(text: str) -> None:
    """Raises PageRefused for a page without its end."""
    if not text.rstrip().lower().endswith("</html>"):
        raise PageRefused("the page breaks off before its end")


def text_of(part: Selector) -> str:
    """All text below an element, with single blanks; scripts and styles are not text."""
    return text_below(part.root)


def text_below(element: Any) -> str:
    """The same for an element of lxml: a page has hundreds, and a query for each takes longer."""
    return " ".join(" ".join(_texts(element)).split())


def _texts(element: Any) -> Iterator[str]:
    if element.tag in _NO_TEXT or not isinstance(element.tag, str):
        return
    if element.text:
        yield element.text
    for child in element:
        yield from _texts(child)
        if child.tail:
            yield child.tail


def one(part: Selector, css: str, label: str, where: str) -> str:
    """The text of the one element of that class; it may be empty.

    Raises PageRefused where there is none, or more than one.
    """
    found = part.css(css)
    if len(found) != 1:
        how = "is missing" if not found else "stands twice"
        raise PageRefused(f"{where}: the label {label!r} {how}")
    return text_of(found[0])


def day_of(printed: str) -> date:
    """`08/25/08`, `8/25/08` or `08/25/2008`. Raises PageRefused for anything else."""
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


def written_day(printed: str) -> date:
    """`Tuesday, April 29, 2025` with or without the weekday, or as `day_of`.

    Raises PageRefused for anything else, and where the weekday is not that of the day.
    """
    match = _WRITTEN_DAY.fullmatch(" ".join(printed.split()))
    if match is None:
        return day_of(printed.strip())
    try:
        found = datetime.strptime(f"{match[2][:3]} {match[3]} {match[4]}", "%b %d %Y").date()
    except ValueError:
        raise PageRefused(f"{printed[:40]!r} is not a day") from None
    if match[1] and f"{found:%A}" != match[1]:
        raise PageRefused(f"{printed[:40]!r}: that day is a {found:%A}")
    return found


def refuse_repeated(names: Mapping[str, tuple[str, ...]], where: str) -> None:
    """Raises PageRefused where one name stands twice on a roll call."""
    times = Counter(name for listed in names.values() for name in listed)
    twice = [name for name, count in times.items() if count > 1]
    if twice:
        raise PageRefused(f"{where}: {twice[0][:40]!r} is named twice")
