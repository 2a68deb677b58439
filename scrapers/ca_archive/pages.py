"""The old site's text pages: what each must be, and the history of a measure as one prints it."""

from __future__ import annotations

import re
from datetime import date

from scrapers.ca_leginfo.pages import chapter_in
from scrapers.kit.page_text import decoded, refuse_cut, refuse_unnamed, selector_of, text_of
from scrapers.kit.printed import PageRefused, Printed, PrintedAction, PrintedBill
from tracker.rules import reference
from tracker.rules.measures import Measure

JURISDICTION = "ca"
CHARSET = "iso-8859-1"
"""What a web page of those years is in where its answer does not say."""

_TYPE = r"\b([A-Z]\.?[A-WYZ]\.?(?:[A-WYZ]\.?)?)"
_NAMED = re.compile(rf"{_TYPE}(?:\s*X([1-9]))?(?:\s+No\.)?[-\s]*(\d{{1,5}})(?:\s*X([1-9]))?\b")


def parse_page(body: bytes, content_type: str, bill: Measure) -> str:
    """The text of a page with its line breaks, from its `<pre>` where it has one.

    Raises:
        PageRefused: its bytes are not the text they claim to be, it has no end, or it is a page
            about maintenance, about nothing found, or about another measure.
    """
    text = decoded(body, content_type, CHARSET)
    page = selector_of(text)
    heading = " ".join(
        [*page.css("meta[name=MEASURE]::attr(content)").getall(), *page.css("title::text").getall()]
    )
    said = text_of(page)
    if not names(heading or said[:400], bill):
        raise refuse_unnamed(said, bill.printed)
    refuse_cut(text)
    blocks = page.css("pre") or [page]
    return "\n".join("".join(block.xpath(".//text()").getall()) for block in blocks)


def names(text: str, bill: Measure) -> bool:
    """Whether a text names the measure: `SB 375`, `S.B. No. 375`, `SB 1 X1` or `SBX1 1`."""
    return any(
        (kind.replace(".", ""), int(special or after or 0), int(number))
        == (bill.measure_type, bill.special_session, bill.number)
        for kind, special, number, after in _NAMED.findall(text)
    )


MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")
LABELS = ("BILL NUMBER", "AUTHOR", "TOPIC")
_LABEL = re.compile(r"^([A-Z][A-Z() ]+?)\s*:[ \t]*(.*)$")
_YEAR = re.compile(r"^\s*(\d{4})\s*$")
_ACTION = re.compile(rf"^\s?({'|'.join(MONTHS)})\.?\s+(\d{{1,2}})\s+(\S.*)$")
_HEADING = "BILL HISTORY"


def parse_history(body: bytes, content_type: str, bill: Measure) -> Printed:
    """The measure and its actions, oldest first; the page prints the newest first.

    Raises:
        PageRefused: a label is missing, a line is neither a year, an action nor the end of one,
            or the page is none of this measure.
    """
    lines = parse_page(body, content_type, bill).splitlines()
    starts = [nth for nth, line in enumerate(lines) if line.strip() == _HEADING]
    if not starts:
        raise PageRefused(f"the heading {_HEADING!r} is missing")
    head = _labelled(lines[: starts[-1]])
    for label in LABELS:
        if label not in head:
            raise PageRefused(f"the label {label!r} is missing")
    if not names(head["BILL NUMBER"], bill):
        raise PageRefused(f"the label 'BILL NUMBER' does not name {bill.printed}")
    actions = _actions(lines[starts[-1] + 1 :], bill)
    if not actions:
        raise PageRefused("the page lists no action")
    title, author = (head[label] or None for label in ("TOPIC", "AUTHOR"))
    bill_printed = PrintedBill(title=title, author=author)
    return Printed(actions=actions, chaptered=chapter_in(actions), bill=bill_printed)


def _labelled(lines: list[str]) -> dict[str, str]:
    """What stands beside each label, over as many lines as it takes."""
    found: dict[str, str] = {}
    label = None
    for line in lines:
        match = _LABEL.match(line.strip())
        if match:
            label = match[1].strip()
            found[label] = match[2].strip()
        elif label and line.strip():
            found[label] = f"{found[label]} {line.strip()}".strip()
        else:
            label = None
    return found


def _actions(lines: list[str], bill: Measure) -> tuple[PrintedAction, ...]:
    """Oldest first; within a day the page's own direction decides."""
    year: int | None = None
    found: list[tuple[date, list[str]]] = []
    for line in lines:
        if match := _YEAR.match(line):
            year = int(match[1])
        elif match := _ACTION.match(line):
            found.append((_day(year, match[1], match[2], bill), [match[3]]))
        elif found and line[:1].isspace() and line.strip():
            found[-1][1].append(line)
        elif line.strip():
            raise PageRefused(f"this line is none of a history: {line.strip()[:40]!r}")
    if found and found[0][0] > found[-1][0]:
        found.reverse()
    actions = [PrintedAction(day, " ".join(" ".join(text).split())) for day, text in found]
    return tuple(sorted(actions, key=lambda action: action.date))


def _day(year: int | None, month: str, day: str, bill: Measure) -> date:
    if year is None:
        raise PageRefused("an action stands before the first year")
    session = reference.jurisdiction_of(JURISDICTION).session(bill.session)
    if not session.start.year <= year <= session.end.year:
        raise PageRefused(f"the year {year} is not of the session {session.name}")
    try:
        return date(year, MONTHS.index(month) + 1, int(day))
    except ValueError:
        raise PageRefused(f"{f'{month} {day}, {year}'!r} is not a day") from None
