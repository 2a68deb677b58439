"""Rows of the record as commands print them: every field for scripts, few for a table."""

from __future__ import annotations

from dataclasses import asdict

from tracker.cli.cells import Row
from tracker.readings.reading_history import RollReading
from tracker.record.queries import RollCall
from tracker.record.stages import BillStanding
from tracker.rules.deadlines import Deadline


def stage_row(bill: BillStanding) -> dict[str, object]:
    """Where a measure stands, and the steps that it came to."""
    return {
        "bill_id": bill.bill_id,
        "bill": bill.printed,
        **asdict(bill.standing),
        "step": bill.step.id if bill.step else None,
        "step_title": bill.step.title if bill.step else None,
        "path": [
            {"step": one.step.id, "title": one.step.title, "since": one.since}
            for one in bill.reached
        ],
    }


def brief_stage(row: Row) -> Row:
    """The same for a table."""
    names = ("bill", "stage", "chamber", "since", "step_title", "action", "unclassified")
    return {name: row[name] for name in names}


def deadline_row(one: Deadline) -> dict[str, object]:
    """One day of a calendar."""
    return {
        "date": one.date,
        "kind": one.kind.id,
        "title": one.kind.title,
        "basis": one.kind.basis,
        "must_have_left": list(one.kind.must_have_left),
        "verified": one.verified,
        "worked_out": one.worked_out,
        "source": one.source.title if one.source else None,
        "source_url": one.source.url if one.source else None,
    }


def brief_deadline(row: Row) -> Row:
    """The same for a table."""
    how = "verified" if row["verified"] else "worked out" if row["worked_out"] else "not verified"
    return {"date": row["date"], "what": row["title"], "basis": row["basis"], "how": how}


def event_row(row: Row) -> dict[str, object]:
    """An event with its measures."""
    return _with_session(row)


def refusal_row(row: Row) -> dict[str, object]:
    """A refused roll call."""
    return _with_session(row)


def brief_event(row: Row) -> Row:
    """An event for a table."""
    names = ("date", "time", "name", "classification", "location", "status", "bills")
    return {name: row[name] for name in names}


def roll_row(roll: RollCall) -> dict[str, object]:
    """A roll call with every name."""
    return {
        "vote_event_id": roll.vote_event_id,
        "bill_id": roll.bill_id,
        "date": roll.date,
        "organization": roll.organization,
        "chamber": roll.chamber,
        "motion": roll.motion,
        "motion_class": roll.motion_class,
        "result": roll.result,
        "threshold": roll.threshold,
        "threshold_basis": roll.threshold_basis,
        "needed": roll.needed,
        "declared": {"yes": roll.declared_yes, "no": roll.declared_no},
        "votes": roll.votes,
        "status": roll.status,
        "note": roll.note,
        "source": roll.source,
    }


def brief_roll(roll: RollCall, *, with_bill: bool) -> dict[str, object]:
    """The same for a table."""
    silent = len(roll.votes["not_voting"]) if roll.status != "known_missing" else None
    bill: dict[str, object] = {"bill": roll.bill_id} if with_bill else {}
    return bill | {
        "date": roll.date or "not known",
        "where": roll.organization,
        "motion": " ".join(roll.motion.split()),
        "class": roll.motion_class,
        "ayes": roll.declared_yes,
        "noes": roll.declared_no,
        "no vote": silent,
        "needed": roll.needed,
        "result": roll.result,
        "status": roll.status,
    }


def reading_row(one: RollReading) -> dict[str, object]:
    """One reading of a roll call."""
    counts = {"yes": one.declared_yes, "no": one.declared_no}
    row = asdict(one) | {"changed": [asdict(change) for change in one.changed]}
    del row["declared_yes"], row["declared_no"]
    return row | {"declared": counts}


def brief_reading(one: RollReading) -> dict[str, object]:
    """The same for a table."""
    return {
        "bill": one.bill_id,
        "date": one.date,
        "motion": " ".join(one.motion.split()),
        "source": one.source,
        "read at": one.read_at,
        "declared": f"{_count(one.declared_yes)}-{_count(one.declared_no)}",
        "reading": "stands" if one.stands else "earlier" if one.replaced_at else "contrary",
        "changed": [f"{who.name}: {who.before} to {who.after}" for who in one.changed],
    }


def brief_conflict(row: Row) -> Row:
    """A conflict for a table."""
    names = ("bill_id", "date", "subject", "held", "held_source_id", "read", "read_source_id")
    return {name: row[name] for name in names}


def brief_refusal(row: Row) -> Row:
    """A refused roll call for a table."""
    return {
        "bill": row["bill"],
        "date": row["date"],
        "where": row["location"],
        "declared": f"{_count(row['declared_yes'])}-{_count(row['declared_no'])}",
        "named": f"{row['named_yes']}-{row['named_no']}",
        "reason": row["reason"],
        "detail": row["detail"],
        "source": row["source_ref"],
    }


def _with_session(row: Row) -> dict[str, object]:
    """The row, with the id of its session under the name that scripts know."""
    return {("session" if name == "session_id" else name): value for name, value in row.items()}


def _count(value: object) -> str:
    return "?" if value is None else str(value)
