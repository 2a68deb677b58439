"""One crawl of named measures: from the site or an archive of its answers, into a crawl folder."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from scrapers.manners import Manners
from scrapers.pages.reading import Reading, read_responses
from scrapers.pages.source import JURISDICTION, LARGEST_PAGE, Asked, PageSource, address_of
from scrapers.pages.spider import Outcome, fetch
from scrapers.staging import ARCHIVE, FORMAT, now, refuse_occupied, write_crawl_folder
from scrapers.warc import Archive, read_archive
from tracker.errors import SourceError, UsageError
from tracker.record import reference
from tracker.record.bills import BillId, parse_bill_id
from tracker.record.jurisdictions import LegislativeSession
from tracker.record.staging import CrawlReport, Manifest, Monitor, Problem


@dataclass(frozen=True)
class Wish:
    """What the person asked for."""

    out: Path
    session: str
    """As a person writes it: `2007-08`."""
    bills: tuple[str, ...] = ()
    """As a person writes them: `SB 375`."""
    days: tuple[date, date] | None = None
    """The first and the last day, of a source that is asked by day."""
    file: Path | None = None
    """An archive of responses to read instead of the site."""
    url: str | None = None
    """Another site with the same addresses."""
    delay: float = 2.0
    """Seconds between two requests."""
    timeout: float = 60.0
    """Seconds in which a page must have come whole."""


def crawl(source: PageSource, wish: Wish, tell: Callable[[str], None]) -> CrawlReport:
    """Stage the named measures in `wish.out`; `tell` is told of each step.

    Pages that are refused or do not come are in the report, whose monitors then say that the
    crawl may not be loaded.

    Raises:
        UsageError: the wish names no such session or measure, or `wish.out` is occupied.
        SourceError: nothing at all came from the site; `wish.out` was not made.
        CrawlFolderError: `wish.out` cannot be written.
    """
    started = time.perf_counter()
    refuse_occupied(wish.out)
    asked = _asked(source, wish)
    with tempfile.TemporaryDirectory(prefix=f"{source.name}-") as folder:
        archive = Path(folder) / ARCHIVE
        trouble = _fill(archive, source, asked, wish, tell)
        tell("reading what came")
        reading = read_responses(archive, source, asked)
        unreadable = _unreadable(reading, trouble, wish)
        report = _report(reading, unreadable, archive, time.perf_counter() - started)
        manifest = _manifest(reading)
        extra = {"report.json": report.model_dump_json(indent=1).encode() + b"\n"}
        write_crawl_folder(wish.out, manifest, reading.tables(), extra=extra, moved=[archive])
    tell(f"staged in {wish.out}")
    return report


def asked_in(manifest: Manifest) -> Asked:
    """What a crawl asked for."""
    session = reference.jurisdiction_of(JURISDICTION).session(manifest.session)
    bills = [parse_bill_id(printed, manifest.session) for printed in manifest.asked or ()]
    return Asked(session, tuple(bill for bill in bills if bill), manifest.days)


def _asked(source: PageSource, wish: Wish) -> Asked:
    session = reference.jurisdiction_of(JURISDICTION).session(wish.session)
    if source.asked_by_day:
        return Asked(session, days=_days(wish, session))
    if not wish.bills:
        raise UsageError(
            "which measures to read was not said",
            where="--bill",
            what_to_do='name one or more: --bill "SB 375" --bill "AB 32"',
        )
    return Asked(session, tuple(sorted({_bill(text, session.id) for text in wish.bills})))


def _days(wish: Wish, session: LegislativeSession) -> tuple[date, date]:
    first, last = wish.days or (session.start, session.end)
    if not session.start <= first <= last <= session.end:
        raise UsageError(
            f"the days from {first} to {last} are not in the session {session.name}, in this order",
            where="--from and --until",
            what_to_do=f"name days from {session.start} to {session.end}, the earlier one first",
        )
    return first, last


def _bill(text: str, session: str) -> BillId:
    bill = BillId.parse(text) if text.startswith(session) else parse_bill_id(text, session)
    if bill is None:
        raise UsageError(
            f"{text!r} is not a measure of the California Legislature",
            where="--bill",
            what_to_do='write its kind and number: "SB 375", or "SBX2 10" of a special session',
        )
    return bill


def _fill(
    archive: Path,
    source: PageSource,
    asked: Asked,
    wish: Wish,
    tell: Callable[[str], None],
) -> Problem | None:
    """Fills the archive from the site, or copies the one named; what ended it early, if anything.

    Raises SourceError where nothing came.
    """
    if wish.file is not None:
        _copy(wish.file, archive)
        return None
    site = _site(wish.url or source.site)
    pages = source.first_pages(asked)
    manners = Manners.of_environment(wish.delay, largest=LARGEST_PAGE, timeout=wish.timeout)
    if manners.contact is None:
        tell("ANSWERABLE_CONTACT is not set, so the site is not told whom to write to")
    tell(f"asking {urlsplit(site).hostname} for {len(pages)} pages")
    with Archive(archive, manners.user_agent) as kept:
        outcome: Outcome = fetch(source, pages, wish.url, kept, manners)
    if kept.responses == 0:
        trouble = outcome.trouble
        raise SourceError(
            trouble.reason if trouble else "the crawl ended before anything was read",
            where=trouble.url if trouble else site,
            what_to_do="try again later, or name an archive of pages with --file",
        )
    return outcome.trouble


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


def _unreadable(reading: Reading, trouble: Problem | None, wish: Wish) -> list[Problem]:
    """Every page that did not come; the first with the reason, the others were not asked for."""
    absent = "the archive does not hold it" if wish.file else "the site gave another page instead"
    problems = [trouble] if trouble else []
    for page in reading.missing:
        address = address_of(page, reading.source, wish.url)
        if trouble is None or trouble.url != address:
            reason = "not asked for after that" if trouble else absent
            problems.append(Problem(url=address, reason=reason))
    return problems


def _report(
    reading: Reading, unreadable: list[Problem], archive: Path, seconds: float
) -> CrawlReport:
    sizes = [len(response.body) for response in read_archive(archive, LARGEST_PAGE)]
    return CrawlReport(
        source=reading.source.name,
        requests=len(sizes),
        pages=len(reading.files),
        bytes=sum(sizes),
        refused=reading.refused,
        unreadable=unreadable,
        items=reading.items,
        monitors=[
            _monitor("every_page_came", unreadable, "did not come"),
            _monitor("no_page_refused", reading.refused, "were refused"),
        ],
        seconds=round(seconds, 3),
    )


def _monitor(name: str, problems: Sequence[Problem], what: str) -> Monitor:
    if not problems:
        return Monitor(name=name, ok=True, detail=f"pages that {what}: 0")
    detail = f"pages that {what}: {len(problems)}; the first: {problems[0].reason}"
    return Monitor(name=name, ok=False, detail=detail)


def _manifest(reading: Reading) -> Manifest:
    return Manifest(
        format=FORMAT,
        source=reading.source.name,
        jurisdiction=JURISDICTION,
        session=reading.asked.session.id,
        read_at=now(),
        files=reading.files,
        counts=reading.items,
        repair=None,
        warnings=list(reading.source.notes(reading.read).warnings),
        licence=reading.source.licence,
        attribution=reading.source.attribution,
        bills=[bill.printed for bill in reading.bills],
        asked=[bill.printed for bill in reading.asked.bills],
        days=reading.asked.days,
    )
