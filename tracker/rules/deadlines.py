"""The deadlines of a session: those that follow from the Constitution, and those of each year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from tracker.errors import DataFileError
from tracker.rules.bill_path import BillPath
from tracker.rules.jurisdictions import LegislativeSession
from tracker.rules.reviewed import Reviewed, read_reviewed


class DeadlineKind(Reviewed):
    """What must have happened by a day, and by which rule."""

    id: str = Field(pattern=r"^[a-z_]+$")
    title: str
    basis: str
    must_have_left: tuple[str, ...] = ()
    """Steps of the path at which a bill may not stand any more, apart from excepted ones."""


class CalendarSource(Reviewed):
    """Where days were read; `official` where a house or a branch of the state publishes it."""

    title: str
    url: str
    official: bool
    note: str | None = None


class _Day(Reviewed):
    kind: str
    day: str = Field(pattern=r"^\d\d-\d\d$")

    def of(self, year: int) -> date:
        return date.fromisoformat(f"{year}-{self.day}")


class _EverySession(_Day):
    year: Literal["first", "second"]


class _Year(Reviewed):
    year: int
    source: str
    days: tuple[_Day, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _days_exist(self) -> _Year:
        for entry in self.days:
            entry.of(self.year)
        return self


class _CalendarFile(Reviewed):
    format: Literal[1]
    jurisdiction: str
    sources: Mapping[str, CalendarSource]
    kinds: tuple[DeadlineKind, ...]
    every_session: tuple[_EverySession, ...]
    years: tuple[_Year, ...]

    @model_validator(mode="after")
    def _names_are_known(self) -> _CalendarFile:
        kinds = {kind.id for kind in self.kinds}
        entries = [*self.every_session, *(day for year in self.years for day in year.days)]
        unknown = {entry.kind for entry in entries} - kinds
        unknown |= {year.source for year in self.years} - set(self.sources)
        if unknown:
            raise ValueError(f"not known here: {', '.join(sorted(unknown))}")
        return self


@dataclass(frozen=True)
class Deadline:
    """One day of a session's calendar."""

    date: date
    kind: DeadlineKind
    verified: bool
    """Read in an official calendar of that year."""
    worked_out: bool
    """Follows from the rule alone; no calendar of that year was read for it."""
    source: CalendarSource | None


@dataclass(frozen=True)
class SessionCalendar:
    """The deadlines of one jurisdiction, of every session."""

    _file: _CalendarFile

    def deadlines(self, session: LegislativeSession) -> list[Deadline]:
        """The known days of a session, in order; a day that a calendar gives stands in the stead
        of one worked out.
        """
        given = list(self._given(session))
        known = {(one.kind.id, one.date.year) for one in given}
        found = given + [
            one for one in self._worked_out(session) if (one.kind.id, one.date.year) not in known
        ]
        order = list(self._kinds)
        return sorted(found, key=lambda one: (one.date, order.index(one.kind.id)))

    @property
    def _kinds(self) -> Mapping[str, DeadlineKind]:
        return {kind.id: kind for kind in self._file.kinds}

    def _given(self, session: LegislativeSession) -> Iterator[Deadline]:
        kinds = self._kinds
        for year in self._file.years:
            source = self._file.sources[year.source]
            for entry in year.days:
                if year.year in session.years:
                    kind = kinds[entry.kind]
                    yield Deadline(entry.of(year.year), kind, source.official, False, source)

    def _worked_out(self, session: LegislativeSession) -> Iterator[Deadline]:
        kinds = self._kinds
        for entry in self._file.every_session:
            year = session.years[0 if entry.year == "first" else -1]
            yield Deadline(entry.of(year), kinds[entry.kind], False, True, None)


def load_session_calendar(file: Path, path: BillPath) -> SessionCalendar:
    """Read and prove a calendar file. Raises DataFileError."""
    content = read_reviewed(file, _CalendarFile)
    steps = {step.id for step in path.steps}
    for kind in content.kinds:
        unknown = sorted(set(kind.must_have_left) - steps)
        if unknown:
            raise DataFileError(
                f"the path has no step {unknown[0]!r}",
                where=f"{file}, kind {kind.id}",
                what_to_do="name steps of path.yaml in the same folder",
            )
    return SessionCalendar(content)
