"""`answerable demo` becomes the server: a signal to it reaches the server, and no child is left."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
BECOMES = (
    "import sys; from tracker.cli.demo import become; "
    "become([sys.executable, '-c', 'import os; print(os.getpid())'])"
)


@pytest.mark.skipif(os.name != "posix", reason="only there can a process become another program")
def test_the_server_is_the_very_process_that_was_started() -> None:
    started = subprocess.Popen(
        [sys.executable, "-c", BECOMES], cwd=REPOSITORY, stdout=subprocess.PIPE, text=True
    )
    said, _ = started.communicate(timeout=60)
    assert (started.returncode, int(said)) == (0, started.pid)


def test_make_demo_hands_its_signal_on() -> None:
    recipe = (REPOSITORY / "Makefile").read_text("utf-8").split("\ndemo:")[1].split("\n\n")[0]
    assert recipe.splitlines()[-1].split("@")[1].split(" ", 1)[1].startswith("exec ")
