"""The Legislature's pages of one measure but for its votes, and the list of a session's measures.

A page that is not what it should be is refused whole, with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qs, urlsplit

from parsel import Selector

from scrapers.kit.page_text import (
    day_of,
    decoded,
    refusal_of_closed,
    refuse_cut,
    refuse_unnamed,
    selector_of,
    text_below,
    text_of,
)
from scrapers.kit.printed import PageRefused, PrintedAction, PrintedBill, PrintedVersion
from tracker.rules import reference
from tracker.rules.measures import Measure

JURISDICTION = "ca"
_LABELS = frozenset({"statusCellLabel", "statusLabel"})
_NAMED = re.compile(r"\b([A-Z]{2,3})(X[1-9])?[-\s]\s*(\d{1,5})\b")


def parse_page(body: bytes, content_type: str, bill: Measure) -> Selector:
    """The page of a measure, ready to be searched.

    Raises:
        PageRefused: its bytes are not the text they claim to be, it has no end, or it is a page
            about maintenance, about nothing found, or about another measure.
    """
    text = decoded(body, content_type)
    page = selector_of(text)
    named = " ".join(
        text_of(part) for part in page.css("#measureNum, #bill_header, #bill_title, h1, h2")
    )
    if not any(_is(bill, match) for match in _NAMED.finditer(named)):
        raise refuse_unnamed(text_of(page), bill.printed)
    refuse_cut(text)
    return page


def measure_of(official: str) -> Measure | None:
    """The measure of an id of the Legislature, as in `200720080SB375`."""
    return reference.jurisdiction_of(JURISDICTION).measure(official)


def label_of(part: Selector) -> str:
    """A label as it is compared: single blanks, no colon at its end."""
    return _as_label(text_of(part))


def label_and_value(row: Selector) -> tuple[str, str] | None:
    """The first label in a row and the first value; None where it has not both."""
    label = value = None
    for element in row.root.iter("*"):
        classes = element.get("class", "").split()
        if label is None and (element.tag == "label" or _LABELS.intersection(classes)):
            label = _as_label(text_below(element))
        elif value is None and "statusCellData" in classes:
            value = text_below(element)
    return None if label is None or value is None else (label, value)


def by_end_of_id(part: Selector, ends: Collection[str]) -> dict[str, str]:
    """The text of the elements whose id ends so. `:ayes` is not the end of `:ayesLeg`."""
    found = {}
    for element in part.root.iter("*"):
        _, colon, end = element.get("id", "").rpartition(":")
        if colon and end in ends:
            found[end] = text_below(element)
    return found


def _as_label(text: str) -> str:
    return text.rstrip(":").strip()


def _is(bill: Measure, match: re.Match[str]) -> bool:
    special = int(match[2][1:]) if match[2] else 0
    return (match[1], special, int(match[3])) == (
        bill.measure_type,
        bill.special_session,
        bill.number,
    )


_CHAPTER = re.compile(r"\b((?:Res(?:olution|\.) )?Chapter \d+, Statutes of \d{4})")
_HOUSE = re.compile(r"\s*\((A|S)\)")


def parse_status(body: bytes, content_type: str, bill: Measure) -> PrintedBill:
    """Title and lead authors, without the mark of their house.

    Raises:
        PageRefused: the measure's number, its lead authors or its title are missing, or the page
            is none of this measure.
    """
    page = parse_page(body, content_type, bill)
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


HISTORY_LABELS = ("Date", "Action")


def parse_history(body: bytes, content_type: str, bill: Measure) -> tuple[PrintedAction, ...]:
    """The actions, oldest first; the page prints the newest first.

    Raises:
        PageRefused: the table or one of its labels is missing, a line has no day or no text, or
            the page is none of this measure.
    """
    page = parse_page(body, content_type, bill)
    tables = page.css("table#billhistory")
    if len(tables) != 1:
        raise PageRefused("the table of actions is missing")
    labels = [text_of(cell) for cell in tables[0].css("th:not([scope=row])")]
    for label in HISTORY_LABELS:
        if label not in labels:
            raise PageRefused(f"the label {label!r} is missing")
    actions = [
        _action([text_of(cell) for cell in row.xpath("./td | ./th[@scope='row']")], nth)
        for nth, row in enumerate(tables[0].xpath(".//tr[td]"), start=1)
    ]
    if not actions:
        raise PageRefused("the table of actions is empty")
    return tuple(reversed(actions))


def chapter_in(actions: Sequence[PrintedAction]) -> str | None:
    """`Chapter 728, Statutes of 2008`, where the newest action that names a chapter says so."""
    found = [match for action in actions if (match := _CHAPTER.search(action.description))]
    return found[-1][1].replace("Res. ", "Resolution ") if found else None


def _action(cells: list[str], nth: int) -> PrintedAction:
    if len(cells) != len(HISTORY_LABELS):
        raise PageRefused(f"action {nth}: {len(cells)} cells, not {len(HISTORY_LABELS)}")
    if not cells[1]:
        raise PageRefused(f"action {nth}: nothing stands beside its day")
    return PrintedAction(day_of(cells[0]), cells[1])


_LISTED = re.compile(r"(\S+) ?- ?(\S.*)")


def parse_text(body: bytes, content_type: str, bill: Measure) -> tuple[PrintedVersion, ...]:
    """The texts that the page offers, oldest first. Their names count downwards, from 99 for the
    measure as introduced.

    What vote a text says it needs is not taken: the page shows one text alone, so that what it says
    would be lost again with the next amendment.

    Raises:
        PageRefused: the list of texts or the text itself is missing, an entry has no day or no
            name or is of another measure, or the page is none of this measure.
    """
    page = parse_page(body, content_type, bill)
    lists = page.css("select#version")
    if len(lists) != 1:
        raise PageRefused("the list of texts is missing")
    if not any(text_of(part) for part in page.css("#bill_all")):
        raise PageRefused("the text of the measure is missing")
    first = f"{bill.session[:4]}{bill.special_session}{bill.measure_type}{bill.number}"
    name = re.compile(first + r"(\d{2})[A-Z]{2,4}")
    found = [_version(option, name, bill) for option in lists[0].css("option")]
    if not found:
        raise PageRefused("the list of texts is empty")
    return tuple(version for _, version in sorted(found, key=lambda one: one[0]))


def _version(
    option: Selector, name: re.Pattern[str], bill: Measure
) -> tuple[tuple[date, int], PrintedVersion]:
    """A text, and its place among the others."""
    identity, listed = option.attrib.get("value", ""), text_of(option)
    match, parts = name.fullmatch(identity), _LISTED.fullmatch(listed)
    if match is None:
        raise PageRefused(f"the text {identity[:40]!r} is not one of {bill.printed}")
    if parts is None:
        raise PageRefused(f"the text {listed[:40]!r} has no day or no name")
    day = day_of(parts[1])
    return (day, -int(match[1])), PrintedVersion(identity, day, parts[2])


@dataclass(frozen=True)
class Listed:
    """The measures of a session in the order of the list, each once."""

    bills: tuple[Measure, ...]
    unknown: tuple[str, ...]
    """Measures of kinds that are not known here, by the site's id."""


def parse_list(body: bytes, content_type: str, session: str) -> Listed:
    """Every measure that the list links to.

    Raises:
        PageRefused: there is no such list, it is empty or breaks off, a line of it links to no
            measure, or to one of another session.
    """
    text = decoded(body, content_type)
    page = selector_of(text)
    lists = page.css("table#bill_results")
    if len(lists) != 1:
        raise refusal_of_closed(text_of(page)) or PageRefused("the list of measures is missing")
    refuse_cut(text)
    ids = [_official_id(row, nth) for nth, row in enumerate(lists[0].xpath(".//tr[td]"), start=1)]
    if not ids:
        raise PageRefused("the list of measures is empty")
    known: dict[Measure, None] = {}
    unknown: dict[str, None] = {}
    for official in ids:
        if not official.startswith(session):
            raise PageRefused(f"the list names {official[:40]!r}, which is of another session")
        bill = measure_of(official)
        if bill:
            known[bill] = None
        else:
            unknown[official] = None
    return Listed(tuple(known), tuple(unknown))


def _official_id(row: Selector, nth: int) -> str:
    """The id in the address that the line links to."""
    for address in row.css("a::attr(href)").getall():
        named = parse_qs(urlsplit(address).query).get("bill_id", [])
        if len(named) == 1:
            return named[0]
    raise PageRefused(f"line {nth} of the list links to no measure")
