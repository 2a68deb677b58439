"""Reads the file that a crawl kept again, with no network, and compares the items."""

from __future__ import annotations

from pathlib import Path

from scrapers.bulk.earlier import KEPT
from scrapers.bulk.source import BulkSource, Origin
from scrapers.replaying import Replay, first_difference, refuse_changed
from tracker.crawls.manifest import Manifest
from tracker.errors import UsageError


def replay(folder: Path, manifest: Manifest, source: BulkSource) -> Replay:
    """Read the file of the crawl in `folder`, of `source`, again.

    Raises:
        UsageError: the crawl kept no file.
        SourceError: the file cannot be read, or is not what the crawl wrote.
    """
    if not (folder / KEPT).is_file():
        raise UsageError(
            f"this crawl of {manifest.source} kept no file as it came",
            where=str(folder),
            what_to_do=f"name a folder that `answerable crawl` left, with its {KEPT}",
        )
    refuse_changed(folder / KEPT)
    file = manifest.files[0]
    origin = Origin(file.url, file.name)
    staged = source.read(folder / KEPT, origin, manifest.session or None)
    return Replay(staged.manifest.counts, first_difference(folder, staged.tables))
