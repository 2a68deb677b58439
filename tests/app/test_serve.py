"""`answerable serve` in a fresh home: the app says what to do first, and a signal ends it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.app.conftest import REPOSITORY, free_port, wait_until_healthy

SECONDS = 1000


@pytest.mark.usefixtures("chromium")
def test_in_a_fresh_home_the_app_says_what_to_do_first(page: Page, tmp_path: Path) -> None:
    port = free_port()
    environment = {**os.environ, "ANSWERABLE_HOME": str(tmp_path / "home")}
    environment.pop("ANSWERABLE_DATABASE_URL", None)
    server = subprocess.Popen(
        [sys.executable, "-m", "tracker.cli", "serve", "--port", str(port)],
        cwd=REPOSITORY,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        wait_until_healthy(f"{address}/_stcore/health", server)
        page.goto(address)
        expect(page.get_by_role("heading", name="Nothing is loaded yet")).to_be_visible(
            timeout=60 * SECONDS
        )
        expect(page.get_by_text("The record is being written")).to_have_count(0)
        expect(page.get_by_role("list").get_by_role("link", name="Agendas")).to_be_visible()
    finally:
        server.terminate()
        _, said = server.communicate(timeout=10)
    assert "It is empty. Load a legislature" in said
