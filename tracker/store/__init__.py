"""Storage: one schema, short units of work, DuckDB by default or PostgreSQL by address."""

from tracker.store.store import Store, open_store

__all__ = ["Store", "open_store"]
