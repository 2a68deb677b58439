"""Units of work on the store: each opens it, does one thing under one lock, and closes it.

DuckDB lets one process have the file open, so nothing here holds a connection between units.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from filelock import FileLock, Timeout
from sqlalchemy.pool import NullPool

from tracker import paths
from tracker.errors import StoreError
from tracker.store.duckdb_engine import quiet_duckdb
from tracker.store.faults import busy, explain, explained, shown_address, unknown_address
from tracker.store.new_tables import make_tables
from tracker.store.schema import SCHEMA_VERSION, store_meta
from tracker.store.store_file import LastSeen, private

LOCK_TIMEOUT_SECONDS = 30.0
"""Longer than any unit of work we measured (a whole session loads in a few seconds)."""

_log = logging.getLogger(__name__)
"""What a person should know though nothing failed; a command shows it on standard error."""

_WRITERS = 375
"""The advisory lock of a database server by which writers take turns; any number would do."""


@dataclass(frozen=True)
class Store:
    """One store: where it is and how long to wait for another process that has it open."""

    url: sa.URL = field(repr=False)
    """With the password, if any: what a person may read is `address`."""
    lock_path: Path | None
    """The inter-process lock beside a DuckDB file; None for a database server."""
    lock_timeout: float = LOCK_TIMEOUT_SECONDS

    @property
    def address(self) -> str:
        """Where it is, without any password: for pages, errors and logs."""
        return shown_address(self.url)

    @property
    def is_duckdb(self) -> bool:
        return self.url.get_backend_name() == "duckdb"

    @property
    def path(self) -> Path | None:
        """The DuckDB file, or None for a database server."""
        return Path(self.url.database) if self.is_duckdb and self.url.database else None

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """One transaction: all of it is stored and the revision rises, or nothing happens. A store
        that is absent is made before it, and one of an older version migrated, each in a
        transaction of its own.

        Raises:
            StoreError: another process holds the store, it cannot be written, the disk is
                full, or a newer version of the program wrote it.
        """
        with (
            self._locked(),
            self._watched(),
            self._connected(read_only=False) as connection,
            explained(self.url, self.path),
        ):
            with connection.begin():
                _take_turn(connection, self)
                remarks = _ensure_schema(connection, self)
            for remark in remarks:
                _log.warning(remark)
            with connection.begin():
                _take_turn(connection, self)
                yield connection
                _raise_revision(connection)

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A connection that sees one state of the store. Makes an empty store where there never was
        one.

        Raises:
            StoreError: as for `writing`; or there was one, and it is gone.
        """
        if self.is_absent:
            self._refuse_vanished()
            with self.writing():
                pass
        with ExitStack() as unit:
            yield self._begin_reading(unit)

    def _refuse_vanished(self) -> None:
        """An empty store in the place of one that was lost would look like a record of nothing."""
        if self.path and LastSeen(self.path).exists:
            raise StoreError(
                "the store is gone: there was one here, and its file is no longer there",
                where=self.address,
                what_to_do="put the file back, from a copy or by mounting its disk; or begin a new "
                "store: answerable load",
            )

    def _begin_reading(self, unit: ExitStack) -> sa.Connection:
        """Opens the store for `unit`. One whose first write never ended is made afresh, and one
        of an older version is migrated.
        """
        unit.enter_context(self._locked())
        if self.path:
            LastSeen(self.path).refuse_older(self.address)
        connection = unit.enter_context(self._connected(read_only=True))
        unit.enter_context(explained(self.url, self.path))
        unit.enter_context(connection.begin())
        try:
            is_ready = _check_version(connection, self) == SCHEMA_VERSION
        except sa.exc.ProgrammingError:
            is_ready = False
        if not is_ready:
            unit.close()
            with self.writing():
                pass
            return self._begin_reading(unit)
        return connection

    @property
    def is_absent(self) -> bool:
        """Whether nothing was ever written where its file will lie."""
        return self.path is not None and not self.path.exists()

    def revision(self) -> str:
        """A token that changes with every committed write; cheap enough to ask on every page.

        For DuckDB it is the file's own stamp, so the store need not be opened.
        """
        if self.path is not None:
            if not self.path.exists():
                return "absent"
            stat = self.path.stat()
            return f"{stat.st_mtime_ns}-{stat.st_size}"
        with self.reading() as connection:
            query = sa.select(store_meta.c.value).where(store_meta.c.key == "revision")
            return str(connection.execute(query).scalar_one())

    @contextmanager
    def _locked(self) -> Iterator[None]:
        if self.lock_path is None:
            yield
            return
        lock = FileLock(self.lock_path, timeout=self.lock_timeout, mode=0o600)
        try:
            lock.acquire()
        except Timeout as error:
            raise busy(self.url, self.lock_timeout) from error
        except OSError as error:
            raise explain(error, self.url, self.path) from error
        try:
            yield
        finally:
            lock.release()

    @contextmanager
    def _watched(self) -> Iterator[None]:
        """Notes at which state of its file a unit begins and ends."""
        if self.path is None:
            yield
            return
        seen = LastSeen(self.path)
        if self.is_absent and seen.exists:
            _log.warning(f"the store at {self.address} is gone; a new one begins in its place")
            seen.forget()
        seen.refuse_older(self.address)
        seen.note()
        try:
            yield
        finally:
            seen.note()

    @contextmanager
    def _connected(self, *, read_only: bool) -> Iterator[sa.Connection]:
        with private(self.path):
            with explained(self.url, self.path):
                connection = _engine(self.url, read_only=read_only).connect()
            with connection:
                yield connection


@lru_cache(maxsize=8)
def _engine(url: sa.URL, *, read_only: bool) -> sa.Engine:
    """Kept between units, for how our statements are written for that database and what it said of
    itself; it holds no connection.
    """
    if url.get_backend_name() == "duckdb":
        return quiet_duckdb(url, read_only=read_only)
    engine = sa.create_engine(url, poolclass=NullPool)
    sa.event.listen(engine, "connect", _end_with_client)
    return engine.execution_options(isolation_level="REPEATABLE READ") if read_only else engine


def open_store(url: str | None = None, *, lock_timeout: float = LOCK_TIMEOUT_SECONDS) -> Store:
    """The store at `url`, else at `ANSWERABLE_DATABASE_URL`, else a DuckDB file in the home.

    Raises:
        StoreError: the address cannot be understood or names an unsupported database.
    """
    chosen = url or os.environ.get("ANSWERABLE_DATABASE_URL")
    if not chosen:
        file = paths.home_dir() / "answerable.duckdb"
        return _store_in(sa.URL.create("duckdb", database=str(file)), lock_timeout)
    try:
        parsed = sa.make_url(chosen)
        backend = parsed.get_backend_name()
    except (sa.exc.ArgumentError, ValueError) as error:
        raise unknown_address(chosen) from error
    if backend == "duckdb" and parsed.database and parsed.database != ":memory:":
        return _store_in(parsed, lock_timeout)
    if backend == "postgresql":
        return Store(parsed.set(drivername="postgresql+psycopg"), None, lock_timeout)
    raise unknown_address(chosen)


def _store_in(url: sa.URL, lock_timeout: float) -> Store:
    if "?" in (url.database or ""):
        raise StoreError(
            "DuckDB cannot keep a store in a folder or file with a question mark in its name",
            where=str(url.database),
            what_to_do="set ANSWERABLE_HOME, or ANSWERABLE_DATABASE_URL, to a path without one",
        )
    return Store(url, Path(f"{url.database}.lock"), lock_timeout)


def _end_with_client(connection: Any, _record: object) -> None:
    """Has a database server look every two seconds whether the client is still there, so that the
    query of one that was killed, and the lock it holds, end with it. Servers before PostgreSQL 14
    cannot: there both last until the query ends.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select set_config(name, '2s', false) from pg_settings "
            "where name = 'client_connection_check_interval'"
        )
    connection.commit()


def _take_turn(connection: sa.Connection, store: Store) -> None:
    """On a database server, waits until no other unit of work writes: what the file lock does
    for a DuckDB file. The turn ends with the transaction.
    """
    if store.is_duckdb:
        return
    milliseconds = int(store.lock_timeout * 1000)
    connection.execute(sa.text(f"set local lock_timeout = {milliseconds}"))
    try:
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_WRITERS)))
    except sa.exc.OperationalError as error:
        raise busy(store.url, store.lock_timeout) from error


def _ensure_schema(connection: sa.Connection, store: Store) -> Sequence[str]:
    """Makes the tables of a new store and migrates an older one. Returns what to say of it."""
    if sa.inspect(connection).has_table(store_meta.name):
        version = _check_version(connection, store)
        return _migrate(connection, version) if version < SCHEMA_VERSION else ()
    if sa.inspect(connection).get_table_names():
        raise StoreError(
            "this database holds tables, but none of this program",
            where=store.address,
            what_to_do="give the store a database of its own in ANSWERABLE_DATABASE_URL",
        )
    make_tables(connection)
    rows = [{"key": "schema_version", "value": SCHEMA_VERSION}, {"key": "revision", "value": 0}]
    connection.execute(sa.insert(store_meta), rows)
    return ()


def _migrate(connection: sa.Connection, version: int) -> Sequence[str]:
    from tracker.store.migrate import migrate

    remarks = migrate(connection, version)
    newest = sa.update(store_meta).where(store_meta.c.key == "schema_version")
    connection.execute(newest.values(value=SCHEMA_VERSION))
    _raise_revision(connection)
    return remarks


def _raise_revision(connection: sa.Connection) -> None:
    revision = sa.update(store_meta).where(store_meta.c.key == "revision")
    connection.execute(revision.values(value=store_meta.c.value + 1))


def _check_version(connection: sa.Connection, store: Store) -> int:
    """The version of the store. Raises StoreError where this program does not know it yet."""
    query = sa.select(store_meta.c.value).where(store_meta.c.key == "schema_version")
    version = int(connection.execute(query).scalar_one())
    if version > SCHEMA_VERSION:
        raise StoreError(
            f"a newer version of Answerable wrote this store (schema {version}; this "
            f"program knows {SCHEMA_VERSION})",
            where=store.address,
            what_to_do="install the newer version, or set ANSWERABLE_HOME to another folder",
        )
    return version
