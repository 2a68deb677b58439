"""The one metadata object that every table of the store belongs to, and the store's own table."""

from __future__ import annotations

from sqlalchemy import Column, Integer, MetaData, String, Table

SCHEMA_VERSION = 9
"""Raised with every change of a table; a store written by a newer version is refused,
and one by an older gets the tables and columns it lacks."""

metadata = MetaData()

store_meta = Table(
    "store_meta",
    metadata,
    Column("key", String, primary_key=True, comment="`schema_version` or `revision`"),
    Column("value", Integer, nullable=False, comment="whole number"),
    comment="What the store says of itself. One row per key.",
)
