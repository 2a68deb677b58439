"""The legislator page."""

from __future__ import annotations


def show() -> None:
    """Draws the page."""
