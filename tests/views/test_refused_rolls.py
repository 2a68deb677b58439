"""A measure's page knows the roll calls that were refused; its links lead to the official page."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa

from tracker.agenda.known_agendas import find_agenda
from tracker.record.queries import quarantined
from tracker.record.tables import quarantined_rolls
from tracker.rules.reference import votes_page
from tracker.rules.vocabulary import QuarantineReason
from tracker.scoring.method import find_method
from tracker.store import Store, open_store
from tracker.views.legislator_view import legislator_view
from tracker.views.measure_view import measure_view
from tracker.views.sheet import read_sheet

OFFICIAL = "https://leginfo.legislature.ca.gov/faces/billVotesClient.xhtml?bill_id=200720080SB375"


def _refused(bill: str, day: datetime.date | None, ref: str) -> dict[str, object]:
    return {
        "session_id": "ca-20072008",
        "bill": bill,
        "date": day,
        "location": "SEN. FLOOR",
        "motion": "Third  reading",
        "declared_yes": 28,
        "declared_no": 8,
        "named_yes": 28,
        "named_no": 11,
        "reason": QuarantineReason.NOE_OR_NOT_VOTING,
        "detail": "declared 28-8, named 28-11",
        "source_id": "nowhere",
        "source_ref": ref,
    }


@pytest.fixture
def store(tmp_path: Path, sample_store: Path) -> Store:
    """The sample, and roll calls that were refused, put in out of order."""
    shutil.copy(sample_store, tmp_path / "answerable.duckdb")
    found = open_store(f"duckdb:///{tmp_path / 'answerable.duckdb'}")
    may, june = datetime.date(2008, 5, 1), datetime.date(2008, 6, 1)
    rows = [
        _refused("SB 375", june, "roll 2"),
        _refused("SB375", june, "roll 1"),
        _refused("SB 375", may, "roll 9"),
        _refused("200720080SB375", None, "roll 5"),
        _refused("SB 3750", may, "roll 3"),
        _refused("AB 375", may, "roll 4"),
    ]
    with found.writing() as connection:
        connection.execute(sa.insert(quarantined_rolls), rows)
    return found


def test_the_page_shows_the_refused_roll_calls_of_its_measure_and_why(store: Store) -> None:
    with store.reading() as connection:
        view = measure_view(connection, find_agenda(), "ca-20072008-SB375")
    assert view is not None
    assert [roll.source_ref for roll in view.refused] == ["roll 5", "roll 9", "roll 2", "roll 1"]
    last = view.refused[-1]
    assert (last.motion, last.declared, last.named) == ("Third reading", "28–8", "28–11")
    assert "noes and members without a vote as one" in last.reason
    assert len(view.rolls) == 12


def test_the_list_of_refusals_has_one_order(store: Store) -> None:
    with store.reading() as connection:
        rows = [row for row in quarantined(connection) if str(row["source_id"]) == "nowhere"]
    keys = [(str(row["bill"]), str(row["date"]), str(row["source_ref"])) for row in rows]
    assert keys == sorted(keys)
    assert ("SB 375", "2008-05-01", "roll 9") in keys


def test_every_reason_is_told_in_words_of_its_own() -> None:
    words = [reason.words for reason in QuarantineReason]
    assert len(set(words)) == len(words)
    assert not [reason for reason in QuarantineReason if reason.words in (str(reason), "")]
    assert not [one for one in words if "_" in one or one.count(" ") < 3]


def test_a_vote_links_the_official_page_where_an_address_can_be_built(sample_store: Path) -> None:
    assert votes_page("ca-20072008-SB375") == OFFICIAL
    assert votes_page("ca-19951996-SB7") is None
    assert votes_page("riverbend-Bus lanes") is None
    with open_store(f"duckdb:///{sample_store}").reading() as connection:
        sheet = read_sheet(connection, find_agenda(), find_method("agenda_alignment"))
    view = legislator_view(sheet, "dean-florez")
    assert view is not None
    urls = {
        row.bill_id: roll.official_url for row in view.records[0].counted_rows for roll in row.rolls
    }
    assert urls["ca-20072008-SB375"] == OFFICIAL
    assert len(set(urls.values())) == len(urls)
    assert [place.sha256 is not None for place in view.read_from] == [True]


def test_the_runs_of_a_band_reach_from_its_lowest_to_its_highest(sample_store: Path) -> None:
    with open_store(f"duckdb:///{sample_store}").reading() as connection:
        sheet = read_sheet(connection, find_agenda(), find_method("agenda_alignment"))
    view = legislator_view(sheet, "dean-florez")
    assert view is not None
    record = view.records[0]
    percents = [
        percent
        for preset in record.presets
        for percent in (preset.percent, *(one.percent for one in preset.variants))
        if percent is not None
    ]
    assert record.band == (min(percents), max(percents)) == (85, 98)
    assert (record.rank, record.sharing, record.eligible) == (10, 6, 27)
