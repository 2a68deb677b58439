"""Whether who acts may do something, asked in the very transaction that does it.

Roles are read from the store each time, so that one that was withdrawn is gone at once.
"""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from tracker.access.acting import Actor, Standing, now_acting
from tracker.access.roles import MAY, OF_AN_ORGANIZATION, WORDS, Action, Role, who_may
from tracker.access.tables import role_changes
from tracker.errors import AnswerableError


class NotAllowed(AnswerableError):
    """Who acts may not do this; nothing was read or changed."""


@dataclass(frozen=True)
class Held:
    """A role that a person holds."""

    role: Role
    organization: str | None
    """Of an organizer: whose campaigns. None for the other roles."""

    def covers(self, action: Action, organization: str | None) -> bool:
        """Whether it is enough for that, in a campaign of that organization."""
        if action not in MAY[self.role]:
            return False
        if self.role is not Role.ORGANIZER or action not in OF_AN_ORGANIZATION:
            return True
        return organization is not None and same_organization(self.organization, organization)


def require(connection: sa.Connection, action: Action, organization: str | None = None) -> None:
    """Goes on where who acts may do that, in a campaign of that organization if it is of one.

    Raises NotAllowed where they may not.
    """
    actor = now_acting()
    if not _may(connection, actor, action, organization):
        raise _refused(actor, action)


def may(connection: sa.Connection, action: Action, organization: str | None = None) -> bool:
    """Whether who acts may do that."""
    return _may(connection, now_acting(), action, organization)


def held_by(connection: sa.Connection, address: str) -> frozenset[Held]:
    """The roles that the owner of an address holds now."""
    column = role_changes.c
    query = (
        sa.select(column.role, column.organization, column.given)
        .where(column.address == address)
        .order_by(column.number)
    )
    held: set[Held] = set()
    for role, organization, given in connection.execute(query):
        one = Held(Role(role), organization)
        if given:
            held.add(one)
        else:
            held.discard(one)
    return frozenset(held)


def same_organization(one: str | None, other: str) -> bool:
    """Whether two ways to write an organization's name mean the same one."""
    return " ".join((one or "").split()).casefold() == " ".join(other.split()).casefold()


def _may(connection: sa.Connection, actor: Actor, action: Action, organization: str | None) -> bool:
    if actor.standing is Standing.OPERATOR:
        return True
    if actor.standing is Standing.STRANGER:
        return actor.sees_private and action is Action.READ_PRIVATE
    held = held_by(connection, actor.name)
    return any(one.covers(action, organization) for one in held)


def _refused(actor: Actor, action: Action) -> NotAllowed:
    if actor.ended:
        return NotAllowed(
            "your sign-in has ended, so nothing was changed",
            where="your sign-in",
            what_to_do="copy what you typed, sign in again, and send it then",
        )
    if actor.standing is Standing.STRANGER:
        return NotAllowed(
            f"a visitor may not {WORDS[action]}",
            where="your sign-in: you are not signed in",
            what_to_do=f"sign in as {who_may(action)}",
        )
    return NotAllowed(
        f"{actor.name} may not {WORDS[action]}",
        where="your role",
        what_to_do=f"ask an admin to invite you as {who_may(action)}",
    )
