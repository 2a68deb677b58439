"""Genuine archives of LegiScan: every roll call is accounted for, and people stay who they are."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.record.contents import new_store
from tests.scrapers.legiscan_archives import read, stage
from tracker.agenda.agenda import Agenda
from tracker.agenda.known_agendas import find_agenda
from tracker.intake.gate import Passed
from tracker.intake.load import gate_crawl, load_crawl
from tracker.record.tables import memberships, vote_events
from tracker.rules.vocabulary import MotionClass
from tracker.scoring.lifetime import lifetime_of
from tracker.scoring.method import DEFAULT_METHOD, find_method
from tracker.scoring.scorecard import scorecard
from tracker.store import Store, open_store

PARTS = {
    # archive: passed with names, repaired, names not known, quarantined, repeated to the last name
    "AZ_2010-2010_Forty-ninth_Legislature_7th_Special": (79, 0, 0, 0, 3),
    "CO_2025-2025_1st_Special_Session": (141, 0, 0, 0, 32),
    "OR_2024-2024_1st_Special_Session": (6, 0, 0, 0, 0),
    "OR_2024-2024_Regular_Session": (641, 0, 0, 0, 1),
    "OR_2015-2015_Regular_Session": (4188, 0, 0, 265, 4),
    "MD_2018-2018_Regular_Session": (0, 2643, 0, 0, 1),
    "MI_2021-2022_101st_Legislature": (3634, 0, 1, 5, 2),
    "MI_2023-2024_102nd_Legislature": (3921, 0, 0, 0, 8),
    "MI_2025-2026_103rd_Legislature": (1056, 0, 0, 0, 2),
    "AZ_2021-2021_Fifty-fifth_Legislature_1st_Regular": (3742, 0, 2149, 0, 3),
    "CO_2025-2025_Regular_Session": (4771, 0, 0, 0, 68),
    "GA_2025-2026_Regular_Session": (1261, 0, 0, 0, 0),
    "IA_2025-2026_91st_General_Assembly": (1761, 0, 0, 2, 133),
    "KS_2025-2026_Regular_Session": (668, 0, 0, 0, 1),
    "MD_2025-2025_Regular_Session": (2494, 0, 0, 0, 0),
    "MN_2025-2026_94th_Legislature": (271, 0, 0, 0, 6),
}
MICHIGAN = ("mi-20212022", "mi-20232024", "mi-20252026")

AGENDA = """
format: 1
id: {id}
jurisdiction: mi
session: "{session}"
title: Five bills on which both houses divided
version: "1"
demonstration: true
statement: A test; nobody's endorsement.
organizations: []
issues: [{{id: all, name: All}}]
items:
"""
ITEM = """
  - id: {id}
    bill: {bill}
    issue: all
    title: {bill}
    weight: 1
    reason: A test.
    positions: [{{stance: support, in_force_from: 2021-01-01, recorded_on: 2026-11-27}}]
"""


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
        if name.startswith(("AZ_2010", "CO_2025-2025_1st", "OR_2024"))
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
    forms = [read(archive) for archive in (of_csv, of_json)]
    assert forms[0].tables["people"].equals(forms[1].tables["people"])
    votes = [_votes_by_roll(one) for one in forms]
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


@pytest.fixture(scope="module")
def michigan(staged: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Three sessions of one legislature."""
    store = open_store(f"duckdb:///{tmp_path_factory.mktemp('michigan') / 'record.duckdb'}")
    for name in PARTS:
        if name.startswith("MI_"):
            load_crawl(store, staged(name))
    return store


def _in_all_three(store: Store) -> set[tuple[str, str]]:
    """Who sat in one house in all three sessions, and the house."""
    seats = memberships.c
    query = (
        sa.select(seats.person_id, seats.chamber)
        .group_by(seats.person_id, seats.chamber)
        .having(sa.func.count(seats.session_id.distinct()) == len(MICHIGAN))
    )
    with store.reading() as connection:
        return {(one.person_id, one.chamber) for one in connection.execute(query)}


def test_a_member_of_three_sessions_is_one_person(michigan: Store) -> None:
    stayed = _in_all_three(michigan)
    assert ("legiscan-2854", "upper") in stayed or ("legiscan-2854", "lower") in stayed
    assert len(stayed) > 30


def test_a_member_of_three_sessions_has_one_lifetime_score(michigan: Store, tmp_path: Path) -> None:
    method = find_method(DEFAULT_METHOD)
    agendas = [_contested(michigan, session, tmp_path) for session in MICHIGAN]
    with michigan.reading() as connection:
        lines = lifetime_of(connection, agendas, method)
        alone = {
            agenda.session_id: {
                (line.member.person_id, line.member.chamber): line.score.tally
                for line in scorecard(connection, agenda, method)
            }
            for agenda in agendas
        }
    stayed = _in_all_three(michigan)
    of_those = [one for one in lines if (one.member.person_id, one.member.chamber) in stayed]
    assert len(of_those) == len(stayed)
    for line in of_those:
        key = line.member.person_id, line.member.chamber
        parts = {part.agenda.session_id: part.tally for part in line.parts}
        assert parts == {session: tallies[key] for session, tallies in alone.items()}
        assert line.tally.counted == sum(tally.counted for tally in parts.values())
    assert sum(line.percent is not None for line in of_those) > 20


def _contested(store: Store, session: str, folder: Path) -> Agenda:
    """An agenda of the first five bills on which both houses divided."""
    rolls = vote_events.c
    query = (
        sa.select(rolls.bill_id)
        .where(
            rolls.session_id == session,
            rolls.motion_class == MotionClass.FINAL_PASSAGE,
            rolls.declared_no >= 8,
        )
        .group_by(rolls.bill_id)
        .having(sa.func.count(rolls.chamber.distinct()) == 2)
        .order_by(rolls.bill_id)
        .limit(5)
    )
    with store.reading() as connection:
        bills = [
            one.removeprefix(f"{session}-") for one in connection.execute(query).scalars().all()
        ]
    assert len(bills) == 5
    path = folder / f"{session}.yaml"
    head = AGENDA.format(id=session, session=session.removeprefix("mi-"))
    path.write_text(head + "".join(ITEM.format(id=one.lower(), bill=one) for one in bills))
    return find_agenda(str(path))
