"""What a crawl of a file of a day says of its day, to the history and to a reader."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from tracker.crawls.manifest import CrawlReport, read_manifest
from tracker.service.attempts import Ending, Through, attempts
from tracker.service.bulk_days import BY_DAY, older_than, read_through
from tracker.service.missed_days import passed_over


@contextmanager
def of_day(ending: Ending, as_of: date | None) -> Iterator[None]:
    """Says of which day a file was, if the attempt was not good."""
    try:
        yield
    finally:
        if as_of and not ending.outcome.is_good:
            ending.detail = f"the file of {as_of}: {ending.detail or 'no reason was given'}"


def older(folder: Path, report: CrawlReport, as_of: date | None) -> str | None:
    """Why a sound file is not that of the day asked for, if it is not."""
    if as_of is None or not all(monitor.ok for monitor in report.monitors):
        return None
    return older_than(as_of, folder)


def settle(
    ending: Ending, source: str, folder: Path, as_of: date | None, today: date
) -> str | None:
    """Notes up to which day nothing needs to be read any more, now that the record has this file;
    and says which days before it were never read, if any.
    """
    if source != BY_DAY:
        return None
    manifest = read_manifest(folder)
    day = read_through(folder, manifest, as_of, today)
    ending.through = Through(session=manifest.session, day=day) if day else None
    if as_of is None or not manifest.changes_only:
        return None
    return passed_over(attempts(source), manifest.session, as_of)
