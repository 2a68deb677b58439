"""One crawl from the command line: read, judged, loaded if sound, and noted however it ends."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from tracker import paths
from tracker.cli import spiders
from tracker.cli.crawl_options import Loading
from tracker.cli.crawl_trouble import end_unloaded, say_held_back, what_was_wrong
from tracker.cli.exits import Exit
from tracker.cli.file_days import of_day, older, settle
from tracker.cli.output import Format, print_one
from tracker.crawls.manifest import CrawlReport, Monitor, read_manifest, read_report
from tracker.crawls.verdict import Verdict, read_verdict
from tracker.errors import AnswerableError, SourceError
from tracker.intake.load import GatedCrawl, gate_crawl, load_gated
from tracker.intake.monitors import complete_report, judge, last_good, measure
from tracker.intake.repeat_loads import recognise
from tracker.intake.report import LoadReport
from tracker.process.parent import PATIENCE, end_with_parent
from tracker.service.attempts import BY_SCHEDULE, Ending, Outcome, attempting, started_by
from tracker.service.bulk_days import CAPITOL
from tracker.store import open_store

LONGER_PATIENCE = 3 * PATIENCE
"""Seconds for a crawl that is told to stop: its spider is given a third of them."""


def crawl(
    source: str,
    session: str | None,
    options: Sequence[str],
    wish: Loading,
    as_of: date | None = None,
) -> None:
    """Crawls, judges, loads and prints; ends with the code that scripts rely on. Of a file that
    must be `as_of` a day, an older one is nothing new.
    """
    started, today = time.perf_counter(), datetime.now(CAPITOL).date()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    is_scheduled = started_by() == BY_SCHEDULE
    if is_scheduled:
        end_with_parent(LONGER_PATIENCE)
    with attempting(source, session) as ending, of_day(ending, as_of), _said(ending):
        staged = spiders.stage(
            source, _new_folder(source), options, inherits=(ending.lock,), tells=not is_scheduled
        )
        folder = ending.crawl = staged.folder
        report = read_report(folder) or _report_of_archive(folder)
        if staged.unchanged:
            report = report.model_copy(update={"requests": staged.requests, "pages": 0})
        notes = [older(folder, report, as_of)]
        done = _nothing_new(report) if notes[0] else _done(source, wish, staged, report)
        ending.outcome = done.outcome
        if done.is_good and wish.load:
            notes.append(settle(ending, source, folder, as_of, today))
        said = [note for note in notes if note]
        ending.detail = "; ".join(said) or None
        if not done.is_good:
            ending.outcome, ending.detail = what_was_wrong(report, done.monitors)
        seconds = round(time.perf_counter() - started, 3)
        warnings = [*staged.warnings, *said]
        row = _row(folder, report, done, wish.form)
        print_one({"source": source, **row, "warnings": warnings, "seconds": seconds}, wish.form)
        if done.is_good:
            say_held_back(report, ending)
        else:
            end_unloaded(ending.outcome, report, done.monitors, folder)


@dataclass(frozen=True)
class _Done:
    """How a crawl was judged, and what was loaded of it."""

    monitors: list[Monitor]
    loaded: LoadReport | None
    outcome: Outcome
    is_good: bool = True


def _nothing_new(report: CrawlReport) -> _Done:
    return _Done(report.monitors, None, Outcome.UNCHANGED)


def _done(source: str, wish: Loading, staged: spiders.Staged, report: CrawlReport) -> _Done:
    """Judges and loads the crawl, unless the record holds the very same."""
    known = _known(source, wish, staged)
    if known:
        return _Done(*known, Outcome.UNCHANGED)
    monitors, gated = _judged(staged.folder, report, accept_less=wish.accept_less)
    wanted = gated if wish.load else None
    loaded = load_gated(open_store(), wanted, is_judged=True) if wanted else None
    return _Done(monitors, loaded, Outcome.LOADED if loaded else Outcome.KEPT, gated is not None)


def _row(folder: Path, report: CrawlReport, done: _Done, form: Format) -> dict[str, object]:
    return {
        "crawl": str(folder),
        "requests": report.requests,
        "pages": report.pages,
        "refused": len(report.refused),
        "held_back": report.held_back,
        "items": report.items,
        "load": _loaded(done.loaded, form),
        "monitors": [monitor.model_dump() for monitor in done.monitors],
        "problems": [one.model_dump() for one in (*report.unreadable, *report.refused)],
    }


def _loaded(report: LoadReport | None, form: Format) -> dict[str, object] | None:
    if report is None:
        return None
    return report.for_reading() if form is Format.TABLE else report.as_dict()


def _known(
    source: str, wish: Loading, staged: spiders.Staged
) -> tuple[list[Monitor], LoadReport | None] | None:
    """Where nothing has changed: what the earlier crawl was judged, and what loading it again would
    report; None where it was not judged good, or the record does not hold it as it was loaded.
    """
    if not staged.unchanged:
        return None
    verdict, manifest = read_verdict(staged.folder), read_manifest(staged.folder)
    if not verdict or not verdict.is_good:
        return None
    if not wish.load:
        return verdict.monitors, None
    same = recognise(open_store(), source, manifest.content, manifest.session)
    return (verdict.monitors, same) if same else None


def _judged(
    folder: Path, report: CrawlReport, *, accept_less: bool
) -> tuple[list[Monitor], GatedCrawl | None]:
    """What every monitor found, and what passed the gate if the crawl may be loaded."""
    if not all(monitor.ok for monitor in report.monitors):
        complete_report(folder, None)
        return report.monitors, None
    gated = gate_crawl(folder, open_store())
    measured = measure(gated.manifest, gated.staged, gated.bill_facts, gated.passed)
    whole = not gated.manifest.changes_only
    good = last_good(folder.parent, gated.manifest.session) if whole else None
    verdict = Verdict(
        monitors=[*report.monitors, *judge(measured, good[1] if good else None)],
        measured=measured,
        compared_with=str(good[0]) if good else None,
        accepted=accept_less,
    )
    complete_report(folder, verdict)
    return verdict.monitors, gated if verdict.is_good else None


@contextmanager
def _said(ending: Ending) -> Iterator[None]:
    """Notes with the attempt what an error says of why it ended."""
    try:
        yield
    except (KeyboardInterrupt, SystemExit):
        ending.detail = "it was told to stop"
        raise
    except spiders.SpiderFailed as failure:
        wrong = failure.exit_code == Exit.WRONG_USE
        ending.outcome = Outcome.FAILED if wrong else Outcome.UNREADABLE
        ending.detail, ending.is_wrong_use = failure.said, wrong
        raise
    except AnswerableError as error:
        is_source = isinstance(error, SourceError)
        ending.outcome = Outcome.UNREADABLE if is_source else Outcome.FAILED
        ending.detail = error.what
        raise


def _new_folder(source: str) -> Path:
    """A folder that does not exist yet, named by this moment in UTC."""
    return paths.crawls_dir(source) / f"{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}"


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
