"""Rows that are only ever added to an agenda's tables: their number, who wrote them, and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa

from tracker.access.acting import recorded_as
from tracker.access.audit import note
from tracker.access.checks import require
from tracker.access.roles import Action
from tracker.campaigns.words import said
from tracker.store.moments import from_store, in_store


def next_number(connection: sa.Connection, table: sa.Table, agenda_id: str, **within: int) -> int:
    """One more than the rows there are. Writers take turns, so nobody else takes it."""
    same = [table.c.agenda_id == agenda_id, *(table.c[name] == at for name, at in within.items())]
    count = sa.select(sa.func.count()).select_from(table).where(*same)
    return int(connection.execute(count).scalar_one()) + 1


def recorded(by: str, now: datetime) -> dict[str, object]:
    """Who writes a row down, and when."""
    return {
        "recorded_at": in_store(now),
        "recorded_by": recorded_as(said(by, "name of who records it")),
    }


def add_rows(
    connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, object]]
) -> None:
    """Adds rows to one of an agenda's tables, each with an entry in the audit trail.

    Raises NotAllowed where who acts may not change agendas.
    """
    require(connection, Action.EDIT_AGENDA)
    connection.execute(sa.insert(table), [dict(row) for row in rows])
    for row in rows:
        facts = {name: row[name] for name in row if name not in _NOTED_ANYWAY}
        note(
            connection,
            Action.EDIT_AGENDA,
            f"agenda {row['agenda_id']}: {table.name}",
            before=None,
            after=facts,
            by=str(row["recorded_by"]),
            now=from_store(row["recorded_at"]),
        )


_NOTED_ANYWAY = frozenset({"agenda_id", "recorded_at", "recorded_by"})
