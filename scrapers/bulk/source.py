"""What a source of bulk files is to the crawl: its address, its bounds and how it is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

import pyarrow as pa

from tracker.crawls.manifest import Manifest
from tracker.errors import UsageError

JURISDICTION = "ca"


@dataclass(frozen=True)
class Origin:
    """Where a file is published, under which name, and what its site said of it."""

    url: str
    """`{year}` in it stands for the session's first year, `{years}` for both, as in `07-08`."""
    name: str
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True)
class Staged:
    """What was read of a file, ready to be written as a crawl folder."""

    manifest: Manifest
    tables: Mapping[str, pa.Table]


@dataclass(frozen=True)
class BulkSource:
    """One source of bulk files."""

    name: str
    published_at: str
    """The address of a session's file, with `{year}` or `{years}` in it."""
    licence: str
    attribution: str
    largest: int
    """Bytes. No file of this source is larger."""
    read: Callable[[Path, Origin, str | None], Staged]
    """Reads the file, of the session that was asked for if one was."""
    pack: Callable[[Path, Path], None] | None = None
    """Packs a local folder of the source's files into one archive; None where it has no such."""

    def address(self, url: str | None, session: str | None) -> str:
        """The address to ask.

        Raises:
            UsageError: it depends on a session that was not said, or is none of a web site.
        """
        pattern = url or self.published_at
        if "{year" in pattern and session is None:
            raise UsageError(
                "which session to fetch was not said",
                where="--session",
                what_to_do="add --session 20072008, or name a local archive with --file",
            )
        address = address_of(pattern, session) if session else pattern
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise UsageError(
                f"{address!r} is not the address of a web site",
                where="--url",
                what_to_do="name an address that begins with https://, or use --file",
            )
        return address


def address_of(pattern: str, session: str) -> str:
    """The address of one session's file."""
    years = f"{session[2:4]}-{session[6:8]}"
    return pattern.replace("{years}", years).replace("{year}", session[:4])


def name_of(url: str) -> str:
    """The file name in an address; nothing that could lead out of a folder."""
    return PurePosixPath(urlsplit(url).path).name or "archive.zip"
