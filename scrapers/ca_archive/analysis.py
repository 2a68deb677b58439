"""A floor analysis: the earlier roll calls that it lists by name, as a second reading.

People type these: in genuine ones a day is off by one, and names are placeholders. So nothing of
them becomes a roll call of the record, and a count that is not theirs refuses nothing.
"""

from __future__ import annotations

import re
from datetime import date

from scrapers.ca_archive.boxes import read_boxes
from scrapers.ca_archive.page import read_page
from scrapers.pages.printed import ListedRoll, PageRefused
from scrapers.pages.text import day_of
from tracker.rules.measures import BillId
from tracker.rules.vocabulary import Chamber

_PLACE = re.compile(
    r"^\s*(SENATE|ASSEMBLY)\s+([A-Z][A-Z .,&'/]*?)\s*:\s*(\d+)\s*-\s*(\d+)(?:\s*\([^)]*\))?"
    r"\s*,\s*(\d{1,2}/\d{1,2}/\d{2,4})",
    re.MULTILINE,
)
_NAMES = re.compile(r"^\s*(AYES|NOES|NO VOTE RECORDED|NOT VOTING|ABSENT)\s*:\s*(.*)$")
_HOUSES = {"SENATE": Chamber.UPPER, "ASSEMBLY": Chamber.LOWER}


def read_analysis(body: bytes, content_type: str, bill: BillId) -> tuple[ListedRoll, ...]:
    """The roll calls that the analysis lists with counts and names; none where it lists none so.

    Raises PageRefused where the page is none of this measure, or not whole.
    """
    text = read_page(body, content_type, bill)
    found = []
    for place in _PLACE.finditer(text):
        listed = _names(text[place.end() :].splitlines()[1:])
        if "AYES" in listed or "NOES" in listed:
            found.append(_listed(place, listed))
    return (*found, *read_boxes(text))


def _names(lines: list[str]) -> dict[str, tuple[str, ...]]:
    """Names by word, from the lines below a place up to the first that is none of a list."""
    found: dict[str, str] = {}
    word = None
    for line in lines:
        match = _NAMES.match(line)
        if match and match[1] not in found:
            word = match[1]
            found[word] = match[2].strip()
        elif word and line.strip() and (line[0].isspace() or found[word].endswith(",")):
            found[word] += f" {line.strip()}"
        elif word or line.strip():
            break
    return {
        word: tuple(name.strip() for name in listed.split(",") if name.strip())
        for word, listed in found.items()
    }


def _listed(place: re.Match[str], listed: dict[str, tuple[str, ...]]) -> ListedRoll:
    return ListedRoll(
        where=f"{place[1]} {place[2]}",
        chamber=_HOUSES[place[1]],
        is_floor=place[2].strip() == "FLOOR",
        date=_day(place[5]),
        declared=(int(place[3]), int(place[4])),
        ayes=listed.get("AYES", ()),
        noes=listed.get("NOES", ()),
    )


def _day(printed: str) -> date | None:
    """None for a day that is none: it was typed."""
    try:
        return day_of(printed)
    except PageRefused:
        return None
