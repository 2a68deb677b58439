"""The schedule: when each source is read, and what of it. Checked when it is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from apscheduler.triggers.cron import CronTrigger
from pydantic import BeforeValidator, Field

from tracker import paths
from tracker.errors import DataFileError, UsageError
from tracker.rules.jurisdictions import parse_session
from tracker.rules.measures import parse_bill_id
from tracker.rules.reference import reference
from tracker.rules.reviewed import Reviewed, read_reviewed
from tracker.service.bulk_days import BY_DAY, Day

OF_PAGES = ("ca_leginfo", "ca_archive")
"""Sources of which single measures may be read."""
OF_FILES = ("ca_pubinfo", "ca_rollcalls", "ca_hearings")
"""Sources that are read for a whole session."""
OF_LISTS = ("ca_leginfo",)
"""Sources whose site lists the measures of a session."""
RESUMED = (*OF_PAGES, "ca_hearings")
"""Sources that are read page by page: a run goes on with a crawl that was cut off, if there is one.
A file that came in part goes on by itself."""

CRON_FIELDS = 5
MOST_DAYS_BACK = 366


class _Plan(Reviewed):
    cron: str
    session: str
    bills: tuple[str, ...] = ()
    listed: bool = False
    daily: Day | None = None
    changes: Day | None = None
    since: int | None = Field(default=None, ge=0, le=MOST_DAYS_BACK)
    url: str | None = None
    delay: float | None = Field(default=None, ge=0, le=3600)
    budget: int | None = Field(default=None, ge=1)


def _in_a_list(plans: object) -> object:
    """One plan may stand by itself, or several in a list."""
    if isinstance(plans, list):
        return plans
    return (_Plan.model_validate(plans),)


_Plans = Annotated[tuple[_Plan, ...], Field(min_length=1), BeforeValidator(_in_a_list)]


class _ScheduleFile(Reviewed):
    format: Literal[1]
    timezone: str
    sources: Mapping[str, _Plans] = Field(min_length=1)


@dataclass(frozen=True)
class Planned:
    """One source, what to ask `answerable crawl` for, and when."""

    source: str
    is_only: bool
    """Whether the source has no other plan."""
    trigger: CronTrigger
    what: tuple[str, ...]
    """What is read, as options; the session first."""
    changes: Day | None
    """The day whose changes are read, and nothing else."""
    since: int | None
    """Days before that of a run on which what is read begins."""
    how: tuple[str, ...]
    """How it is read, as options."""

    @property
    def title(self) -> str:
        """The source, with what is asked of it where it has several plans."""
        return self.source if self.is_only else f"{self.source} {self.asks}"

    @property
    def asks(self) -> str:
        """What is read, by which the history tells the plans of a source apart."""
        since = () if self.since is None else (f"--since {self.since} days before",)
        return " ".join((*self.what, *self._changes(self.changes), *since))

    @property
    def session(self) -> str:
        """The session that is read, as in 20252026."""
        return parse_session(self.what[1])

    def arguments_at(self, moment: datetime, day: date | None = None) -> tuple[str, ...]:
        """The command of a run that begins then; days are those of the schedule's time zone. It
        reads the changes of `day`, where one is given, instead of the plan's own.
        """
        since: tuple[str, ...] = ()
        if self.since is not None:
            first = moment.astimezone(self.trigger.timezone).date() - timedelta(days=self.since)
            since = ("--since", first.isoformat())
        changes = self._changes(day.isoformat() if day else self.changes)
        return ("crawl", self.source, *self.what, *changes, *since, *self.how)

    def _changes(self, day: str | None) -> tuple[str, ...]:
        return ("--changes", day) if day else ()

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
        Planned(
            source,
            len(file.sources[source]) == 1,
            _trigger(path, where, plan, zone),
            _what(plan),
            plan.changes,
            plan.since,
            _how(source, plan),
        )
        for source, where, plan in _checked(path, file)
    ]


def _checked(path: Path, file: _ScheduleFile) -> Iterator[tuple[str, str, _Plan]]:
    """Every plan, with its source and its place in the file."""
    known = (*OF_PAGES, *OF_FILES)
    for source, plans in file.sources.items():
        if source not in known:
            what = f"there is no source {source!r}"
            raise _fault(path, f"sources.{source}", what, f"choose one of {', '.join(known)}")
        for number, plan in enumerate(plans):
            where = f"sources.{source}" + (f".{number}" if len(plans) > 1 else "")
            if plan in plans[:number]:
                raise _fault(path, where, "the same plan stands twice", "leave one of them out")
            _check_session(path, where, plan)
            _check_measures(path, where, source, plan)
            _check_days(path, where, source, plan)
            yield source, where, plan


def _check_session(path: Path, where: str, plan: _Plan) -> None:
    try:
        reference("ca").jurisdiction.session(plan.session)
    except UsageError as error:
        raise _fault(path, f"{where}.session", error.what, error.what_to_do) from error


def _check_measures(path: Path, where: str, source: str, plan: _Plan) -> None:
    if plan.bills and source not in OF_PAGES:
        what = f"{source} reads a whole session, never single measures"
        raise _fault(path, f"{where}.bills", what, "leave bills out")
    if plan.listed and source not in OF_LISTS:
        what = f"{source} reads no list of a session's measures"
        raise _fault(path, f"{where}.listed", what, "leave listed out")
    if plan.listed and plan.bills:
        what = "measures are named beside the site's own list of all"
        raise _fault(path, f"{where}.listed", what, "leave listed or bills out")
    session = parse_session(plan.session)
    for bill in plan.bills:
        if parse_bill_id(bill, session) is None:
            what = f"{bill!r} is not a measure of the California Legislature"
            raise _fault(path, f"{where}.bills", what, 'write its kind and number: "SB 375"')


def _check_days(path: Path, where: str, source: str, plan: _Plan) -> None:
    named = [name for name in ("daily", "changes") if getattr(plan, name)]
    if named and source != BY_DAY:
        what = f"{source} has no files of a day"
        raise _fault(path, f"{where}.{named[0]}", what, f"leave {named[0]} out")
    if len(named) > 1:
        what = "the whole session and the changes of a day are two files"
        raise _fault(path, f"{where}.daily", what, "make two plans of it, each with one of them")
    if plan.changes is Day.SUN:
        what = "there is no file of a Sunday's changes"
        raise _fault(path, f"{where}.changes", what, "name another day, or yesterday")
    if plan.since is not None and source not in RESUMED:
        what = f"{source} reads files, which hold a whole session or one day"
        raise _fault(path, f"{where}.since", what, "leave since out")


def _trigger(path: Path, place: str, plan: _Plan, zone: ZoneInfo) -> CronTrigger:
    where = f"{place}.cron"
    fields = plan.cron.split()
    if len(fields) != CRON_FIELDS:
        what = f"{plan.cron!r} has {len(fields)} fields, not {CRON_FIELDS}"
        raise _fault(path, where, what, "write minute, hour, day, month, day of the week")
    if any(sign.isdigit() for sign in fields[-1].partition("/")[0]):
        what = f"{fields[-1]!r} names days of the week by number, which cron and others count apart"
        raise _fault(path, where, what, "write their names: mon-fri")
    try:
        trigger = CronTrigger.from_crontab(plan.cron, timezone=zone)
    except (ValueError, KeyError) as error:
        what = f"{plan.cron!r} is no line of cron: {error}"
        raise _fault(path, where, what, "write as in 15 20 * * mon-fri") from error
    if trigger.get_next_fire_time(None, datetime.now(UTC)) is None:
        raise _fault(path, where, f"{plan.cron!r} never comes due", "name a day that there is")
    return trigger


def _what(plan: _Plan) -> tuple[str, ...]:
    options = ["--session", plan.session]
    options += [part for bill in plan.bills for part in ("--bill", bill)]
    options += ["--listed"] if plan.listed else []
    options += ["--daily", plan.daily] if plan.daily else []
    return tuple(options)


def _how(source: str, plan: _Plan) -> tuple[str, ...]:
    options = ["--url", plan.url] if plan.url else []
    options += ["--delay", str(plan.delay)] if plan.delay is not None else []
    options += ["--budget", str(plan.budget)] if plan.budget is not None else []
    options += ["--resume-if-any"] if source in RESUMED else []
    return tuple(options)


def _fault(path: Path, where: str, what: str, what_to_do: str) -> DataFileError:
    return DataFileError(what, where=f"{path}, {where}", what_to_do=what_to_do)
