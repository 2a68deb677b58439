"""Looking for the file of a crawl: at its address, unless it is as it was, or on this computer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scrapers.bulk.earlier import KEPT, Earlier, earlier_of_address, earlier_of_bytes
from scrapers.bulk.source import BulkSource, Origin, name_of
from scrapers.staging import ARCHIVE
from tracker.crawls.sums import content_of
from tracker.errors import SourceError, UsageError

if TYPE_CHECKING:
    from scrapers.budget import Budget
    from scrapers.bulk.partial import Partial

PARTS = ".parts"
"""Where, among the crawls of a source, downloads are kept that broke off or are not staged yet."""


@dataclass(frozen=True)
class Wish:
    """What the person asked for."""

    out: Path
    session: str | None = None
    file: Path | None = None
    url: str | None = None
    earlier: Path | None = None
    """An earlier crawl of the same address: nothing is fetched that has not changed since."""
    crawls: Path | None = None
    """The folder of all earlier crawls, instead of one of them; downloads are kept in it until they
    are staged, to go on from there.
    """
    budget: Budget | None = None
    delay: float = 2.0
    """Seconds between two requests to one host."""
    timeout: float = 180.0
    """Seconds in which a part must have come whole."""
    resume: bool = False
    """Only go on with a download that broke off."""
    keep: bool = False


@dataclass
class Came:
    """What came of looking for the file: it, or an earlier crawl that has it, or trouble."""

    origin: Origin
    file: Path | None = None
    earlier: Earlier | None = None
    trouble: str | None = None
    requests: int = 0
    warnings: Sequence[str] = ()
    download: Partial | None = None
    """The same file, where the next crawl finds it if this one is ended before it has staged it."""

    def forget_download(self) -> None:
        """It is staged, or was refused: the next crawl is not to find it. It stays where the crawl
        folder could not be written.
        """
        if self.download:
            self.download.forget()


def look_for(source: BulkSource, wish: Wish, space: Path, tell: Callable[[str], None]) -> Came:
    """What comes into `space`, or where the file is already; `tell` is told of each step.

    Raises:
        UsageError: there is nothing to go on with, or the earlier crawl named is none.
        SourceError: there is no such file on this computer.
    """
    if wish.file is not None:
        return _on_this_computer(source, wish, wish.file)
    return _at_the_site(source, wish, space, tell)


def _on_this_computer(source: BulkSource, wish: Wish, file: Path) -> Came:
    if not file.is_file() and not (file.is_dir() and source.pack):
        raise SourceError(
            "there is no such file" if not file.exists() else "this is not a file",
            where=str(file),
            what_to_do="name the zip archive of a session",
        )
    origin = Origin(wish.url or source.published_at, file.name)
    same = earlier_of_bytes(wish.crawls, content_of(file)) if wish.crawls else None
    return Came(origin, file, same)


def _at_the_site(source: BulkSource, wish: Wish, space: Path, tell: Callable[[str], None]) -> Came:
    """Imports what fetches only here: a local file needs none of it."""
    from scrapers.bulk.download import PART, Errand, fetch
    from scrapers.contact import without_contact
    from scrapers.manners import Manners
    from scrapers.warc import Archive

    url = source.address(wish.url, wish.session)
    earlier = earlier_of_address(wish.crawls, wish.earlier, url)
    most = min(PART, source.largest)
    manners = Manners.of_environment(
        wish.delay, largest=most, timeout=wish.timeout, budget=wish.budget
    )
    warnings = without_contact(manners)
    for warning in warnings:
        tell(warning)
    tell(f"asking for {url}")
    known = (earlier.file.etag, earlier.file.last_modified) if earlier else (None, None)
    partial = _begun(wish, space, url, earlier)
    with Archive(space / ARCHIVE, manners.user_agent) as responses:
        outcome = fetch(Errand(url, source.largest, *known), partial, manners, responses, tell)
    came = Came(Origin(url, name_of(url)), requests=responses.responses, warnings=warnings)
    if outcome.problem:
        came.trouble = outcome.problem
    elif not outcome.unchanged:
        _take(came, partial, space / KEPT)
    elif earlier is None:
        came.trouble = "the site says that nothing changed, though it was not asked"
    else:
        came.file, came.earlier = earlier.kept, earlier
    return came


def _begun(wish: Wish, space: Path, url: str, earlier: Earlier | None) -> Partial:
    """What is there of the file since a crawl that was ended. If it was ended when all was done but
    to forget the download, that is done now.

    Raises:
        UsageError: nothing is there, and only to go on was asked for.
    """
    from scrapers.bulk.partial import Partial

    partial = Partial(wish.crawls / PARTS if wish.crawls else space, name_of(url), url)
    begun, staged = partial.standing, earlier.file if earlier else None
    if staged and partial.is_whole:
        edition = (staged.etag, staged.last_modified, staged.bytes)
        if edition == (begun.etag, begun.last_modified, begun.total):
            partial.forget()
    if wish.resume and not partial.size:
        raise UsageError(
            "there is no download of this file that broke off",
            where=f"--resume, {url}",
            what_to_do="leave --resume out; a download that broke off is gone on with anyway",
        )
    return partial


def _take(came: Came, download: Partial, path: Path) -> None:
    """The file that came whole, as one to be read at `path`; it stays a download until then."""
    said = download.standing
    came.origin = Origin(came.origin.url, came.origin.name, said.etag, said.last_modified)
    download.keep_at(path)
    came.file, came.download = path, download
