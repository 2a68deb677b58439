"""The chart shows exactly the rows it is given, in words and shapes as well as in colour."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from scorecard_app.charts.campaign_timeline import SYMBOLS, campaign_timeline
from scorecard_app.charts.chart import About, Chart
from tracker.campaigns.model import MilestoneStatus
from tracker.campaigns.timeline import RowKind, TimelineRow

ABOUT = About("the record", date(2026, 11, 22), "as recorded", "5 rows")
ROWS = (
    TimelineRow(date(2007, 2, 21), RowKind.ACTION, "Introduced", "", verified=False),
    TimelineRow(
        date(2007, 4, 20),
        RowKind.MILESTONE,
        "Letters & <stamps>",
        "done",
        due=date(2007, 5, 1),
        status=MilestoneStatus.DONE,
    ),
    TimelineRow(date(2007, 4, 23), RowKind.ROLL_CALL, "Senate Environmental Quality", "5–2"),
    TimelineRow(
        date(2007, 6, 7), RowKind.ROLL_CALL, "Senate floor", "21–15, passed", on_the_floor=True
    ),
    TimelineRow(date(2008, 8, 22), RowKind.VERSION, "Text: Amended", ""),
)


def chart(*rows: TimelineRow) -> Chart:
    return campaign_timeline("Near home", rows, ABOUT, "near-home")


def texts(drawn: Chart, width: str) -> list[str]:
    figure = getattr(drawn, width)
    return [note.text for note in figure.layout.annotations if note.font.size == 12]


def symbol(row: TimelineRow) -> str:
    return str(chart(row).wide.data[-1].marker.symbol)


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_every_row_is_drawn_with_its_words_and_its_day(width: str) -> None:
    said = [" ".join(text.replace("<br>", " ").split()) for text in texts(chart(*ROWS), width)]
    assert len(said) == len(ROWS)
    assert "Introduced" in said[0] and "21 Feb 2007" in said[0] and "unverified" in said[0]
    assert "<b>Letters &amp; &lt;stamps&gt;</b>" in said[1] and "done" in said[1]
    assert "Senate floor" in said[3] and "21–15, passed" in said[3]


def test_the_download_holds_exactly_the_rows_shown() -> None:
    drawn = chart(*ROWS)
    assert [row[:4] for row in drawn.rows] == [
        (f"{row.day}", row.kind.value, row.title, row.outcome) for row in ROWS
    ]
    assert drawn.csv.startswith("# Title: Near home\n# Source: the record\n# As of 2026-11-22\n")


def test_each_status_and_each_kind_has_a_shape_of_its_own() -> None:
    assert len(set(SYMBOLS.values())) == len(MilestoneStatus)
    shapes = [symbol(row) for row in (ROWS[0], ROWS[1], ROWS[2], ROWS[3], ROWS[4])]
    assert len(set(shapes)) == len(shapes)


def test_no_row_covers_another() -> None:
    for figure in (chart(*ROWS).wide, chart(*ROWS).narrow):
        notes = [note for note in figure.layout.annotations if note.font.size == 12]
        edges = [(note.y, 8 * (1 + note.text.count("<br>"))) for note in notes]
        for (upper, above), (lower, below) in pairwise(edges):
            assert lower - below >= upper + above


def test_a_day_due_other_than_the_day_it_ended_is_drawn() -> None:
    bars = [trace for trace in chart(*ROWS).wide.data if trace.mode == "lines+markers"]
    assert [list(bar.x) for bar in bars] == [["2007-05-01", "2007-04-20"]]


def test_the_words_count_what_is_shown() -> None:
    assert chart(*ROWS).alt == (
        "Near home. Timeline from 2007-02-21 to 2008-08-22: 1 milestone (1 done), 2 roll calls "
        "and 2 other stages."
    )


def test_nothing_dated_is_a_chart_that_says_so() -> None:
    assert chart().alt == "Near home: nothing has a day yet."
