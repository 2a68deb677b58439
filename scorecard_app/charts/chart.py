"""What every chart is: a figure, the words for those who do not see it, and its very rows.

The figure, the alt text and the CSV are made from the same rows, and each carries title, source,
as-of date, method and n.
"""

from __future__ import annotations

import csv
import datetime
import io
from dataclasses import dataclass
from enum import Enum
from html import escape
from textwrap import wrap

import plotly.graph_objects as go

from scorecard_app.theme import INK, PAPER, QUIET, RULE, SANS
from tracker.plain_text import no_formula
from tracker.translation import _

Cell = str | int | None
AYE, NO_VOTE, NOE, NEED = "#0b5394", "#c9c4b8", "#c2571a", "#1d2327"
"""Apart for every kind of colour vision; patterns and words tell them apart as well."""


class Size(Enum):
    """How wide a figure is drawn: characters in a line of its caption, and its width in pixels."""

    WIDE = (150, 960)
    NARROW = (48, 360)

    @property
    def line(self) -> int:
        return self.value[0]

    @property
    def pixels(self) -> int:
        return self.value[1]


@dataclass(frozen=True)
class About:
    """What stands in every figure and every download beside the numbers."""

    source: str
    as_of: datetime.date | None
    method: str
    n: str
    """As in `40 senators with a score`."""
    reads: str = ""
    """How the chart is to be read, where its axes do not say."""
    marks: tuple[str, ...] = ()
    """What must stay with the numbers wherever they go, as in `Demonstration: ...`."""
    filtered: str = ""
    """What the reader narrowed it to."""
    address: str = ""
    """Of the page it comes from."""

    @property
    def sentences(self) -> tuple[str, ...]:
        day = self.as_of.isoformat() if self.as_of else _("not known")
        named = (
            (_("Read: {text}"), self.reads),
            (_("Filtered: {text}"), self.filtered),
            (_("Source: {text}"), self.source),
            (_("As of {text}"), day),
            (_("Method: {text}"), self.method),
            (_("n = {text}"), self.n),
            (_("Address: {text}"), self.address),
        )
        return (*self.marks, *(said.format(text=text) for said, text in named if text))


@dataclass(frozen=True)
class Chart:
    """One chart in two widths. `rows` are exactly what it shows."""

    name: str
    """Stem of the downloaded files."""
    title: str
    about: About
    alt: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    wide: go.Figure
    narrow: go.Figure

    @property
    def csv(self) -> str:
        """The rows as CSV. Lines that begin with `#` give title, source, date, method and n."""
        out = io.StringIO()
        title = _("Title: {text}").format(text=self.title)
        out.write(f"# {_one_line(title)}\n")
        for sentence in self.about.sentences:
            out.write(f"# {_one_line(sentence)}\n")
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows([_safe(cell) for cell in row] for row in self.rows)
        return out.getvalue()


@dataclass(frozen=True)
class Room:
    """Pixels a drawing needs around its axes: to the left, above (below the title), below."""

    left: int = 12
    over: int = 8
    under: int = 34


def framed(
    figure: go.Figure, title: str, about: About, size: Size, height: int, room: Room
) -> go.Figure:
    """The same frame for all: title above, and below it where the numbers come from.

    `height` is that of the drawing alone, in pixels.
    """
    heading = [plain(line) for line in wrap(title, size.line * 2 // 3)]
    caption = [plain(line) for line in wrap(" · ".join(about.sentences), size.line)]
    top, bottom = room.over + 14 + 20 * len(heading), room.under + 10 + 15 * len(caption)
    figure.update_layout(
        template="none",
        font={"family": SANS, "size": 13, "color": INK},
        paper_bgcolor=PAPER,
        plot_bgcolor=PAPER,
        height=height + top + bottom,
        margin={"l": room.left, "r": 14, "t": top, "b": bottom},
        showlegend=False,
        dragmode=False,
    )
    edge = {
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "yref": "paper",
        "showarrow": False,
        "align": "left",
        "xshift": -room.left,
    }
    figure.add_annotation(
        text="<b>" + "<br>".join(heading) + "</b>",
        y=1,
        yanchor="bottom",
        yshift=room.over,
        font={"size": 15, "color": INK},
        **edge,
    )
    figure.add_annotation(
        text="<br>".join(caption),
        y=0,
        yanchor="top",
        yshift=-room.under,
        font={"size": 11, "color": QUIET},
        **edge,
    )
    figure.update_xaxes(gridcolor=RULE, zeroline=False, linecolor=RULE, fixedrange=True)
    figure.update_yaxes(gridcolor=RULE, zeroline=False, linecolor=RULE, fixedrange=True)
    return figure


def legend(*, y: float, yanchor: str) -> dict[str, object]:
    """A legend in one row that hides nothing when it is touched."""
    return {
        "orientation": "h",
        "x": 0,
        "xanchor": "left",
        "y": y,
        "yanchor": yanchor,
        "itemclick": False,
        "itemdoubleclick": False,
        "font": {"size": 12},
        "traceorder": "normal",
    }


def plain(text: str) -> str:
    """Text from a source as a figure shows it: Plotly would read `<b>` or a link in it as such."""
    return escape(text, quote=False)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _safe(cell: Cell) -> Cell:
    """A text that a spreadsheet would run as a formula is shown as text instead."""
    return no_formula(cell) if isinstance(cell, str) else cell
