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

-- Measures that share their weight are added up one by one. All others have a single scored roll
-- call in the house: those that count (`share_no` -1) are added up, and those that do not (0).
measured as (
    select
        o.rule_no, t.seat_no, o.weight, o.share_no,
        sum(t.votes) as votes,
        sum(o.counts * t.votes) as counted,
        sum(o.is_eligible * t.votes) as eligible,
        sum(o.credit * t.votes) as halves
    from tallies as t
    join outcomes as o on o.kind_no = t.kind_no and o.option = t.option
    group by o.rule_no, t.seat_no, o.weight, o.share_no
),

shared as (
    select
        rule_no, seat_no, weight, coalesce(halves, 0) as halves,
        case when share_no > 0 then counted else -share_no end as shares,
        case when share_no > 0 then 1 else votes end as measures,
        case
            when share_no <= 0 then eligible
            when eligible > 0 then 1
            else 0
        end as eligible
    from measured
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
    from shared as f
    join scoring_runs as s on s.rule_no = f.rule_no
    group by s.run_id, f.seat_no, f.shares
)

select
    f.run_id, h.person_id, h.chamber, f.shares, f.measures, f.eligible, f.weight, f.weighted_halves
from folded as f
join (select distinct seat_no, person_id, chamber from seats) as h on h.seat_no = f.seat_no
