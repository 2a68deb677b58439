-- The ledger. One row per run, member and scored roll call: what was asked, when the position
-- was recorded, what the member did, what it was worth, and whether it counted or why not.
--
-- Written in the SQL that DuckDB, PostgreSQL and Spark share, in whole numbers: credits in
-- halves (0, 1, 2), weights in hundredths (100 is weight 1). A run is one method with a choice
-- of committee votes and weights.
--
-- Reads: scoring_items, scoring_positions, scoring_designated, scoring_runs,
-- scoring_treatments; vote_events, person_votes, memberships.
-- Each part below is one query; the line `-- relation NAME` above it names what it makes, for
-- the parts after it to read. The last is the ledger.

-- relation scored_rolls
-- One row per item and roll call that some run may score: the house's last vote on passage while
-- a position was in force, the steward's further roll calls, committee votes on passage.
with candidates as (
    select i.item_id, e.vote_event_id
    from scoring_items as i
    join vote_events as e on e.bill_id = i.bill_id
    union
    select item_id, vote_event_id from scoring_designated
),

asked as (
    select
        i.item_id, i.weight, p.stance, p.recorded_on,
        e.vote_event_id, e.bill_id, e.chamber, e.venue, e.date, e.sequence, e.motion_class,
        e.result, e.declared_yes, e.declared_no, e.nonvote_effect,
        case
            when e.bill_id = i.bill_id
                and e.venue = 'floor'
                and e.motion_class in ('final_passage', 'concurrence', 'consent') then 1
            else 0
        end as is_passage,
        row_number() over (
            partition by i.item_id, e.vote_event_id
            order by p.in_force_from desc, p.recorded_on desc, p.stance
        ) as position_rank
    from candidates as c
    join scoring_items as i on i.item_id = c.item_id
    join vote_events as e on e.vote_event_id = c.vote_event_id
    join scoring_positions as p
        on p.item_id = i.item_id
        and p.in_force_from <= e.date
        and (p.in_force_until is null or e.date <= p.in_force_until)
    where e.chamber is not null and e.status <> 'known_missing'
),

ranked as (
    select
        a.*,
        row_number() over (
            partition by a.item_id, a.chamber, a.is_passage
            order by a.date desc, a.sequence desc, a.vote_event_id desc
        ) as recency
    from asked as a
    where a.position_rank = 1
)

select
    row_number() over (order by r.item_id, r.vote_event_id) as roll_no,
    dense_rank() over (order by r.item_id) as item_no,
    r.item_id, r.bill_id, r.vote_event_id, r.chamber, r.venue, r.date, r.motion_class, r.result,
    r.stance, r.recorded_on, r.weight, r.declared_yes, r.declared_no, r.nonvote_effect,
    (r.is_passage = 1 and r.recency = 1) or d.vote_event_id is not null as is_always_scored
from ranked as r
left join scoring_designated as d
    on d.item_id = r.item_id and d.vote_event_id = r.vote_event_id
where (r.is_passage = 1 and r.recency = 1)
    or d.vote_event_id is not null
    or (r.venue = 'committee' and r.motion_class = 'committee_passage')

-- relation judged_rolls
-- One row per run and scored roll call: available, or left out as a whole with the reason.
select
    s.run_id, s.method_id, r.roll_no, r.item_no, r.item_id, r.bill_id, r.vote_event_id, r.chamber, r.venue,
    r.date, r.stance, r.recorded_on, r.nonvote_effect,
    count(*) over (partition by s.run_id, r.item_id, r.chamber) as rolls_of_item,
    case when s.weighted then r.weight else 100 end as weight,
    case
        when s.leave_out_consent and r.motion_class = 'consent' then 'consent'
        when r.declared_yes + r.declared_no > 0
            and least(r.declared_yes, r.declared_no) * 1000
                < s.near_unanimous_per_mille * (r.declared_yes + r.declared_no)
            then 'near_unanimous'
        when s.close_under_percent is not null
            and r.result <> 'fail'
            and not (
                coalesce(r.declared_yes + r.declared_no, 0) > 0
                and r.declared_yes * 100
                    < s.close_under_percent * (r.declared_yes + r.declared_no)
            )
            then 'not_close'
    end as roll_reason
from scored_rolls as r
cross join scoring_runs as s
where r.is_always_scored or s.committee_votes

-- relation scored_people
-- One row per person who ever held a seat, with a number: numbers join and group faster than ids.
select person_id, row_number() over (order by person_id) as person_no
from (select distinct person_id from memberships) as seated

-- relation cast_votes
-- One row per member and scored roll call, while they held a seat in the house that voted.
select distinct r.roll_no, p.person_no, v.option
from scored_rolls as r
join person_votes as v on v.vote_event_id = r.vote_event_id
join scored_people as p on p.person_id = v.person_id
join memberships as m
    on m.person_id = v.person_id
    and m.chamber = r.chamber
    and m.start_date <= r.date
    and (m.end_date is null or r.date <= m.end_date)

-- relation outcomes
-- One row per run, scored roll call and thing a member may have done there: what it is worth.
with reasoned as (
    select
        j.*, t.option, t.treatment,
        case when j.stance = 'support' then t.option = 'yes' else t.option = 'no' end as went_along,
        case
            when j.roll_reason is not null then j.roll_reason
            when t.treatment = 'leave_out' then t.option
            when t.treatment = 'by_effect' and j.nonvote_effect = 'none' then 'no_effect'
            when t.treatment = 'by_effect' and j.nonvote_effect = 'unknown' then 'effect_unknown'
        end as reason
    from judged_rolls as j
    join scoring_treatments as t on t.method_id = j.method_id
)

select
    r.run_id, r.method_id, r.roll_no, r.item_no, r.item_id, r.bill_id, r.vote_event_id, r.chamber, r.venue,
    r.date, r.stance, r.recorded_on, r.weight, r.rolls_of_item, r.option, r.roll_reason, r.reason,
    case
        when r.reason is not null then null
        when r.treatment = 'by_position' then case when r.went_along then 2 else 0 end
        when r.treatment = 'by_effect' then case when r.stance = 'oppose' then 2 else 0 end
        when r.treatment = 'half' then 1
        else 0
    end as credit
from reasoned as r

-- relation ledger
-- One row per run, member and scored roll call.
select
    o.run_id, o.method_id, c.person_no, p.person_id, o.chamber, o.item_no, o.item_id, o.bill_id, o.vote_event_id,
    o.venue, o.date, o.stance, o.recorded_on, o.option, o.weight, o.rolls_of_item,
    o.roll_reason, o.reason, o.credit
from cast_votes as c
join outcomes as o on o.roll_no = c.roll_no and o.option = c.option
join scored_people as p on p.person_no = c.person_no
