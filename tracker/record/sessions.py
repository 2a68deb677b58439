"""Which session of which legislature a person means: of the record, or of the reviewed files."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from tracker.errors import UsageError
from tracker.record.tables import bills, legislative_sessions
from tracker.rules.jurisdictions import folded_session
from tracker.rules.reference import folders, is_reviewed, jurisdiction_of, session_of


@dataclass(frozen=True)
class Session:
    """A session of a legislature, or a grid's own body, which is its own session."""

    jurisdiction_id: str
    session_id: str
    identifier: str
    """Within the jurisdiction, as in `20072008`."""
    name: str


def find_session(connection: sa.Connection, text: str, jurisdiction: str | None = None) -> Session:
    """The session that a person typed, as in `2007-08`: of those in the record, else of those that
    the reviewed files list. `jurisdiction` is needed only where several legislatures have it.

    Raises:
        UsageError: no legislature has such a session, or several have.
    """
    wanted = text.strip()
    held = [one for one in _held(connection) if jurisdiction in (None, one.jurisdiction_id)]
    found = [one for one in held if _is_meant(one, wanted)]
    if not found:
        found = _reviewed(wanted, jurisdiction)
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(
            f"several legislatures have a session {wanted}",
            where="--session",
            what_to_do="add --jurisdiction "
            + ", or ".join(sorted({one.jurisdiction_id for one in found})),
        )
    raise _unknown(wanted, jurisdiction, held)


def find_bill(connection: sa.Connection, text: str, session: Session) -> str:
    """The id of the measure of a session that a person typed: `SB 375`, an official id, an id of
    the record, or an item of a grid. It need not be in the record.
    """
    if is_reviewed(session.jurisdiction_id):
        found = jurisdiction_of(session.jurisdiction_id).measure(text, session.identifier)
        if found:
            return found.bill_id
    known = sa.select(bills.c.bill_id).where(
        bills.c.session_id == session.session_id,
        sa.or_(bills.c.bill_id == text.strip(), bills.c.printed == text.strip()),
    )
    return connection.execute(known).scalar() or f"{session.session_id}-{text.strip()}"


def _held(connection: sa.Connection) -> list[Session]:
    column = legislative_sessions.c
    query = sa.select(column.jurisdiction_id, column.session_id, column.identifier, column.name)
    return [Session(*row) for row in connection.execute(query.order_by(column.session_id))]


def _is_meant(one: Session, text: str) -> bool:
    known = session_of(one.session_id)
    if known and known[1].is_meant_by(text):
        return True
    written = {one.session_id, one.identifier, one.name}
    return folded_session(text) in {folded_session(name) for name in written}


def _reviewed(text: str, jurisdiction: str | None) -> list[Session]:
    if jurisdiction is not None and not is_reviewed(jurisdiction):
        return []
    codes = [jurisdiction] if jurisdiction else list(folders())
    return [
        Session(code, session.session_id, session.id, session.name)
        for code in codes
        for session in jurisdiction_of(code).sessions
        if session.is_meant_by(text)
    ]


def _unknown(text: str, jurisdiction: str | None, held: list[Session]) -> UsageError:
    where = "--session"
    if jurisdiction is not None and not is_reviewed(jurisdiction) and not held:
        return UsageError(
            f"there is no jurisdiction {jurisdiction!r}",
            where="--jurisdiction",
            what_to_do=f"choose one of {', '.join(folders())}, or the id of a grid's own body",
        )
    names = [one.name for one in held]
    if not names:
        codes = [jurisdiction] if jurisdiction else list(folders())
        names = [one.name for code in codes for one in jurisdiction_of(code).sessions]
    return UsageError(
        f"{text!r} is not a session known here",
        where=where,
        what_to_do=f"write it as in 2007-2008 or 20072008; known are {', '.join(names)}",
    )
