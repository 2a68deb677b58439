"""Days by which bulk files are asked for, and whether a file is that of the day."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from tracker.crawls.sources import Weekday, declared_source
from tracker.service.days import Day, FileDay, file_day, older_than

FILES = declared_source("ca_pubinfo").day_files or pytest.fail("it declares no files of days")
SATURDAY, SUNDAY, MONDAY = date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 2)


@pytest.mark.parametrize(
    ("day", "today", "meant"),
    [
        (Day.TODAY, MONDAY, FileDay(Weekday.MON, MONDAY)),
        (Day.YESTERDAY, date(2026, 3, 3), FileDay(Weekday.MON, MONDAY)),
        (Day.TODAY, SUNDAY, FileDay(Weekday.SAT, SATURDAY)),
        (Day.YESTERDAY, MONDAY, FileDay(Weekday.SAT, SATURDAY)),
        (Day.FRI, MONDAY, FileDay(Weekday.FRI, None)),
    ],
)
def test_a_day_counted_from_now_is_one_of_the_seven(day: Day, today: date, meant: FileDay) -> None:
    assert file_day(FILES, day, today) == meant


@pytest.mark.parametrize(
    ("written", "is_older"),
    [
        ("Mon, 02 Mar 2026 20:00:00 GMT", False),
        ("Tue, 03 Mar 2026 12:00:00 GMT", False),
        ("Mon, 02 Mar 2026 07:00:00 GMT", True),
        ("Tue, 24 Feb 2026 06:00:00 GMT", True),
        ("lately", False),
        (None, False),
    ],
)
def test_a_file_of_an_earlier_week_is_not_that_of_the_day(
    written: str | None, is_older: bool, tmp_path: Path
) -> None:
    """The third was written on Sunday at the Capitol. Where no day is said, nothing is known."""
    files = {"files": [{"last_modified": written}]}
    (tmp_path / "crawl.json").write_text(json.dumps(files), "utf-8")
    assert (older_than(FILES, MONDAY, tmp_path) is not None) == is_older
