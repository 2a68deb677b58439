"""What `answerable load` and `crawl` have in common: they read, and say what was wrong."""

from __future__ import annotations

from typing import NoReturn

import typer

from tracker.cli.exits import Exit, end_on_signal
from tracker.cli.output import say
from tracker.crawls.request import SourceRequest
from tracker.service.attempts import Outcome
from tracker.service.pipeline import MOST_SAID, Reading, Run, Wish, read_source, some
from tracker.service.spider import SpiderFailed


def read(asked: SourceRequest, wish: Wish) -> Reading:
    """Reads a source as a person asked; one that could not be read ends the command, since the
    spider has said why.
    """
    end_on_signal()
    try:
        return read_source(asked, wish, Run())
    except SpiderFailed as failed:
        raise spider_failed(failed) from failed


def spider_failed(failed: SpiderFailed) -> typer.Exit:
    """The end of a command whose spider has said why it failed."""
    return typer.Exit(Exit.WRONG_USE if failed.is_wrong_use else Exit.UNREADABLE)


def say_held_back(reading: Reading) -> None:
    """Of a crawl that is good but for measures that were left as the record has them."""
    if reading.report.held_back:
        _say_problems(reading)
        named = some(reading.report.held_back)
        say(f"Held back, and left as the record has them: {named}. All else was read.")


def end_unloaded(reading: Reading, command: str) -> NoReturn:
    """Says what was wrong, and ends with the code that scripts rely on."""
    folder, own = reading.folder, reading.report.monitors
    _say_problems(reading)
    if reading.outcome is Outcome.UNREADABLE:
        say(f"Kept in {folder}, and not loaded: the source could not be read.")
        raise typer.Exit(Exit.UNREADABLE)
    failed = [monitor for monitor in reading.monitors if not monitor.ok]
    if reading.report.refused and failed[0] in own:
        say(f"Kept in {folder}, and not loaded: a page is not what it should be.")
        raise typer.Exit(Exit.NOT_LOADED)
    for monitor in failed:
        say(f"{monitor.name}: {monitor.detail}")
    say(f"Kept in {folder}, and not loaded: a monitor failed.")
    say(f"Look at what it holds; if that is right as it is, {command} again with --accept-less.")
    raise typer.Exit(Exit.NOT_LOADED)


def _say_problems(reading: Reading) -> None:
    problems = [*reading.report.unreadable, *reading.report.refused]
    for problem in problems[:MOST_SAID]:
        say(f"{problem.url}: {problem.reason}")
    if len(problems) > MOST_SAID:
        say(f"... and {len(problems) - MOST_SAID:,} more pages; all are in report.json.")
