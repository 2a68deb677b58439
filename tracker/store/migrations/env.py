"""What Alembic runs around the steps: on the connection that the store has open."""

from __future__ import annotations

import duckdb_sqlalchemy.alembic_impl  # noqa: F401  (tells Alembic of DuckDB)
from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
