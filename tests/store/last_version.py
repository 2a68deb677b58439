"""A store as the last version without migrations left it, on either database."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from tests.store.places import Place

DUMP = Path(__file__).with_name("schema-9.sql")


def write_last_version(place: Place) -> None:
    """Writes the store of schema 9 where no store is yet."""
    engine = sa.create_engine(place.store().url)
    with engine.begin() as connection:
        as_written = connection.execution_options(no_parameters=True)
        for statement in DUMP.read_text("utf-8").split(";\n"):
            if statement.strip():
                as_written.exec_driver_sql(statement)
    engine.dispose()


def rows_of(place: Place, table: str) -> list[dict[str, object]]:
    """Every row of a table as it lies there, by its first two columns; nothing is migrated."""
    engine = sa.create_engine(place.store().url)
    with engine.connect() as connection:
        found = connection.execute(sa.text(f"select * from {table} order by 1, 2")).mappings().all()
    engine.dispose()
    return [dict(row) for row in found]


def table_names(place: Place) -> list[str]:
    """The tables that lie there."""
    engine = sa.create_engine(place.store().url)
    with engine.connect() as connection:
        found = sa.inspect(connection).get_table_names()
    engine.dispose()
    return found
