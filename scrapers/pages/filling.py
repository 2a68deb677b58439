"""Filling the archive of a crawl: from the site, from what earlier crawls have, or from a file."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlsplit

from scrapers.budget import Budget
from scrapers.contact import without_contact
from scrapers.manners import Manners
from scrapers.pages.earlier import CutOff, known_pages, take_over, take_over_all
from scrapers.pages.reading import read_responses
from scrapers.pages.source import LARGEST_PAGE, Asked, Page, PageSource
from scrapers.pages.spider import Errand, fetch
from scrapers.progress import Progress
from scrapers.warc import Archive, read_archive
from tracker.crawls.manifest import Problem
from tracker.errors import SourceError, UsageError


@dataclass(frozen=True)
class Wish:
    """What the person asked for."""

    out: Path
    session: str
    """As a person writes it: `2007-08`."""
    bills: tuple[str, ...] = ()
    """As a person writes them: `SB 375`."""
    listed: bool = False
    """Every measure that the site lists of the session, instead."""
    days: tuple[date, date] | None = None
    """The first and the last day, of a source that is asked by day."""
    file: Path | None = None
    """An archive of responses to read instead of the site."""
    url: str | None = None
    """Another site with the same addresses."""
    since: date | None = None
    crawls: Path | None = None
    """The folder of earlier crawls: what has not changed since is not sent again."""
    resume: bool = False
    """Go on with the newest crawl of these measures that did not come to its end."""
    resume_if_any: bool = False
    """The same if there is one that was cut off of late; else begin anew."""
    budget: Budget | None = None
    delay: float = 2.0
    """Seconds between two requests."""
    timeout: float = 60.0
    """Seconds in which a page must have come whole."""


@dataclass(frozen=True)
class Filled:
    """What came of it: how many requests were answered, what ended it early, if anything, and what
    a reader should know.
    """

    requests: int
    trouble: Problem | None = None
    warnings: Sequence[str] = ()


def fill(
    archive: Path,
    source: PageSource,
    asked: Asked,
    wish: Wish,
    cut_off: CutOff | None,
    tell: Callable[[str], None],
) -> Filled:
    """Fills the archive. With `cut_off`, another crawl, only what is not in that is asked for.

    Raises:
        UsageError: the site named is none.
        SourceError: nothing came, or the file named cannot be read.
    """
    if wish.file is not None:
        _copy(wish.file, archive)
        return Filled(sum(1 for _ in read_archive(wish.file, LARGEST_PAGE)))
    site = _site(wish.url or source.site)
    manners = Manners.of_environment(
        wish.delay, largest=LARGEST_PAGE, timeout=wish.timeout, budget=wish.budget
    )
    warnings = without_contact(manners)
    warnings += cut_off.warnings(datetime.now(UTC)) if cut_off else ()
    for warning in warnings:
        tell(warning)
    pages, known = _left_to_ask(archive, source, asked, cut_off, wish.url, manners)
    crawls, session = wish.crawls, asked.session.id
    earlier = known_pages(crawls, source, session, wish.url) if crawls else {}
    tell(f"asking {urlsplit(site).hostname} for {len(pages)} pages")
    with Archive(archive, manners.user_agent) as kept:
        errand = Errand(source, tuple(pages), frozenset(known), wish.url, earlier)
        outcome = fetch(errand, kept, manners, Progress(tell, "pages"))
        requests = kept.responses
        take_over(kept, [earlier[page] for page in outcome.unchanged])
    if requests == 0 and not known:
        trouble = outcome.trouble
        raise SourceError(
            trouble.reason if trouble else "the crawl ended before anything was read",
            where=trouble.url if trouble else site,
            what_to_do="try again later, or name an archive of pages with --file",
        )
    return Filled(requests, outcome.trouble, warnings)


def _left_to_ask(
    archive: Path,
    source: PageSource,
    asked: Asked,
    cut_off: CutOff | None,
    url: str | None,
    manners: Manners,
) -> tuple[list[Page], set[Page]]:
    """The pages to ask for, and those that are known already. What the crawl that was cut off has
    is taken over, all or nothing; a page of it that is not what it should be is asked for again.
    """
    if cut_off is None:
        return source.first_pages(asked), set()
    begun = archive.with_name("taken_over")
    with Archive(begun, manners.user_agent) as kept:
        take_over_all(kept, cut_off.archive, source, url)
    begun.rename(archive)
    reading = read_responses(archive, source, asked)
    return [*reading.missing, *reading.refused], reading.known


def _copy(file: Path, archive: Path) -> None:
    try:
        shutil.copyfile(file, archive)
    except OSError as error:
        raise SourceError(
            f"the archive cannot be read: {error.strerror or error}",
            where=str(file),
            what_to_do="name an archive.warc.gz that a crawl left",
        ) from error


def _site(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query:
        raise UsageError(
            f"{url!r} is not the address of a web site",
            where="--url",
            what_to_do="name an address that begins with https://",
        )
    return url
