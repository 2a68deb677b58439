"""All that a store holds, so that two moments of it can be compared."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

import sqlalchemy as sa

from tracker.record.numbered_votes import TEXTS
from tracker.store import Store, open_store
from tracker.store.schema import metadata

HISTORY = {"store_meta", "loads", "readings", "numbered_votes", *(one.name for one in TEXTS)}
"""What tells of every load, also of one that changed nothing, and the numbers that texts got in
the order in which they came; `person_votes` has what the numbers stand for.
"""

Rows = dict[str, list[tuple[object, ...]]]


def contents(store: Store, *, history: bool = False) -> Rows:
    """Every row of every table, in one order."""
    with store.reading() as connection:
        return {
            table.name: sorted(
                (tuple(row) for row in connection.execute(sa.select(table))), key=_order
            )
            for table in metadata.sorted_tables
            if history or table.name not in HISTORY
        }


def fingerprint(store: Store) -> dict[str, tuple[int, int]]:
    """Number of rows and sum of their hashes, per table: for a DuckDB store of a whole session."""
    with store.reading() as connection:
        return {name: _counted(connection, name) for name in metadata.tables if name not in HISTORY}


def _counted(connection: sa.Connection, table: str) -> tuple[int, int]:
    query = f"select count(*), coalesce(sum(hash(t)::hugeint), 0)::text from {table} as t"
    rows, hashes = connection.execute(sa.text(query)).one()
    return int(rows), int(hashes)


def store_at(path: Path, *, lock_timeout: float = 30.0) -> Store:
    """The store in that file."""
    return open_store(f"duckdb:///{path}", lock_timeout=lock_timeout)


def new_store(path: Path) -> Store:
    """A store in a file that is made here, with every table and nothing in them: a copy, because
    to make the tables takes much longer.
    """
    path.write_bytes(_tables())
    return store_at(path)


@cache
def _tables() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "new.duckdb"
        with store_at(path).writing():
            pass
        return path.read_bytes()


def _order(row: tuple[object, ...]) -> list[str]:
    return [str(value) for value in row]
