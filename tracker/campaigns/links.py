"""The measure and roll call a milestone concerns: what a person typed becomes ids of the record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from tracker.campaigns.tables import campaign_measures, milestones
from tracker.errors import UsageError
from tracker.record.tables import bills, legislative_sessions, vote_events
from tracker.rules.reference import current_id, measure_of

SHOWN = 12
"""How many roll calls an error lists: a measure seldom has more."""

_BETWEEN = " .-"
"""What people put, or leave out, between the letters of a measure and its number."""


@dataclass(frozen=True)
class Link:
    """A measure, and perhaps one roll call on it. Both None: the milestone stands alone."""

    bill_id: str | None = None
    vote_event_id: str | None = None


def resolve_link(
    connection: sa.Connection,
    bill: str | None,
    roll: str | None,
    jurisdiction_id: str | None,
    *,
    campaign_id: str = "",
    due: date | None = None,
) -> Link:
    """The link meant by a bill, as people write it or by its id, and by a roll call's id or the
    beginning of that id. A bill as people write it is one of that jurisdiction, where one is given;
    where several sessions have it, one of a session that the campaign's measures or milestones are
    of, else of the session in which the milestone is due.

    Raises:
        UsageError: the record holds no such measure or roll call, several roll calls begin so,
            the roll call is on another measure, or the measure is of another jurisdiction.
    """
    found = _bills_called(connection, bill, jurisdiction_id) if bill else {}
    if not roll:
        kept = _of_its_sessions(connection, found, campaign_id, due)
        named = _the_one(bill, kept) if bill else None
        _refuse_elsewhere(connection, named, jurisdiction_id)
        return Link(named)
    vote_event_id, on_bill = _known_roll(connection, roll)
    _refuse_elsewhere(connection, on_bill, jurisdiction_id)
    if bill and on_bill not in found:
        raise UsageError(
            f"the roll call is on {on_bill}, not on {_the_one(bill, list(found))}",
            where=f"the roll call {vote_event_id}",
            what_to_do="leave the bill out, or name a roll call on it",
        )
    return Link(on_bill, vote_event_id)


def resolve_measures(
    connection: sa.Connection, written: Sequence[str], jurisdiction_id: str | None
) -> tuple[tuple[str, ...], str | None]:
    """The ids of measures as people write them, each once, and the jurisdiction that all are of.

    Raises:
        UsageError: the record holds no such measure, or several; or one is of another jurisdiction.
    """
    found = [resolve_link(connection, one, None, jurisdiction_id).bill_id for one in written]
    bill_ids = tuple(dict.fromkeys(bill_id for bill_id in found if bill_id))
    query = sa.select(bills.c.jurisdiction_id).where(bills.c.bill_id.in_(bill_ids)).distinct()
    of_them = connection.execute(query).scalars().all()
    return bill_ids, of_them[0] if len(of_them) == 1 else None


def _refuse_elsewhere(
    connection: sa.Connection, bill_id: str | None, jurisdiction_id: str | None
) -> None:
    if bill_id is None or jurisdiction_id is None:
        return
    query = sa.select(bills.c.jurisdiction_id).where(bills.c.bill_id == bill_id)
    of = connection.execute(query).scalar()
    if of is not None and of != jurisdiction_id:
        raise UsageError(
            f"{bill_id} is a measure of {of!r}, and this campaign is about {jurisdiction_id!r}",
            where="the bill or roll call of the milestone",
            what_to_do="name a measure of the campaign's own jurisdiction; a campaign about "
            "several is added without --jurisdiction",
        )


def _bills_called(
    connection: sa.Connection, typed: str, jurisdiction_id: str | None
) -> dict[str, str]:
    """The measures of that id or number, each with its session: `sb375` and `S.B. 375` are one."""
    written = typed.strip()
    named = measure_of(written)
    wanted = named.bill_id if named else written
    printed: sa.ColumnElement[str] = sa.func.upper(bills.c.printed)
    for mark in _BETWEEN:
        printed = sa.func.replace(printed, mark, "")
    plain = "".join(letter for letter in wanted.upper() if letter not in _BETWEEN)
    is_written = printed == plain
    if jurisdiction_id:
        is_written &= bills.c.jurisdiction_id == jurisdiction_id
    query = sa.select(bills.c.bill_id, bills.c.session_id).where(
        (bills.c.bill_id == wanted) | is_written
    )
    return {row[0]: row[1] for row in connection.execute(query.order_by(bills.c.bill_id))}


def _of_its_sessions(
    connection: sa.Connection, found: dict[str, str], campaign_id: str, due: date | None
) -> list[str]:
    """Of measures of several sessions, those that the campaign can mean; all where nothing says."""
    session = legislative_sessions.c
    queries = [
        sa.select(bills.c.session_id)
        .join(table, table.c.bill_id == bills.c.bill_id)
        .where(table.c.campaign_id == campaign_id)
        for table in (campaign_measures, milestones)
    ]
    if due:
        lasting = (session.start_date <= due) & (session.end_date >= due)
        queries.append(sa.select(session.session_id).where(lasting))
    for query in queries if len(found) > 1 else ():
        sessions = set(connection.execute(query).scalars())
        found = {bill_id: of for bill_id, of in found.items() if of in sessions} or found
    return list(found)


def _the_one(typed: str, found: list[str]) -> str:
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(
            f"the record holds {len(found)} measures {typed!r}",
            where="the measure",
            what_to_do=f"name one by its id: {', '.join(found[:SHOWN])}; or give the day it is due",
        )
    raise UsageError(
        f"the record holds no measure {typed!r}",
        where="the measure",
        what_to_do="write it as in SB 375, or by its id, as in ca-20072008-SB375, and load the "
        "session first if it is not there yet",
    )


def _known_roll(connection: sa.Connection, typed: str) -> tuple[str, str]:
    wanted = current_id(typed.strip())
    known = _rolls_beginning(connection, wanted)
    exact = [roll for roll in known if roll[0] == wanted]
    if len(exact) == 1 or len(known) == 1:
        return (exact or known)[0]
    if known:
        raise UsageError(
            f"{len(known)} roll calls begin with {typed!r}",
            where="the roll call of the milestone",
            what_to_do=f"choose one of: {_listed(known)}",
        )
    bill = measure_of("-".join(wanted.split("-")[:3]))
    on_bill = _rolls_beginning(connection, f"{bill.bill_id}-") if bill else []
    raise UsageError(
        f"the record holds no roll call {typed!r}",
        where="the roll call of the milestone",
        what_to_do=f"choose one of: {_listed(on_bill)}"
        if on_bill
        else "begin with the bill id, as in ca-20072008-SB375-20070607, and load the session first",
    )


def _rolls_beginning(connection: sa.Connection, beginning: str) -> list[tuple[str, str]]:
    id_column = vote_events.c.vote_event_id
    query = (
        sa.select(id_column, vote_events.c.bill_id)
        .where(id_column.startswith(beginning, autoescape=True))
        .order_by(vote_events.c.date, id_column)
    )
    return [(row[0], row[1]) for row in connection.execute(query)]


def _listed(rolls: list[tuple[str, str]]) -> str:
    more = f" and {len(rolls) - SHOWN} more" if len(rolls) > SHOWN else ""
    return ", ".join(roll for roll, _ in rolls[:SHOWN]) + more
