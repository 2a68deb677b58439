"""One crawl of one session: from the public address or a local file, into a crawl folder."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from scrapers.ca_rollcalls.stage import PUBLISHED_AT, Origin, address_of, stage
from scrapers.staging import FetchedFile, file_of_earlier_crawl, refuse_occupied
from tracker.errors import SourceError, UsageError


@dataclass(frozen=True)
class Wish:
    """What the person asked for."""

    out: Path
    session: str | None = None
    file: Path | None = None
    url: str | None = None
    earlier: Path | None = None
    delay: float = 2.0
    """Seconds between two requests to one host."""


@dataclass(frozen=True)
class Result:
    """The crawl folder, and whether it is an earlier one because nothing has changed since."""

    folder: Path
    unchanged: bool = False


def crawl(wish: Wish, tell: Callable[[str], None]) -> Result:
    """Stage one session's archive in `wish.out`; `tell` is told of each step.

    Raises:
        UsageError: the wish contradicts itself, or `wish.out` is occupied.
        SourceError: the archive cannot be fetched or read; `wish.out` was not made.
        CrawlFolderError: `wish.out` cannot be written.
    """
    refuse_occupied(wish.out)
    if wish.file is not None:
        return _from_file(wish, wish.file, tell)
    return _from_address(wish, tell)


def _from_file(wish: Wish, file: Path, tell: Callable[[str], None]) -> Result:
    if not file.is_file():
        raise SourceError(
            "there is no such file" if not file.exists() else "this is not a file",
            where=str(file),
            what_to_do="name the zip archive of a session, for example caleg07-08.zip",
        )
    tell(f"reading {file.name}")
    stage(file, wish.out, Origin(wish.url or PUBLISHED_AT, file.name), wish.session)
    tell(f"staged in {wish.out}")
    return Result(wish.out)


def _from_address(wish: Wish, tell: Callable[[str], None]) -> Result:
    from scrapers.ca_rollcalls.spider import LARGEST_ARCHIVE, Errand, fetch
    from scrapers.manners import Manners

    url = _address(wish)
    known = _known_of(url, wish.earlier)
    manners = Manners.of_environment(wish.delay, largest=LARGEST_ARCHIVE)
    if manners.contact is None:
        tell("ANSWERABLE_CONTACT is not set, so the site is not told whom to write to")
    tell(f"asking for {url}")
    with tempfile.TemporaryDirectory(prefix="ca_rollcalls-") as folder:
        into = Path(folder) / "archive.zip"
        errand = Errand(url, into)
        if known:
            errand = Errand(url, into, known.etag, known.last_modified)
        outcome = fetch(errand, manners)
        if outcome.unchanged:
            if wish.earlier is None or known is None:
                raise SourceError(
                    "the site says that nothing changed, though it was not asked",
                    where=url,
                    what_to_do="try again later, or use --file",
                )
            tell("nothing has changed since the earlier crawl")
            return Result(wish.earlier, unchanged=True)
        tell(f"reading {into.stat().st_size:,} bytes")
        name = PurePosixPath(urlsplit(url).path).name or "archive.zip"
        origin = Origin(url, name, outcome.etag, outcome.last_modified)
        stage(into, wish.out, origin, wish.session)
    tell(f"staged in {wish.out}")
    return Result(wish.out)


def _address(wish: Wish) -> str:
    pattern = wish.url or PUBLISHED_AT
    if "{years}" in pattern and wish.session is None:
        raise UsageError(
            "which session to fetch was not said",
            where="--session",
            what_to_do="add --session 20072008, or name a local archive with --file",
        )
    url = address_of(pattern, wish.session) if wish.session else pattern
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError(
            f"{url!r} is not the address of a web site",
            where="--url",
            what_to_do="name an address that begins with https://, or use --file",
        )
    return url


def _known_of(url: str, earlier: Path | None) -> FetchedFile | None:
    """What an earlier crawl knows of this very address."""
    if earlier is None:
        return None
    file = file_of_earlier_crawl(earlier)
    return file if file.url == url else None
