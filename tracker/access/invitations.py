"""Inviting people by address and role, and withdrawing roles. Rows are only ever added."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from tracker.access.acting import recorded_as
from tracker.access.audit import next_in, note
from tracker.access.checks import Held, held_by, require, same_organization
from tracker.access.roles import Action, Role
from tracker.access.tables import role_changes
from tracker.campaigns.words import said
from tracker.errors import UsageError
from tracker.store.moments import from_store, in_store

_ADDRESS = re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}")


@dataclass(frozen=True)
class Invited:
    """A role that somebody holds, and since when."""

    address: str
    role: Role
    organization: str | None
    since: datetime
    """UTC."""
    by: str


def plain_address(typed: str) -> str:
    """An e-mail address as it is kept: in small letters, without blanks around it.

    Raises UsageError where it is none.
    """
    address = typed.strip().casefold()
    if not _ADDRESS.fullmatch(address) or not address.isprintable():
        raise UsageError(
            f"{typed!r} is no e-mail address",
            where="the address of the person",
            what_to_do="write it as in ana@example.org",
        )
    return address


def invite(
    connection: sa.Connection,
    address: str,
    role: Role,
    organization: str | None,
    *,
    by: str,
    now: datetime,
) -> Invited:
    """Gives a role to the owner of an address. Who holds it already, goes on holding it.

    Raises:
        NotAllowed: who acts may not invite.
        UsageError: the address is none, or an organization is missing or out of place.
    """
    require(connection, Action.INVITE)
    wanted = _wanted(role, organization)
    address = plain_address(address)
    if not _holds(held_by(connection, address), wanted):
        _change(connection, address, wanted, given=True, by=by, now=now)
    return next(
        one
        for one in invited(connection)
        if one.address == address and _is(Held(one.role, one.organization), wanted)
    )


def withdraw(
    connection: sa.Connection,
    address: str,
    role: Role,
    organization: str | None,
    *,
    by: str,
    now: datetime,
) -> None:
    """Takes a role from the owner of an address, from their next action on.

    Raises:
        NotAllowed: who acts may not withdraw roles.
        UsageError: they do not hold it.
    """
    require(connection, Action.INVITE)
    wanted, address = _wanted(role, organization), plain_address(address)
    held = [one for one in held_by(connection, address) if _is(one, wanted)]
    if not held:
        raise UsageError(
            f"{address} is not {_shown(wanted)}",
            where="the people invited",
            what_to_do="look who is: answerable access list",
        )
    _change(connection, address, held[0], given=False, by=by, now=now)


def invited(connection: sa.Connection) -> list[Invited]:
    """Every role that somebody holds now, by address.

    Raises NotAllowed where who acts may not know.
    """
    require(connection, Action.INVITE)
    query = sa.select(role_changes).order_by(role_changes.c.number)
    held: dict[tuple[str, str, str | None], Invited] = {}
    for row in connection.execute(query).mappings():
        key = (row["address"], row["role"], row["organization"])
        held.pop(key, None)
        if row["given"]:
            held[key] = Invited(
                row["address"],
                Role(row["role"]),
                row["organization"],
                from_store(row["recorded_at"]),
                row["recorded_by"],
            )
    return sorted(held.values(), key=lambda one: (one.address, one.role, one.organization or ""))


def _wanted(role: Role, organization: str | None) -> Held:
    if role is Role.ORGANIZER:
        if not (organization or "").strip():
            raise UsageError(
                "an organizer is invited for the campaigns of one organization",
                where="the organization",
                what_to_do='name it as its campaigns do, as in --organization "Riders\' League"',
            )
        return Held(role, said(organization or "", "organization"))
    if organization:
        raise UsageError(
            f"the role {role} is not of one organization",
            where="the organization",
            what_to_do="leave it out, or choose the role organizer",
        )
    return Held(role, None)


def _is(one: Held, wanted: Held) -> bool:
    return one.role is wanted.role and same_organization(
        one.organization, wanted.organization or ""
    )


def _holds(held: frozenset[Held], wanted: Held) -> bool:
    return any(_is(one, wanted) for one in held)


def _shown(held: Held) -> str:
    return f"{held.role} of {held.organization}" if held.organization else str(held.role)


def _change(
    connection: sa.Connection,
    address: str,
    changed: Held,
    *,
    given: bool,
    by: str,
    now: datetime,
) -> None:
    before = {"roles": sorted(_all_shown(connection, address))}
    row = {
        "number": next_in(connection, role_changes),
        "address": address,
        "role": str(changed.role),
        "organization": changed.organization,
        "given": given,
        "recorded_at": in_store(now),
        "recorded_by": recorded_as(said(by, "name of who records it")),
    }
    connection.execute(sa.insert(role_changes), [row])
    after = {"roles": sorted(_all_shown(connection, address))}
    note(
        connection,
        Action.INVITE,
        f"roles of {address}",
        before=before,
        after=after,
        by=by,
        now=now,
    )


def _all_shown(connection: sa.Connection, address: str) -> Iterator[str]:
    return (_shown(one) for one in held_by(connection, address))
