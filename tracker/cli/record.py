"""`answerable record` and `answerable quarantine`: what the record holds, and what it refused."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import sqlalchemy as sa
import typer

from tracker.cli.output import Format, FormatOption, Row, print_rows
from tracker.errors import UsageError
from tracker.record.bills import BillId, parse_bill_id
from tracker.record.deadlines import Deadline
from tracker.record.events import events_of
from tracker.record.jurisdictions import parse_session
from tracker.record.other_sources import conflicts
from tracker.record.queries import RollCall, known_bill, quarantined, roll_calls
from tracker.record.reference import bill_path, reference, session_calendar
from tracker.record.roll_readings import RollReading, readings_of_rolls
from tracker.record.stages import BillStanding, standings
from tracker.store import open_store

app = typer.Typer(help="Look at the public record.", no_args_is_help=True)
quarantine = typer.Typer(help="Look at what was read and refused.", no_args_is_help=True)

SessionOption = Annotated[
    str, typer.Option("--session", help="20072008, 2007-2008 or 2007-08; or the id of a grid body")
]


@app.callback()
def _record() -> None:
    """Look at the public record."""


@quarantine.callback()
def _quarantine() -> None:
    """Look at what was read and refused."""


@app.command("stages")
def stages(
    session: SessionOption,
    bill: Annotated[
        str | None, typer.Option("--bill", help='a measure, as in "SB 375" or 200720080SB375')
    ] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Say where measures stand: the fold of their actions, by the reviewed rules.

    A measure whose history nobody has loaded stands nowhere; that is shown as empty.
    """
    chosen = _session(session)
    known = reference("ca")
    with open_store().reading() as connection:
        bill_id = _bill_id(bill, chosen) if bill else None
        if bill_id:
            _refuse_unknown(connection, bill_id, bill, chosen)
        found = standings(
            connection,
            known.actions,
            known.sources,
            bill_path("ca"),
            session=chosen,
            bill_id=bill_id,
        )
    empty = f"The record holds no measure of the session {chosen}."
    rows = [_stage(standing) for standing in found]
    print_rows(rows, form, brief=_brief_stage, empty=empty)


@app.command("events")
def events(
    session: SessionOption,
    bill: Annotated[
        str | None, typer.Option("--bill", help='a measure, as in "SB 375" or 200720080SB375')
    ] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """List committee hearings and daily files of the floors, by day, with their measures."""
    chosen = _session(session)
    with open_store().reading() as connection:
        bill_id = _bill_id(bill, chosen) if bill else None
        found = events_of(connection, session=chosen, bill_id=bill_id)
    what = f"no event of the session {chosen}" + (f" with {bill}" if bill else "")
    print_rows(found, form, brief=_brief_event, empty=f"The record holds {what}.")


@app.command("deadlines")
def deadlines(session: SessionOption, form: FormatOption = Format.TABLE) -> None:
    """List the deadlines of a session: by the Constitution, and by the calendars of its years.

    A day that is not verified was read in no official calendar of that year, or was worked out.
    """
    chosen = reference("ca").jurisdiction.session(session)
    found = session_calendar("ca").deadlines(chosen)
    print_rows([_deadline(one) for one in found], form, brief=_brief_deadline)


@app.command("rollcalls")
def rollcalls(
    session: SessionOption,
    bill: Annotated[
        str | None, typer.Option("--bill", help='a measure, as in "SB 375" or 200720080SB375')
    ] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """List roll calls with every name, by date."""
    chosen = _session(session)
    with open_store().reading() as connection:
        bill_id = _bill_id(bill, chosen) if bill else None
        if bill_id:
            _refuse_unknown(connection, bill_id, bill, chosen)
        found = roll_calls(connection, session=chosen, bill_id=bill_id)
    empty = f"The record holds no roll call of the session {chosen}."
    if form is Format.TABLE:
        print_rows([_brief(roll, with_bill=bill is None) for roll in found], form, empty=empty)
    else:
        print_rows([_full(roll) for roll in found], form, empty=empty)


@app.command("conflicts")
def record_conflicts(form: FormatOption = Format.TABLE) -> None:
    """List where two sources say different things of one roll call.

    The record holds what the better-ranked source says, by the reviewed ranking that ships with
    the program; the other is kept and shown beside it, never mixed in.
    """
    with open_store().reading() as connection:
        rows = conflicts(connection)
    print_rows(rows, form, brief=_brief_conflict, empty="No two sources disagree.")


@app.command("readings")
def record_readings(
    session: Annotated[str | None, typer.Option("--session", help="one session only")] = None,
    bill: Annotated[
        str | None, typer.Option("--bill", help='a measure, as in "SB 375"; with --session')
    ] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """List every reading of the roll calls that were read more than one way, and who changed.

    A source that is read again with other votes keeps both readings. So does one whose reading
    another source contradicts. One reading of each roll call stands; the others count nowhere.
    """
    if bill and not session:
        raise UsageError(
            "a measure is named and its session is not",
            where="--session",
            what_to_do='give both, as in --session 2007-08 --bill "SB 375"',
        )
    chosen = _session(session) if session else None
    with open_store().reading() as connection:
        bill_id = _bill_id(bill, chosen) if bill and chosen else None
        if bill_id and chosen:
            _refuse_unknown(connection, bill_id, bill, chosen)
        found = readings_of_rolls(connection, session=chosen, bill_id=bill_id)
    empty = "Every roll call was read one way alone."
    if form is Format.TABLE:
        print_rows([_brief_reading(one) for one in found], form, empty=empty)
    else:
        print_rows([_reading(one) for one in found], form, empty=empty)


@quarantine.command("list")
def quarantine_list(
    session: Annotated[str | None, typer.Option("--session", help="one session only")] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """List the roll calls that were refused, and why."""
    with open_store().reading() as connection:
        rows = quarantined(connection, _session(session) if session else None)
    print_rows(rows, form, brief=_brief_refusal, empty="Nothing is in quarantine.")


def _brief_refusal(row: Row) -> Row:
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


def _brief_conflict(row: Row) -> Row:
    names = ("bill_id", "date", "subject", "held", "held_source_id", "read", "read_source_id")
    return {name: row[name] for name in names}


def _reading(one: RollReading) -> dict[str, object]:
    counts = {"yes": one.declared_yes, "no": one.declared_no}
    row = asdict(one) | {"changed": [asdict(change) for change in one.changed]}
    del row["declared_yes"], row["declared_no"]
    return row | {"declared": counts}


def _brief_reading(one: RollReading) -> dict[str, object]:
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


def _count(value: object) -> str:
    return "?" if value is None else str(value)


def _session(text: str) -> str:
    """A session as stored. What is not two years is taken as the id of a grid's own body."""
    if text[:4].isdigit():
        return parse_session(text)
    return text


def _bill_id(text: str, session: str) -> str:
    if text.startswith(session):
        return BillId.parse(text).bill_id if session.isdigit() else text
    parsed = parse_bill_id(text, session) if session.isdigit() else None
    return parsed.bill_id if parsed else f"{session}-{text}"


def _refuse_unknown(
    connection: sa.Connection, bill_id: str, asked: str | None, session: str
) -> None:
    if not known_bill(connection, bill_id):
        raise UsageError(
            f"the record holds no measure {asked!r} in the session {session}",
            where="--bill",
            what_to_do="check the number, or load the session first: answerable load --help",
        )


def _stage(bill: BillStanding) -> dict[str, object]:
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


def _brief_stage(row: Row) -> Row:
    names = ("bill", "stage", "chamber", "since", "step_title", "action", "unclassified")
    return {name: row[name] for name in names}


def _brief_event(row: Row) -> Row:
    names = ("date", "time", "name", "classification", "location", "status", "bills")
    return {name: row[name] for name in names}


def _deadline(one: Deadline) -> dict[str, object]:
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


def _brief_deadline(row: Row) -> Row:
    how = "verified" if row["verified"] else "worked out" if row["worked_out"] else "not verified"
    return {"date": row["date"], "what": row["title"], "basis": row["basis"], "how": how}


def _full(roll: RollCall) -> dict[str, object]:
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


def _brief(roll: RollCall, *, with_bill: bool) -> dict[str, object]:
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
