"""The grid of an agenda: it comes back from a spreadsheet agreeing with the record, or is found."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tracker.agenda.agenda import AyeMeans, DesignatedRoll
from tracker.agenda.known_agendas import find_agenda
from tracker.errors import UsageError
from tracker.grid import read_grid
from tracker.grid.agenda_grid import AgendaGrid, grid_of_agenda, items_path, write_grid
from tracker.grid.audit import Audit, ColumnStatus, audit_grid
from tracker.grid.score import score_grid
from tracker.record.sessions import find_session
from tracker.scoring.method import find_method
from tracker.scoring.scorecard import scorecard
from tracker.store import open_store

METHOD = "missed_is_against"
FIRST_ITEM = 5
"""Cells before the first item's: who the member is."""
OTHER_MARKS = {"aye": "no", "no": "NV", "NV": "aye", "N/A": "aye"}


@pytest.fixture(scope="module")
def connection(sample_store: Path) -> Iterator[sa.Connection]:
    with open_store(f"duckdb:///{sample_store}").reading() as connection:
        yield connection


@pytest.fixture(scope="module")
def made(connection: sa.Connection) -> AgendaGrid:
    """The sample agenda of thirty measures, in both houses of 2007-08."""
    return grid_of_agenda(connection, find_agenda())


@pytest.fixture
def files(made: AgendaGrid, tmp_path: Path) -> tuple[Path, Path]:
    grid = tmp_path / "homes.csv"
    write_grid(made, grid, items_path(grid))
    return grid, items_path(grid)


def _audit(connection: sa.Connection, files: tuple[Path, Path]) -> Audit:
    session = find_session(connection, "2007-08", "ca")
    return audit_grid(connection, read_grid(*files), session, find_method(METHOD))


def _rows(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")))


def _save(path: Path, rows: list[list[str]]) -> None:
    """As a spreadsheet program saves it: other line ends, and no mark of UTF-8."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)


def test_what_comes_back_unchanged_agrees_in_every_cell_of_both_houses(
    connection: sa.Connection, made: AgendaGrid, files: tuple[Path, Path]
) -> None:
    _save(files[0], _rows(files[0]))
    found = _audit(connection, files)
    assert (found.differences, found.people_not_found) == ((), ())
    taken = {(column.name, roll.chamber): roll for column in made.columns for roll in column.rolls}
    assert {house for _, house in taken} == {"upper", "lower"}
    assert {(one.item, str(one.chamber)) for one in found.columns} == set(taken)
    for column in found.columns:
        counts = taken[column.item, column.chamber].vote_event_id
        assert counts in column.candidates
        assert column.vote_event_id in (counts, None)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(where=st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)))
def test_a_changed_cell_is_found_and_no_other(
    connection: sa.Connection, files: tuple[Path, Path], where: tuple[int, int]
) -> None:
    rows = original = _rows(files[0])
    member = rows[1 + where[0] % (len(rows) - 1)]
    place = FIRST_ITEM + where[1] % (len(member) - FIRST_ITEM)
    written = member[place]
    houses = {one[4] for one in rows[1:] if one[place] != "N/A"}
    member[place] = OTHER_MARKS[written]
    _save(files[0], rows)
    found = _audit(connection, files)
    member[place] = written
    _save(files[0], original)
    differ = [(one.legislator_id, one.item) for one in found.differences]
    strange = [one.item for one in found.columns if one.status is ColumnStatus.NONE]
    cell = (member[0], rows[0][place])
    assert (differ, strange) == (([cell], []) if member[4] in houses else ([], [cell[1]]))


def test_the_spreadsheet_earns_what_the_scorecard_says(
    connection: sa.Connection, files: tuple[Path, Path]
) -> None:
    rule = find_method(METHOD)
    in_grid = {
        (one.legislator.legislator_id, one.legislator.house.chamber): one.score.percent
        for one in score_grid(read_grid(*files), rule)
    }
    on_record = {
        (line.member.person_id, line.member.chamber): line.score.percent
        for line in scorecard(connection, find_agenda(), rule)
    }
    assert in_grid == on_record


def test_a_roll_call_on_which_an_aye_kills_has_a_column_with_the_position_turned(
    connection: sa.Connection,
) -> None:
    agenda = find_agenda("sb375-worked-case")
    (item,) = agenda.items
    committee = connection.execute(
        sa.text(
            "select vote_event_id from vote_events where bill_id = :bill and venue = 'committee' "
            "and chamber = 'upper' and status = 'loaded' order by date limit 1"
        ),
        {"bill": item.bill_id},
    ).scalar_one()
    against = DesignatedRoll(
        vote_event_id=committee, reason="It killed it", aye_means=AyeMeans.AGAINST
    )
    more = item.model_copy(update={"roll_calls": (against,)})
    columns = grid_of_agenda(connection, agenda.model_copy(update={"items": (more,)})).columns
    turned = next(one for one in columns if one.rolls[0].vote_event_id == committee)
    plain = [one for one in columns if one is not turned]
    assert turned.shared("stance") == "oppose"
    assert {one.shared("stance") for one in plain} == {"support"}
    assert len({one.name for one in columns}) == len(columns)
    upper = [one for one in columns if one.rolls[0].chamber == "upper"]
    assert [one.weight for one in upper] == [50, 50]


def test_a_file_that_is_there_is_not_written_over(
    made: AgendaGrid, files: tuple[Path, Path], tmp_path: Path
) -> None:
    files[1].write_text("mine", "utf-8")
    other = tmp_path / "other.csv"
    with pytest.raises(UsageError, match="there already"):
        write_grid(made, other, files[1])
    assert files[1].read_text("utf-8") == "mine"
    assert not other.exists()


def test_an_agenda_without_a_vote_that_counts_is_said(connection: sa.Connection) -> None:
    agenda = find_agenda("sb375-worked-case")
    (item,) = agenda.items
    nowhere = item.model_copy(update={"bill_id": "ca-20072008-SB99998", "roll_calls": ()})
    with pytest.raises(UsageError, match="no roll call counts"):
        grid_of_agenda(connection, agenda.model_copy(update={"items": (nowhere,)}))
