"""Files that a site names by the day: which one is meant, and which days are still to be read.

Which days have files, where a day begins and how long its file stays is the source's own
(`DayFiles` of its declaration). Days of changes are read in order: a day's file replaces what
earlier ones said of the same thing, so that an earlier one read after it would put older lines over
newer ones. A day that was passed over is left to the next file of the whole session.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum
from pathlib import Path

from tracker.crawls.manifest import Manifest
from tracker.crawls.sources import DayFiles, Weekday
from tracker.errors import UsageError
from tracker.service.attempts import Attempt


class Day(StrEnum):
    """A day by which a file is asked for: one of the week, or one counted from now."""

    MON = "Mon"
    TUE = "Tue"
    WED = "Wed"
    THU = "Thu"
    FRI = "Fri"
    SAT = "Sat"
    SUN = "Sun"
    TODAY = "today"
    """Today where the source is; the last day before it of which there are files."""
    YESTERDAY = "yesterday"
    """The day before today, or the last day before that of which there are files."""


@dataclass(frozen=True)
class FileDay:
    """The day that a file is asked for by."""

    name: Weekday
    date: date | None
    """The very day, where it is known; the site overwrites a file each week."""


def today_of(files: DayFiles) -> date:
    """Which day it is where the files are named."""
    return datetime.now(files.zone).date()


def file_day(files: DayFiles, day: Day, today: date) -> FileDay:
    """The day of the week that is meant."""
    if day not in (Day.TODAY, Day.YESTERDAY):
        return FileDay(Weekday(day), None)
    meant = _last_with_file(files, today - timedelta(days=day is Day.YESTERDAY))
    return FileDay(Weekday.of(meant), meant)


def named_day(files: DayFiles, text: str, today: date, where: str) -> FileDay:
    """The day that a person asks for: one of `Day`, or a date of the last days.

    Raises:
        UsageError: it is neither, or there is no file of it.
    """
    if text in list(Day):
        return file_day(files, Day(text), today)
    try:
        meant = datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError as error:
        what = f"{text!r} is no day"
        raise UsageError(what, where=where, what_to_do=f"choose {_CHOICES}") from error
    if not files.has_file(meant):
        instead = f"name the {_last_with_file(files, meant):%A} before"
        raise UsageError(f"there is no file of a {meant:%A}", where=where, what_to_do=instead)
    if not today - timedelta(days=files.kept_days) <= meant <= today:
        what = f"there is no file of {meant}; each week's are written over those of the week before"
        instead = f"name one of the last {files.kept_days} days, or read the whole session"
        raise UsageError(what, where=where, what_to_do=instead)
    return FileDay(Weekday.of(meant), meant)


_CHOICES = f"one of {', '.join(Day)}, or a date as in 2026-03-02"


def files_since(files: DayFiles | None, since: date, today: date) -> str:
    """What to ask a source of files for instead of what changed from `since` to `today`."""
    if files is None:
        return "leave --since out: a file that has not changed is not fetched again"
    whole = "leave --since out, for the file of the whole session"
    if not 0 <= (today - since).days <= files.kept_days:
        return whole
    asked = (f"--changes {Weekday.of(day)}" for day in _days_with_files(files, since, today))
    named = ", then ".join(asked)
    return f"crawl with {named}, or {whole}" if named else whole


def older_than(files: DayFiles, as_of: date, folder: Path) -> str | None:
    """That the file of a crawl was written before the day whose file was asked for, if it was: of
    that day the site has none yet, or nothing changed on it, and that of an earlier week is there.
    """
    written = _written(files, folder)
    if written is None or written >= as_of:
        return None
    return f"nothing is there of {as_of}: the site's file was written on {written}"


def read_through(
    files: DayFiles, folder: Path, manifest: Manifest, as_of: date | None, today: date
) -> date | None:
    """The last day of which nothing needs to be read any more once the file of this crawl is in
    the record; None where nobody knows. A day counts when it is over: until then its file grows.

    Of the whole session a file holds what was before the day on which it was written.
    """
    yesterday = today - timedelta(days=1)
    if as_of and older_than(files, as_of, folder):
        return as_of if today - as_of >= timedelta(days=files.late_days) else None
    written = _written(files, folder)
    if manifest.changes_only:
        named = files.day_of_changes(manifest.files[0].name, written) if written else None
        day = as_of or named
        return min(day, yesterday) if day else None
    before = written or as_of
    return min(before - timedelta(days=1), yesterday) if before else None


def days_to_read(
    files: DayFiles, history: Iterable[Attempt], session: str, newest: date, today: date
) -> list[date]:
    """The days up to `newest` that nothing in the history settled, the oldest first, of those whose
    file the site still holds; `newest` alone where the history settles none.
    """
    settled = _settled(history, session)
    if settled is None:
        return [newest]
    first = max(settled + timedelta(days=1), today - timedelta(days=files.kept_days))
    return _days_with_files(files, first, newest)


def passed_over(files: DayFiles, history: Iterable[Attempt], session: str, day: date) -> str | None:
    """That days before this one were never read, if so: the site's files of them are gone, or
    somebody asked for a later one.
    """
    settled = _settled(history, session)
    if settled is None:
        return None
    days = _days_with_files(files, settled + timedelta(days=1), day - timedelta(days=1))
    if not days:
        return None
    named = f"from {days[0]} to {days[-1]}" if len(days) > 1 else f"on {days[0]}"
    return f"what changed {named} was not read; the next file of the whole session has it"


def _settled(history: Iterable[Attempt], session: str) -> date | None:
    """The last day of which nothing needs to be read any more; None where no attempt says."""
    days = (one.through.day for one in history if one.through and one.through.session == session)
    return max(days, default=None)


def _last_with_file(files: DayFiles, day: date) -> date:
    while not files.has_file(day):
        day -= timedelta(days=1)
    return day


def _days_with_files(files: DayFiles, first: date, last: date) -> list[date]:
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in days if files.has_file(day)]


def _written(files: DayFiles, folder: Path) -> date | None:
    """The day on which the file of a crawl was last written, if its site says so."""
    try:
        (file,) = json.loads((folder / "crawl.json").read_text("utf-8"))["files"]
        return parsedate_to_datetime(file["last_modified"]).astimezone(files.zone).date()
    except (OSError, ValueError, LookupError, TypeError):
        return None
