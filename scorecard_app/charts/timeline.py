"""A measure's way on one axis: what was done with it, its texts, and its roll calls."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from scorecard_app.charts.chart import AYE, NOE, About, Chart, Room, Size, framed
from scorecard_app.theme import QUIET

LANES = ("Action", "Text", "Committee vote", "Floor vote")
STYLES = {
    "Action": ("square", QUIET),
    "Text": ("diamond", QUIET),
    "Committee vote": ("circle-open", AYE),
    "Floor vote": ("circle", AYE),
}


@dataclass(frozen=True)
class Event:
    """Something on a day. `lane` is one of LANES."""

    date: datetime.date
    lane: str
    label: str
    passed: bool = True


SHORT = datetime.timedelta(days=20)
"""A shorter time is shown by days, with as much room on either side."""

WIDE_MONTHS, NARROW_MONTHS = datetime.timedelta(days=360), datetime.timedelta(days=120)
"""A shorter time has a mark at each month."""


def timeline(printed: str, events: Sequence[Event], about: About, name: str) -> Chart:
    """The chart of a measure's dated events."""
    title = f"{printed}: its way through the legislature"
    ordered = sorted(events, key=lambda event: (event.date, LANES.index(event.lane)))
    return Chart(
        name=name,
        title=title,
        about=about,
        alt=timeline_alt(printed, ordered),
        columns=("date", "kind", "what"),
        rows=tuple((e.date.isoformat(), e.lane, e.label) for e in ordered),
        wide=_figure(title, ordered, about, Size.WIDE),
        narrow=_figure(title, ordered, about, Size.NARROW),
    )


def timeline_alt(printed: str, events: Sequence[Event]) -> str:
    """The chart in words: how many events of each kind, and from when to when."""
    if not events:
        return f"{printed}: the record has no dated event."
    days = [event.date for event in events]
    kinds = ", ".join(
        f"{sum(event.lane == lane for event in events)} of kind {lane.lower()}" for lane in LANES
    )
    return (
        f"Timeline of {printed} from {min(days)} to {max(days)}: {len(events)} dated events, "
        f"{kinds}."
    )


def _figure(title: str, events: Sequence[Event], about: About, size: Size) -> go.Figure:
    lanes = [lane for lane in LANES if any(event.lane == lane for event in events)]
    figure = go.Figure()
    for lane in lanes:
        found = [event for event in events if event.lane == lane]
        symbol, colour = STYLES[lane]
        figure.add_scatter(
            x=[event.date.isoformat() for event in found],
            y=[lane] * len(found),
            mode="markers",
            name=lane,
            text=[event.label for event in found],
            hovertemplate="%{x|%-d %b %Y}: %{text}<extra></extra>",
            marker={
                "size": 12,
                "symbol": [symbol if event.passed else "x" for event in found],
                "color": [colour if event.passed else NOE for event in found],
                "line": {"width": 2, "color": colour},
            },
        )
    framed(figure, title, about, size, height=44 * len(lanes) + 16, room=Room(left=118, under=48))
    figure.update_xaxes(type="date", nticks=5 if size is Size.NARROW else 12, showgrid=True)
    days = [event.date for event in events]
    span = max(days) - min(days) if days else SHORT
    if days and span < SHORT:
        # Else the axis would show hours, each labelled with the same month.
        figure.update_xaxes(tickformat="%-d %b<br>%Y", range=[min(days) - SHORT, max(days) + SHORT])
    else:
        # Else two marks of one month would have the same label.
        monthly = span < (NARROW_MONTHS if size is Size.NARROW else WIDE_MONTHS)
        figure.update_xaxes(tickformat="%b<br>%Y", dtick="M1" if monthly else None)
    figure.update_yaxes(categoryorder="array", categoryarray=lanes, range=[-0.6, len(lanes) - 0.4])
    return figure
