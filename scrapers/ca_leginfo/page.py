"""What every page of leginfo must be before anything is read from it: text, and of this measure."""

from __future__ import annotations

import re
from collections.abc import Collection

from parsel import Selector

from scrapers.pages.text import decoded, refuse_cut, refuse_unnamed, text_below, text_of
from tracker.rules.measures import BillId

_LABELS = frozenset({"statusCellLabel", "statusLabel"})
_NAMED = re.compile(r"\b([A-Z]{2,3})(X[1-9])?[-\s]\s*(\d{1,5})\b")


def read_page(body: bytes, content_type: str, bill: BillId) -> Selector:
    """The page of a measure, ready to be searched.

    Raises:
        PageRefused: its bytes are not the text they claim to be, it has no end, or it is a page
            about maintenance, about nothing found, or about another measure.
    """
    text = decoded(body, content_type)
    page = Selector(text=text or "<html></html>")
    named = " ".join(
        text_of(part) for part in page.css("#measureNum, #bill_header, #bill_title, h1, h2")
    )
    if not any(_is(bill, match) for match in _NAMED.finditer(named)):
        raise refuse_unnamed(text_of(page), bill.printed)
    refuse_cut(text)
    return page


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


def _is(bill: BillId, match: re.Match[str]) -> bool:
    special = int(match[2][1:]) if match[2] else 0
    return (match[1], special, int(match[3])) == (
        bill.measure_type,
        bill.special_session,
        bill.number,
    )
