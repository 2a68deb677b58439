"""Which member a person means: by id, Open Civic Data id, full name or family name."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from tracker.errors import UsageError
from tracker.record.tables import memberships, people

_NAMED = 8
"""How many ids an error lists."""


@dataclass(frozen=True)
class Seated:
    """Those of a session's members whom a name is looked for among."""

    who: str
    """As an error says it: `member of the Senate today`."""
    person_ids: Collection[str]


def find_person(
    connection: sa.Connection,
    text: str,
    session_id: str,
    *,
    seated: Seated | None = None,
    where: str = "PERSON",
) -> str:
    """The id of the person whom `text` names, of those who were members in the session, or of those
    who are `seated`. A family name is enough where one of them has it and nobody is called so in
    full. `where` is the argument that an error names.

    Raises:
        UsageError: nobody, or more than one person; names near in spelling are listed.
    """
    wanted = text.strip().casefold()
    columns = (people.c.person_id, people.c.name, people.c.ocd_person_id, people.c.family_name)
    of_session = sa.select(memberships.c.person_id).where(memberships.c.session_id == session_id)
    among = people.c.person_id.in_(seated.person_ids if seated else of_session)
    who = seated.who if seated else "member in that session"
    known = [tuple(row) for row in connection.execute(sa.select(*columns).where(among))]
    found = _called(wanted, known)
    if len(found) == 1:
        return found.pop()
    if found:
        raise UsageError(
            f"more than one {who} is called {text!r}",
            where=where,
            what_to_do=f"give the id: {', '.join(sorted(found))}",
        )
    others = connection.execute(sa.select(*columns[:3]).where(~among))
    if any(wanted in _folded(row) for row in others):
        raise UsageError(
            f"{text} is in the record, but is no {who}",
            where=where,
            what_to_do="name somebody who is; of another session, choose its agenda or measure",
        )
    last_name = wanted.replace("-", " ").split()[-1:]
    near = sorted(str(row[0]) for row in known if last_name and last_name[0] in str(row[0]))
    raise UsageError(
        f"no {who} is called {text!r}",
        where=where,
        what_to_do=f"give the id, perhaps {', '.join(near[:_NAMED])}"
        if near
        else "give the full name, as `answerable score` prints it, or the id",
    )


def _called(wanted: str, known: Sequence[tuple[str | None, ...]]) -> set[str]:
    in_full = {str(row[0]) for row in known if wanted in _folded(row[:3])}
    return in_full or {str(row[0]) for row in known if wanted in _folded(row[3:])}


def _folded(parts: Collection[str | None]) -> set[str]:
    return {part.casefold() for part in parts if part}
