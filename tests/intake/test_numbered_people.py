"""People by a source's own numbers, and what the gate makes of their rolls. Synthetic archives."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.record.contents import new_store
from tests.scrapers.legiscan_archives import SEATS, Archive, house, senate, stage, zipped
from tracker.agenda.agenda import read_agenda
from tracker.intake.load import load_crawl
from tracker.intake.report import LoadReport
from tracker.record.queries import quarantined, roll_calls
from tracker.record.sessions import find_session
from tracker.record.tables import identifiers, memberships, people
from tracker.scoring.agenda_facts import unscored
from tracker.scoring.method import find_method
from tracker.scoring.scorecard import ledger
from tracker.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return new_store(tmp_path / "record.duckdb")


def _load(store: Store, archive: Archive, tmp_path: Path, name: str) -> LoadReport:
    stage(zipped(archive.files(), tmp_path / f"{name}.zip"), tmp_path / name)
    return load_crawl(store, tmp_path / name)


def _adds_up(report: LoadReport) -> bool:
    parts = ("loaded", "unchanged", "duplicates", "quarantined", "names_not_known")
    return bool(report.read == sum(getattr(report, part) for part in parts))


def test_a_vote_is_that_of_the_person_with_the_number(store: Store, tmp_path: Path) -> None:
    archive = Archive()
    archive.roll(1, "House", "House Third Reading", house(but={7: 2, 8: 4}))
    _load(store, archive, tmp_path, "first")
    with store.reading() as connection:
        (roll,) = roll_calls(connection, session_id="wy-2031")
    assert roll.votes["no"] == ["Finch 7"]
    assert roll.votes["absent"] == ["Finch 8"]
    assert roll.people["Finch 7"] == "legiscan-7"
    assert roll.identifiers == {"legiscan": "1"}


def test_a_person_is_one_over_sessions_and_houses(store: Store, tmp_path: Path) -> None:
    before, after = Archive("WY/2031-2031_Regular_Session"), Archive("WY/2032-2032_Regular_Session")
    before.roll(1, "House", "House Third Reading", house())
    after.roll(2, "Senate", "Senate Third Reading", senate(but={7: 1}), date="2032-02-03")
    after.rows["people"][6] |= {"name": "Wren Finch", "party": "I", "district": "SD-009"}
    for name, archive in (("later", after), ("earlier", before)):
        _load(store, archive, tmp_path, name)
    seats = sa.select(memberships.c.session_id, memberships.c.chamber, memberships.c.party).where(
        memberships.c.person_id == "legiscan-7"
    )
    with store.reading() as connection:
        assert sorted(connection.execute(seats).all()) == [
            ("wy-2031", "lower", "Democratic"),
            ("wy-2032", "upper", "Independent"),
        ]
        called = sa.select(people.c.name).where(people.c.person_id == "legiscan-7")
        assert connection.execute(called).scalar() == "Wren Finch"


def test_a_number_that_another_person_of_the_record_bears_is_theirs(
    store: Store, tmp_path: Path
) -> None:
    known = {"scheme": "legiscan", "identifier": "7", "entity_type": "person"}
    with store.writing() as connection:
        connection.execute(sa.insert(identifiers).values(**known, entity_id="wren-finch"))
    archive = Archive()
    archive.roll(1, "House", "House Third Reading", house())
    _load(store, archive, tmp_path, "first")
    with store.reading() as connection:
        (roll,) = roll_calls(connection, session_id="wy-2031")
    assert roll.people["Finch 7"] == "wren-finch"


def test_a_person_whom_the_archive_lacks_stays_a_number(store: Store, tmp_path: Path) -> None:
    archive = Archive()
    archive.roll(1, "House", "House Third Reading", house(but={777: 1}))
    report = _load(store, archive, tmp_path, "first")
    with store.reading() as connection:
        (roll,) = roll_calls(connection, session_id="wy-2031")
    assert "no. 777" in roll.votes["yes"]
    assert "no. 777" not in roll.people
    assert report.unresolved_names == 1


def test_counts_without_names_are_kept_and_counted_apart(store: Store, tmp_path: Path) -> None:
    archive = Archive()
    archive.roll(
        1, "House", "Committee of the Whole", {}, declared={"yea": 40, "nay": 20, "total": 60}
    )
    archive.roll(2, "House", "House Third Reading", house())
    report = _load(store, archive, tmp_path, "first")
    assert (report.loaded, report.names_not_known, report.quarantined) == (1, 1, 0)
    with store.reading() as connection:
        nameless, _ = roll_calls(connection, session_id="wy-2031")
    assert (nameless.status, nameless.declared_yes, nameless.declared_no) == (
        "names_not_known",
        40,
        20,
    )
    again = _load(store, archive, tmp_path, "again")
    assert (again.loaded, again.unchanged, again.names_not_known) == (0, 1, 1)
    assert _adds_up(report)
    assert _adds_up(again)


def test_counts_that_its_own_text_corrects_are_repaired(store: Store, tmp_path: Path) -> None:
    archive = Archive()
    votes = house(but={7: 2})
    wrong = {"yea": 62, "nay": 2, "total": 64}
    archive.roll(1, "House", "House Floor - Third Reading Passed (61-1)", votes, declared=wrong)
    archive.roll(2, "House", "House Floor - Third Reading Passed (60-2)", votes, declared=wrong)
    report = _load(store, archive, tmp_path, "first")
    assert report.reasons == {"counts_do_not_add_up": 1}
    with store.reading() as connection:
        (roll,) = roll_calls(connection, session_id="wy-2031")
    assert (roll.status, roll.declared_yes, roll.declared_no) == ("repaired", 61, 1)
    assert roll.note == (
        "the source declares 62-2, and in its own words 61-1, which is what it names"
    )


def test_a_list_that_is_one_name_short_is_quarantined(store: Store, tmp_path: Path) -> None:
    archive = Archive()
    archive.roll(1, "House", "House Third Reading", house(), declared={"absent": 1, "total": 63})
    archive.roll(2, "House", "House Final Reading", house(), date="0000-00-00")
    report = _load(store, archive, tmp_path, "first")
    assert report.reasons == {"counts_do_not_add_up": 1, "no_date": 1}
    with store.reading() as connection:
        details = {row["source_ref"]: row["detail"] for row in quarantined(connection)}
    assert details["roll call 1"] == ("declared 62-0, named 62-0; of 63 members it names 62")


def test_nothing_is_guessed_where_nobody_has_reviewed_the_rules(
    store: Store, tmp_path: Path
) -> None:
    archive = Archive("UT/2031-2031_Regular_Session")
    archive.roll(1, "House", "House Third Reading Passed", house())
    _load(store, archive, tmp_path, "first")
    with store.reading() as connection:
        (roll,) = roll_calls(connection, session_id="ut-2031")
    assert (roll.motion_class, roll.threshold, roll.result) == ("unknown", "unknown", "unknown")
    assert roll.threshold_basis == "No reviewed rule says what this motion needs."


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("2031-2032", "mi-20312032"),
        ("2031-32", "mi-20312032"),
        ("2032", "mi-20312032"),
        ("106th legislature", "mi-20312032"),
        ("mi-20312032", "mi-20312032"),
        ("2031 1st Special Session", "mi-2031s1"),
        ("2031s1", "mi-2031s1"),
    ],
)
def test_a_session_is_found_as_people_write_it(
    typed: str, found: str, store: Store, tmp_path: Path
) -> None:
    for name, folder in (
        ("regular", "MI/2031-2032_106th_Legislature"),
        ("special", "MI/2031-2031_1st_Special_Session"),
    ):
        _load(store, Archive(folder), tmp_path, name)
    with store.reading() as connection:
        assert find_session(connection, typed, "mi").session_id == found
        assert find_session(connection, typed).session_id == found


AGENDA = """
format: 1
id: wyoming-2031
jurisdiction: wy
session: "2031"
title: A test
title_es: Una prueba
version: "1"
ratified: null
demonstration: true
statement: A made-up agenda.
statement_es: Una agenda inventada.
organizations: []
issues: [{id: one, name: One, name_es: Uno}]
items:
  - id: hb-1
    bill: HB 1
    issue: one
    title: A bill
    title_es: Un proyecto
    weight: 1
    reason: It is the only one.
    reason_es: Es el único.
    positions: [{stance: support, in_force_from: 2031-01-01, recorded_on: 2031-01-01}]
    roll_calls: [{vote_event_id: NAMED, reason: The House passed it.}]
"""


@pytest.mark.parametrize("named", ["4711", "legiscan:4711"])
def test_a_steward_scores_by_naming_a_roll_as_its_source_does(
    named: str, store: Store, tmp_path: Path
) -> None:
    archive = Archive()
    archive.roll(4711, "House", "House Third Reading", house(but={7: 2}))
    archive.roll(4712, "House", "House Motion to Table", house(but={8: 2}), date="2031-02-04")
    _load(store, archive, tmp_path, "first")
    (tmp_path / "agenda.yaml").write_text(AGENDA.replace("NAMED", named))
    agenda = read_agenda(tmp_path / "agenda.yaml")
    with store.reading() as connection:
        lines = ledger(connection, agenda, find_method("vote_index"))
        assert unscored(connection, agenda) == []
    credit = {line.person_id: line.credit for line in lines}
    assert len(credit) == SEATS["House"]
    assert (credit["legiscan-7"], credit["legiscan-8"]) == (0, 2)
