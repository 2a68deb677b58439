"""The table of agendas that people save. Rows are only ever added (decision 008).

Comments are the data dictionary.
"""

from __future__ import annotations

from sqlalchemy import Column, DateTime, Integer, String, Table

from tracker.store.schema import metadata

agenda_versions = Table(
    "agenda_versions",
    metadata,
    Column("agenda_id", String, primary_key=True, comment="as in `homes-2025`"),
    Column(
        "number",
        Integer,
        primary_key=True,
        autoincrement=False,
        comment="1 for the first version saved, without gaps",
    ),
    Column("content", String, nullable=False, comment="the whole agenda, as the file it leaves as"),
    Column("saved_at", DateTime, nullable=False, comment="UTC"),
    Column("saved_by", String, nullable=False),
    Column("note", String, comment="what changed and why, in the writer's words"),
    comment="What a coalition asks for, as it was saved. One row per version; the last one counts.",
)
