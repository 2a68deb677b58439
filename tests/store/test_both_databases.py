"""One program on two databases: the same loads, roll calls, scores and rows behind them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.postgresql import Server
from tests.record.contents import store_at
from tracker.agenda.agenda import Agenda
from tracker.agenda.known_agendas import DEFAULT_AGENDA, find_agenda
from tracker.intake.load import load_crawl, load_record
from tracker.intake.report import LoadReport
from tracker.record.queries import quarantined, roll_calls
from tracker.rules.reference import sample_folder
from tracker.scoring.method import shipped_methods
from tracker.scoring.scorecard import ledger, scorecard
from tracker.store import Store, open_store
from tracker.store.schema import metadata

WORKED_CASE = "sb375-worked-case"


@dataclass(frozen=True)
class Both:
    """The sample record and the whole session in two stores, and the server's load reports."""

    duckdb: Store
    server: Store
    reports: tuple[LoadReport, ...]


@pytest.fixture(scope="module")
def both(postgresql: Server, session_store: Path, crawl_of: Callable[[str], Path]) -> Both:
    """The same loads on either database, and then each of them once more on the server."""
    server = open_store(postgresql.new_database())
    folder = sample_folder("ca", "20072008")
    assert folder is not None
    reports = []
    for _ in range(2):
        reports.append(load_record(server, folder))
        reports.append(load_crawl(server, crawl_of("20072008")))
    return Both(store_at(session_store), server, tuple(reports))


def test_the_second_load_changes_nothing_on_the_server(both: Both) -> None:
    first_sample, first_session, sample, session = both.reports
    assert (sample.loaded, session.loaded) == (0, 0)
    assert (sample.person_votes, session.person_votes) == (0, 0)
    assert sample.unchanged == first_sample.loaded
    assert session.unchanged == (first_session.loaded or 0) + (first_session.unchanged or 0)


def test_every_table_has_as_many_rows(both: Both) -> None:
    def counted(store: Store) -> dict[str, int]:
        with store.reading() as connection:
            return {
                name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
                for name, table in metadata.tables.items()
                if name != "loads"
            }

    assert counted(both.server) == counted(both.duckdb)


def test_every_roll_call_reads_the_same_name_for_name(both: Both) -> None:
    def read(store: Store) -> list[object]:
        with store.reading() as connection:
            rolls = roll_calls(connection, session_id="ca-20072008")
            return [*rolls, *quarantined(connection)]

    assert read(both.server) == read(both.duckdb)


@pytest.mark.parametrize("method", shipped_methods())
@pytest.mark.parametrize("agenda", [DEFAULT_AGENDA, WORKED_CASE])
def test_every_score_rank_and_band_is_the_same(agenda: str, method: str, both: Both) -> None:
    def scored(store: Store, asked: Agenda) -> list[object]:
        with store.reading() as connection:
            return list(scorecard(connection, asked, shipped_methods()[method]))

    asked = find_agenda(agenda)
    found = scored(both.server, asked)
    assert len(found) == 122
    assert found == scored(both.duckdb, asked)


def test_every_row_of_the_ledger_is_the_same(both: Both) -> None:
    asked, method = find_agenda(DEFAULT_AGENDA), shipped_methods()["agenda_alignment"]

    def rows(store: Store) -> list[str]:
        with store.reading() as connection:
            return sorted(map(str, ledger(connection, asked, method)))

    found = rows(both.server)
    assert found
    assert found == rows(both.duckdb)
