"""The tables of who may do what. Rows are only ever added. Comments are the data dictionary."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, DateTime, Integer, String, Table

from tracker.store.schema import metadata

role_changes = Table(
    "role_changes",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False, comment="1 for the first"),
    Column("address", String, nullable=False, comment="of the person's e-mail, in small letters"),
    Column("role", String, nullable=False, comment="a `Role`"),
    Column("organization", String, comment="of an organizer: whose campaigns; else empty"),
    Column("given", Boolean, nullable=False, comment="true: invited; false: withdrawn"),
    Column("recorded_at", DateTime, nullable=False, comment="UTC"),
    Column("recorded_by", String, nullable=False),
    comment="Private. Who was invited as what, and what was withdrawn: the last row on an address, "
    "role and organization counts. Never changed or removed.",
)

audit_trail = Table(
    "audit_trail",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False, comment="1 for the first"),
    Column("recorded_at", DateTime, nullable=False, comment="UTC"),
    Column("recorded_by", String, nullable=False, comment="address of who signed in, or a name"),
    Column("signed_in", Boolean, nullable=False, comment="true: an identity provider vouched"),
    Column("action", String, nullable=False, comment="an `Action`"),
    Column("subject", String, nullable=False, comment="what was changed, as in `agenda homes`"),
    Column("before", String, comment="what it was, as JSON; empty: it was not there"),
    Column("after", String, nullable=False, comment="what it is, as JSON"),
    comment="Private. Who changed what, and when. One row per change; never changed or removed.",
)
