"""Members of the bulk files' own table beside other files, other sources, rosters and scores."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.intake.member_table import ALL, ASTER, listing, load, seats_of, voters_of
from tests.intake.staged import SESSION_ID, Staged, crawl_folder
from tests.record.contents import contents, new_store
from tests.record.shade import AGENDA
from tests.scrapers.bulkfiles import BILL, SESSION, Bulk, bill, legislator, senators, version, votes
from tests.scrapers.staged import stage_pubinfo as stage
from tests.sites.dat_lines import Row
from tracker.agenda.agenda import read_agenda
from tracker.intake.load import gate_crawl, load_crawl
from tracker.intake.monitors import judge, measure
from tracker.record.tables import organizations, vote_events
from tracker.scoring.method import find_method
from tracker.scoring.scorecard import scorecard
from tracker.store import Store

REVIEWED = "20072008"
ON_THE_FLOORS = 119
"""Members whom the roll calls of SBX1 1 of 1999 name on either floor."""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return new_store(tmp_path / "answerable.duckdb")


def test_a_later_file_takes_out_whom_it_no_longer_lists(store: Store, tmp_path: Path) -> None:
    load(store, listing(senators(*ALL)), tmp_path / "one")
    load(store, listing(senators(*ALL[:3])), tmp_path / "two")
    assert len(seats_of(store)) == 3
    assert voters_of(store)["Elder"] is None


def test_a_day_s_changes_know_those_who_were_listed_before(store: Store, tmp_path: Path) -> None:
    load(store, listing(senators(*ALL)), tmp_path / "one")
    bulk = listing([legislator("Birch", "SD13", party="REP")])
    bulk.tables["BILL_DETAIL_VOTE_TBL"] = votes(
        {"Aster": "AYE", "Birch": "NOE", "De La Rue": "AYE", "Elder": "ABS"}
    )
    report = load(store, bulk, tmp_path / "two", "pubinfo_Mon.zip")
    assert (report.changed, report.people, report.unresolved_names) == (1, 1, 0)
    assert voters_of(store)["Aster"] == ASTER
    assert seats_of(store)[f"vale-birch-{SESSION_ID}-sd13"]["party"] == "Republican"
    assert len(seats_of(store)) == 4


def test_names_that_are_nobody_s_all_at_once_hold_a_crawl_back(
    store: Store, tmp_path: Path
) -> None:
    measured = []
    for number, names in enumerate((ALL, ("Fern", "Gorse"))):
        folder = tmp_path / f"crawl{number}"
        stage(listing(senators(*names)).zip(tmp_path / f"{number}.zip"), folder)
        crawl = gate_crawl(folder, store)
        measured.append(measure(crawl.manifest, crawl.staged, crawl.bill_facts, crawl.passed))
    before, now = measured
    (failed,) = [one for one in judge(now, before) if not one.ok and one.name == "fields_filled"]
    assert failed.detail == "person of votes was filled in 100%, and is in 0%"


def test_another_source_of_the_session_finds_the_same_people(store: Store, tmp_path: Path) -> None:
    load(store, listing(senators(*ALL)), tmp_path / "one")
    report = load_crawl(store, crawl_folder(tmp_path / "other", [Staged(bill="SB 8")]))
    assert (report.people, report.unresolved_names) == (None, 0)
    assert set(voters_of(store)) == set(ALL)
    assert None not in voters_of(store).values()


def test_a_reviewed_roster_stands_and_the_table_s_differences_are_counted(
    store: Store, tmp_path: Path
) -> None:
    def listed(name: str, seat: str, **changed: str) -> Row:
        return legislator(name, seat, session_year=REVIEWED, legislator_name=name, **changed)

    bulk = Bulk(
        tables={
            "BILL_TBL": [bill("200720080SB7", session_year=REVIEWED)],
            "BILL_VERSION_TBL": [version(99, "2007-02-01", bill_id="200720080SB7")],
            "LEGISLATOR_TBL": [
                listed("Steinberg", "SD06"),
                listed("Padilla", "SD21"),
                listed("Florez", "SD16", party="REP"),
                listed("Nobody Here", "SD40"),
            ],
        }
    )
    report = load(store, bulk, tmp_path / "one", "pubinfo_2007.zip")
    assert (report.people, report.unresolved_names) == (None, None)
    assert report.roster_differences == {
        "not_in_roster": 1,
        "not_in_table": 119,
        "other_district": 1,
        "other_party": 1,
    }
    assert any("other party, 1 (as Vale Florez, Senate)" in line for line in report.warnings)
    seats = seats_of(store)
    assert (seats["dean-florez"]["party"], seats["alex-padilla"]["district"]) == (
        "Democratic",
        "20",
    )
    assert not [person for person in seats if "2007" in person]


def _scores(
    store: Store, folder: Path, rolls: Sequence[str] = (), **asked: str
) -> dict[tuple[str, str], int | None]:
    path = folder / "agenda.yaml"
    scored = [{"vote_event_id": roll, "reason": "It is scored by hand."} for roll in rolls]
    path.write_text(AGENDA.format(**asked, rolls=json.dumps(scored)), "utf-8")
    with store.reading() as connection:
        lines = scorecard(connection, read_agenda(path), find_method("missed_is_against"))
    return {(line.member.chamber, line.member.name): line.score.percent for line in lines}


def test_members_of_the_table_are_scored_by_what_they_did(store: Store, tmp_path: Path) -> None:
    load(store, listing(senators(*ALL)), tmp_path / "one")
    assert _scores(store, tmp_path, session=SESSION, bill=BILL, day="2009-01-05") == {
        ("upper", "Vale Aster"): 100,
        ("upper", "Vale Birch"): 100,
        ("upper", "Vale De La Rue"): 0,
        ("upper", "Vale Elder"): 0,
    }


def test_the_real_roll_calls_of_1999_are_scored(
    store: Store, samples: Path, tmp_path: Path
) -> None:
    """The table itself is in no sample: it is written here from the names on the roll calls."""
    real = samples / "ca_pubinfo" / "1999"
    (tmp_path / "files").mkdir()
    for path in real.glob("*.dat"):
        (tmp_path / "files" / path.name).symlink_to(path)
    seen = set()
    for text in (real / "BILL_DETAIL_VOTE_TBL.dat").read_text("utf-8").splitlines():
        _, place, name, *_ = (part.strip("`") for part in text.split("\t"))
        seen.add((name, "A" if place.startswith(("A", "CX")) else "S"))
    bulk = Bulk(
        tables={
            "LEGISLATOR_TBL": [
                {"session_year": "19992000", "author_name": name, "house_type": house}
                for name, house in sorted(seen)
            ]
        }
    )
    content = bulk.files()["LEGISLATOR_TBL.dat"]
    (tmp_path / "files" / "LEGISLATOR_TBL.dat").write_bytes(content)
    stage(tmp_path / "files", tmp_path / "crawl")
    report = load_crawl(store, tmp_path / "crawl")
    assert (report.loaded, report.people, report.unresolved_names) == (23, len(seen), 0)
    with store.reading() as connection:
        query = sa.select(vote_events.c.vote_event_id).where(
            vote_events.c.bill_id == "ca-19992000-SBX1-1", vote_events.c.venue == "floor"
        )
        floor = sorted(connection.execute(query).scalars())
    scored = _scores(
        store, tmp_path, floor, session="19992000", bill="ca-19992000-SBX1-1", day="1998-12-07"
    )
    assert len([percent for percent in scored.values() if percent is not None]) == ON_THE_FLOORS


def test_committees_are_those_of_the_table_of_places_also_without_a_roll_call(
    store: Store, tmp_path: Path
) -> None:
    def place(code: str, words: str) -> Row:
        return {"session_year": SESSION, "location_code": code, "description": words}

    floor, joint = place("AFLOOR", "Assembly Floor"), place("CJ02", "Joint Audit")
    places = [place("CS61", "Sen Appropriations"), place("CX08", "Asm Health"), floor, joint]
    bulk = listing(senators(*ALL), LOCATION_CODE_TBL=places)
    load(store, bulk, tmp_path / "one")
    listed = organizations.c
    query = sa.select(
        listed.organization_id, listed.name, listed.source_ref, listed.source_id
    ).where(listed.classification == "committee")
    with store.reading() as connection:
        found = sorted(tuple(row) for row in connection.execute(query.order_by(listed.name)))
    assert [row[:3] for row in found] == [
        ("ca-20092010-lower-HEALTH", "Asm Health", "place CX08"),
        ("ca-20092010-upper-APPROPRIATIONS", "Sen Appropriations", "place CS61"),
    ]
    assert all(row[3].startswith(f"ca_pubinfo-{SESSION_ID}-") for row in found)
    before = contents(store)
    load_crawl(store, tmp_path / "one" / "crawl")
    assert contents(store) == before
