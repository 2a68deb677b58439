"""The daily budget of requests per host outlives the process that spends it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from scrapers.kit.budget import Budget
from tracker.errors import DataFileError


def test_a_host_is_asked_no_more_often_than_its_budget_allows(tmp_path: Path) -> None:
    file = tmp_path / "crawls" / "requests.json"
    assert [Budget(file, 2).spend("one.example") for _ in range(3)] == [True, True, False]
    assert Budget(file, 2).spend("other.example")
    assert Budget(file, 3).spend("one.example"), "what was refused was not counted"


def test_every_day_begins_anew(tmp_path: Path) -> None:
    file = tmp_path / "requests.json"
    file.write_text(json.dumps({"day": "2020-01-01", "hosts": {"one.example": 9}}), "utf-8")
    assert Budget(file, 1).spend("one.example")
    assert not Budget(file, 1).spend("one.example")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"hosts": {}}', '{"day": "today", "hosts": []}'])
def test_a_damaged_count_is_an_error_and_never_a_free_pass(text: str, tmp_path: Path) -> None:
    file = tmp_path / "requests.json"
    file.write_text(text.replace("today", datetime.now(UTC).date().isoformat()), "utf-8")
    with pytest.raises(DataFileError, match="cannot be counted"):
        Budget(file, 1).spend("one.example")
