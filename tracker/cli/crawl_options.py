"""What `answerable crawl` tells a spider: the options that sources share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tracker import paths
from tracker.errors import UsageError
from tracker.record.jurisdictions import parse_session
from tracker.record.queries import bills_of_session
from tracker.service.attempts import folder_of
from tracker.store import open_store

BUDGET = 5000
"""Requests. Enough for 1,600 measures a day; a whole session takes some days, with --resume."""


@dataclass(frozen=True)
class Pages:
    """What a person may ask of every source of pages."""

    session: str
    timeout: float
    resume: bool
    budget: int


def of_pages(source: str, asked: Pages) -> list[str]:
    """For a source of pages: where its earlier crawls lie, and where requests are counted."""
    options = ["--session", asked.session, "--timeout", str(asked.timeout)]
    options += ["--crawls", str(folder_of(source)), "--budget", str(asked.budget)]
    options += ["--budget-file", str(paths.home_dir() / "crawls" / "requests.json")]
    return options + (["--resume"] if asked.resume else [])


def of_bills(session: str, named: Sequence[str] | None) -> list[str]:
    """The measures named, or every one of the session that the record holds.

    Raises:
        UsageError: none is named and the record holds none.
    """
    bills = named or _on_record(session)
    return [part for bill in bills for part in ("--bill", bill)]


def of_file(source: str, session: str | None, timeout: float) -> list[str]:
    """For a source that is one file: where its earlier crawls lie."""
    options = ["--session", session] if session else []
    return [*options, "--timeout", str(timeout), "--crawls", str(folder_of(source)), "--keep"]


def shared(file: Path | None, url: str | None, delay: float) -> list[str]:
    """For every source."""
    options = ["--delay", str(delay)]
    options += ["--file", str(file)] if file else []
    return options + (["--url", url] if url else [])


def _on_record(session: str) -> list[str]:
    chosen = parse_session(session)
    with open_store().reading() as connection:
        found = bills_of_session(connection, chosen)
    if not found:
        raise UsageError(
            f"no measure is named, and the record holds none of the session {chosen}",
            where="--bill",
            what_to_do='name one or more: --bill "SB 375", or load the session first',
        )
    return found
