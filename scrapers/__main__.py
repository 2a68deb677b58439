"""`python -m scrapers crawl SOURCE --out FOLDER`: one crawl, one folder, one line of JSON.

Exit codes: 0 staged (or unchanged), 2 wrong use, 4 the source could not be read.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
from pathlib import Path

from tracker.errors import AnswerableError, UsageError

WRONG_USE = 2
UNREADABLE = 4


def main(arguments: list[str] | None = None) -> int:
    """Run one crawl; the folder is printed on stdout, progress and errors on stderr."""
    asked = _parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        return _crawl(asked)
    except AnswerableError as error:
        print(f"error: {error}", file=sys.stderr)
        return WRONG_USE if isinstance(error, UsageError) else UNREADABLE


def _crawl(asked: argparse.Namespace) -> int:
    from scrapers.ca_rollcalls.crawl import Wish
    from scrapers.ca_rollcalls.sessions import read_session

    if asked.source == "ca_pubinfo":
        from scrapers.ca_pubinfo.crawl import crawl
    else:
        from scrapers.ca_rollcalls.crawl import crawl

    wish = Wish(
        out=asked.out,
        session=read_session(asked.session) if asked.session else None,
        file=asked.file,
        url=asked.url,
        earlier=asked.earlier,
        delay=asked.delay,
    )
    result = crawl(wish, _tell if asked.progress else _keep_quiet)
    print(json.dumps({"folder": str(result.folder), "unchanged": result.unchanged}))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m scrapers", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="crawl")
    crawl = commands.add_parser("crawl", help="read one source into a crawl folder")
    sources = crawl.add_subparsers(required=True, metavar="SOURCE", dest="source")
    rolls = sources.add_parser("ca_rollcalls", help="California roll calls, one session's archive")
    rolls.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="where to stage")
    rolls.add_argument("--session", help="20072008, 2007-2008 or 2007-08")
    rolls.add_argument("--file", type=Path, metavar="ZIP", help="a local archive; no network")
    rolls.add_argument("--url", help="another address; {years} stands for the session as in 07-08")
    rolls.add_argument(
        "--earlier", type=Path, metavar="FOLDER", help="an earlier crawl: fetch only what changed"
    )
    rolls.add_argument(
        "--delay", type=_seconds, default=2.0, help="seconds between requests (default 2)"
    )
    rolls.add_argument("--progress", action="store_true", help="say on stderr what is being done")
    bulk = sources.add_parser("ca_pubinfo", help="California bills, history and votes, bulk files")
    bulk.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="where to stage")
    bulk.add_argument("--session", help="20072008, 2007-2008 or 2007-08")
    bulk.add_argument(
        "--file", type=Path, metavar="PATH", help="pubinfo_YYYY.zip, or a folder of its .dat files"
    )
    bulk.add_argument("--url", help="where the file was published, as its source is cited")
    bulk.add_argument("--progress", action="store_true", help="say on stderr what is being done")
    bulk.set_defaults(earlier=None, delay=0.0)
    return parser


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 <= value <= 3600:
        raise argparse.ArgumentTypeError("a pause lies between 0 and 3600 seconds")
    return value


def _tell(step: str) -> None:
    print(step, file=sys.stderr, flush=True)


def _keep_quiet(_step: str) -> None:
    pass


if __name__ == "__main__":
    sys.exit(main())
