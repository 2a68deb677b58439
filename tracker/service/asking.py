"""What a person or a plan asked for becomes what the spider is told.

Measures are named, days are those of the calendar, and the folders of the source are known.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

from tracker import paths
from tracker.crawls.request import TIMEOUTS, CrawlRequest, SourceRequest
from tracker.crawls.sources import (
    Choice,
    SourceDeclaration,
    SourceKind,
    declared_source,
    declared_sources,
)
from tracker.errors import UsageError
from tracker.service.days import FileDay, files_since, named_day, today_of


def day_asked(source: SourceDeclaration, asked: SourceRequest) -> FileDay | None:
    """The day whose file is asked for, if one is."""
    files = source.day_files
    if asked.daily and asked.changes:
        raise UsageError(
            "the whole session and the changes of a day are two files",
            where="--daily and --changes",
            what_to_do="give one of them, then the other",
        )
    for name, day in (("--daily", asked.daily), ("--changes", asked.changes)):
        if day and files:
            return named_day(files, day, today_of(files), name)
    return None


def request_for(
    source: SourceDeclaration, asked: SourceRequest, day: FileDay | None, *, keep: bool, tells: bool
) -> CrawlRequest:
    """What the spider is told: with a folder that does not exist yet, named by this moment in UTC.

    Raises:
        UsageError: two things that are asked for cannot be combined, or nothing is left to ask for.
    """
    crawls = paths.made(paths.crawls_dir(source.id))
    fixed: dict[str, object] = {
        "out": crawls / f"{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}",
        "crawls": crawls,
        "budget_file": paths.crawls_dir() / "requests.json",
        "timeout": asked.timeout or TIMEOUTS[source.kind],
        "keep": keep and source.kind is SourceKind.FILES,
        "progress": tells,
    }
    if Choice.BILLS in source.choices:
        fixed["bills"] = _bills(asked)
    elif Choice.DAYS in source.choices:
        fixed |= {"first": _first(asked), "since": None}
    elif source.kind is SourceKind.FILES and asked.since:
        raise _no_since(source, asked.since)
    if day:
        fixed["daily" if asked.daily else "changes"] = day.name
    return CrawlRequest(**(asked.model_dump() | fixed))


def _bills(asked: SourceRequest) -> tuple[str, ...]:
    """The measures named, or every one of the session that the record holds; none where the site's
    own list of all is asked for.
    """
    if asked.listed and asked.bills:
        raise UsageError(
            "measures are named beside the site's own list of all",
            where="--bill and --listed",
            what_to_do="give one of them",
        )
    if asked.listed or asked.bills or asked.session is None:
        return asked.bills
    from tracker.record.queries import bills_of_session
    from tracker.rules.reference import jurisdiction_of
    from tracker.store import open_store

    legislature = jurisdiction_of(declared_source(asked.source).only_jurisdiction)
    chosen = legislature.session(asked.session)
    with open_store().reading() as connection:
        found = bills_of_session(connection, chosen.session_id)
    if not found:
        lists = [one.id for one in declared_sources().values() if Choice.LISTED in one.choices]
        raise UsageError(
            f"no measure is named, and the record holds none of the session {chosen.name}",
            where="--bill",
            what_to_do='name one or more: --bill "SB 375", or load the session first; '
            f"{', '.join(lists)} can also read what its site lists: --listed",
        )
    return tuple(found)


def _first(asked: SourceRequest) -> date | None:
    if asked.first and asked.since:
        raise UsageError(
            "the first day is said twice",
            where="--from and --since",
            what_to_do="give one of them; they mean the same",
        )
    return asked.first or asked.since


def _no_since(source: SourceDeclaration, since: date) -> UsageError:
    files = source.day_files
    return UsageError(
        "a file holds a whole session or what changed on one day, never what changed since a day",
        where="--since",
        what_to_do=files_since(files, since, today_of(files) if files else since),
    )
