"""Long lists, a part at a time: what is shown, and the links to the part before and after."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from scorecard_app.address import asked_for
from scorecard_app.markup import part
from tracker.translation import _
from tracker.views.measure_list import AT_ONCE


def first_asked() -> int:
    """Which row of a list the address asks to begin with, counted from 1."""
    text = asked_for("from")
    return int(text) if text.isdecimal() and len(text) < 9 else 1


def shown_words(first: int, shown: int, found: int) -> str:
    """How much of a list is shown, as in `Showing 50 of 5,500: search, or turn the page`."""
    if shown == found:
        return _("All {count} are shown.").format(count=f"{found:,}") if found > 1 else ""
    said = (
        _("Showing {count} of {found}: search, or turn the page.")
        if first == 1
        else _("Showing {first} to {last} of {found}: search, or turn the page.")
    )
    last = first + shown - 1
    return said.format(count=shown, first=f"{first:,}", last=f"{last:,}", found=f"{found:,}")


def turns(page: str, first: int, shown: int, found: int, asked: Mapping[str, str]) -> Markup:
    """The links, as HTML; empty where everything is shown."""
    last, ways = first + shown - 1, []
    if first > 1:
        ways.append((str(max(1, first - AT_ONCE)), _("Previous {count}")))
    if last < found:
        ways.append((str(last + 1), _("Next {count}")))
    said = [(begin, words.format(count=AT_ONCE)) for begin, words in ways]
    shown_of = {"first": first, "last": last, "found": found}
    return part("turning", "turns", page=page, ways=said, asked=asked, **shown_of)
