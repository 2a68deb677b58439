-- The files of Open States as tables of text, whichever form they have.
-- Statements are separated by a line of dashes. `bill_file` and `vote_file` hold one file of its
-- scrapers on each line, `bulk_file` a bill of its bulk form with its roll calls inside; `csv_bills`
-- and so on are the tables of its bulk form in CSV.

-- One row per bill as it was read, with its history and sponsors still inside.
create temp table bill_lines as
select
    file,
    "is".legislative_session as session, "is".identifier as identifier, "is".title as title,
    "is".jurisdiction.id as legislature, null::varchar as legislature_name,
    "is".actions as history, "is".sponsorships as sponsors, "is".versions as versions
from read_json($bill_file, columns = {'file': 'VARCHAR', 'is': 'STRUCT(
    legislative_session VARCHAR, identifier VARCHAR, title VARCHAR, jurisdiction STRUCT(id VARCHAR),
    actions STRUCT("date" VARCHAR, description VARCHAR, organization_id VARCHAR,
        classification VARCHAR[])[],
    sponsorships STRUCT(
        name VARCHAR, classification VARCHAR, entity_type VARCHAR, "primary" VARCHAR)[],
    versions STRUCT(note VARCHAR, "date" VARCHAR)[])'},
    format = 'newline_delimited', maximum_object_size = 16777216);
--------
-- One row per bill of the bulk form, with all that is told of it still inside.
create temp table bulk_lines as
select file, "is" as bill
from read_json($bulk_file, columns = {'file': 'VARCHAR', 'is': 'STRUCT(
    legislative_session VARCHAR, jurisdiction_name VARCHAR, identifier VARCHAR, title VARCHAR,
    actions STRUCT("date" VARCHAR, description VARCHAR, organization__name VARCHAR,
        classification VARCHAR[])[],
    sponsors STRUCT(name VARCHAR, classification VARCHAR, "primary" VARCHAR)[],
    versions STRUCT(note VARCHAR, "date" VARCHAR)[],
    votes STRUCT(
        identifier VARCHAR, motion_text VARCHAR, start_date VARCHAR, result VARCHAR,
        organization__classification VARCHAR,
        counts STRUCT("option" VARCHAR, "value" VARCHAR)[],
        votes STRUCT("option" VARCHAR, voter_name VARCHAR)[])[])'},
    format = 'newline_delimited', maximum_object_size = 16777216);
--------
insert into bill_lines
select
    file, bill.legislative_session, bill.identifier, bill.title, null, bill.jurisdiction_name,
    [{'date': a.date, 'description': a.description, 'organization_id': a.organization__name,
        'classification': a.classification}
        for a in bill.actions],
    [{'name': s.name, 'classification': s.classification, 'entity_type': null, 'primary': s.primary}
        for s in bill.sponsors],
    bill.versions
from bulk_lines;
--------
-- One row per organization of the CSV form: its class where it is a house, else its name, after that
-- of the house that it is part of.
create temp table csv_bodies as
select
    o.id,
    case
        when o.classification in ('upper', 'lower', 'legislature') then o.classification
        when p.classification in ('upper', 'lower') then p.name || ' ' || o.name
        else o.name
    end as body
from csv_organizations as o
left join csv_organizations as p on p.id = o.parent_id;
--------
insert into bill_lines
with steps as (
    select
        a.bill_id,
        list({'date': a.date, 'description': a.description, 'organization_id': o.body,
            'classification': null::varchar[]}
            order by a.rowid) as history
    from csv_bill_actions as a
    left join csv_bodies as o on o.id = a.organization_id
    group by a.bill_id
),
named as (
    select
        bill_id,
        list({'name': name, 'classification': classification, 'entity_type': entity_type,
            'primary': "primary"} order by rowid) as sponsors
    from csv_bill_sponsorships
    group by bill_id
),
written as (
    select bill_id, list({'note': note, 'date': date} order by rowid) as versions
    from csv_bill_versions
    group by bill_id
)
select
    'bills.csv', b.session_identifier, b.identifier, b.title, null, b.jurisdiction, s.history,
    n.sponsors, w.versions
from csv_bills as b
left join steps as s on s.bill_id = b.id
left join named as n on n.bill_id = b.id
left join written as w on w.bill_id = b.id;
--------
-- One row per bill. Files that say the same are one.
create table bills as
select
    session, identifier, title, legislature, legislature_name, history, sponsors, versions,
    min(file) as file
from bill_lines
group by all;
--------
-- One row per thing that happened to a bill; `place` counts in the file's order.
create table history as
select
    session, identifier, step.date as date, step.description as description,
    step.organization_id as organization,
    -- The source's own words for what was done.
    nullif(array_to_string(step.classification, ', '), '') as code,
    place,
    -- Some legislatures' files begin with what happened last.
    history[1].date > history[-1].date as newest_first
from (
    select
        session, identifier, history,
        unnest(history) as step, generate_subscripts(history, 1) as place
    from bills
);
--------
-- One row per bill and sponsor; `place` counts in the file's order.
create table sponsors as
select
    session, identifier, one.name as name, one.classification as classification,
    one.entity_type as entity_type, lower(one.primary) = 'true' as is_first, place
from (
    select
        session, identifier, unnest(sponsors) as one, generate_subscripts(sponsors, 1) as place
    from bills
);
--------
-- One row per bill and text of it.
create table texts as
select session, identifier, one.note as note, one.date as date
from (select session, identifier, unnest(versions) as one from bills);
--------
-- One row per roll call as it was read, with its counts and votes still inside.
create temp table roll_lines as
select
    file,
    "is".legislative_session as session,
    coalesce(
        "is".bill_identifier, nullif(regexp_extract("is".bill, '"identifier": *"([^"]+)"', 1), '')
    ) as bill,
    "is".organization as organization, "is".start_date as start_date,
    "is".motion_text as motion, "is".result as result, "is".dedupe_key as dedupe_key,
    "is".counts as counts,
    [{'option': v.option, 'voter': v.voter_name} for v in "is".votes] as ballots
from read_json($vote_file, columns = {'file': 'VARCHAR', 'is': 'STRUCT(
    legislative_session VARCHAR, bill VARCHAR, bill_identifier VARCHAR, organization VARCHAR,
    start_date VARCHAR, motion_text VARCHAR, result VARCHAR, dedupe_key VARCHAR,
    counts STRUCT("option" VARCHAR, "value" VARCHAR)[],
    votes STRUCT("option" VARCHAR, voter_name VARCHAR)[])'},
    format = 'newline_delimited', maximum_object_size = 16777216);
--------
insert into roll_lines
select
    file, session, bill, roll.organization__classification, roll.start_date, roll.motion_text,
    roll.result, null, roll.counts,
    [{'option': v.option, 'voter': v.voter_name} for v in roll.votes]
from (
    select
        file, bill.legislative_session as session, bill.identifier as bill,
        unnest(bill.votes) as roll
    from bulk_lines
);
--------
insert into roll_lines
with declared as (
    select vote_event_id, list({'option': "option", 'value': "value"} order by rowid) as counts
    from csv_vote_counts
    group by vote_event_id
),
cast_there as (
    select
        vote_event_id, list({'option': "option", 'voter': voter_name} order by rowid) as ballots
    from csv_vote_people
    group by vote_event_id
)
select
    'votes.csv', v.session_identifier, b.identifier, o.body, v.start_date, v.motion_text, v.result,
    null, d.counts, coalesce(c.ballots, [])
from csv_votes as v
left join csv_bills as b on b.id = v.bill_id
left join csv_bodies as o on o.id = v.organization_id
left join declared as d on d.vote_event_id = v.id
left join cast_there as c on c.vote_event_id = v.id;
--------
-- One row per roll call, numbered by bill and moment, so that the same files in another order are
-- read alike. The number behind a scraper's key is its place among the votes of a bill.
create table rolls as
select
    row_number() over (
        order by session, bill, start_date, key_number, organization, motion, ballots::varchar
    )::integer as row,
    *
from (
    select
        *,
        try_cast(regexp_extract(dedupe_key, '#(\d+)$', 1) as integer) as key_number
    from roll_lines
);
--------
-- One row per roll call and option that it declares a count of.
create table counts as
select row, lower(one.option) as option, try_cast(one.value as integer) as value
from (select row, unnest(counts) as one from rolls);
--------
-- One row per vote; `place` counts in the file's order.
create table ballots as
select
    row, place, lower(trim(one.option)) as option, coalesce(one.option, '') as word,
    coalesce(trim(one.voter), '') as voter
from (
    select row, unnest(ballots) as one, generate_subscripts(ballots, 1) as place
    from rolls
);
