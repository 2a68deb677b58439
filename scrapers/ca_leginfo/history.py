"""A history page: every action on one measure, oldest first, as printed."""

from __future__ import annotations

from scrapers.ca_leginfo.page import read_page
from scrapers.pages.printed import PageRefused, PrintedAction
from scrapers.pages.text import day_of, text_of
from tracker.rules.measures import BillId

LABELS = ("Date", "Action")


def read_history(body: bytes, content_type: str, bill: BillId) -> tuple[PrintedAction, ...]:
    """The actions, oldest first; the page prints the newest first.

    Raises:
        PageRefused: the table or one of its labels is missing, a line has no day or no text, or
            the page is none of this measure.
    """
    page = read_page(body, content_type, bill)
    tables = page.css("table#billhistory")
    if len(tables) != 1:
        raise PageRefused("the table of actions is missing")
    labels = [text_of(cell) for cell in tables[0].css("th:not([scope=row])")]
    for label in LABELS:
        if label not in labels:
            raise PageRefused(f"the label {label!r} is missing")
    actions = [
        _action([text_of(cell) for cell in row.xpath("./td | ./th[@scope='row']")], nth)
        for nth, row in enumerate(tables[0].xpath(".//tr[td]"), start=1)
    ]
    if not actions:
        raise PageRefused("the table of actions is empty")
    return tuple(reversed(actions))


def _action(cells: list[str], nth: int) -> PrintedAction:
    if len(cells) != len(LABELS):
        raise PageRefused(f"action {nth}: {len(cells)} cells, not {len(LABELS)}")
    if not cells[1]:
        raise PageRefused(f"action {nth}: nothing stands beside its day")
    return PrintedAction(day_of(cells[0]), cells[1])
