"""What is asked of a source, from the command line or the schedule to the spider's process.

Every option is written here, once: its name, its kind, its bounds and what it means.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field


class Request(BaseModel):
    """A part of a request; what is misspelt is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class What(Request):
    """Which part of a source is read."""

    session: str | None = Field(default=None, description="20072008, 2007-2008 or 2007-08")
    bills: tuple[str, ...] = Field(
        default=(), description='a measure, as in "SB 375"; may be repeated'
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
        description="another site with the same addresses; of a file also its own address (of "
        "ca_rollcalls always), where {years} stands for 07-08",
    )
    delay: float = Field(default=2.0, ge=0, le=3600, description="seconds between two requests")
    budget: int = Field(default=5000, ge=1, description="requests to one site in a day (UTC), at most")
    """Enough for 1,600 measures a day; a whole session takes some days, with `resume`."""


class Asked(What, Manners):
    """All that may be asked of one source."""

    source: str
    first: date | None = Field(default=None, description="the first day; else all")
    last: date | None = Field(default=None, description="the last day; else all")
    since: date | None = Field(default=None, description="only what moved on that day or later")
    file: Path | None = Field(default=None, description="a local file; no network is used")
    resume: bool = Field(default=False, description="go on with the newest crawl that was cut off")
    resume_if_any: bool = Field(
        default=False, description="the same if it was in the last 3 days, else begin anew"
    )
    timeout: float | None = Field(
        default=None, ge=0.1, le=3600, description="seconds for one answer to come"
    )
    """None: as long as a source of its kind is given."""


class CrawlRequest(Asked):
    """One crawl, as the spider's process is told of it."""

    out: Path = Field(description="the folder to stage in; it is made")
    crawls: Path | None = Field(
        default=None, description="earlier crawls of the source: fetch only what changed"
    )
    earlier: Path | None = Field(default=None, description="the same for one earlier crawl")
    budget_file: Path | None = Field(default=None, description="where requests of a day are counted")
    keep: bool = Field(
        default=False, description="keep the file as it came, also if it is refused"
    )
    progress: bool = Field(default=False, description="say on standard error how far it has come")


_NAMES = {"bills": "bill", "first": "from", "last": "until"}


def option(field: str) -> str:
    """The option by which a person says that field: `--bill`, `--resume-if-any`."""
    return "--" + _NAMES.get(field, field).replace("_", "-")
