"""Names on roll calls that the record has already, once other members come to be known.

Without this a roll call of two sources would be held to differ: names in one, people in the other.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import NamedTuple

import pyarrow as pa
import sqlalchemy as sa

from tracker.record.numbered_votes import number_texts
from tracker.record.tables import person_numbers
from tracker.rules.identity import Resolved, Roster
from tracker.rules.vocabulary import Chamber
from tracker.store.bulk import stage


class NamedAnew(NamedTuple):
    """A name on roll calls of a house that is another's now, or nobody's any more."""

    voter: str
    chamber: str | None
    before: str | None
    now: str | None
    votes: int


def name_held_votes(
    connection: sa.Connection, session_id: str, roster: Roster, *, prefix: str = ""
) -> list[NamedAnew]:
    """Gives every vote of the session the person that its name means now, or nobody; says which
    names are another's by that.

    Rolls from the sources whose ids begin with `prefix` are left to the crawl that brings them.
    """
    known = {"session_id": session_id, "prefix": prefix, "length": len(prefix)}
    asked: dict[tuple[str, Chamber | None], list[date]] = defaultdict(list)
    for voter, house, day in connection.execute(sa.text(_ASKED), known):
        asked[voter, Chamber(house) if house else None].append(day)
    if not asked:
        return []
    names = list(roster.meanings((*name, days) for name, days in asked.items()))
    people = [n.resolution.person_id if isinstance(n.resolution, Resolved) else None for n in names]
    resolved = {
        "voter": pa.array([name.printed for name in names], pa.string()),
        "chamber": pa.array([name.chamber for name in names], pa.string()),
        "first": pa.array([name.first for name in names], pa.date32()),
        "last": pa.array([name.last for name in names], pa.date32()),
        "person_id": pa.array(people, pa.string()),
    }
    stage(connection, "resolved_anew", pa.table(resolved))
    number_texts(connection, person_numbers, "resolved_anew")
    changed: list[NamedAnew] = []
    for statement in (_NAMED_ANEW, _CHANGED, _VOTES, _ROLLS, _NAMED_IN_READINGS, _READINGS):
        used = {name: value for name, value in known.items() if f":{name}" in statement}
        result = connection.execute(sa.text(statement), used)
        if statement is _CHANGED:
            changed = [NamedAnew(*row) for row in result]
    for table in ("named_anew", "named_in_readings"):
        connection.execute(sa.text(f"drop table {table}"))
    return changed


_ON_RECORD = """
(
    select vote_event_id, session_id, chamber, date, source_id from vote_events
    union
    select vote_event_id, session_id, chamber, date, source_id from quarantined_rolls
    where vote_event_id is not null
)
"""
"""One row per roll whose votes stand: also those refused whose Noes and non-votes are mixed."""

_HERE = """
e.session_id = :session_id and e.date is not null
    and (:length = 0 or substr(e.source_id, 1, :length) <> :prefix)
    and not exists (
        select 1 from identifiers as k
        where k.entity_type = 'roll' and k.entity_id = e.vote_event_id
            and k.scheme in (select scheme from identifiers where entity_type = 'person')
    )
"""
"""Rolls `e` of the record that the crawl does not bring itself, and whose source names people; one
that numbers them, as it numbers its rolls, says itself whom it means.
"""

_ASKED = f"""
select distinct v.voter, e.chamber, e.date
from person_votes as v
join {_ON_RECORD} as e on e.vote_event_id = v.vote_event_id
where {_HERE}
union
select distinct v.voter, e.chamber, e.date
from roll_reading_votes as v
join vote_events as e on e.vote_event_id = v.vote_event_id
where {_HERE}
"""

_WITH_PEOPLE = """
join {rolls} as e on e.vote_event_id = v.vote_event_id
join resolved_anew as r
    on r.voter = v.voter and r.chamber is not distinct from e.chamber
    and e.date between r.first and r.last
where {here}
"""
"""The roll `e` of each vote `v`, and the person `r` whom its name means there now."""

_PERSON = """
case when count(*) over (partition by {roll}, r.person_id) = 1 then r.person_id end
"""
"""Two names of one roll that one person would be are nobody's."""

_NAMED_ANEW = f"""
create temporary table named_anew as
select v.vote_event_id, v.voter, v.person_id as before, {_PERSON.format(roll="v.vote_event_id")}
    as person_id
from person_votes as v
{_WITH_PEOPLE.format(rolls=_ON_RECORD, here=_HERE)}
"""

_CHANGED = f"""
select n.voter, e.chamber, n.before, n.person_id, count(*)
from named_anew as n
join {_ON_RECORD} as e on e.vote_event_id = n.vote_event_id
where n.person_id is distinct from n.before
group by n.voter, e.chamber, n.before, n.person_id
order by n.voter, e.chamber, n.before, n.person_id
"""
"""One row per name, house and change of its person: on how many rolls."""

_VOTES = """
update numbered_votes set person_no = p.person_no
from named_anew as n
join vote_event_numbers as e on e.vote_event_id = n.vote_event_id
join voter_names as w on w.voter = n.voter
left join person_numbers as p on p.person_id = n.person_id
where e.vote_event_no = numbered_votes.vote_event_no and w.voter_no = numbered_votes.voter_no
    and n.person_id is distinct from n.before
"""

_ROLLS = """
update vote_events set content_hash = md5(content_hash || ' named anew')
where vote_event_id in (
    select vote_event_id from named_anew where person_id is distinct from before
)
"""
"""The sum of a roll is of its people too; when it is read again it gets the plain sum."""

_NAMED_IN_READINGS = f"""
create temporary table named_in_readings as
select
    v.vote_event_id, v.source, v.number, v.voter,
    {_PERSON.format(roll="v.vote_event_id, v.source, v.number")} as person_id
from roll_reading_votes as v
{_WITH_PEOPLE.format(rolls="vote_events", here=_HERE)}
"""

_READINGS = """
update roll_reading_votes set person_id = n.person_id
from named_in_readings as n
where n.vote_event_id = roll_reading_votes.vote_event_id
    and n.source = roll_reading_votes.source and n.number = roll_reading_votes.number
    and n.voter = roll_reading_votes.voter
    and n.person_id is distinct from roll_reading_votes.person_id
"""
