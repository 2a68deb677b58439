"""The audit trail: who changed what and when, with what was there before and after.

Each entry is written in the transaction of the change itself: neither stands without the other.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from tracker.access.acting import Standing, now_acting, recorded_as
from tracker.access.checks import require
from tracker.access.roles import Action
from tracker.access.tables import audit_trail
from tracker.store.moments import from_store, in_store

Facts = Mapping[str, object]
"""What is kept of a thing: values that JSON can write, or days and enums as their text."""


@dataclass(frozen=True)
class Entry:
    """One change."""

    number: int
    recorded_at: datetime
    """UTC."""
    recorded_by: str
    signed_in: bool
    """Whether an identity provider vouched for the writer; else it is the name they gave."""
    action: Action
    subject: str
    before: str | None
    """As JSON. None: it was not there."""
    after: str
    """As JSON."""


def note(
    connection: sa.Connection,
    action: Action,
    subject: str,
    *,
    before: Facts | None,
    after: Facts,
    by: str,
    now: datetime,
) -> None:
    """Adds an entry. Of a person who signed in, the address is recorded, whatever `by` says."""
    row = {
        "number": next_in(connection, audit_trail),
        "recorded_at": in_store(now),
        "recorded_by": recorded_as(by),
        "signed_in": now_acting().standing is Standing.SIGNED_IN,
        "action": str(action),
        "subject": subject,
        "before": None if before is None else _json(before),
        "after": _json(after),
    }
    connection.execute(sa.insert(audit_trail), [row])


def next_in(connection: sa.Connection, table: sa.Table) -> int:
    """The number of the next row of a table that numbers its rows from 1."""
    last = connection.execute(sa.select(sa.func.max(table.c.number))).scalar()
    return (last or 0) + 1


def trail(connection: sa.Connection, most: int | None = None) -> list[Entry]:
    """The entries, newest first; at most so many.

    Raises NotAllowed where who acts may not read them.
    """
    require(connection, Action.READ_AUDIT)
    query = sa.select(audit_trail).order_by(audit_trail.c.number.desc()).limit(most)
    return [
        Entry(
            **dict(row)
            | {"recorded_at": from_store(row["recorded_at"]), "action": Action(row["action"])}
        )
        for row in connection.execute(query).mappings()
    ]


def _json(facts: Facts) -> str:
    return json.dumps(
        {name: value for name, value in facts.items() if value is not None},
        ensure_ascii=False,
        default=str,
    )
