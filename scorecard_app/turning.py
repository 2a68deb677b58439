"""Long lists, a part at a time: what is shown, and the links to the part before and after."""

from __future__ import annotations

from html import escape

from scorecard_app.address import asked_for, link
from tracker.views.measure_list import AT_ONCE


def first_asked() -> int:
    """Which row of a list the address asks to begin with, counted from 1."""
    text = asked_for("from")
    return int(text) if text.isdecimal() and len(text) < 9 else 1


def shown_words(first: int, shown: int, found: int) -> str:
    """How much of a list is shown, as in `Showing 50 of 5,500: search, or turn the page`."""
    if shown == found:
        return f"All {found:,} are shown." if found > 1 else ""
    part = str(shown) if first == 1 else f"{first:,} to {first + shown - 1:,}"
    return f"Showing {part} of {found:,}: search, or turn the page."


def turns(page: str, first: int, shown: int, found: int, **asked: str) -> str:
    """The links, as HTML; empty where everything is shown."""
    last, ways = first + shown - 1, []
    if first > 1:
        ways.append((str(max(1, first - AT_ONCE)), "Previous"))
    if last < found:
        ways.append((str(last + 1), "Next"))
    links = " · ".join(
        f'<a href="{escape(link(page, **asked, **{"from": begin}))}">{word} {AT_ONCE}</a>'
        for begin, word in ways
    )
    return f'<p class="quiet">{first:,} to {last:,} of {found:,}. {links}</p>' if ways else ""
