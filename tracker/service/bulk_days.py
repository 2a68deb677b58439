"""Days by which the Legislature's bulk files are named, and those that a standing plan can name."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

from tracker.crawls.manifest import Manifest
from tracker.errors import UsageError

BY_DAY = "ca_pubinfo"
"""The source of which there are files of a day."""
CAPITOL = ZoneInfo("America/Los_Angeles")
"""Where a day begins and ends by which a file is named."""
KEPT = 6
"""Days before today whose files of changes are still there; each week overwrites them."""
_SUNDAY = 6
_LATE = 2
"""Days after which a day's file is no longer waited for: nothing changed on that day."""


class Day(StrEnum):
    """A day of the week, as the bulk files are named by it, or a day counted from now."""

    MON = "Mon"
    TUE = "Tue"
    WED = "Wed"
    THU = "Thu"
    FRI = "Fri"
    SAT = "Sat"
    SUN = "Sun"
    TODAY = "today"
    """Today at the Capitol; on a Sunday, of which there is no file, the Saturday before."""
    YESTERDAY = "yesterday"
    """The day before today at the Capitol; on a Monday the Saturday before."""


@dataclass(frozen=True)
class FileDay:
    """The day that a file is asked for by."""

    name: Day
    """One of the seven."""
    date: date | None
    """The very day, where it is known; the site overwrites a file each week."""


def file_day(day: Day, today: date) -> FileDay:
    """The day of the week that is meant."""
    if day not in (Day.TODAY, Day.YESTERDAY):
        return FileDay(day, None)
    meant = today - timedelta(days=day is Day.YESTERDAY)
    if not has_a_file(meant):
        meant -= timedelta(days=1)
    return FileDay(list(Day)[meant.weekday()], meant)


def named_day(text: str, today: date, where: str) -> FileDay:
    """The day that a person asks for: one of `Day`, or a date of the last days.

    Raises:
        UsageError: it is neither, or there is no file of it.
    """
    if text in list(Day):
        return file_day(Day(text), today)
    try:
        meant = datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError as error:
        what = f"{text!r} is no day"
        raise UsageError(what, where=where, what_to_do=f"choose {_CHOICES}") from error
    if not has_a_file(meant):
        instead = "name the Saturday before"
        raise UsageError("there is no file of a Sunday", where=where, what_to_do=instead)
    if not today - timedelta(days=KEPT) <= meant <= today:
        what = f"there is no file of {meant}; each week's are written over those of the week before"
        instead = f"name one of the last {KEPT} days, or read the whole session"
        raise UsageError(what, where=where, what_to_do=instead)
    return FileDay(list(Day)[meant.weekday()], meant)


_CHOICES = f"one of {', '.join(Day)}, or a date as in 2026-03-02"


def has_a_file(day: date) -> bool:
    """Whether the site has a file of such a day."""
    return day.weekday() != _SUNDAY


def read_through(folder: Path, manifest: Manifest, as_of: date | None, today: date) -> date | None:
    """The last day of which nothing needs to be read any more once the file of this crawl is in
    the record; None where nobody knows. A day counts when it is over: until then its file grows.

    Of the whole session a file holds what was before the day on which it was written.
    """
    yesterday = today - timedelta(days=1)
    if as_of and older_than(as_of, folder):
        return as_of if today - as_of >= timedelta(days=_LATE) else None
    written = _written(folder)
    if manifest.changes_only:
        day = as_of or (_last(manifest.files[0].name, written) if written else None)
        return min(day, yesterday) if day else None
    before = written or as_of
    return min(before - timedelta(days=1), yesterday) if before else None


def _last(name: str, written: date) -> date | None:
    """The last day by which such a file is named (`pubinfo_Mon.zip`), when it was written."""
    days = (written - timedelta(days=n) for n in range(7))
    names = {f"pubinfo_{list(Day)[day.weekday()]}.zip".lower(): day for day in days}
    return names.get(name.lower())


def older_than(as_of: date, folder: Path) -> str | None:
    """That the file of a crawl was written before the day whose file was asked for, if it was: of
    that day the site has none yet, or nothing changed on it, and that of an earlier week is there.
    """
    written = _written(folder)
    if written is None or written >= as_of:
        return None
    return f"nothing is there of {as_of}: the site's file was written on {written}"


def _written(folder: Path) -> date | None:
    """The day at the Capitol on which the file of a crawl was last written, if its site says so."""
    try:
        (file,) = json.loads((folder / "crawl.json").read_text("utf-8"))["files"]
        return parsedate_to_datetime(file["last_modified"]).astimezone(CAPITOL).date()
    except (OSError, ValueError, LookupError, TypeError):
        return None
