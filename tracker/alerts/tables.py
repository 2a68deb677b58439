"""The tables of alerts. Comments are the data dictionary.

`alert_seen` is replaced and carries no key: DuckDB refuses to replace a row under one. Rows of the
others are only ever added (decision 008).
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, DateTime, Integer, String, Table

from tracker.store.schema import metadata

alert_seen = Table(
    "alert_seen",
    metadata,
    Column("subject", String, nullable=False, comment="as in `measure/ca-20072008-SB375`"),
    Column("state", String, nullable=False, comment="what was known of it then, as JSON"),
    Column("seen_at", DateTime, nullable=False, comment="UTC"),
    comment="What the last look for changes found of each thing that somebody follows.",
)

alert_changes = Table(
    "alert_changes",
    metadata,
    Column("change_id", Integer, primary_key=True, autoincrement=False, comment="counted from 1"),
    Column("kind", String, nullable=False, comment="an `AlertKind`"),
    Column("subject", String, nullable=False, comment="what changed, as in `alert_seen`"),
    Column("bill_id", String, comment="the measure it concerns"),
    Column("sentence", String, nullable=False, comment="what changed, in plain words"),
    Column("link", String, comment="where the source says so"),
    Column("private", Boolean, nullable=False, comment="true: never for a public place"),
    Column("day", Date, comment="the day that it happened, or happens"),
    Column("found_at", DateTime, nullable=False, comment="UTC"),
    comment="Something that changed of what somebody follows. Never changed or removed.",
)

alert_matches = Table(
    "alert_matches",
    metadata,
    Column("change_id", Integer, primary_key=True, autoincrement=False),
    Column("alert", String, primary_key=True, comment="its name in `alerts.yaml`"),
    comment="A change that an alert is to tell.",
)

alert_messages = Table(
    "alert_messages",
    metadata,
    Column("message_id", String, primary_key=True, comment="sent along, so that one knows it"),
    Column("change_id", Integer, primary_key=True, autoincrement=False),
    Column("alert", String, nullable=False, comment="its name in `alerts.yaml`"),
    Column("made_at", DateTime, nullable=False, comment="UTC"),
    comment="The changes that one message tells: one row each. A change is in one message of an "
    "alert.",
)

alert_tries = Table(
    "alert_tries",
    metadata,
    Column("message_id", String, primary_key=True),
    Column(
        "number",
        Integer,
        primary_key=True,
        autoincrement=False,
        comment="1 for the first entry of the message, without gaps",
    ),
    Column("outcome", String, nullable=False, comment="a `TryOutcome`"),
    Column("reason", String, comment="what was wrong, in plain words"),
    Column("noted_at", DateTime, nullable=False, comment="UTC"),
    comment="That a message is about to be sent, and what became of it. The last entry counts.",
)
