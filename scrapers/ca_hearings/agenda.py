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
        (?P<letters>[AS](?:\.\s?)?(?:B|C\.?\s?A|C\.?\s?R|J\.?\s?R|R)|H\.?\s?R)
            (?:s\b)?\.?\s?(?:X(?P<special>\d))?[\s-]?
        |(?P<words>(?i:(?:Assembly|Senate|House)[ ]
            (?:Bill|Constitutional[ ]Amendment|(?:(?:Concurrent|Joint)[ ])?Resolution)))(?i:s?)[ ]
    )(?P<as_item>(?i:Nos?)\.\s?)?(?P<number>\d{1,4})\b""",
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
    items, beside = measures_in(page)
    if not items and not page.css(_SUBJECT) and not _SAYS_SO.search(text_of(page)):
        raise PageRefused("the agenda names neither a measure nor a subject")
    return Printed(items=items, beside=beside)


def measures_in(
    part: Selector, *, are_elsewhere: bool = False
) -> tuple[tuple[AgendaItem, ...], tuple[str, ...]]:
    """The measures below an element, and those that its text names besides; what an item says of
    itself is not looked at, nor is the subject. With `are_elsewhere` another page lists them, if
    none stands here.

    Raises:
        PageRefused: its text names one where none is read: any, if none stands where measures do;
            else one that is printed as an item.
    """
    items = tuple(AgendaItem(_measure(one), _heading(one)) for one in part.css(_MEASURE))
    beside = list(_beside(part, items))
    for named in beside:
        is_unread = named["as_item"] and named["letters"] if items else not are_elsewhere
        if is_unread:
            raise PageRefused(f"the agenda names {named[0]!r} where no measure is read")
    return items, tuple(dict.fromkeys(named[0] for named in beside))


def _beside(part: Selector, items: tuple[AgendaItem, ...]) -> Iterator[re.Match[str]]:
    aside = part.css(f"{_MEASURE}, {_SUBJECT}")
    known = Counter(named[0] for one in aside for named in _NAMED.finditer(text_of(one)))
    listed = {_plain(named) for item in items for named in _NAMED.finditer(item.measure)}
    for named in _NAMED.finditer(text_of(part)):
        known[named[0]] -= 1
        if known[named[0]] < 0 and _plain(named) not in listed:
            yield named


def _plain(named: re.Match[str]) -> tuple[str, str, int]:
    """Its kind, the extraordinary session if one is named, and its number."""
    initials = "".join(word[0] for word in (named["words"] or "").upper().split())
    letters = re.sub(r"[^A-Z]", "", named["letters"] or "")
    return letters or initials, named["special"] or "", int(named["number"])


def _measure(part: Selector) -> str:
    """`A.B. No. 1159` as `AB 1159`, `S.B. X1 No. 7` as `SBX1 7`, from its link or its two parts."""
    link = part.css("span.measureLink, a")
    both = part.css("span.MeasureType, span.MeasureNum")
    printed = text_of(link[0]) if link else " ".join(map(text_of, both))
    if not printed:
        raise PageRefused("the agenda has a measure without its number")
    return " ".join(printed.replace(".", "").replace("No", " ").split()).replace(" X", "X")


def _heading(part: Selector) -> str | None:
    """The heading above the block in which the measure stands, if it stands in one."""
    found = part.xpath(f"ancestor::div[contains(@class, 'agenda-item')][1]/{_HEADING}")
    return _EDIT.sub("", text_of(found[0])) or None if found else None
