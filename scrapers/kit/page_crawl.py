"""A crawl of pages, which come from the site, from past crawls or from a file into one archive.

If every page is as the newest sound crawl of the same measures has it, nothing is staged; but a
crawl that goes on with another always is, so that the one that was cut off is not the newest any
more, and is not gone on with again.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlsplit

from scrapers.kit.crawl import Crawled, Tell, crawls_to_resume
from scrapers.kit.manners import Manners
from scrapers.kit.page_spider import Errand, fetch
from scrapers.kit.parsed_pages import ParsedPages, parse_archive
from scrapers.kit.past_pages import (
    UNFINISHED,
    CutOff,
    asked_in,
    cut_off_crawl,
    known_pages,
    past_crawls,
    take_over,
    take_over_all,
)
from scrapers.kit.progress import Progress
from scrapers.kit.source import LARGEST_PAGE, Asked, Page, PageSource
from scrapers.kit.staging import ARCHIVE, cannot_write, provenance
from scrapers.kit.warc import Archive, read_archive
from tracker.crawls.manifest import CrawlReport, Manifest, Monitor, Problem
from tracker.crawls.request import TIMEOUTS, CrawlRequest
from tracker.crawls.sources import Choice, SourceKind
from tracker.errors import AnswerableError, SourceError, UsageError
from tracker.rules import reference
from tracker.rules.jurisdictions import Jurisdiction, LegislativeSession
from tracker.rules.measures import Measure


@dataclass(frozen=True)
class _Filled:
    """What came of filling the archive: how many requests were answered, what ended it early, if
    anything, and what a reader should know.
    """

    requests: int
    trouble: Problem | None = None
    warnings: Sequence[str] = ()


@contextmanager
def crawled_pages(source: PageSource, wish: CrawlRequest, tell: Tell) -> Iterator[Crawled]:
    """The pages of the measures or days asked for, parsed. Raises as `crawl` does."""
    asked = _asked(source, wish)
    cut_off = _cut_off(wish, source, asked)
    asked = cut_off.asked if cut_off else asked
    with _under_way(wish, _manifest(ParsedPages(source, asked))) as space:
        archive = space / ARCHIVE
        filled = _fill(archive, source, asked, wish, cut_off, tell)
        tell("reading what came")
        pages = parse_archive(archive, source, asked)
        report, manifest = _report(pages, filled, wish, archive), _manifest(pages)
        same = None if cut_off else _same_before(wish, source, manifest, report)
        if same:
            yield Crawled(filled.requests, filled.warnings, same)
        else:
            yield Crawled(
                filled.requests,
                filled.warnings,
                manifest=manifest,
                tables=pages.tables(),
                report=report,
                kept=[archive],
                space=space,
            )
    if cut_off is not None and cut_off.archive.parent.name.endswith(UNFINISHED):
        shutil.rmtree(cut_off.archive.parent, ignore_errors=True)


@contextmanager
def _under_way(wish: CrawlRequest, manifest: Manifest) -> Iterator[Path]:
    """A folder beside the one asked for. It stays if the process is ended in the middle, so that
    `--resume` finds what came until then.
    """
    space = wish.out.with_name(f".{wish.out.name}{UNFINISHED}")
    try:
        space.mkdir(parents=True)
        (space / "crawl.json").write_text(manifest.model_dump_json(indent=1), "utf-8")
    except OSError as error:
        raise cannot_write(wish.out, error) from error
    try:
        yield space
    except AnswerableError:
        shutil.rmtree(space, ignore_errors=True)
        raise
    shutil.rmtree(space, ignore_errors=True)


def _cut_off(wish: CrawlRequest, source: PageSource, asked: Asked) -> CutOff | None:
    if not wish.resume and not wish.resume_if_any:
        return None
    crawls = crawls_to_resume(wish)
    found = cut_off_crawl(crawls, source, asked)
    if found and not wish.resume and found.is_old(datetime.now(UTC)):
        return None
    if found is None and wish.resume:
        raise UsageError(
            "there is no crawl of these measures that was cut off",
            where=f"--resume, {crawls}",
            what_to_do="leave --resume out, or name the same measures as that crawl did",
        )
    return found


def _same_before(
    wish: CrawlRequest, source: PageSource, manifest: Manifest, report: CrawlReport
) -> Path | None:
    """The newest sound crawl of the same measures, if it holds the same pages, byte for byte. A
    page that is refused is never the same: what came is kept.
    """
    if wish.crawls is None or report.refused or not all(one.ok for one in report.monitors):
        return None
    for folder, past in past_crawls(wish.crawls, source, manifest.session):
        if asked_in(past) == asked_in(manifest):
            is_same = (past.files, past.program) == (manifest.files, manifest.program)
            return folder if is_same else None
    return None


def _asked(source: PageSource, wish: CrawlRequest) -> Asked:
    if wish.session is None:
        raise UsageError(
            "which session to read was not said",
            where="--session",
            what_to_do="add it, as in --session 2007-08",
        )
    legislature = reference.jurisdiction_of(source.declaration.only_jurisdiction)
    session = legislature.session(wish.session)
    if Choice.DAYS in source.declaration.choices:
        return Asked(session, days=_days(wish, session))
    if not wish.bills and not wish.listed:
        raise UsageError(
            "which measures to read was not said",
            where="--bill",
            what_to_do='name one or more: --bill "SB 375" --bill "AB 32"',
        )
    bills = tuple(sorted({_bill(text, session.id, legislature) for text in wish.bills}))
    return Asked(session, bills, since=wish.since)


def _days(wish: CrawlRequest, session: LegislativeSession) -> tuple[date, date]:
    first, last = wish.first or session.start, wish.last or session.end
    if not session.start <= first <= last <= session.end:
        raise UsageError(
            f"the days from {first} to {last} are not in the session {session.name}, in this order",
            where="--from and --until",
            what_to_do=f"name days from {session.start} to {session.end}, the earlier one first",
        )
    return first, last


def _bill(text: str, session: str, legislature: Jurisdiction) -> Measure:
    bill = legislature.measure(text, session)
    if bill is None:
        examples = dict.fromkeys(f'"{one}"' for one in legislature.measures.examples.values())
        raise UsageError(
            f"{text!r} is not a measure of the {legislature.legislature}",
            where="--bill",
            what_to_do=f"write its kind and number, as in {' or '.join(examples)}",
        )
    return bill


def _fill(
    archive: Path,
    source: PageSource,
    asked: Asked,
    wish: CrawlRequest,
    cut_off: CutOff | None,
    tell: Tell,
) -> _Filled:
    """Fills the archive. With `cut_off`, another crawl, only what is not in that is asked for.

    Raises:
        UsageError: the site named is none.
        SourceError: nothing came, or the file named cannot be read.
    """
    if wish.file is not None:
        _copy(wish.file, archive)
        return _Filled(sum(1 for _ in read_archive(wish.file, LARGEST_PAGE)))
    site = _site(wish.url or source.declaration.site)
    manners = Manners.of(wish, largest=LARGEST_PAGE, timeout=TIMEOUTS[SourceKind.PAGES])
    warnings = manners.warnings + (cut_off.warnings(datetime.now(UTC)) if cut_off else ())
    for warning in warnings:
        tell(warning)
    pages, known = _left_to_ask(archive, source, asked, cut_off, wish.url, manners)
    past = known_pages(wish.crawls, source, asked, wish.url) if wish.crawls else {}
    tell(f"asking {urlsplit(site).hostname} for {len(pages)} pages")
    with Archive(archive, manners.user_agent) as kept:
        errand = Errand(source, asked, tuple(pages), frozenset(known), wish.url, past)
        outcome = fetch(errand, kept, manners, Progress(tell, "pages"))
        requests = kept.responses
        take_over(kept, [past[page] for page in outcome.unchanged])
    if requests == 0 and not known:
        trouble = outcome.trouble
        raise SourceError(
            trouble.reason if trouble else "the crawl ended before anything was read",
            where=trouble.url if trouble else site,
            what_to_do="try again later, or name an archive of pages with --file",
        )
    return _Filled(requests, outcome.trouble, warnings)


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
    pages = parse_archive(archive, source, asked)
    return [*pages.missing, *pages.refused], pages.known


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


def _manifest(pages: ParsedPages) -> Manifest:
    held = ", ".join(pages.held_back_by_name)
    left = [f"left as the record has them, since a page was refused: {held}"] if held else []
    return Manifest(
        **provenance(pages.source.declaration),
        session=pages.asked.session.id,
        files=pages.files,
        counts=pages.items,
        absent=dict(pages.source.declaration.absent),
        repair=None,
        warnings=[*left, *pages.source.notes(pages.parsed).warnings],
        bills=[bill.printed for bill in pages.bills],
        asked=[bill.printed for bill in pages.asked.bills],
        days=pages.asked.days,
        since=pages.asked.since,
    )


def _report(pages: ParsedPages, filled: _Filled, wish: CrawlRequest, archive: Path) -> CrawlReport:
    unreadable = list(_unreadable(pages, filled.trouble, wish))
    first = f"; the first: {unreadable[0].reason}" if unreadable else ""
    detail = f"pages that did not come: {len(unreadable)}{first}"
    every_page_came = Monitor(name="every_page_came", ok=not unreadable, detail=detail)
    return CrawlReport(
        source=pages.source.declaration.id,
        requests=filled.requests,
        pages=len(pages.files),
        bytes=sum(len(response.body) for response in read_archive(archive, LARGEST_PAGE)),
        refused=list(pages.refused.values()),
        held_back=list(pages.held_back_by_name),
        unreadable=unreadable,
        items=pages.items,
        monitors=[every_page_came, pages.few_refused()],
        warnings=list(filled.warnings),
        seconds=0,
    )


def _unreadable(
    pages: ParsedPages, trouble: Problem | None, wish: CrawlRequest
) -> Iterator[Problem]:
    """Every page that did not come; after the first in trouble the others were not asked for."""
    if trouble:
        yield trouble
    absent = "the archive does not hold it" if wish.file else "the site gave another page instead"
    for page, said in pages.missing.items():
        address = pages.source.address(page, wish.url)
        if trouble is None or trouble.url != address:
            reason = said or ("not asked for after that" if trouble else absent)
            yield Problem(url=address, reason=reason)
