"""The scorecard's data: two houses apart, everyone listed, no number where there is none."""

from __future__ import annotations

from pathlib import Path

from tests.intake.staged import Staged, crawl_folder
from tests.record.contents import store_at
from tests.record.shade import AGENDA
from tests.scrapers.bulkfiles import BILL, SESSION, Bulk, bill, legislator
from tests.scrapers.staged import stage_pubinfo as stage
from tracker.agenda.agenda import read_agenda
from tracker.intake.load import load_crawl
from tracker.scoring.method import find_method
from tracker.store import Store
from tracker.views.scorecard_view import ScorecardView, scorecard_view
from tracker.views.sheet import Sheet, read_sheet


def _rows(sheet: Sheet) -> ScorecardView:
    return scorecard_view(sheet)


def test_the_houses_stand_apart_and_the_senate_comes_first(sheet: Sheet) -> None:
    view = _rows(sheet)
    assert [(house.name, len(house.rows)) for house in view.houses] == [
        ("Senate", 40),
        ("Assembly", 82),
    ]
    for house in view.houses:
        assert {row.chamber for row in house.rows} == {house.chamber}
        assert house.rows[0].rank == 1


def test_no_number_no_rank_no_band_and_at_the_end(sheet: Sheet) -> None:
    for house in _rows(sheet).houses:
        states = [row.percent is None for row in house.rows]
        assert states == sorted(states)
        for row in house.rows:
            if row.percent is None:
                assert (row.rank, row.band) == (None, None)
                assert row.status_label == f"Not enough votes ({row.counted} of {row.available})"


def test_equal_scores_share_a_rank_and_say_so(sheet: Sheet) -> None:
    for house in _rows(sheet).houses:
        ranks = [row.rank for row in house.rows if row.rank is not None]
        for row in house.rows:
            assert row.tied == (row.rank is not None and ranks.count(row.rank) > 1)


def test_issue_counts_are_of_the_roll_calls_behind_the_whole_score(sheet: Sheet) -> None:
    for house in _rows(sheet).houses:
        for row in house.rows:
            assert sum(count.rolls for count in row.by_issue.values()) >= row.counted


def test_what_is_not_verified_reaches_the_page(sheet: Sheet) -> None:
    rows = [row for house in _rows(sheet).houses for row in house.rows]
    assert sum(not row.district_verified for row in rows) == 25
    assert sum(not row.party_verified for row in rows) == 25


def test_the_heading_says_whose_agenda_and_that_it_came_after_the_votes(sheet: Sheet) -> None:
    head = _rows(sheet).heading
    assert head.demonstration
    assert "nobody's endorsement" in head.agenda_statement
    assert head.recorded_after_votes
    assert head.sources == (
        "California roll-call votes 2007-08 (caleg07-08.zip), Jeffrey B. Lewis",
    )


def _why(store: Store, folder: Path) -> str | None:
    path = folder / "agenda.yaml"
    path.write_text(
        AGENDA.format(session=SESSION, bill=BILL, day="2009-01-05", rolls="[]"), "utf-8"
    )
    with store.reading() as connection:
        read = read_sheet(connection, read_agenda(path), find_method("missed_is_against"))
    return _rows(read).no_votes_because


def test_a_session_without_votes_in_its_source_says_so_until_another_source_has_some(
    tmp_path: Path,
) -> None:
    bulk = Bulk({"BILL_TBL": [bill()], "LEGISLATOR_TBL": [legislator("Aster")]})
    stage(bulk.folder(tmp_path / "files"), tmp_path / "crawl")
    store = store_at(tmp_path / "answerable.duckdb")
    load_crawl(store, tmp_path / "crawl")
    assert _why(store, tmp_path) == "BILL_SUMMARY_VOTE_TBL is not in these files, or empty"
    load_crawl(store, crawl_folder(tmp_path / "other", [Staged(bill="SB 8")]))
    assert _why(store, tmp_path) is None
