"""`answerable record` and `answerable quarantine`: what the record holds, and what it refused."""

from __future__ import annotations

from typing import Annotated

import sqlalchemy as sa
import typer

from tracker.cli.output import Format, FormatOption, print_rows, say
from tracker.cli.record_rows import (
    brief_conflict,
    brief_deadline,
    brief_event,
    brief_reading,
    brief_refusal,
    brief_roll,
    brief_stage,
    deadline_row,
    event_row,
    reading_row,
    refusal_row,
    roll_row,
    stage_row,
)
from tracker.errors import UsageError
from tracker.intake.events import events_of
from tracker.readings.reading_history import conflicts, readings_of_rolls
from tracker.record.queries import absent_of, known_bill, quarantined, roll_calls
from tracker.record.sessions import Session, find_bill, find_session
from tracker.record.stages import standings
from tracker.rules.jurisdictions import LegislativeSession
from tracker.rules.reference import is_reviewed, jurisdiction_of, reference, session_calendar
from tracker.store import open_store

app = typer.Typer(help="Look at the public record.", no_args_is_help=True)
quarantine = typer.Typer(help="Look at what was read and refused.", no_args_is_help=True)

SessionOption = Annotated[
    str, typer.Option("--session", help="as in 2007-08 or 20072008; or the id of a grid's body")
]
JurisdictionOption = Annotated[
    str | None,
    typer.Option(
        "--jurisdiction", help="as in ca; needed where several legislatures have such a session"
    ),
]
BillOption = Annotated[
    str | None, typer.Option("--bill", help='a measure, as in "SB 375" or ca-20072008-SB375')
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
    bill: BillOption = None,
    jurisdiction: JurisdictionOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Say where measures stand: the fold of their actions, by the reviewed rules.

    A measure whose history nobody has loaded stands nowhere; that is shown as empty.
    """
    with open_store().reading() as connection:
        chosen = find_session(connection, session, jurisdiction)
        bill_id = _known_bill(connection, bill, chosen)
        if not is_reviewed(chosen.jurisdiction_id):
            raise UsageError(
                f"{chosen.name} is a grid, and a grid tells of no stages",
                where="--session",
                what_to_do="name the session of a legislature",
            )
        known = reference(chosen.jurisdiction_id)
        found = standings(
            connection,
            known.actions,
            known.sources,
            known.path,
            session_id=chosen.session_id,
            bill_id=bill_id,
        )
        if found and not any(bill.standing.actions for bill in found):
            _say_what_is_absent(connection, "actions", chosen)
    empty = f"The record holds no measure of the session {chosen.name}."
    rows = [stage_row(standing) for standing in found]
    print_rows(rows, form, brief=brief_stage, empty=empty)


@app.command("events")
def events(
    session: SessionOption,
    bill: BillOption = None,
    jurisdiction: JurisdictionOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """List committee hearings and daily files of the floors, by day, with their measures."""
    with open_store().reading() as connection:
        chosen = find_session(connection, session, jurisdiction)
        bill_id = find_bill(connection, bill, chosen) if bill is not None else None
        found = events_of(connection, session_id=chosen.session_id, bill_id=bill_id)
        if not found:
            _say_what_is_absent(connection, "events", chosen)
    what = f"no event of the session {chosen.name}" + (f" with {bill}" if bill else "")
    rows = [event_row(one) for one in found]
    print_rows(rows, form, brief=brief_event, empty=f"The record holds {what}.")


@app.command("deadlines")
def deadlines(
    session: SessionOption,
    jurisdiction: JurisdictionOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """List the deadlines of a session: by the Constitution, and by the calendars of its years.

    A day that is not verified was read in no official calendar of that year, or was worked out.
    """
    with open_store().reading() as connection:
        chosen = find_session(connection, session, jurisdiction)
    calendar = None
    if is_reviewed(chosen.jurisdiction_id):
        calendar = session_calendar(chosen.jurisdiction_id)
    found = calendar.deadlines(_reviewed(chosen)) if calendar else []
    empty = f"Nobody has reviewed the calendar of {chosen.jurisdiction_id}."
    print_rows([deadline_row(one) for one in found], form, brief=brief_deadline, empty=empty)


@app.command("rollcalls")
def rollcalls(
    session: SessionOption,
    bill: BillOption = None,
    jurisdiction: JurisdictionOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """List roll calls with every name, by date."""
    with open_store().reading() as connection:
        chosen = find_session(connection, session, jurisdiction)
        bill_id = _known_bill(connection, bill, chosen)
        found = roll_calls(connection, session_id=chosen.session_id, bill_id=bill_id)
        if not found:
            _say_what_is_absent(connection, "roll_calls", chosen)
    empty = f"The record holds no roll call of the session {chosen.name}."
    if form is Format.TABLE:
        print_rows([brief_roll(roll, with_bill=bill is None) for roll in found], form, empty=empty)
    else:
        print_rows([roll_row(roll) for roll in found], form, empty=empty)


@app.command("conflicts")
def record_conflicts(form: FormatOption = Format.TABLE) -> None:
    """List where two sources say different things of one roll call.

    The record holds what the better-ranked source says, by the reviewed ranking that ships with
    the program; the other is kept and shown beside it, never mixed in.
    """
    with open_store().reading() as connection:
        rows = conflicts(connection)
    print_rows(rows, form, brief=brief_conflict, empty="No two sources disagree.")


@app.command("readings")
def record_readings(
    session: Annotated[str | None, typer.Option("--session", help="one session only")] = None,
    bill: Annotated[
        str | None, typer.Option("--bill", help='a measure, as in "SB 375"; with --session')
    ] = None,
    jurisdiction: JurisdictionOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """List every reading of the roll calls that were read more than one way, and who changed.

    A source that is read again with other votes keeps both readings. So does one whose reading
    another source contradicts. One reading of each roll call stands; the others count nowhere.
    """
    if bill is not None and not session:
        raise UsageError(
            "a measure is named and its session is not",
            where="--session",
            what_to_do='give both, as in --session 2007-08 --bill "SB 375"',
        )
    with open_store().reading() as connection:
        chosen = find_session(connection, session, jurisdiction) if session else None
        bill_id = _known_bill(connection, bill, chosen) if chosen else None
        session_id = chosen.session_id if chosen else None
        found = readings_of_rolls(connection, session_id=session_id, bill_id=bill_id)
    empty = "Every roll call was read one way alone."
    if form is Format.TABLE:
        print_rows([brief_reading(one) for one in found], form, empty=empty)
    else:
        print_rows([reading_row(one) for one in found], form, empty=empty)


@quarantine.command("list")
def quarantine_list(
    session: Annotated[str | None, typer.Option("--session", help="one session only")] = None,
    jurisdiction: JurisdictionOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """List the roll calls that were refused, and why."""
    with open_store().reading() as connection:
        chosen = find_session(connection, session, jurisdiction) if session else None
        refused = quarantined(connection, chosen.session_id if chosen else None)
    rows = [refusal_row(one) for one in refused]
    print_rows(rows, form, brief=brief_refusal, empty="Nothing is in quarantine.")


def _say_what_is_absent(connection: sa.Connection, kind: str, session: Session) -> None:
    """Says why the record has none, where a source of the session says that it holds none."""
    why = absent_of(connection, session.session_id).get(kind)
    if why:
        say(f"{kind.replace('_', ' ')} of the session {session.name} are not known here: {why}.")


def _reviewed(session: Session) -> LegislativeSession:
    return jurisdiction_of(session.jurisdiction_id).session(session.identifier)


def _known_bill(connection: sa.Connection, text: str | None, session: Session) -> str | None:
    """The measure that was asked for, if one was. Raises UsageError where the record has it not."""
    if text is None:
        return None
    bill_id = find_bill(connection, text, session)
    if known_bill(connection, bill_id):
        return bill_id
    raise UsageError(
        f"the record holds no measure {text!r} in the session {session.name}",
        where="--bill",
        what_to_do="check the number, or load the session first: answerable load --help",
    )
