-- The ledger. One row per run, member and scored roll call: what was asked, when the position
-- was recorded, what the member did, what it was worth, and whether it counted or why not.
--
-- Written in the SQL that DuckDB, PostgreSQL and Spark share, in whole numbers: credits in
-- halves (0, 1, 2), weights in hundredths (100 is weight 1). A run is one method with a choice
-- of committee votes and weights; its rule is all of that but the weights.
--
-- Roll calls that every rule judges alike, whoever voted what, are of one kind. An outcome is
-- judged once per kind; the fold counts votes by kind, the ledger lists them one by one.
--
-- Reads: scoring_items, scoring_positions, scoring_designated, scoring_rules,
-- scoring_treatments, scoring_runs; vote_events, person_votes, memberships.
-- Each part below is one query; the line `-- relation NAME` above it names what it makes, for
-- the parts after it to read. The last is the ledger.

-- relation scored_rolls
-- One row per item and roll call that some rule scores: the house's last vote on passage while a
-- position was in force, the steward's further roll calls, committee votes on passage. Where a
-- house has more than one for an item, they share its weight and `shared_no` names the item; it
-- is 0 elsewhere. `always_shared_no` is the same among those that every rule scores. Roll calls
-- with the same motion class, result and declared counts have the same `result_no`. Of positions
-- in force on one day the first of `scoring_positions` stands.
with named as (
    select i.item_no, e.vote_event_id, 0 as is_designated
    from scoring_items as i
    join vote_events as e on e.bill_id = i.bill_id
    where (
            e.venue = 'floor'
            and e.motion_class in ('final_passage', 'concurrence', 'consent')
        )
        or (
            e.venue = 'committee'
            and e.motion_class = 'committee_passage'
            and exists (select 1 from scoring_rules as u where u.committee_votes)
        )
    union all
    select item_no, vote_event_id, 1
    from scoring_designated
),

asked as (
    select
        n.item_no, e.vote_event_id, e.bill_id, e.chamber, e.venue, e.date, e.sequence,
        e.motion_class, e.result, e.declared_yes, e.declared_no, e.nonvote_effect,
        max(n.is_designated) as is_designated,
        min(p.position_no) as position_no
    from named as n
    join vote_events as e on e.vote_event_id = n.vote_event_id
    join scoring_positions as p
        on p.item_no = n.item_no
        and p.in_force_from <= e.date
        and (p.in_force_until is null or e.date <= p.in_force_until)
    where e.chamber is not null and e.status <> 'known_missing'
    group by
        n.item_no, e.vote_event_id, e.bill_id, e.chamber, e.venue, e.date, e.sequence,
        e.motion_class, e.result, e.declared_yes, e.declared_no, e.nonvote_effect
),

numbered as materialized (
    select
        a.*, p.item_id, p.weight, p.stance, p.recorded_on,
        a.bill_id = p.bill_id
            and a.venue = 'floor'
            and a.motion_class in ('final_passage', 'concurrence', 'consent') as is_passage,
        row_number() over (order by a.date, a.sequence, a.vote_event_id, a.item_no) as roll_no
    from asked as a
    join scoring_positions as p on p.position_no = a.position_no
),

last_passage as (
    select max(roll_no) as roll_no
    from numbered
    where is_passage
    group by item_no, chamber
),

chosen as materialized (
    select n.*, n.is_designated = 1 or l.roll_no is not null as is_always_scored
    from numbered as n
    left join last_passage as l on l.roll_no = n.roll_no
    where n.is_designated = 1
        or l.roll_no is not null
        or (n.venue = 'committee' and n.motion_class = 'committee_passage')
),

sharing as (
    select
        item_no, chamber,
        count(*) as rolls,
        sum(case when is_always_scored then 1 else 0 end) as always_scored
    from chosen
    group by item_no, chamber
)

select
    c.roll_no, c.item_no, c.item_id, c.bill_id, c.vote_event_id, c.chamber, c.venue, c.date,
    c.motion_class, c.result, c.stance, c.recorded_on, c.weight, c.declared_yes, c.declared_no,
    c.nonvote_effect, c.is_always_scored,
    case when s.rolls > 1 then c.item_no else 0 end as shared_no,
    case when s.always_scored > 1 then c.item_no else 0 end as always_shared_no,
    dense_rank() over (
        order by c.motion_class, c.result, c.declared_yes, c.declared_no
    ) as result_no
from chosen as c
join sharing as s on s.item_no = c.item_no and s.chamber = c.chamber

-- relation roll_reasons
-- One row per rule and result of a roll call: why it is left out as a whole, or null.
select
    u.rule_no, r.result_no,
    case
        when u.leave_out_consent and r.motion_class = 'consent' then 'consent'
        when r.declared_yes + r.declared_no > 0
            and least(r.declared_yes, r.declared_no) * 1000
                < u.near_unanimous_per_mille * (r.declared_yes + r.declared_no)
            then 'near_unanimous'
        when u.close_under_percent is not null
            and r.result <> 'fail'
            and not (
                coalesce(r.declared_yes + r.declared_no, 0) > 0
                and r.declared_yes * 100
                    < u.close_under_percent * (r.declared_yes + r.declared_no)
            )
            then 'not_close'
    end as roll_reason
from (
    select distinct result_no, motion_class, result, declared_yes, declared_no
    from scored_rolls
) as r
cross join scoring_rules as u

-- relation roll_kinds
-- One row per scored roll call with the number of its kind: the house, what was asked with which
-- weight, what a non-vote did, and what each rule says of it as a whole. Roll calls that share
-- one measure's weight are of one kind only within that measure.
with verdicts as (
    select result_no, string_agg(coalesce(roll_reason, ''), ' ' order by rule_no) as verdict
    from roll_reasons
    group by result_no
)

select
    r.roll_no, r.vote_event_id, r.chamber, r.date, r.stance, r.nonvote_effect, r.weight,
    r.is_always_scored, r.shared_no, r.always_shared_no, r.result_no,
    dense_rank() over (
        order by
            r.chamber, r.stance, r.nonvote_effect, r.weight, r.is_always_scored,
            r.shared_no, r.always_shared_no, v.verdict
    ) as kind_no
from scored_rolls as r
join verdicts as v on v.result_no = r.result_no

-- relation judged_kinds
-- One row per rule and kind of roll call that it scores: available, or left out as a whole with
-- the reason.
select
    u.rule_no, k.kind_no, k.chamber, k.stance, k.nonvote_effect, k.weight, k.rolls,
    case when u.committee_votes then k.shared_no else k.always_shared_no end as shared_no,
    j.roll_reason
from (
    select
        kind_no, chamber, stance, nonvote_effect, weight, is_always_scored, shared_no,
        always_shared_no,
        count(*) as rolls,
        min(result_no) as result_no
    from roll_kinds
    group by
        kind_no, chamber, stance, nonvote_effect, weight, is_always_scored, shared_no,
        always_shared_no
) as k
join scoring_rules as u on k.is_always_scored or u.committee_votes
join roll_reasons as j on j.rule_no = u.rule_no and j.result_no = k.result_no

-- relation seats
-- One row per time of a person in a house, as the record attests it, with a number for the person
-- in that house.
select
    dense_rank() over (order by person_id, chamber) as seat_no,
    person_id, chamber, start_date,
    coalesce(end_date, date '9999-12-31') as end_date
from memberships

-- relation outcomes
-- One row per rule, kind of roll call and thing a member may have done there: what it is worth.
-- `share_no` names the measure whose weight is shared; elsewhere it is -1 where the vote counts and
-- 0 where it does not.
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
    from judged_kinds as j
    join scoring_treatments as t on t.rule_no = j.rule_no
)

select
    r.rule_no, r.kind_no, r.option, r.weight, r.reason,
    case when r.shared_no > 0 then r.shared_no when r.reason is null then -1 else 0 end as share_no,
    case when r.reason is null then 1 else 0 end as counts,
    case when r.roll_reason is null then 1 else 0 end as is_eligible,
    case
        when r.reason is not null then null
        when r.treatment = 'by_position' then case when r.went_along then 2 else 0 end
        when r.treatment = 'by_effect' then case when r.stance = 'oppose' then 2 else 0 end
        when r.treatment = 'half' then 1
        else 0
    end as credit
from reasoned as r

-- relation cast_votes
-- One row per member and scored roll call, while they held a seat in the house that voted: however
-- many rows of the record attest that day, a vote on it is one vote. The votes come first: beside
-- every seat of every day they would be looked up one by one.
with voted as materialized (
    select k.roll_no, k.kind_no, k.chamber, k.date, v.person_id, v.option
    from roll_kinds as k
    join person_votes as v on v.vote_event_id = k.vote_event_id
)

select v.roll_no, v.kind_no, h.seat_no, v.option
from voted as v
join (select distinct seat_no, person_id, chamber from seats) as h
    on h.person_id = v.person_id and h.chamber = v.chamber
where exists (
    select 1
    from seats as s
    where s.seat_no = h.seat_no and s.start_date <= v.date and v.date <= s.end_date
)

-- relation ledger
-- One row per run, member and scored roll call.
select
    s.run_id, h.person_id, r.chamber, r.roll_no, r.item_id, r.bill_id, r.vote_event_id,
    r.venue, r.date, r.stance, r.recorded_on, o.option,
    case when s.weighted then o.weight else 100 end as weight,
    o.reason, o.credit
from cast_votes as c
join (select distinct seat_no, person_id from seats) as h on h.seat_no = c.seat_no
join scored_rolls as r on r.roll_no = c.roll_no
join outcomes as o on o.kind_no = c.kind_no and o.option = c.option
join scoring_runs as s on s.rule_no = o.rule_no
