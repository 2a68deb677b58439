"""Members taken from the bulk files' own table, where nobody has reviewed who sat in a session."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.intake.member_table import ALL, ASTER, listing, load, seats_of, voters_of
from tests.intake.staged import SESSION_ID
from tests.record.contents import contents, new_store
from tests.scrapers.bulkfiles import SESSION, Bulk, legislator, senators, votes
from tests.scrapers.staged import stage_pubinfo as stage
from tests.sites.dat_lines import Row
from tracker.errors import SourceError
from tracker.intake.load import load_crawl
from tracker.record.tables import people, person_aliases, sources
from tracker.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return new_store(tmp_path / "answerable.duckdb")


def test_names_on_rolls_and_texts_are_the_members_that_the_table_lists(
    store: Store, tmp_path: Path
) -> None:
    report = load(store, listing(senators(*ALL)), tmp_path / "one")
    assert (report.people, report.unresolved_names, report.warnings) == (4, 0, ())
    assert voters_of(store) == {
        "Aster": ASTER,
        "Birch": f"vale-birch-{SESSION_ID}-sd13",
        "De La Rue": f"vale-de-la-rue-{SESSION_ID}-sd14",
        "Elder": f"vale-elder-{SESSION_ID}-sd15",
    }
    (author,) = contents(store)["bill_sponsorships"]
    assert ASTER in author


def test_a_member_has_seat_and_party_and_the_file_they_were_read_from(
    store: Store, tmp_path: Path
) -> None:
    listed = [legislator("Aster", "SD07", middle_initial="Q", name_suffix="Jr.", party="OTHE")]
    load(store, listing(listed), tmp_path / "one")
    (seat,) = seats_of(store).values()
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
    load(store, listing([legislator("Aster"), gone]), tmp_path / "one")
    seats = seats_of(store)
    assert {seat["dates_verified"] for seat in seats.values()} == {False}
    assert [(s["start_date"], s["end_date"]) for s in seats.values()] == [
        (date(2008, 12, 1), date(2010, 11, 30))
    ] * 2
    assert "no longer serving" in str(seats[f"vale-birch-{SESSION_ID}-sd13"]["note"])
    assert "no longer" not in str(seats[ASTER]["note"])


def test_the_same_again_changes_nothing_and_other_bytes_keep_every_id(
    store: Store, tmp_path: Path
) -> None:
    bulk = listing(senators(*ALL))
    load(store, bulk, tmp_path / "one")
    before, known = contents(store), voters_of(store)
    load_crawl(store, tmp_path / "one" / "crawl")
    assert contents(store) == before
    bulk.tables["LEGISLATOR_TBL"] = [*reversed(bulk.tables["LEGISLATOR_TBL"])]
    again = load(store, bulk, tmp_path / "two")
    assert (again.loaded, again.unchanged) == (0, 1)
    assert voters_of(store) == known
    assert len(seats_of(store)) == 4


def test_a_name_of_two_members_is_nobody_s(store: Store, tmp_path: Path) -> None:
    listed = [*senators(*ALL), legislator("Aster", "SD30", first_name="Robin")]
    report = load(store, listing(listed), tmp_path / "one")
    assert (report.loaded, report.people, report.unresolved_names) == (1, 5, 1)
    assert voters_of(store)["Aster"] is None
    assert voters_of(store)["Birch"] is not None
    assert any("ambiguous name" in line and "Aster" in line for line in report.warnings)


def test_a_full_name_of_one_of_the_two_still_is_that_one(store: Store, tmp_path: Path) -> None:
    robin = legislator("Aster", "SD30", first_name="Robin", author_name="Robin Aster")
    codes = {"Robin Aster": "AYE", "Aster": "AYE", "Birch": "NOE", "Elder": "ABS"}
    bulk = listing([*senators(*ALL), robin], BILL_DETAIL_VOTE_TBL=votes(codes))
    load(store, bulk, tmp_path / "one")
    assert voters_of(store)["Robin Aster"] == f"robin-aster-{SESSION_ID}-sd30"
    assert voters_of(store)["Aster"] == ASTER


def test_a_name_that_the_table_does_not_list_stays_a_name(store: Store, tmp_path: Path) -> None:
    report = load(store, listing(senators("Aster", "Birch")), tmp_path / "one")
    assert (report.loaded, report.quarantined, report.unresolved_names) == (1, 0, 2)
    assert voters_of(store)["De La Rue"] is None
    assert any("De La Rue, Elder" in line for line in report.warnings)


def test_a_name_of_the_other_house_is_nobody_s_here(store: Store, tmp_path: Path) -> None:
    load(store, listing([legislator(name, "AD12") for name in ALL]), tmp_path / "one")
    assert set(voters_of(store).values()) == {None}


def test_lines_that_repeat_a_member_are_one_member(store: Store, tmp_path: Path) -> None:
    married = legislator("Aster", legislator_name="Aster-Reed, Vale", active_flg="N")
    listed = [legislator("Aster"), legislator("Aster"), married]
    report = load(store, listing(listed), tmp_path / "one")
    assert report.people == 1
    with store.reading() as connection:
        names = set(connection.execute(sa.select(person_aliases.c.printed)).scalars())
    assert names == {"Aster", "Aster, Vale", "Aster-Reed, Vale"}


def test_lines_that_contradict_each_other_leave_the_party_open(
    store: Store, tmp_path: Path
) -> None:
    report = load(
        store, listing([legislator("Aster"), legislator("Aster", party="REP")]), tmp_path / "one"
    )
    (seat,) = seats_of(store).values()
    assert (seat["party"], seat["party_verified"]) == (None, False)
    assert any("a different party" in line for line in report.warnings)


def test_two_initials_in_one_seat_are_two_people(store: Store, tmp_path: Path) -> None:
    listed = [legislator("Aster", middle_initial="D"), legislator("Aster", middle_initial="L")]
    report = load(store, listing(listed), tmp_path / "one")
    assert sorted(seats_of(store)) == [
        f"vale-d-aster-{SESSION_ID}-sd12",
        f"vale-l-aster-{SESSION_ID}-sd12",
    ]
    assert voters_of(store)["Aster"] is None
    assert any("more than one member, so nobody's: Aster" in line for line in report.warnings)


def test_a_vacant_seat_is_nobody(store: Store, tmp_path: Path) -> None:
    empty = legislator("Vacancy", "SD31", first_name=None, last_name=None)
    report = load(store, listing([legislator("Aster"), empty]), tmp_path / "one")
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
    report = load(store, listing([legislator("Aster"), line]), tmp_path / "one")
    assert report.people == people_listed
    assert any(said in warning for warning in report.warnings), report.warnings


def test_bare_nulls_leave_open_what_they_leave_open(store: Store, tmp_path: Path) -> None:
    nothing = dict.fromkeys(("first_name", "last_name", "party", "active_legislator", "district"))
    load(store, listing([{**legislator("Aster"), **nothing}]), tmp_path / "one")
    ((person_id, seat),) = seats_of(store).items()
    assert person_id == f"aster-vale-{SESSION_ID}-upper"
    assert (seat["district"], seat["party"], seat["district_verified"]) == (None, None, False)
    assert voters_of(store)["Aster"] == person_id


def test_a_table_with_a_column_less_is_refused_with_its_line(tmp_path: Path) -> None:
    bulk = Bulk(spoiled={"LEGISLATOR_TBL": b"`SD12`\t`20092010`\t`Aster`\n"})
    with pytest.raises(SourceError) as caught:
        stage(bulk.folder(tmp_path / "files"), tmp_path / "crawl", SESSION)
    assert caught.value.where == "LEGISLATOR_TBL.dat, line 1"
    assert "3 columns instead of 16" in caught.value.what
