"""A campaign's milestones and its measures' stages on one clock, a line each, earliest on top."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap

import plotly.graph_objects as go

from scorecard_app.charts.chart import AYE, NOE, About, Chart, Room, Size, framed
from scorecard_app.charts.dates import mark_days
from scorecard_app.theme import INK, QUIET
from tracker.campaigns.model import MilestoneStatus
from tracker.campaigns.timeline import RowKind, TimelineRow
from tracker.rules.reference import printed_bill
from tracker.translation import N_

SYMBOLS = {
    MilestoneStatus.PLANNED: "diamond-open",
    MilestoneStatus.UNDER_WAY: "diamond-open-dot",
    MilestoneStatus.DONE: "diamond",
    MilestoneStatus.MISSED: "diamond-x-open",
    MilestoneStatus.DROPPED: "diamond-cross-open",
}
"""Diamonds are the campaign's own. The status stands beside each in words as well."""

RECORD_STYLES = {
    RowKind.ACTION: ("square", QUIET),
    RowKind.VERSION: ("square-open", QUIET),
}

KEY = N_(
    "Diamonds: the campaign's milestones, on the day they ended or else are due; a bar leads to "
    "the day due where that was another. Circles: roll calls, filled for a whole house, open for a "
    "committee. Squares: other stages"
)

LETTER, LINE, GAP, MARKER = 6.7, 16, 11, 14
"""Pixels: the mean width of a letter at this size, a line of text, the space between two rows, and
from a marker's middle to its text."""


@dataclass(frozen=True)
class _Place:
    """One row of the chart: where it is and how its text is set."""

    row: TimelineRow
    y: float
    """Pixels below the first row."""
    text: str
    height: int
    """Of its text, in pixels."""
    on_the_right: bool


def campaign_timeline(title: str, rows: Sequence[TimelineRow], about: About, name: str) -> Chart:
    """The chart of dated rows, in their order. Rows without a day do not belong here."""
    ordered = [row for row in rows if row.day is not None]
    return Chart(
        name=name,
        title=title,
        about=about,
        alt=campaign_timeline_alt(title, ordered),
        columns=("date", "kind", "what", "outcome", "due", "measure", "verified"),
        rows=tuple(
            (
                f"{row.day}",
                row.kind.value,
                row.title,
                row.outcome,
                f"{row.due}" if row.due else None,
                printed_bill(row.bill_id) if row.bill_id else None,
                "yes" if row.verified else "no",
            )
            for row in ordered
        ),
        wide=_figure(title, ordered, about, Size.WIDE),
        narrow=_figure(title, ordered, about, Size.NARROW),
    )


def campaign_timeline_alt(title: str, rows: Sequence[TimelineRow]) -> str:
    """The chart in words: how many rows of each kind, from when to when, how milestones ended."""
    days = [row.day for row in rows if row.day is not None]
    if not days:
        return f"{title}: nothing has a day yet."
    kinds = Counter(row.kind for row in rows)
    ends = Counter(row.status.words for row in rows if row.status is not None)
    ended = ", ".join(f"{count} {words}" for words, count in ends.items())
    return (
        f"{title}. Timeline from {min(days)} to {max(days)}: "
        f"{_counted(kinds[RowKind.MILESTONE], 'milestone')}{f' ({ended})' if ended else ''}, "
        f"{_counted(kinds[RowKind.ROLL_CALL], 'roll call')} and "
        f"{_counted(kinds[RowKind.ACTION] + kinds[RowKind.VERSION], 'other stage')}."
    )


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _figure(title: str, rows: Sequence[TimelineRow], about: About, size: Size) -> go.Figure:
    figure = go.Figure()
    first, last = _span(rows)
    places = _places(rows, first, last, size)
    for place in places:
        _draw(figure, place)
    height = int(places[-1].y) + LINE * 2 if places else LINE
    framed(figure, title, about, size, height=height, room=Room(left=8, over=44, under=8))
    figure.update_xaxes(side="top", showgrid=True)
    mark_days(figure, first, last, most=5 if size is Size.NARROW else 12)
    figure.update_yaxes(visible=False, range=[height - LINE, -LINE])
    return figure


def _span(rows: Sequence[TimelineRow]) -> tuple[datetime.date, datetime.date]:
    """The days at both edges: a little before the first and after the last."""
    days = [day for row in rows for day in (row.day, row.due) if day is not None]
    if not days:
        return datetime.date(2000, 1, 1), datetime.date(2000, 12, 31)
    edge = datetime.timedelta(days=max(7, (max(days) - min(days)).days // 25))
    return min(days) - edge, max(days) + edge


def _places(
    rows: Sequence[TimelineRow], first: datetime.date, last: datetime.date, size: Size
) -> list[_Place]:
    """Each row below the one before; its text on the side where there is more room."""
    places: list[_Place] = []
    y = 0.0
    for row in rows:
        if row.day is None:
            continue
        along = (row.day - first) / (last - first)
        right = along < 0.5
        room = (size.pixels - 22) * max(along, 1 - along) - MARKER
        lines = _lines(row, int(room / LETTER))
        height = len(lines) * LINE
        places.append(_Place(row, y + (height - LINE) / 2, "<br>".join(lines), height, right))
        y += height + GAP
    return places


def _lines(row: TimelineRow, letters: int) -> list[str]:
    """What a row says; its title in bold where it is the campaign's own."""
    day = f"{row.day:%-d %b %Y}"
    rest = " · ".join(part for part in (row.outcome, day) if part)
    rest += "" if row.verified else " · unverified"
    bold = row.kind is RowKind.MILESTONE
    if len(row.title) + 3 + len(rest) <= letters:
        return [f"{_strong(row.title, bold)} · {escape(rest, quote=False)}"]
    heads = [_strong(line, bold) for line in wrap(row.title, letters)]
    return heads + [escape(line, quote=False) for line in wrap(rest, letters)]


def _strong(text: str, bold: bool) -> str:
    safe = escape(text, quote=False)
    return f"<b>{safe}</b>" if bold else safe


def _draw(figure: go.Figure, place: _Place) -> None:
    row, day = place.row, f"{place.row.day}"
    symbol, colour = _style(row)
    if row.due is not None and row.due != row.day:
        figure.add_scatter(
            x=[f"{row.due}", day],
            y=[place.y + place.height / 2 + 2] * 2,
            mode="lines+markers",
            line={"color": NOE, "width": 2},
            marker={"symbol": "line-ns-open", "size": 8, "color": NOE},
            hoverinfo="skip",
        )
    figure.add_scatter(
        x=[day],
        y=[place.y],
        mode="markers",
        marker={"symbol": symbol, "size": 13, "color": colour, "line": {"width": 2}},
        text=[f"{row.day:%-d %b %Y}: {escape(row.title, quote=False)}"],
        hoverinfo="text",
    )
    figure.add_annotation(
        x=day,
        y=place.y,
        text=place.text,
        showarrow=False,
        xanchor="left" if place.on_the_right else "right",
        xshift=MARKER if place.on_the_right else -MARKER,
        align="left" if place.on_the_right else "right",
        font={"size": 12, "color": INK},
    )


def _style(row: TimelineRow) -> tuple[str, str]:
    if row.status is not None:
        return SYMBOLS[row.status], NOE
    if row.kind is RowKind.ROLL_CALL:
        return ("circle" if row.on_the_floor else "circle-open"), AYE
    return RECORD_STYLES[row.kind]
