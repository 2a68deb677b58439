"""A grid in the record: a body of its own that can be loaded twice and collides with nobody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.grid.sheets import EXAMPLE, HEADER, example, read, write, write_grid
from tests.record.contents import new_store
from tracker.errors import UsageError
from tracker.grid import Grid, read_grid
from tracker.grid.load import agenda_of, load_grid
from tracker.grid.score import score_grid
from tracker.intake.load import load_record
from tracker.intake.report import LoadReport
from tracker.record import tables
from tracker.record.queries import roll_calls
from tracker.rules import reference
from tracker.scoring.inputs import Run, default_runs, prepare
from tracker.scoring.method import find_method, shipped_methods
from tracker.scoring.scores import fold
from tracker.store import Store
from tracker.store.schema import metadata


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return new_store(tmp_path / "store.duckdb")


def _load(store: Store, grid: Grid, body: str = "riverbend") -> LoadReport:
    return load_grid(store, grid, body=body, name="Riverbend (fictional)")


def _everything(store: Store) -> dict[str, list[Sequence[object]]]:
    """Every row of the record but the log of loads."""
    with store.reading() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(sa.select(table))), key=repr)
            for table in metadata.sorted_tables
            if table.name not in ("loads", "store_meta")
        }


def _edited(folder: Path, *changes: tuple[str, str]) -> Grid:
    text = (EXAMPLE / "grid.csv").read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    grid = write(folder / "grid.csv", text.rstrip("\n"))
    return read_grid(grid, EXAMPLE / "items.csv")


def test_every_roll_call_and_mark_is_in_the_record_with_its_source(store: Store) -> None:
    report = _load(store, example())
    assert (report.source, report.read, report.new, report.person_votes) == ("grid", 9, 9, 32)
    with store.reading() as connection:
        depot = next(
            roll
            for roll in roll_calls(
                connection, session_id="riverbend", bill_id="riverbend-Rail depot"
            )
            if roll.chamber == "upper"
        )
        source = connection.execute(
            sa.select(tables.sources).where(tables.sources.c.title == "grid.csv")
        ).one()
        words = connection.execute(
            sa.select(tables.person_votes.c.option, tables.person_votes.c.word).where(
                tables.person_votes.c.vote_event_id == depot.vote_event_id,
                tables.person_votes.c.voter == "Dov Specimen",
            )
        ).one()
    assert (depot.date, depot.organization, depot.status) == (date(2031, 5, 2), "Senate", "loaded")
    assert depot.votes["yes"] == ["Cleo Sample"]
    assert depot.votes["no"] == ["Ada Placeholder", "Ben Example"]
    assert tuple(words) == ("present", "NVP")
    assert depot.people["Ada Placeholder"] == "riverbend--R-01"
    assert source.sha256 == sha256((EXAMPLE / "grid.csv").read_bytes()).hexdigest()
    assert source.read_at is not None


def test_what_a_grid_cannot_know_stays_unknown(store: Store) -> None:
    _load(store, example())
    with store.reading() as connection:
        cap = roll_calls(connection, session_id="riverbend", bill_id="riverbend-Rent cap")[0]
        ports = roll_calls(connection, session_id="riverbend", bill_id="riverbend-Clean ports")[0]
        seats = connection.execute(sa.select(tables.organizations.c.seats)).scalars().all()
    assert (cap.result, cap.threshold, cap.needed) == ("unknown", "majority_of_membership", None)
    assert (ports.result, ports.threshold, ports.nonvote_effect) == ("pass", "unknown", "unknown")
    assert seats == [None, None]


def test_loading_the_same_again_changes_nothing(store: Store) -> None:
    _load(store, example())
    before = _everything(store)
    report = _load(store, example())
    assert (report.read, report.loaded, report.unchanged, report.person_votes) == (9, 0, 9, 0)
    assert _everything(store) == before


def test_a_corrected_cell_changes_its_roll_call_alone(store: Store, tmp_path: Path) -> None:
    _load(store, example())
    report = _load(store, _edited(tmp_path, ("Senate,+,NV,", "Senate,+,aye,")))
    assert (report.new, report.changed, report.unchanged) == (0, 1, 8)
    with store.reading() as connection:
        cap = roll_calls(connection, session_id="riverbend", bill_id="riverbend-Rent cap")
    assert [roll.declared_yes for roll in cap if roll.chamber == "upper"] == [2]


def test_an_absence_that_turns_out_excused_is_a_change(store: Store, tmp_path: Path) -> None:
    # No count tells the two apart.
    _load(store, example())
    assert _load(store, _edited(tmp_path, ("aye,absent,NV", "aye,E,NV"))).changed == 1
    assert _load(store, example()).changed == 1


def test_what_the_files_no_longer_hold_goes(store: Store, tmp_path: Path) -> None:
    _load(store, example())
    smaller = _edited(
        tmp_path,
        ("R-04,Dov Specimen,Harvest,4,Senate,-,no,NVP,-,absent\n", ""),
        ("E,aye", "E,N/A"),
        ("+,no\n", "+,N/A\n"),
    )
    report = _load(store, smaller)
    assert report.warnings == ("roll calls removed because the files no longer hold them: 1",)
    fresh = new_store(tmp_path / "fresh.duckdb")
    _load(fresh, smaller)
    after, wanted = _everything(store), _everything(fresh)
    for name in ("people", "bills", "person_votes"):
        assert after[name] == wanted[name]
    assert len(after["vote_events"]) == len(wanted["vote_events"]) == 8


def test_two_bodies_of_one_file_stand_side_by_side(store: Store) -> None:
    _load(store, example())
    before = _everything(store)
    assert _load(store, example(), body="riverbend-2").new == 9
    after = _everything(store)
    for name, rows in before.items():
        assert set(map(repr, rows)) <= set(map(repr, after[name]))


def test_the_official_record_beside_a_grid_stays_as_it_was(store: Store, tmp_path: Path) -> None:
    folder = reference.sample_folder("ca", "20072008")
    assert folder is not None
    load_record(store, folder)
    before = _everything(store)
    _load(store, example(), body="ca-riverbend")
    _load(store, _edited(tmp_path, ("Ada Placeholder", "Ada P.")), body="ca-riverbend")
    after = _everything(store)
    for name, rows in before.items():
        assert set(map(repr, rows)) <= set(map(repr, after[name]))


@pytest.mark.parametrize("body", ["ca", "", "Riverbend", "20072008", "a b", "a--b", "-a", "x" * 61])
def test_an_id_that_is_not_a_bodys_own_is_refused(store: Store, body: str) -> None:
    with pytest.raises(UsageError) as caught:
        _load(store, example(), body=body)
    assert caught.value.where == "--body"


def test_a_government_in_the_record_is_never_replaced(store: Store) -> None:
    with store.writing() as connection:
        connection.execute(
            sa.insert(tables.jurisdictions).values(
                jurisdiction_id="riverbend", name="A city", classification="government"
            )
        )
    before = _everything(store)
    with pytest.raises(UsageError, match="official record"):
        _load(store, example())
    assert _everything(store) == before


def test_a_measure_of_another_body_is_never_replaced(store: Store, tmp_path: Path) -> None:
    _load(store, read(tmp_path, [["+"]], ["support"]), body="a-b")
    grid = write(tmp_path / "grid.csv", f"{HEADER},b-i1", "L1,N,,,Senate,+")
    items = write(tmp_path / "items.csv", "item,bill,position,title", "b-i1,B,support,T")
    before = _everything(store)
    with pytest.raises(UsageError, match="'a-b-i1' already stands"):
        _load(store, read_grid(grid, items), body="a")
    assert _everything(store) == before


def test_the_record_scores_as_the_files_do(store: Store) -> None:
    grid = example()
    _load(store, grid)
    methods = list(shipped_methods().values())
    asked = agenda_of(grid, "riverbend", recorded_on=date(2032, 1, 1))
    with store.reading() as connection:
        runs = default_runs(methods)
        prepare(connection, asked, runs)
        stored = fold(connection)
    for run in runs:
        by_person = {score.person_id: score for score in stored.scores(run)}
        for line in score_grid(grid, run.method):
            other = by_person[f"riverbend--{line.legislator.legislator_id}"]
            assert (line.score.tally, line.score.percent, line.score.rank) == (
                other.tally,
                other.percent,
                other.rank,
            )


def test_without_days_the_roll_calls_are_kept_and_a_warning_says_what_follows(
    store: Store, tmp_path: Path
) -> None:
    grid = read(tmp_path, [["+", "-"]], ["support", "oppose"])
    report = _load(store, grid)
    assert report.new == 2
    assert "2 of 2 items have no date" in report.warnings[0]
    with store.reading() as connection:
        assert [roll.date for roll in roll_calls(connection, session_id="riverbend")] == [
            None,
            None,
        ]
        run = Run(0, find_method("missed_is_against"))
        prepare(connection, agenda_of(grid, "riverbend", date(2032, 1, 1)), [run])
        assert fold(connection).scores(run) == []


def test_a_changed_vocabulary_changes_the_roll_call_and_is_a_source(
    store: Store, tmp_path: Path
) -> None:
    paths = write_grid(tmp_path, [["X"]], ["support"])
    _load(store, read_grid(*paths, write(tmp_path / "one.yaml", 'X: "-"')))
    report = _load(store, read_grid(*paths, write(tmp_path / "two.yaml", "X: NV")))
    assert report.changed == 1
    assert [row[1] for row in _everything(store)["sources"]].count("two.yaml") == 1
