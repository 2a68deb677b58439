"""Looking for the file of a crawl: at its address, unless it is as it was, or on this computer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scrapers.bulk.earlier import KEPT, Earlier, earlier_of_address, earlier_of_bytes
from scrapers.bulk.source import BulkSource, Origin, name_of
from scrapers.staging import ARCHIVE
from tracker.errors import SourceError, UsageError
from tracker.record.sums import content_of

if TYPE_CHECKING:
    from scrapers.budget import Budget

PARTS = ".parts"
"""Where, among the crawls of a source, downloads that broke off are kept."""


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
    """The folder of all earlier crawls, instead of one of them; downloads that broke off are
    kept in it, to go on from there.
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
    from scrapers.bulk.partial import Partial
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
    known = earlier.file if earlier else None
    errand = Errand(
        url,
        source.largest,
        known.etag if known else None,
        known.last_modified if known else None,
    )
    partial = Partial(wish.crawls / PARTS if wish.crawls else space, name_of(url), url)
    if wish.resume and not partial.size:
        raise UsageError(
            "there is no download of this file that broke off",
            where=f"--resume, {url}",
            what_to_do="leave --resume out; a download that broke off is gone on with anyway",
        )
    with Archive(space / ARCHIVE, manners.user_agent) as responses:
        outcome = fetch(errand, partial, manners, responses, tell)
    origin = Origin(url, name_of(url))
    if outcome.unchanged and earlier is None:
        outcome.problem = "the site says that nothing changed, though it was not asked"
    if outcome.problem:
        return Came(origin, None, None, outcome.problem, responses.responses, warnings)
    if outcome.unchanged:
        assert earlier is not None
        return Came(origin, earlier.kept, earlier, None, responses.responses, warnings)
    standing = partial.standing
    origin = Origin(url, name_of(url), standing.etag, standing.last_modified)
    partial.path.rename(space / KEPT)
    partial.forget()
    return Came(origin, space / KEPT, None, None, responses.responses, warnings)
