-- One row per run and house: the measures that could count there for anybody, and their weight.
-- Reads the relations `judged_kinds` and `scoring_runs`.
select
    s.run_id, m.chamber,
    sum(m.measures) as measures,
    sum(case when s.weighted then m.weight else 100 end * m.measures) as weight
from (
    select rule_no, chamber, weight, rolls as measures, shared_no
    from judged_kinds
    where roll_reason is null and shared_no = 0
    union all
    select distinct rule_no, chamber, weight, 1 as measures, shared_no
    from judged_kinds
    where roll_reason is null and shared_no > 0
) as m
join scoring_runs as s on s.rule_no = m.rule_no
group by s.run_id, m.chamber
