"""How close one roll call was: ayes, no vote recorded and noes against the line that was needed."""

from __future__ import annotations

import plotly.graph_objects as go

from scorecard_app.charts.chart import (
    AYE,
    NEED,
    NO_VOTE,
    NOE,
    About,
    Chart,
    Room,
    Size,
    framed,
    legend,
)
from scorecard_app.theme import INK
from tracker.translation import _, ngettext
from tracker.views.measure_view import Line, RollPicture
from tracker.views.wording import long_day

Part = tuple[str, int, str, str, str]
"""Words, count, colour, pattern, colour of the number on it."""


def closeness(printed: str, roll: RollPicture, about: About) -> Chart:
    """The picture of one roll call."""
    title = f"{printed}, {roll.place}, {long_day(roll.date)}: {roll.outcome}"
    rows = [(words, count) for words, count, *_ in _parts(roll)]
    rows += [(_("ayes {which}").format(which=line.label), line.ayes) for line in roll.lines]
    return Chart(
        name=roll.vote_event_id,
        title=title,
        about=about,
        alt=closeness_alt(printed, roll),
        columns=("what", "count"),
        rows=tuple(rows),
        wide=_figure(title, roll, about, Size.WIDE),
        narrow=_figure(title, roll, about, Size.NARROW),
    )


def closeness_alt(printed: str, roll: RollPicture) -> str:
    """The picture in words."""
    counted = ", ".join(f"{words} {count}" for words, count, *_ in _parts(roll))
    if roll.lines:
        need = "; ".join(map(_ayes, roll.lines))
    else:
        need = _("the number of ayes needed is not known")
    said = _("Bar of one roll call on {measure}, {place}, {day}: {counted}; {need}.")
    day = long_day(roll.date)
    return said.format(measure=printed, place=roll.place, day=day, counted=counted, need=need)


def _ayes(line: Line) -> str:
    said = ngettext("{count} aye {which}", "{count} ayes {which}", line.ayes)
    return said.format(count=line.ayes, which=line.label)


def _parts(roll: RollPicture) -> list[Part]:
    ayes: Part = (_("ayes"), roll.yes, AYE, "", "white")
    noes: Part = (_("noes"), roll.no, NOE, "x", "white")
    if roll.known_missing:
        return [ayes, noes]
    parts: list[Part] = [ayes, (_("no vote recorded"), roll.no_vote, NO_VOTE, "/", INK)]
    if roll.other:
        parts.append((_("other"), roll.other, "#e8e4da", "-", INK))
    if roll.vacant:
        parts.append((_("vacant seats"), roll.vacant, "#ffffff", ".", INK))
    return [*parts, noes]


def _figure(title: str, roll: RollPicture, about: About, size: Size) -> go.Figure:
    figure = go.Figure()
    for words, count, colour, pattern, ink in _parts(roll):
        figure.add_bar(
            x=[count],
            y=[""],
            orientation="h",
            name=f"{words}: {count}",
            text=[str(count)] if count else [""],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            textfont={"color": ink, "size": 14},
            marker={
                "color": colour,
                "line": {"color": INK, "width": 0.6},
                "pattern": {
                    "shape": pattern,
                    "fillmode": "overlay",
                    "fgcolor": INK,
                    "fgopacity": 0.22,
                    "size": 8,
                },
            },
            hovertemplate=f"{words}: {count}<extra></extra>",
        )
    for number, line in enumerate(roll.lines):
        for colour, width in (("white", 5), (NEED, 2)):
            figure.add_shape(
                type="line",
                x0=line.ayes,
                x1=line.ayes,
                y0=-0.1,
                y1=1.1,
                yref="paper",
                line={"color": colour, "width": width},
            )
        figure.add_annotation(
            x=line.ayes,
            y=1,
            yref="paper",
            yanchor="bottom",
            yshift=5 + 16 * number,
            text=f"{line.ayes} {line.label}",
            showarrow=False,
            xanchor="right"
            if line.ayes > roll.seats * 0.66
            else "left"
            if line.ayes < roll.seats * 0.34
            else "center",
            font={"size": 12, "color": NEED},
        )
    if not roll.lines:
        figure.add_annotation(
            x=0,
            xref="paper",
            xanchor="left",
            y=1,
            yref="paper",
            yanchor="bottom",
            text=_("ayes needed: not known"),
            showarrow=False,
            font={"size": 12, "color": NEED},
        )
    legend_rows = 2 if size is Size.NARROW else 1
    room = Room(over=10 + 17 * max(1, len(roll.lines)), under=8 + 22 * legend_rows)
    framed(figure, title, about, size, height=56, room=room)
    figure.update_layout(
        barmode="stack", bargap=0.1, showlegend=True, legend=legend(y=-0.04, yanchor="top")
    )
    figure.update_xaxes(visible=False, range=[0, max(roll.seats, 1)])
    figure.update_yaxes(visible=False)
    return figure
