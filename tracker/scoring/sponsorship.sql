-- Who wrote or joined each measure of an agenda, and what that is worth: a score of its own beside
-- that of the votes, by the rule `authored_or_joined` of docs/method.md.
--
-- Reads scoring_items and scoring_positions as ledger.sql does; of the record bills, bill_actions,
-- bill_versions, bill_sponsorships, vote_events, memberships and legislative_sessions. Credits are
-- in halves, weights in hundredths. Runs on DuckDB and on PostgreSQL.

-- One row per item whose measure the record holds: the days between which the record shows it
-- before a house. What the Governor does with it comes after. Where no step is known, the session.
create temporary table sponsor_windows as
with steps as (
    select bill_id, date, true as in_a_house from vote_events
    union all
    select bill_id, date, chamber is not null from bill_actions
    union all
    select bill_id, date, false from bill_versions
)

select
    i.item_no, i.item_id, i.bill_id, i.weight, b.session_id, b.origin_chamber,
    coalesce(min(t.date), min(s.start_date)) as first_day,
    coalesce(
        max(case when t.in_a_house then t.date end), max(t.date), max(s.end_date)
    ) as last_day
from scoring_items as i
join bills as b on b.bill_id = i.bill_id
left join legislative_sessions as s on s.session_id = b.session_id
left join steps as t on t.bill_id = i.bill_id
group by i.item_no, i.item_id, i.bill_id, i.weight, b.session_id, b.origin_chamber;

-- One row per session and kind of source that names others than authors there. Of a source that
-- names authors alone nobody can be said not to have joined.
create temporary table sponsor_sources as
select distinct b.session_id, split_part(s.source_id, '-', 1) as source
from bill_sponsorships as s
join bills as b on b.bill_id = s.bill_id
where b.session_id in (select session_id from sponsor_windows)
    and s.entity_type = 'person' and s.classification <> 'author';

-- One row per item and name of a person on its measure: the person, if the name is somebody's for
-- certain, whether they wrote it, and whether the source names others than authors at all.
create temporary table sponsors_named as
select
    w.item_no, s.name, s.person_id, s.source_id, s.source_ref,
    case when s.classification = 'author' then 1 else 0 end as wrote,
    case when k.source is not null then 1 else 0 end as tells_who_joined
from sponsor_windows as w
join bill_sponsorships as s on s.bill_id = w.bill_id and s.entity_type = 'person'
left join sponsor_sources as k
    on k.session_id = w.session_id and k.source = split_part(s.source_id, '-', 1);

-- One row per item: the position that was in force last while the measure was before a house, and
-- why the measure counts for nobody, or null.
create temporary table sponsor_measures as
with asked as (
    select w.item_no, min(p.position_no) as position_no
    from sponsor_windows as w
    join scoring_positions as p
        on p.item_no = w.item_no
        and (w.last_day is null or p.in_force_from <= w.last_day)
        and (w.first_day is null or p.in_force_until is null or p.in_force_until >= w.first_day)
    group by w.item_no
),

named as (
    select
        item_no, max(tells_who_joined) as tells_who_joined,
        max(case when person_id is null then 1 else 0 end) as has_nobodys_name
    from sponsors_named
    group by item_no
)

select
    i.item_no, i.item_id, i.bill_id, i.weight, w.session_id, w.origin_chamber, w.first_day,
    w.last_day, p.stance, p.recorded_on,
    case
        when w.item_no is null then 'unknown_measure'
        when p.position_no is null then 'no_position'
        when n.item_no is null and exists (
            select 1 from bill_sponsorships as s where s.bill_id = i.bill_id
        ) then 'no_person_named'
        when n.item_no is null then 'nobody_named'
        when n.tells_who_joined = 0 then 'authors_only'
        when n.has_nobodys_name = 1 then 'names_in_doubt'
    end as uncounted
from scoring_items as i
left join sponsor_windows as w on w.item_no = i.item_no
left join asked as a on a.item_no = i.item_no
left join scoring_positions as p on p.position_no = a.position_no
left join named as n on n.item_no = i.item_no;

-- One row per item and house whose members could join: the one where the measure began; and the
-- other one, if somebody stands on the measure who sat there and never in the first.
create temporary table sponsor_houses as
select item_no, origin_chamber as chamber
from sponsor_measures
where origin_chamber is not null
union
select m.item_no, t.chamber
from sponsor_measures as m
join memberships as t on t.session_id = m.session_id
where m.origin_chamber is null
    or (
        t.chamber <> m.origin_chamber
        and t.person_id in (select person_id from sponsors_named as n where n.item_no = m.item_no)
        and not exists (
            select 1 from memberships as f
            where f.session_id = m.session_id and f.person_id = t.person_id
                and f.chamber = m.origin_chamber
        )
    );

-- One row per counted measure and member of the session: what the member did, and what it is worth,
-- or why it does not count. Whoever is named could join.
create temporary view sponsor_ledger as
with seats as (
    select
        m.item_no, t.person_id,
        max(
            case when (m.last_day is null or t.start_date <= m.last_day)
                and (m.first_day is null or t.end_date is null or t.end_date >= m.first_day)
            then case when h.item_no is not null then 2 else 1 end else 0 end
        ) as seat
    from sponsor_measures as m
    join memberships as t on t.session_id = m.session_id
    left join sponsor_houses as h on h.item_no = m.item_no and h.chamber = t.chamber
    where m.uncounted is null
    group by m.item_no, t.person_id
),

named as (
    select
        item_no, person_id, max(wrote) as wrote, min(source_id) as source_id,
        min(source_ref) as source_ref
    from sponsors_named
    group by item_no, person_id
)

select
    m.item_no, m.item_id, m.bill_id, m.weight, m.first_day, m.last_day, m.stance, m.recorded_on,
    s.person_id, n.source_id, n.source_ref,
    case when n.wrote = 1 then 'authored' when n.wrote = 0 then 'joined' else 'not_joined' end
        as did,
    case
        when n.person_id is not null then case when m.stance = 'support' then 2 else 0 end
        when s.seat = 2 and m.stance = 'support' then 0
    end as credit,
    case
        when n.person_id is not null then null
        when s.seat = 0 then 'not_in_office'
        when s.seat = 1 then 'other_house'
        when m.stance <> 'support' then 'not_asked'
    end as reason
from seats as s
join sponsor_measures as m on m.item_no = s.item_no
left join named as n on n.item_no = s.item_no and n.person_id = s.person_id;
