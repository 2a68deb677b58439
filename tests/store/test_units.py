"""Units of work: all or nothing, one at a time, over processes; and what a reader is told."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from tests.postgresql import Server
from tests.record.contents import contents
from tests.store.places import Place
from tracker.errors import StoreError
from tracker.record.tables import sources
from tracker.store import Store
from tracker.store.schema import SCHEMA_VERSION, store_meta

HOLDER = """
import sys
from tracker.store import open_store
with open_store(sys.argv[1]).writing():
    print("held", flush=True)
    sys.stdin.read()
"""

KILLED = """
import sys
import sqlalchemy as sa
from tracker.record.tables import sources
from tracker.store import open_store
with open_store(sys.argv[1]).writing() as connection:
    connection.execute(sa.insert(sources), [{"source_id": "two", "title": "made up"}])
    print("written", flush=True)
    sys.stdin.read()
"""

WRITER = """
import sys
import sqlalchemy as sa
from tracker.record.tables import sources
from tracker.store import open_store
store = open_store(sys.argv[1])
for number in range(50):
    with store.writing() as connection:
        row = {"source_id": f"{sys.argv[2]}-{number}", "title": "made up"}
        connection.execute(sa.insert(sources), [row])
"""


QUERYING = """
import sys
import sqlalchemy as sa
from tracker.store import open_store
with open_store(sys.argv[1]).writing() as connection:
    connection.execute(sa.text("select pg_sleep(600)"))
"""
RUNNING = """
select count(*) from pg_stat_activity
where datname = current_database() and query like '%pg_sleep(600)%' and pid <> pg_backend_pid()
"""


def _python(code: str, *arguments: str, pipe: int | None = None) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.Popen(command, text=True, stdin=pipe, stdout=pipe)


def _add(store: Store, name: str) -> None:
    with store.writing() as connection:
        connection.execute(sa.insert(sources), [{"source_id": name, "title": "made up"}])


def _is_running(store: Store) -> bool:
    with store.reading() as connection:
        return bool(connection.execute(sa.text(RUNNING)).scalar())


def _names(store: Store) -> set[str]:
    with store.reading() as connection:
        return set(connection.execute(sa.select(sources.c.source_id)).scalars())


def test_what_a_unit_wrote_is_read_by_the_next(place: Place) -> None:
    _add(place.store(), "one")
    assert _names(place.store()) == {"one"}


def test_a_unit_that_fails_leaves_everything_as_it_was(place: Place) -> None:
    store = place.store()
    _add(store, "one")
    before, revision = contents(store, history=True), store.revision()
    with pytest.raises(ZeroDivisionError), store.writing() as connection:
        connection.execute(sa.insert(sources), [{"source_id": "two", "title": "made up"}])
        connection.execute(sa.delete(sources).where(sources.c.source_id == "one"))
        raise ZeroDivisionError
    assert contents(store, history=True) == before
    assert store.revision() == revision


def test_a_first_unit_that_fails_leaves_a_store_that_can_be_read(place: Place) -> None:
    store = place.store()
    with pytest.raises(ZeroDivisionError), store.writing():
        raise ZeroDivisionError
    assert _names(store) == set()


def test_the_revision_changes_with_every_committed_write_and_with_nothing_else(
    place: Place,
) -> None:
    store = place.store()
    _add(store, "one")
    first = store.revision()
    assert _names(store) == {"one"}
    assert store.revision() == first
    _add(store, "two")
    assert store.revision() != first


def test_reading_a_store_that_is_not_there_makes_an_empty_one(place: Place) -> None:
    held = contents(place.store())
    assert not any(held.values())


def test_a_reader_sees_one_state(place: Place) -> None:
    """On a server, what another process commits meanwhile stays out of a unit that began before."""
    store = place.store()
    _add(store, "one")
    with store.reading() as connection:
        before = set(connection.execute(sa.select(sources.c.source_id)).scalars())
        if not store.is_duckdb:
            _add(store, "two")
        assert set(connection.execute(sa.select(sources.c.source_id)).scalars()) == before


def test_a_store_of_a_newer_version_is_refused_for_reading_and_writing(place: Place) -> None:
    store = place.store()
    with store.writing() as connection:
        newer = sa.update(store_meta).where(store_meta.c.key == "schema_version")
        connection.execute(newer.values(value=SCHEMA_VERSION + 1))
    for unit in (store.reading, store.writing):
        with pytest.raises(StoreError, match="newer version of Answerable") as caught, unit():
            pass
        assert "install the newer version" in caught.value.what_to_do


def test_a_store_that_another_process_holds_is_refused_with_what_to_do(place: Place) -> None:
    _add(place.store(), "one")
    holder = _python(HOLDER, place.url, pipe=subprocess.PIPE)
    with holder:
        assert holder.stdout is not None
        assert holder.stdin is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(StoreError, match=r"had the store open for 0\.2 seconds") as caught:
            _add(place.store(lock_timeout=0.2), "two")
        holder.stdin.close()
    assert holder.returncode == 0
    assert "wait for the other command" in caught.value.what_to_do
    assert _names(place.store()) == {"one"}


def test_a_process_killed_within_a_unit_leaves_nothing_of_it_and_no_lock(place: Place) -> None:
    _add(place.store(), "one")
    with _python(KILLED, place.url, pipe=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "written\n"
        writer.kill()
    assert _names(place.store()) == {"one"}
    _add(place.store(), "three")
    assert _names(place.store()) == {"one", "three"}


def test_two_processes_that_write_fifty_units_each_lose_nothing(place: Place) -> None:
    writers = [_python(WRITER, place.url, name) for name in ("a", "b")]
    assert [writer.wait() for writer in writers] == [0, 0]
    assert _names(place.store()) == {f"{name}-{n}" for name in "ab" for n in range(50)}


def test_threads_of_one_process_take_turns(place: Place) -> None:
    store = place.store()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: _add(store, f"{number}"), range(12)))
    assert len(_names(store)) == 12


def test_a_database_that_holds_other_tables_is_left_alone(place: Place) -> None:
    engine = sa.create_engine(place.store().url)
    with engine.begin() as connection:
        connection.execute(sa.text("create table somebody_elses (a integer)"))
    engine.dispose()
    with pytest.raises(StoreError, match="holds tables, but none of this program"):
        _add(place.store(), "one")
    with engine.connect() as connection:
        assert sa.inspect(connection).get_table_names() == ["somebody_elses"]
    engine.dispose()


def test_an_error_of_the_database_says_where_and_what_to_do(place: Place) -> None:
    store = place.store()
    with pytest.raises(StoreError) as caught, store.writing() as connection:
        connection.execute(sa.text("insert into no_such_table values (1)"))
    assert str(caught.value).count("\n") == 2
    assert _names(store) == set()


def test_a_killed_clients_query_and_lock_end_with_it(postgresql: Server) -> None:
    place = Place(postgresql.new_database())
    _add(place.store(), "before")
    with _python(QUERYING, place.url, pipe=subprocess.PIPE) as child:
        while not _is_running(place.store()):
            assert child.poll() is None
        child.kill()
        child.wait()
    _add(place.store(lock_timeout=60.0), "after")
    assert _names(place.store()) == {"before", "after"}
