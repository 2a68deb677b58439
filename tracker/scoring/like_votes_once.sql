-- The same sums as in ledger.sql, by a shorter road for whole scorecards under many rules: votes
-- that every rule judges alike are counted first and judged once.
--
-- Roll calls of a house are of one kind where every rule judges them alike, whoever voted what.
-- An act is an option on a roll call of some kind. A pattern is all that a member did on one
-- measure: the acts on its chosen roll calls, in whatever order. Members and measures are many,
-- patterns are few.
--
-- Reads relations of ledger.sql. Runs on DuckDB and on PostgreSQL.

-- One row per chosen roll call, with the first one that came to the same result: they differ in
-- nothing that decides whether a rule leaves a roll call out.
create temporary table like_rolls as
with results as (
    select
        chosen_as = 'committee' as in_committee, motion_class, result, result_contradicted,
        declared_yes, declared_no, min(roll_no) as like_roll_no
    from chosen_rolls
    group by
        chosen_as = 'committee', motion_class, result, result_contradicted, declared_yes, declared_no
),

several as (
    select item_no, chamber
    from chosen_rolls
    group by item_no, chamber
    having count(*) > 1
)

select
    c.roll_no, c.item_no, c.chamber, c.motion_stance as stance, c.nonvote_effect, c.weight,
    r.like_roll_no,
    s.item_no is not null as shares_weight
from chosen_rolls as c
join results as r
    on r.in_committee = (c.chosen_as = 'committee')
    and r.motion_class = c.motion_class
    and r.result = c.result
    and r.result_contradicted is not distinct from c.result_contradicted
    and r.declared_yes is not distinct from c.declared_yes
    and r.declared_no is not distinct from c.declared_no
left join several as s on s.item_no = c.item_no and s.chamber = c.chamber;

-- One row per rule and such first roll call: why it is left out whole, or null.
create temporary table like_rolls_under_rule as
select r.rule_no, r.roll_no as like_roll_no, r.left_out_because
from (select distinct like_roll_no from like_rolls) as a
join rolls_under_rule as r on r.roll_no = a.like_roll_no;

-- One row per chosen roll call, with its kind; and, where roll calls share the weight of a measure,
-- which roll call of which item it is (elsewhere 0).
create temporary table roll_kinds as
with verdicts as (
    select
        like_roll_no,
        string_agg(concat(rule_no, ' ', left_out_because), ', ' order by rule_no) as verdict
    from like_rolls_under_rule
    group by like_roll_no
)

select
    a.roll_no, a.chamber, a.stance, a.nonvote_effect, a.weight, a.like_roll_no,
    case when a.shares_weight then a.item_no else 0 end as shared_item_no,
    case when a.shares_weight then a.roll_no else 0 end as shared_roll_no,
    cast(dense_rank() over (
        order by a.chamber, a.stance, a.nonvote_effect, a.weight, v.verdict
    ) as integer) as kind_no
from like_rolls as a
join verdicts as v on v.like_roll_no = a.like_roll_no;

-- One row per rule and act: what it is worth.
create temporary table act_worth as
select
    dense_rank() over (order by k.kind_no, w.option_no) as act_no,
    k.kind_no, w.option_no, k.chamber, r.rule_no, k.weight,
    case when r.left_out_because is null then w.credit end as credit,
    case when r.left_out_because is null then 1 else 0 end as eligible
from (
    select kind_no, chamber, stance, nonvote_effect, weight, min(like_roll_no) as like_roll_no
    from roll_kinds
    group by kind_no, chamber, stance, nonvote_effect, weight
) as k
join like_rolls_under_rule as r on r.like_roll_no = k.like_roll_no
join worth as w
    on w.rule_no = r.rule_no and w.stance = k.stance and w.nonvote_effect = k.nonvote_effect;

-- One row per member, house and act, counted; but one per vote where roll calls share the weight
-- of a measure (`item_no`, elsewhere 0).
create temporary table acts as
select
    v.person_no, a.chamber, v.shared_item_no as item_no, a.act_no, v.votes
from (
    select
        v.person_no, k.kind_no, v.option_no, k.shared_item_no, k.shared_roll_no,
        count(*) as votes
    from votes_cast as v
    join roll_kinds as k on k.roll_no = v.roll_no
    group by v.person_no, k.kind_no, v.option_no, k.shared_item_no, k.shared_roll_no
) as v
join (select distinct act_no, kind_no, option_no, chamber from act_worth) as a
    on a.kind_no = v.kind_no and a.option_no = v.option_no;

-- One row per member, house and pattern: on how many measures it is what the member did.
create temporary table member_patterns as
select person_no, chamber, array[act_no] as pattern, votes as measures
from acts
where item_no = 0
union all
select person_no, chamber, pattern, count(*)
from (
    select person_no, chamber, item_no, array_agg(act_no) as pattern
    from acts
    where item_no > 0
    group by person_no, chamber, item_no
) as by_item
group by person_no, chamber, pattern;

-- One row per pattern.
create temporary table patterns as
select pattern, row_number() over () as pattern_no
from (select distinct pattern from member_patterns) as p;

-- One row per run, member, house and number of votes that share a measure's weight, as in `sums`.
create temporary view sums_of_like_votes as
with judged as (
    select
        w.rule_no, a.pattern_no, w.weight,
        count(w.credit) as shares,
        coalesce(sum(w.credit), 0) as halves,
        max(w.eligible) as eligible
    from (
        select pattern_no, unnest(pattern) as act_no
        from patterns
    ) as a
    join act_worth as w on w.act_no = a.act_no
    group by w.rule_no, a.pattern_no, w.weight
),

by_rule as (
    select
        j.rule_no, p.person_no, p.chamber, j.shares,
        sum(p.measures) as measures,
        sum(p.measures * j.eligible) as eligible,
        sum(p.measures * j.weight) as weight,
        sum(p.measures * j.halves) as halves,
        sum(p.measures * j.weight * j.halves) as weighted_halves
    from member_patterns as p
    join patterns as n on n.pattern = p.pattern
    join judged as j on j.pattern_no = n.pattern_no
    group by j.rule_no, p.person_no, p.chamber, j.shares
)

select
    s.run_id, n.person_id, f.chamber, f.shares,
    cast(f.measures as bigint) as measures,
    cast(f.eligible as bigint) as eligible,
    cast(case when s.weighted then f.weight else 100 * f.measures end as bigint) as weight,
    cast(
        case when s.weighted then f.weighted_halves else 100 * f.halves end as bigint
    ) as weighted_halves
from by_rule as f
join person_numbers as n on n.person_no = f.person_no
join scoring_runs as s on s.rule_no = f.rule_no;
