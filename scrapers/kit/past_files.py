"""Earlier crawls of a file that were read and accepted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from scrapers.kit.staging import (
    KEPT,
    FetchedFile,
    file_of_earlier_crawl,
    sound_crawl,
    sound_crawls,
)
from tracker.crawls.manifest import Manifest
from tracker.crawls.request import CrawlRequest
from tracker.errors import UsageError


@dataclass(frozen=True)
class Past:
    """An earlier crawl that was read and accepted."""

    folder: Path
    manifest: Manifest
    file: FetchedFile

    @property
    def kept(self) -> Path | None:
        """The file as it came, where that crawl kept it."""
        path = self.folder / KEPT
        return path if path.is_file() else None


def past_of_address(wish: CrawlRequest, url: str) -> Past | None:
    """The newest earlier crawl, or the one that the wish names, if it is of this very address.

    Raises:
        UsageError: what the wish names is not a crawl folder.
    """
    if wish.earlier is not None:
        file, manifest = file_of_earlier_crawl(wish.earlier), sound_crawl(wish.earlier)
        return Past(wish.earlier, manifest, file) if manifest and file.url == url else None
    return newest(wish.crawls, lambda past: past.file.url == url) if wish.crawls else None


def newest(crawls: Path, fits: Callable[[Past], bool]) -> Past | None:
    """The newest one among the crawls of a source that fits."""
    for folder, manifest in sound_crawls(crawls):
        try:
            past = Past(folder, manifest, file_of_earlier_crawl(folder))
        except UsageError:
            continue
        if fits(past):
            return past
    return None
