"""The one metadata object that every table of the store belongs to, and the store's own table."""

from __future__ import annotations

from sqlalchemy import Column, Integer, MetaData, String, Table

SCHEMA_VERSION = 18
"""Raised with every change of a table, with a step of that name in `migrations/versions`. A store
of a newer version is refused; one of an older is migrated when it is next opened."""

metadata = MetaData()

store_meta = Table(
    "store_meta",
    metadata,
    Column("key", String, primary_key=True, comment="`schema_version` or `revision`"),
    Column("value", Integer, nullable=False, comment="whole number"),
    comment="What the store says of itself. One row per key.",
)
