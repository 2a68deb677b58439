"""An agenda of one event: which measures a committee hears, or stand on the file of a floor."""

from __future__ import annotations

import re

from parsel import Selector

from scrapers.ca_hearings.page import read_page
from scrapers.pages.printed import AgendaItem, PageRefused
from scrapers.pages.text import text_of

_SUBJECT = "span.HearingTopic, span.HearingSubject, span.CommitteeTopic, span.Appointments"
_NUMBERED = re.compile(r"\b[AS]\.\s?(B|C\.\s?A|C\.\s?R|J\.\s?R|R)\.\s?No\.\s?\d")
_SAYS_SO = re.compile(r"\bagendas?\b", re.IGNORECASE)
_HEADING = "preceding-sibling::*[self::h3 or self::h4 or self::h5][1]"
_EDIT = re.compile(r"\s*\[Edit\]")
"""Stands behind headings of the Assembly's, where its own staff can change them."""


def read_agenda(body: bytes, content_type: str) -> tuple[AgendaItem, ...]:
    """The measures in their order; none for a hearing on a subject, or a file without measures.

    Raises:
        PageRefused: it names neither a measure nor a subject, or measures in a form that is not
            read, or it is not whole or something else.
    """
    page = read_page(body, content_type)
    items = items_of(page)
    if not items and not page.css(_SUBJECT) and not _SAYS_SO.search(text_of(page)):
        raise PageRefused("the agenda names neither a measure nor a subject")
    return items


def items_of(part: Selector) -> tuple[AgendaItem, ...]:
    """The measures below an element. Raises PageRefused where its text names one and none of them
    stands where measures do.
    """
    items = tuple(AgendaItem(_measure(one), _heading(one)) for one in part.css("span.Measure"))
    if not items and _NUMBERED.search(text_of(part)):
        raise PageRefused("the agenda names measures in a form that is not read")
    return items


def _measure(part: Selector) -> str:
    """`A.B. No. 1159` as `AB 1159`, from its link or from its two parts."""
    link = part.css("span.measureLink, a")
    both = part.css("span.MeasureType, span.MeasureNum")
    printed = text_of(link[0]) if link else " ".join(map(text_of, both))
    if not printed:
        raise PageRefused("the agenda has a measure without its number")
    return " ".join(printed.replace(".", "").replace("No", " ").split())


def _heading(part: Selector) -> str | None:
    """The heading above the block in which the measure stands, if it stands in one."""
    found = part.xpath(f"ancestor::div[contains(@class, 'agenda-item')][1]/{_HEADING}")
    return _EDIT.sub("", text_of(found[0])) or None if found else None
