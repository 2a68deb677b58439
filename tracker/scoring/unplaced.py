"""Names on scored roll calls that are nobody's for certain, and whose scores that leaves open.

To be read on a connection on which an agenda was scored.
"""

from __future__ import annotations

from collections import defaultdict

import sqlalchemy as sa


def unplaced_names(connection: sa.Connection) -> dict[str, tuple[str, ...]]:
    """The names that are nobody's on each scored roll call that has any, by the roll call's id."""
    found: dict[str, list[str]] = defaultdict(list)
    for event_id, voter in connection.execute(_UNPLACED):
        found[event_id].append(voter)
    return {event_id: tuple(names) for event_id, names in found.items()}


def in_doubt(connection: sa.Connection) -> dict[tuple[str, str], tuple[str, ...]]:
    """Items of the agenda by member and house: they held a seat on the day of the roll call and
    are not on it, while names on it are nobody's. One of these may be theirs.
    """
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for person_id, chamber, item_id in connection.execute(_IN_DOUBT):
        found[person_id, chamber].append(item_id)
    return {member: tuple(items) for member, items in found.items()}


# One row per scored roll call and name on it that is nobody's.
_UNPLACED = sa.text(
    """
    select distinct r.vote_event_id, v.voter
    from chosen_rolls as r
    join person_votes as v on v.vote_event_id = r.vote_event_id
    where v.person_id is null and v.option <> 'vacant'
    order by r.vote_event_id, v.voter
    """
)

# One row per item and member who was seated that day and is not on its roll call of the floor,
# where that has names which are nobody's.
_IN_DOUBT = sa.text(
    """
    select distinct m.person_id, m.chamber, r.item_id
    from chosen_rolls as r
    join memberships as m
        on m.chamber = r.chamber and m.start_date <= r.date
        and (m.end_date is null or r.date <= m.end_date)
    join (
        select vote_event_id, session_id from vote_events
        union all
        select vote_event_id, session_id from quarantined_rolls where vote_event_id is not null
    ) as e on e.vote_event_id = r.vote_event_id and e.session_id = m.session_id
    where r.venue = 'floor'
        and exists (
            select 1 from person_votes as v
            where v.vote_event_id = r.vote_event_id and v.person_id is null
                and v.option <> 'vacant'
        )
        and not exists (
            select 1 from person_votes as v
            where v.vote_event_id = r.vote_event_id and v.person_id = m.person_id
        )
    order by m.person_id, m.chamber, r.item_id
    """
)
