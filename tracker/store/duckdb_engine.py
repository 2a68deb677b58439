"""DuckDB engines as this program wants them: quiet on standard output, and quick."""

from __future__ import annotations

from typing import Any

import duckdb
import sqlalchemy as sa
from duckdb_sqlalchemy import ConnectionWrapper, Dialect
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.pool import NullPool

QUIET = "set enable_progress_bar = false"
"""DuckDB would else draw a bar on standard output whenever a query takes long."""

ANY_ORDER = "set preserve_insertion_order = false"
"""Rows of a table have no order of their own; storing many takes a third less time so."""

PLAIN_TEXT = "set disabled_compression_methods = 'fsst'"
"""Texts that do not recur are stored as they are: to find how to shorten them takes longer than all
else that writing does, for a third of the file."""

ONE_THREAD = {"threads": 1}
"""A page asks many small questions: starting threads for each costs more than they save."""
SMALL_BLOCKS = {"default_block_size": 32_768}
"""Bytes, of a new file; an older one keeps its own. Of DuckDB's 262,144 each table and each small
change of one leaves most of a block empty (decision 104)."""


class DirectDialect(Dialect):
    """DuckDB's dialect for the DuckDB we pin. The general one opens two empty databases in every
    process, to ask which settings there are and whether tables take comments: as long as a page's
    own store takes to open.
    """

    supports_statement_cache = True

    def initialize(self, connection: sa.Connection) -> None:
        """What any dialect does at the first connection."""
        DefaultDialect.initialize(self, connection)

    def connect(self, *cargs: Any, **cparams: Any) -> Any:
        """Opens the file with DuckDB's own settings, from the address and from the program."""
        cparams["config"] = cparams.pop("url_config", {}) | cparams.get("config", {})
        return ConnectionWrapper(duckdb.connect(*cargs, **cparams))


# Named here, SQLAlchemy need not look through every installed package for who knows DuckDB.
sa.dialects.registry.register("duckdb", __name__, DirectDialect.__name__)


def quiet_duckdb(url: sa.URL | str, *, read_only: bool = False) -> sa.Engine:
    """An engine without a pool: DuckDB has the file open only while a connection is."""
    reading: dict[str, object] = {"read_only": True, "config": ONE_THREAD}
    writing: dict[str, object] = {"config": SMALL_BLOCKS}
    how = reading if read_only else writing
    engine = sa.create_engine(url, poolclass=NullPool, connect_args=how)
    sa.event.listen(engine, "connect", _settle)
    return engine


def _settle(connection: Any, _record: object) -> None:
    for setting in (QUIET, ANY_ORDER, PLAIN_TEXT):
        connection.execute(setting)
