"""How far a crawl has come: how many of how many, and about how long it still takes."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import TextIO

from tracker.process.short_process import write_nowhere

SELDOM = 15.0
"""Seconds between two counts where each is a line that stays."""
_ERASE = "\r\x1b[K"


class Count(str):
    """What is told of how far a crawl has come, which the next count replaces."""

    __slots__ = ()


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
            left = f", about {in_words(pace * (total - done))} left"
        self._tell(Count(f"{done:,} of {total:,} {self._what}{left}"))


def in_words(seconds: float) -> str:
    """So long, to the second where it is short, to the minute where it is not."""
    if seconds < 120:
        return "1 second" if round(seconds) == 1 else f"{seconds:.0f} seconds"
    minutes = round(seconds / 60)
    return f"{minutes} minutes" if minutes < 120 else f"{minutes // 60} h {minutes % 60} min"


class Teller:
    """Tells a person on a stream what is done. Steps are lines. On a terminal a count is drawn over
    the one before it; elsewhere it is a line now and then. That nobody reads it is no error.
    """

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._clock = clock
        self._is_terminal = stream.isatty()
        self._is_drawn = False
        self._next = clock()

    def __call__(self, text: str) -> None:
        """A step, or a `Count`."""
        if not isinstance(text, Count):
            self.end_line()
            self._write(f"{text}\n")
        elif self._is_terminal:
            self._write(f"{_ERASE}{text[: self._width()]}")
            self._is_drawn = True
        elif self._clock() >= self._next:
            self._next = self._clock() + SELDOM
            self._write(f"{text}\n")

    def end_line(self) -> None:
        """What is told next begins a line."""
        if self._is_drawn:
            self._write("\n")
            self._is_drawn = False

    def _width(self) -> int:
        """Letters that fit on a line; a terminal that does not know says 0."""
        try:
            columns = os.get_terminal_size(self._stream.fileno()).columns
        except OSError:
            columns = 0
        return (columns or 80) - 1

    def _write(self, text: str) -> None:
        try:
            self._stream.write(text)
            self._stream.flush()
        except BrokenPipeError:
            write_nowhere(self._stream)
