-- The fold. One row per run, member, house and number of counted roll calls per measure
-- (`shares`): a measure's weight is shared evenly by the member's counted roll calls on it, so
-- sums over equal `shares` stay whole numbers. `shares` is 0 for measures that did not count.
-- Reads the relations `cast_votes`, `outcomes`, `seats` and `scoring_runs`.
with

-- The votes of one member on one kind of roll call: what each is worth, all are.
tallies as (
    select seat_no, kind_no, option, count(*) as votes
    from cast_votes
    group by seat_no, kind_no, option
),

judged as materialized (
    select
        o.rule_no, t.seat_no, o.shared_no, o.weight, t.votes,
        case when o.reason is null then t.votes else 0 end as counted,
        case when o.roll_reason is null then t.votes else 0 end as eligible,
        coalesce(o.credit, 0) * t.votes as halves
    from tallies as t
    join outcomes as o on o.kind_no = t.kind_no and o.option = t.option
),

-- Measures with a single scored roll call in the house, most of them: nothing to share.
alone as (
    select
        rule_no, seat_no, weight,
        case when counted > 0 then 1 else 0 end as shares,
        sum(votes) as measures,
        sum(eligible) as eligible,
        sum(halves) as halves
    from judged
    where shared_no = 0
    group by rule_no, seat_no, weight, case when counted > 0 then 1 else 0 end
),

measured as (
    select
        rule_no, seat_no, weight,
        sum(counted) as shares,
        case when sum(eligible) > 0 then 1 else 0 end as eligible,
        sum(halves) as halves
    from judged
    where shared_no > 0
    group by rule_no, seat_no, weight, shared_no
),

together as (
    select
        rule_no, seat_no, weight, shares,
        count(*) as measures,
        sum(eligible) as eligible,
        sum(halves) as halves
    from measured
    group by rule_no, seat_no, weight, shares
),

folded as (
    select
        s.run_id, f.seat_no, cast(f.shares as bigint) as shares,
        cast(sum(f.measures) as bigint) as measures,
        cast(sum(f.eligible) as bigint) as eligible,
        cast(sum(case when s.weighted then f.weight else 100 end * f.measures) as bigint) as weight,
        cast(
            sum(case when s.weighted then f.weight else 100 end * f.halves) as bigint
        ) as weighted_halves
    from (select * from alone union all select * from together) as f
    join scoring_runs as s on s.rule_no = f.rule_no
    group by s.run_id, f.seat_no, f.shares
)

select
    f.run_id, h.person_id, h.chamber, f.shares, f.measures, f.eligible, f.weight, f.weighted_halves
from folded as f
join (select distinct seat_no, person_id, chamber from seats) as h on h.seat_no = f.seat_no
