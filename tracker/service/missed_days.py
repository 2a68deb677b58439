"""Days of which the Legislature's changes are still to be read, by the history of attempts.

Days are read in order. A day's file replaces what earlier ones said of the same thing, so that an
earlier one read after it would put older lines over newer ones. One that was passed over is left to
the next file of the whole session.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from tracker.service.attempts import Attempt
from tracker.service.bulk_days import KEPT, has_a_file


def days_to_read(history: Iterable[Attempt], session: str, newest: date, today: date) -> list[date]:
    """The days up to `newest` that nothing in the history settled, the oldest first, of those whose
    file the site still holds; `newest` alone where the history settles none.
    """
    settled = _settled(history, session)
    if settled is None:
        return [newest]
    first = max(settled + timedelta(days=1), today - timedelta(days=KEPT))
    return _with_files(first, newest)


def passed_over(history: Iterable[Attempt], session: str, day: date) -> str | None:
    """That days before this one were never read, if so: the site's files of them are gone, or
    somebody asked for a later one.
    """
    settled = _settled(history, session)
    if settled is None:
        return None
    days = _with_files(settled + timedelta(days=1), day - timedelta(days=1))
    if not days:
        return None
    named = f"from {days[0]} to {days[-1]}" if len(days) > 1 else f"on {days[0]}"
    return f"what changed {named} was not read; the next file of the whole session has it"


def _settled(history: Iterable[Attempt], session: str) -> date | None:
    """The last day of which nothing needs to be read any more; None where no attempt says."""
    days = (one.through.day for one in history if one.through and one.through.session == session)
    return max(days, default=None)


def _with_files(first: date, last: date) -> list[date]:
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in days if has_a_file(day)]
