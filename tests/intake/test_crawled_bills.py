"""Bills, texts, histories and authors of a crawl, in the store: the same twice."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.record.contents import contents, new_store, store_at
from tests.scrapers.bulkfiles import SESSION, Bulk, action, bill, roll, votes
from tests.scrapers.staged import stage_pubinfo as stage
from tracker.errors import SourceError
from tracker.intake.load import load_crawl
from tracker.store import Store
from tracker.store.schema import metadata


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return new_store(tmp_path / "answerable.duckdb")


def _crawl(bulk: Bulk, folder: Path, session: str = SESSION) -> Path:
    folder.mkdir()
    stage(bulk.folder(folder / "files"), folder / "crawl", session)
    return folder / "crawl"


def _rows(store: Store, table: str) -> list[dict[str, object]]:
    names = [column.name for column in metadata.tables[table].columns]
    return [dict(zip(names, row, strict=True)) for row in contents(store)[table]]


def _of(store: Store, table: str, bill_id: str) -> list[dict[str, object]]:
    return [row for row in _rows(store, table) if row["bill_id"] == bill_id]


def test_the_real_bills_of_1999_load_whole(store: Store, samples: Path, tmp_path: Path) -> None:
    stage(samples / "ca_pubinfo" / "1999", tmp_path / "crawl")
    report = load_crawl(store, tmp_path / "crawl")
    assert (report.read, report.loaded, report.quarantined) == (23, 23, 0)
    assert (report.bills, report.actions, report.unclassified_actions) == (3, 49, 0)
    assert report.person_votes == 1164
    held = contents(store)
    assert [len(held[t]) for t in ("bills", "bill_versions", "bill_actions")] == [3, 18, 49]
    assert len(held["bill_sponsorships"]) == 4


def test_loading_twice_changes_nothing(store: Store, tmp_path: Path) -> None:
    folder = _crawl(Bulk(), tmp_path / "one")
    first = load_crawl(store, folder)
    before = contents(store)
    again = load_crawl(store, folder)
    assert (first.loaded, again.loaded, again.unchanged) == (1, 0, 1)
    assert contents(store) == before


def test_a_later_reading_replaces_the_history_of_the_same_bill(
    store: Store, tmp_path: Path
) -> None:
    load_crawl(store, _crawl(Bulk(), tmp_path / "one"))
    later = Bulk()
    later.tables["BILL_HISTORY_TBL"] = [
        action(1, "2009-02-01", "Introduced.  To print."),
        action(2, "2009-03-01", "Referred to Com. on  ED."),
    ]
    load_crawl(store, _crawl(later, tmp_path / "two"))
    history = sorted(_rows(store, "bill_actions"), key=lambda row: str(row["sequence"]))
    assert [row["classification"] for row in history] == ["introduction", "referral-committee"]
    assert len(_rows(store, "bills")) == 1


def test_an_unclassified_action_is_kept_and_counted(store: Store, tmp_path: Path) -> None:
    bulk = Bulk()
    bulk.tables["BILL_HISTORY_TBL"] = [action(1, "2009-02-01", "Plants were watered.")]
    report = load_crawl(store, _crawl(bulk, tmp_path / "one"))
    assert report.unclassified_actions == 1
    assert any("Plants were watered." in warning for warning in report.warnings)
    (kept,) = _rows(store, "bill_actions")
    assert (kept["description"], kept["classification"]) == ("Plants were watered.", None)


def test_the_bills_own_tables_replace_what_its_rolls_printed(store: Store, tmp_path: Path) -> None:
    load_crawl(store, _crawl(Bulk(), tmp_path / "one"))
    (row,) = _rows(store, "bills")
    assert (row["title"], row["author"], row["title_is_cut"]) == ("Shade trees.", "Aster", False)
    (author,) = _rows(store, "bill_sponsorships")
    assert (author["name"], author["classification"], author["person_id"]) == (
        "Aster",
        "author",
        None,
    )


def test_a_chapter_of_a_special_session_names_it(store: Store, tmp_path: Path) -> None:
    chapter = {"chapter_year": "2009", "chapter_type": "CHP", "chapter_num": "3"}
    bulk = Bulk({"BILL_TBL": [bill("200920101SB7", chapter_session_num="1", **chapter)]})
    load_crawl(store, _crawl(bulk, tmp_path / "one"))
    (row,) = _rows(store, "bills")
    assert row["chaptered"] == "Chapter 3, Statutes of 2009, special session 1"
    assert (row["printed"], row["special_session"]) == ("SBX1 7", 1)


def test_names_without_declared_counts_are_held_back_and_listed(
    store: Store, tmp_path: Path
) -> None:
    bulk = Bulk()
    bulk.tables["BILL_DETAIL_VOTE_TBL"] = [*votes(), *votes(motion_id=13)]
    report = load_crawl(store, _crawl(bulk, tmp_path / "one"))
    assert report.reasons == {"no_declared_counts": 1}


def test_a_vacant_seat_that_stands_as_a_no_is_not_counted(store: Store, tmp_path: Path) -> None:
    bulk = Bulk()
    bulk.tables["BILL_SUMMARY_VOTE_TBL"] = [roll(noes=2)]
    bulk.tables["BILL_DETAIL_VOTE_TBL"] = [*votes(), *votes({"Vacancy": "NOE"})]
    report = load_crawl(store, _crawl(bulk, tmp_path / "one"))
    assert report.reasons == {"vacant_seat_voted": 1}


def test_what_the_text_in_force_requires_decides_the_threshold(
    store: Store, tmp_path: Path
) -> None:
    load_crawl(store, _crawl(Bulk(), tmp_path / "one"))
    (event,) = _rows(store, "vote_events")
    assert (event["threshold"], event["threshold_basis"]) == (
        "unknown",
        "By rule 21 ayes would decide, but the roll is declared pass with 2 ayes and 1 noes; "
        "one of the two is wrong.",
    )


def test_a_reviewed_bill_stays_as_it_was_reviewed(sample_store: Path, tmp_path: Path) -> None:
    path = tmp_path / "copy.duckdb"
    shutil.copy(sample_store, path)
    store = store_at(path)
    reviewed, other = "ca-20072008-SB375", "ca-20072008-SB9001"
    as_filed, other_filed = "200720080SB375", "200720080SB9001"
    files = Bulk(
        {
            "BILL_TBL": [
                bill(as_filed, session_year="20072008"),
                bill(other_filed, session_year="20072008"),
            ],
            "BILL_HISTORY_TBL": [
                action(1, "2007-02-21", "Introduced.", bill_id=as_filed),
                action(1, "2007-02-21", "Introduced.", bill_id=other_filed),
            ],
        }
    )
    tables = ("bills", "bill_versions", "bill_sponsorships", "bill_actions")
    before = {table: _of(store, table, reviewed) for table in tables}
    load_crawl(store, _crawl(files, tmp_path / "one", "20072008"))
    after = {table: _of(store, table, reviewed) for table in tables}
    beside = [row for row in after["bill_actions"] if row not in before["bill_actions"]]
    assert [row["description"] for row in beside] == ["Introduced."]
    assert len(after["bill_actions"]) == len(before["bill_actions"]) + 1
    assert all(after[table] == before[table] for table in tables[:3])
    after_of_other = _of(store, "bill_actions", other)
    assert [row["classification"] for row in after_of_other] == ["introduction"]


def test_histories_of_two_sources_stand_beside_each_other(store: Store, tmp_path: Path) -> None:
    folder = _crawl(Bulk(), tmp_path / "one")
    load_crawl(store, folder)
    pages = shutil.copytree(folder, tmp_path / "pages")
    manifest = (folder / "crawl.json").read_text("utf-8")
    (pages / "crawl.json").write_text(manifest.replace('"ca_pubinfo"', '"ca_leginfo"'), "utf-8")
    load_crawl(store, pages)
    load_crawl(store, folder)
    found = [str(row["source_id"]).partition("-")[0] for row in _rows(store, "bill_actions")]
    assert sorted(found) == ["ca_leginfo", "ca_pubinfo"]
    assert len(_rows(store, "bills")) == 1


def test_a_folder_with_some_of_the_facts_is_refused(store: Store, tmp_path: Path) -> None:
    folder = _crawl(Bulk(), tmp_path / "one")
    (folder / "authors.parquet").unlink()
    before = store.revision()
    with pytest.raises(SourceError, match="not a whole crawl folder"):
        load_crawl(store, folder)
    assert store.revision() == before


def test_a_whole_file_that_holds_nothing_more_of_a_kind_takes_it_away(
    store: Store, tmp_path: Path
) -> None:
    whole = Bulk()
    load_crawl(store, _crawl(whole, tmp_path / "one"))
    for table in ("BILL_VERSION_AUTHORS_TBL", "BILL_HISTORY_TBL"):
        whole.tables[table] = []
    load_crawl(store, _crawl(whole, tmp_path / "two"))
    held = contents(store)
    assert [len(held[t]) for t in ("bill_versions", "bill_sponsorships", "bill_actions")] == [
        2,
        0,
        0,
    ]
