"""How each source stands: when it was last read well, when last tried, and what is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tracker.crawls.manifest import read_manifest
from tracker.errors import DataFileError, UsageError
from tracker.service.attempts import Attempt, Outcome, attempts
from tracker.service.days import Day
from tracker.service.one_schedule import running_schedule

RECENT = 10
"""Attempts that are shown of each source."""


@dataclass(frozen=True)
class SourceStatus:
    """One source; `recent` are its last attempts, newest first."""

    source: str
    title: str
    last_good: Attempt | None
    last_attempt: Attempt | None
    recent: tuple[Attempt, ...]
    absent: Mapping[str, str]
    """Kinds of facts that the last good crawl says its source does not hold, and why."""
    next_at: datetime | None
    """When the schedule that runs reads it next; None where none runs, or not for this source."""

    @property
    def wrong(self) -> str | None:
        """What is wrong with it now, in plain words; None where nothing is."""
        last = self.last_attempt
        if last is None or last.outcome is Outcome.RUNNING:
            return None
        if last.outcome.is_good:
            return last.detail
        failed = 0
        for attempt in self.recent:
            if attempt.outcome.is_good:
                break
            failed += 1
        times = f" ({failed} attempts in a row)" if failed > 1 else ""
        in_order = last.plan is not None and last.plan.endswith(_IN_ORDER)
        waiting = "; later days wait for it" if in_order else ""
        return f"{_WORDS[last.outcome]}: {last.detail or 'no reason was given'}{times}{waiting}"


_IN_ORDER = (f"--changes {Day.TODAY}", f"--changes {Day.YESTERDAY}")
"""How what a plan asks for ends, where it reads one day's changes after the other."""

_WORDS: Mapping[Outcome, str] = {
    Outcome.NOT_LOADED: "read, kept and not loaded",
    Outcome.UNREADABLE: "the source could not be read",
    Outcome.FAILED: "it could not be tried",
    Outcome.INTERRUPTED: "it was interrupted",
}


def statuses(names: Mapping[str, str], now: datetime) -> list[SourceStatus]:
    """Every source, in the order of `names`, which say what each is."""
    due = _next_runs(now)
    return [
        _status(source, name, attempts(source), due.get(source)) for source, name in names.items()
    ]


def _next_runs(now: datetime) -> Mapping[str, datetime]:
    """By source, when the schedule that runs reads it next. A file that was changed and is none any
    more says nothing.
    """
    file = running_schedule()
    if file is None:
        return {}
    from tracker.service.schedule_file import read_schedule

    try:
        plan = read_schedule(file)
    except DataFileError:
        return {}
    found: dict[str, datetime] = {}
    for planned in plan:
        due, name = planned.next_after(now), planned.source.id
        found[name] = min(due, found.get(name, due))
    return found


def _status(
    source: str, title: str, tried: Sequence[Attempt], next_at: datetime | None
) -> SourceStatus:
    # In the order in which they were noted: a clock that was once wrong hides nothing after it.
    newest = tried[::-1]
    good = next((one for one in newest if one.outcome.is_good), None)
    return SourceStatus(
        source=source,
        title=title,
        last_good=good,
        last_attempt=newest[0] if newest else None,
        recent=tuple(newest[:RECENT]),
        absent=_absent(good.crawl) if good and good.crawl else {},
        next_at=next_at,
    )


def _absent(crawl: str) -> Mapping[str, str]:
    """What a crawl folder says; nothing where somebody has put it away."""
    try:
        return read_manifest(Path(crawl)).absent
    except UsageError:
        return {}
