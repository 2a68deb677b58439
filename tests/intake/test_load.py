"""Loading crawl folders and the record that ships: in one transaction, and the same twice."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.intake.staged import Staged, crawl_folder
from tests.record.contents import contents, fingerprint, store_at
from tracker.errors import SourceError
from tracker.intake.load import load_crawl, load_record
from tracker.record.queries import quarantined
from tracker.record.tables import bills, loads, person_votes, vote_events
from tracker.rules.reference import sample_folder
from tracker.store import Store

SECOND = Staged(motion="Reconsider")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return store_at(tmp_path / "answerable.duckdb")


def _crawl_json(folder: Path, **changed: object) -> None:
    path = folder / "crawl.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | changed), "utf-8")


def _reload_sample(store: Store) -> None:
    folder = sample_folder("ca", "20072008")
    assert folder is not None
    report = load_record(store, folder)
    assert (report.loaded, report.person_votes) == (0, 0)
    assert report.unchanged == report.read


def test_a_report_counts_each_roll_once(store: Store, tmp_path: Path) -> None:
    rolls = [Staged(), Staged(), SECOND, Staged(yes=3, motion="Lay on the table")]
    report = load_crawl(store, crawl_folder(tmp_path / "crawl", rolls))
    assert (report.read, report.loaded, report.duplicates, report.quarantined) == (4, 2, 1, 1)
    assert report.reasons == {"counts_do_not_add_up": 1}
    assert report.person_votes == 8


def test_loading_the_same_folder_twice_changes_nothing(store: Store, tmp_path: Path) -> None:
    folder = crawl_folder(tmp_path / "crawl", [Staged(), SECOND, Staged(yes=3, motion="Table")])
    load_crawl(store, folder)
    before = contents(store)
    again = load_crawl(store, folder)
    assert (again.loaded, again.unchanged, again.person_votes) == (0, 2, 0)
    assert contents(store) == before


@pytest.mark.parametrize(
    ("topic", "cut_at", "is_cut"),
    [
        ("Shade trees.", 12, True),
        ("Shade tree.", 12, False),
        ("Transportation planning: travel demand models.", None, False),
    ],
)
def test_only_a_source_that_cuts_titles_leaves_one_that_may_be_cut(
    topic: str, cut_at: int | None, is_cut: bool, store: Store, tmp_path: Path
) -> None:
    folder = crawl_folder(tmp_path / "crawl", [Staged(topic=topic)])
    _crawl_json(folder, titles_cut_at=cut_at)
    load_crawl(store, folder)
    with store.reading() as connection:
        (title,) = connection.execute(sa.select(bills.c.title, bills.c.title_is_cut)).all()
    assert tuple(title) == (topic, is_cut)


def test_every_load_leaves_its_report(store: Store, tmp_path: Path) -> None:
    folder = crawl_folder(tmp_path / "crawl", [Staged()])
    load_crawl(store, folder)
    load_crawl(store, folder)
    query = sa.select(loads.c.load_id, loads.c.source, loads.c.report).order_by(loads.c.load_id)
    with store.reading() as connection:
        kept = [(row[0], row[1], json.loads(row[2])["new"]) for row in connection.execute(query)]
    assert kept == [(1, "made_up-ca-20092010", 1), (2, "made_up-ca-20092010", 0)]


def test_a_session_without_a_reviewed_roster_loads_names_and_no_person(
    store: Store, tmp_path: Path
) -> None:
    load_crawl(store, crawl_folder(tmp_path / "crawl", [Staged()]))
    held = contents(store)
    assert held["people"] == held["memberships"] == []
    assert {(row[1], row[2]) for row in held["person_votes"]} == {
        (name, None) for name in ("Aster", "Birch", "De La Rue", "Elder")
    }
    assert {row[0] for row in held["organizations"]} == {"ca-20092010-lower", "ca-20092010-upper"}
    assert [row[3] for row in held["bills"]] == ["SB 7"]


def test_a_source_is_kept_with_its_address_its_time_and_its_sum(
    store: Store, tmp_path: Path
) -> None:
    load_crawl(store, crawl_folder(tmp_path / "crawl", [Staged()]))
    (source,) = contents(store)["sources"]
    assert "file:made-up" in source
    assert hashlib.sha256(b"one").hexdigest() in source


@pytest.mark.parametrize("missing", ["crawl.json", "votes.parquet", "roll_calls.parquet"])
def test_a_folder_that_is_not_whole_is_refused(missing: str, store: Store, tmp_path: Path) -> None:
    folder = crawl_folder(tmp_path / "crawl", [Staged()])
    (folder / missing).unlink()
    with pytest.raises(SourceError, match="not a whole crawl folder"):
        load_crawl(store, folder)
    assert store.revision() == "absent"


def test_a_damaged_table_is_refused(store: Store, tmp_path: Path) -> None:
    folder = crawl_folder(tmp_path / "crawl", [Staged()])
    votes = folder / "votes.parquet"
    votes.write_bytes(votes.read_bytes()[:-20])
    with pytest.raises(SourceError, match="not a whole crawl folder"):
        load_crawl(store, folder)


def test_a_folder_of_a_later_format_is_refused(store: Store, tmp_path: Path) -> None:
    folder = crawl_folder(tmp_path / "crawl", [Staged()])
    _crawl_json(folder, format=2)
    with pytest.raises(SourceError, match="format 2; this program reads 1"):
        load_crawl(store, folder)


def test_a_folder_without_any_file_is_refused(store: Store, tmp_path: Path) -> None:
    folder = crawl_folder(tmp_path / "crawl", [Staged()])
    _crawl_json(folder, files=[])
    with pytest.raises(SourceError):
        load_crawl(store, folder)


def test_a_roll_without_a_date_is_quarantined_and_the_others_are_loaded(
    store: Store, tmp_path: Path
) -> None:
    folder = crawl_folder(tmp_path / "crawl", [Staged(), Staged(day=None)])
    report = load_crawl(store, folder)
    assert (report.loaded, report.reasons) == (1, {"no_date": 1})
    with store.reading() as connection:
        (refused,) = quarantined(connection)
    assert refused["source_ref"] == "roll 2"


def test_loading_the_sample_twice_changes_nothing(sample_store: Path, tmp_path: Path) -> None:
    path = tmp_path / "copy.duckdb"
    shutil.copy(sample_store, path)
    store = store_at(path)
    before = contents(store)
    _reload_sample(store)
    assert contents(store) == before


def test_a_line_of_the_roster_that_stands_twice_is_mended_by_loading_it_again(
    sample_store: Path, tmp_path: Path
) -> None:
    path = tmp_path / "copy.duckdb"
    shutil.copy(sample_store, path)
    store = store_at(path)
    before = contents(store)["memberships"]
    with store.writing() as connection:
        connection.execute(
            sa.text("insert into memberships select * from memberships order by person_id limit 1")
        )
    assert len(contents(store)["memberships"]) == len(before) + 1
    _reload_sample(store)
    assert contents(store)["memberships"] == before


def test_the_whole_session_leaves_the_rolls_of_the_sample_as_they_are(
    sample_store: Path, session_store: Path
) -> None:
    sample = contents(store_at(sample_store))
    ids = [row[0] for row in sample["vote_events"]]
    with store_at(session_store).reading() as connection:
        for table in (vote_events, person_votes):
            query = sa.select(table).where(table.c.vote_event_id.in_(ids))
            assert set(connection.execute(query)) == set(sample[table.name])
    with store_at(session_store).reading() as connection:
        query = sa.select(loads.c.report).where(loads.c.source == "ca_rollcalls-ca-20072008")
        report = json.loads(connection.execute(query).scalar_one())
    read_in_both = [row for row in sample["vote_events"] if "known_missing" not in row]
    assert (report["unchanged"], report["changed"]) == (len(read_in_both), 0)


def test_a_session_and_the_sample_loaded_again_change_nothing(
    session_store: Path, crawl_of: Callable[[str], Path], tmp_path: Path
) -> None:
    path = tmp_path / "copy.duckdb"
    shutil.copy(session_store, path)
    store = store_at(path)
    before = fingerprint(store)
    again = load_crawl(store, crawl_of("20072008"))
    assert (again.loaded, again.person_votes) == (0, 0)
    parts = (again.unchanged, again.duplicates, again.quarantined)
    assert sum(part or 0 for part in parts) == again.read == 20_436
    _reload_sample(store)
    assert fingerprint(store) == before
