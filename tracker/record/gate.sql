-- The reconciliation gate: which roll calls may enter the record, and why others may not.
-- Reads `staged_rolls` (one row per roll, located and classified) and `staged_votes`.
-- Statements are separated by a line of dashes; each makes one relation.

-- One row per roll: how many of each option are named, and one text that is the whole vector.
create temp table counted as
select
    row,
    count(*) filter (where option = 'yes') as named_yes,
    count(*) filter (where option = 'no') as named_no,
    count(*) filter (where option <> 'vacant') as named,
    count(*) filter (where option = 'vacant') as vacant_seats,
    count(*) filter (where option = 'vacant' and word = '1') as vacant_yes,
    count(*) filter (where option = 'vacant' and word = '6') as vacant_no,
    md5(string_agg(voter || '=' || word, ';' order by voter, word)) as vector
from staged_votes
group by row;
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
compared as (
    select
        *,
        row_number() over (
            partition by
                coalesce(bill_id, bill_printed), date, location_key, motion_text,
                yes, no, result, vector
            order by row
        ) > 1 as is_duplicate
    from joined
)
select
    *,
    row_number() over (
        partition by coalesce(bill_id, bill_printed), date, location_key, motion_text, is_duplicate
        order by row
    ) as sequence
from compared;
--------
-- One row per roll that is not a duplicate, with the verdict of the counts.
create temp table weighed as
select
    * exclude (is_duplicate),
    case
        when bill_id is null then 'unreadable_bill'
        when venue is null then 'unknown_location'
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
