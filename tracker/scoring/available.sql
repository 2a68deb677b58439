-- One row per run and house: the measures that could count there for anybody, and their weight.
-- Reads the relation `judged_rolls`.
select run_id, chamber, count(*) as measures, sum(weight) as weight
from (
    select distinct run_id, chamber, item_id, weight
    from judged_rolls
    where roll_reason is null
) as measure
group by run_id, chamber
