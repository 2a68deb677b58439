-- The ledger: from the record and an agenda to every member's sums, in the order in which one
-- would tell it to a neighbour.
--
--   1. Which roll calls were chosen, and why           named_rolls, chosen_rolls
--   2. Which of them a rule leaves out whole, and why  rolls_under_rule
--   3. Who held a seat that day                        seats_held
--   4. What they did                                   votes_cast
--   5. What that is worth under the rule               worth, ledger
--   6. How it adds up                                  measures, sums, available
--
-- A rule is a method with or without committee votes. A run is a rule with the agenda's weights,
-- or with weight 1 throughout. All numbers are whole: credits are in halves (0, 1, 2), weights in
-- hundredths (100 is weight 1).
--
-- What was asked, in tables that are filled from the agenda and the methods:
--   scoring_items        one row per measure on the agenda: its bill and its weight
--   scoring_positions    one row per position on such a measure: support or oppose, and from when
--                        to when; of two that stand on one day, the lower number counts
--   scoring_designated   one row per further roll call that a steward added to a measure
--   scoring_rules        one row per rule: whether it scores committee votes, what it leaves out
--   scoring_treatments   one row per rule and thing a member may do: how the rule treats it
--   scoring_runs         one row per run
-- What the record says: vote_events, person_votes, memberships.
--
-- Each statement makes one view; its heading says what one row of it is. DuckDB, PostgreSQL and
-- Spark run this file as it stands and come to the same integers.


-- 1. Which roll calls were chosen, and why

-- One row per item and roll call that might be scored for it, with what speaks for it: it is a
-- vote of the house on passage, a committee's vote on passage, or a steward added it.
create temporary view named_rolls as
select
    item_no, vote_event_id,
    max(on_passage) as on_passage, max(in_committee) as in_committee, max(added) as added
from (
    select i.item_no, e.vote_event_id, 1 as on_passage, 0 as in_committee, 0 as added
    from scoring_items as i
    join vote_events as e on e.bill_id = i.bill_id
    where e.venue = 'floor' and e.motion_class in ('final_passage', 'concurrence', 'consent')
    union all
    select i.item_no, e.vote_event_id, 0, 1, 0
    from scoring_items as i
    join vote_events as e on e.bill_id = i.bill_id
    where e.venue = 'committee' and e.motion_class = 'committee_passage'
        and exists (select 1 from scoring_rules as u where u.committee_votes)
    union all
    select d.item_no, d.vote_event_id, 0, 0, 1
    from scoring_designated as d
) as named
group by item_no, vote_event_id;

-- One row per item and chosen roll call. Only roll calls on whose day a position was in force can
-- be chosen. Of the votes on passage each house's last is; so is all that a steward added. Both
-- are for every rule; what is chosen as a committee vote is for those that score committee votes.
create temporary view chosen_rolls as
with asked as (
    select
        n.item_no, n.on_passage, n.in_committee, n.added,
        e.vote_event_id, e.chamber, e.date, e.sequence,
        min(p.position_no) as position_no
    from named_rolls as n
    join vote_events as e on e.vote_event_id = n.vote_event_id
    join scoring_positions as p
        on p.item_no = n.item_no
        and p.in_force_from <= e.date
        and (p.in_force_until is null or e.date <= p.in_force_until)
    where e.chamber is not null and e.status <> 'known_missing'
    group by
        n.item_no, n.on_passage, n.in_committee, n.added,
        e.vote_event_id, e.chamber, e.date, e.sequence
),

counted_back as (
    select
        a.*,
        row_number() over (
            partition by a.item_no, a.chamber, a.on_passage
            order by a.date desc, a.sequence desc, a.vote_event_id desc
        ) as from_last
    from asked as a
)

select
    row_number() over (order by c.date, c.sequence, c.vote_event_id, c.item_no) as roll_no,
    case
        when c.on_passage = 1 and c.from_last = 1 then 'last_passage'
        when c.added = 1 then 'added'
        else 'committee'
    end as chosen_as,
    c.item_no, i.item_id, i.weight, p.stance, p.recorded_on,
    e.bill_id, e.vote_event_id, e.chamber, e.venue, e.date,
    e.motion_class, e.result, e.declared_yes, e.declared_no, e.nonvote_effect
from counted_back as c
join scoring_items as i on i.item_no = c.item_no
join scoring_positions as p on p.position_no = c.position_no
join vote_events as e on e.vote_event_id = c.vote_event_id
where (c.on_passage = 1 and c.from_last = 1) or c.added = 1 or c.in_committee = 1;


-- 2. Which of them a rule leaves out whole, and why

-- One row per rule and chosen roll call that it scores: why it is left out whole, or null. A roll
-- call whose counts were not declared proves nothing about how close it was.
create temporary view rolls_under_rule as
select
    u.rule_no, c.roll_no,
    case
        when u.leave_out_consent and c.motion_class = 'consent' then 'consent'
        when c.declared_yes + c.declared_no > 0
            and least(c.declared_yes, c.declared_no) * 1000
                < u.near_unanimous_per_mille * (c.declared_yes + c.declared_no)
            then 'near_unanimous'
        when u.close_under_percent is not null
            and c.result <> 'fail'
            and not (
                coalesce(c.declared_yes + c.declared_no, 0) > 0
                and c.declared_yes * 100
                    < u.close_under_percent * (c.declared_yes + c.declared_no)
            )
            then 'not_close'
    end as left_out_because
from chosen_rolls as c
join scoring_rules as u on u.committee_votes or c.chosen_as <> 'committee';


-- 3. Who held a seat that day

-- One row per house, day of a chosen roll call there, and member who held a seat in it that day,
-- however many rows of the record attest it.
create temporary view seats_held as
select distinct m.person_id, d.chamber, d.date
from (select distinct chamber, date from chosen_rolls) as d
join memberships as m
    on m.chamber = d.chamber
    and m.start_date <= d.date
    and (m.end_date is null or d.date <= m.end_date);


-- 4. What they did

-- One row per chosen roll call and member on it who held a seat in that house that day.
create temporary view votes_cast as
select c.roll_no, v.person_id, c.chamber, v.option
from chosen_rolls as c
join person_votes as v on v.vote_event_id = c.vote_event_id
where (v.person_id, c.chamber, c.date) in (select person_id, chamber, date from seats_held);


-- 5. What that is worth under the rule

-- One row per rule, thing a member may do, position and effect of a non-vote: the credit in
-- halves, or null and the reason why it does not count.
create temporary view worth as
select
    t.rule_no, t.option, a.stance, a.nonvote_effect,
    case
        when t.treatment = 'by_position' and t.option = 'yes'
            then case when a.stance = 'support' then 2 else 0 end
        when t.treatment = 'by_position'
            then case when a.stance = 'support' then 0 else 2 end
        when t.treatment = 'by_effect' and a.nonvote_effect = 'as_no'
            then case when a.stance = 'support' then 0 else 2 end
        when t.treatment = 'half' then 1
        when t.treatment = 'against' then 0
    end as credit,
    case
        when t.treatment = 'leave_out' then t.option
        when t.treatment = 'by_effect' and a.nonvote_effect = 'none' then 'no_effect'
        when t.treatment = 'by_effect' and a.nonvote_effect <> 'as_no' then 'effect_unknown'
    end as reason
from scoring_treatments as t
cross join (select distinct stance, nonvote_effect from chosen_rolls) as a;

-- The ledger itself. One row per run, member and chosen roll call that the rule scores: what was
-- asked, what the member did, and what it was worth, or why it did not count.
create temporary view ledger as
select
    s.run_id, v.person_id, c.chamber, c.roll_no, c.item_no, c.item_id, c.bill_id, c.vote_event_id,
    c.venue, c.date, c.stance, c.recorded_on, v.option,
    case when s.weighted then c.weight else 100 end as weight,
    r.left_out_because,
    coalesce(r.left_out_because, w.reason) as reason,
    case when r.left_out_because is null then w.credit end as credit
from scoring_runs as s
join rolls_under_rule as r on r.rule_no = s.rule_no
join chosen_rolls as c on c.roll_no = r.roll_no
join votes_cast as v on v.roll_no = c.roll_no
join worth as w
    on w.rule_no = s.rule_no
    and w.option = v.option
    and w.stance = c.stance
    and w.nonvote_effect = c.nonvote_effect;


-- 6. How it adds up

-- One row per run, member, house and item: how many of the member's votes on it count, what they
-- are worth together, and whether the member was on a roll call that is not left out whole.
create temporary view measures as
select
    run_id, person_id, chamber, item_no, weight,
    count(credit) as votes_counted,
    coalesce(sum(credit), 0) as halves,
    max(case when left_out_because is null then 1 else 0 end) as eligible
from ledger
group by run_id, person_id, chamber, item_no, weight;

-- One row per run, member, house and number of votes that share a measure's weight (0 where none
-- counts). A measure with two counted votes gives each half of its weight, so a member's score is
--     sum(weighted_halves / shares) / sum(2 * weight)
-- over the rows with shares; it stays in whole numbers until that last step.
create temporary view sums as
select
    run_id, person_id, chamber, votes_counted as shares,
    cast(count(*) as bigint) as measures,
    cast(sum(eligible) as bigint) as eligible,
    cast(sum(weight) as bigint) as weight,
    cast(sum(weight * halves) as bigint) as weighted_halves
from measures
group by run_id, person_id, chamber, votes_counted;

-- One row per run and house: the measures that could count there for anybody, and their weight.
create temporary view available as
select
    s.run_id, m.chamber,
    cast(count(*) as bigint) as measures,
    cast(sum(case when s.weighted then m.weight else 100 end) as bigint) as weight
from (
    select distinct r.rule_no, c.chamber, c.item_no, c.weight
    from rolls_under_rule as r
    join chosen_rolls as c on c.roll_no = r.roll_no
    where r.left_out_because is null
) as m
join scoring_runs as s on s.rule_no = m.rule_no
group by s.run_id, m.chamber;
