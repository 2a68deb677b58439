"""What a person is told of a crawl that is not loaded, or not in all its parts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import typer

from tracker.cli.exits import Exit
from tracker.cli.output import say
from tracker.crawls.manifest import CrawlReport, Monitor
from tracker.service.attempts import Ending, Outcome

MOST_SAID = 20
"""Pages in trouble that are named one by one."""


def what_was_wrong(report: CrawlReport, monitors: Sequence[Monitor]) -> tuple[Outcome, str]:
    """How an attempt ended that loads nothing, and why: as the first page in trouble or the failed
    monitor says.
    """
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


def say_held_back(report: CrawlReport, ending: Ending) -> None:
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


def end_unloaded(
    outcome: Outcome, report: CrawlReport, monitors: Sequence[Monitor], folder: Path
) -> NoReturn:
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
