"""How the scores of one house lie: one mark for every member, stacked by whole percent."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from scorecard_app.charts.chart import AYE, NEED, NOE, About, Chart, Room, Size, framed, legend

BIN = 5
"""Percent points that share a column, so that marks do not touch on a phone."""
NONE_AT, ALL_AT = -2.5, 102.5
"""Where exactly none and exactly all stand, beside the columns for what lies between."""
SYMBOLS = ("circle", "diamond", "square", "triangle-up", "cross")
COLOURS = (AYE, NOE, "#4d7c3a", "#7b5aa6", "#555555")


@dataclass(frozen=True)
class Mark:
    """One member with a score."""

    name: str
    group: str
    """The party, or that it is not known."""
    percent: int


def distribution(
    house: str, marks: Sequence[Mark], groups: Sequence[str], about: About, name: str
) -> Chart:
    """The chart of one house's scores. `groups` fixes which mark each group has, shown or not."""
    title = f"{house}: how the scores lie"
    ordered = sorted(marks, key=lambda mark: (mark.percent, mark.group, mark.name))
    return Chart(
        name=name,
        title=title,
        about=about,
        alt=distribution_alt(house, ordered),
        columns=("name", "party", "percent"),
        rows=tuple((mark.name, mark.group, mark.percent) for mark in ordered),
        wide=_figure(title, ordered, groups, about, Size.WIDE),
        narrow=_figure(title, ordered, groups, about, Size.NARROW),
    )


def distribution_alt(house: str, marks: Sequence[Mark]) -> str:
    """The chart in words: how many, from where to where, and how many in each fifth."""
    if not marks:
        return f"{house}: nobody has a score under this rule."
    percents = [mark.percent for mark in marks]
    fifths = Counter(min(percent // 20, 4) for percent in percents)
    spread = ", ".join(
        f"{fifths[fifth]} from {fifth * 20} to {fifth * 20 + (20 if fifth == 4 else 19)}"
        for fifth in range(5)
    )
    return (
        f"Dot plot of {len(percents)} scores in the {house}, from {min(percents)} to "
        f"{max(percents)} percent: {spread}."
    )


def _figure(
    title: str, marks: Sequence[Mark], groups: Sequence[str], about: About, size: Size
) -> go.Figure:
    columns: dict[float, list[Mark]] = defaultdict(list)
    for mark in sorted(marks, key=lambda mark: (mark.group, mark.percent, mark.name)):
        columns[_column(mark.percent)].append(mark)
    tallest = max((len(column) for column in columns.values()), default=1)
    step = max(3, min(11, 250 // tallest))
    figure = go.Figure()
    for number, group in enumerate(groups):
        placed = [
            (column, height + 0.5, mark)
            for column, found in columns.items()
            for height, mark in enumerate(found)
            if mark.group == group
        ]
        if not placed:
            continue
        figure.add_scatter(
            x=[column for column, _, _ in placed],
            y=[height for _, height, _ in placed],
            mode="markers",
            name=group,
            customdata=[[mark.name, mark.percent] for _, _, mark in placed],
            hovertemplate="%{customdata[0]}: %{customdata[1]} %<extra>" + group + "</extra>",
            marker={
                "symbol": SYMBOLS[number % len(SYMBOLS)],
                "color": COLOURS[number % len(COLOURS)],
                "size": max(4, step - 1),
                "line": {"width": 0},
            },
        )
    for column, found in columns.items():
        figure.add_annotation(
            x=column,
            y=len(found),
            text=str(len(found)),
            showarrow=False,
            yshift=9,
            font={"size": 11, "color": NEED},
        )
    framed(figure, title, about, size, height=step * (tallest + 2), room=Room(over=30))
    figure.update_layout(showlegend=True, legend=legend(y=1, yanchor="bottom"))
    figure.update_xaxes(
        range=[-7, 107],
        tickvals=[NONE_AT, 25, 50, 75, ALL_AT],
        ticktext=["0 %", "25 %", "50 %", "75 %", "100 %"],
        showgrid=False,
    )
    figure.update_yaxes(visible=False, range=[0, tallest + 2])
    return figure


def _column(percent: int) -> float:
    """The middle of a column; none and all stand in columns of their own."""
    if percent == 0:
        return NONE_AT
    if percent == 100:
        return ALL_AT
    return percent // BIN * BIN + BIN / 2
