"""Earlier crawls of a source: the newest sound one of an address, or of the very same bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from scrapers.staging import FetchedFile, file_of_earlier_crawl
from tracker.crawls.manifest import Manifest, read_report
from tracker.errors import UsageError

KEPT = "source.zip"
"""The name under which a crawl keeps the file: one of ours, whatever the site calls it."""


@dataclass(frozen=True)
class Earlier:
    """A crawl that was read and accepted."""

    folder: Path
    manifest: Manifest
    file: FetchedFile

    @property
    def kept(self) -> Path | None:
        """The file as it came, where that crawl kept it."""
        path = self.folder / KEPT
        return path if path.is_file() else None


def earlier_of_address(crawls: Path | None, one: Path | None, url: str) -> Earlier | None:
    """The newest among `crawls`, or `one` itself, if it is of this very address.

    Raises:
        UsageError: `one` is not a crawl folder.
    """
    if one is not None:
        file = file_of_earlier_crawl(one)
        found = _earlier(one)
        return found if found and file.url == url else None
    return _newest(crawls, lambda found: found.file.url == url) if crawls else None


def earlier_of_bytes(crawls: Path, sha256: str) -> Earlier | None:
    """The newest among `crawls` of a file with this sum."""
    return _newest(crawls, lambda found: found.file.sha256 == sha256)


def _newest(crawls: Path, fits: Callable[[Earlier], bool]) -> Earlier | None:
    return next((found for found in _all(crawls) if fits(found)), None)


def _all(crawls: Path) -> Iterator[Earlier]:
    """Every sound crawl, the newest first: folders are named by their moment. One whose name begins
    with a dot was not finished.
    """
    folders = crawls.iterdir() if crawls.is_dir() else []
    for folder in sorted((one for one in folders if one.name[0] != "."), reverse=True):
        found = _earlier(folder)
        if found:
            yield found


def _earlier(folder: Path) -> Earlier | None:
    try:
        manifest = Manifest.model_validate_json((folder / "crawl.json").read_text("utf-8"))
        report = read_report(folder)
        file = file_of_earlier_crawl(folder)
    except (OSError, ValidationError, UsageError):
        return None
    if report and not all(monitor.ok for monitor in report.monitors):
        return None
    return Earlier(folder, manifest, file)
