"""What is asked of a source, from the command line or the schedule to the spider's process.

Every option is written here, once: its name, its kind, its bounds and what it means.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from tracker.crawls.sources import Choice, SourceDeclaration, SourceKind

OF_FILES = "of_files"
"""What an option means where a source publishes files, if that is something else."""


class Request(BaseModel):
    """A part of a request; what is misspelt is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class What(Request):
    """Which part of a source is read."""

    session: str | None = Field(
        default=None,
        description="20072008, 2007-2008 or 2007-08",
        json_schema_extra={OF_FILES: "2007-08; needed unless a file or day is named"},
    )
    bills: tuple[str, ...] = Field(
        default=(),
        description='a measure, as in "SB 375"; may be repeated. Without any: every measure of the '
        "session that the record holds",
    )
    listed: bool = Field(
        default=False, description="instead, every measure on the site's own list of the session"
    )
    daily: str | None = Field(default=None, description="the whole session as of that day")
    changes: str | None = Field(default=None, description="only what changed on that day")


class Manners(Request):
    """Which site is asked, and how slowly."""

    url: str | None = Field(
        default=None,
        description="another site with the same addresses",
        json_schema_extra={
            OF_FILES: "another site with the same addresses, or the address of the file itself, "
            "where {years} stands for 07-08"
        },
    )
    delay: float = Field(default=2.0, ge=0, le=3600, description="seconds between two requests")
    budget: int = Field(
        default=5000, ge=1, description="requests to one site in a day (UTC), at most"
    )
    """Enough for 1,600 measures a day; a whole session takes some days, with `resume`."""


class SourceRequest(What, Manners):
    """All that may be asked of one source."""

    source: str
    first: date | None = Field(default=None, description="the first day; else all")
    last: date | None = Field(default=None, description="the last day; else all")
    since: date | None = Field(
        default=None,
        description="read only what moved on that day or later",
        json_schema_extra={OF_FILES: "refused: no file holds that; says which to ask"},
    )
    file: Path | None = Field(
        default=None,
        description="what an earlier crawl kept; no network is used",
        json_schema_extra={
            OF_FILES: "a local archive or a folder of bulk files; no network is used"
        },
    )
    resume: bool = Field(
        default=False,
        description="go on with the newest such crawl that was cut off",
        json_schema_extra={OF_FILES: "only go on with a download that broke off"},
    )
    resume_if_any: bool = Field(
        default=False, description="the same if it was in the last 3 days, else begin anew"
    )
    timeout: float | None = Field(
        default=None,
        ge=0.1,
        le=3600,
        description="seconds for one page to come",
        json_schema_extra={OF_FILES: "seconds for 32 MB to come"},
    )
    """None: as `TIMEOUTS` says."""


class CrawlRequest(SourceRequest):
    """One crawl, as the spider's process is told of it."""

    out: Path = Field(description="the folder to stage in; it is made")
    crawls: Path | None = Field(
        default=None, description="earlier crawls of the source: fetch only what changed"
    )
    earlier: Path | None = Field(default=None, description="the same for one earlier crawl")
    budget_file: Path | None = Field(
        default=None, description="where requests of a day are counted"
    )
    keep: bool = Field(default=False, description="keep the file as it came, also if it is refused")
    progress: bool = Field(default=False, description="say on standard error how far it has come")


TIMEOUTS: Mapping[SourceKind, float] = {SourceKind.PAGES: 60.0, SourceKind.FILES: 180.0}
"""Seconds that one page, or 32 MB of a file, is waited for, unless the request says."""

_NAMES = {"bills": "bill", "first": "from", "last": "until"}
_ALWAYS = ("session", "file", "resume", "timeout", "url", "delay", "budget")
_CHOSEN: Mapping[Choice, tuple[str, ...]] = {
    Choice.BILLS: ("bills",),
    Choice.LISTED: ("listed",),
    Choice.SINCE: ("since",),
    Choice.DAYS: ("first", "last", "since"),
}


def option(field: str) -> str:
    """The option by which a person says that field: `--bill`, `--resume-if-any`."""
    return "--" + _NAMES.get(field, field).replace("_", "-")


def help_of(field: str, kind: SourceKind) -> str:
    """What the option means, of a source of that kind."""
    info = CrawlRequest.model_fields[field]
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    of_files = extra.get(OF_FILES) if kind is SourceKind.FILES else None
    return str(of_files or info.description)


def fields_of(source: SourceDeclaration) -> list[str]:
    """The fields that may be asked of a source, in their order."""
    asked = {*_ALWAYS, *(field for choice in source.choices for field in _CHOSEN.get(choice, ()))}
    asked |= {"daily", "changes"} if source.day_files else set()
    asked |= {"resume_if_any"} if source.kind is SourceKind.PAGES else {"since"}
    return [name for name in _ORDER if name in asked]


_ORDER = (
    *("session", "bills", "listed", "first", "last", "daily", "changes", "since", "file"),
    *("resume", "resume_if_any", "timeout", "url", "delay", "budget"),
)
