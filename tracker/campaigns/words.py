"""What a person wrote, checked for being there, and what an update says, in one line."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from tracker.campaigns.model import Change
from tracker.errors import UsageError
from tracker.translation import _

LINE: Final = 120
"""Letters of a title or a name: what fits on a card and on a line of a calendar."""
SENTENCES: Final = 2000
"""Letters of a goal or a note: what fits on a page."""
ADDRESS: Final = 2000
"""Letters of a web address: more, and browsers cut it."""


def said(text: str, what: str, most: int = LINE) -> str:
    """The text without outer blanks.

    Raises:
        UsageError: nothing is left, more letters than `most`, or a sign that no store keeps; the
            error names `what` it is.
    """
    plain = text.strip()
    if not plain:
        raise UsageError(f"the {what} is empty", where=f"the {what}", what_to_do=f"give the {what}")
    if "\0" in plain:
        raise UsageError(
            f"the {what} holds a sign that no store keeps (its number is 0)",
            where=f"the {what}",
            what_to_do="leave that sign out",
        )
    if len(plain) > most:
        raise UsageError(
            f"the {what} has {len(plain):,} letters, and there is room for {most:,}",
            where=f"the {what}",
            what_to_do="shorten it",
        )
    return plain


def said_if_any(text: str | None, what: str, most: int = LINE) -> str | None:
    """The text without outer blanks; None where nothing was written.

    Raises:
        UsageError: it has more letters than `most`.
    """
    return said(text, what, most) if text and text.strip() else None


def web_address(text: str | None) -> str | None:
    """The address of a page on the web; None where nothing was written.

    Raises:
        UsageError: it is no such address.
    """
    plain = said_if_any(text, "evidence", ADDRESS)
    if plain is not None and not _is_on_the_web(plain):
        raise UsageError(
            f"{plain!r} is not the address of a page",
            where="the evidence",
            what_to_do="write the whole address, as in https://example.org/photo",
        )
    return plain


def _is_on_the_web(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    is_one_word = not any(letter.isspace() for letter in text)
    return parts.scheme in ("https", "http") and bool(parts.hostname) and is_one_word


def retold(change: Change) -> str:
    """What an update says, in one line: `done on 2007-06-07, "Twenty-one ayes"`."""
    parts: list[str] = []
    if change.takes_back:
        parts.append(_("took the update before it back"))
    if change.status is not None:
        parts.append(change.status.words)
    if change.happened_on is not None:
        parts.append(_("on {day}").format(day=change.happened_on))
    if change.due is not None:
        parts.append(_("due {day}").format(day=change.due))
    if change.visibility is not None:
        parts.append(_("now {seen_by}").format(seen_by=change.visibility.words))
    if change.note is not None:
        parts.append(f"“{change.note}”")
    if change.evidence is not None:
        parts.append(_("see {link}").format(link=change.evidence))
    return ", ".join(parts)
