"""The audit page: who changed what and when, with what was there before and after."""

from __future__ import annotations

from scorecard_app.markup import draw
from tracker.access.audit import trail
from tracker.access.checks import NotAllowed
from tracker.store import open_store

MOST = 200
"""Changes on the page; `answerable access audit --most` lists as many as one likes."""


def show() -> None:
    """Draws the newest changes, for those who may read them."""
    try:
        with open_store().reading() as connection:
            entries = trail(connection, MOST)
    except NotAllowed as refused:
        draw("audit", "not_for_you", refused=refused)
        return
    draw("audit", "changes", entries=entries, most=MOST)
