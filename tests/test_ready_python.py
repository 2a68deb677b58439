"""What starts from the Python that is ready is as what starts from the one on disk."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ready_python import REPOSITORY, ready_python

PLAN = """
format: 1
timezone: UTC
sources:
  ca_rollcalls: {cron: 0 0 1 1 *, session: "20072008"}
"""


def _ended(python: str, *words: str, home: Path) -> tuple[int, str, str]:
    ended = subprocess.run(
        [python, *words],
        cwd=REPOSITORY,
        env=os.environ | {"ANSWERABLE_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    return ended.returncode, ended.stdout, ended.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("-m", "tracker.cli", "--version"),
        ("-m", "tracker.cli", "nonsense"),
        ("-m", "tracker.cli", "explain", "nobody"),
        ("-m", "scrapers", "crawl", "ca_rollcalls", "--help"),
        ("-c", "import sys; print(sys.argv); raise SystemExit(9)", "x"),
    ],
)
def test_a_command_says_and_ends_the_same(words: tuple[str, ...], tmp_path: Path) -> None:
    real = _ended(sys.executable, *words, home=tmp_path)
    assert _ended(ready_python(), *words, home=tmp_path) == real


def test_what_python_reads_as_it_starts_is_heeded(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("raise SystemExit(17)", "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(tmp_path), prepend=os.pathsep)
        real = _ended(sys.executable, "-m", "tracker.cli", "--version", home=tmp_path)
        ready = _ended(ready_python(), "-m", "tracker.cli", "--version", home=tmp_path)
    assert (ready, real[1]) == (real, "")


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGKILL])
def test_a_signal_that_ends_it_ends_what_it_began(sent: int, tmp_path: Path) -> None:
    (tmp_path / "schedule.yaml").write_text(PLAN, "utf-8")
    with subprocess.Popen(
        [ready_python(), "-m", "tracker.cli", "schedule", "run"],
        cwd=REPOSITORY,
        env=os.environ | {"ANSWERABLE_HOME": str(tmp_path)},
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        assert any("next at" in line for line in process.stderr)
        process.send_signal(sent)
        process.stderr.read()  # ends when the last that can write there has ended
    stopped = 0 if sent == signal.SIGTERM else -sent
    assert process.returncode in (stopped, -sent), "-15 before it listens for that signal"
