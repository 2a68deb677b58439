"""`python -m scrapers crawl SOURCE --out FOLDER`: one crawl, one folder, one line of JSON.

`python -m scrapers replay FOLDER` reads the archive of such a crawl again.
Exit codes: 0 kept in the folder (or unchanged; its report says whether it may be loaded), 1 another
reading than the first, 2 wrong use, 4 the source could not be read and nothing was kept.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

from scrapers.options import Task, parser
from tracker.errors import AnswerableError, UsageError
from tracker.process.parent import end_with_parent
from tracker.process.short_process import begin_short_process, end_short_process, write_nowhere

if TYPE_CHECKING:
    from scrapers.budget import Budget
    from scrapers.crawls import Result

OTHER_READING = 1
WRONG_USE = 2
UNREADABLE = 4


def main(arguments: list[str] | None = None) -> int:
    """Run one crawl; the folder is printed on stdout, progress and errors on stderr."""
    asked = parser(__doc__).parse_args(arguments)
    begin_short_process(needs_numpy=asked.needs_numpy)
    if asked.end_with_parent:
        end_with_parent()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        return _TASKS[asked.task](asked)
    except AnswerableError as error:
        print(f"error: {error}", file=sys.stderr)
        _answer({"error": error.what})
        return WRONG_USE if isinstance(error, UsageError) else UNREADABLE


def _crawl_file(asked: argparse.Namespace) -> int:
    from scrapers.bulk.crawl import crawl
    from scrapers.bulk.looking import Wish
    from scrapers.bulk_sources import bulk_source
    from scrapers.ca_pubinfo.addresses import address
    from scrapers.ca_rollcalls.sessions import read_session

    url = asked.url
    if asked.source == "ca_pubinfo":
        url = address(asked.url, daily=asked.daily, changes=asked.changes)
    wish = Wish(
        out=asked.out,
        session=read_session(asked.session) if asked.session else None,
        file=asked.file,
        url=url,
        earlier=asked.earlier,
        crawls=asked.crawls,
        budget=_budget(asked),
        delay=asked.delay,
        timeout=asked.timeout,
        resume=asked.resume,
        keep=asked.keep,
    )
    source = bulk_source(asked.source)
    assert source is not None, "the parser knows which sources publish files"
    with _telling(asked) as tell:
        result = crawl(source, wish, tell)
    return _answer_with(result)


def _crawl_pages(asked: argparse.Namespace) -> int:
    from scrapers.page_sources import PAGE_SOURCES
    from scrapers.pages.crawl import crawl
    from scrapers.pages.filling import Wish

    wish = Wish(
        out=asked.out,
        session=asked.session,
        bills=tuple(asked.bill),
        listed=asked.listed,
        days=_days(asked),
        file=asked.file,
        url=asked.url,
        since=asked.since,
        crawls=asked.crawls,
        resume=asked.resume,
        resume_if_any=asked.resume_if_any,
        budget=_budget(asked),
        delay=asked.delay,
        timeout=asked.timeout,
    )
    with _telling(asked) as tell:
        result = crawl(PAGE_SOURCES[asked.source], wish, tell)
    return _answer_with(result)


def _answer_with(result: Result) -> int:
    _answer(
        {
            "folder": str(result.folder),
            "unchanged": result.unchanged,
            "requests": result.requests,
            "warnings": list(result.warnings),
        }
    )
    return 0


def _answer(said: Mapping[str, object]) -> None:
    """What came of it, on the last line; that nobody is there to read it changes nothing."""
    try:
        print(json.dumps(said), flush=True)
    except BrokenPipeError:
        write_nowhere(sys.stdout)


def _budget(asked: argparse.Namespace) -> Budget | None:
    """What may be asked of a host today; a local file asks nobody, and needs no count.

    Raises:
        DataFileError: what was asked today cannot be known, so nothing is asked.
    """
    if asked.file is not None or asked.budget_file is None:
        return None
    from scrapers.budget import Budget

    budget = Budget(asked.budget_file, asked.budget)
    budget.spent()
    return budget


def _days(asked: argparse.Namespace) -> tuple[date, date] | None:
    """Both days, or the session's own where one is not said."""
    if asked.first is None and asked.last is None:
        return None
    from tracker.rules.reference import reference

    session = reference("ca").jurisdiction.session(asked.session)
    return asked.first or session.start, asked.last or session.end


def _replay(asked: argparse.Namespace) -> int:
    from scrapers.bulk import replay as files
    from scrapers.bulk_sources import bulk_source
    from scrapers.page_sources import PAGE_SOURCES
    from scrapers.pages import replay as pages
    from tracker.crawls.manifest import read_manifest

    manifest = read_manifest(asked.folder)
    if source := bulk_source(manifest.source):
        again = files.replay(asked.folder, manifest, source)
    else:
        again = pages.replay(asked.folder, manifest, PAGE_SOURCES)
    _answer({"items": again.items, "difference": again.difference})
    return 0 if again.difference is None else OTHER_READING


@contextmanager
def _telling(asked: argparse.Namespace) -> Iterator[Callable[[str], None]]:
    """Whom to tell of each step: standard error, if it is to be."""
    if not asked.progress:
        yield lambda _step: None
        return
    from scrapers.progress import Teller

    teller = Teller(sys.stderr)
    try:
        yield teller
    finally:
        teller.end_line()


_TASKS: Mapping[Task, Callable[[argparse.Namespace], int]] = {
    Task.CRAWL_FILE: _crawl_file,
    Task.CRAWL_PAGES: _crawl_pages,
    Task.REPLAY: _replay,
}


if __name__ == "__main__":
    end_short_process(main())
