"""Members of Congress with dated terms beside the roll calls of both houses. Invented people."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from scrapers.congress_legislators.source import SOURCE as MEMBERS
from scrapers.kit.source import Origin, Wanted
from scrapers.kit.staging import write_crawl_folder
from scrapers.openstates_people.source import SOURCE as OPEN_STATES
from scrapers.us_house.source import SOURCE as HOUSE
from scrapers.us_senate.source import SOURCE as SENATE
from tests.intake.congress import house_roll, member, members_file, senate_roll, staged, term
from tests.record.contents import Rows, contents, new_store, store_at
from tests.sites.people import CALIFORNIA, person
from tracker.intake.load import load_crawl
from tracker.intake.people import load_people, read_people
from tracker.intake.report import LoadReport
from tracker.record.queries import roll_calls
from tracker.record.tables import identifiers, memberships, people, person_votes, unlisted_rolls
from tracker.store import Store

FINCH = member(
    "F000001",
    "Alder Finch",
    term("rep", "2021-01-03", "2023-01-03"),
    term("rep", "2023-01-03", "2024-12-08"),
    term("sen", "2024-12-09", "2025-01-03"),
    lis="S901",
    govtrack=90001,
)
HERON = member(
    "H000002",
    "Birch Heron",
    term(
        "rep",
        "2023-01-03",
        "2025-01-03",
        district=0,
        state="WY",
        party_affiliations=[
            {"start": "2023-01-03", "end": "2024-03-08", "party": "Orchard"},
            {"start": "2024-03-09", "end": "2025-01-03", "party": "Independent"},
        ],
    ),
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return new_store(tmp_path / "answerable.duckdb")


@pytest.fixture
def crawls(tmp_path: Path) -> Path:
    """Crawls of a roll call of each house, and of the members."""
    house_roll(tmp_path / "house", 7, {"F000001": "Yea", "H000002": "Nay", "X000003": "Yea"})
    senate_roll(tmp_path / "senate", 9, {"S901": "Yea", "S902": "Nay"})
    staged(HOUSE, tmp_path / "house", tmp_path / "house-crawl")
    staged(SENATE, tmp_path / "senate", tmp_path / "senate-crawl")
    file = members_file(tmp_path / "members", FINCH, HERON)
    staged(MEMBERS, file, tmp_path / "members-crawl")
    return tmp_path


def _load_members(store: Store, crawls: Path) -> LoadReport:
    return load_people(store, read_people(crawls / "members-crawl"))


def _record(store: Store) -> Rows:
    """All but the sums of roll calls, which say that members of it were named anew."""
    held = contents(store)
    held["vote_events"] = [row[:1] for row in held["vote_events"]]
    return held


STEPS: dict[str, Callable[[Store, Path], object]] = {
    "members": _load_members,
    "house": lambda store, folder: load_crawl(store, folder / "house-crawl"),
    "senate": lambda store, folder: load_crawl(store, folder / "senate-crawl"),
}


@pytest.mark.parametrize(
    "order", [("house", "senate", "members"), ("house", "members", "senate")], ids=" ".join
)
def test_members_before_between_and_after_the_votes_give_one_record(
    crawls: Path, order: tuple[str, ...]
) -> None:
    first, second = store_at(crawls / "1.duckdb"), store_at(crawls / "2.duckdb")
    for step in ("members", "house", "senate"):
        STEPS[step](first, crawls)
    for step in order:
        STEPS[step](second, crawls)
    assert _record(first) == _record(second)


def test_a_member_of_both_houses_is_one_person_by_two_numbers(store: Store, crawls: Path) -> None:
    load_crawl(store, crawls / "house-crawl")
    load_crawl(store, crawls / "senate-crawl")
    report = _load_members(store, crawls)
    assert report.people == 2
    with store.reading() as connection:
        voted = connection.execute(
            sa.select(person_votes.c.voter).where(person_votes.c.person_id == "bioguide-F000001")
        )
        assert sorted(voted.scalars()) == ["F000001", "S901 (D-MD)"]
        known = sa.select(identifiers.c.scheme, identifiers.c.identifier).where(
            identifiers.c.entity_id == "bioguide-F000001"
        )
        assert sorted(tuple(row) for row in connection.execute(known)) == [
            ("bioguide", "F000001"),
            ("govtrack", "90001"),
            ("lis", "S901"),
        ]
        assert "lis-S901" not in set(connection.execute(sa.select(people.c.person_id)).scalars())
    assert _seats(store, "bioguide-F000001", "us-118") == [
        ("lower", "MD-4", "Orchard", date(2023, 1, 3), date(2024, 12, 8)),
        ("upper", "MD", "Orchard", date(2024, 12, 9), date(2025, 1, 2)),
    ]


def test_a_change_of_party_within_a_term_has_its_day(store: Store, crawls: Path) -> None:
    _load_members(store, crawls)
    assert _seats(store, "bioguide-H000002", "us-118") == [
        ("lower", "WY at large", "Orchard", date(2023, 1, 3), date(2024, 3, 8)),
        ("lower", "WY at large", "Independent", date(2024, 3, 9), date(2025, 1, 2)),
    ]


def test_who_is_in_no_file_of_members_keeps_what_roll_calls_gave(
    store: Store, crawls: Path
) -> None:
    _load_members(store, crawls)
    load_crawl(store, crawls / "house-crawl")
    ((_, district, party, start, _),) = _seats(store, "bioguide-X000003", "us-118")
    assert (district, party, start) == (None, "Democratic", date(2023, 1, 3))


def _open_states(folder: Path) -> Path:
    """A crawl of a House of 401 by Open States: one of them is Finch, by the Bioguide's number."""
    told = {n: (f"Member{n} F{n:06}", "") for n in range(1, 401)}
    bioguide = "other_identifiers:\n- scheme: bioguide\n  identifier: F000001\n"
    told[401] = ("Alder Finch", bioguide)
    days = "2023-01-03 2025-01-03"
    archive = folder / "open-states.zip"
    with zipfile.ZipFile(archive, "w") as zipped:
        for n, (name, more) in told.items():
            text = person(n, name, f"lower {n} {days}", more=more)
            text = text.replace(CALIFORNIA, "ocd-jurisdiction/country:us/government")
            text = text.replace("00000000-0000", f"{n:08}-0000")
            zipped.writestr(f"people-main/data/us/legislature/{n}.yml", text)
    read = OPEN_STATES.parse(archive, Origin("https://example.org", "people"), Wanted("us"))
    write_crawl_folder(folder / "open-states", read.manifest, read.tables)
    return folder / "open-states"


def test_who_is_known_by_number_stays_whatever_names_mean(store: Store, crawls: Path) -> None:
    """A house seated by Open States, in which a name of the roll call is somebody else's."""
    load_crawl(store, crawls / "house-crawl")
    load_people(store, read_people(_open_states(crawls)))
    with store.reading() as connection:
        (roll,) = roll_calls(connection, session_id="us-118")
    assert roll.people == {name: f"bioguide-{name}" for name in ("F000001", "H000002", "X000003")}


def test_two_sources_of_people_that_share_a_number_know_one_person(crawls: Path) -> None:
    first, second = store_at(crawls / "1.duckdb"), store_at(crawls / "2.duckdb")
    people = _open_states(crawls)
    for folder in (people, crawls / "members-crawl", people):
        load_people(first, read_people(folder))
    for folder in (crawls / "members-crawl", people):
        load_people(second, read_people(folder))
    assert _record(first) == _record(second)
    assert _seats(first, "bioguide-F000001", "us-118") == [
        ("lower", "MD-4", "Orchard", date(2023, 1, 3), date(2024, 12, 8)),
        ("upper", "MD", "Orchard", date(2024, 12, 9), date(2025, 1, 2)),
    ]
    with first.reading() as connection:
        ocd = sa.select(identifiers.c.scheme).where(identifiers.c.entity_id == "bioguide-F000001")
        assert "ocd_person" in set(connection.execute(ocd).scalars())


def test_the_rolls_of_another_year_are_added(store: Store, crawls: Path) -> None:
    """Each year of a Congress is a file of its own; who left in the first year keeps the seat."""
    load_crawl(store, crawls / "house-crawl")
    house_roll(crawls / "later", 8, {"F000001": "Nay", "X000003": "Yea"}, day="18-Jan-2024")
    report = load_crawl(store, staged(HOUSE, crawls / "later", crawls / "later-crawl"))
    assert (report.read, report.loaded, report.warnings) == (1, 1, ())
    with store.reading() as connection:
        assert len(roll_calls(connection, session_id="us-118")) == 2
        assert not connection.execute(sa.select(unlisted_rolls)).all()
    assert len(_seats(store, "bioguide-H000002", "us-118")) == 1


def test_reading_the_same_again_changes_nothing(store: Store, crawls: Path) -> None:
    for step in STEPS.values():
        step(store, crawls)
    before = contents(store)
    _load_members(store, crawls)
    assert load_crawl(store, crawls / "senate-crawl").loaded == 0
    assert contents(store) == before


def _seats(store: Store, person: str, session: str) -> list[tuple[object, ...]]:
    term = memberships.c
    query = (
        sa.select(term.chamber, term.district, term.party, term.start_date, term.end_date)
        .where(term.person_id == person, term.session_id == session)
        .order_by(term.start_date)
    )
    with store.reading() as connection:
        return [tuple(row) for row in connection.execute(query)]
