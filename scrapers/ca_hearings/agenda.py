"""An agenda of one event: which measures a committee hears, or stand on the file of a floor."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from parsel import Selector

from scrapers.ca_hearings.page import read_page
from scrapers.pages.printed import AgendaItem, PageRefused, Printed
from scrapers.pages.text import text_of

_MEASURE = "span.Measure"
_SUBJECT = "span.HearingTopic, span.HearingSubject, span.CommitteeTopic, span.Appointments"
_NAMED = re.compile(
    r"""\b(?:
        (?P<letters>[AS](?:\.\s?)?(?:B|C\.?\s?A|C\.?\s?R|J\.?\s?R|R)|H\.?\s?R)\.?\s?(?:X\d)?[\s-]?
        |(?P<words>(?:Assembly|Senate|House)[ ]
            (?:Bill|Constitutional[ ]Amendment|(?:(?:Concurrent|Joint)[ ])?Resolution))[ ]
    )(?P<as_item>No\.\s?)?(?P<number>\d{1,4})\b""",
    re.VERBOSE,
)
"""A measure in a text; one that is an item of an agenda is printed as `S.B. No. 375`."""
_SAYS_SO = re.compile(
    r"\bfloor session agenda\b|\bno agendas?\b|\bagenda (is|has|will|to be|not)\b", re.IGNORECASE
)
"""Of an agenda that has nothing on it."""
_HEADING = "preceding-sibling::*[self::h3 or self::h4 or self::h5][1]"
_EDIT = re.compile(r"\s*\[Edit\]")
"""Stands behind headings of the Assembly's, where its own staff can change them."""


def read_agenda(body: bytes, content_type: str) -> Printed:
    """The measures in their order; none for a hearing on a subject, or a file without measures.

    Raises:
        PageRefused: it names neither a measure nor a subject, or measures in a form that is not
            read, or it is not whole or something else.
    """
    page = read_page(body, content_type)
    items = items_of(page)
    if not items and not page.css(_SUBJECT) and not _SAYS_SO.search(text_of(page)):
        raise PageRefused("the agenda names neither a measure nor a subject")
    return Printed(items=items, beside=named_beside(page, items))


def has_items(part: Selector) -> bool:
    """Whether a measure stands below an element where measures do."""
    return bool(part.css(_MEASURE))


def items_of(part: Selector) -> tuple[AgendaItem, ...]:
    """The measures below an element.

    Raises:
        PageRefused: its text names one elsewhere: any, if none stands where measures do; else one
            that is printed as an item and is not among them.
    """
    items = tuple(AgendaItem(_measure(one), _heading(one)) for one in part.css(_MEASURE))
    for named in _beside(part, items):
        if not items or (named["as_item"] and named["letters"]):
            raise PageRefused(f"the agenda names {named[0]!r} where no measure is read")
    return items


def named_beside(part: Selector, items: tuple[AgendaItem, ...]) -> tuple[str, ...]:
    """The measures that its text names, and that are neither items of it nor its subject."""
    return tuple(dict.fromkeys(named[0] for named in _beside(part, items)))


def _beside(part: Selector, items: tuple[AgendaItem, ...]) -> Iterator[re.Match[str]]:
    """What an item says of itself is not looked at, nor is a subject."""
    aside = part.css(f"{_MEASURE}, {_SUBJECT}")
    known = Counter(named[0] for one in aside for named in _NAMED.finditer(text_of(one)))
    listed = {_plain(named) for item in items for named in _NAMED.finditer(item.measure)}
    for named in _NAMED.finditer(text_of(part)):
        known[named[0]] -= 1
        if known[named[0]] < 0 and _plain(named) not in listed:
            yield named


def _plain(named: re.Match[str]) -> str:
    """Its kind and number, whatever session it is of: `SB 375`."""
    initials = "".join(word[0] for word in (named["words"] or "").split())
    letters = re.sub(r"[^A-Z]", "", named["letters"] or "") or initials
    return f"{letters} {int(named['number'])}"


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
