"""The organizations of a coalition, as people write their names."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.agenda.agenda import is_same_name
from tracker.errors import UsageError


def same_name(known: Sequence[str], name: str) -> str | None:
    """The known name that is meant, whatever its capitals and blanks; None where there is none."""
    return next((one for one in known if is_same_name(one, name)), None)


def no_member(name: str, members: Sequence[str], where: str) -> UsageError:
    """The error for an organization that is not one of those that decide."""
    return UsageError(
        f"{name!r} is not one of the organizations that decide",
        where=where,
        what_to_do=f"choose one of: {'; '.join(members)}",
    )
