-- The ledger: from the record and an agenda to every member's sums, in the order in which one
-- would tell it to a neighbour.
--
--   1. Which roll calls were chosen, and why           rolls, named_rolls, candidates,
--                                                      replaced_rolls, chosen_rolls, not_scored
--   2. Which of them a rule leaves out whole, and why  rolls_under_rule
--   3. Who held a seat that day                        seats_held
--   4. What they did                                   votes_cast
--   5. What that is worth under the rule               worth, judged_votes, ledger
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
--   scoring_designated   one row per further roll call that a steward added to a measure; and 1
--                        where an aye on it is against the measure, where nobody but its writer has
--                        confirmed that, and where it takes the place of the rule's, else 0
--   scoring_rules        one row per rule: whether it scores committee votes, what it leaves out;
--                        and which reading it takes of a vote that may be a No or a non-vote: the
--                        one that gives the member less (`low`) or more (`high`)
--   scoring_treatments   one row per rule and thing a member may do: how the rule treats it
--   scoring_runs         one row per run
-- What the record says: vote_events, memberships, and numbered_votes, where roll calls, people and
-- options are numbers; vote_event_numbers, person_numbers and vote_options say which is whose.
-- Of roll calls that do not stand: quarantined_rolls and unlisted_rolls.
--
-- Each statement makes one view; its heading says what one row of it is. DuckDB, PostgreSQL and
-- Spark run this file as it stands and come to the same integers.


-- 1. Which roll calls were chosen, and why

-- One row per roll call of the agenda's measures that the record knows of, also where no score can
-- rest on it: `doubt` says why, `detail` more of it. A refused roll call that stands after all, by
-- another reading with the same counts, is told once. Of some refused ones every name is known, and
-- whether those not among the ayes said no or nothing is not: these can be scored, and have an id.
-- An aye on a motion that kills a measure is against it, so no position on the measure scores it,
-- unless a steward said so of it.
create temporary view rolls as
select
    e.vote_event_id, e.bill_id, e.chamber, e.venue, e.date, e.sequence, e.motion, e.motion_class,
    e.result, e.result_contradicted, e.declared_yes, e.declared_no, e.needed, e.nonvote_effect,
    e.source_id, e.source_ref,
    case
        when e.status in ('known_missing', 'names_not_known') then 'nameless'
        when u.vote_event_id is not null then 'withdrawn'
        when e.motion_class = 'rejection' then 'rejection'
    end as doubt,
    e.note as detail
from vote_events as e
left join (select distinct vote_event_id from unlisted_rolls) as u
    on u.vote_event_id = e.vote_event_id
where e.bill_id in (select bill_id from scoring_items)
    or e.vote_event_id in (select vote_event_id from scoring_designated)
union all
select
    coalesce(q.vote_event_id, concat(q.source_id, ' ', q.source_ref)), q.bill_id, q.chamber,
    q.venue, q.date, q.sequence, q.motion, q.motion_class, q.result, q.result_contradicted,
    q.declared_yes, q.declared_no, q.needed, q.nonvote_effect, q.source_id, q.source_ref,
    case
        when q.vote_event_id is null and q.reason = 'no_votes' then 'nameless'
        when q.vote_event_id is null then 'quarantined'
        when q.motion_class = 'rejection' then 'rejection'
    end,
    concat(q.reason, ': ', q.detail)
from quarantined_rolls as q
left join vote_events as e
    on e.bill_id = q.bill_id
    and e.chamber = q.chamber
    and e.date = q.date
    and e.motion_class = q.motion_class
    and e.declared_yes = coalesce(q.declared_yes, q.named_yes)
    and e.declared_no = coalesce(q.declared_no, q.named_no)
where e.vote_event_id is null
    and (
        q.bill_id in (select bill_id from scoring_items)
        or q.vote_event_id in (select vote_event_id from scoring_designated)
    );

-- One row per item and roll call that might be scored for it, with what speaks for it: it is a
-- vote of the house on passage, a committee's vote on passage, or a steward added it; and whether
-- a steward said that an aye on it is against the measure. An urgency clause on which the house
-- voted alone that day was its vote on passage.
create temporary view named_rolls as
select
    item_no, vote_event_id,
    max(on_passage) as on_passage, max(in_committee) as in_committee, max(added) as added,
    max(aye_against) as aye_against
from (
    select
        i.item_no, e.vote_event_id,
        1 as on_passage, 0 as in_committee, 0 as added, 0 as aye_against
    from scoring_items as i
    join rolls as e on e.bill_id = i.bill_id
    where e.venue = 'floor' and e.motion_class in ('final_passage', 'concurrence', 'consent')
    union all
    select i.item_no, e.vote_event_id, 1, 0, 0, 0
    from scoring_items as i
    join rolls as e on e.bill_id = i.bill_id
    left join (
        select distinct bill_id, chamber, date
        from rolls
        where venue = 'floor' and motion_class in ('final_passage', 'concurrence', 'consent')
    ) as p on p.bill_id = e.bill_id and p.chamber = e.chamber and p.date = e.date
    where e.venue = 'floor' and e.motion_class = 'urgency_clause' and p.bill_id is null
    union all
    select i.item_no, e.vote_event_id, 0, 1, 0, 0
    from scoring_items as i
    join rolls as e on e.bill_id = i.bill_id
    where e.venue = 'committee' and e.motion_class = 'committee_passage'
        and exists (select 1 from scoring_rules as u where u.committee_votes)
    union all
    select d.item_no, d.vote_event_id, 0, 0, 1, d.aye_against
    from scoring_designated as d
) as named
group by item_no, vote_event_id;

-- One row per item and such roll call on whose day a position was in force: the position, and the
-- place among the house's votes on passage, counted from the last. Within a day a refused roll call
-- may have been the last, and one that its source took back gives way to those that stand.
create temporary view candidates as
select
    n.item_no, n.on_passage, n.in_committee, n.added, n.aye_against,
    e.vote_event_id, e.chamber,
    case when e.doubt = 'rejection' and n.aye_against = 1 then null else e.doubt end as doubt,
    min(p.position_no) as position_no,
    row_number() over (
        partition by n.item_no, e.chamber, n.on_passage
        order by
            e.date desc,
            case e.doubt when 'quarantined' then 0 when 'withdrawn' then 2 else 1 end,
            e.sequence desc, e.vote_event_id desc
    ) as from_last
from named_rolls as n
join rolls as e on e.vote_event_id = n.vote_event_id
join scoring_positions as p
    on p.item_no = n.item_no
    and p.in_force_from <= e.date
    and (p.in_force_until is null or e.date <= p.in_force_until)
where e.chamber is not null
group by
    n.item_no, n.on_passage, n.in_committee, n.added, n.aye_against,
    e.vote_event_id, e.chamber, e.doubt, e.date, e.sequence;

-- One row per item and house that has no score, since nobody's vote is known on its last vote on
-- passage: that roll call, and what is the matter with it. An older one never stands for it.
create temporary view not_scored as
select
    i.item_no, i.item_id, i.bill_id, c.chamber, e.date, e.motion, e.doubt, e.detail,
    e.source_id, e.source_ref
from candidates as c
join scoring_items as i on i.item_no = c.item_no
join rolls as e on e.vote_event_id = c.vote_event_id
where c.on_passage = 1 and c.from_last = 1 and c.doubt is not null;

-- One row per item and house in which a steward chose a roll call in place of the rule's.
create temporary view replaced_rolls as
select distinct d.item_no, e.chamber
from (
    select item_no, vote_event_id, max(aye_against) as aye_against
    from scoring_designated
    group by item_no, vote_event_id
    having max(replaces) = 1
) as d
join rolls as e on e.vote_event_id = d.vote_event_id
join scoring_positions as p
    on p.item_no = d.item_no
    and p.in_force_from <= e.date
    and (p.in_force_until is null or e.date <= p.in_force_until)
where e.chamber is not null
    and (e.doubt is null or (e.doubt = 'rejection' and d.aye_against = 1));

-- One row per item and chosen roll call. Of the votes on passage each house's last is chosen,
-- unless a steward chose another in its place; so is all that a steward added. Both are for every rule; what is chosen as a committee vote is for
-- those that score committee votes. The roll calls of one house and day are one sitting. What was
-- asked of the motion is what was asked of the measure, turned where an aye is against it.
create temporary view chosen_rolls as
select
    cast(row_number() over (
        order by e.date, e.sequence, c.vote_event_id, c.item_no
    ) as integer) as roll_no,
    cast(dense_rank() over (order by e.date, e.chamber) as integer) as sitting_no,
    case
        when c.on_passage = 1 and c.from_last = 1 and s.item_no is null then 'last_passage'
        when c.added = 1 then 'added'
        else 'committee'
    end as chosen_as,
    c.item_no, i.item_id, i.weight, p.stance, p.recorded_on, c.aye_against,
    case
        when c.aye_against = 0 then p.stance
        when p.stance = 'support' then 'oppose'
        else 'support'
    end as motion_stance,
    e.bill_id, e.vote_event_id, n.vote_event_no, e.chamber, e.venue, e.date,
    e.motion_class, e.result, e.result_contradicted, e.declared_yes, e.declared_no,
    e.nonvote_effect
from candidates as c
join scoring_items as i on i.item_no = c.item_no
join scoring_positions as p on p.position_no = c.position_no
join rolls as e on e.vote_event_id = c.vote_event_id
left join vote_event_numbers as n on n.vote_event_id = c.vote_event_id
left join not_scored as x on x.item_no = c.item_no and x.chamber = c.chamber
left join replaced_rolls as s on s.item_no = c.item_no and s.chamber = c.chamber
where ((c.on_passage = 1 and c.from_last = 1 and s.item_no is null) or c.added = 1 or c.in_committee = 1)
    and c.doubt is null
    and x.item_no is null;


-- 2. Which of them a rule leaves out whole, and why

-- One row per rule and chosen roll call that it scores: why it is left out whole, or null. A roll
-- call whose counts were not declared proves nothing about how close it was; nor does a declared
-- failure that its counts contradict.
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
            and not (c.result = 'fail' and not coalesce(c.result_contradicted, false))
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

-- One row per sitting and member who held a seat in that house that day, however many rows of the
-- record attest it. Who never voted has no number, and no row.
create temporary view seats_held as
select distinct n.person_no, d.sitting_no
from (select distinct sitting_no, chamber, date from chosen_rolls) as d
join memberships as m
    on m.chamber = d.chamber
    and m.start_date <= d.date
    and (m.end_date is null or d.date <= m.end_date)
join person_numbers as n on n.person_id = m.person_id;


-- 4. What they did

-- One row per chosen roll call and member on it who held a seat in that house that day.
create temporary view votes_cast as
select c.roll_no, v.person_no, v.option_no
from chosen_rolls as c
join numbered_votes as v on v.vote_event_no = c.vote_event_no
where (v.person_no, c.sitting_no) in (select person_no, sitting_no from seats_held);


-- 5. What that is worth under the rule

-- One row per rule, thing that members did, what was asked of the motion (`stance`) and effect of
-- a non-vote: the credit in halves, or null and the reason why it does not count. Of what may be a No or a non-vote the No
-- gives the least where support was asked, and the most where opposition was.
create temporary view worth as
select
    t.rule_no, t.option, o.option_no, a.stance, a.nonvote_effect,
    case
        when t.option = 'no_or_not_voting' and (a.stance = 'support') = (u.reading = 'low')
            then case when a.stance = 'support' then 0 else 2 end
        when (t.treatment = 'by_position' and t.option = 'yes') or t.treatment = 'as_yes'
            then case when a.stance = 'support' then 2 else 0 end
        when t.treatment = 'by_position'
            then case when a.stance = 'support' then 0 else 2 end
        when t.treatment = 'by_effect' and a.nonvote_effect = 'as_no'
            then case when a.stance = 'support' then 0 else 2 end
        when t.treatment = 'half' then 1
        when t.treatment = 'against' then 0
    end as credit,
    case
        when t.option = 'no_or_not_voting' and (a.stance = 'support') = (u.reading = 'low')
            then null
        when t.treatment = 'leave_out' then t.option
        when t.treatment = 'by_effect' and a.nonvote_effect = 'none' then 'no_effect'
        when t.treatment = 'by_effect' and a.nonvote_effect <> 'as_no' then 'effect_unknown'
    end as reason
from scoring_treatments as t
join scoring_rules as u on u.rule_no = t.rule_no
join vote_options as o on o.option = t.option
cross join (select distinct motion_stance as stance, nonvote_effect from chosen_rolls) as a;

-- One row per run, member and chosen roll call that the rule scores: what was asked, what the
-- member did, and what it was worth, or why it did not count.
create temporary view judged_votes as
select
    s.run_id, p.person_id, c.chamber, c.roll_no, c.item_no, c.item_id, c.bill_id, c.vote_event_id,
    c.venue, c.date, c.stance, c.recorded_on, w.option,
    case when s.weighted then c.weight else 100 end as weight,
    r.left_out_because,
    coalesce(r.left_out_because, w.reason) as reason,
    case when r.left_out_because is null then w.credit end as credit
from scoring_runs as s
join rolls_under_rule as r on r.rule_no = s.rule_no
join chosen_rolls as c on c.roll_no = r.roll_no
join votes_cast as v on v.roll_no = c.roll_no
join person_numbers as p on p.person_no = v.person_no
join worth as w
    on w.rule_no = s.rule_no
    and w.option_no = v.option_no
    and w.stance = c.motion_stance
    and w.nonvote_effect = c.nonvote_effect;

-- One row per run and absence that a rule forgives: of each member, in each house, the first so
-- many that would count. Being absent, excused and having no vote recorded are absences.
create temporary view forgiven_absences as
select distinct a.run_id, a.person_id, a.chamber, a.roll_no, a.option
from (
    select
        j.run_id, j.person_id, j.chamber, j.roll_no, j.option, u.forgiven_absences,
        row_number() over (
            partition by j.run_id, j.person_id, j.chamber
            order by j.roll_no, j.option
        ) as nth
    from judged_votes as j
    join scoring_runs as s on s.run_id = j.run_id
    join scoring_rules as u on u.rule_no = s.rule_no and u.forgiven_absences > 0
    where j.credit is not null and j.option in ('not_voting', 'absent', 'excused')
) as a
where a.nth <= a.forgiven_absences;

-- The ledger itself: the same rows, where a forgiven absence does not count.
create temporary view ledger as
select
    j.run_id, j.person_id, j.chamber, j.roll_no, j.item_no, j.item_id, j.bill_id,
    j.vote_event_id, j.venue, j.date, j.stance, j.recorded_on, j.option, j.weight,
    j.left_out_because,
    case when f.run_id is null then j.reason else 'forgiven' end as reason,
    case when f.run_id is null then j.credit end as credit
from judged_votes as j
left join forgiven_absences as f
    on f.run_id = j.run_id and f.person_id = j.person_id and f.chamber = j.chamber
    and f.roll_no = j.roll_no and f.option = j.option;


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
