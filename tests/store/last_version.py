"""A store as an earlier version left it, on either database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from tests.store.places import Place


def write_last_version(place: Place, *, schema: int = 9) -> None:
    """Writes the store of that schema where no store is yet. 9 is the last without migrations, 10
    the last with votes in words.
    """
    dump = Path(__file__).with_name(f"schema-{schema}.sql")
    engine = sa.create_engine(place.store().url)
    with engine.begin() as connection:
        as_written = connection.execution_options(no_parameters=True)
        for statement in dump.read_text("utf-8").split(";\n"):
            if statement.strip():
                as_written.exec_driver_sql(statement)
    engine.dispose()


def rows_of(place: Place, table: str) -> list[dict[str, object]]:
    """Every row of a table as it lies there, by its first two columns; nothing is migrated."""
    with _as_it_lies(place) as connection:
        return _rows(connection, table)


def all_rows(place: Place) -> dict[str, list[dict[str, object]]]:
    """The same of every table, over one connection."""
    with _as_it_lies(place) as connection:
        names = sorted(sa.inspect(connection).get_table_names())
        return {name: _rows(connection, name) for name in names}


def _rows(connection: sa.Connection, table: str) -> list[dict[str, object]]:
    found = connection.execute(sa.text(f"select * from {table} order by 1, 2")).mappings().all()
    return [dict(row) for row in found]


@contextmanager
def _as_it_lies(place: Place) -> Iterator[sa.Connection]:
    engine = sa.create_engine(place.store().url)
    with engine.connect() as connection:
        yield connection
    engine.dispose()
