"""The measure page against the hand-checked facts of SB 375."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

import pytest

from tracker.agenda.known_agendas import find_agenda
from tracker.grid.grid import read_grid
from tracker.grid.load import load_grid
from tracker.paths import data_dir
from tracker.record.tables import vote_events
from tracker.store import open_store
from tracker.views.measure_view import MeasureView, RollPicture, measure_view

SB375 = "ca-20072008-SB375"


@pytest.fixture(scope="module")
def view(sample_store: Path) -> MeasureView:
    with open_store(f"duckdb:///{sample_store}").reading() as connection:
        found = measure_view(connection, find_agenda(), SB375)
    assert found is not None
    return found


def _floor(view: MeasureView, day: datetime.date) -> RollPicture:
    return next(roll for roll in view.rolls if roll.venue == "floor" and roll.date == day)


def test_the_senate_passed_sb_375_with_the_21_ayes_it_needed(view: MeasureView) -> None:
    roll = _floor(view, datetime.date(2007, 6, 7))
    assert (roll.yes, roll.no, roll.no_vote, roll.seats) == (21, 15, 4, 40)
    assert [(line.ayes, line.label) for line in roll.lines] == [(21, "needed")]
    assert "dean-florez" in {name.person_id for name in roll.names["not_voting"]}


def test_eleven_roll_calls_have_names_and_one_is_known_to_be_missing(view: MeasureView) -> None:
    missing = [roll for roll in view.rolls if roll.known_missing]
    assert len(view.rolls) == 12
    assert [(roll.yes, roll.no, roll.date) for roll in missing] == [(7, 1, None)]
    assert not any(missing[0].names.values())


def test_a_committee_is_its_own_electorate(view: MeasureView) -> None:
    roll = next(r for r in view.rolls if r.date == datetime.date(2007, 4, 23))
    assert (roll.seats, [line.ayes for line in roll.lines]) == (7, [4])


def test_where_only_those_voting_count_the_line_is_half_of_them(view: MeasureView) -> None:
    suspense = next(r for r in view.rolls if r.date == datetime.date(2007, 5, 29))
    assert [(line.ayes, line.label) for line in suspense.lines] == [
        (9, "more than half of those voting")
    ]


def test_what_is_not_verified_is_flagged(view: MeasureView) -> None:
    introduced = [stage for stage in view.stages if stage.date == datetime.date(2007, 2, 21)]
    assert introduced
    assert not any(stage.verified for stage in introduced)
    assert view.chaptered == "Chapter 728, Statutes of 2008"
    assert not view.chaptered_verified


def test_what_was_asked_says_that_it_came_after_the_votes(view: MeasureView) -> None:
    assert view.asked is not None
    assert view.asked.after_votes


def test_both_lines_stand_where_the_record_cannot_tell_them_apart(sample_store: Path) -> None:
    agenda = find_agenda()
    with open_store(f"duckdb:///{sample_store}").reading() as connection:
        views = [measure_view(connection, agenda, item.bill_id) for item in agenda.items]
    rolls = [roll for found in views if found for roll in found.rolls]
    undecided = [roll for roll in rolls if len(roll.lines) == 2]
    assert undecided
    for roll in undecided:
        expected = [21, 27] if roll.chamber == "upper" else [41, 54]
        assert [line.ayes for line in roll.lines] == expected
        assert roll.venue == "floor"


@pytest.mark.parametrize(
    ("threshold", "ayes", "label"),
    [
        ("three_fourths_of_voting", 30, "three fourths of those voting"),
        ("half_of_voting", 20, "half of those voting"),
        ("majority_of_present", None, None),
    ],
)
def test_a_line_is_drawn_where_the_names_tell_how_many_it_counts(
    sample_store: Path, tmp_path: Path, threshold: str, ayes: int | None, label: str | None
) -> None:
    day = datetime.date(2008, 8, 30)
    changed = _changed(sample_store, tmp_path, threshold=threshold, needed=None)
    assert sum(len(_floor(changed, day).names[option]) for option in ("yes", "no")) == 39
    expected = [] if ayes is None else [(ayes, label)]
    assert [(line.ayes, line.label) for line in _floor(changed, day).lines] == expected


def test_no_two_lines_stand_where_the_rules_no_longer_find_what_the_record_says(
    sample_store: Path, tmp_path: Path
) -> None:
    agenda = find_agenda()
    with open_store(f"duckdb:///{sample_store}").reading() as connection:
        views = [measure_view(connection, agenda, item.bill_id) for item in agenda.items]
    undecided = next(v for v in views if v and any(len(roll.lines) == 2 for roll in v.rolls))
    changed = _changed(
        sample_store, tmp_path, bill_id=undecided.bill_id, threshold_basis="Found long ago."
    )
    assert not any(len(roll.lines) == 2 for roll in changed.rolls)


def _changed(
    sample_store: Path, tmp_path: Path, bill_id: str = SB375, **values: object
) -> MeasureView:
    """The page of a measure with other findings in the record."""
    store = open_store(f"duckdb:///{shutil.copy(sample_store, tmp_path / 'changed.duckdb')}")
    of_the_measure = vote_events.c.bill_id == bill_id
    with store.writing() as connection:
        connection.execute(vote_events.update().where(of_the_measure).values(**values))
    with store.reading() as connection:
        found = measure_view(connection, find_agenda(), bill_id)
    assert found is not None
    return found


def test_an_unknown_measure_has_no_page(sample_store: Path) -> None:
    with open_store(f"duckdb:///{sample_store}").reading() as connection:
        assert measure_view(connection, find_agenda(), "ca-20072008-SB99999") is None


def test_a_vote_of_a_grids_own_body_is_not_drawn_against_the_seats_of_a_legislature(
    sample_store: Path, tmp_path: Path
) -> None:
    store = open_store(f"duckdb:///{shutil.copy(sample_store, tmp_path / 'with-a-grid.duckdb')}")
    example = data_dir() / "examples" / "riverbend"
    grid = read_grid(example / "grid.csv", example / "items.csv")
    load_grid(store, grid, body="riverbend", name="Riverbend Assembly")
    with store.reading() as connection:
        view = measure_view(connection, find_agenda(), "riverbend-Bus lanes")
    assert view is not None
    assert {roll.place for roll in view.rolls} == {"Senate floor", "House floor"}
    assert [roll.lines for roll in view.rolls] == [(), ()]
