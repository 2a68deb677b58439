"""The schedule: when each source is read, and what of it. Checked when it is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from apscheduler.triggers.cron import CronTrigger
from pydantic import Field

from tracker import paths
from tracker.errors import DataFileError, UsageError
from tracker.record.bills import parse_bill_id
from tracker.record.reference import reference
from tracker.record.reviewed import Reviewed, read_reviewed

OF_PAGES = ("ca_leginfo", "ca_archive")
"""Sources of which single measures may be read."""
OF_FILES = ("ca_pubinfo", "ca_rollcalls", "ca_hearings")
"""Sources that are read for a whole session."""
RESUMED = (*OF_PAGES, "ca_hearings")
"""Sources that are read page by page: a run goes on with a crawl that was cut off, if there is one.
A file that came in part goes on by itself."""

CRON_FIELDS = 5


class _Entry(Reviewed):
    cron: str
    session: str
    bills: tuple[str, ...] = ()
    url: str | None = None
    delay: float | None = Field(default=None, ge=0, le=3600)
    budget: int | None = Field(default=None, ge=1)


class _ScheduleFile(Reviewed):
    format: Literal[1]
    timezone: str
    sources: Mapping[str, _Entry] = Field(min_length=1)


@dataclass(frozen=True)
class Planned:
    """One source, what to ask `answerable crawl` for, and when."""

    source: str
    cron: str
    trigger: CronTrigger
    arguments: tuple[str, ...]

    def next_after(self, moment: datetime) -> datetime:
        """When it is due for the first time after `moment`."""
        due: datetime | None = self.trigger.get_next_fire_time(None, moment)
        assert due is not None, "a line that never comes due is refused when it is read"
        return due


def schedule_path() -> Path:
    """The operator's own `schedule.yaml` in the home, else the one that ships."""
    own = paths.home_dir() / "schedule.yaml"
    return own if own.exists() else paths.data_dir() / "schedule.yaml"


def read_schedule(path: Path) -> list[Planned]:
    """What is planned, in the order of the file.

    Raises:
        DataFileError: it is not what it should be, names a source, session or measure that does
            not exist, or a line that never comes due.
    """
    file = read_reviewed(path, _ScheduleFile)
    try:
        zone = ZoneInfo(file.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise _fault(
            path, "timezone", f"there is no time zone {file.timezone!r}", "name one as in UTC"
        ) from error
    return [
        Planned(source, entry.cron, _trigger(path, source, entry, zone), _arguments(source, entry))
        for source, entry in _checked(path, file)
    ]


def _checked(path: Path, file: _ScheduleFile) -> Iterator[tuple[str, _Entry]]:
    known = (*OF_PAGES, *OF_FILES)
    for source, entry in file.sources.items():
        where = f"sources.{source}"
        if source not in known:
            what = f"there is no source {source!r}"
            raise _fault(path, where, what, f"choose one of {', '.join(known)}")
        try:
            session = reference("ca").jurisdiction.session(entry.session).id
        except UsageError as error:
            raise _fault(path, f"{where}.session", error.what, error.what_to_do) from error
        if entry.bills and source not in OF_PAGES:
            what = f"{source} reads a whole session, never single measures"
            raise _fault(path, f"{where}.bills", what, "leave bills out")
        for bill in entry.bills:
            if parse_bill_id(bill, session) is None:
                what = f"{bill!r} is not a measure of the California Legislature"
                raise _fault(path, f"{where}.bills", what, 'write its kind and number: "SB 375"')
        yield source, entry


def _trigger(path: Path, source: str, entry: _Entry, zone: ZoneInfo) -> CronTrigger:
    where = f"sources.{source}.cron"
    fields = entry.cron.split()
    if len(fields) != CRON_FIELDS:
        what = f"{entry.cron!r} has {len(fields)} fields, not {CRON_FIELDS}"
        raise _fault(path, where, what, "write minute, hour, day, month, day of the week")
    if any(sign.isdigit() for sign in fields[-1].partition("/")[0]):
        what = f"{fields[-1]!r} names days of the week by number, which cron and others count apart"
        raise _fault(path, where, what, "write their names: mon-fri")
    try:
        trigger = CronTrigger.from_crontab(entry.cron, timezone=zone)
    except (ValueError, KeyError) as error:
        what = f"{entry.cron!r} is no line of cron: {error}"
        raise _fault(path, where, what, "write as in 15 20 * * mon-fri") from error
    if trigger.get_next_fire_time(None, datetime.now(UTC)) is None:
        raise _fault(path, where, f"{entry.cron!r} never comes due", "name a day that there is")
    return trigger


def _arguments(source: str, entry: _Entry) -> tuple[str, ...]:
    arguments = ["crawl", source, "--session", entry.session]
    arguments += [part for bill in entry.bills for part in ("--bill", bill)]
    arguments += ["--url", entry.url] if entry.url else []
    arguments += ["--delay", str(entry.delay)] if entry.delay is not None else []
    arguments += ["--budget", str(entry.budget)] if entry.budget is not None else []
    arguments += ["--resume-if-any"] if source in RESUMED else []
    return tuple(arguments)


def _fault(path: Path, where: str, what: str, what_to_do: str) -> DataFileError:
    return DataFileError(what, where=f"{path}, {where}", what_to_do=what_to_do)
