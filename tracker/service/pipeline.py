"""From a source to the record: fetched or read from a local file, judged, loaded if sound, noted.

`answerable crawl`, `answerable load` and the schedule all go this way. What loading needs is
imported while the spider works, since that takes as long.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tracker import paths
from tracker.crawls.manifest import CrawlReport, Monitor, lists_seats, read_manifest, read_report
from tracker.crawls.request import CrawlRequest, SourceRequest
from tracker.crawls.sources import SourceDeclaration, declared_source
from tracker.crawls.sums import content_of
from tracker.crawls.verdict import Measured, Verdict, read_verdict
from tracker.errors import AnswerableError, DataFileError, SourceError, UsageError
from tracker.service.asking import day_asked, request_for
from tracker.service.attempts import (
    BY_COMMAND,
    BY_SCHEDULE,
    Ending,
    Outcome,
    Through,
    attempting,
    attempts,
)
from tracker.service.days import older_than, passed_over, read_through, today_of
from tracker.service.spider import SpiderFailed, Staged, Supervised, stage

if TYPE_CHECKING:
    from tracker.intake.load import GatedCrawl
    from tracker.intake.people import ReadPeople
    from tracker.intake.report import LoadReport

TOLD_TO_STOP = "it was told to stop"


@dataclass(frozen=True)
class Wish:
    """What becomes of what is read."""

    load: bool = True
    """Load what is sound, or only keep it."""
    accept_less: bool = False
    """Load although the monitors found that something is missing, or otherwise."""
    keep: bool = True
    """Keep the file as it came, also if it is refused."""
    tells: bool = False
    """Say on standard error how far the spider has come."""


@dataclass(frozen=True)
class Run:
    """Who began it, and how another thread may stop it."""

    started_by: str = BY_COMMAND
    plan: str | None = None
    supervised: Supervised = field(default_factory=Supervised)


@dataclass(frozen=True)
class Reading:
    """What came of it."""

    folder: Path | None
    """Where it is kept; None where the record held the very same, and no crawl of it is kept."""
    report: CrawlReport
    outcome: Outcome
    monitors: Sequence[Monitor]
    loaded: LoadReport | None = None
    is_good: bool = True
    warnings: Sequence[str] = ()
    """What a reader should know of how it came about."""
    seconds: float = 0.0


class _LoadedBefore(Exception):
    """The record holds the very same, and loading it again would change nothing."""

    def __init__(self, content: str, loaded: LoadReport) -> None:
        super().__init__()
        self.content = content
        self.loaded = loaded


def read_source(asked: SourceRequest, wish: Wish, run: Run) -> Reading:
    """Reads a source, judges what came beside the last good crawl of the same session, and loads it
    if it is sound. However that ends, it is noted with the attempts at the source.

    Raises:
        UsageError: what is asked for cannot be meant, or another attempt is under way.
        SpiderFailed: nothing could be read.
        Stopped: it was told to stop while it waited for another attempt.
        StoreError: the store or the home cannot be written; nothing of this is loaded.
    """
    started = time.perf_counter()
    source = declared_source(asked.source)
    noted = attempting(
        source.id,
        asked.session,
        started_by=run.started_by,
        plan=run.plan,
        wait=run.supervised.wait if run.started_by == BY_SCHEDULE else None,
    )
    with noted as ending, _said(ending, run):
        day = day_asked(source, asked)
        ending.file_day = day.date if day else None
        request = request_for(source, asked, day, keep=wish.keep, tells=wish.tells)
        try:
            reading = _read(source, request, wish, run, ending)
        except _LoadedBefore as before:
            reading = _read_before(source, before)
            ending.outcome, ending.crawl = reading.outcome, reading.folder
    return replace(reading, seconds=round(time.perf_counter() - started, 3))


def read_reviewed_record(source: str, file: Path) -> LoadReport:
    """Loads a reviewed record, given as a folder or a zip of one, and notes that as an attempt at
    `source`. It holds to its own counts, so there is nothing to judge it by.

    Raises:
        UsageError: there is no such file, or another attempt is under way.
        DataFileError: it is no zip of a record, or of a session that nothing is known of.
        SourceError: a file of the record is wrong; nothing of it is loaded.
        StoreError: the store or the home cannot be written; nothing of this is loaded.
    """
    from tracker.intake.load import load_record
    from tracker.intake.record_folder import record_folder, session_of_record
    from tracker.store import open_store

    with record_folder(file) as folder:
        _, session = session_of_record(folder)
        with attempting(source, session.session_id) as ending, _said(ending, Run()):
            try:
                report = load_record(open_store(), folder)
            except DataFileError as error:
                raise SourceError(
                    error.what, where=error.where, what_to_do=error.what_to_do
                ) from error
            ending.outcome = Outcome.LOADED if report.loaded else Outcome.UNCHANGED
            return replace(report, source=source)


def _read(
    source: SourceDeclaration,
    request: CrawlRequest,
    wish: Wish,
    run: Run,
    ending: Ending,
) -> Reading:
    staged = stage(
        request,
        run.supervised,
        inherits=(ending.lock,),
        meanwhile=lambda: _get_ready(source, request, wish),
    )
    folder = ending.crawl = staged.folder
    report = read_report(folder) or _report_of_archive(folder)
    if staged.unchanged:
        report = report.model_copy(update={"requests": staged.requests, "pages": 0})
    older = _older(source, folder, report, ending.file_day)
    if older:
        reading = Reading(folder, report, Outcome.UNCHANGED, report.monitors)
    else:
        reading = _judged_and_loaded(source, wish, staged, report)
    ending.outcome = reading.outcome
    notes = [older] if older else []
    if not reading.is_good:
        ending.detail = _what_was_wrong(reading)
    else:
        if wish.load:
            notes += _settled(ending, source, folder)
        ending.detail = held_back(report) or "; ".join(notes) or None
    return replace(reading, warnings=[*staged.warnings, *notes])


def _get_ready(source: SourceDeclaration, request: CrawlRequest, wish: Wish) -> None:
    """Imports what loading needs, and what DuckDB imports at its first look at an Arrow table, and
    reads the reviewed rules.

    Raises, which ends the spider:
        _LoadedBefore: there is nothing to load, and no copy of it to keep.
        DataFileError: a reviewed file is wrong.
        StoreError: the store's address cannot be understood, or it cannot be read.
    """
    from tracker.store import open_store

    store = open_store()
    if request.file and request.file.exists() and wish.load and not wish.keep:
        from tracker.intake.repeat_loads import recognise

        content, session_id = content_of(request.file), _session_id(source, request)
        same = recognise(store, source.id, content, session_id)
        if same:
            raise _LoadedBefore(content, same)
    import pyarrow.dataset  # noqa: F401

    import tracker.intake.load
    import tracker.intake.monitors  # noqa: F401
    from tracker.rules.reference import reference

    jurisdiction = source.jurisdiction(request.jurisdiction)
    if jurisdiction:
        reference(jurisdiction)


def _session_id(source: SourceDeclaration, request: CrawlRequest) -> str | None:
    """As in ca-20252026, or ca where no session was named; None where the file says whose it is,
    and where it is written so that the spider refuses it.
    """
    from tracker.rules.reference import jurisdiction_of

    jurisdiction = source.jurisdiction(request.jurisdiction)
    if not request.session or not jurisdiction:
        return jurisdiction
    try:
        return jurisdiction_of(jurisdiction).session(request.session).session_id
    except UsageError:
        return None


def _read_before(source: SourceDeclaration, before: _LoadedBefore) -> Reading:
    """What is kept of the crawl that read the same bytes."""
    for folder in sorted(paths.crawls_dir(source.id).glob("*Z"), reverse=True):
        try:
            if read_manifest(folder).content != before.content:
                continue
        except UsageError:
            continue
        report, verdict = _report_of_archive(folder), read_verdict(folder)
        monitors = verdict.monitors if verdict else []
        return Reading(folder, report, Outcome.UNCHANGED, monitors, before.loaded)
    report = CrawlReport(
        source=source.id,
        requests=0,
        pages=0,
        bytes=0,
        refused=[],
        unreadable=[],
        items={},
        monitors=[],
        seconds=0.0,
    )
    return Reading(None, report, Outcome.UNCHANGED, [], before.loaded)


def _older(
    source: SourceDeclaration, folder: Path, report: CrawlReport, as_of: date | None
) -> str | None:
    """Why a sound file is not that of the day asked for, if it is not."""
    if not source.day_files or not as_of:
        return None
    sound = all(monitor.ok for monitor in report.monitors)
    return older_than(source.day_files, as_of, folder) if sound else None


def _settled(ending: Ending, source: SourceDeclaration, folder: Path) -> list[str]:
    """Notes up to which day nothing needs to be read any more, now that the record has this file;
    and says which days before it were never read, if any.
    """
    files = source.day_files
    if not files:
        return []
    manifest, as_of = read_manifest(folder), ending.file_day
    through = read_through(files, folder, manifest, as_of, today_of(files))
    ending.through = Through(session=manifest.session, day=through) if through else None
    if as_of is None or not manifest.changes_only:
        return []
    lost = passed_over(files, attempts(source.id), manifest.session, as_of)
    return [lost] if lost else []


def _judged_and_loaded(
    source: SourceDeclaration, wish: Wish, staged: Staged, report: CrawlReport
) -> Reading:
    """Judges and loads the crawl, unless the record holds the very same."""
    from tracker.intake.load import load_gated
    from tracker.intake.people import ReadPeople, load_people
    from tracker.store import open_store

    folder = staged.folder
    known = _known(source, wish, staged)
    if known:
        return Reading(folder, report, Outcome.UNCHANGED, *known)
    monitors, gated = _judged(folder, report, accept_less=wish.accept_less)
    if gated is None:
        outcome = Outcome.UNREADABLE if report.unreadable else Outcome.NOT_LOADED
        return Reading(folder, report, outcome, monitors, is_good=False)
    if not wish.load:
        return Reading(folder, report, Outcome.KEPT, monitors)
    if isinstance(gated, ReadPeople):
        loaded = load_people(open_store(), gated)
    else:
        loaded = load_gated(open_store(), gated, is_judged=True)
    return Reading(folder, report, Outcome.LOADED, monitors, loaded)


def _known(
    source: SourceDeclaration, wish: Wish, staged: Staged
) -> tuple[list[Monitor], LoadReport | None] | None:
    """Where nothing has changed: what the earlier crawl was judged, and what loading it again would
    report; None where it was not judged good, or the record does not hold it as it was loaded.
    """
    from tracker.intake.repeat_loads import recognise
    from tracker.store import open_store

    if not staged.unchanged:
        return None
    verdict, manifest = read_verdict(staged.folder), read_manifest(staged.folder)
    if not verdict or not verdict.is_good:
        return None
    if not wish.load:
        return verdict.monitors, None
    same = recognise(open_store(), source.id, manifest.content, manifest.session_id)
    return (verdict.monitors, same) if same else None


def _judged(
    folder: Path, report: CrawlReport, *, accept_less: bool
) -> tuple[list[Monitor], GatedCrawl | ReadPeople | None]:
    """What every monitor found, and what passed the gate if the crawl may be loaded."""
    from tracker.intake.load import gate_crawl
    from tracker.intake.monitors import complete_report, judge, last_good, measure
    from tracker.intake.people import read_people
    from tracker.intake.thinning import record_kept
    from tracker.store import open_store

    if not all(monitor.ok for monitor in report.monitors):
        complete_report(folder, None)
        return report.monitors, None
    store = open_store()
    gated: GatedCrawl | ReadPeople
    kept: list[Monitor] = []
    if lists_seats(folder):
        gated = read_people(folder)
        measured = Measured(items=gated.manifest.counts, filled={}, rolls=0)
    else:
        gated = gate_crawl(folder, store)
        measured = measure(gated.manifest, gated.staged, gated.bill_facts, gated.passed)
        kept = [record_kept(store, gated.manifest, gated.bill_facts)]
    whole = not gated.manifest.changes_only
    good = last_good(folder.parent, gated.manifest.session_id) if whole else None
    verdict = Verdict(
        monitors=[
            *report.monitors,
            *judge(measured, good[1] if good else None),
            *kept,
        ],
        measured=measured,
        compared_with=str(good[0]) if good else None,
        accepted=accept_less,
    )
    complete_report(folder, verdict)
    return verdict.monitors, gated if verdict.is_good else None


def held_back(report: CrawlReport) -> str | None:
    """Of a crawl that is good but for measures that were left as the record has them: which, and
    what was wrong with the first.
    """
    if not report.held_back:
        return None
    return f"held back: {some(report.held_back)}; {_first_problem(report)}"


MOST_SAID = 20
"""Pages or measures in trouble that are named one by one."""


def some(names: Sequence[str]) -> str:
    """The first of these names, and how many more there are."""
    more = f" and {len(names) - MOST_SAID:,} more" if names[MOST_SAID:] else ""
    return ", ".join(names[:MOST_SAID]) + more


def _what_was_wrong(reading: Reading) -> str:
    """Why nothing is loaded: as the first page in trouble or the failed monitor says."""
    failed = next(one for one in reading.monitors if not one.ok)
    page = _first_problem(reading.report) if failed in reading.report.monitors else None
    return page or failed.detail


def _first_problem(report: CrawlReport) -> str | None:
    problems = [*report.unreadable, *report.refused]
    if not problems:
        return None
    more = f" (and {len(problems) - 1} more pages)" if len(problems) > 1 else ""
    return f"{problems[0].reason}, at {problems[0].url}{more}"


def outcome_of(error: AnswerableError) -> Outcome:
    """How an attempt ended that such an error ended."""
    return Outcome.UNREADABLE if isinstance(error, SourceError) else Outcome.FAILED


@contextmanager
def _said(ending: Ending, run: Run) -> Iterator[None]:
    """Notes with the attempt what an error says of why it ended, and of which day a file was."""
    try:
        yield
    except (KeyboardInterrupt, SystemExit):
        ending.detail = TOLD_TO_STOP
        raise
    except SpiderFailed as failure:
        if run.supervised.is_stopped:
            ending.detail = TOLD_TO_STOP
        else:
            ending.is_wrong_use = failure.is_wrong_use
            ending.outcome, ending.detail = failure.outcome, failure.said
        raise
    except AnswerableError as error:
        ending.outcome = outcome_of(error)
        ending.detail, ending.is_wrong_use = error.what, isinstance(error, UsageError)
        raise
    finally:
        if ending.file_day and not ending.outcome.is_good:
            why = ending.detail or "no reason was given"
            ending.detail = f"the file of {ending.file_day}: {why}"


def _report_of_archive(folder: Path) -> CrawlReport:
    """The same for a crawl of one file, which has no pages that could be refused."""
    manifest = read_manifest(folder)
    return CrawlReport(
        source=manifest.source,
        requests=len(manifest.files),
        pages=0,
        bytes=sum(file.bytes for file in manifest.files),
        refused=[],
        unreadable=[],
        items=manifest.counts,
        monitors=[],
        seconds=0.0,
    )
