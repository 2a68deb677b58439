"""The pages show who wrote or joined beside the votes, with every measure beneath the number."""

from __future__ import annotations

from pathlib import Path

import pytest

from scorecard_app.markup import Templates
from tracker.agenda.known_agendas import find_agenda
from tracker.intake.load import load_record
from tracker.rules.reference import sample_folder
from tracker.scoring.method import find_method
from tracker.store import open_store
from tracker.views.legislator_view import legislator_view
from tracker.views.scorecard_view import scorecard_view
from tracker.views.sheet import Sheet, read_sheet


class _NoLinks:
    def to(self, page: str, **values: str) -> str:
        return f"/{page}?{values}"


templates = Templates(_NoLinks)
HANEY = "matt-haney-cc6eb833"


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Sheet:
    """The demonstration agenda of today beside the record that ships."""
    folder = sample_folder("ca", "20252026")
    assert folder is not None
    path: Path = tmp_path_factory.mktemp("today") / "answerable.duckdb"
    store = open_store(f"duckdb:///{path}")
    load_record(store, folder)
    agenda = find_agenda("demonstration-2025-2026", store)
    with store.reading() as connection:
        return read_sheet(connection, agenda, find_method("agenda_alignment"))


def test_a_person_page_has_the_number_and_every_measure(sheet: Sheet) -> None:
    view = legislator_view(sheet, HANEY)
    assert view is not None
    assert view.joined.score.tally.whole == (5, 11)
    assert len(view.joined.measures) == 15
    told = {one.printed: (one.did, one.counts) for one in view.joined.measures}
    assert told["AB 736"] == ("Wrote it", True)
    assert told["SB 712"] == ("Not named on it", False)
    drawn = templates.part("sponsorship", "of_person", joined=view.joined)
    assert "<b>45</b> %" in drawn
    assert "5 of 11" in drawn
    assert "Stays off a measure that the agenda opposes" in drawn


def test_the_votes_of_a_person_are_the_same_with_and_without_it(sheet: Sheet) -> None:
    view = legislator_view(sheet, HANEY)
    assert view is not None
    (record,) = view.records
    assert record.earned == sum(row.earned for row in record.counted_rows)


def test_both_scores_stand_side_by_side_and_filters_hold(sheet: Sheet) -> None:
    view = scorecard_view(sheet)
    assembly = next(house for house in view.joined.houses if house.chamber == "lower")
    assert assembly.lines[0].person_id == HANEY
    by_votes = {row.person_id: row.percent for house in view.houses for row in house.rows}
    assert assembly.lines[0].votes == by_votes[HANEY]
    admitted = {"lower": {HANEY}}
    drawn = templates.part("sponsorship", "everybody", joined=view.joined, admitted=admitted)
    assert "Matt Haney" in drawn
    assert "Jesse Arregu" not in drawn
