"""`answerable people`: whose the names on roll calls are."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import sqlalchemy as sa
import typer

from tracker.cli.cells import Row
from tracker.cli.output import Format, FormatOption, print_rows, say
from tracker.record.names import NamesOfSession, names_of
from tracker.record.sessions import find_session
from tracker.record.tables import legislative_sessions
from tracker.rules.reference import jurisdiction_of
from tracker.store import open_store

MOST_SHOWN = 10
"""Names left that the table shows of each session; JSON has all."""

app = typer.Typer(
    help="The people of the record, and the names on roll calls.", no_args_is_help=True
)


@app.callback()
def _people() -> None:
    """The people of the record, and the names on roll calls."""


@app.command("check")
def check(
    jurisdiction: Annotated[
        str, typer.Option("--jurisdiction", help="whose legislature, as in ca")
    ],
    session: Annotated[
        str | None, typer.Option("--session", help="one session; else all on record")
    ] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Say of each session how many names on its roll calls are one person's for certain.

    A name that is nobody's for certain counts for nobody. It is listed with the people who may be
    meant; a reviewed line in `aliases.csv` or `seats.csv` of the jurisdiction, each with its
    source, says who it is. Load the people again after such a change.
    """
    with open_store().reading() as connection:
        chosen = _sessions(connection, jurisdiction, session)
        found = [names_of(connection, session_id, identifier) for session_id, identifier in chosen]
    print_rows([_row(one) for one in found], form, brief=_brief, empty="No session is on record.")
    if form is Format.TABLE:
        for one in found:
            _say_left(one)


def _sessions(
    connection: sa.Connection, jurisdiction: str, session: str | None
) -> list[tuple[str, str]]:
    if session:
        one = find_session(connection, session, jurisdiction)
        return [(one.session_id, one.identifier)]
    jurisdiction_of(jurisdiction)
    held = legislative_sessions.c
    query = (
        sa.select(held.session_id, held.identifier)
        .where(held.jurisdiction_id == jurisdiction)
        .order_by(held.start_date, held.identifier)
    )
    return [(row.session_id, row.identifier) for row in connection.execute(query)]


def _row(one: NamesOfSession) -> dict[str, object]:
    left = [
        {name: value for name, value in asdict(name).items() if name != "is_ambiguous"}
        for name in one.left
    ]
    return asdict(one) | {"left": left}


def _brief(row: Row) -> Row:
    votes, resolved = row["votes"], row["votes_resolved"]
    assert isinstance(votes, int)
    assert isinstance(resolved, int)
    share = f"{100 * resolved / votes:.2f} %" if votes else None
    shown = ("session", "names", "resolved", "ambiguous", "unknown", "votes", "votes_resolved")
    return {name: row[name] for name in shown} | {"of votes": share}


def _say_left(one: NamesOfSession) -> None:
    for name in one.left[:MOST_SHOWN]:
        house = f" ({name.chamber})" if name.chamber else ""
        may_be = f": perhaps {', '.join(name.candidates)}" if name.candidates else ""
        say(f"{one.session}: {name.printed}{house} is nobody's on {name.votes:,} votes{may_be}")
    if len(one.left) > MOST_SHOWN:
        say(f"{one.session}: {len(one.left) - MOST_SHOWN} more; --format json lists all")
