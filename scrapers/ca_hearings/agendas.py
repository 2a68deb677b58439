"""An agenda of one event: which measures a committee hears, or stand on the file of a floor.

Besides, what the two houses' pages of events have in common.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

from parsel import Selector

from scrapers.kit.page_text import text_of, whole_page
from scrapers.kit.printed import AgendaItem, PageRefused, Printed

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
_NONE = re.compile(r"\bno (committee )?(hearings|meetings|events)\b", re.IGNORECASE)
_CALLED_OFF = re.compile(r"\bcancel|\bpostpone", re.IGNORECASE)
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_EXTRAORDINARY = re.compile(r"(\w+)\s+extraordinary\s+session", re.IGNORECASE)
_TIME = re.compile(r"\d{1,2}(:\d\d)?\s*[ap]\.?m\b\.?|\b(12 )?noon\b", re.IGNORECASE)


def parse_agenda(body: bytes, content_type: str) -> Printed:
    """The measures in their order; none for a hearing on a subject, or a file without measures.

    Raises:
        PageRefused: it names neither a measure nor a subject, or measures in a form that is not
            read, or it is not whole or something else.
    """
    page = whole_page(body, content_type)
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


def refuse_silence(page: Selector) -> None:
    """Raises PageRefused where a page lists no hearing and does not say that there is none."""
    if not _NONE.search(text_of(page)):
        raise PageRefused("the page lists no hearing and does not say that there is none")


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


def special_session_of(text: str) -> int:
    """The extraordinary session that is named, as 1 for the first; 0 where none is.

    Raises PageRefused where it is not said which: its measures have numbers of the regular one's.
    """
    if "extraordinary" not in text.lower():
        return 0
    named = _EXTRAORDINARY.search(text)
    if named is None or named[1].lower() not in _ORDINALS:
        raise PageRefused(f"{text[:60]!r} does not say which extraordinary session it is")
    return _ORDINALS.index(named[1].lower()) + 1


def time_in(text: str) -> str | None:
    """The first time of day in a text, as printed."""
    found = _TIME.search(text)
    return found[0] if found else None
