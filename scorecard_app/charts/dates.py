"""The marks of an axis of days: as many as fit, each with a label of its own."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

import plotly.graph_objects as go

from tracker.views.wording import SHORT_MONTHS

_DAYS = (1, 2, 7, 14)
_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120)


def mark_days(figure: go.Figure, first: datetime.date, last: datetime.date, *, most: int) -> None:
    """Marks an axis from `first` to `last` with at most `most` labels. No two are the same: marks
    less than a month apart name their day.
    """
    days, by_day = _marks(first, last, most)
    figure.update_xaxes(
        type="date",
        range=[first.isoformat(), last.isoformat()],
        tickvals=[day.isoformat() for day in days],
        ticktext=[f"{day.day} {_month(day)}" if by_day else _month(day) for day in days],
    )


def _month(day: datetime.date) -> str:
    return f"{SHORT_MONTHS[day.month]}<br>{day.year}"


def _marks(
    first: datetime.date, last: datetime.date, most: int
) -> tuple[Sequence[datetime.date], bool]:
    span = (last - first).days
    if span < 60:
        step = next((days for days in _DAYS if span // days < most), 30)
        return [first + datetime.timedelta(d) for d in range(step // 2, span + 1, step)], True
    for months in _MONTHS:
        found = [day for day in _firsts(first, last) if _count(day) % months == 0]
        if len(found) <= most:
            return found, False
    return [first, last], False


def _firsts(first: datetime.date, last: datetime.date) -> Iterator[datetime.date]:
    """The first days of the months between two days."""
    for count in range(_count(first), _count(last) + 1):
        day = datetime.date(count // 12, count % 12 + 1, 1)
        if first <= day <= last:
            yield day


def _count(day: datetime.date) -> int:
    return day.year * 12 + day.month - 1
