"""What a process began ends with it."""

from __future__ import annotations

import os
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tracker.process.children import end_children, run_child

STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN);"


@pytest.mark.parametrize(
    ("first", "patience", "ended_by"),
    [("", 60.0, signal.SIGTERM), (STUBBORN, 0.1, signal.SIGKILL)],
)
def test_a_child_is_told_to_end_and_ended_by_force_if_it_does_not(
    tmp_path: Path, first: str, patience: float, ended_by: signal.Signals
) -> None:
    ready = tmp_path / "ready"
    os.mkfifo(ready)
    code = f"{first}open({str(ready)!r}).read()"
    with ThreadPoolExecutor(1) as pool:
        ended = pool.submit(run_child, [sys.executable, "-c", code])
        with ready.open("w"):  # which waits until the child reads
            end_children(patience)
            assert ended.result(60).returncode == -ended_by


def test_what_it_printed_is_given() -> None:
    ended = run_child([sys.executable, "-c", "print('done'); raise SystemExit(3)"])
    assert (ended.returncode, ended.stdout) == (3, "done\n")
