"""One member's score under every shipped rule, on one line from 0 to 100."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from textwrap import wrap

import plotly.graph_objects as go

from scorecard_app.charts.chart import AYE, NO_VOTE, About, Chart, Room, Size, framed
from scorecard_app.theme import QUIET
from tracker.translation import N_, Words, _, ngettext
from tracker.views.legislator_view import PresetScore, Variant

SYMBOLS = {
    (True, True): "square-open",
    (False, False): "triangle-up-open",
    (True, False): "diamond-open",
}
"""By whether committee votes and weights count, other than as published."""
SHAPES = Words(
    {
        (True, True): N_("a square the same with committee votes"),
        (False, False): N_("a triangle the same with every weight 1"),
        (True, False): N_("a diamond the same with both"),
    }
)


def preset_scores(
    who: str, scores: Sequence[PresetScore], band: tuple[int, int] | None, about: About, name: str
) -> Chart:
    """The chart of a member's score under each rule, and of every run that the band is made of."""
    said = ngettext(
        "{who}: the same votes under {count} rule",
        "{who}: the same votes under {count} rules",
        len(scores),
    )
    title = said.format(who=who, count=len(scores))
    about = replace(about, reads=_reads(scores))
    return Chart(
        name=name,
        title=title,
        about=about,
        alt=preset_alt(who, scores, band),
        columns=(
            *("rule", "as_published_by", "how", "percent", "measures_counted"),
            *("band_low", "band_high"),
        ),
        rows=tuple(
            (s.title, s.publisher, how, percent, counted, *(band or (None, None)))
            for s in scores
            for how, percent, counted in (
                (_("as published"), s.percent, s.counted),
                *((_how(one), one.percent, None) for one in s.variants),
            )
        ),
        wide=_figure(title, scores, band, about, Size.WIDE),
        narrow=_figure(title, scores, band, about, Size.NARROW),
    )


def _reads(scores: Sequence[PresetScore]) -> str:
    """Which shape is what, of those that the chart has."""
    drawn = {(one.committee_votes, one.weighted) for s in scores for one in s.variants}
    shapes = [SHAPES[kind] for kind in SHAPES if kind in drawn]
    band = _("the grey band reaches from the lowest of all these to the highest")
    return "; ".join([_("a circle is the score under a rule as published"), *shapes, band])


def _how(one: Variant) -> str:
    parts = (
        _("with committee votes") if one.committee_votes else "",
        "" if one.weighted else _("every weight 1"),
    )
    return ", ".join(part for part in parts if part)


def preset_alt(who: str, scores: Sequence[PresetScore], band: tuple[int, int] | None) -> str:
    """The chart in words."""
    listed = "; ".join(f"{s.title}: {_number(s)}" for s in scores)
    said = _("{who}, score by rule. {scores}.").format(who=who, scores=listed)
    if band is None:
        return said
    spread = _("With and without committee votes and weights the band is {low} to {high}.")
    return f"{said} {spread.format(low=band[0], high=band[1])}"


def _number(score: PresetScore) -> str:
    if score.percent is None:
        return _("no number")
    return _("{percent} percent").format(percent=score.percent)


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
    other = [
        (place, one)
        for place, s in enumerate(rows)
        for one in s.variants
        if one.percent is not None
    ]
    figure.add_scatter(
        x=[one.percent for _place, one in other],
        y=[place for place, _one in other],
        mode="markers",
        text=[_how(one) for _place, one in other],
        marker={
            "size": 9,
            "color": QUIET,
            "symbol": [SYMBOLS[one.committee_votes, one.weighted] for _place, one in other],
            "line": {"width": 1.5, "color": QUIET},
        },
        hovertemplate="%{text}: %{x} %<extra></extra>",
    )
    given = [(place, s) for place, s in enumerate(rows) if s.percent is not None]
    figure.add_scatter(
        x=[s.percent for _place, s in given],
        y=[place for place, _score in given],
        mode="markers+text",
        text=[f"{s.percent}" for _place, s in given],
        textposition=[
            "middle left" if (s.percent or 0) > 90 else "middle right" for _place, s in given
        ],
        marker={
            "size": 11,
            "color": AYE,
            "symbol": ["circle" if s.chosen else "circle-open" for _place, s in given],
            "line": {"width": 2, "color": AYE},
        },
        hovertemplate="%{text} %<extra></extra>",
    )
    for place, s in enumerate(rows):
        if s.percent is None:
            figure.add_annotation(
                x=50,
                y=place,
                text=_("not enough votes ({count})").format(count=s.counted),
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
