-- From the tables of Open States' files to what the loader reads, for one session of a legislature.
-- Statements are separated by a line of dashes; each makes one relation. `houses` has one row per
-- house: its chamber, its name and its seats. `sessions` has one row per session as the files call
-- it, of those that are read. `measures` has one row per way of writing a bill that the legislature's
-- file can read, and whether the files tell of that bill. The variable `zone` is the legislature's
-- time zone.

-- The day of a moment, where the legislature sits. Midnight in universal time is a day without a
-- time, as a scraper writes it that knows no hour; a time without a zone is the legislature's own.
create temp macro local_day(said) as case
    when regexp_matches(said, '^\d{4}-\d\d-\d\d([T ]00:00(:00(\.0+)?)?(Z|[+-]00:?00)?)?$')
        then try_cast(said[:10] as date)
    when regexp_matches(said, '[T ]\d\d:\d\d.*(Z|[+-]\d\d(:?\d\d)?)$')
        then (try_cast(said as timestamptz) at time zone getvariable('zone'))::date
    else try_cast(said as timestamp)::date
end;
--------
-- The house that an organization is, by its class or its name; null of any other. An only house is
-- the one, whatever it is called.
create temp macro house_of(said) as coalesce(
    (select min(h.chamber) from houses as h having count(*) = 1),
    nullif(regexp_extract(said, '^(?:~?\{.*"classification": *")?(upper|lower)\b', 1), ''),
    (select min(h.chamber) from houses as h where lower(h.name) = lower(said))
);
--------
-- One row per organization that the files name, and its house.
create temp table bodies as
select organization, house_of(organization) as chamber
from (
    select organization from rolls
    union
    select organization from history
);
--------
-- One row per vote of the sessions read, and whether what stands there may be the rest of the name
-- before it: `K` after `Campbell`, where a list of names was cut at every comma.
create temp table parted as
select
    b.row, b.place, b.option, b.word, b.voter,
    coalesce(
        regexp_matches(b.voter, '^([A-Z]\.?|[JS]r\.?|I{2,3}|IV)$')
            and lag(b.option) over in_order = b.option
            and not regexp_matches(lag(b.voter) over in_order, '^([A-Z]\.?|[JS]r\.?|I{2,3}|IV)$'),
        false
    ) as is_rest
from ballots as b
join rolls as r on r.row = b.row
semi join sessions as s on s.session = r.session
window in_order as (partition by b.row order by b.place);
--------
-- One row per roll call: the counts that it declares, by whether they are ayes, noes or neither.
-- Noughts alone, beside nobody's name, declare nothing.
create temp table declared as
select
    row,
    coalesce(sum(value) filter (where option = 'yes'), 0)::integer as yes,
    coalesce(sum(value) filter (where option = 'no'), 0)::integer as no,
    (sum(value) filter (where option not in ('yes', 'no')))::integer as neither
from counts
group by row
having sum(value) > 0 or row in (select row from parted);
--------
-- One row per roll call whose names are put together again: the counts prove it, which the names as
-- they stand do not meet.
create temp table rejoined as
with named as (
    select
        row,
        count(*) filter (where option = 'yes') as yes_apart,
        count(*) filter (where option = 'no') as no_apart,
        count(*) as all_apart,
        count(*) filter (where option = 'yes' and not is_rest) as yes,
        count(*) filter (where option = 'no' and not is_rest) as no,
        count(*) filter (where not is_rest) as all_named
    from parted
    group by row
)
select n.row
from named as n
join declared as d on d.row = n.row
where n.yes = d.yes and n.no = d.no
    and n.all_named = coalesce(d.yes + d.no + d.neither, n.all_named)
    and n.all_apart > n.all_named
    and (n.yes_apart <> d.yes or n.no_apart <> d.no or n.all_apart <> d.yes + d.no + d.neither);
--------
-- One row per vote, with the whole name. Of two who stand there under one name, nothing says who is
-- which: they are numbered, so that neither is taken for the other.
create temp table cast_votes as
with whole as (
    select
        p.row, p.place, p.word,
        case
            when lower(p.voter) in ('vacancy', 'vacant') then 'vacant'
            when p.option in ('yes', 'no', 'absent', 'excused', 'abstain', 'paired') then p.option
            -- `other` is what a scraper has no word for. In California it is "no vote recorded".
            when p.option in ('not voting', 'other') then 'not_voting'
        end as option,
        case
            when lead(p.is_rest and j.row is not null, 1, false) over in_order
                then p.voter || ', ' || lead(p.voter) over in_order
            else p.voter
        end as voter
    from parted as p
    left join rejoined as j on j.row = p.row
    window in_order as (partition by p.row order by p.place)
    qualify not (p.is_rest and j.row is not null)
)
select
    row, place, word, option, voter as printed,
    case
        when option = 'vacant' or voter = '' or count(*) over same_name = 1 then voter
        else voter || ' (' || row_number() over (same_name order by place)
            || ' of ' || count(*) over same_name || ')'
    end as voter
from whole
window same_name as (partition by row, voter);
--------
-- One row per name, and the house on whose roll calls it mostly stands.
create temp table usual_houses as
select lower(v.printed) as printed, mode(b.chamber) as chamber
from cast_votes as v
join rolls as r on r.row = v.row
join bodies as b on b.organization = r.organization
where b.chamber is not null
group by lower(v.printed);
--------
-- One row per roll call that cannot be trusted, and why.
create temp table doubts as
with said as (
    select v.row, 'a vote has the unknown word ''' || min(v.word) || '''' as doubt, 1 as rank
    from cast_votes as v
    where v.option is null
    group by v.row
    union all
    select v.row, 'a vote has no name', 2
    from cast_votes as v
    where v.voter = ''
    group by v.row
    union all
    select
        row,
        'it does not say '''
            || case when organization is null then 'organization' else 'votes' end || '''',
        3
    from rolls
    where organization is null or ballots is null
    union all
    select
        r.row,
        'it is said to be of the ' || any_value(h.name) || ', and most of its names are not', 4
    from cast_votes as v
    join rolls as r on r.row = v.row
    join bodies as b on b.organization = r.organization
    join houses as h on h.chamber = b.chamber
    join usual_houses as u on u.printed = lower(v.printed)
    group by r.row, b.chamber
    having count(*) filter (where u.chamber <> b.chamber) * 2 > count(*)
)
select row, arg_min(doubt, rank) as doubt from said group by row;
--------
-- One row per roll call, with its house, and whether the whole house voted: no committee holds more
-- than half of a house.
create temp table located as
with counted as (
    select
        r.*, b.chamber, h.name as house, h.seats,
        d.yes, d.no, d.neither, d.row is not null as is_declared,
        (select count(*) from cast_votes as v where v.row = r.row) as named
    from rolls as r
    semi join sessions as s on s.session = r.session
    left join bodies as b on b.organization = r.organization
    left join houses as h on h.chamber = b.chamber
    left join declared as d on d.row = r.row
)
select
    *,
    case
        when chamber is null and regexp_matches(organization, '\blegislature\b') then 'Joint committee'
        when chamber is null
            then coalesce(
                nullif(regexp_extract(organization, '"name": *"([^"]+)"', 1), ''), organization, ''
            )
        when greatest(named, coalesce(yes + no + coalesce(neither, 0), 0)) * 2 > seats
            or greatest(named, yes, no) = 0
            then house || ' floor'
        else house || ' committee'
    end as location,
    -- Counts at the end of the line, as in `Passed 38-23-1-0-0`: ayes and noes come first.
    regexp_extract(motion, '(?:^|[^\d-])(\d+)-(\d+)(?:-\d+){0,4}\)?\s*$', ['yes', 'no']) as told
from counted;
--------
-- One row per bill, with the first of its sponsors.
create temp table staged_bills as
select distinct on (m.measure)
    m.measure as bill_id,
    b.title,
    (
        select arg_min(s.name, s.place)
        from sponsors as s
        where s.session = b.session and s.identifier = b.identifier and s.is_first
    ) as author,
    null::varchar as chaptered,
    b.identifier as source_ref
from bills as b
join measures as m on m.session = b.session and m.identifier = b.identifier
order by m.measure, b.file;
--------
-- One row per bill and dated text of it. What the vote required of it is not told.
create temp table staged_versions as
select
    m.measure as bill_id,
    try_cast(t.date as date) as date,
    regexp_replace(t.note, '^\d\d/\d\d/\d\d *- *', '') as label,
    null::varchar as vote_required,
    t.identifier as source_ref
from texts as t
join measures as m on m.session = t.session and m.identifier = t.identifier
where try_cast(t.date as date) is not null and t.note <> ''
group by all
order by bill_id, date, label;
--------
-- One row per thing that happened to a bill, in order.
create temp table staged_actions as
select
    m.measure as bill_id,
    local_day(a.date) as date,
    row_number() over (
        partition by m.measure
        order by
            try_cast(a.date as timestamptz), case when a.newest_first then -a.place else a.place end
    )::integer as sequence,
    o.chamber,
    a.description,
    a.code,
    a.identifier || ', action ' || a.place as source_ref
from history as a
join measures as m on m.session = a.session and m.identifier = a.identifier
left join bodies as o on o.organization = a.organization
where local_day(a.date) is not null and a.description <> ''
order by bill_id, sequence;
--------
-- One row per bill and sponsor. Some files do not say that a committee is no person; its name does.
create temp table staged_authors as
select distinct
    m.measure as bill_id,
    s.name,
    case
        when s.entity_type = 'organization' or regexp_matches(s.name, '(?i)\bcommittee\b')
            then 'organization'
        else 'person'
    end as entity_type,
    case
        when s.classification = 'author' then 'author'
        when s.classification like '%coauthor%' then 'coauthor'
        else 'sponsor'
    end as classification,
    s.identifier as source_ref,
    null::varchar as chamber,
    null::date as date,
    null::varchar as number
from sponsors as s
join measures as m on m.session = s.session and m.identifier = s.identifier
where s.name <> ''
order by bill_id, classification, name;
--------
-- One row per roll call. Where none are declared, those at the end of its line are. The day's order
-- is that of the bill's roll calls, the same for two files that say the same.
create temp table staged_roll_calls as
select
    l.row,
    case
        when l.key_number is not null then l.bill || ', vote ' || l.key_number || ' of its list'
        else concat_ws(', ', l.bill, l.start_date)
    end as source_ref,
    case when m.is_told then m.measure end as bill_id,
    case
        when l.bill is null then 'no bill'
        when m.measure is null or m.is_told then l.bill
        else l.bill || ', which these files lack'
    end as bill_printed,
    null::varchar as author,
    null::varchar as topic,
    local_day(l.start_date) as date,
    l.location,
    coalesce(l.motion, '') as motion,
    case
        when l.is_declared then l.yes
        when l.named > 0 then try_cast(l.told.yes as integer)
    end as yes,
    case
        when l.is_declared then l.no
        when l.named > 0 then try_cast(l.told.no as integer)
    end as no,
    case when l.result in ('pass', 'fail') then l.result else 'unknown' end as result,
    false as known_missing,
    case
        when l.row in (select row from rejoined)
            then 'names that the source split at a comma are put together, as its counts prove'
    end as note,
    null::varchar as vote_required,
    dense_rank() over (
        partition by l.session, l.bill
        order by try_cast(l.start_date as timestamptz), l.key_number, l.motion
    )::integer as day_sequence,
    null::varchar as motion_code,
    null::varchar as place_code,
    l.neither as not_voting,
    d.doubt,
    null::integer as listed,
    try_cast(l.told.yes as integer) as yes_again,
    try_cast(l.told.no as integer) as no_again,
    l.named = 0 as names_not_known
from located as l
left join measures as m on m.session = l.session and m.identifier = l.bill
left join doubts as d on d.row = l.row
order by l.row;
--------
-- One row per vote.
create temp table staged_votes as
select row, voter, word, coalesce(option, 'not_voting') as option
from cast_votes
order by row, voter;
