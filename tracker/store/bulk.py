"""Many rows at once: an Arrow table becomes a relation that plain SQL can read, and the rows of a
query an Arrow table.
"""

from __future__ import annotations

import io
from typing import Any

import pyarrow as pa
import pyarrow.csv
import sqlalchemy as sa


def stage(connection: sa.Connection, name: str, rows: pa.Table) -> None:
    """Makes `rows` readable in SQL as the temporary relation `name`, until the unit of work ends.

    Whatever was staged under that name before is replaced, and on PostgreSQL the views that read
    it are gone. DuckDB reads the Arrow memory itself; PostgreSQL gets a temporary table by COPY.
    """
    if connection.dialect.name == "duckdb":
        raw: Any = connection.connection.dbapi_connection
        raw.register(name, rows)
        return
    columns = ", ".join(f"{field.name} {_postgres_type(field.type)}" for field in rows.schema)
    connection.execute(sa.text(f"drop table if exists pg_temp.{name} cascade"))
    connection.execute(sa.text(f"create temporary table {name} ({columns}) on commit drop"))
    buffer = io.BytesIO()
    options = pa.csv.WriteOptions(include_header=False)
    pa.csv.write_csv(_plain(rows), buffer, options)
    driver: Any = connection.connection.dbapi_connection
    with driver.cursor() as cursor, cursor.copy(f"copy {name} from stdin (format csv)") as copy:
        copy.write(buffer.getvalue())
    note_sizes(connection, name)


def note_sizes(connection: sa.Connection, *tables: str) -> None:
    """Has PostgreSQL count the rows of these tables, or of all: it plans queries by what it counted
    last. DuckDB always knows.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text(f"analyze {', '.join(tables)}"))


def expect_many_rows(connection: sa.Connection) -> None:
    """Keeps PostgreSQL, until the transaction ends, from comparing each row of a table with each of
    another where it can do without: of several conditions together it expects one row, and there
    are thousands.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("set local enable_nestloop = off"))


def fetch(connection: sa.Connection, query: sa.Select[Any], schema: pa.Schema) -> pa.Table:
    """The rows of `query`, whose columns are those of `schema`, in their order. DuckDB makes them
    itself; no row passes through Python.
    """
    result = connection.execute(query)
    if connection.dialect.name == "duckdb":
        cursor: Any = result.cursor
        found: pa.Table = cursor.to_arrow_table().cast(schema)
        return found
    rows = result.all()
    columns = zip(*rows, strict=True) if rows else ((),) * len(schema)
    return pa.table([list(column) for column in columns], schema=schema)


def _plain(rows: pa.Table) -> pa.Table:
    """The same rows as the CSV writer needs them: without dictionary encoding, which it does not
    know, and in one piece, since it writes zero bytes for a first piece without rows.
    """
    fields = [
        pa.field(f.name, f.type.value_type if pa.types.is_dictionary(f.type) else f.type)
        for f in rows.schema
    ]
    return rows.cast(pa.schema(fields)).combine_chunks()


def _postgres_type(kind: pa.DataType) -> str:
    if pa.types.is_dictionary(kind):
        return _postgres_type(kind.value_type)
    names = (
        (pa.types.is_boolean, "boolean"),
        (pa.types.is_integer, "bigint"),
        (pa.types.is_date, "date"),
        (pa.types.is_timestamp, "timestamp"),
    )
    return next((name for matches, name in names if matches(kind)), "text")
