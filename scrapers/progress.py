"""How far a crawl has come: how many of how many, and about how long it still takes."""

from __future__ import annotations

import time
from collections.abc import Callable


class Progress:
    """Tells of `what`, of which `already` were there at the start; the time left is by the pace
    since.
    """

    def __init__(self, tell: Callable[[str], None], what: str, already: int = 0) -> None:
        self._tell = tell
        self._what = what
        self._already = already
        self._began = time.monotonic()

    def show(self, done: int, total: int) -> None:
        """`done` of `total` are there."""
        left = ""
        if self._already < done < total:
            pace = (time.monotonic() - self._began) / (done - self._already)
            left = f", about {pace * (total - done):.0f} seconds left"
        self._tell(f"{done:,} of {total:,} {self._what}{left}")
