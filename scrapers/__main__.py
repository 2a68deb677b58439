"""One crawl into one folder, or the archive of a crawl read again; the answer is one line of JSON.

The program asks with `python -m scrapers --end-with-parent crawl -`, and the request
(`tracker.crawls.request.CrawlRequest`) as JSON on the first line of standard input. By hand, each
field of that request is an option:

    python -m scrapers crawl ca_leginfo --session 2007-08 --bill "SB 375" --out FOLDER --progress
    python -m scrapers replay FOLDER

Exit codes: 0 kept in the folder (or unchanged; its report says whether it may be loaded), 1 another
reading than the first, 2 wrong use, 4 the source could not be read and nothing was kept.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import get_origin

from pydantic import ValidationError

from tracker.crawls.request import CrawlRequest, option
from tracker.crawls.sources import declared_source
from tracker.errors import AnswerableError, UsageError
from tracker.process.parent import end_with_parent
from tracker.process.short_process import begin_short_process, end_short_process, write_nowhere

OTHER_READING = 1
WRONG_USE = 2
UNREADABLE = 4
FIRST_LINE = "-"
"""Instead of a source: the request is the first line of standard input."""


def main(arguments: list[str] | None = None) -> int:
    """Does one task; its answer is printed on stdout, progress and errors on stderr."""
    parser = _parser()
    asked = vars(parser.parse_args(arguments))
    ends_with_parent, folder = asked.pop("end_with_parent"), asked.pop("folder", None)
    try:
        request = None if folder else _request(asked)
    except ValidationError as error:
        parser.error("; ".join(_in_words(error)))
    if ends_with_parent:
        end_with_parent()
    try:
        if request is None:
            begin_short_process(needs_numpy=True)
            return _replay(folder)
        begin_short_process(needs_numpy=declared_source(request.source).needs_numpy)
        return _crawl(request)
    except AnswerableError as error:
        print(f"error: {error}", file=sys.stderr)
        _answer({"error": error.what})
        return WRONG_USE if isinstance(error, UsageError) else UNREADABLE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m scrapers",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--end-with-parent", action="store_true", help="end when standard input, a pipe, does"
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    crawl = commands.add_parser("crawl", help="read one source into a crawl folder")
    crawl.add_argument("source", metavar="SOURCE", help=f"a source; {FIRST_LINE} for a request")
    for name, field in CrawlRequest.model_fields.items():
        if name != "source":
            many = get_origin(field.annotation) is tuple
            crawl.add_argument(
                option(name),
                dest=name,
                help=field.description,
                default=argparse.SUPPRESS,
                action="store_true" if field.annotation is bool else "append" if many else "store",
            )
    again = commands.add_parser("replay", help="read the archive of a crawl again, and compare")
    again.add_argument("folder", type=Path, metavar="FOLDER")
    return parser


def _request(asked: Mapping[str, object]) -> CrawlRequest:
    """The request that the options make, or that standard input holds.

    Nothing is read beyond its line: after it, the end of standard input is that of the parent.
    """
    if asked["source"] != FIRST_LINE:
        return CrawlRequest.model_validate(asked)
    line = b""
    while not line.endswith(b"\n") and (part := os.read(0, 1 << 16)):
        line += part
    return CrawlRequest.model_validate_json(line)


def _in_words(error: ValidationError) -> Iterator[str]:
    for fault in error.errors():
        name = option(str(fault["loc"][0])) if fault["loc"] else "the request"
        yield f"{name}: {fault['msg']}"


def _crawl(request: CrawlRequest) -> int:
    from scrapers.kit.crawl import crawl
    from scrapers.sources import source_of

    source = source_of(request.source)
    _sweep_up_when_told_to_end()
    with _telling(request) as tell:
        result = crawl(source, request, tell)
    _answer(
        {
            "folder": str(result.folder),
            "unchanged": result.unchanged,
            "requests": result.requests,
            "warnings": list(result.warnings),
        }
    )
    return 0


def _sweep_up_when_told_to_end() -> None:
    """From here on there is something to sweep up. A process that is told to end while it still
    imports has begun nothing, and an error in the middle of an import would print pages of it.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))


def _answer(said: Mapping[str, object]) -> None:
    """What came of it, on the last line; that nobody is there to read it changes nothing."""
    try:
        print(json.dumps(said), flush=True)
    except BrokenPipeError:
        write_nowhere(sys.stdout)


def _replay(folder: Path) -> int:
    from scrapers.kit.replay import replay

    _sweep_up_when_told_to_end()
    again = replay(folder)
    _answer({"items": again.items, "difference": again.difference})
    return 0 if again.difference is None else OTHER_READING


@contextmanager
def _telling(request: CrawlRequest) -> Iterator[Callable[[str], None]]:
    """Whom to tell of each step: standard error, if it is to be."""
    if not request.progress:
        yield lambda _step: None
        return
    from scrapers.kit.progress import Teller

    teller = Teller(sys.stderr)
    try:
        yield teller
    finally:
        teller.end_line()


if __name__ == "__main__":
    end_short_process(main())
