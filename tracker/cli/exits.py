"""Exit codes: what a script may conclude when a command has ended."""

from __future__ import annotations

import signal
import sys
from enum import IntEnum


class Exit(IntEnum):
    """What a script may conclude from the exit code."""

    OK = 0
    """Done, also where there was nothing to show."""
    FOUND_SOMETHING = 1
    """A check ran and found something to look at."""
    WRONG_USE = 2
    """The command was asked for something that does not exist or cannot be combined."""
    NOT_LOADED = 3
    """Kept but not loaded: a check of the source failed."""
    UNREADABLE = 4
    """The source or a data file could not be read as what it should be."""
    STORE = 5
    """The store could not be opened, read or written."""


def end_on_signal() -> None:
    """A signal to stop ends this command as Ctrl+C does: what it began is ended and noted."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
