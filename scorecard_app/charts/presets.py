"""One member's score under every shipped rule, on one line from 0 to 100."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

import plotly.graph_objects as go

from scorecard_app.charts.chart import AYE, NO_VOTE, About, Chart, Room, Size, framed
from scorecard_app.theme import QUIET
from tracker.views.legislator_view import PresetScore


def preset_scores(
    who: str, scores: Sequence[PresetScore], band: tuple[int, int] | None, about: About, name: str
) -> Chart:
    """The chart of a member's score under each rule, and the band over all of them."""
    title = f"{who}: the same votes under {len(scores)} rules"
    return Chart(
        name=name,
        title=title,
        about=about,
        alt=preset_alt(who, scores, band),
        columns=("rule", "as_published_by", "percent", "measures_counted"),
        rows=tuple((s.title, s.publisher, s.percent, s.counted) for s in scores),
        wide=_figure(title, scores, band, about, Size.WIDE),
        narrow=_figure(title, scores, band, about, Size.NARROW),
    )


def preset_alt(who: str, scores: Sequence[PresetScore], band: tuple[int, int] | None) -> str:
    """The chart in words."""
    listed = "; ".join(
        f"{s.title}: {'no number' if s.percent is None else f'{s.percent} percent'}" for s in scores
    )
    spread = (
        f" With and without committee votes and weights the band is {band[0]} to {band[1]}."
        if band
        else ""
    )
    return f"{who}, score by rule. {listed}.{spread}"


def _figure(
    title: str,
    scores: Sequence[PresetScore],
    band: tuple[int, int] | None,
    about: About,
    size: Size,
) -> go.Figure:
    narrow = size is Size.NARROW
    rows = list(reversed(scores))
    labels = [
        "<br>".join(wrap(f"{'▸ ' if s.chosen else ''}{s.title}", 22 if narrow else 62))
        for s in rows
    ]
    figure = go.Figure()
    if band:
        figure.add_vrect(
            x0=band[0], x1=band[1], fillcolor=NO_VOTE, opacity=0.45, line_width=0, layer="below"
        )
    given = [(place, s) for place, s in enumerate(rows) if s.percent is not None]
    figure.add_scatter(
        x=[s.percent for _, s in given],
        y=[place for place, _ in given],
        mode="markers+text",
        text=[f"{s.percent}" for _, s in given],
        textposition=["middle left" if (s.percent or 0) > 90 else "middle right" for _, s in given],
        marker={
            "size": 11,
            "color": AYE,
            "symbol": ["circle" if s.chosen else "circle-open" for _, s in given],
            "line": {"width": 2, "color": AYE},
        },
        hovertemplate="%{text} %<extra></extra>",
    )
    for place, s in enumerate(rows):
        if s.percent is None:
            figure.add_annotation(
                x=50,
                y=place,
                text=f"not enough votes ({s.counted})",
                showarrow=False,
                font={"size": 12, "color": QUIET},
            )
    framed(
        figure,
        title,
        about,
        size,
        height=(46 if narrow else 34) * len(rows) + 10,
        room=Room(left=150 if narrow else 390),
    )
    figure.update_xaxes(range=[-4, 104], tickvals=[0, 25, 50, 75, 100], ticksuffix=" %")
    figure.update_yaxes(
        tickvals=list(range(len(rows))),
        ticktext=labels,
        showgrid=False,
        range=[-0.6, len(rows) - 0.4],
    )
    if narrow:
        figure.update_xaxes(tickvals=[0, 50, 100])
    return figure
