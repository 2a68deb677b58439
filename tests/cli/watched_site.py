"""A site that tells when it is asked for one page, and lets it wait; processes under way."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from tests.cli.program import REPOSITORY, Program
from tests.sites.leginfo import leginfo_answers
from tests.sites.site import Answer, Site

VOTES = "/faces/billVotesClient.xhtml?bill_id=200720080SB375"
LONG = 120.0
"""Seconds. Nothing of the test waits for such an answer to come."""


class Watched(dict[str, Sequence[Answer]]):
    """The stand-in's sound pages; `asked` is set when the votes page of SB 375 is asked for, which
    does not come while `is_slow`.
    """

    def __init__(self) -> None:
        answers = leginfo_answers()
        super().__init__({path: page for path, page in answers.items() if path[:7] == "/faces/"})
        self.asked = threading.Event()
        self.is_slow = True

    def __getitem__(self, path: str) -> Sequence[Answer]:
        found = super().__getitem__(path)
        if path != VOTES:
            return found
        self.asked.set()
        return [replace(one, pause=LONG if self.is_slow else 0.0) for one in found]


def pages_asked(site: Site) -> list[str]:
    """Every page asked for, in order; robots.txt aside."""
    return [one.path for one in site.requests if one.path != "/robots.txt"]


def child_of(process: int) -> int:
    """The one process that this one began."""
    listed = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True
    ).stdout
    both = [[int(number) for number in line.split()] for line in listed.splitlines()]
    (child,) = [number for number, parent in both if parent == process]
    return child


def begun(program: Program, *arguments: str) -> subprocess.Popen[str]:
    """A command in the home of this program, whose standard error can be read while it runs."""
    settings = {k: v for k, v in os.environ.items() if not k.startswith("ANSWERABLE_")}
    return subprocess.Popen(
        [sys.executable, "-m", "tracker.cli", *arguments],
        cwd=REPOSITORY,
        env=settings | {"ANSWERABLE_HOME": str(program.home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


@contextmanager
def scheduling(program: Program) -> Iterator[subprocess.Popen[str]]:
    """`answerable schedule run`, which is told to stop at the end and waited for."""
    with begun(program, "schedule", "run") as schedule:
        try:
            yield schedule
        finally:
            schedule.terminate()
