"""Floor analyses: the earlier roll calls that they list by name, as a second account of them.

People type these: in genuine ones a day is off by one, and names are placeholders. So nothing of
them becomes a roll call of the record, and a count that is not theirs refuses nothing. They confirm
what votes pages print, or contradict it, and a reader of the crawl is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import takewhile

from scrapers.ca_archive.pages import JURISDICTION, parse_page
from scrapers.kit.page_text import day_of
from scrapers.kit.printed import ListedRoll, PageRefused, Printed, PrintedRoll
from scrapers.kit.source import Notes, Page
from tracker.rules import reference
from tracker.rules.identity import folded_name
from tracker.rules.measures import Measure
from tracker.rules.vocabulary import Chamber, Venue

_PLACE = re.compile(
    r"^\s*(SENATE|ASSEMBLY)\s+([A-Z][A-Z .,&'/]*?)\s*:\s*(\d+)\s*-\s*(\d+)(?:\s*\([^)]*\))?"
    r"\s*,\s*(\d{1,2}/\d{1,2}/\d{2,4})",
    re.MULTILINE,
)
_NAMES = re.compile(r"^\s*(AYES|NOES|NO VOTE RECORDED|NOT VOTING|ABSENT)\s*:\s*(.*)$")
_HOUSES = {"SENATE": Chamber.UPPER, "ASSEMBLY": Chamber.LOWER}


def parse_analysis(body: bytes, content_type: str, bill: Measure) -> tuple[ListedRoll, ...]:
    """The roll calls that the analysis lists with counts and names; none where it lists none so.

    Raises PageRefused where the page is none of this measure, or not whole.
    """
    text = parse_page(body, content_type, bill)
    found = []
    for place in _PLACE.finditer(text):
        listed = _names(text[place.end() :].splitlines()[1:])
        if "AYES" in listed or "NOES" in listed:
            found.append(_listed(place, listed))
    return (*found, *parse_boxes(text))


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


_COMMITTEE = re.compile(r"([A-Z][A-Z .,&'/]*?)\s+(\d+)-(\d+)(?=\s|$)")
_RULE = re.compile(r"^\s*-{20,}\s*$")
_WORDS = {"AYES": "AYES", "NAYS": "NOES", "NOES": "NOES"}
_BETWEEN = 3
"""Lines at most between the names of the committees and the top of their box."""


def parse_boxes(text: str) -> Iterator[ListedRoll]:
    """Every vote of every box whose committees are named with counts above it."""
    lines = text.splitlines()
    for nth, line in enumerate(lines):
        below = lines[nth + 1 : nth + 2]
        if not _RULE.match(line) or not below or not below[0].lstrip().startswith("|"):
            continue
        heads = _heads(lines[max(0, nth - _BETWEEN) : nth])
        rows = takewhile(lambda row: row.lstrip().startswith("|"), lines[nth + 1 :])
        columns = _columns([row.strip().strip("|").split("|") for row in rows])
        if len(heads) == len(columns):
            for (name, yes, no), listed in zip(heads, columns, strict=True):
                yield _vote_of_box(name, (int(yes), int(no)), listed)


def _heads(lines: Sequence[str]) -> list[tuple[str, str, str]]:
    """Name, ayes and noes of each committee, from the nearest line above that names any."""
    found = (_COMMITTEE.findall(line) for line in reversed(lines))
    return next((heads for heads in found if heads), [])


def _columns(rows: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    """Per committee the names under each word; a cell with a word stands before one with names."""
    columns: list[dict[str, str]] = []
    words: list[str | None] = []
    for cells in rows:
        if cells[0].startswith("-"):
            continue
        for nth, (label, names) in enumerate(zip(cells[::2], cells[1::2], strict=False)):
            if nth == len(columns):
                columns.append({})
                words.append(None)
            written = label.strip().rstrip(":").upper()
            words[nth] = _WORDS.get(written, None if written else words[nth])
            if word := words[nth]:
                columns[nth][word] = f"{columns[nth].get(word, '')} {names.strip()}".strip()
    return columns


def _vote_of_box(name: str, declared: tuple[int, int], listed: dict[str, str]) -> ListedRoll:
    ayes, noes = (
        tuple(part.strip() for part in listed.get(word, "").split(",") if part.strip())
        for word in ("AYES", "NOES")
    )
    where = f"ASSEMBLY {name.strip()} COMMITTEE"
    return ListedRoll(where, Chamber.LOWER, False, None, declared, ayes, noes)


DAYS_OFF = timedelta(days=1)
"""Genuine analyses sometimes name the day after a vote. Which committee is meant is not read from
its printed name: its house, its counts and such a day must fit."""


def compare_with_votes(parsed: Sequence[tuple[Page, Printed]]) -> Notes:
    """How many listed roll calls the votes pages confirm, and each that they contradict."""
    listed = agreeing = 0
    warnings: dict[str, None] = {}
    for page, said in parsed:
        for second in said.listed:
            listed += 1
            first = [roll for roll in _rolls(parsed, page) if _is_same_sitting(roll, second, page)]
            what = f"{page.measure.printed}: an analysis lists the vote of {_when(second)}"
            if second.declared != (len(second.ayes), len(second.noes)):
                warnings[f"{what} with other counts than names ({page.name})"] = None
            elif any(_agree(roll, second) for roll in first):
                agreeing += 1
            elif first:
                warnings[f"{what} otherwise than its votes page ({page.name})"] = None
    return Notes({"listed_votes": listed, "listed_votes_confirmed": agreeing}, tuple(warnings))


def _when(second: ListedRoll) -> str:
    return f"{second.where} on {second.date}" if second.date else second.where


def _rolls(parsed: Sequence[tuple[Page, Printed]], page: Page) -> Iterator[PrintedRoll]:
    return (roll for other, said in parsed if other.bill == page.bill for roll in said.rolls)


def _is_same_sitting(roll: PrintedRoll, second: ListedRoll, page: Page) -> bool:
    rules = reference.reference(JURISDICTION).rules
    place = rules.locations.locate(roll.location, page.measure.session)
    if place is None or (second.date and abs(roll.date - second.date) > DAYS_OFF):
        return False
    is_floor = place.venue is Venue.FLOOR
    same_counts = (len(roll.names["AYES"]), len(roll.names["NOES"])) == second.declared
    same_house = (place.chamber, is_floor) == (second.chamber, second.is_floor)
    return same_house and (is_floor or same_counts)


def _agree(roll: PrintedRoll, second: ListedRoll) -> bool:
    return (_folded(roll.names["AYES"]), _folded(roll.names["NOES"])) == (
        _folded(second.ayes),
        _folded(second.noes),
    )


def _folded(names: Sequence[str]) -> frozenset[str]:
    return frozenset(folded_name(name) for name in names)
