"""Reads a crawl's archive again, with no network, and compares the items with those it left."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from scrapers.pages.earlier import asked_in
from scrapers.pages.reading import read_responses
from scrapers.pages.source import PageSource
from scrapers.replaying import Replay, first_difference, refuse_changed
from scrapers.staging import ARCHIVE
from tracker.crawls.manifest import Manifest
from tracker.errors import UsageError


def replay(folder: Path, manifest: Manifest, sources: Mapping[str, PageSource]) -> Replay:
    """Read the archive of the crawl in `folder` again; `sources` are all that keep one, by name.

    Raises:
        UsageError: the folder holds no crawl that keeps an archive of pages.
        SourceError: the archive cannot be read, or is not what the crawl wrote.
    """
    if manifest.source not in sources or not (folder / ARCHIVE).is_file():
        raise _no_crawl(folder, f"a crawl of {manifest.source} keeps no archive of pages", sources)
    refuse_changed(folder / ARCHIVE)
    asked = asked_in(manifest)
    source = sources[manifest.source].bounded(asked)
    reading = read_responses(folder / ARCHIVE, source, asked)
    return Replay(reading.items, first_difference(folder, reading.tables()))


def _no_crawl(folder: Path, what: str, sources: Mapping[str, PageSource]) -> UsageError:
    return UsageError(
        what,
        where=str(folder),
        what_to_do=f"name a folder that a crawl of {' or '.join(sources)} left, with its {ARCHIVE}",
    )
