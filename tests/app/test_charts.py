"""The numbers in a figure, its words and its CSV are the rows it was given."""

from __future__ import annotations

import csv
import datetime
import io
import re
from dataclasses import replace

import pytest

from scorecard_app.charts.chart import About, Chart
from scorecard_app.charts.closeness import closeness
from scorecard_app.charts.distribution import Mark, distribution
from scorecard_app.charts.presets import preset_scores
from scorecard_app.charts.timeline import Event, timeline
from tracker.views.legislator_view import PresetScore, Variant
from tracker.views.measure_view import Line, RollPicture

ABOUT = About("A source", datetime.date(2026, 11, 22), "A method, version 1", "3 things")
MARKS = [
    Mark(name, group, percent, (name, "Senate", "1", group, "1=", percent, *range(7)))
    for name, group, percent in (("Ana", "One", 0), ("Bo", "Two", 63), ("Cy", "Two", 100))
]
ROLL = RollPicture(
    vote_event_id="roll",
    date=datetime.date(2007, 6, 7),
    chamber="upper",
    place="Senate floor",
    venue="floor",
    motion="Third reading",
    motion_words="Passage",
    result="Passed",
    failed=False,
    yes=21,
    no_vote=4,
    no=15,
    vacant=0,
    other=0,
    lines=(Line(21, "needed"),),
    threshold_basis="A majority",
    names={},
    known_missing=False,
    repaired=False,
    note=None,
    source="A source",
    source_url=None,
    source_ref=None,
)
PRESETS = [
    PresetScore("a", "Rule A", "Us", 67, 3, chosen=True),
    PresetScore("b", "Rule B", "Them", None, 1, chosen=False),
]
EVENTS = [
    Event(datetime.date(2007, 2, 21), "Action", "Introduced"),
    Event(datetime.date(2007, 6, 7), "Floor vote", "Senate floor: Passed 21–15"),
]
CHARTS = [
    distribution("Senate", MARKS, ("One", "Two"), ABOUT, "scores"),
    closeness("SB 375", ROLL, ABOUT),
    preset_scores("Ana", PRESETS, (60, 70), ABOUT, "rules"),
    timeline("SB 375", EVENTS, ABOUT, "timeline"),
]


def _written(figure_json: str) -> str:
    return re.sub(r"\s+", " ", figure_json.replace("<br>", " "))


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.name)
def test_title_source_day_method_and_n_stand_in_every_figure_and_csv(chart: Chart) -> None:
    for figure in (chart.wide, chart.narrow):
        texts = _written(" ".join(note.text for note in figure.layout.annotations))
        for expected in (chart.title, *ABOUT.sentences):
            assert expected in texts
    comments = [line[2:] for line in chart.csv.splitlines() if line.startswith("#")]
    reads = [f"Read: {chart.about.reads}"] if chart.about.reads else []
    assert comments == [f"Title: {chart.title}", *reads, *ABOUT.sentences]


def test_what_must_stay_with_the_numbers_goes_into_every_picture_and_file() -> None:
    about = replace(
        ABOUT,
        marks=("Demonstration, nobody's endorsement",),
        filtered="party One",
        address="http://here/?party=One",
    )
    chart = distribution("Senate", MARKS, ("One", "Two"), about, "scores")
    texts = _written(" ".join(note.text for note in chart.narrow.layout.annotations))
    for expected in (*about.marks, "Filtered: party One", "Address: http://here/?party=One"):
        assert expected in texts
        assert f"# {expected}" in chart.csv.splitlines()


def test_nothing_of_a_source_is_read_as_markup_in_a_picture() -> None:
    evil = '<a href="http://elsewhere/">x</a>'
    about = replace(ABOUT, source=evil)
    mark = Mark(evil, evil, 5, (evil, *MARKS[0].row[1:]))
    charts = (
        distribution(evil, [mark], (evil,), about, "scores"),
        preset_scores(evil, PRESETS, None, about, "rules"),
        timeline(evil, [Event(datetime.date(2007, 2, 21), "Action", evil)], about, "timeline"),
    )
    for chart in charts:
        assert "<a " not in chart.wide.to_json()
        assert "<a " not in chart.narrow.to_json()


def test_a_score_s_row_says_house_district_rank_fraction_counts_and_band() -> None:
    assert CHARTS[0].columns == (
        *("name", "house", "district", "party", "rank", "percent", "numerator", "denominator"),
        *("measures_counted", "measures_eligible", "measures_available", "band_low", "band_high"),
    )


def test_no_two_marks_of_an_axis_of_days_have_one_label() -> None:
    first = datetime.date(2008, 4, 20)
    for days in (1, 9, 30, 59, 60, 75, 100, 400, 3000):
        events = [Event(first, "Action", "a"), Event(first + datetime.timedelta(days), "Text", "b")]
        chart = timeline("SB 375", events, ABOUT, "t")
        for figure, most in ((chart.wide, 12), (chart.narrow, 5)):
            labels = figure.layout.xaxis.ticktext
            assert 1 < len(labels) <= most + 1
            assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.name)
def test_the_csv_is_exactly_the_rows(chart: Chart) -> None:
    body = "\n".join(line for line in chart.csv.splitlines() if not line.startswith("#"))
    header, *rows = csv.reader(io.StringIO(body))
    assert tuple(header) == chart.columns
    expected = [["" if cell is None else str(cell) for cell in row] for row in chart.rows]
    assert rows == expected


def test_every_member_is_one_mark_and_none_and_all_stand_apart() -> None:
    chart = CHARTS[0]
    drawn = [tuple(point) for trace in chart.wide.data for point in trace.customdata]
    assert sorted(drawn) == sorted((mark.name, mark.percent) for mark in MARKS)
    assert sorted(x for trace in chart.wide.data for x in trace.x) == [-2.5, 62.5, 102.5]
    assert "3 scores in the Senate, from 0 to 100 percent" in chart.alt


def test_a_group_keeps_its_mark_when_others_are_filtered_away() -> None:
    alone = distribution("Senate", MARKS[1:], ("One", "Two"), ABOUT, "scores")
    both = CHARTS[0]
    assert alone.wide.data[0].marker.symbol == both.wide.data[1].marker.symbol


def test_the_bar_of_a_roll_call_is_as_long_as_its_seats_with_the_line_where_it_was() -> None:
    chart = CHARTS[1]
    assert [trace.x[0] for trace in chart.wide.data] == [21, 4, 15]
    assert {shape.x0 for shape in chart.wide.layout.shapes} == {21}
    assert chart.wide.layout.xaxis.range == (0, 40)
    assert "ayes 21, no vote recorded 4, noes 15; 21 ayes needed" in chart.alt


def test_ayes_silence_and_noes_differ_in_more_than_colour() -> None:
    shapes = [trace.marker.pattern.shape for trace in CHARTS[1].wide.data]
    assert len(set(shapes)) == 3


def test_a_roll_known_to_be_missing_draws_no_silence() -> None:
    missing = replace(ROLL, known_missing=True, yes=7, no=1, no_vote=0, lines=())
    chart = closeness("SB 375", missing, ABOUT)
    assert [row[0] for row in chart.rows] == ["ayes", "noes"]
    assert "the number of ayes needed is not known" in chart.alt


def test_a_rule_without_a_number_is_listed_without_one() -> None:
    chart = CHARTS[2]
    assert [trace.x for trace in chart.wide.data] == [(), (67,)]
    assert "Rule B: no number" in chart.alt
    assert ("Rule B", "Them", "as published", None, 1, 60, 70) in chart.rows


def test_every_run_that_a_band_is_made_of_is_in_its_picture_and_its_rows() -> None:
    variants = (Variant(True, True, 60), Variant(False, False, 70), Variant(True, False, None))
    chart = preset_scores("Ana", [replace(PRESETS[0], variants=variants)], (60, 70), ABOUT, "rules")
    assert {x for trace in chart.wide.data for x in trace.x} == {60, 67, 70}
    assert [(row[2], row[3]) for row in chart.rows] == [
        ("as published", 67),
        ("with committee votes", 60),
        ("every weight 1", 70),
        ("with committee votes, every weight 1", None),
    ]


def test_a_day_is_drawn_on_its_day() -> None:
    drawn = [day for trace in CHARTS[3].wide.data for day in trace.x]
    assert sorted(drawn) == ["2007-02-21", "2007-06-07"]
    assert "2 dated events" in CHARTS[3].alt


def test_a_text_that_a_spreadsheet_would_run_stays_text() -> None:
    chart = distribution(
        "Senate", [Mark("=1+1", "One", 5, ("=1+1", "Senate"))], ("One",), ABOUT, "scores"
    )
    assert "'=1+1,Senate" in chart.csv


def test_a_timeline_of_one_day_is_labelled_with_days() -> None:
    long, short = (timeline("SB 375", events, ABOUT, "t") for events in (EVENTS, EVENTS[:1]))
    assert long.wide.layout.xaxis.ticktext[0] == "Feb<br>2007"
    assert short.wide.layout.xaxis.ticktext[0] == "4 Feb<br>2007"
    first, last = map(datetime.date.fromisoformat, short.wide.layout.xaxis.range)
    assert (last - first).days == 40
