"""One crawl from the command line: read, judged, loaded if sound, and noted however it ends."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import typer

from tracker import paths
from tracker.cli import spiders
from tracker.cli.crawl_options import Loading
from tracker.cli.exits import Exit
from tracker.cli.file_days import of_day, older, settle
from tracker.cli.output import Format, print_one, say
from tracker.errors import AnswerableError, SourceError
from tracker.record.full_report import complete_report
from tracker.record.load import GatedCrawl, gate_crawl, load_gated
from tracker.record.manifest import CrawlReport, Monitor, read_manifest, read_report
from tracker.record.monitors import (
    Verdict,
    judge,
    last_good,
    measure,
    read_verdict,
)
from tracker.record.parent import PATIENCE, end_with_parent
from tracker.record.readings import recognise
from tracker.record.report import LoadReport
from tracker.service.attempts import BY_SCHEDULE, Ending, Outcome, attempting, started_by
from tracker.service.bulk_days import CAPITOL
from tracker.store import open_store

LONGER_PATIENCE = 3 * PATIENCE
"""Seconds for a crawl that is told to stop: its spider is given a third of them."""
MOST_SAID = 20
"""Pages in trouble that are named one by one."""


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
        known = (report.monitors, None) if notes[0] else _known(source, wish, staged)
        if known:
            (monitors, loaded), is_good = known, True
        else:
            monitors, gated = _judged(folder, report, accept_less=wish.accept_less)
            is_good = gated is not None
            wanted = gated if wish.load else None
            loaded = load_gated(open_store(), wanted, is_judged=True) if wanted else None
        ending.outcome = Outcome.LOADED if loaded else Outcome.KEPT
        if known:
            ending.outcome = Outcome.UNCHANGED
        if is_good and wish.load:
            notes.append(settle(ending, source, folder, as_of, today))
        said = [note for note in notes if note]
        ending.detail = "; ".join(said) or None
        if not is_good:
            ending.outcome, ending.detail = _what_was_wrong(report, monitors)
        print_one(
            {
                "source": source,
                "crawl": str(folder),
                "requests": report.requests,
                "pages": report.pages,
                "refused": len(report.refused),
                "held_back": report.held_back,
                "items": report.items,
                "load": _loaded(loaded, wish.form),
                "monitors": [monitor.model_dump() for monitor in monitors],
                "problems": [one.model_dump() for one in (*report.unreadable, *report.refused)],
                "warnings": [*staged.warnings, *said],
                "seconds": round(time.perf_counter() - started, 3),
            },
            wish.form,
        )
        if is_good:
            _say_held_back(report, ending)
        else:
            _end(ending.outcome, report, monitors, folder)


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


def _what_was_wrong(report: CrawlReport, monitors: Sequence[Monitor]) -> tuple[Outcome, str]:
    outcome = Outcome.UNREADABLE if report.unreadable else Outcome.NOT_LOADED
    failed = next(one for one in monitors if not one.ok)
    page = _first_problem(report) if failed in report.monitors else None
    return outcome, page or failed.detail


def _first_problem(report: CrawlReport) -> str | None:
    problems = [*report.unreadable, *report.refused]
    if not problems:
        return None
    more = f" (and {len(problems) - 1} more pages)" if len(problems) > 1 else ""
    return f"{problems[0].reason}, at {problems[0].url}{more}"


def _say_problems(report: CrawlReport) -> None:
    problems = [*report.unreadable, *report.refused]
    for problem in problems[:MOST_SAID]:
        say(f"{problem.url}: {problem.reason}")
    if len(problems) > MOST_SAID:
        say(f"... and {len(problems) - MOST_SAID:,} more pages; all are in report.json.")


def _say_held_back(report: CrawlReport, ending: Ending) -> None:
    """Of a crawl that is good but for measures that were left as the record has them."""
    if not report.held_back:
        return
    named = ", ".join(report.held_back[:MOST_SAID])
    more = (
        f" and {len(report.held_back) - MOST_SAID:,} more" if report.held_back[MOST_SAID:] else ""
    )
    ending.detail = f"held back: {named}{more}; {_first_problem(report)}"
    _say_problems(report)
    say(f"Held back, and left as the record has them: {named}{more}. All else was read.")


def _end(outcome: Outcome, report: CrawlReport, monitors: Sequence[Monitor], folder: Path) -> None:
    """Says what was wrong, and ends with the code that scripts rely on."""
    _say_problems(report)
    if outcome is Outcome.UNREADABLE:
        say(f"Kept in {folder}, and not loaded: the source could not be read.")
        raise typer.Exit(Exit.UNREADABLE)
    failed = [monitor for monitor in monitors if not monitor.ok]
    if report.refused and failed[0] in report.monitors:
        say(f"Kept in {folder}, and not loaded: a page is not what it should be.")
        raise typer.Exit(Exit.NOT_LOADED)
    for monitor in failed:
        say(f"{monitor.name}: {monitor.detail}")
    say(f"Kept in {folder}, and not loaded: a monitor failed.")
    say("Look at what it holds; if that is right as it is, crawl again with --accept-less.")
    raise typer.Exit(Exit.NOT_LOADED)


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
