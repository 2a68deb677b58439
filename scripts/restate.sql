-- The tables of a reviewed record, each under the name of its file. :measures are the ids of the
-- agenda's measures, :session is theirs.

-------- people.csv
-- One row per person who held a seat in the session.
select
    p.person_id, p.name, p.given_name, p.family_name, null as ocd_person_id,
    (
        select string_agg(i.scheme || ':' || i.identifier, '; ' order by i.identifier)
        from identifiers as i
        where i.entity_type = 'person' and i.entity_id = p.person_id and i.scheme = 'ocd_person'
    ) as identifiers,
    :people_source as source_id
from people as p
where p.person_id in (select person_id from memberships where session_id = :session)
order by p.person_id

-------- memberships.csv
-- One row per dated seat of the session.
select
    person_id, chamber, district, map_year, party, start_date, end_date, end_reason,
    case when district_verified then 'yes' else 'no' end as district_verified,
    case when party_verified then 'yes' else 'no' end as party_verified,
    :people_source as start_source, null as source_ids, note
from memberships
where session_id = :session
order by person_id, start_date

-------- aliases.csv
-- One row per house and name that any roll call of the whole session prints.
select distinct
    split_part(:session, '-', 2) as session, e.chamber, v.voter as printed, v.person_id,
    s.start_date as valid_from, s.end_date as valid_until,
    'restated from the sources' as reviewed_by, 'as printed in the roll calls' as note
from person_votes as v
join vote_events as e on e.vote_event_id = v.vote_event_id
join legislative_sessions as s on s.session_id = e.session_id
where e.session_id = :session and v.person_id is not null
order by e.chamber, v.person_id, v.voter

-------- bills.csv
-- One row per measure of the agenda.
select
    b.printed as bill, b.author as author_printed, a.person_id as author_person_id, b.title,
    'no' as title_is_cut, null as full_title, null as full_title_source_id, null as popular_name,
    null as popular_name_source_id, null as summary, null as summary_source_id,
    law.chapter as chaptered,
    case when law.chapter is not null then :bills_source end as chaptered_source_id,
    case when law.chapter is not null then 'yes' end as chaptered_verified,
    null as theme, :bills_source as source_id
from bills as b
left join (
    select distinct e.chamber, v.voter, v.person_id
    from person_votes as v
    join vote_events as e on e.vote_event_id = v.vote_event_id
    where e.session_id = :session
) as a on a.voter = b.author and a.chamber = b.origin_chamber
left join (
    select bill_id, regexp_extract(description, 'Chapter \d+, Statutes of \d+') as chapter
    from bill_actions
    where description like 'Chaptered by%'
) as law on law.bill_id = b.bill_id
where b.bill_id in :measures
order by b.measure_type, b.number

-------- versions.csv
-- One row per text of a measure, in the house that amended it, else in its own.
select
    b.printed as bill, v.date, v.label,
    case
        when v.label like '%Assembly%' then 'lower'
        when v.label like '%Senate%' then 'upper'
        else b.origin_chamber
    end as chamber,
    null as subject, :bills_source as source_id, 'yes' as verified, null as note
from bill_versions as v
join bills as b on b.bill_id = v.bill_id
where b.bill_id in :measures
order by b.measure_type, b.number, v.date, v.label

-------- actions.csv
-- One row per line of a measure's history, in its order.
select
    b.printed as bill, a.date, a.description, a.classification, a.chamber,
    :bills_source as source_id, 'yes' as verified, null as note
from bill_actions as a
join bills as b on b.bill_id = a.bill_id
where b.bill_id in :measures
order by b.measure_type, b.number, a.sequence

-------- sponsorships.csv
-- One row per author or coauthor, with the person where one house alone has the name.
with printed as (
    select v.voter, min(v.person_id) as person_id
    from person_votes as v
    join vote_events as e on e.vote_event_id = v.vote_event_id
    where e.session_id = :session
    group by v.voter
    having count(distinct v.person_id) = 1
)
select
    b.printed as bill, s.name, s.entity_type, s.classification, p.person_id,
    :bills_source as source_id, 'yes' as verified, null as note
from bill_sponsorships as s
join bills as b on b.bill_id = s.bill_id
left join printed as p on p.voter = s.name
where b.bill_id in :measures
order by b.measure_type, b.number, s.classification, s.name

-------- roll_calls.csv
-- One row per roll call of a measure, in the source's order.
select
    row_number() over (order by b.measure_type, b.number, e.sequence) as "row",
    e.source_ref, :bills_source as source_id, b.printed as bill, b.author, null as topic, e.date,
    case e.chamber when 'lower' then 'Assembly ' else 'Senate ' end || e.venue as location,
    e.motion, e.declared_yes as yes, e.declared_no as no, e.result, 'no' as known_missing,
    null as evidence, null as note
from vote_events as e
join bills as b on b.bill_id = e.bill_id
where b.bill_id in :measures
order by "row"

-------- votes.csv
-- One row per roll call and what members did on it, with all who did the same.
with numbered as (
    select
        e.vote_event_id,
        row_number() over (order by b.measure_type, b.number, e.sequence) as "row"
    from vote_events as e
    join bills as b on b.bill_id = e.bill_id
    where b.bill_id in :measures
)
select n."row", v.option, v.word, string_agg(v.voter, '; ' order by v.voter) as names
from person_votes as v
join numbered as n on n.vote_event_id = v.vote_event_id
group by n."row", v.option, v.word
order by n."row", v.option desc, v.word
