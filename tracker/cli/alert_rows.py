"""Messages and changes as the rows that the command line prints."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tracker.alerts.model import Change
from tracker.alerts.outbox import Message
from tracker.alerts.sending import Planned, Sent
from tracker.cli.cells import Row


def planned_row(one: Planned) -> Row:
    """What an alert would tell now, or, if it is a daily one, at its hour."""
    return {
        "message": None,
        "alert": one.alert,
        "outcome": "planned",
        "reason": None,
        "changes": _changes(one.changes),
    }


def sent_row(one: Sent) -> Row:
    """What came of a message."""
    return {
        "message": one.message.message_id,
        "alert": one.message.alert,
        "outcome": str(one.outcome),
        "reason": one.reason,
        "changes": _changes(one.message.changes),
    }


def brief_sent(row: Row) -> Row:
    """The same for a table."""
    return {
        "alert": row["alert"],
        "outcome": row["outcome"],
        "tells": _told(row),
        "reason": row["reason"],
    }


def message_row(one: Message, now: datetime) -> Row:
    """A message, and how it stands."""
    last = one.tries[-1] if one.tries else None
    return {
        "message": one.message_id,
        "alert": one.alert,
        "state": str(one.state(now)),
        "made_at": one.made_at.isoformat(timespec="seconds"),
        "noted_at": last.noted_at.isoformat(timespec="seconds") if last else None,
        "reason": last.reason if last else None,
        "changes": _changes(one.changes),
    }


def brief_message(row: Row) -> Row:
    """The same for a table."""
    return {
        "message": row["message"],
        "alert": row["alert"],
        "made at": row["made_at"],
        "state": row["state"],
        "tells": _told(row),
    }


def _changes(found: Sequence[Change]) -> list[Row]:
    return [
        {
            "kind": str(one.kind),
            "bill_id": one.bill_id,
            "day": one.day.isoformat() if one.day else None,
            "sentence": one.sentence,
            "link": one.link,
            "private": one.private,
        }
        for one in found
    ]


def _told(row: Row) -> str:
    changes = row["changes"]
    assert isinstance(changes, list)
    return " ".join(str(one["sentence"]) for one in changes)
