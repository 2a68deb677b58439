"""A measure's way on one axis: what was done with it, its texts, and its roll calls."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from scorecard_app.charts.chart import AYE, NOE, About, Chart, Room, Size, framed, plain
from scorecard_app.charts.dates import mark_days
from scorecard_app.theme import QUIET
from tracker.translation import N_, Words, _, ngettext
from tracker.views.wording import short_day

LANES = ("Action", "Text", "Committee vote", "Floor vote")
LANE_WORDS = Words(
    {
        "Action": N_("Action"),
        "Text": N_("Text"),
        "Committee vote": N_("Committee vote"),
        "Floor vote": N_("Floor vote"),
    }
)
"""A lane is a word of the program; this is what readers see."""
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


EDGE = datetime.timedelta(days=20)
"""Room before the first day and after the last."""


def timeline(printed: str, events: Sequence[Event], about: About, name: str) -> Chart:
    """The chart of a measure's dated events."""
    title = _("{measure}: its way through the legislature").format(measure=printed)
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
        return _("{measure}: the record has no dated event.").format(measure=printed)
    days = [event.date for event in events]
    kinds = ", ".join(
        _("{count} of kind {kind}").format(
            count=sum(event.lane == lane for event in events), kind=LANE_WORDS[lane].lower()
        )
        for lane in LANES
    )
    said = ngettext(
        "Timeline of {measure} from {first} to {last}: {count} dated event, {kinds}.",
        "Timeline of {measure} from {first} to {last}: {count} dated events, {kinds}.",
        len(events),
    )
    first, last = min(days), max(days)
    return said.format(measure=printed, first=first, last=last, count=len(events), kinds=kinds)


def _figure(title: str, events: Sequence[Event], about: About, size: Size) -> go.Figure:
    lanes = [lane for lane in LANES if any(event.lane == lane for event in events)]
    figure = go.Figure()
    for lane in lanes:
        found = [event for event in events if event.lane == lane]
        symbol, colour = STYLES[lane]
        figure.add_scatter(
            x=[event.date.isoformat() for event in found],
            y=[LANE_WORDS[lane]] * len(found),
            mode="markers",
            name=LANE_WORDS[lane],
            text=[f"{short_day(event.date)}: {plain(event.label)}" for event in found],
            hovertemplate="%{text}<extra></extra>",
            marker={
                "size": 12,
                "symbol": [symbol if event.passed else "x" for event in found],
                "color": [colour if event.passed else NOE for event in found],
                "line": {"width": 2, "color": colour},
            },
        )
    framed(figure, title, about, size, height=44 * len(lanes) + 16, room=Room(left=118, under=48))
    days = [event.date for event in events] or [datetime.date(2000, 1, 1)]
    figure.update_xaxes(showgrid=True)
    most = 5 if size is Size.NARROW else 12
    mark_days(figure, min(days) - EDGE, max(days) + EDGE, most=most)
    words = [LANE_WORDS[lane] for lane in lanes]
    figure.update_yaxes(categoryorder="array", categoryarray=words, range=[-0.6, len(lanes) - 0.4])
    return figure
