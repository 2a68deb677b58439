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
from tracker.crawls.request import Manners, SourceRequest, What, option
from tracker.crawls.sources import (
    Choice,
    SourceDeclaration,
    SourceKind,
    Weekday,
    declared_sources,
)
from tracker.errors import DataFileError, UsageError
from tracker.rules.reference import jurisdiction_of
from tracker.rules.reviewed import Reviewed, read_reviewed
from tracker.service.days import Day

CRON_FIELDS = 5
MOST_DAYS_BACK = 366


class _Plan(What, Manners):
    cron: str
    session: str
    daily: Day | None = None
    changes: Day | None = None
    since: int | None = Field(default=None, ge=0, le=MOST_DAYS_BACK)


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


@dataclass(frozen=True, eq=False)
class Planned:
    """One source, what is asked of it, and when."""

    source: SourceDeclaration
    is_only: bool
    """Whether the source has no other plan."""
    trigger: CronTrigger
    asked: SourceRequest
    """As the plan says it: a day counted from now is worked out when a run begins."""
    since: int | None
    """Days before that of a run on which what is read begins."""

    @property
    def title(self) -> str:
        """The source, with what is asked of it where it has several plans."""
        return self.source.id if self.is_only else f"{self.source.id} {self.asks}"

    @property
    def asks(self) -> str:
        """What is read, by which the history tells the plans of a source apart."""
        whose = self.asked.jurisdiction
        said = [f"{option('jurisdiction')} {whose}"] if whose else []
        said += [f"{option('session')} {self.asked.session}"]
        said += [f"{option('bills')} {bill}" for bill in self.asked.bills]
        said += [option("listed")] if self.asked.listed else []
        said += [f"{option('daily')} {self.asked.daily}"] if self.asked.daily else []
        said += [f"{option('changes')} {self.asked.changes}"] if self.asked.changes else []
        said += [] if self.since is None else [f"{option('since')} {self.since} days before"]
        return " ".join(said)

    @property
    def session(self) -> str:
        """The session that is read, as in 20252026."""
        legislature = jurisdiction_of(self.source.one_jurisdiction(self.asked.jurisdiction))
        return legislature.session(self.asked.session or "").id

    def asked_at(self, moment: datetime, day: date | None = None) -> SourceRequest:
        """What a run that begins then asks for; days are those of the schedule's time zone. It
        reads the changes of `day`, where one is given, instead of the plan's own.
        """
        now: dict[str, object] = {}
        if self.since is not None:
            today = moment.astimezone(self.trigger.timezone).date()
            now["since"] = today - timedelta(days=self.since)
        if day:
            now["changes"] = day.isoformat()
        return self.asked.model_copy(update=now)

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
            len(file.sources[source.id]) == 1,
            _trigger(path, where, plan, zone),
            SourceRequest(
                source=source.id,
                resume_if_any=source.kind is SourceKind.PAGES,
                **plan.model_dump(exclude={"cron", "since"}),
            ),
            plan.since,
        )
        for source, where, plan in _checked(path, file)
    ]


def _checked(path: Path, file: _ScheduleFile) -> Iterator[tuple[SourceDeclaration, str, _Plan]]:
    """Every plan, with its source and its place in the file."""
    known = {one.id: one for one in declared_sources().values() if one.is_crawled}
    for name, plans in file.sources.items():
        if name not in known and name in declared_sources():
            what = f"an archive of {name} is downloaded by hand"
            instead = f"take it out, and load the archive: answerable load {name} --file PATH"
            raise _fault(path, f"sources.{name}", what, instead)
        if name not in known:
            what = f"there is no source {name!r}"
            raise _fault(path, f"sources.{name}", what, f"choose one of {', '.join(known)}")
        for number, plan in enumerate(plans):
            where = f"sources.{name}" + (f".{number}" if len(plans) > 1 else "")
            if plan in plans[:number]:
                raise _fault(path, where, "the same plan stands twice", "leave one of them out")
            source = known[name]
            _check_session(path, where, source, plan)
            _check_measures(path, where, source, plan)
            _check_days(path, where, source, plan)
            yield source, where, plan


def _check_session(path: Path, where: str, source: SourceDeclaration, plan: _Plan) -> None:
    try:
        legislature = jurisdiction_of(source.one_jurisdiction(plan.jurisdiction))
    except UsageError as error:
        raise _fault(path, f"{where}.jurisdiction", error.what, error.what_to_do) from error
    try:
        legislature.session(plan.session)
    except UsageError as error:
        raise _fault(path, f"{where}.session", error.what, error.what_to_do) from error


def _check_measures(path: Path, where: str, source: SourceDeclaration, plan: _Plan) -> None:
    if plan.bills and Choice.BILLS not in source.choices:
        what = f"{source.id} reads a whole session, never single measures"
        raise _fault(path, f"{where}.bills", what, "leave bills out")
    if plan.listed and Choice.LISTED not in source.choices:
        what = f"{source.id} reads no list of a session's measures"
        raise _fault(path, f"{where}.listed", what, "leave listed out")
    if plan.listed and plan.bills:
        what = "measures are named beside the site's own list of all"
        raise _fault(path, f"{where}.listed", what, "leave listed or bills out")
    legislature = jurisdiction_of(source.one_jurisdiction(plan.jurisdiction))
    session = legislature.session(plan.session)
    for bill in plan.bills:
        if legislature.measure(bill, session.id) is None:
            what = f"{bill!r} is not a measure of that legislature"
            raise _fault(path, f"{where}.bills", what, 'write its kind and number: "SB 375"')


def _check_days(path: Path, where: str, source: SourceDeclaration, plan: _Plan) -> None:
    named = [name for name in ("daily", "changes") if getattr(plan, name)]
    if named and not source.day_files:
        what = f"{source.id} has no files of a day"
        raise _fault(path, f"{where}.{named[0]}", what, f"leave {named[0]} out")
    if len(named) > 1:
        what = "the whole session and the changes of a day are two files"
        raise _fault(path, f"{where}.daily", what, "make two plans of it, each with one of them")
    if source.day_files and plan.changes and plan.changes not in (Day.TODAY, Day.YESTERDAY):
        day = Weekday(plan.changes)
        if day not in source.day_files.weekdays:
            what = f"there is no file of a {day.full_name}'s changes"
            raise _fault(path, f"{where}.changes", what, "name another day, or yesterday")
    if plan.since is not None and source.kind is SourceKind.FILES:
        what = f"{source.id} reads files, which hold a whole session or one day"
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


def _fault(path: Path, where: str, what: str, what_to_do: str) -> DataFileError:
    return DataFileError(what, where=f"{path}, {where}", what_to_do=what_to_do)
