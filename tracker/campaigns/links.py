"""The measure and roll call a milestone concerns: what a person typed becomes ids of the record."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from tracker.errors import UsageError
from tracker.record.tables import bills, jurisdictions, vote_events
from tracker.rules.reference import current_id, folders, is_reviewed, measure_of

SHOWN = 12
"""How many roll calls an error lists: a measure seldom has more."""


@dataclass(frozen=True)
class Link:
    """A measure, and perhaps one roll call on it. Both None: the milestone stands alone."""

    bill_id: str | None = None
    vote_event_id: str | None = None


def known_jurisdiction(connection: sa.Connection, typed: str) -> str:
    """The id of a jurisdiction that is reviewed, or whose record is here, as a grid's own body.

    Raises:
        UsageError: nobody knows it.
    """
    wanted = typed.strip()
    query = sa.select(jurisdictions.c.jurisdiction_id).order_by(jurisdictions.c.jurisdiction_id)
    held = connection.execute(query).scalars().all()
    if is_reviewed(wanted) or wanted in held:
        return wanted
    raise UsageError(
        f"there is no jurisdiction {typed!r}",
        where="the jurisdiction of the campaign",
        what_to_do=f"choose one of {', '.join(sorted({*folders(), *held}))}, or leave it out",
    )


def resolve_link(
    connection: sa.Connection, bill: str | None, roll: str | None, jurisdiction_id: str | None
) -> Link:
    """The link meant by a bill, as people write it or by its id, and by a roll call's id or the
    beginning of that id. A bill as people write it is one of that jurisdiction, where one is given.

    Raises:
        UsageError: the record holds no such measure or roll call, several roll calls begin so,
            or the roll call is on another measure.
    """
    bill_id = _known_bill(connection, bill, jurisdiction_id) if bill else None
    if not roll:
        return Link(bill_id)
    vote_event_id, on_bill = _known_roll(connection, roll)
    if bill_id is not None and on_bill != bill_id:
        raise UsageError(
            f"the roll call is on {on_bill}, not on {bill_id}",
            where=f"the roll call {vote_event_id}",
            what_to_do="leave the bill out, or name a roll call on it",
        )
    return Link(on_bill, vote_event_id)


def _known_bill(connection: sa.Connection, typed: str, jurisdiction_id: str | None) -> str:
    written = typed.strip()
    named = measure_of(written)
    wanted = named.bill_id if named else written
    is_written = sa.func.upper(bills.c.printed) == " ".join(wanted.upper().split())
    if jurisdiction_id:
        is_written &= bills.c.jurisdiction_id == jurisdiction_id
    query = sa.select(bills.c.bill_id).where((bills.c.bill_id == wanted) | is_written)
    found = list(connection.execute(query.order_by(bills.c.bill_id)).scalars())
    if len(found) == 1:
        return str(found[0])
    if found:
        raise UsageError(
            f"the record holds {len(found)} measures {typed!r}",
            where="the bill of the milestone",
            what_to_do=f"name one by its id: {', '.join(found[:SHOWN])}",
        )
    raise UsageError(
        f"the record holds no measure {typed!r}",
        where="the bill of the milestone",
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
