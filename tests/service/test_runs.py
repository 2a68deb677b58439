"""A run that came due while its own plan was waiting or under way is made up for once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tracker.service.schedule_file import read_schedule
from tracker.service.scheduler import Runs


def test_what_was_begun_since_it_came_due_is_not_begun_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANSWERABLE_HOME", str(tmp_path / "home"))
    path = tmp_path / "schedule.yaml"
    wish = "cron: 0 0 1 1 *, session: 2007-08, delay: 0, url: 'http://127.0.0.1:9'"
    path.write_text(
        f"format: 1\ntimezone: UTC\nsources:\n  ca_rollcalls: {{{wish}}}\n", encoding="utf-8"
    )
    (yearly,) = read_schedule(path)
    told: list[str] = []
    runs = Runs(told.append)
    runs.run(yearly)
    runs.run(yearly)
    begun, ended = told
    assert begun.startswith("ca_rollcalls: begun")
    assert ended.startswith("ca_rollcalls: could not be read; see answerable status; next at")
