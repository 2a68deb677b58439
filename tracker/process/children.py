"""Children that this process waits for, so that they can be ended with it."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Sequence
from contextlib import suppress

_lock = threading.Lock()
_running: set[subprocess.Popen[str]] = set()


def run_child(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Runs a command to its end, and gives what it printed. `end_children` ends it."""
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as child:
        with _lock:
            _running.add(child)
        try:
            out, err = child.communicate()
        finally:
            with _lock:
                _running.discard(child)
    return subprocess.CompletedProcess(command, child.returncode, out, err)


def end_children(patience: float) -> None:
    """Ends those that run: with a word first, by force after so many seconds."""
    with _lock:
        running = list(_running)
    for child in running:
        child.terminate()
    for child in running:
        with suppress(subprocess.TimeoutExpired):
            child.wait(patience)
        child.kill()
