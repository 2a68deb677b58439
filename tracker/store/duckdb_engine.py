"""DuckDB engines as this program wants them: quiet on standard output, and quick."""

from __future__ import annotations

from typing import Any

import duckdb_sqlalchemy  # noqa: F401  (SQLAlchemy would import it at the first connection)
import sqlalchemy as sa
from sqlalchemy.pool import NullPool

QUIET = "set enable_progress_bar = false"
"""DuckDB would else draw a bar on standard output whenever a query takes long."""

ANY_ORDER = "set preserve_insertion_order = false"
"""Rows of a table have no order of their own; storing many takes a third less time so."""

ONE_THREAD = {"threads": 1}
"""A page asks many small questions: starting threads for each costs more than they save."""


def quiet_duckdb(url: sa.URL | str, *, read_only: bool = False) -> sa.Engine:
    """An engine without a pool: DuckDB has the file open only while a connection is."""
    reading: dict[str, object] = {"read_only": True, "config": ONE_THREAD}
    engine = sa.create_engine(url, poolclass=NullPool, connect_args=reading if read_only else {})
    sa.event.listen(engine, "connect", _settle)
    return engine


def _settle(connection: Any, _record: object) -> None:
    connection.execute(QUIET)
    connection.execute(ANY_ORDER)
