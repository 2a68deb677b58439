"""Genuine files of Open States: every roll call is accounted for, and its members are people."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from scrapers.kit.source import FileSource, Origin, Wanted
from scrapers.kit.staging import write_crawl_folder
from scrapers.openstates.source import SOURCE
from scrapers.openstates_people.source import SOURCE as PEOPLE
from tracker.agenda.files import load_agenda
from tracker.intake.load import gate_crawl, load_crawl
from tracker.record.tables import person_votes
from tracker.store import Store, open_store

MEASURES = ("SB79", "SB63", "SB57", "AB130", "AB1207")
AGENDA = """
format: 1
id: today
jurisdiction: ca
session: "20252026"
title: Five measures of 2025
version: "1"
demonstration: true
statement: A test; nobody's endorsement.
organizations: []
issues: [{id: homes, name: Homes}]
items:
"""
ITEM = """
  - id: {id}
    bill: {bill}
    issue: homes
    title: {bill}
    weight: 1
    reason: A test.
    positions: [{{stance: support, in_force_from: 2024-12-02, recorded_on: 2026-11-27}}]
"""


def _slice(archive: Path, to: Path, wanted: Callable[[str], bool]) -> Path:
    """The wanted files of a genuine archive."""
    with zipfile.ZipFile(archive) as whole, zipfile.ZipFile(to, "w") as part:
        for name in filter(wanted, whole.namelist()):
            part.writestr(name, whole.read(name))
    return to


def _stage(source: FileSource, path: Path, to: Path, wanted: Wanted) -> Path:
    staged = source.parse(path, Origin("https://example.org", path.name), wanted)
    write_crawl_folder(to, staged.manifest, staged.tables)
    return to


@pytest.fixture(scope="module")
def five(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The five measures with all their roll calls."""
    space = tmp_path_factory.mktemp("openstates")
    archive = samples / "openstates" / "ca_2025-2026.zip"
    folders = tuple(f"/sessions/20252026/bills/{one}/" for one in MEASURES)
    part = _slice(archive, space / "ca.zip", lambda name: any(one in name for one in folders))
    return _stage(SOURCE, part, space / "crawl", Wanted())


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(f"duckdb:///{tmp_path / 'record.duckdb'}")


def test_todays_lawmakers_are_scored_on_five_measures(
    five: Path, samples: Path, store: Store, tmp_path: Path
) -> None:
    people = samples / "openstates_people_ca" / "ca_people.zip"
    load_crawl(store, _stage(PEOPLE, people, tmp_path / "people", Wanted("ca")))
    report = load_crawl(store, five)
    assert (report.read, report.loaded, report.quarantined) == (47, 47, 0)
    with store.reading() as connection:
        nobodys = sa.select(sa.func.count()).where(person_votes.c.person_id.is_(None))
        assert connection.execute(nobodys.select_from(person_votes)).scalar_one() == 0
