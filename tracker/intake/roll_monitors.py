"""What whole rolls and whole members look like when a file is wrong and adds up.

A member's line missing from a file takes that member's silence from every roll call, and each still
adds up. These are warnings: a source may have a reason.
"""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import sqlalchemy as sa

from tracker.intake.gate import Passed

FEWEST_ROLLS = 5
"""Roll calls of the floor on a member's days: on none of fewer proves little."""
MOST_NAMED = 5
"""Members that a warning names."""


def odd_rolls(
    connection: sa.Connection, session_id: str, passed: Passed, *, is_part: bool = False
) -> Iterator[str]:
    """Members of a house on no roll call of its floor, and roll calls that list fewer members than
    held a seat that day, among those that were read. Nothing where no days of office are known.

    Where a part of a session `is_part`, a seat whose days are those of the session proves nothing.
    """
    seats = connection.execute(_SEATS, {"session_id": session_id}).all()
    if not seats or not len(passed.person_votes):
        return
    with duckdb.connect() as work:
        work.execute(
            "create table seats (person_id text, name text, chamber text, district text, "
            "first_day date, last_day date, is_dated boolean)"
        )
        work.executemany(
            "insert into seats values (?, ?, ?, ?, ?, ?, ?)", [tuple(s) for s in seats]
        )
        work.register("events", passed.vote_events)
        work.register("cast_votes", passed.person_votes)
        unheard = work.execute(_ON_NONE, [is_part, FEWEST_ROLLS]).fetchall()
        short = work.execute(_SHORT).fetchall()
    if unheard:
        more = f" and {len(unheard) - MOST_NAMED} more" if len(unheard) > MOST_NAMED else ""
        names = ", ".join(
            f"{name} ({chamber}, {rolls:,} on their days)"
            for name, chamber, rolls in unheard[:MOST_NAMED]
        )
        yield f"members on no roll call of the floor that was read: {names}{more}"
    for chamber, rolls, read, bill_id, day, listed, seated in short:
        yield (
            f"{rolls:,} of {read:,} roll calls of the {chamber} house list fewer members than held "
            f"a seat that day: first {bill_id} of {day}, {listed} of {seated}"
        )


_SEATS = sa.text(
    """
    select
        m.person_id, p.name, m.chamber, m.district, m.start_date, m.end_date,
        m.dates_verified is distinct from false as is_dated
    from memberships as m
    join people as p on p.person_id = m.person_id
    where m.session_id = :session_id
    """
)

# One row per member and house on none of the roll calls of its floor while they had a seat.
_ON_NONE = """
with on_rolls as (
    select distinct v.person_id, e.chamber
    from cast_votes as v
    join events as e on e.vote_event_id = v.vote_event_id
    where v.person_id is not null
),
on_days as (
    select s.person_id, s.chamber, min(s.name) as name, sum(e.rolls) as rolls
    from seats as s
    join (
        select chamber, date, count(*) as rolls
        from events
        where venue = 'floor' and status in ('loaded', 'repaired')
        group by chamber, date
    ) as e
        on e.chamber = s.chamber and e.date >= s.first_day
        and (s.last_day is null or e.date <= s.last_day)
    where s.is_dated or not ?
    group by s.person_id, s.chamber
)
select d.name, d.chamber, d.rolls::bigint
from on_days as d
anti join on_rolls as o on o.person_id = d.person_id and o.chamber = d.chamber
where d.rolls >= ?
order by d.chamber desc, d.name
"""

# One row per house with roll calls of its floor that list fewer than its seats that day: how many,
# of how many, and the first. A seat that two held on one day is one; a seat without days is none.
_SHORT = """
with seated as (
    select d.chamber, d.date, count(distinct coalesce(s.district, s.person_id)) as seats
    from (select distinct chamber, date from events where venue = 'floor') as d
    join seats as s
        on s.chamber = d.chamber and d.date >= s.first_day
        and (s.last_day is null or d.date <= s.last_day)
    where s.is_dated
    group by d.chamber, d.date
),
listed as (
    select vote_event_id, count(*) as listed from cast_votes group by vote_event_id
),
rolls as (
    select e.vote_event_id, e.chamber, e.bill_id, e.date, l.listed, s.seats
    from events as e
    join listed as l on l.vote_event_id = e.vote_event_id
    join seated as s on s.chamber = e.chamber and s.date = e.date
    where e.venue = 'floor'
)
select
    chamber,
    count(*) filter (where listed < seats),
    count(*),
    arg_min(bill_id, (date, vote_event_id)) filter (where listed < seats),
    min(date) filter (where listed < seats),
    arg_min(listed, (date, vote_event_id)) filter (where listed < seats),
    arg_min(seats, (date, vote_event_id)) filter (where listed < seats)
from rolls
group by chamber
having count(*) filter (where listed < seats) > 0
order by chamber desc
"""
