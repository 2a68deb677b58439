"""What earlier files of a source gave, for a file that brings only one day's changes."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import sqlalchemy as sa

from tracker.record.arrow import schema_of
from tracker.store.bulk import fetch, stage


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
