"""Seats that a record restates from a source of people: what that source says later stands."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from pathlib import Path

import pytest
import sqlalchemy as sa

from scrapers.kit.source import Origin, Wanted
from scrapers.kit.staging import write_crawl_folder
from scrapers.openstates_people.source import parse
from tests.record.contents import contents, new_store
from tests.sites.people import archive_of, person
from tracker.errors import DataFileError
from tracker.intake.load import load_record
from tracker.intake.people import load_people, read_people
from tracker.intake.reviewed_record import read_record
from tracker.paths import data_dir
from tracker.record.tables import memberships
from tracker.store import Store

RECORD = data_dir() / "jurisdictions" / "ca" / "sessions" / "20252026" / "record"
INVENTED = person(1, "Vale Aster", "lower 63 2025-05-01 2025-08-31")
"""Somebody invented, while nobody sat for that district."""


def _table(name: str) -> list[dict[str, str]]:
    with (RECORD / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _later_reading(store: Store, folder: Path) -> None:
    """The source as it was restated, with the invented person besides."""
    files = {"legislature/invented": INVENTED}
    terms = {term["person_id"]: term for term in _table("memberships.csv")}
    for one in _table("people.csv"):
        term = terms[one["person_id"]]
        role = " ".join(term[column] for column in ("chamber", "district", "start_date"))
        text = person(2, one["name"], f"{role} {term['end_date']}")
        ocd = one["identifiers"].split("; ")[0].removeprefix("ocd_person:")
        head, _, rest = text.partition("\n")
        assert head.startswith("id: ")
        rest = rest.replace("name: Democratic", f"name: {term['party']}")
        files[f"legislature/{one['person_id']}"] = f"id: {ocd}\n{rest}"
    folder.mkdir()
    archive = folder / "people.zip"
    archive.write_bytes(archive_of(files))
    staged = parse(archive, Origin("http://localhost/people.zip", "people.zip"), Wanted("ca"))
    write_crawl_folder(folder / "crawl", staged.manifest, staged.tables)
    load_people(store, read_people(folder / "crawl"))


def _seats(store: Store) -> Counter[tuple[str, str]]:
    columns = memberships.c
    query = sa.select(columns.chamber, columns.person_id).where(columns.session_id == "ca-20252026")
    with store.reading() as connection:
        return Counter((house, who) for house, who in connection.execute(query).all())


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return new_store(tmp_path / "answerable.duckdb")


def test_a_later_reading_seats_whom_the_record_does_not_know(store: Store, tmp_path: Path) -> None:
    load_record(store, RECORD)
    before, named = _seats(store), contents(store)["person_votes"]
    _later_reading(store, tmp_path / "people")
    after = _seats(store)
    assert after - before == Counter({("lower", "vale-aster-00000000"): 1})
    assert before - after == Counter()
    assert contents(store)["person_votes"] == named


def test_the_record_loaded_again_leaves_the_later_reading(store: Store, tmp_path: Path) -> None:
    load_record(store, RECORD)
    _later_reading(store, tmp_path / "people")
    after = contents(store)
    load_record(store, RECORD)
    again = contents(store)
    assert [again[name] == after[name] for name in ("memberships", "person_aliases")] == [True] * 2
    assert again["person_votes"] == after["person_votes"]


def test_the_reading_and_the_record_give_the_same_seats_in_either_order(tmp_path: Path) -> None:
    first, second = new_store(tmp_path / "one.duckdb"), new_store(tmp_path / "two.duckdb")
    load_record(first, RECORD)
    _later_reading(first, tmp_path / "a")
    _later_reading(second, tmp_path / "b")
    load_record(second, RECORD)
    one, two = contents(first), contents(second)
    for table in ("memberships", "person_aliases", "person_votes"):
        assert one[table] == two[table]


def test_seats_of_another_source_are_not_restated(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(RECORD, tmp_path / "record"))
    for name in ("sources.yaml", "people.csv", "memberships.csv"):
        text = (folder / name).read_text("utf-8")
        (folder / name).write_text(text.replace("openstates_people-ca-2026", "a-list"), "utf-8")
    with pytest.raises(DataFileError, match="is of a-list, which is no reading of the source"):
        read_record(folder)
