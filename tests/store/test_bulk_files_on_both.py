"""The bulk files on two databases: the same rows, whole, again and beside another source."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.postgresql import Server
from tests.record.contents import Rows, contents, store_at
from tests.scrapers.staged import stage_pubinfo as stage
from tests.sites.bulk_files import pubinfo_files
from tracker.crawls.sums import content_of
from tracker.intake.load import load_crawl, load_sample
from tracker.intake.repeat_loads import recognise
from tracker.rules.reference import sample_folder
from tracker.store import Store, open_store

MOMENTS = {"roll_readings"}
"""What also tells when it was loaded."""


@pytest.fixture
def stores(postgresql: Server, tmp_path: Path) -> tuple[Store, Store]:
    """An empty store on either database."""
    return store_at(tmp_path / "a.duckdb"), open_store(postgresql.new_database())


def _held(store: Store) -> Rows:
    return {name: rows for name, rows in contents(store).items() if name not in MOMENTS}


def _on_both(stores: tuple[Store, Store], load: Callable[[Store], object]) -> Rows:
    """What both hold after the load, which must be the same."""
    for store in stores:
        load(store)
    one, other = (_held(store) for store in stores)
    assert one == other
    return one


@pytest.mark.parametrize("sample", ["1999", "2025_mini"])
def test_real_bulk_files_give_the_same_rows_and_again_the_same(
    sample: str, samples: Path, stores: tuple[Store, Store], tmp_path: Path
) -> None:
    folder = samples / "ca_pubinfo" / sample
    stage(folder, tmp_path / "crawl")
    held = _on_both(stores, lambda store: load_crawl(store, tmp_path / "crawl"))
    assert held["bills"]
    assert held["bill_actions"]
    assert held["bill_documents"]
    assert _on_both(stores, lambda store: load_crawl(store, tmp_path / "crawl")) == held
    for store in stores:
        assert recognise(store, "ca_pubinfo", content_of(folder)) is not None


def test_what_two_sources_say_of_one_roll_call_is_the_same_on_both(
    stores: tuple[Store, Store], tmp_path: Path
) -> None:
    """Every roll call of the reviewed record again, in other words, with one vote otherwise."""
    reviewed = sample_folder("ca", "20072008")
    assert reviewed is not None
    files = pubinfo_files()
    votes = files["BILL_DETAIL_VOTE_TBL.dat"]
    place = votes.index(b"`AYE`")
    changed = votes[:place] + b"`ABS`" + votes[place + 5 :]
    (tmp_path / "pubinfo").mkdir()
    for name, content in (files | {"BILL_DETAIL_VOTE_TBL.dat": changed}).items():
        (tmp_path / "pubinfo" / name).write_bytes(content)
    stage(tmp_path / "pubinfo", tmp_path / "crawl")
    _on_both(stores, lambda store: load_sample(store, "ca", "20072008", reviewed))
    held = _on_both(stores, lambda store: load_crawl(store, tmp_path / "crawl"))
    assert len(held["quarantined_rolls"]) == 1
    assert _on_both(stores, lambda store: load_crawl(store, tmp_path / "crawl")) == held
