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
    count(*) filter (where m.option not in ('yes', 'no', 'vacant')) as named_neither,
    count(*) filter (where m.option = 'abstain') as abstained,
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
-- only when everything that says what happened is the same, names and the source's own key and all.
-- `told_yes` and `told_no` are the counts that stand in the text of the motion itself.
create temp table placed as
with joined as (
    select
        r.*,
        coalesce(c.named_yes, 0) as named_yes,
        coalesce(c.named_no, 0) as named_no,
        coalesce(c.named_neither, 0) as named_neither,
        coalesce(c.abstained, 0) as abstained,
        coalesce(c.named, 0) as named,
        coalesce(c.vacant_seats, 0) as vacant_seats,
        coalesce(c.vacant_yes, 0) as vacant_yes,
        coalesce(c.vacant_no, 0) as vacant_no,
        coalesce(c.vector, '') as vector,
        try_cast(regexp_extract(r.motion, $tally, 1) as integer) as told_yes,
        try_cast(regexp_extract(r.motion, $tally, 2) as integer) as told_no
    from staged_rolls as r
    left join counted as c on c.row = r.row
),
happened as (
    select
        row, coalesce(bill_id, bill_printed) as bill, date, location_key, motion_text, yes, no,
        result, vector, day_sequence
    from joined
),
first_told as (
    select min(row) as row
    from happened
    group by bill, date, location_key, motion_text, yes, no, result, vector, day_sequence
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
-- One row per roll that is not a duplicate, with what speaks for it. Counts in the motion's own text
-- are a second declaration: they stand where the names are as they say and the first is lacking; so
-- does, whatever the first says, a second one that the source gives on its own. A Noe is proved to
-- be a non-vote where no Noes are declared and either those who did not vote are, and are as many as
-- all who stand there without an aye; or the source may mix the two and has not told them apart on
-- this very roll.
create temp table proofs as
select
    * exclude (is_duplicate, yes, no),
    case when second_counts_stand then yes_again when told then told_yes else yes end as yes,
    case when second_counts_stand then no_again when told then told_no else no end as no,
    coalesce(told, false) as counts_are_told,
    yes || '-' || no as first_counts,
    not known_missing and named_yes = yes and named_no > no and no = 0 and yes > 0 and case
        when not_voting is null then $may_repair and named_neither = 0
        else not_voting = named_no + named_neither
    end as noes_become_not_voting
from (
    select
        *,
        told_yes = named_yes and told_no = named_no
            and (yes is null or no is null or yes + no = 0 and told_yes + told_no > 0) as told,
        coalesce(
            not known_missing and named > 0
                and named_yes = yes_again and named_no = no_again
                and not (named_yes = yes and named_no = no),
            false
        ) as second_counts_stand
    from placed
)
where not is_duplicate;
--------
-- One row per roll that is not a duplicate, with the verdict of the counts.
create temp table weighed as
select
    *,
    case
        when bill_id is null then 'unreadable_bill'
        when $changes_only and place_code is not null then 'place_known_by_code'
        when doubt is not null then 'unsound_line'
        when date not between $first_day and $last_day then 'unsound_line'
        when venue is null then 'unknown_location'
        when known_missing and named + vacant_seats > 0 then 'named_though_missing'
        when known_missing then null
        when date is null then 'no_date'
        when names_not_known and named = 0 then null
        when yes is null or no is null then 'no_declared_counts'
        when named = 0 then 'no_votes'
        when second_counts_stand then null
        when told_yes <> yes or told_no <> no then 'counts_do_not_add_up'
        when noes_become_not_voting then null
        when named_yes = yes and named_no = no
            and not_voting not in (named_neither, named_neither + vacant_seats)
            then 'counts_do_not_add_up'
        when named_yes = yes and named_no = no and named <> listed then 'counts_do_not_add_up'
        when named_yes = yes and named_no = no then null
        when named_yes + vacant_yes = yes and named_no + vacant_no = no then 'vacant_seat_voted'
        when $may_repair and named_yes = yes and named_no > no then 'noe_or_not_voting'
        else 'counts_do_not_add_up'
    end as count_reason,
    bill_id
        || '-' || coalesce(strftime(date, '%Y%m%d'), 'undated')
        || '-' || location_key
        || '-' || md5(motion_text)[:6]
        || case when sequence > 1 then '-' || sequence else '' end as roll_id
from proofs;
--------
-- One row per day and house that called a roll.
create temp table sittings as
select chamber, date, row_number() over (order by chamber, date) as sitting_no
from (select distinct chamber, date from weighed);
--------
-- One row per vote that names somebody, on a roll whose counts are right; or whose ayes are, while
-- its Noes and non-votes are mixed.
create temp table castings as
select b.row, b.mark_no, s.sitting_no, w.noes_become_not_voting
from weighed as w
join sittings as s
    on s.date is not distinct from w.date and s.chamber is not distinct from w.chamber
join ballots as b on b.row = w.row
where coalesce(w.count_reason, 'noe_or_not_voting') = 'noe_or_not_voting'
    and b.mark_no in (select mark_no from marks where option <> 'vacant');
--------
-- One row per name, mark, day and house.
create temp table sitting_marks as
select distinct mark_no, sitting_no from castings;
