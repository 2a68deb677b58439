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
from dataclasses import fields
from typing import TYPE_CHECKING

from scrapers.options import Task, parser
from tracker.errors import AnswerableError, UsageError
from tracker.process.parent import end_with_parent
from tracker.process.short_process import begin_short_process, end_short_process, write_nowhere

if TYPE_CHECKING:
    from scrapers.kit.crawl import Result

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


def _crawl(asked: argparse.Namespace) -> int:
    from scrapers.kit.crawl import Wish, crawl
    from scrapers.sources import source_of

    known = {field.name for field in fields(Wish)}
    given = {name: value for name, value in vars(asked).items() if name in known}
    wish = Wish(**given, bills=tuple(getattr(asked, "bill", ())))
    with _telling(asked) as tell:
        result = crawl(source_of(asked.source), wish, tell)
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


def _replay(asked: argparse.Namespace) -> int:
    from scrapers.kit.replay import replay

    again = replay(asked.folder)
    _answer({"items": again.items, "difference": again.difference})
    return 0 if again.difference is None else OTHER_READING


@contextmanager
def _telling(asked: argparse.Namespace) -> Iterator[Callable[[str], None]]:
    """Whom to tell of each step: standard error, if it is to be."""
    if not asked.progress:
        yield lambda _step: None
        return
    from scrapers.kit.progress import Teller

    teller = Teller(sys.stderr)
    try:
        yield teller
    finally:
        teller.end_line()


_TASKS: Mapping[Task, Callable[[argparse.Namespace], int]] = {
    Task.CRAWL_FILE: _crawl,
    Task.CRAWL_PAGES: _crawl,
    Task.REPLAY: _replay,
}


if __name__ == "__main__":
    end_short_process(main())
