"""`answerable serve` with the schedule, as a real process: one signal ends all of it in time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from playwright.sync_api import Page

from tests.app.conftest import REPOSITORY, free_port, wait_until_healthy
from tests.cli.program import Program
from tests.cli.watched_site import Watched
from tests.sites.site import Site, serving

LONG_AGO = (
    '{"attempt": "0", "started_at": "2020-01-01T00:00:00Z", "started_by": "schedule", '
    '"session": "20072008", "process": 1}\n'
    '{"attempt": "0", "ended_at": "2020-01-01T00:01:00Z", "outcome": "loaded"}\n'
)
TEN = 10.0
"""Seconds that whoever stops the server waits before it is killed."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A coalition's folder with a schedule in which one source was missed for years."""
    folder = tmp_path / "home"
    crawls = folder / "crawls" / "ca_leginfo"
    crawls.mkdir(parents=True)
    (crawls / "attempts.jsonl").write_text(LONG_AGO, "utf-8")
    (folder / "coalition.yaml").write_text("format: 1\nname: Riders\nschedule: true\n", "utf-8")
    return folder


def _plan(home: Path, site: Site) -> None:
    wish = f"session: '20072008', bills: [SB 375], delay: 0, url: '{site.address}'"
    (home / "schedule.yaml").write_text(
        f"format: 1\ntimezone: UTC\nsources:\n  ca_leginfo: {{cron: 0 0 1 1 *, {wish}}}\n", "utf-8"
    )


@contextmanager
def _served(home: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    port = free_port()
    environment = {**os.environ, "ANSWERABLE_HOME": str(home)}
    environment.pop("ANSWERABLE_DATABASE_URL", None)
    with subprocess.Popen(
        [sys.executable, "-m", "tracker.cli", "serve", "--port", str(port)],
        cwd=REPOSITORY,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        try:
            wait_until_healthy(f"http://127.0.0.1:{port}/_stcore/health", server)
            yield server, f"http://127.0.0.1:{port}"
        finally:
            server.kill()


def _begun_by(process: int) -> list[int]:
    """Every process that this one began, and theirs."""
    listed = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True
    ).stdout
    both = [[int(number) for number in line.split()] for line in listed.splitlines()]
    mine = [number for number, parent in both if parent == process]
    return [*mine, *(further for one in mine for further in _begun_by(one))]


def _ended_in(server: subprocess.Popen[str]) -> float:
    began = time.monotonic()
    server.send_signal(signal.SIGTERM)
    server.wait(TEN)
    return time.monotonic() - began


def _status(home: Path) -> dict[str, Any]:
    rows = Program(home).json("status")
    found: dict[str, Any] = next(row for row in rows if row["source"] == "ca_leginfo")
    return found


def test_a_signal_ends_the_server_and_the_crawl_under_way(home: Path) -> None:
    watched = Watched()
    with serving(watched) as site:
        _plan(home, site)
        with _served(home) as (server, _):
            assert watched.asked.wait(60), "what was missed is read at once"
            children = _begun_by(server.pid)
            assert len(children) == 2, "a run, and its spider"
            assert _ended_in(server) < TEN
    for child in children:
        with pytest.raises(ProcessLookupError):
            os.kill(child, 0)
    assert _status(home)["last_attempt"] == "interrupted"


def test_what_is_due_is_read_while_the_app_is_served(home: Path) -> None:
    watched = Watched()
    watched.is_slow = False
    with serving(watched) as site:
        _plan(home, site)
        with _served(home) as (server, _):
            assert server.stderr is not None
            said = next(line for line in server.stderr if "read; next at" in line)
            assert said.startswith("schedule: ca_leginfo: read; next at")
            status = _status(home)
            assert (status["last_attempt"], status["runs"][0]["started_by"]) == (
                "loaded",
                "schedule",
            )
            assert _ended_in(server) < TEN


@pytest.mark.usefixtures("chromium")
def test_a_page_that_waits_for_the_store_does_not_keep_the_server(page: Page, home: Path) -> None:
    (home / "coalition.yaml").write_text("format: 1\nname: Riders\n", "utf-8")
    Program(home).json("load", "sample")
    with _served(home) as (server, address), FileLock(home / "answerable.duckdb.lock"):
        page.goto(f"{address}/campaigns")
        page.get_by_role("main").or_(page.locator("[data-testid=stApp]")).first.wait_for()
        assert _ended_in(server) < TEN
