"""What the record shows of a person: every vote counted once, and no absence made up."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.fictional.bodies import HOME, MOOT, MOOT_LATER
from tests.postgresql import Server
from tracker.agenda.agenda import Agenda, read_agenda
from tracker.grid.grid import read_grid
from tracker.grid.load import load_grid
from tracker.intake.load import load_record
from tracker.paths import data_dir
from tracker.record.tables import memberships
from tracker.rules.reference import sample_folder
from tracker.rules.vocabulary import Option
from tracker.scoring.lifetime import lifetime_of
from tracker.scoring.method import find_method
from tracker.store import open_store
from tracker.views.cast_votes import cast_votes
from tracker.views.lifetime_view import lifetime_agendas, lifetime_view
from tracker.views.measure_list import measure_list
from tracker.views.person_record import PersonRecord, person_record, session_members

FLOREZ = "dean-florez"
LEFT_EARLY = "laura-richardson"
"""A member of the Assembly until September 2007."""


def _of(connection: sa.Connection, person_id: str) -> PersonRecord:
    found = person_record(connection, person_id)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def record(sample_store: Path) -> Iterator[sa.Connection]:
    with open_store(f"duckdb:///{sample_store}").reading() as connection:
        yield connection


def test_every_vote_in_the_record_is_counted_once(record: sa.Connection) -> None:
    query = "select person_id, count(*) from person_votes where person_id is not null group by 1"
    for person_id, votes in record.execute(sa.text(query)).all():
        one = _of(record, person_id)
        counted = sum(row.on_the_roll for part in one.sessions for row in part.presence)
        assert counted == votes
        sessions = [part.session for part in one.sessions]
        assert cast_votes(record, person_id, sessions).found == votes


def test_silence_is_shown_in_the_words_of_the_record(record: sa.Connection) -> None:
    (session,) = _of(record, FLOREZ).sessions
    floor, committees = session.presence
    assert (floor.place, committees.place) == ("Senate floor", "Committees")
    assert dict(floor.did)[Option.NOT_VOTING] == floor.on_the_roll - floor.voted == 1
    assert floor.otherwise == "No vote recorded 1"
    found = cast_votes(record, FLOREZ, [session.session], "SB 375")
    assert found.number == "SB 375"
    assert {vote.bill_id for vote in found.listed} == {"ca-20072008-SB375"}
    days = [vote.date for vote in found.listed]
    assert days == sorted(days, reverse=True, key=str)
    silent = [vote for vote in found.listed if vote.option == Option.NOT_VOTING]
    assert (silent[0].did, silent[0].date) == ("No vote recorded", datetime.date(2007, 6, 7))
    assert silent[0].outcome == "Passed 21–15"


def test_nobody_is_a_person_of_the_record_by_a_made_up_id(record: sa.Connection) -> None:
    assert person_record(record, "nobody-at-all") is None


def test_a_roll_call_that_does_not_list_a_member_counts_only_where_days_in_office_are_known(
    sample_store: Path, tmp_path: Path
) -> None:
    store = open_store(f"duckdb:///{shutil.copy(sample_store, tmp_path / 'answerable.duckdb')}")
    is_theirs = memberships.c.person_id == LEFT_EARLY
    stayed = sa.update(memberships).where(is_theirs).values(end_date=datetime.date(2008, 11, 30))
    with store.writing() as connection:
        known_days = _floor(connection)
        connection.execute(stayed)
        longer = _floor(connection)
        connection.execute(stayed.values(dates_verified=False))
        no_days = _floor(connection)
    assert [known_days, no_days] == [0, 0]
    assert longer > 0


def _floor(connection: sa.Connection) -> int:
    return _of(connection, LEFT_EARLY).sessions[0].presence[0].not_listed


@pytest.fixture(scope="module")
def moot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sa.Connection]:
    """Two sessions of a legislature of one house, and a grid's body beside it."""
    home = tmp_path_factory.mktemp("moot") / "home"
    shutil.copytree(HOME, home)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANSWERABLE_HOME", str(home))
        store = open_store(f"duckdb:///{home / 'answerable.duckdb'}")
        for folder in (MOOT, MOOT_LATER):
            load_record(store, folder)
        example = data_dir() / "examples" / "riverbend"
        grid = read_grid(example / "grid.csv", example / "items.csv")
        load_grid(store, grid, body="riverbend", name="Riverbend Assembly")
        with store.reading() as connection:
            yield connection


def test_a_person_of_several_sessions_is_one_person_newest_first(moot: sa.Connection) -> None:
    one = _of(moot, "bram-oakenfold")
    assert [part.title for part in one.sessions] == [
        "Moot of Larkmoor, 2022",
        "Moot of Larkmoor, 2021",
    ]
    assert {seat.house for part in one.sessions for seat in part.seats} == {"Moot"}
    found = cast_votes(moot, one.person_id, [part.session for part in one.sessions], "MB 12")
    assert len({vote.bill_id for vote in found.listed}) == 2


def test_the_houses_of_a_grid_are_called_as_the_grid_calls_them(moot: sa.Connection) -> None:
    (session,) = _of(moot, "riverbend--R-01").sessions
    assert session.title == "Riverbend Assembly"
    assert [seat.house for seat in session.seats] == ["Senate"]
    assert [row.place for row in session.presence] == ["Senate floor"]


SINCE = "2021-01-01"


def _agenda(agenda_id: str, session: str) -> Agenda:
    content = {
        "format": 1,
        "id": agenda_id,
        "jurisdiction": "larkmoor",
        "session": session,
        "title": agenda_id,
        "items": [
            {
                "id": "mb-12",
                "bill": "MB 12",
                "title": "Lamps",
                "positions": [
                    {
                        "stance": "support",
                        "in_force_from": "2021-01-01",
                        "recorded_on": "2021-01-01",
                    }
                ],
            }
        ],
    }
    return Agenda.model_validate(content)


def test_the_sessions_of_a_lifetime_add_up_to_it(moot: sa.Connection) -> None:
    asked = read_agenda(HOME / "agendas" / "moot-2021.yaml")
    lamps, oil = _agenda("lamps", "2022"), _agenda("oil", "2022")
    sessions = {asked.session_id, lamps.session_id}
    known = {one.id: one for one in (asked, lamps, oil)}
    undecided = lifetime_agendas(known, asked, sessions, ())
    assert undecided.agendas == (asked,)
    assert [[one.id for one in several] for several in undecided.undecided] == [["lamps", "oil"]]
    chosen = lifetime_agendas(known, asked, sessions, ["lamps"])
    assert (chosen.agendas, chosen.undecided) == ((asked, lamps), ())
    lines = lifetime_of(moot, chosen.agendas, find_method("agenda_alignment"))
    for line in lines:
        if len(line.sessions) > 1:
            (view,) = lifetime_view(lines, line.member.person_id)
            assert sum(part.tally.earned for part in line.parts) == line.tally.earned
            assert sum(part.counted for part in view.parts) == view.counted
            assert sum(part.available for part in view.parts) == view.available
    (bram,) = lifetime_view(lines, "bram-oakenfold")
    assert (bram.sum, bram.percent, [part.sum for part in bram.parts]) == (
        "7 of 8",
        88,
        ["6 of 7", "1 of 1"],
    )
    assert lifetime_view(lines, "nobody-at-all") == ()


def test_both_databases_show_the_same(record: sa.Connection, postgresql: Server) -> None:
    store = open_store(postgresql.new_database())
    folder = sample_folder("ca", "20072008")
    assert folder is not None
    load_record(store, folder)
    with store.reading() as other:
        assert _shown(other) == _shown(record)


def _shown(connection: sa.Connection) -> list[object]:
    """What pages show of the sample record whatever an agenda asks."""
    one = _of(connection, FLOREZ)
    sessions = [part.session for part in one.sessions]
    return [
        one,
        *(cast_votes(connection, FLOREZ, sessions, text) for text in ("", "SB 375", "air")),
        *(measure_list(connection, sessions[0], text) for text in ("", "375", "air")),
        session_members(connection, sessions[0].session_id),
    ]
