"""What a person wrote, checked for being there, and what an update says, in one line."""

from __future__ import annotations

from tracker.campaigns.model import Change
from tracker.errors import UsageError


def said(text: str, what: str) -> str:
    """The text without outer blanks.

    Raises:
        UsageError: nothing is left; the error names `what` it is that is missing.
    """
    if not text.strip():
        raise UsageError(f"the {what} is empty", where=f"the {what}", what_to_do=f"give the {what}")
    return text.strip()


def retold(change: Change) -> str:
    """What an update says, in one line: `done on 2007-06-07, "Twenty-one ayes"`."""
    parts: list[str] = []
    if change.status is not None:
        parts.append(change.status.words)
    if change.happened_on is not None:
        parts.append(f"on {change.happened_on}")
    if change.due is not None:
        parts.append(f"due {change.due}")
    if change.visibility is not None:
        parts.append(f"now {change.visibility}")
    if change.note is not None:
        parts.append(f"“{change.note}”")
    return ", ".join(parts)
