"""Who acts at the moment. The rim says so once, for a page's run or a request; the functions that
read and write ask here.

A command is the machine's own operator. A server calls `trust_nobody` before its first request, so
that a page or route which says nobody's name acts for a stranger.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Standing(StrEnum):
    """How it is known who acts."""

    OPERATOR = "operator"
    """Sits at the machine that the store is on, and could open the file as well."""
    SIGNED_IN = "signed_in"
    """An identity provider vouched for the address; the store says what its owner may do."""
    STRANGER = "stranger"
    """Nobody vouched for anybody: a visitor."""


@dataclass(frozen=True)
class Actor:
    """Who acts."""

    standing: Standing
    name: str = ""
    """Who is recorded. Of one who signed in, the address: nobody chooses how they are recorded."""
    until: datetime | None = None
    """When the sign-in ends. None only for those who did not sign in."""
    sees_private: bool = False
    """The operator runs the app for the coalition alone, where nobody signs in."""
    ended: bool = False
    """A stranger whose sign-in has ended."""

    def at(self, now: datetime) -> Actor:
        """The same one at that moment: a stranger, once the sign-in has ended."""
        if self.standing is Standing.SIGNED_IN and (self.until is None or self.until <= now):
            return Actor(Standing.STRANGER, ended=True)
        return self


OPERATOR = Actor(Standing.OPERATOR)
STRANGER = Actor(Standing.STRANGER)

_unnamed = OPERATOR
_actor: ContextVar[Actor | None] = ContextVar("actor", default=None)


def trust_nobody() -> None:
    """From here on in this process, who is not named is a stranger."""
    global _unnamed
    _unnamed = STRANGER


def now_acting() -> Actor:
    """Who acts."""
    actor = _actor.get() or _unnamed
    return actor.at(datetime.now().astimezone())


@contextmanager
def acting_as(actor: Actor) -> Iterator[None]:
    """Has `actor` act, until the end of the block."""
    token = _actor.set(actor)
    try:
        yield
    finally:
        _actor.reset(token)


def recorded_as(by: str) -> str:
    """Whom to record as the writer: who signed in, whatever name was given; else that name."""
    actor = now_acting()
    return actor.name if actor.standing is Standing.SIGNED_IN else by
