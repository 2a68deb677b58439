"""A process that another began ends with that one, however that ends: nobody would hear it."""

from __future__ import annotations

import os
import signal
import threading
import time
from contextlib import suppress
from typing import NoReturn

WATCH = "end with parent"
"""The thread that waits for the end of the parent, which keeps nothing from ending."""
_NUDGE = signal.SIGURG
"""A signal that nobody sends otherwise, and that means nothing."""
_AGAIN = 1.0
"""Seconds."""
PATIENCE = 10.0
"""Seconds in which a process that is told to stop may put away what it has."""


def end_with_parent(patience: float = PATIENCE) -> None:
    """For a process whose standard input is a pipe that nobody but its parent holds open, and into
    which nothing is written. When that ends, this process is told to stop as by a signal, and
    ended by force if it has not stopped in time.
    """
    signal.signal(_NUDGE, lambda *_: None)
    threading.Thread(target=_watch, args=(patience,), name=WATCH, daemon=True).start()


def _watch(patience: float) -> NoReturn:
    with suppress(OSError):
        while os.read(0, 1):
            pass
    # Of a signal that this thread got, the main one would not know while it waits for something.
    main = threading.main_thread().ident
    assert main is not None, "it has begun, since it began this one"
    signal.pthread_kill(main, signal.SIGTERM)
    # One that comes just before the main thread begins to wait is noticed only when another comes.
    until = time.monotonic() + patience
    while time.monotonic() < until:
        time.sleep(_AGAIN)
        signal.pthread_kill(main, _NUDGE)
    os._exit(128 + signal.SIGKILL)
