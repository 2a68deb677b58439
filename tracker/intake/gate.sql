-- The reconciliation gate: which roll calls may enter the record, and why others may not.
-- Reads `staged_rolls` (one row per roll, located and classified), `staged_marks` (one row per name
-- and what stands beside it anywhere) and `staged_ballots` (one row per vote: the roll and the mark).
-- Statements are separated by a line of dashes; each makes one relation.

-- One row per printed name and what stands beside it, with a number: a session names a few
-- hundred people hundreds of thousands of times, and numbers join and group faster than names.
-- Fingerprints are summed into one per roll, whatever order the names stand in.
create temp table marks as
select mark_no, voter, word, option, md5_number_lower(voter || '=' || word) as fingerprint
from staged_marks;
--------
-- One row per vote.
create temp table ballots as
select row, mark_no from staged_ballots;
--------
-- One row per roll: how many of each option are named, and the fingerprint of all names.
create temp table counted as
select
    b.row,
    count(*) filter (where m.option = 'yes') as named_yes,
    count(*) filter (where m.option = 'no') as named_no,
    count(*) filter (where m.option <> 'vacant') as named,
    count(*) filter (where m.option = 'vacant') as vacant_seats,
    count(*) filter (where m.option = 'vacant' and m.word in (select unnest($aye_marks))) as vacant_yes,
    count(*) filter (where m.option = 'vacant' and m.word in (select unnest($no_marks))) as vacant_no,
    sum(m.fingerprint)::text as vector
from ballots as b
join marks as m on m.mark_no = b.mark_no
group by b.row;
--------
-- One row per roll, with its place among rolls that look alike: a repeated row is a duplicate
-- only when everything that says what happened is the same, names and all.
create temp table placed as
with joined as (
    select
        r.*,
        coalesce(c.named_yes, 0) as named_yes,
        coalesce(c.named_no, 0) as named_no,
        coalesce(c.named, 0) as named,
        coalesce(c.vacant_seats, 0) as vacant_seats,
        coalesce(c.vacant_yes, 0) as vacant_yes,
        coalesce(c.vacant_no, 0) as vacant_no,
        coalesce(c.vector, '') as vector
    from staged_rolls as r
    left join counted as c on c.row = r.row
),
happened as (
    select
        row, coalesce(bill_id, bill_printed) as bill, date, location_key, motion_text, yes, no,
        result, vector
    from joined
),
first_told as (
    select min(row) as row
    from happened
    group by bill, date, location_key, motion_text, yes, no, result, vector
),
numbered as (
    select
        h.row,
        row_number() over (
            partition by h.bill, h.date, h.location_key, h.motion_text order by h.row
        ) as sequence
    from happened as h
    join first_told as f on f.row = h.row
)
select j.*, n.sequence, n.row is null as is_duplicate
from joined as j
left join numbered as n on n.row = j.row;
--------
-- One row per roll that is not a duplicate, with the verdict of the counts.
create temp table weighed as
select
    * exclude (is_duplicate),
    case
        when bill_id is null then 'unreadable_bill'
        when $changes_only and place_code is not null then 'place_known_by_code'
        when venue is null then 'unknown_location'
        when known_missing and named + vacant_seats > 0 then 'named_though_missing'
        when known_missing then null
        when yes is null or no is null then 'no_declared_counts'
        when named = 0 then 'no_votes'
        when named_yes = yes and named_no = no then null
        when named_yes + vacant_yes = yes and named_no + vacant_no = no then 'vacant_seat_voted'
        when $may_repair and named_yes = yes and named_no > no and no = 0 and yes > 0 then null
        when $may_repair and named_yes = yes and named_no > no then 'noe_or_not_voting'
        else 'counts_do_not_add_up'
    end as count_reason,
    not known_missing and named_yes = yes and named_no > no and no = 0 and yes > 0
        as noes_become_not_voting
from placed
where not is_duplicate;
--------
-- One row per day and house that called a roll.
create temp table sittings as
select chamber, date, row_number() over (order by chamber, date) as sitting_no
from (select distinct chamber, date from weighed);
--------
-- One row per vote that names somebody, on a roll whose counts are right.
create temp table castings as
select b.row, b.mark_no, s.sitting_no, w.noes_become_not_voting
from weighed as w
join sittings as s
    on s.date is not distinct from w.date and s.chamber is not distinct from w.chamber
join ballots as b on b.row = w.row
where w.count_reason is null
    and b.mark_no in (select mark_no from marks where option <> 'vacant');
--------
-- One row per name, mark, day and house.
create temp table sitting_marks as
select distinct mark_no, sitting_no from castings;
