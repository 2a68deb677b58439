"""Rows that are only ever added to an agenda's tables: their number, who wrote them, and when."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from tracker.campaigns.words import said
from tracker.store.moments import in_store


def next_number(connection: sa.Connection, table: sa.Table, agenda_id: str, **within: int) -> int:
    """One more than the rows there are. Writers take turns, so nobody else takes it."""
    same = [table.c.agenda_id == agenda_id, *(table.c[name] == at for name, at in within.items())]
    count = sa.select(sa.func.count()).select_from(table).where(*same)
    return int(connection.execute(count).scalar_one()) + 1


def recorded(by: str, now: datetime) -> dict[str, object]:
    """Who writes a row down, and when."""
    return {
        "recorded_at": in_store(now),
        "recorded_by": said(by, "name of who records it"),
    }
