"""Shows a chart on a page, with downloads that the reader's own browser draws."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any

import streamlit as st

from scorecard_app.charts.chart import Chart, Size
from scorecard_app.kept import kept
from scorecard_app.server_paths import PLOTLY_PATH
from tracker.translation import _

FOLDER = Path(__file__).parent

_block = st.components.v2.component(
    "answerable_chart",
    css=(FOLDER / "chart.css").read_text("utf-8"),
    js=(FOLDER / "chart.js").read_text("utf-8"),
    isolate_styles=False,
)


def show_chart(chart: Chart) -> None:
    """The figure in the width of the reader's screen; PNG, SVG and CSV beneath it.

    Plotly comes from this server once per visit; no chart and no download leaves the machine.
    """
    _mount(_data(chart))


def show_kept(key: tuple[Hashable, ...], build: Callable[[], Chart]) -> None:
    """The same for a chart that is drawn often: built once for everything `key` names.

    `key` must name all that the chart depends on, the store's revision included.
    """
    _mount(kept(("chart", *key), lambda: _data(build())))


def _mount(data: dict[str, Any]) -> None:
    _block(key=f"chart-{data['name']}", data=data, height="content")


def _data(chart: Chart) -> dict[str, Any]:
    return {
        "name": chart.name,
        "alt": chart.alt,
        "csv": chart.csv,
        "plotly": f".{PLOTLY_PATH}",
        "wide": chart.wide.to_json(),
        "narrow": chart.narrow.to_json(),
        "words": {
            "download": _("Download"),
            "picture": _("Download {name} as {format}"),
            "rows": _("Download the rows of {name} as {format}"),
        },
        "downloadWidth": Size.WIDE.pixels,
    }
