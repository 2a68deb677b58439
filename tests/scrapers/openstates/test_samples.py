"""Genuine files of Open States: every roll call is accounted for, and its members are people."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from scrapers.kit.source import FileSource, Origin, Wanted
from scrapers.kit.staging import write_crawl_folder
from scrapers.openstates.source import SOURCE
from scrapers.openstates_people.source import SOURCE as PEOPLE
from tests.record.contents import new_store
from tracker.agenda.known_agendas import find_agenda
from tracker.intake.load import gate_crawl, load_crawl
from tracker.intake.people import load_people, read_people
from tracker.record.stopped import Stop
from tracker.record.tables import person_votes
from tracker.scoring.method import DEFAULT_METHOD, find_method
from tracker.scoring.scorecard import ledger, scorecard
from tracker.store import Store
from tracker.views.agenda_ended import agenda_ended

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
    return new_store(tmp_path / "record.duckdb")


def test_todays_lawmakers_are_scored_on_five_measures(
    five: Path, samples: Path, store: Store, tmp_path: Path
) -> None:
    people = samples / "openstates_people_ca" / "ca_people.zip"
    load_people(store, read_people(_stage(PEOPLE, people, tmp_path / "people", Wanted("ca"))))
    report = load_crawl(store, five)
    assert (report.read, report.loaded, report.quarantined) == (39, 39, 0)
    path = tmp_path / "five.yaml"
    items = (ITEM.format(id=one.lower(), bill=one) for one in MEASURES)
    path.write_text(AGENDA + "".join(items))
    agenda = find_agenda(str(path))
    with store.reading() as connection:
        nobodys = sa.select(sa.func.count()).where(person_votes.c.person_id.is_(None))
        assert connection.execute(nobodys).scalar_one() == 0
        lines = scorecard(connection, agenda, find_method(DEFAULT_METHOD))
        votes = [
            one
            for one in ledger(connection, agenda, find_method(DEFAULT_METHOD))
            if one.bill_id == "ca-20252026-SB79"
        ]
    wiener = next(line for line in lines if line.member.name == "Scott Wiener")
    who = (wiener.member.chamber, wiener.member.district, wiener.member.party)
    assert who == ("upper", "11", "Democratic")
    assert (wiener.score.percent, wiener.score.available) == (100, 5)
    done = Counter((one.chamber, one.date, one.option) for one in votes)
    assert done == {
        ("upper", date(2025, 9, 12), "yes"): 21,
        ("upper", date(2025, 9, 12), "no"): 8,
        ("upper", date(2025, 9, 12), "not_voting"): 11,
        # 18:01 on the 11th in Sacramento is past midnight in the file.
        ("lower", date(2025, 9, 11), "yes"): 43,
        ("lower", date(2025, 9, 11), "no"): 19,
        ("lower", date(2025, 9, 11), "not_voting"): 18,
    }


def test_loading_again_changes_nothing(five: Path, store: Store) -> None:
    load_crawl(store, five)
    again = load_crawl(store, five)
    assert (again.loaded, again.unchanged) == (0, 39)


def test_every_roll_call_of_wyoming_is_accounted_for(
    samples: Path, store: Store, tmp_path: Path
) -> None:
    archive = samples / "openstates" / "wy_2025.zip"
    passed = gate_crawl(_stage(SOURCE, archive, tmp_path / "crawl", Wanted()), store).passed
    held = passed.vote_events
    assert (passed.read, held.num_rows, passed.duplicates) == (1576, 1573, 0)
    refused = passed.quarantined.to_pylist()
    # Concurrences of the Senate that the file gives the House: all their names are senators'.
    assert sorted(one["bill_id"] for one in refused) == [
        "wy-2025-SF48",
        "wy-2025-SF6",
        "wy-2025-SF63",
    ]
    assert {one["reason"] for one in refused} == {"unsound_line"}
    weekdays = Counter(day.isoweekday() for day in held.column("date").to_pylist())
    assert set(weekdays) == {1, 2, 3, 4, 5}
    voters = set(passed.person_votes.column("voter").to_pylist())
    assert {"Campbell, E", "Campbell, K"} <= voters
    assert not {"E", "K", "L"} & voters


def test_california_is_one_session_with_its_special_one(samples: Path) -> None:
    archive = samples / "openstates" / "ca_2025-2026.zip"
    staged = SOURCE.parse(archive, Origin("https://example.org", archive.name), Wanted())
    assert staged.manifest.counts == {
        "roll_calls": 10737,
        "votes": 303369,
        "bills": 3042,
        "actions": 46380,
        "authors": 19663,
    }
    rolls = staged.tables["roll_calls"].column("bill_id").to_pylist()
    assert sum(one.startswith("ca-20252026-") and "X1-" in one for one in rolls) == 20


WYOMING = {
    "HB2": (Stop.ON_FLOOR, "House floor"),
    "HB6": (Stop.NOT_REFERRED, None),
    "HB79": (Stop.VETOED, "the Governor"),
    "HB91": (Stop.FAILED, "House floor"),
}
"""Where each ended, by its history in the file. HB 4 was signed; HB 36 became law over a veto."""


def test_where_a_measure_of_wyoming_ended_is_told_by_the_sources_own_words(
    samples: Path, store: Store, tmp_path: Path
) -> None:
    names = ("HB0002", "HB0004", "HB0006", "HB0036", "HB0079", "HB0091")
    part = _slice(
        samples / "openstates" / "wy_2025.zip",
        tmp_path / "wy.zip",
        lambda name: any(f"/bills/{one}/metadata.json" in name for one in names),
    )
    crawl = _stage(SOURCE, part, tmp_path / "crawl", Wanted())
    load_crawl(store, crawl)
    path = tmp_path / "wy.yaml"
    head = AGENDA.replace("jurisdiction: ca", "jurisdiction: wy").replace("20252026", "2025")
    items = (ITEM.format(id=one.lower(), bill=one) for one in ("HB4", "HB36", *WYOMING))
    path.write_text(head + "".join(items))
    with store.reading() as connection:
        found = agenda_ended(connection, find_agenda(str(path)), date(2026, 2, 1))
    assert found.why_nothing is None
    assert {one.item_id.upper(): (one.stop, one.office) for one in found.ended} == WYOMING
    signed = next(step for step in found.funnel if step.step == "signed")
    assert signed.item_ids == ("hb4", "hb36")
