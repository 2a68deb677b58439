"""What past crawls of the same pages have: how to ask again, and what was cut off."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from pydantic import ValidationError

from scrapers.kit.parsed_pages import links_of
from scrapers.kit.source import LARGEST_PAGE, Asked, Page, PageSource
from scrapers.kit.staging import ARCHIVE, sound_crawls
from scrapers.kit.warc import Archive, Came, as_they_came, read_archive
from tracker.crawls.manifest import REPORT, Manifest, read_report
from tracker.crawls.verdict import read_verdict
from tracker.rules import reference

UNFINISHED = ".unfinished"
"""The end of the name of a folder in which a crawl is under way, or was cut off."""
LONGEST_PAUSE = timedelta(days=3)
"""Since the last page came of a crawl that was cut off. What a Friday's budget cut off is gone on
with on Monday; what is older is not gone on with unasked: its pages may be others by now."""
MOST_LOOKED_AT = 20
"""Earlier crawls. A page that none of the newest has is asked for as if it were new."""


@dataclass(frozen=True)
class Known:
    """What an earlier crawl has of a page, and the words with which to ask if it changed."""

    archive: Path
    place: int
    """Number of the response in that archive, from 0."""
    headers: Mapping[str, str]
    links: tuple[Page, ...]


@dataclass(frozen=True)
class CutOff:
    """A crawl that did not come to its end."""

    archive: Path
    asked: Asked
    """As it asked: for the same, from the same day on or an earlier one."""
    oldest: datetime
    newest: datetime
    """When the first and the last came of what it has."""

    def is_old(self, now: datetime) -> bool:
        """Whether it was cut off too long ago to go on with unasked."""
        return now - self.newest > LONGEST_PAUSE

    def warnings(self, now: datetime) -> tuple[str, ...]:
        """How old the pages taken over are, where a reader should know."""
        if now - self.oldest <= LONGEST_PAUSE:
            return ()
        days = (now - self.oldest).days
        return (
            "pages are taken over from a crawl that was cut off; the oldest came "
            f"{days} days ago, on {self.oldest.date()}",
        )


def asked_in(manifest: Manifest) -> Asked:
    """What a crawl asked for."""
    legislature = reference.jurisdiction_of(manifest.jurisdiction)
    session = legislature.session(manifest.session)
    bills = [legislature.measure(printed, session.id) for printed in manifest.asked or ()]
    return Asked(session, tuple(bill for bill in bills if bill), manifest.days, manifest.since)


def past_crawls(crawls: Path, source: PageSource, session: str) -> Iterator[tuple[Path, Manifest]]:
    """The crawls of that session that were found sound, newest first."""
    for folder, manifest in sound_crawls(crawls):
        if (manifest.source, manifest.session) == (source.declaration.id, session):
            verdict = read_verdict(folder)
            if (folder / REPORT).is_file() and (not verdict or verdict.is_good):
                yield folder, manifest


def known_pages(
    crawls: Path, source: PageSource, asked: Asked, url: str | None
) -> dict[Page, Known]:
    """Pages of that site, or where they are, that sound crawls have; of those of which the site
    said how to ask again.
    """
    known: dict[Page, Known] = {}
    for folder, manifest in islice(past_crawls(crawls, source, asked.session.id), MOST_LOOKED_AT):
        accepted = {file.url for file in manifest.files}
        found: dict[Page, Known] = {}
        path = folder / ARCHIVE
        both = zip(as_they_came(path, LARGEST_PAGE), read_archive(path, LARGEST_PAGE), strict=False)
        for place, (came, answer) in enumerate(both):
            page = source.page_at(came.url)
            words = _words(came)
            if page is None or came.status != 200 or came.url not in accepted or not words:
                continue
            if came.url == source.address(page, url):
                links = tuple(links_of(source, page, answer, asked))
                found[page] = Known(path, place, words, links)
        known = found | known
    return known


def take_over(archive: Archive, unchanged: Collection[Known]) -> None:
    """Copies what the site says is as it was, so that every crawl can be read by itself."""
    places: dict[Path, set[int]] = {}
    for known in unchanged:
        places.setdefault(known.archive, set()).add(known.place)
    for path, wanted in places.items():
        for place, came in enumerate(as_they_came(path, LARGEST_PAGE)):
            if place in wanted:
                came.put_into(archive)


def take_over_all(archive: Archive, cut_off: Path, source: PageSource, url: str | None) -> None:
    """Copies what a crawl that was cut off has, but for pages of another site than is asked now."""
    for came in as_they_came(cut_off, LARGEST_PAGE):
        page = source.page_at(came.url)
        if page is None or came.url == source.address(page, url):
            came.put_into(archive)


def cut_off_crawl(crawls: Path, source: PageSource, asked: Asked) -> CutOff | None:
    """The newest crawl of these measures, if that did not come to its end. One that ended before
    anything came is passed over.
    """
    folders = [*crawls.glob(f".*Z{UNFINISHED}"), *crawls.glob("*Z")]
    for folder in sorted(folders, key=lambda path: path.name.strip("."), reverse=True):
        manifest = _manifest(folder)
        if manifest is None or manifest.source != source.declaration.id:
            continue
        then, report = asked_in(manifest), read_report(folder)
        if not _holds(then, asked):
            continue
        if report and not report.unreadable:
            return None
        came = [one.came_at for one in as_they_came(folder / ARCHIVE, LARGEST_PAGE)]
        if came:
            oldest, newest = (datetime.fromisoformat(at) for at in (min(came), max(came)))
            return CutOff(folder / ARCHIVE, then, oldest, newest)
    return None


def _holds(then: Asked, now: Asked) -> bool:
    """Whether what was asked for then is what is asked for now, but that it may begin earlier: a
    plan that reads the last few days begins later each day.
    """
    if then.since and now.since:
        return replace(now, since=min(then.since, now.since)) == then
    if then.days and now.days:
        return replace(now, days=(min(then.days[0], now.days[0]), now.days[1])) == then
    return then == now


def _manifest(folder: Path) -> Manifest | None:
    try:
        return Manifest.model_validate_json((folder / "crawl.json").read_text("utf-8"))
    except (OSError, ValidationError):
        return None


def _words(came: Came) -> dict[str, str]:
    """What to ask with, as the site gave it; nothing where it gave nothing."""
    given = (
        ("If-None-Match", came.header("etag")),
        ("If-Modified-Since", came.header("last-modified")),
    )
    return {name: value for name, value in given if value}
