"""Names on roll calls that the record has already, once other members come to be known.

Without this a roll call of two sources would be held to differ: names in one, people in the other.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import pyarrow as pa
import sqlalchemy as sa

from tracker.crawls.manifest import Manifest
from tracker.rules.identity import Resolved, Roster
from tracker.rules.vocabulary import Chamber
from tracker.store.bulk import stage


def name_held_votes(connection: sa.Connection, manifest: Manifest, roster: Roster) -> None:
    """Gives every vote of the session the person that its name means now, or nobody.

    Where the crawl brings all rolls of its source, those are left to it.
    """
    prefix = "" if manifest.changes_only else f"{manifest.crawl}-"
    known = {"session_id": manifest.session_id, "prefix": prefix, "length": len(prefix)}
    asked: dict[tuple[str, Chamber | None], list[date]] = defaultdict(list)
    for voter, house, day in connection.execute(sa.text(_ASKED), known):
        asked[voter, Chamber(house) if house else None].append(day)
    if not asked:
        return
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
    for statement in (_NAMED_ANEW, _VOTES, _ROLLS, _NAMED_IN_READINGS, _READINGS):
        used = {name: value for name, value in known.items() if f":{name}" in statement}
        connection.execute(sa.text(statement), used)


_HERE = """
e.session_id = :session_id and e.date is not null
    and (:length = 0 or substr(e.source_id, 1, :length) <> :prefix)
"""
"""Rolls `e` of the record that the crawl does not bring itself."""

_ASKED = f"""
select distinct v.voter, e.chamber, e.date
from person_votes as v
join vote_events as e on e.vote_event_id = v.vote_event_id
where {_HERE}
union
select distinct v.voter, e.chamber, e.date
from roll_reading_votes as v
join vote_events as e on e.vote_event_id = v.vote_event_id
where {_HERE}
"""

_WITH_PEOPLE = f"""
join vote_events as e on e.vote_event_id = v.vote_event_id
join resolved_anew as r
    on r.voter = v.voter and r.chamber is not distinct from e.chamber
    and e.date between r.first and r.last
where {_HERE}
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
{_WITH_PEOPLE}
"""

_VOTES = """
update person_votes set person_id = n.person_id
from named_anew as n
where n.vote_event_id = person_votes.vote_event_id and n.voter = person_votes.voter
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
{_WITH_PEOPLE}
"""

_READINGS = """
update roll_reading_votes set person_id = n.person_id
from named_in_readings as n
where n.vote_event_id = roll_reading_votes.vote_event_id
    and n.source = roll_reading_votes.source and n.number = roll_reading_votes.number
    and n.voter = roll_reading_votes.voter
    and n.person_id is distinct from roll_reading_votes.person_id
"""
