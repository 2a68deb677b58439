-- The fold. One row per run, member, house and number of counted roll calls per measure
-- (`shares`): a measure's weight is shared evenly by the member's counted roll calls on it, so
-- sums over equal `shares` stay whole numbers. `shares` is 0 for measures that did not count.
-- Reads the relations `ledger` and `scored_people`.
with

-- Measures with a single scored roll call in the house, nearly all of them: nothing to share.
alone as (
    select
        run_id, person_no, chamber,
        case when reason is null then 1 else 0 end as shares,
        count(*) as measures,
        sum(case when roll_reason is null then 1 else 0 end) as eligible,
        sum(weight) as weight,
        sum(weight * coalesce(credit, 0)) as weighted_halves
    from ledger
    where rolls_of_item = 1
    group by run_id, person_no, chamber, case when reason is null then 1 else 0 end
),

measured as (
    select
        run_id, person_no, chamber, item_no,
        max(weight) as weight,
        sum(case when reason is null then 1 else 0 end) as shares,
        sum(coalesce(credit, 0)) as halves,
        max(case when roll_reason is null then 1 else 0 end) as is_eligible
    from ledger
    where rolls_of_item > 1
    group by run_id, person_no, chamber, item_no
),

together as (
    select
        run_id, person_no, chamber, shares,
        count(*) as measures,
        sum(is_eligible) as eligible,
        sum(weight) as weight,
        sum(weight * halves) as weighted_halves
    from measured
    group by run_id, person_no, chamber, shares
)

select
    f.run_id, p.person_id, f.chamber, f.shares, f.measures, f.eligible, f.weight, f.weighted_halves
from (select * from alone union all select * from together) as f
join scored_people as p on p.person_no = f.person_no
