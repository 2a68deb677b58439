"""Days by which the Legislature's bulk files are named, and those that a standing plan can name."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

CAPITOL = ZoneInfo("America/Los_Angeles")
"""Where a day begins and ends by which a file is named."""
_SUNDAY = 6


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
    if meant.weekday() == _SUNDAY:
        meant -= timedelta(days=1)
    return FileDay(list(Day)[meant.weekday()], meant)


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
