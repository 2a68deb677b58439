"""Files of the two bulk sources, staged without a crawl."""

from __future__ import annotations

from pathlib import Path

from scrapers.ca_pubinfo.source import SOURCE as PUBINFO
from scrapers.ca_rollcalls.source import SOURCE as ROLLCALLS
from scrapers.kit.source import FileSource, Origin
from scrapers.kit.staging import write_crawl_folder
from tracker.crawls.manifest import Manifest


def stage_pubinfo(
    path: Path, folder: Path, session: str | None = None, url: str | None = None
) -> Manifest:
    """The zip archive or folder of tables at `path`, staged in `folder`."""
    address = url or PUBINFO.declaration.address
    return _stage(PUBINFO, path, folder, Origin(address, path.name), session)


def stage_rollcalls(
    path: Path, folder: Path, origin: Origin, session: str | None = None
) -> Manifest:
    """The archive of a session at `path`, staged in `folder`."""
    return _stage(ROLLCALLS, path, folder, origin, session)


def _stage(
    source: FileSource, path: Path, folder: Path, origin: Origin, session: str | None
) -> Manifest:
    staged = source.parse(path, origin, session)
    write_crawl_folder(folder, staged.manifest, staged.tables)
    return staged.manifest
