"""What each source is, as reviewed data that scrapers and tracker read: `data/sources/<id>.yaml`.

A declaration says what may be asked of a source and what it lacks; how its pages and files are
parsed is code, in `scrapers/<id>/`.
"""

from __future__ import annotations

from calendar import day_name
from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from tracker import paths
from tracker.errors import DataFileError, UsageError
from tracker.rules.reviewed import Reviewed, TimeZone, read_reviewed


class SourceKind(StrEnum):
    """How a source publishes."""

    FILES = "files"
    """A session is one file, which is fetched in parts and kept as it came."""
    PAGES = "pages"
    """Many small pages, each asked for by itself."""


class Choice(StrEnum):
    """What may be chosen of a source besides a session."""

    BILLS = "bills"
    """Named measures."""
    LISTED = "listed"
    """Every measure that the site itself lists of a session."""
    SINCE = "since"
    """Only measures that moved on a day or later."""
    DAYS = "days"
    """Events from one day to another, instead of measures."""


class Weekday(StrEnum):
    """A day of the week as files are named by it, in the order of `date.weekday`."""

    MON = "Mon"
    TUE = "Tue"
    WED = "Wed"
    THU = "Thu"
    FRI = "Fri"
    SAT = "Sat"
    SUN = "Sun"

    @classmethod
    def of(cls, day: date) -> Weekday:
        """The day of the week of a date."""
        return list(cls)[day.weekday()]

    @property
    def full_name(self) -> str:
        """As in Monday."""
        return day_name[list(Weekday).index(self)]


class DayFiles(Reviewed):
    """Files that a site names by the day of the week and writes over a week later."""

    timezone: TimeZone
    """Where a day begins and ends by which a file is named."""
    weekdays: tuple[Weekday, ...] = Field(min_length=1)
    """The days of which there is a file."""
    whole: str = Field(pattern=r"\{day\}")
    """The name of the file of the whole session as of `{day}`, as in `Mon`."""
    changes: str = Field(pattern=r"\{day\}")
    """The name of the file of what changed on `{day}`."""
    kept_days: int = Field(ge=1, le=6)
    """Days before today whose files are still there."""
    late_days: int = Field(ge=1)
    """Days after which a day's file is no longer waited for: nothing changed on that day."""

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the days."""
        return ZoneInfo(self.timezone)

    def has_file(self, day: date) -> bool:
        """Whether the site has a file of such a day."""
        return Weekday.of(day) in self.weekdays

    def weekday_of_changes(self, name: str) -> Weekday | None:
        """The day whose changes a file of that name holds; None for a file of another name."""
        names = {self.changes.format(day=day).lower(): day for day in Weekday}
        return names.get(name.lower())

    def day_of_changes(self, name: str, written: date) -> date | None:
        """The last such day, of a file that was written on that day."""
        weekday = self.weekday_of_changes(name)
        if weekday is None:
            return None
        since = (written.weekday() - list(Weekday).index(weekday)) % len(Weekday)
        return written - timedelta(days=since)


class ByApi(Reviewed):
    """An API that lists a source's files and hands them out to whoever has a key."""

    site: str = Field(pattern=r"^https?://[^/?#]+$")
    """Where it is."""
    key: str = Field(pattern=r"^ANSWERABLE_[A-Z_]+$")
    """The environment variable in which the operator keeps the key. It is never written down."""
    key_from: str = Field(pattern=r"^https?://")
    """Where one gets a key."""
    queries_in_a_month: int = Field(gt=0)
    """How many its terms allow, counted from the first of the month."""


class SourceDeclaration(Reviewed):
    """One source: what it is called, what may be asked of it, and under which terms it is read."""

    format: Literal[1]
    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    """The name of its file, of its folder in `scrapers/`, and of what cites it."""
    name: str = Field(min_length=1)
    """What it is, as `answerable status` calls it: `the Legislature's bulk files`."""
    title: str = Field(min_length=1)
    """What reading it gives, in a line of `--help`."""
    about: str = Field(min_length=1)
    """What a person should know before reading it: paragraphs below that line."""
    jurisdictions: Annotated[tuple[str, ...], Field(min_length=1)] | Literal["every"]
    """Codes of the legislatures that it tells of, as in `ca`; or `every` one that is known."""
    kind: SourceKind
    site: str = Field(pattern=r"^https?://[^/?#]+(/[^?#]*[^/?#])?$")
    """Where it is, without a slash at its end."""
    file: str | None = None
    """The name of a session's file at that site. `{year}` in it stands for the session's first
    year, `{years}` for both, as in `07-08`. A source of pages has none."""
    by_hand: bool = False
    """Whether a person downloads the file, since the site asks who they are."""
    api: ByApi | None = None
    """How a program gets the same files, with a key of the operator's."""
    is_large: bool = False
    """Whether a session's file is too large to be fetched and not kept."""
    choices: tuple[Choice, ...] = ()
    day_files: DayFiles | None = None
    absent: Mapping[str, str] = {}
    """Kinds of facts (`roll_calls`, `actions`, `events`) that it never holds, and why: nothing is
    known of them, which is not zero."""
    titles_cut_at: int | None = Field(default=None, gt=0)
    """The number of characters after which it cuts the titles of measures; None where it does not:
    a title of that length may be only its beginning."""
    licence: str = Field(min_length=1)
    attribution: str = Field(min_length=1)
    needs_numpy: bool = False
    """Whether its spider computes with numpy, which a short process otherwise does without."""

    @model_validator(mode="after")
    def _is_of_one_kind(self) -> SourceDeclaration:
        if (self.file is None) is (self.kind is SourceKind.FILES):
            raise ValueError("a source of files has a file, and one of pages has none")
        if self.day_files and self.kind is SourceKind.PAGES:
            raise ValueError("a source of pages has no files of a day")
        if self.api and self.kind is SourceKind.PAGES:
            raise ValueError("an API of files is none of a source of pages")
        if self.choices and self.kind is SourceKind.FILES:
            raise ValueError("of a file that holds a session nothing can be chosen")
        if Choice.DAYS in self.choices and Choice.BILLS in self.choices:
            raise ValueError("measures are asked for, or days, but not both")
        return self

    @property
    def is_crawled(self) -> bool:
        """Whether a program can get its files or pages."""
        return not self.by_hand or self.api is not None

    @property
    def tells_of_people(self) -> bool:
        """Whether people and their seats are all that it holds."""
        return {"roll_calls", "bills", "actions", "events"} <= self.absent.keys()

    @property
    def is_of_several(self) -> bool:
        """Whether it tells of several legislatures, so that one has to be named."""
        return self.jurisdictions == "every" or len(self.jurisdictions) > 1

    def jurisdiction(self, asked: str | None) -> str | None:
        """Whose legislature is read: the one that was asked for, or its only one. None where
        nothing was asked of a source of several: its file may say.

        Raises:
            UsageError: the source does not tell of the one that was asked for.
        """
        if asked is None:
            return None if self.is_of_several else self.jurisdictions[0]
        if self.jurisdictions != "every" and asked not in self.jurisdictions:
            raise UsageError(
                f"{self.id} tells nothing of the jurisdiction {asked!r}",
                where="--jurisdiction",
                what_to_do=f"choose one of {', '.join(self.jurisdictions)}",
            )
        return asked

    def one_jurisdiction(self, asked: str | None) -> str:
        """The same where it has to be said before anything is read.

        Raises:
            UsageError: it was not said, or the source does not tell of it.
        """
        found = self.jurisdiction(asked)
        if found is None:
            raise UsageError(
                f"{self.id} tells of several legislatures; which one to read was not said",
                where="--jurisdiction",
                what_to_do="add it, as in --jurisdiction ca",
            )
        return found

    @property
    def address(self) -> str:
        """Where it is: the site, or the address of a session's file with `{year}` in it."""
        return f"{self.site}/{self.file}" if self.file else self.site


@cache
def declared_sources(folder: Path | None = None) -> Mapping[str, SourceDeclaration]:
    """Every source by its id, in the order of their names; those that ship, or those in `folder`.

    Raises:
        DataFileError: a file is not what it should be, or declares another id than its name.
    """
    found = {}
    for path in sorted((folder or paths.data_dir() / "sources").glob("*.yaml")):
        declared = read_reviewed(path, SourceDeclaration)
        if declared.id != path.stem:
            raise DataFileError(
                f"the file declares the source {declared.id!r}",
                where=f"{path}, id",
                what_to_do=f"write id: {path.stem}, or rename the file",
            )
        found[declared.id] = declared
    return found


def declared_source(source: str) -> SourceDeclaration:
    """The declaration of one source.

    Raises:
        UsageError: there is no such source.
    """
    known = declared_sources()
    if source not in known:
        raise UsageError(
            f"there is no source {source!r}",
            where="the source",
            what_to_do=f"choose one of {', '.join(known)}",
        )
    return known[source]
