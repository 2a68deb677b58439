"""Which days are still to be read, by histories that are made up."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.intake.staged import crawl_folder
from tracker.crawls.manifest import read_manifest
from tracker.crawls.sources import Weekday, declared_source
from tracker.errors import UsageError
from tracker.service.attempts import BY_SCHEDULE, Attempt, Outcome, Through
from tracker.service.days import FileDay, days_to_read, named_day, passed_over, read_through

SESSION = "20252026"
FILES = declared_source("ca_pubinfo").day_files or pytest.fail("it declares no files of days")
MON, TUE, WED, THU, FRI, SAT, SUN = (date(2026, 3, day) for day in range(2, 9))
LAST_SAT = date(2026, 2, 28)


def _settled(*days: date, session: str = SESSION) -> list[Attempt]:
    """Attempts that settled what changed up to these days, and one that settled nothing."""
    moment = datetime(2026, 3, 1, tzinfo=UTC)
    through = [None, *(Through(session=session, day=day) for day in days)]
    return [
        Attempt("ca_pubinfo", session, moment, BY_SCHEDULE, None, Outcome.LOADED, *(None,) * 3, one)
        for one in through
    ]


@pytest.mark.parametrize(
    ("settled", "newest", "today", "days"),
    [
        ([TUE], WED, THU, [WED]),
        ([MON], THU, FRI, [TUE, WED, THU]),
        ([LAST_SAT], MON, TUE, [MON]),
        ([date(2026, 2, 27)], TUE, WED, [LAST_SAT, MON, TUE]),
        ([date(2026, 2, 1)], SAT, SUN, [MON, TUE, WED, THU, FRI, SAT]),
        ([THU, MON], FRI, SAT, [FRI]),
        ([FRI], FRI, SAT, []),
        ([SUN], SAT, SUN, []),
        ([], FRI, SAT, [FRI]),
    ],
    ids=[
        "nothing missed",
        "three days",
        "a Sunday has no file",
        "over a Sunday",
        "no more than the site holds",
        "the last day counts, whichever was read last",
        "all is read",
        "a file of the whole session was read since",
        "never read before",
    ],
)
def test_the_days_since_the_last_one_that_was_read_are_to_be_read_in_order(
    settled: list[date], newest: date, today: date, days: list[date]
) -> None:
    assert days_to_read(FILES, _settled(*settled), SESSION, newest, today) == days


def test_another_session_settles_nothing() -> None:
    assert days_to_read(FILES, _settled(MON, session="20232024"), SESSION, THU, FRI) == [THU]


@pytest.mark.parametrize(
    ("settled", "day", "said"),
    [
        ([], FRI, None),
        ([LAST_SAT], MON, None),
        ([MON], WED, "what changed on 2026-03-03 was not read"),
        ([LAST_SAT], WED, "what changed from 2026-03-02 to 2026-03-03 was not read"),
        ([FRI], WED, None),
    ],
)
def test_days_that_were_passed_over_are_named(
    settled: list[date], day: date, said: str | None
) -> None:
    found = passed_over(FILES, _settled(*settled), SESSION, day)
    assert (found and found.partition(";")[0]) == said


def _folder(folder: Path, name: str, written: str | None, *, changes_only: bool) -> Path:
    crawl_folder(folder, [])
    path = folder / "crawl.json"
    said = json.loads(path.read_text("utf-8"))
    said["files"][0] |= {"name": name, "last_modified": written}
    path.write_text(json.dumps(said | {"changes_only": changes_only}), "utf-8")
    return folder


MON_NIGHT, EARLIER = "Tue, 03 Mar 2026 06:00:00 GMT", "Tue, 24 Feb 2026 06:00:00 GMT"
AFTER_MIDNIGHT = "Tue, 03 Mar 2026 12:00:00 GMT"


@pytest.mark.parametrize(
    ("written", "as_of", "today", "through"),
    [
        (MON_NIGHT, MON, TUE, MON),
        (MON_NIGHT, MON, MON, date(2026, 3, 1)),
        (AFTER_MIDNIGHT, MON, FRI, MON),
        (None, MON, FRI, MON),
        (EARLIER, MON, TUE, None),
        (EARLIER, MON, WED, MON),
        (AFTER_MIDNIGHT, None, FRI, MON),
        (None, None, FRI, None),
    ],
    ids=[
        "of the day before",
        "of today, which is not over",
        "written after midnight",
        "the site does not say when",
        "an earlier week's, and the day's may yet come",
        "an earlier week's, and nothing comes any more",
        "asked for by its weekday",
        "by its weekday, and nobody knows of which week",
    ],
)
def test_a_file_of_changes_settles_its_day_when_that_is_over(
    written: str | None, as_of: date | None, today: date, through: date | None, tmp_path: Path
) -> None:
    folder = _folder(tmp_path / "crawl", "pubinfo_Mon.zip", written, changes_only=True)
    assert read_through(FILES, folder, read_manifest(folder), as_of, today) == through


@pytest.mark.parametrize(
    ("written", "as_of", "through"),
    [(MON_NIGHT, None, date(2026, 3, 1)), (None, WED, TUE), (None, None, None)],
)
def test_a_file_of_the_session_settles_the_days_before_it_was_written(
    written: str | None, as_of: date | None, through: date | None, tmp_path: Path
) -> None:
    """Not that very day: what changed after it was written is in no file of the session yet."""
    folder = _folder(tmp_path / "crawl", "pubinfo_2025.zip", written, changes_only=False)
    assert read_through(FILES, folder, read_manifest(folder), as_of, FRI) == through


def test_a_day_may_be_named_by_its_date() -> None:
    assert named_day(FILES, "2026-03-02", WED, "--changes") == FileDay(Weekday.MON, MON)
    assert named_day(FILES, "Mon", WED, "--changes") == FileDay(Weekday.MON, None)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("monday", "is no day"),
        ("2026-3-x", "is no day"),
        ("2026-03-01", "no file of a Sunday"),
        ("2026-02-25", "written over those of the week before"),
        ("2026-03-05", "no file of 2026-03-05"),
    ],
)
def test_a_day_of_which_there_is_no_file_is_refused(text: str, said: str) -> None:
    with pytest.raises(UsageError, match=said) as refused:
        named_day(FILES, text, WED, "--changes")
    assert refused.value.where == "--changes"
