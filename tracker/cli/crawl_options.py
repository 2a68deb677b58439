"""What `answerable crawl` may be asked for, and what a spider is told of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from tracker import paths
from tracker.cli.output import Format, FormatOption
from tracker.errors import UsageError
from tracker.record.queries import bills_of_session
from tracker.rules.jurisdictions import parse_session
from tracker.store import open_store

SessionOption = Annotated[str, typer.Option("--session", help="20072008, 2007-2008 or 2007-08")]
SessionOfFileOption = Annotated[
    str | None, typer.Option("--session", help="2007-08; needed unless a file or day is named")
]
BillsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--bill",
        help='a measure, as in "SB 375"; may be repeated. Without any: every measure of the '
        "session that the record holds",
    ),
]
ListedOption = Annotated[
    bool,
    typer.Option("--listed", help="instead, every measure on the site's own list of the session"),
]


@dataclass(frozen=True)
class Pages:
    """How the pages of a source are read."""

    file: Annotated[
        Path | None, typer.Option("--file", help="what an earlier crawl kept; no network is used")
    ] = None
    resume: Annotated[
        bool, typer.Option("--resume", help="go on with the newest such crawl that was cut off")
    ] = False
    resume_if_any: Annotated[
        bool,
        typer.Option(
            "--resume-if-any", help="the same if it was in the last 3 days, else begin anew"
        ),
    ] = False
    timeout: Annotated[
        float, typer.Option("--timeout", min=0.1, max=3600, help="seconds for one page to come")
    ] = 60.0

    def arguments(self, source: str) -> list[str]:
        """For the spider; its earlier crawls are where what has not changed is."""
        options = ["--timeout", str(self.timeout), *_earlier(source), *local(self.file)]
        options += ["--resume"] if self.resume else []
        return options + (["--resume-if-any"] if self.resume_if_any else [])


@dataclass(frozen=True)
class Parts:
    """How a file is fetched."""

    resume: Annotated[
        bool, typer.Option("--resume", help="only go on with a download that broke off")
    ] = False
    timeout: Annotated[
        float, typer.Option("--timeout", min=0.1, max=3600, help="seconds for 32 MB to come")
    ] = 180.0

    def arguments(self, source: str) -> list[str]:
        """For the spider; its earlier crawls are where the file is, if it has not changed."""
        return ["--timeout", str(self.timeout), *_earlier(source), "--keep"] + (
            ["--resume"] if self.resume else []
        )


@dataclass(frozen=True)
class Loading:
    """What becomes of a crawl."""

    load: Annotated[
        bool, typer.Option("--load/--no-load", help="load what was read, or only keep it")
    ] = True
    accept_less: Annotated[
        bool,
        typer.Option(
            "--accept-less", help="load although the last good crawl held more, or otherwise"
        ),
    ] = False
    form: FormatOption = Format.TABLE


def of_bills(session: str, named: Sequence[str] | None, *, listed: bool = False) -> list[str]:
    """The measures named, or every one of the session that the site lists, or that the record
    holds.

    Raises:
        UsageError: some are named beside the list, or none is and the record holds none.
    """
    if listed and named:
        raise UsageError(
            "measures are named beside the site's own list of all",
            where="--bill and --listed",
            what_to_do="give one of them",
        )
    if listed:
        return ["--listed"]
    bills = named or _on_record(session)
    return [part for bill in bills for part in ("--bill", bill)]


def local(file: Path | None) -> list[str]:
    """What is read instead of a site, if anything."""
    return ["--file", str(file)] if file else []


def _earlier(source: str) -> list[str]:
    return ["--crawls", str(paths.made(paths.crawls_dir(source)))]


def _on_record(session: str) -> list[str]:
    chosen = parse_session(session)
    with open_store().reading() as connection:
        found = bills_of_session(connection, chosen)
    if not found:
        raise UsageError(
            f"no measure is named, and the record holds none of the session {chosen}",
            where="--bill",
            what_to_do='name one or more: --bill "SB 375", or load the session first; ca_leginfo '
            "can also read what its site lists: --listed",
        )
    return found
