"""One crawl of named measures: from the site or an archive of its answers, into a crawl folder."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from scrapers.crawls import Result, crawls_to_resume
from scrapers.pages.earlier import UNFINISHED, CutOff, asked_in, cut_off_crawl, earlier_crawls
from scrapers.pages.filling import Wish, fill
from scrapers.pages.judging import report_of
from scrapers.pages.reading import Reading, read_responses
from scrapers.pages.source import JURISDICTION, Asked, PageSource
from scrapers.staging import (
    ARCHIVE,
    cannot_write,
    now,
    refuse_occupied,
    write_crawl_folder,
)
from tracker.crawls.manifest import FORMAT, REPORT, CrawlReport, Manifest
from tracker.crawls.sums import program
from tracker.errors import AnswerableError, UsageError
from tracker.rules import reference
from tracker.rules.jurisdictions import LegislativeSession
from tracker.rules.measures import BillId, parse_bill_id


def crawl(source: PageSource, wish: Wish, tell: Callable[[str], None]) -> Result:
    """Stage the named measures in `wish.out`; `tell` is told of each step.

    Pages that are refused or do not come are in the report, whose monitors say whether the others
    may be loaded. If every page is as the newest sound crawl of the same measures has
    it, nothing is staged; but a crawl that goes on with another always is, so that the one that was
    cut off is not the newest any more, and is not gone on with again.

    Raises:
        UsageError: the wish names no such session or measure, `wish.out` is occupied, or there is
            no crawl to go on with.
        SourceError: nothing at all came from the site; `wish.out` was not made.
        CrawlFolderError: `wish.out` cannot be written.
    """
    started = time.perf_counter()
    refuse_occupied(wish.out)
    asked = _asked(source, wish)
    cut_off = _cut_off(wish, source, asked)
    asked = cut_off.asked if cut_off else asked
    source = source.bounded(asked)
    with _under_way(wish, _manifest(Reading(source, asked))) as space:
        archive = space / ARCHIVE
        filled = fill(archive, source, asked, wish, cut_off, tell)
        tell("reading what came")
        reading = read_responses(archive, source, asked)
        report = report_of(reading, filled, wish, archive, time.perf_counter() - started)
        manifest = _manifest(reading)
        same = None if cut_off else _same_before(wish, source, manifest, report)
        if same is None:
            extra = {REPORT: report.model_dump_json(indent=1).encode() + b"\n"}
            write_crawl_folder(wish.out, manifest, reading.tables(), extra=extra, moved=[archive])
    if cut_off is not None and cut_off.archive.parent.name.endswith(UNFINISHED):
        shutil.rmtree(cut_off.archive.parent, ignore_errors=True)
    tell("nothing has changed since the earlier crawl" if same else f"staged in {wish.out}")
    return Result(same or wish.out, same is not None, filled.requests, filled.warnings)


@contextmanager
def _under_way(wish: Wish, manifest: Manifest) -> Iterator[Path]:
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


def _cut_off(wish: Wish, source: PageSource, asked: Asked) -> CutOff | None:
    if not wish.resume and not wish.resume_if_any:
        return None
    crawls = crawls_to_resume(wish.crawls, wish.file)
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
    wish: Wish, source: PageSource, manifest: Manifest, report: CrawlReport
) -> Path | None:
    """The newest sound crawl of the same measures, if it holds the same pages, byte for byte. A
    page that is refused is never the same: what came is kept.
    """
    if wish.crawls is None or report.refused or not all(one.ok for one in report.monitors):
        return None
    for folder, earlier in earlier_crawls(wish.crawls, source, manifest.session):
        if asked_in(earlier) == asked_in(manifest):
            is_same = (earlier.files, earlier.program) == (manifest.files, manifest.program)
            return folder if is_same else None
    return None


def _asked(source: PageSource, wish: Wish) -> Asked:
    session = reference.jurisdiction_of(JURISDICTION).session(wish.session)
    if source.asked_by_day:
        return Asked(session, days=_days(wish, session))
    if not wish.bills and not wish.listed:
        raise UsageError(
            "which measures to read was not said",
            where="--bill",
            what_to_do='name one or more: --bill "SB 375" --bill "AB 32"',
        )
    bills = tuple(sorted({_bill(text, session.id) for text in wish.bills}))
    return Asked(session, bills, since=wish.since)


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


def _manifest(reading: Reading) -> Manifest:
    held = ", ".join(reading.held_back_by_name)
    left = [f"left as the record has them, since a page was refused: {held}"] if held else []
    return Manifest(
        format=FORMAT,
        source=reading.source.name,
        jurisdiction=JURISDICTION,
        session=reading.asked.session.id,
        read_at=now(),
        files=reading.files,
        counts=reading.items,
        absent=dict(reading.source.absent),
        repair=None,
        warnings=[*left, *reading.source.notes(reading.read).warnings],
        licence=reading.source.licence,
        attribution=reading.source.attribution,
        bills=[bill.printed for bill in reading.bills],
        asked=[bill.printed for bill in reading.asked.bills],
        days=reading.asked.days,
        since=reading.asked.since,
        program=program(),
    )
