"""What the agenda room shows: the sessions to write for, what a pasted list means, the versions."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from tracker.agenda.agenda import Agenda, Stance
from tracker.agenda.bill_list import read_list
from tracker.agenda.find_bills import FoundAs, FoundLine, KnownBills, find_lines, known_bills
from tracker.record.sessions import Session
from tracker.record.tables import bills, legislative_sessions
from tracker.rules.reference import is_reviewed, jurisdiction_of


@dataclass(frozen=True)
class OpenSession:
    """A session whose measures the record holds, so that an agenda can ask about them."""

    session: Session
    title: str
    """As in `California Legislature, 2007-2008`."""
    measures: int


@dataclass(frozen=True)
class ListedLine:
    """A line of a pasted list, in a reader's words."""

    line: int
    text: str
    bill_id: str | None
    measure: str
    """`SB 375, Transportation planning`; empty where it is not one."""
    status: FoundAs
    near: tuple[str, ...]
    """The nearest measures, printed, where it is not one."""
    stance: Stance | None


def open_sessions(connection: sa.Connection) -> list[OpenSession]:
    """The sessions with measures, newest first within each legislature."""
    column = legislative_sessions.c
    query = (
        sa.select(
            column.jurisdiction_id,
            column.session_id,
            column.identifier,
            column.name,
            sa.func.count(bills.c.bill_id),
        )
        .join(bills, bills.c.session_id == column.session_id)
        .group_by(column.jurisdiction_id, column.session_id, column.identifier, column.name)
        .order_by(column.jurisdiction_id, column.identifier.desc())
    )
    return [
        OpenSession(
            Session(code, session_id, identifier, name), session_title(code, name), measures
        )
        for code, session_id, identifier, name, measures in connection.execute(query)
    ]


def listed_lines(
    connection: sa.Connection, session: Session, text: str, agenda: Agenda | None
) -> tuple[list[ListedLine], list[FoundLine], KnownBills]:
    """What each line of a pasted list means, for a new agenda or one that has items already.

    Raises DataFileError where it is no list.
    """
    known = known_bills(connection, session)
    already = frozenset(item.bill_id for item in agenda.items) if agenda else frozenset()
    found = find_lines(read_list(text, "the pasted list"), known, already)
    return [_listed(one, known) for one in found], found, known


def _listed(found: FoundLine, known: KnownBills) -> ListedLine:
    return ListedLine(
        found.asked.line,
        found.asked.text,
        found.bill_id,
        _named(found.bill_id, known) if found.bill_id else "",
        found.status,
        tuple(_named(bill_id, known) for bill_id in found.candidates),
        found.asked.stance,
    )


def _named(bill_id: str, known: KnownBills) -> str:
    title = known.titles.get(bill_id)
    return f"{known.printed[bill_id]}, {title}" if title else known.printed[bill_id]


def session_title(code: str, session: str) -> str:
    """As in `California Legislature, 2007-2008`; a grid's own body by its name alone."""
    return f"{jurisdiction_of(code).legislature}, {session}" if is_reviewed(code) else session
