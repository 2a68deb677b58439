"""A browser, and the app served once per run on a store with the record that ships."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.fictional.bodies import MOOT, fictional_home
from tests.record.contents import store_at
from tracker.store import Store

REPOSITORY = Path(__file__).resolve().parents[2]
START_SECONDS = 60.0
"""Streamlit's first import takes seconds on a busy machine."""


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser's program; skips, saying so, where none is installed."""
    named = (os.environ.get("ANSWERABLE_CHROMIUM"), "chromium", "chromium-browser")
    found = next((path for name in named if name and (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no Chromium is installed: pages cannot be read (see scripts/ensure-chromium)")
    return found


@pytest.fixture(scope="session")
def browser_type_launch_args(chromium: str) -> dict[str, object]:
    """How pytest-playwright starts the browser: the installed one, silent towards the network."""
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    quiet = ["--disable-background-networking", "--disable-component-update", "--no-first-run"]
    return {"executable_path": chromium, "args": [*sandbox, *quiet]}


@pytest.fixture(scope="session")
def address(
    chromium: str, sample_store: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Where the app is served in this run."""
    assert chromium
    home = tmp_path_factory.mktemp("app-home")
    shutil.copy(sample_store, home / "answerable.duckdb")
    with served(home) as shown:
        yield shown


@pytest.fixture(scope="session")
def moot_address(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the app is served on a store that holds a legislature of one house, and no other."""
    assert chromium
    program = fictional_home(tmp_path_factory.mktemp("moot") / "home")
    program.json("load", "record", "--file", MOOT)
    (program.home / "agendas" / "empty.yaml").write_text("format: 1\n", "utf-8")
    with served(program.home) as shown:
        yield shown


@pytest.fixture(scope="session")
def room(
    chromium: str, sample_store: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Store]]:
    """The app on a store that may be written to, and that store. Shared: what a test writes has a
    name of its own, and it looks at nothing else.
    """
    assert chromium
    home = tmp_path_factory.mktemp("room")
    store = store_at(Path(shutil.copy(sample_store, home / "answerable.duckdb")))
    with served(home) as shown:
        yield shown, store


@contextmanager
def served(home: Path, *how: str) -> Iterator[str]:
    """The app on that home, and its address; `how` are further words of the command."""
    port = free_port()
    environment = {**os.environ, "ANSWERABLE_HOME": str(home)}
    environment.pop("ANSWERABLE_DATABASE_URL", None)
    server = subprocess.Popen(
        [sys.executable, "-m", "scorecard_app", "--port", str(port), *how],
        cwd=REPOSITORY,
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_until_healthy(f"http://127.0.0.1:{port}/_stcore/health", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)


def free_port() -> int:
    """A port of this machine on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_healthy(url: str, server: subprocess.Popen[Any]) -> None:
    """Waits for the server to answer; fails, saying so, where it ends or stays silent."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            try:
                code = server.wait(timeout=0.2)
            except subprocess.TimeoutExpired:
                continue
            pytest.fail(f"the app ended with {code} before it could be reached")
    pytest.fail(f"the app was not reachable within {START_SECONDS:g} seconds")
