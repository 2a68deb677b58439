"""The measures of a session: found as people write them, at once also where there are thousands."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from tracker.record.sessions import Session
from tracker.store import open_store
from tracker.views.measure_list import AT_ONCE, MeasureList, measure_list

CALIFORNIA = Session("ca", "ca-20072008", "20072008", "2007-2008")
MANY = 5500


@pytest.fixture(scope="module")
def record(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sa.Connection]:
    """The sample record, with thousands of measures beside it that no roll call is on."""
    path = tmp_path_factory.mktemp("many") / "answerable.duckdb"
    shutil.copy(sample_store, path)
    store = open_store(f"duckdb:///{path}")
    with store.writing() as connection:
        connection.execute(sa.text(_INVENTED), {"many": MANY})
    with store.reading() as connection:
        yield connection


_INVENTED = """
insert into bills
select * replace (
    'ca-20072008-AB' || n.number as bill_id, 'AB ' || n.number as printed, 'AB' as measure_type,
    n.number as number, 'An invented act, 100% paper' as title, null as popular_name,
    false as title_is_cut
)
from bills, (select unnest(range(10000, 10000 + :many)) as number) as n
where bill_id = 'ca-20072008-SB375'
"""


def _printed(found: MeasureList) -> list[str]:
    return [one.printed for one in found.listed]


def test_those_with_the_newest_roll_calls_come_first_and_those_without_any_last(
    record: sa.Connection,
) -> None:
    found = measure_list(record, CALIFORNIA)
    assert (found.in_session, found.found, len(found.listed)) == (MANY + 30, MANY + 30, AT_ONCE)
    days = [one.last_vote for one in found.listed[:30]]
    assert all(days)
    assert days == sorted(days, reverse=True, key=str)
    assert {one.rolls for one in found.listed[30:]} == {0}


def test_the_parts_of_the_list_are_all_of_it_and_none_twice(record: sa.Connection) -> None:
    parts = [measure_list(record, CALIFORNIA, "SB", first) for first in (1, 1 + AT_ONCE)]
    whole = [printed for part in parts for printed in _printed(part)]
    assert parts[0].found <= AT_ONCE
    assert parts[1].first == 1, "a part beyond the end is the first"
    assert len(set(whole)) == parts[0].found
    paged = [measure_list(record, CALIFORNIA, "", first) for first in range(1, MANY + 31, AT_ONCE)]
    assert len({one.bill_id for part in paged for one in part.listed}) == MANY + 30


@pytest.mark.parametrize("written", ["SB 375", "sb375", "Senate Bill No. 375", "375"])
def test_a_measure_is_found_as_people_write_it(record: sa.Connection, written: str) -> None:
    assert _printed(measure_list(record, CALIFORNIA, written)) == ["SB 375"]


@pytest.mark.parametrize("written", ["SB 99999", "no such words", "%", "paper_"])
def test_what_is_not_there_is_not_found(record: sa.Connection, written: str) -> None:
    found = measure_list(record, CALIFORNIA, written)
    if written == "%":
        assert found.found == MANY, "a sign is a sign, and no pattern"
    else:
        assert (found.found, found.listed) == (0, ())


def test_every_word_of_a_search_is_in_the_title(record: sa.Connection) -> None:
    assert _printed(measure_list(record, CALIFORNIA, "climate SUSTAINABLE")) == ["SB 375"]
    assert measure_list(record, CALIFORNIA, "invented sustainable").found == 0


def test_a_search_of_5500_measures_takes_less_than_half_a_second(record: sa.Connection) -> None:
    for written in ("", "invented paper", "SB 375", "10500"):
        began = time.perf_counter()
        measure_list(record, CALIFORNIA, written)
        assert time.perf_counter() - began < 0.5
