"""What `python -m scrapers` may be asked for. Imports nothing of what does it."""

from __future__ import annotations

import argparse
from datetime import date
from enum import StrEnum
from pathlib import Path


class Task(StrEnum):
    """What a command does, whatever the source."""

    CRAWL_FILE = "crawl_file"
    """Reads a source that publishes a session as one file."""
    CRAWL_PAGES = "crawl_pages"
    """Reads a source page by page."""
    REPLAY = "replay"
    """Reads the archive of a crawl again."""


def parser(description: str | None) -> argparse.ArgumentParser:
    """The parser; what it finds has a `task`."""
    parser = argparse.ArgumentParser(prog="python -m scrapers", description=description)
    parser.add_argument(
        "--end-with-parent", action="store_true", help="end when standard input, a pipe, does"
    )
    parser.set_defaults(needs_numpy=False)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    crawl = commands.add_parser("crawl", help="read one source into a crawl folder")
    sources = crawl.add_subparsers(required=True, metavar="SOURCE", dest="source")
    rolls = sources.add_parser("ca_rollcalls", help="California roll calls, one session's archive")
    _add_rollcalls(rolls)
    rolls.set_defaults(needs_numpy=True)
    leginfo = sources.add_parser("ca_leginfo", help="the Legislature's pages of named measures")
    old = sources.add_parser("ca_archive", help="the old site's pages of named measures, to 2016")
    for source in (leginfo, old):
        _add_pages_of_bills(source)
    leginfo.add_argument(
        "--listed", action="store_true", help="every measure that the site lists of the session"
    )
    hearings = sources.add_parser(
        "ca_hearings", help="hearings and daily files, the houses' own pages"
    )
    _add_hearings(hearings)
    bulk = sources.add_parser("ca_pubinfo", help="California bills, history and votes, bulk files")
    _add_pubinfo(bulk)
    for source in (rolls, leginfo, old, hearings, bulk):
        _add_common_options(source)
    again = commands.add_parser("replay", help="read the archive of a crawl again, and compare")
    again.set_defaults(task=Task.REPLAY, needs_numpy=True)
    again.add_argument("folder", type=Path, metavar="FOLDER")
    return parser


def _add_rollcalls(source: argparse.ArgumentParser) -> None:
    source.add_argument("--file", type=Path, metavar="ZIP", help="a local archive; no network")
    source.add_argument("--url", help="another address; {years} stands for the session as in 07-08")
    _add_file_options(source)


def _add_pubinfo(source: argparse.ArgumentParser) -> None:
    source.add_argument(
        "--file", type=Path, metavar="PATH", help="pubinfo_YYYY.zip, or a folder of its .dat files"
    )
    source.add_argument("--url", help="another site with the same addresses, or another address")
    day = source.add_mutually_exclusive_group()
    day.add_argument("--daily", metavar="DAY", help="the whole session as of that day, as in Mon")
    day.add_argument("--changes", metavar="DAY", help="what changed on that day, as in Mon")
    _add_file_options(source)


def _add_file_options(source: argparse.ArgumentParser) -> None:
    source.set_defaults(task=Task.CRAWL_FILE)
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


def _add_pages_of_bills(source: argparse.ArgumentParser) -> None:
    _add_page_options(source)
    source.add_argument(
        "--bill", action="append", default=[], help='a measure, as in "SB 375"; may be repeated'
    )
    source.add_argument(
        "--since", type=date.fromisoformat, metavar="DAY", help="only measures that moved since"
    )
    source.set_defaults(first=None, last=None, listed=False)


def _add_hearings(source: argparse.ArgumentParser) -> None:
    _add_page_options(source)
    source.set_defaults(bill=[], since=None, listed=False)
    for name, to in (("--from", "first"), ("--until", "last")):
        source.add_argument(name, dest=to, type=date.fromisoformat, metavar="DAY")


def _add_page_options(source: argparse.ArgumentParser) -> None:
    source.set_defaults(task=Task.CRAWL_PAGES)
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


def _add_common_options(source: argparse.ArgumentParser) -> None:
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


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 <= value <= 3600:
        raise argparse.ArgumentTypeError("a pause lies between 0 and 3600 seconds")
    return value
