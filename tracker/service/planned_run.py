"""One run of the schedule as a process of its own, for a server: what it takes in memory is given
back, and what crashes in a load ends no server.

It is told on its standard input what to read, says on its last line what came of it, and ends with
the server, however that ends.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress

from pydantic import BaseModel

from tracker.crawls.request import SourceRequest
from tracker.errors import AnswerableError
from tracker.plain_text import without_controls
from tracker.process.parent import end_with_parent
from tracker.process.short_process import begin_short_process, end_short_process
from tracker.service.attempts import BY_SCHEDULE, Outcome
from tracker.service.pipeline import Run, Wish, outcome_of, read_source
from tracker.service.spider import SpiderFailed, Supervised

SPIDER_PATIENCE = 4.0
"""Seconds for a spider to put away what it has, once the server is told to end: that has ten."""


class Told(BaseModel):
    """What a run is to read."""

    asked: SourceRequest
    plan: str


def read_apart(asked: SourceRequest, plan: str, supervised: Supervised) -> Outcome:
    """Reads a source in a process of its own, and says how that ended.

    Raises SpiderFailed where it was stopped.
    """
    line = Told(asked=asked, plan=plan).model_dump_json().encode() + b"\n"
    command = [sys.executable, "-m", "tracker.service.planned_run"]
    with supervised.running(command) as child:
        return _outcome(child, line)


def _outcome(child: subprocess.Popen[bytes], line: bytes) -> Outcome:
    assert child.stdin is not None
    assert child.stdout is not None
    with suppress(BrokenPipeError):
        child.stdin.write(line)
        child.stdin.flush()
    said = child.stdout.read().splitlines()
    code = child.wait()
    try:
        return Outcome(json.loads(said[-1])["outcome"])
    except (IndexError, ValueError, KeyError, TypeError) as error:
        raise SpiderFailed(code, None) from error


def main() -> int:
    """Reads what it is told to. The outcome stands in the history; 0 where it was good."""
    begin_short_process()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    line = b""
    while not line.endswith(b"\n") and (part := os.read(0, 1 << 16)):
        line += part
    end_with_parent()
    told = Told.model_validate_json(line)
    run = Run(BY_SCHEDULE, told.plan, Supervised(patience=SPIDER_PATIENCE))
    try:
        outcome = read_source(told.asked, Wish(), run).outcome
    except SpiderFailed as failed:
        outcome = failed.outcome
    except AnswerableError as error:
        print(without_controls(str(error)), file=sys.stderr)
        outcome = outcome_of(error)
    print(json.dumps({"outcome": outcome}), flush=True)
    return 0 if outcome.is_good else 1


if __name__ == "__main__":
    end_short_process(main())
