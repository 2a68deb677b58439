"""Genuine archives of LegiScan: every roll call is accounted for, and people stay who they are."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.record.contents import new_store
from tests.scrapers.legiscan_archives import read, stage
from tracker.intake.gate import Passed
from tracker.intake.load import gate_crawl
from tracker.record.tables import memberships
from tracker.store import Store

PARTS = {
    # archive: passed with names, repaired, names not known, quarantined, repeated to the last name
    "AZ_2010-2010_Forty-ninth_Legislature_7th_Special": (79, 0, 0, 0, 3),
    "CO_2025-2025_1st_Special_Session": (141, 0, 0, 0, 32),
    "OR_2024-2024_1st_Special_Session": (6, 0, 0, 0, 0),
    "OR_2024-2024_Regular_Session": (641, 0, 0, 0, 1),
    "OR_2015-2015_Regular_Session": (4188, 0, 0, 265, 4),
    "MD_2018-2018_Regular_Session": (0, 2643, 0, 0, 1),
    "MI_2021-2022_101st_Legislature": (3634, 0, 1, 5, 2),
}


@pytest.fixture(scope="module")
def staged(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The crawl folder of an archive whose name begins so."""
    parent = tmp_path_factory.mktemp("legiscan")

    @cache
    def of(name: str) -> Path:
        (archive, *_) = sorted((samples / "legiscan" / "datasets_csv").glob(f"{name}*.zip"))
        stage(archive, parent / name)
        return parent / name

    return of


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return new_store(tmp_path / "record.duckdb")


def _parts(passed: Passed) -> tuple[int, int, int, int, int]:
    statuses = passed.vote_events.column("status").to_pylist()
    with_names, repaired, nameless = map(statuses.count, ("loaded", "repaired", "names_not_known"))
    return with_names, repaired, nameless, passed.quarantined.num_rows, passed.duplicates


@pytest.mark.parametrize("name", PARTS)
def test_every_roll_call_is_accounted_for(
    name: str, staged: Callable[[str], Path], store: Store
) -> None:
    gated = gate_crawl(staged(name), store)
    assert _parts(gated.passed) == PARTS[name]
    assert gated.passed.read == sum(PARTS[name])
    assert not gated.passed.unresolved


def test_special_sessions_with_the_same_numbers_stay_apart(
    staged: Callable[[str], Path], store: Store
) -> None:
    sessions = {
        name: gate_crawl(staged(name), store).manifest.session_id
        for name in PARTS
        if name.startswith(("AZ", "CO", "OR_2024"))
    }
    assert list(sessions.values()) == ["az-2010s7", "co-2025s1", "or-2024s1", "or-2024"]


def test_the_same_content_under_two_names_is_the_same(samples: Path) -> None:
    one, other = sorted((samples / "legiscan" / "datasets_csv").glob("MN_*.zip"))
    read_of = [read(archive) for archive in (one, other)]
    assert all(table.equals(read_of[1].tables[name]) for name, table in read_of[0].tables.items())


def test_iowa_by_json_says_what_iowa_by_csv_says(samples: Path) -> None:
    """The JSON form is of a later day: on the roll calls that both hold."""
    folder = samples / "legiscan"
    (of_csv,) = (folder / "datasets_csv").glob("IA_*.zip")
    (of_json,) = (folder / "datasets_json").glob("IA_*.zip")
    votes = [_votes_by_roll(read(archive)) for archive in (of_csv, of_json)]
    both = votes[0].keys() & votes[1].keys()
    assert len(both) == len(votes[0]) == 1896
    assert {ref for ref in both if votes[0][ref] != votes[1][ref]} == set()


def _votes_by_roll(staged: object) -> dict[str, tuple[object, ...]]:
    import duckdb

    tables = staged.tables  # type: ignore[attr-defined]
    with duckdb.connect() as work:
        for name in ("roll_calls", "votes"):
            work.register(name, tables[name])
        rows = work.execute(
            """
            select r.source_ref, r.bill_id, r.date, r.location, r.motion, r.yes, r.no,
                   list((v.voter, v.option) order by v.voter)
            from roll_calls as r join votes as v using (row)
            group by all
            """
        ).fetchall()
    return {row[0]: (*row[1:-1], tuple(row[-1])) for row in rows}


def test_a_member_of_three_sessions_is_one_person(
    staged: Callable[[str], Path], store: Store
) -> None:
    from tracker.intake.load import load_crawl

    for name in ("MI_2021-2022", "MI_2023-2024", "MI_2025-2026"):
        load_crawl(store, staged(name))
    query = sa.select(memberships.c.person_id, memberships.c.session_id)
    with store.reading() as connection:
        seats = set(connection.execute(query).tuples())
    in_all = {
        person
        for person, _ in seats
        if {session for who, session in seats if who == person}
        == {"mi-20212022", "mi-20232024", "mi-20252026"}
    }
    assert "legiscan-2854" in in_all
    assert len(in_all) > 40
