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
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.errors import AnswerableError, UsageError
from tracker.record.parent import end_with_parent
from tracker.record.short_process import begin_short_process, end_short_process, write_nowhere

if TYPE_CHECKING:
    from scrapers.budget import Budget

OTHER_READING = 1
WRONG_USE = 2
UNREADABLE = 4


def main(arguments: list[str] | None = None) -> int:
    """Run one crawl; the folder is printed on stdout, progress and errors on stderr."""
    begin_short_process()
    asked = _parser().parse_args(arguments)
    if asked.end_with_parent:
        end_with_parent()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        run: Callable[[argparse.Namespace], int] = asked.run
        return run(asked)
    except AnswerableError as error:
        print(f"error: {error}", file=sys.stderr)
        _answer({"error": error.what})
        return WRONG_USE if isinstance(error, UsageError) else UNREADABLE


def _crawl_file(asked: argparse.Namespace) -> int:
    from scrapers.bulk.crawl import Wish, crawl
    from scrapers.bulk_sources import BULK_SOURCES
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
    with _telling(asked) as tell:
        result = crawl(BULK_SOURCES[asked.source], wish, tell)
    _answer(
        {
            "folder": str(result.folder),
            "unchanged": result.unchanged,
            "requests": result.requests,
            "warnings": list(result.warnings),
        }
    )
    return 0


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
    from tracker.record.reference import reference

    session = reference("ca").jurisdiction.session(asked.session)
    return asked.first or session.start, asked.last or session.end


def _replay(asked: argparse.Namespace) -> int:
    from scrapers.bulk import replay as files
    from scrapers.bulk_sources import BULK_SOURCES
    from scrapers.page_sources import PAGE_SOURCES
    from scrapers.pages import replay as pages
    from tracker.record.manifest import read_manifest

    manifest = read_manifest(asked.folder)
    if manifest.source in BULK_SOURCES:
        again = files.replay(asked.folder, manifest, BULK_SOURCES)
    else:
        again = pages.replay(asked.folder, manifest, PAGE_SOURCES)
    _answer({"items": again.items, "difference": again.difference})
    return 0 if again.difference is None else OTHER_READING


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m scrapers", description=__doc__)
    parser.add_argument(
        "--end-with-parent", action="store_true", help="end when standard input, a pipe, does"
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    crawl = commands.add_parser("crawl", help="read one source into a crawl folder")
    sources = crawl.add_subparsers(required=True, metavar="SOURCE", dest="source")
    rolls = sources.add_parser("ca_rollcalls", help="California roll calls, one session's archive")
    rolls.add_argument("--file", type=Path, metavar="ZIP", help="a local archive; no network")
    rolls.add_argument("--url", help="another address; {years} stands for the session as in 07-08")
    pages = [
        sources.add_parser("ca_leginfo", help="the Legislature's pages of named measures"),
        sources.add_parser("ca_archive", help="the old site's pages of named measures, to 2016"),
    ]
    for source in pages:
        _add_page_options(source)
        source.add_argument(
            "--bill", action="append", default=[], help='a measure, as in "SB 375"; may be repeated'
        )
        source.add_argument(
            "--since", type=date.fromisoformat, metavar="DAY", help="only measures that moved since"
        )
        source.set_defaults(first=None, last=None, listed=False)
    pages[0].add_argument(
        "--listed", action="store_true", help="every measure that the site lists of the session"
    )
    hearings = sources.add_parser("ca_hearings", help="hearings, from the houses' own pages")
    _add_page_options(hearings)
    hearings.set_defaults(bill=[], since=None, listed=False)
    for name, to in (("--from", "first"), ("--until", "last")):
        hearings.add_argument(name, dest=to, type=date.fromisoformat, metavar="DAY")
    bulk = sources.add_parser("ca_pubinfo", help="California bills, history and votes, bulk files")
    bulk.add_argument(
        "--file", type=Path, metavar="PATH", help="pubinfo_YYYY.zip, or a folder of its .dat files"
    )
    bulk.add_argument("--url", help="another site with the same addresses, or another address")
    day = bulk.add_mutually_exclusive_group()
    day.add_argument("--daily", metavar="DAY", help="the whole session as of that day, as in Mon")
    day.add_argument("--changes", metavar="DAY", help="what changed on that day, as in Mon")
    for source in (rolls, bulk):
        _add_file_options(source)
    for source in (rolls, *pages, hearings, bulk):
        source.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="to stage in")
        source.add_argument(
            "--delay", type=_seconds, default=2.0, help="seconds between requests (default 2)"
        )
        source.add_argument(
            "--budget-file", type=Path, metavar="FILE", help="where requests of a day are counted"
        )
        source.add_argument(
            "--budget", type=int, default=5000, help="requests to one host in a day (default 5000)"
        )
        source.add_argument("--progress", action="store_true", help="say on stderr what is done")
    again = commands.add_parser("replay", help="read the archive of a crawl again, and compare")
    again.set_defaults(run=_replay)
    again.add_argument("folder", type=Path, metavar="FOLDER")
    return parser


def _add_page_options(source: argparse.ArgumentParser) -> None:
    source.set_defaults(run=_crawl_pages)
    source.add_argument("--session", required=True, help="20072008, 2007-2008 or 2007-08")
    source.add_argument("--file", type=Path, metavar="WARC", help="a local archive; no network")
    source.add_argument("--url", help="another site with the same addresses")
    source.add_argument(
        "--timeout", type=_seconds, default=60.0, help="seconds for one page (default 60)"
    )
    source.add_argument(
        "--crawls", type=Path, metavar="FOLDER", help="earlier crawls: fetch only what changed"
    )
    source.add_argument(
        "--resume", action="store_true", help="go on with the newest of those that was cut off"
    )
    source.add_argument(
        "--resume-if-any", action="store_true", help="the same if of late, else begin anew"
    )


def _add_file_options(source: argparse.ArgumentParser) -> None:
    source.set_defaults(run=_crawl_file)
    source.add_argument("--session", help="20072008, 2007-2008 or 2007-08")
    source.add_argument(
        "--earlier", type=Path, metavar="FOLDER", help="an earlier crawl: fetch only what changed"
    )
    source.add_argument(
        "--crawls", type=Path, metavar="FOLDER", help="the same for a folder of earlier crawls"
    )
    source.add_argument(
        "--timeout", type=_seconds, default=180.0, help="seconds for one part (default 180)"
    )
    source.add_argument(
        "--resume", action="store_true", help="only go on with a download that broke off"
    )
    source.add_argument(
        "--keep", action="store_true", help="keep what came as it came, also if it is refused"
    )


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 <= value <= 3600:
        raise argparse.ArgumentTypeError("a pause lies between 0 and 3600 seconds")
    return value


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


if __name__ == "__main__":
    end_short_process(main())
