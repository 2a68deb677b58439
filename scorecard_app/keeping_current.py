"""The schedule within the server: the sources are read when they are due, each run in a process of
its own, and alerts are sent.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from tracker.errors import AnswerableError
from tracker.plain_text import without_controls
from tracker.service.one_schedule import as_the_one_schedule
from tracker.service.planned_run import read_apart
from tracker.service.schedule_file import read_schedule, schedule_path
from tracker.service.scheduler import Schedule

Stop = Callable[[float], None]


@contextmanager
def keeping_current(*, wanted: bool) -> Iterator[Stop]:
    """Runs the schedule if it is `wanted`, until what it gives is called. Where it cannot run, the
    server goes on without and says why.
    """
    with ExitStack() as held:
        yield _begun(held) if wanted else _nothing


def _begun(held: ExitStack) -> Stop:
    try:
        file = schedule_path()
        plan = read_schedule(file)
        held.enter_context(as_the_one_schedule(file))
    except AnswerableError as error:
        _say(f"nothing is read by itself: {error}")
        return _nothing
    schedule = Schedule(plan, _say, read_apart)
    schedule.start()
    return schedule.stop


def _nothing(_patience: float) -> None:
    """There is nothing to stop."""


def _say(text: str) -> None:
    print(without_controls(f"schedule: {text}"), file=sys.stderr, flush=True)
