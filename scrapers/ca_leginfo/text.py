"""A text page: which texts of a measure there are, each with its day."""

from __future__ import annotations

import re
from datetime import date

from parsel import Selector

from scrapers.ca_leginfo.page import read_page
from scrapers.pages.printed import PageRefused, PrintedVersion
from scrapers.pages.text import day_of, text_of
from tracker.rules.measures import BillId

_LISTED = re.compile(r"(\S+) ?- ?(\S.*)")


def read_text(body: bytes, content_type: str, bill: BillId) -> tuple[PrintedVersion, ...]:
    """The texts that the page offers, oldest first. Their names count downwards, from 99 for the
    measure as introduced.

    What vote a text says it needs is not taken: the page shows one text alone, so that what it says
    would be lost again with the next amendment.

    Raises:
        PageRefused: the list of texts or the text itself is missing, an entry has no day or no
            name or is of another measure, or the page is none of this measure.
    """
    page = read_page(body, content_type, bill)
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
    option: Selector, name: re.Pattern[str], bill: BillId
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
