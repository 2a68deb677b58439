"""The scores of one house: one mark for every member, in columns of five points."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import plotly.graph_objects as go

from scorecard_app.charts.chart import (
    AYE,
    NEED,
    NOE,
    About,
    Cell,
    Chart,
    Room,
    Size,
    framed,
    legend,
    plain,
)
from tracker.translation import N_, _, ngettext

BIN = 5
"""Percent points that share a column, so that marks do not touch on a phone."""
NONE_AT, ALL_AT = -2.5, 102.5
"""Where exactly none and exactly all stand, beside the columns for what lies between."""
SYMBOLS = ("circle", "diamond", "square", "triangle-up", "cross")
COLOURS = (AYE, NOE, "#4d7c3a", "#7b5aa6", "#555555")


READS = N_(
    "each mark is one member; a column holds five percentage points (1 to 4, 5 to 9 ... 95 to 99), "
    "with exactly 0 % and exactly 100 % in columns of their own; the number over it counts members"
)
COLUMNS = (
    *("name", "house", "district", "party", "rank", "percent", "numerator", "denominator"),
    *("measures_counted", "measures_eligible", "measures_available", "band_low", "band_high"),
)


@dataclass(frozen=True)
class Mark:
    """One member with a score."""

    name: str
    group: str
    """The party, or that it is not known."""
    percent: int
    row: tuple[Cell, ...]
    """All that the table says of the member, in the order of `COLUMNS`."""


def distribution(
    house: str, marks: Sequence[Mark], groups: Sequence[str], about: About, name: str
) -> Chart:
    """The chart of one house's scores. `groups` fixes which mark each group has, shown or not."""
    said = ngettext(
        "{house}: {count} member by score", "{house}: {count} members by score", len(marks)
    )
    title = said.format(house=house, count=len(marks))
    about = replace(about, reads=_(READS))
    ordered = sorted(marks, key=lambda mark: (mark.percent, mark.group, mark.name))
    return Chart(
        name=name,
        title=title,
        about=about,
        alt=distribution_alt(house, ordered),
        columns=COLUMNS,
        rows=tuple(mark.row for mark in ordered),
        wide=_figure(title, ordered, groups, about, Size.WIDE),
        narrow=_figure(title, ordered, groups, about, Size.NARROW),
    )


def distribution_alt(house: str, marks: Sequence[Mark]) -> str:
    """The chart in words: how many, from where to where, and how many in each fifth."""
    if not marks:
        return _("{house}: nobody has a score under this rule.").format(house=house)
    percents = [mark.percent for mark in marks]
    fifths = Counter(min(percent // 20, 4) for percent in percents)
    spread = ", ".join(
        _("{count} from {low} to {high}").format(
            count=fifths[fifth], low=fifth * 20, high=fifth * 20 + (20 if fifth == 4 else 19)
        )
        for fifth in range(5)
    )
    said = ngettext(
        "Dot plot of {count} score in the {house}, from {low} to {high} percent: {spread}.",
        "Dot plot of {count} scores in the {house}, from {low} to {high} percent: {spread}.",
        len(percents),
    )
    low, high = min(percents), max(percents)
    return said.format(count=len(percents), house=house, low=low, high=high, spread=spread)


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
            x=[column for column, *_others in placed],
            y=[height for _column, height, _mark in placed],
            mode="markers",
            name=plain(group),
            customdata=[[plain(mark.name), mark.percent] for *_place, mark in placed],
            hovertemplate="%{customdata[0]}: %{customdata[1]} %<extra>" + plain(group) + "</extra>",
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
