"""A signal to stop ends the server and all that it began within ten seconds.

Streamlit's server ends when the last answer is given: a page that waits for the store, or a browser
that does not hang up, would keep it for as long as they like.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from tracker.process.children import end_children

PATIENCE = 9.0
"""Seconds after a signal in which everything has ended: whoever sent it waits for ten."""
CHILDREN_PATIENCE = 6.0
"""Seconds of these in which a child may put away what it has, before it is ended by force."""


@contextmanager
def ending_in_time(stop: Callable[[float], None]) -> Iterator[None]:
    """When the block is left or a signal to stop comes, whichever is first, ends all children and
    calls `stop` with the seconds it may take. Where the process has not ended in time after a
    signal, it ends by force. In a thread other than the main one, signals are left alone.
    """
    told, ended = threading.Event(), threading.Event()

    def end_all() -> None:
        told.wait()
        loads = threading.Thread(target=end_children, args=(CHILDREN_PATIENCE,))
        loads.start()
        stop(CHILDREN_PATIENCE)
        loads.join()
        ended.set()

    threading.Thread(target=end_all, name="ending", daemon=True).start()
    if threading.current_thread() is threading.main_thread():
        _heed_signals(told)
    try:
        yield
    finally:
        told.set()
        ended.wait(PATIENCE)


def _heed_signals(told: threading.Event) -> None:
    """Puts itself before the handlers that the server has set."""

    def notice(number: int, frame: FrameType | None) -> None:
        if not told.is_set():
            told.set()
            threading.Thread(target=_end_by_force, args=(number,), daemon=True).start()
        handler = before[number]
        if callable(handler):
            handler(number, frame)

    before = {int(one): signal.signal(one, notice) for one in (signal.SIGTERM, signal.SIGINT)}


def _end_by_force(number: int) -> None:
    time.sleep(PATIENCE)
    os._exit(128 + number)
