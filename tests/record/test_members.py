"""Members taken from the bulk files' own table, where nobody has reviewed who sat in a session."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from scrapers.ca_pubinfo.stage import stage
from scrapers.sandbox.dat_lines import Row
from tests.record.contents import contents, store_at
from tests.record.staged import Staged, crawl_folder
from tests.scrapers.bulkfiles import (
    BILL,
    SESSION,
    Bulk,
    bill,
    legislator,
    senators,
    version,
    votes,
)
from tracker.agenda.agenda import read_agenda
from tracker.errors import SourceError
from tracker.record.load import gate_crawl, load_crawl
from tracker.record.monitors import judge, measure
from tracker.record.report import LoadReport
from tracker.record.tables import (
    memberships,
    organizations,
    people,
    person_aliases,
    person_votes,
    sources,
    vote_events,
)
from tracker.scoring.method import find_method
from tracker.scoring.scorecard import scorecard
from tracker.store import Store

ALL = ("Aster", "Birch", "De La Rue", "Elder")
ASTER = f"vale-aster-{SESSION}-sd12"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return store_at(tmp_path / "answerable.duckdb")


def _with(listed: Sequence[Row], **tables: Sequence[Row]) -> Bulk:
    bulk = Bulk()
    bulk.tables |= {"LEGISLATOR_TBL": listed, **tables}
    bulk.tables["BILL_VERSION_AUTHORS_TBL"] = [
        {**row, "house": "SENATE"} for row in bulk.tables["BILL_VERSION_AUTHORS_TBL"]
    ]
    return bulk


def _load(store: Store, bulk: Bulk, folder: Path, name: str = "pubinfo_2009.zip") -> LoadReport:
    folder.mkdir()
    stage(bulk.zip(folder / name), folder / "crawl")
    return load_crawl(store, folder / "crawl")


def _voters(store: Store) -> dict[str, str | None]:
    with store.reading() as connection:
        query = sa.select(person_votes.c.voter, person_votes.c.person_id)
        return {row.voter: row.person_id for row in connection.execute(query)}


def _seats(store: Store) -> dict[str, dict[str, object]]:
    with store.reading() as connection:
        rows = connection.execute(sa.select(memberships)).mappings()
        return {row["person_id"]: dict(row) for row in rows}


def test_names_on_rolls_and_texts_are_the_members_that_the_table_lists(
    store: Store, tmp_path: Path
) -> None:
    report = _load(store, _with(senators(*ALL)), tmp_path / "one")
    assert (report.people, report.unresolved_names, report.warnings) == (4, 0, ())
    assert _voters(store) == {
        "Aster": ASTER,
        "Birch": f"vale-birch-{SESSION}-sd13",
        "De La Rue": f"vale-de-la-rue-{SESSION}-sd14",
        "Elder": f"vale-elder-{SESSION}-sd15",
    }
    (author,) = contents(store)["bill_sponsorships"]
    assert ASTER in author


def test_a_member_has_seat_and_party_and_the_file_they_were_read_from(
    store: Store, tmp_path: Path
) -> None:
    listed = [legislator("Aster", "SD07", middle_initial="Q", name_suffix="Jr.", party="OTHE")]
    _load(store, _with(listed), tmp_path / "one")
    (seat,) = _seats(store).values()
    assert (seat["chamber"], seat["district"], seat["party"]) == ("upper", "7", "OTHE")
    with store.reading() as connection:
        (person,) = connection.execute(sa.select(people)).mappings()
        (source,) = connection.execute(
            sa.select(sources).where(sources.c.source_id == person["source_id"])
        ).mappings()
    assert (person["name"], person["family_name"]) == ("Vale Q. Aster Jr.", "Aster")
    assert person["source_ref"] == "LEGISLATOR_TBL SD07 Aster"
    assert source["read_at"] is not None
    assert len(source["sha256"]) == 64


def test_no_day_in_office_is_made_up(store: Store, tmp_path: Path) -> None:
    gone = legislator("Birch", "SD13", active_legislator="N")
    _load(store, _with([legislator("Aster"), gone]), tmp_path / "one")
    seats = _seats(store)
    assert {seat["dates_verified"] for seat in seats.values()} == {False}
    assert [(s["start_date"], s["end_date"]) for s in seats.values()] == [
        (date(2008, 12, 1), date(2010, 11, 30))
    ] * 2
    assert "no longer serving" in str(seats[f"vale-birch-{SESSION}-sd13"]["note"])
    assert "no longer" not in str(seats[ASTER]["note"])


def test_the_same_again_changes_nothing_and_other_bytes_keep_every_id(
    store: Store, tmp_path: Path
) -> None:
    bulk = _with(senators(*ALL))
    _load(store, bulk, tmp_path / "one")
    before, known = contents(store), _voters(store)
    load_crawl(store, tmp_path / "one" / "crawl")
    assert contents(store) == before
    bulk.tables["LEGISLATOR_TBL"] = [*reversed(bulk.tables["LEGISLATOR_TBL"])]
    again = _load(store, bulk, tmp_path / "two")
    assert (again.loaded, again.unchanged) == (0, 1)
    assert _voters(store) == known
    assert len(_seats(store)) == 4


def test_a_name_of_two_members_is_nobody_s(store: Store, tmp_path: Path) -> None:
    listed = [*senators(*ALL), legislator("Aster", "SD30", first_name="Robin")]
    report = _load(store, _with(listed), tmp_path / "one")
    assert (report.loaded, report.people, report.unresolved_names) == (1, 5, 1)
    assert _voters(store)["Aster"] is None
    assert _voters(store)["Birch"] is not None
    assert any("ambiguous name" in line and "Aster" in line for line in report.warnings)


def test_a_full_name_of_one_of_the_two_still_is_that_one(store: Store, tmp_path: Path) -> None:
    robin = legislator("Aster", "SD30", first_name="Robin", author_name="Robin Aster")
    codes = {"Robin Aster": "AYE", "Aster": "AYE", "Birch": "NOE", "Elder": "ABS"}
    bulk = _with([*senators(*ALL), robin], BILL_DETAIL_VOTE_TBL=votes(codes))
    _load(store, bulk, tmp_path / "one")
    assert _voters(store)["Robin Aster"] == f"robin-aster-{SESSION}-sd30"
    assert _voters(store)["Aster"] == ASTER


def test_a_name_that_the_table_does_not_list_stays_a_name(store: Store, tmp_path: Path) -> None:
    report = _load(store, _with(senators("Aster", "Birch")), tmp_path / "one")
    assert (report.loaded, report.quarantined, report.unresolved_names) == (1, 0, 2)
    assert _voters(store)["De La Rue"] is None
    assert any("De La Rue, Elder" in line for line in report.warnings)


def test_a_name_of_the_other_house_is_nobody_s_here(store: Store, tmp_path: Path) -> None:
    _load(store, _with([legislator(name, "AD12") for name in ALL]), tmp_path / "one")
    assert set(_voters(store).values()) == {None}


def test_lines_that_repeat_a_member_are_one_member(store: Store, tmp_path: Path) -> None:
    married = legislator("Aster", legislator_name="Aster-Reed, Vale", active_flg="N")
    listed = [legislator("Aster"), legislator("Aster"), married]
    report = _load(store, _with(listed), tmp_path / "one")
    assert report.people == 1
    with store.reading() as connection:
        names = set(connection.execute(sa.select(person_aliases.c.printed)).scalars())
    assert names == {"Aster", "Aster, Vale", "Aster-Reed, Vale"}


def test_lines_that_contradict_each_other_leave_the_party_open(
    store: Store, tmp_path: Path
) -> None:
    report = _load(
        store, _with([legislator("Aster"), legislator("Aster", party="REP")]), tmp_path / "one"
    )
    (seat,) = _seats(store).values()
    assert (seat["party"], seat["party_verified"]) == (None, False)
    assert any("a different party" in line for line in report.warnings)


def test_two_initials_in_one_seat_are_two_people(store: Store, tmp_path: Path) -> None:
    listed = [legislator("Aster", middle_initial="D"), legislator("Aster", middle_initial="L")]
    report = _load(store, _with(listed), tmp_path / "one")
    assert sorted(_seats(store)) == [f"vale-d-aster-{SESSION}-sd12", f"vale-l-aster-{SESSION}-sd12"]
    assert _voters(store)["Aster"] is None
    assert any("more than one member, so nobody's: Aster" in line for line in report.warnings)


def test_a_vacant_seat_is_nobody(store: Store, tmp_path: Path) -> None:
    empty = legislator("Vacancy", "SD31", first_name=None, last_name=None)
    report = _load(store, _with([legislator("Aster"), empty]), tmp_path / "one")
    assert report.people == 1


@pytest.mark.parametrize(
    ("line", "people_listed", "said"),
    [
        (legislator("Birch", house_type="X"), 1, "1 lines of legislators name no house known here"),
        (legislator("Birch", house_type=None), 1, "name no house known here"),
        (
            legislator("Birch", author_name=None, legislator_name=None),
            1,
            "1 lines of legislators name nobody",
        ),
        (legislator("Birch", session_year="20072008"), 1, "are of another session"),
        (legislator("Birch", district="AD13"), 2, "without a district of their house"),
        (legislator("Birch", district="AT LARGE"), 2, "without a district of their house"),
    ],
)
def test_a_line_that_is_not_understood_is_counted_and_not_guessed(
    store: Store, tmp_path: Path, line: Row, people_listed: int, said: str
) -> None:
    report = _load(store, _with([legislator("Aster"), line]), tmp_path / "one")
    assert report.people == people_listed
    assert any(said in warning for warning in report.warnings), report.warnings


def test_bare_nulls_leave_open_what_they_leave_open(store: Store, tmp_path: Path) -> None:
    nothing = dict.fromkeys(("first_name", "last_name", "party", "active_legislator", "district"))
    _load(store, _with([{**legislator("Aster"), **nothing}]), tmp_path / "one")
    ((person_id, seat),) = _seats(store).items()
    assert person_id == f"aster-vale-{SESSION}-upper"
    assert (seat["district"], seat["party"], seat["district_verified"]) == (None, None, False)
    assert _voters(store)["Aster"] == person_id


def test_a_table_with_a_column_less_is_refused_with_its_line(tmp_path: Path) -> None:
    bulk = Bulk(spoiled={"LEGISLATOR_TBL": b"`SD12`\t`20092010`\t`Aster`\n"})
    with pytest.raises(SourceError) as caught:
        stage(bulk.folder(tmp_path / "files"), tmp_path / "crawl", SESSION)
    assert caught.value.where == "LEGISLATOR_TBL.dat, line 1"
    assert "3 columns instead of 16" in caught.value.what


def test_a_later_file_takes_out_whom_it_no_longer_lists(store: Store, tmp_path: Path) -> None:
    _load(store, _with(senators(*ALL)), tmp_path / "one")
    _load(store, _with(senators(*ALL[:3])), tmp_path / "two")
    assert len(_seats(store)) == 3
    assert _voters(store)["Elder"] is None


def test_a_day_s_changes_know_those_who_were_listed_before(store: Store, tmp_path: Path) -> None:
    _load(store, _with(senators(*ALL)), tmp_path / "one")
    bulk = _with([legislator("Birch", "SD13", party="REP")])
    bulk.tables["BILL_DETAIL_VOTE_TBL"] = votes(
        {"Aster": "AYE", "Birch": "NOE", "De La Rue": "AYE", "Elder": "ABS"}
    )
    report = _load(store, bulk, tmp_path / "two", "pubinfo_Mon.zip")
    assert (report.changed, report.people, report.unresolved_names) == (1, 1, 0)
    assert _voters(store)["Aster"] == ASTER
    assert _seats(store)[f"vale-birch-{SESSION}-sd13"]["party"] == "Republican"
    assert len(_seats(store)) == 4


def test_names_that_are_nobody_s_all_at_once_hold_a_crawl_back(
    store: Store, tmp_path: Path
) -> None:
    measured = []
    for number, names in enumerate((ALL, ("Fern", "Gorse"))):
        folder = tmp_path / f"crawl{number}"
        stage(_with(senators(*names)).zip(tmp_path / f"{number}.zip"), folder)
        crawl = gate_crawl(folder, store)
        measured.append(measure(crawl.manifest, crawl.staged, crawl.bill_facts, crawl.passed))
    before, now = measured
    (failed,) = [one for one in judge(now, before) if not one.ok and one.name == "fields_filled"]
    assert failed.detail == "person of votes was filled in 100%, and is in 0%"


def test_another_source_of_the_session_finds_the_same_people(store: Store, tmp_path: Path) -> None:
    _load(store, _with(senators(*ALL)), tmp_path / "one")
    report = load_crawl(store, crawl_folder(tmp_path / "other", [Staged(bill="SB 8")]))
    assert (report.people, report.unresolved_names) == (None, 0)
    assert set(_voters(store)) == set(ALL)
    assert None not in _voters(store).values()


REVIEWED = "20072008"


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
    report = _load(store, bulk, tmp_path / "one", "pubinfo_2007.zip")
    assert (report.people, report.unresolved_names) == (None, None)
    assert report.roster_differences == {
        "not_in_roster": 1,
        "not_in_table": 119,
        "other_district": 1,
        "other_party": 1,
    }
    assert any("other party, 1 (as Vale Florez, Senate)" in line for line in report.warnings)
    seats = _seats(store)
    assert (seats["dean-florez"]["party"], seats["alex-padilla"]["district"]) == (
        "Democratic",
        "20",
    )
    assert not [person for person in seats if "2007" in person]


ON_THE_FLOORS = 119
"""Members whom the roll calls of SBX1 1 of 1999 name on either floor."""

AGENDA = """
format: 1
id: shade
jurisdiction: ca
session: '{session}'
title: Shade
title_es: Sombra
version: '1'
ratified: null
demonstration: true
statement: A test.
statement_es: Una prueba.
organizations: []
issues:
  - {{id: trees, name: Trees, name_es: Árboles}}
items:
  - id: shade-trees
    bill_id: {bill}
    issue: trees
    title: Plant trees
    title_es: Plantar árboles
    weight: 1
    reason: They give shade.
    reason_es: Dan sombra.
    positions:
      - {{stance: support, in_force_from: {day}, in_force_until: null, recorded_on: {day}}}
    roll_calls: {rolls}
"""


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
    _load(store, _with(senators(*ALL)), tmp_path / "one")
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
            vote_events.c.bill_id == "199920001SB1", vote_events.c.venue == "floor"
        )
        floor = sorted(connection.execute(query).scalars())
    scored = _scores(
        store, tmp_path, floor, session="19992000", bill="199920001SB1", day="1998-12-07"
    )
    assert len([percent for percent in scored.values() if percent is not None]) == ON_THE_FLOORS


def test_committees_are_those_of_the_table_of_places_also_without_a_roll_call(
    store: Store, tmp_path: Path
) -> None:
    def place(code: str, words: str) -> Row:
        return {"session_year": SESSION, "location_code": code, "description": words}

    floor, joint = place("AFLOOR", "Assembly Floor"), place("CJ02", "Joint Audit")
    places = [place("CS61", "Sen Appropriations"), place("CX08", "Asm Health"), floor, joint]
    bulk = _with(senators(*ALL), LOCATION_CODE_TBL=places)
    _load(store, bulk, tmp_path / "one")
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
    assert all(row[3].startswith(f"ca_pubinfo-{SESSION}-") for row in found)
    before = contents(store)
    load_crawl(store, tmp_path / "one" / "crawl")
    assert contents(store) == before
