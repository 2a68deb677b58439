-- From the tables of an archive to what the loader reads.
-- Statements are separated by a line of dashes; each makes one relation. `houses` has one row per
-- house: its chamber, its name, its seats and how its districts begin; `words` has one row per word of
-- the source that names a house or a role in it. `measures` has one row per bill whose number the legislature's file can read.

-- One row per roll call, numbered in the source's order, with the house that it names. A name that
-- is no house's is that of both together.
create temp table rolls as
select
    row_number() over (order by r.roll_call_id::bigint)::integer as row,
    r.roll_call_id, r.bill_id, r.description, r.passed,
    try_cast(r.date as date) as date,
    h.chamber, h.name as house, h.seats,
    r.yea::integer as yea, r.nay::integer as nay, r.total::integer as total,
    regexp_matches(r.description, 'committee', 'i')
        and not regexp_matches(
            r.description, 'conference committee|committee of the whole|committee amendment', 'i'
        ) as says_committee
from rollcalls as r
left join words as w on w.word = r.chamber
left join houses as h on h.chamber = w.chamber;
--------
-- One row per vote.
create temp table ballots as
select r.row, v.people_id, v.vote, v.vote_desc
from votes as v
join rolls as r on r.roll_call_id = v.roll_call_id;
--------
-- One row per roll call of a house: whether the whole house voted. No committee holds more than half
-- of a house, but for a few that say that they are one (of both houses together, 25 of 30 senators).
create temp table venues as
with counted as (
    select r.*, greatest(r.total, (select count(*) from ballots as b where b.row = r.row)) as members
    from rolls as r
    where r.chamber is not null
)
select
    row, chamber,
    case
        when says_committee then members * 10 >= seats * 9
        else members * 2 > seats or members = 0
    end as is_floor
from counted;
--------
-- One row per person and house that seats them: the houses on whose floor they voted, or where that
-- is none, the house that the source's own list gives. A committee in that list is nobody.
create temp table seated as
with members as (
    select * from people where coalesce(committee_id, '') in ('', '0')
),
on_floors as (
    select distinct b.people_id, v.chamber
    from ballots as b
    join venues as v on v.row = b.row
    where v.is_floor
)
select m.people_id, f.chamber
from members as m
join on_floors as f on f.people_id = m.people_id
union all
select m.people_id, w.chamber
from members as m
join words as w on w.word = m.role
where m.people_id not in (select people_id from on_floors);
--------
-- One row per committee's roll call that names a member of the other house: the committee is joint.
create temp table joint_rolls as
select distinct b.row
from ballots as b
join venues as v on v.row = b.row and not v.is_floor
semi join seated as any_seat on any_seat.people_id = b.people_id
anti join seated as s on s.people_id = b.people_id and s.chamber = v.chamber;
--------
-- One row per person: the name that stands on roll calls. Two people of one name differ by district.
create temp table named_people as
select
    people_id, name, first_name, last_name, suffix, party, district, role,
    case
        when count(*) over (partition by name) = 1 then name
        when count(*) over (partition by name, district) = 1 and district is not null
            then name || ' (' || district || ')'
        else name || ' (no. ' || people_id || ')'
    end as printed
from people
where coalesce(committee_id, '') in ('', '0');
--------
-- One row per person and house.
create temp table staged_people as
select
    n.people_id as number,
    n.printed,
    n.name,
    nullif(n.first_name, '') as given_name,
    nullif(concat_ws(' ', nullif(n.last_name, ''), nullif(n.suffix, '')), '') as family_name,
    s.chamber,
    case
        when starts_with(n.district, h.districts)
            then regexp_replace(n.district, '^[A-Z]+-0*(.)', '\1')
    end as district,
    case n.party
        when 'D' then 'Democratic'
        when 'R' then 'Republican'
        when 'I' then 'Independent'
        when 'G' then 'Green'
        when 'L' then 'Libertarian'
        when 'N' then 'Nonpartisan'
        else nullif(n.party, '')
    end as party,
    'person ' || n.people_id as source_ref
from named_people as n
join seated as s on s.people_id = n.people_id
join houses as h on h.chamber = s.chamber
order by n.people_id::bigint, s.chamber;
--------
-- One row per bill, with the first of its sponsors.
create temp table staged_bills as
with first_named as (
    select s.bill_id, arg_min(p.name, s.position::integer) as author
    from sponsors as s
    join people as p on p.people_id = s.people_id
    group by s.bill_id
)
select distinct on (m.measure)
    m.measure as bill_id,
    b.title,
    f.author,
    null::varchar as chaptered,
    'bill ' || b.bill_id as source_ref
from bills as b
join measures as m on m.bill_id = b.bill_id
left join first_named as f on f.bill_id = b.bill_id
order by m.measure, b.bill_id::bigint;
--------
-- The archive tells of no versions that a position could belong to.
create temp table staged_versions as
select
    null::varchar as bill_id, null::date as date, null::varchar as label,
    null::varchar as vote_required, null::varchar as source_ref
where false;
--------
-- One row per thing that happened to a bill, in order.
create temp table staged_actions as
select
    m.measure as bill_id,
    try_cast(a.date as date) as date,
    row_number() over (
        partition by m.measure order by try_cast(a.date as date), a.bill_id, a.sequence::integer
    )::integer as sequence,
    w.chamber,
    a.action as description,
    null::varchar as code,
    'bill ' || a.bill_id || ', action ' || a.sequence as source_ref
from history as a
join measures as m on m.bill_id = a.bill_id
left join words as w on w.word = a.chamber
where try_cast(a.date as date) is not null and a.action is not null
order by bill_id, sequence;
--------
-- One row per bill and sponsor. The source tells no author from a sponsor.
create temp table staged_authors as
select distinct
    m.measure as bill_id,
    coalesce(n.printed, p.name) as name,
    case when n.people_id is null then 'organization' else 'person' end as entity_type,
    'sponsor' as classification,
    'bill ' || s.bill_id as source_ref,
    null::varchar as chamber,
    null::date as date,
    n.people_id as number
from sponsors as s
join measures as m on m.bill_id = s.bill_id
join people as p on p.people_id = s.people_id
left join named_people as n on n.people_id = s.people_id
order by bill_id, name;
--------
-- One row per roll call. Counts that stand a second time in its own text, as in (135-0) at its end,
-- are a declaration of their own.
create temp table staged_roll_calls as
select
    r.row,
    'roll call ' || r.roll_call_id as source_ref,
    m.measure as bill_id,
    coalesce(b.bill_number, 'bill ' || r.bill_id || ', which the archive lacks') as bill_printed,
    null::varchar as author,
    null::varchar as topic,
    r.date,
    case
        when r.chamber is null or r.row in (select row from joint_rolls) then 'Joint committee'
        when v.is_floor then r.house || ' floor'
        else r.house || ' committee'
    end as location,
    coalesce(r.description, '') as motion,
    r.yea as yes,
    r.nay as no,
    case r.passed when '1' then 'pass' when '0' then 'fail' else 'unknown' end as result,
    false as known_missing,
    null::varchar as note,
    null::varchar as vote_required,
    null::integer as day_sequence,
    null::varchar as motion_code,
    null::varchar as place_code,
    null::integer as not_voting,
    null::varchar as doubt,
    r.total as listed,
    try_cast(regexp_extract(r.description, '\((\d+)-(\d+)\)\s*$', 1) as integer) as yes_again,
    try_cast(regexp_extract(r.description, '\((\d+)-(\d+)\)\s*$', 2) as integer) as no_again,
    r.row not in (select row from ballots) as names_not_known
from rolls as r
left join venues as v on v.row = r.row
left join bills as b on b.bill_id = r.bill_id
left join measures as m on m.bill_id = r.bill_id
order by r.row;
--------
-- One row per vote.
create temp table staged_votes as
select
    row, people_id as voter, coalesce(vote_desc, vote) as word,
    case vote
        when '1' then 'yes' when '2' then 'no' when '3' then 'not_voting' when '4' then 'absent'
    end as option
from ballots
order by row, people_id::bigint;
