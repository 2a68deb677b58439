"""The file of members, from YAML or JSON to rows of seats: invented people, a genuine excerpt."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from scrapers.congress_legislators.source import SOURCE
from scrapers.kit.source import Origin, Staged, Wanted
from scrapers.us_house.source import SOURCE as HOUSE
from tests.intake.congress import Entry, member, members_file, staged, term
from tests.record.contents import new_store
from tracker.errors import SourceError, UsageError
from tracker.intake.load import load_crawl
from tracker.intake.people import load_people, read_people
from tracker.record.tables import memberships, person_votes

FINCH = member("F000001", "Alder Finch", term("rep", "2021-01-03", "2023-01-03"), lis="S901")
LONG_AGO = member("O000009", "Old Plover", term("sen", "1991-01-03", "1997-01-03"))


def _read(path: Path) -> Staged:
    return SOURCE.parse(path, Origin("https://example.org", path.name), Wanted())


@pytest.mark.parametrize("name", ["legislators-current.yaml", "legislators-current.json"])
def test_a_file_is_read_in_both_its_forms(tmp_path: Path, name: str) -> None:
    read = _read(members_file(tmp_path, FINCH, LONG_AGO, name=name))
    (seat,) = read.tables["seats"].to_pylist()
    assert (seat["person"], seat["name"], seat["party"]) == ("F000001", "Alder Finch", "Orchard")
    assert (seat["chamber"], seat["district"]) == ("lower", "MD-4")
    assert read.tables["numbers"].to_pylist() == [
        {"number": "F000001", "scheme": "lis", "identifier": "S901"}
    ]
    assert read.manifest.warnings == [
        "1 people are left out: their last term ended before 2009-01-03"
    ]


def test_current_and_former_members_are_read_from_one_archive(tmp_path: Path) -> None:
    current = members_file(tmp_path / "a", FINCH)
    former = member("H000002", "Birch Heron", term("rep", "2009-01-06", "2011-01-03"))
    historical = members_file(tmp_path / "a", former, name="legislators-historical.yaml")
    (tmp_path / "a" / "committees-current.yaml").write_text("- type: house\n", "utf-8")
    packed = tmp_path / "members.zip"
    SOURCE.pack(current.parent, packed)  # type: ignore[misc]
    assert zipfile.ZipFile(packed).namelist() == [current.name, historical.name]
    assert _read(packed).manifest.counts == {"people": 2, "seats": 2}


def test_a_session_is_not_asked_of_it(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="seats of all their sessions"):
        SOURCE.parse(members_file(tmp_path, FINCH), Origin("", "x"), Wanted(session="118"))


def _without(entry: Entry, key: str) -> Entry:
    return {name: value for name, value in entry.items() if name != key}


BAD: dict[str, tuple[tuple[Entry, ...], str]] = {
    "no terms": ((_without(FINCH, "terms"),), "F000001: terms is no list"),
    "no rows": ((FINCH | {"terms": []},), "F000001: terms is empty"),
    "no number": ((FINCH | {"id": {"lis": "S901"}},), "no number of the Bioguide"),
    "no district": (
        (member("F000001", "A F", term("rep", "2021-01-03", "2023-01-03", district=None)),),
        "has no district, but None",
    ),
    "no day": ((member("F000001", "A F", term("sen", "2021-01-33", "2023-01-03")),), "2021-01-33"),
    "days": ((member("F000001", "A F", term("sen", "2021-01-03", "2020-01-03")),), "before it"),
    "a kind": ((member("F000001", "A F", term("prez", "2021-01-03", "2025-01-03")),), "'prez'"),
    "a gap between parties": (
        (
            member(
                "F000001",
                "A F",
                term(
                    *("sen", "2021-01-03", "2025-01-03"),
                    party_affiliations=[
                        {"start": "2021-01-03", "end": "2022-01-03", "party": "Orchard"},
                        {"start": "2022-03-04", "end": "2025-01-03", "party": "Meadow"},
                    ],
                ),
            ),
        ),
        "no party, or two, on 2022-01-04 of a term",
    ),
    "one number of two people": (
        (FINCH, member("H000002", "B H", term("sen", "2021-01-03", "2025-01-03"), lis="S901")),
        "lis S901 is said to be F000001 and H000002",
    ),
    "one person twice": (
        (FINCH, member("F000001", "Alder Finch", term("sen", "2023-01-03", "2025-01-03"))),
        "F000001 stands there twice and differs",
    ),
    "nobody": ((LONG_AGO,), "no member of a Congress that is known here"),
}


@pytest.mark.parametrize(("entries", "what"), BAD.values(), ids=list(BAD))
def test_what_cannot_be_refuses_the_file(
    tmp_path: Path, entries: tuple[Entry, ...], what: str
) -> None:
    with pytest.raises(SourceError) as refused:
        _read(members_file(tmp_path, *entries))
    assert what in refused.value.what
    assert "legislators-current.yaml" in str(refused.value.where)


CUT: dict[str, tuple[str, Callable[[str], str], str]] = {
    "YAML within a line": ("yaml", lambda text: text[:-5], "breaks off within a line"),
    "YAML within an entry": ("yaml", lambda text: text[: text.index("  terms:")], "terms is no"),
    "JSON": ("json", lambda text: text[:-5], "not whole JSON"),
    "another file": ("yaml", lambda text: "type: house\n", "no list of people"),  # noqa: ARG005
}


@pytest.mark.parametrize(("ending", "cut", "what"), CUT.values(), ids=list(CUT))
def test_a_file_that_breaks_off_is_refused(
    tmp_path: Path, ending: str, cut: Callable[[str], str], what: str
) -> None:
    path = members_file(tmp_path, FINCH, name=f"legislators-current.{ending}")
    path.write_text(cut(path.read_text("utf-8")), "utf-8")
    with pytest.raises(SourceError, match=what):
        _read(path)


def test_an_entry_that_is_wrong_is_named_by_its_line(tmp_path: Path) -> None:
    path = members_file(tmp_path, FINCH)
    whole = path.read_text("utf-8")
    path.write_text(whole + "- id: [\n", "utf-8")
    with pytest.raises(SourceError, match="no YAML that can be used") as refused:
        _read(path)
    line = whole.count("\n") + 1
    assert refused.value.where == f"legislators-current.yaml, the entry in line {line}"


def test_californias_members_of_today_stand_with_their_votes_of_2017(
    samples: Path, tmp_path: Path
) -> None:
    """Adam Schiff went from the House to the Senate on 2024-12-09; Kevin Kiley left his party."""
    federal = samples / "us_federal"
    store = new_store(tmp_path / "answerable.duckdb")
    roll = staged(HOUSE, federal / "clerk_xml" / "2017_h100.xml", tmp_path / "roll")
    people = staged(SOURCE, federal / "congress_legislators", tmp_path / "people")
    load_crawl(store, roll)
    assert load_people(store, read_people(people)).people == 39
    seat = memberships.c
    with store.reading() as connection:

        def seats(person: str, session: str) -> list[tuple[object, ...]]:
            query = (
                sa.select(seat.chamber, seat.party, seat.start_date, seat.end_date)
                .where(seat.person_id == f"bioguide-{person}", seat.session_id == session)
                .order_by(seat.start_date)
            )
            return [tuple(row) for row in connection.execute(query)]

        assert seats("S001150", "us-118") == [
            ("lower", "Democratic", date(2023, 1, 3), date(2024, 12, 8)),
            ("upper", "Democratic", date(2024, 12, 9), date(2025, 1, 2)),
        ]
        assert seats("K000401", "us-119") == [
            ("lower", "Republican", date(2025, 1, 3), date(2026, 3, 8)),
            ("lower", "Independent", date(2026, 3, 9), date(2027, 1, 2)),
        ]
        assert seats("S001150", "us-115") == [
            ("lower", "Democratic", date(2017, 1, 3), date(2019, 1, 2))
        ]
        voted = sa.select(person_votes.c.option).where(
            person_votes.c.person_id == "bioguide-S001150"
        )
        assert len(connection.execute(voted).all()) == 1
