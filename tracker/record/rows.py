"""Plain rows as Arrow tables in the shape of a store table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa
import sqlalchemy as sa

from tracker.store.bulk import fetch, stage

_TYPES: tuple[tuple[type, pa.DataType], ...] = (
    (sa.Boolean, pa.bool_()),
    (sa.Integer, pa.int32()),
    (sa.DateTime, pa.timestamp("us")),
    (sa.Date, pa.date32()),
    (sa.String, pa.string()),
)


def rows_of(table: sa.Table, rows: Sequence[Mapping[str, object]]) -> pa.Table:
    """The rows with every column of `table`; a column that a row does not name is null."""
    schema = schema_of(table)
    columns = {name: [row.get(name) for row in rows] for name in schema.names}
    arrays = [
        pa.array([None if v is None else _plain(v) for v in columns[f.name]], f.type)
        for f in schema
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


def schema_of(table: sa.Table) -> pa.Schema:
    """The Arrow schema of a store table."""
    return pa.schema([(column.name, _arrow_type(column)) for column in table.columns])


def _plain(value: object) -> object:
    return str(value) if isinstance(value, str) else value


def _arrow_type(column: sa.Column[object]) -> pa.DataType:
    return next(arrow for kind, arrow in _TYPES if isinstance(column.type, kind))


def held_rows(
    connection: sa.Connection, key: sa.Column[str], crawl: str, asked: Sequence[str]
) -> pa.Table:
    """The rows of `key`'s table that files of `crawl` gave and whose `key` is among those asked,
    with all columns of that table.
    """
    stage(connection, "asked_keys", pa.table({"asked": pa.array(asked, pa.string())}))
    query = sa.select(key.table).where(
        key.in_(sa.text("select asked from asked_keys")),
        key.table.c.source_id.startswith(f"{crawl}-", autoescape=True),
    )
    return fetch(connection, query, schema_of(key.table))
