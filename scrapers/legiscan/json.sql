-- The JSON form of an archive as the tables of its CSV form, all of text.
-- Statements are separated by a line of dashes. `bill_file`, `people_file` and `vote_file` hold one
-- file of the archive on each line.

-- One row per bill, with its history and sponsors still inside.
create temp table bill_lines as
select bill
from read_json($bill_file, columns = {'bill': 'STRUCT(
    bill_id VARCHAR, bill_number VARCHAR, title VARCHAR, url VARCHAR, state_link VARCHAR,
    history STRUCT(date VARCHAR, action VARCHAR, chamber VARCHAR)[],
    sponsors STRUCT(people_id VARCHAR, sponsor_order VARCHAR)[])'},
    format = 'newline_delimited', maximum_object_size = 67108864);
--------
-- One row per bill.
create table bills as
select distinct bill.bill_id, bill.bill_number, bill.title, bill.url, bill.state_link
from bill_lines;
--------
-- One row per thing that happened to a bill; it stands in order.
create table history as
select
    bill.bill_id as bill_id, step.date as date, step.chamber as chamber,
    place::varchar as sequence, step.action as action
from (
    select bill, unnest(bill.history) as step, generate_subscripts(bill.history, 1) as place
    from bill_lines
);
--------
-- One row per bill and sponsor.
create table sponsors as
select distinct bill.bill_id as bill_id, one.people_id as people_id, one.sponsor_order as position
from (select bill, unnest(bill.sponsors) as one from bill_lines);
--------
-- One row per person or committee.
create table people as
select distinct
    person.people_id, person.name, person.first_name, person.last_name, person.suffix,
    person.party, person.role, nullif(person.district, '') as district, person.committee_id
from read_json($people_file, columns = {'person': 'STRUCT(
    people_id VARCHAR, name VARCHAR, first_name VARCHAR, last_name VARCHAR, suffix VARCHAR,
    party VARCHAR, role VARCHAR, district VARCHAR, committee_id VARCHAR)'},
    format = 'newline_delimited');
--------
-- One row per roll call, with its votes still inside.
create temp table roll_lines as
select roll_call
from read_json($vote_file, columns = {'roll_call': 'STRUCT(
    bill_id VARCHAR, roll_call_id VARCHAR, date VARCHAR, chamber VARCHAR, "desc" VARCHAR,
    yea VARCHAR, nay VARCHAR, nv VARCHAR, absent VARCHAR, total VARCHAR, passed VARCHAR,
    votes STRUCT(people_id VARCHAR, vote_id VARCHAR, vote_text VARCHAR)[])'},
    format = 'newline_delimited', maximum_object_size = 67108864);
--------
-- One row per roll call.
create table rollcalls as
select distinct
    roll_call.bill_id, roll_call.roll_call_id, roll_call.date, roll_call.chamber,
    roll_call."desc" as description, roll_call.yea, roll_call.nay, roll_call.nv,
    roll_call.absent, roll_call.total, roll_call.passed
from roll_lines;
--------
-- One row per vote.
create table votes as
select distinct
    roll_call.roll_call_id as roll_call_id, one.people_id as people_id, one.vote_id as vote,
    one.vote_text as vote_desc
from (select roll_call, unnest(roll_call.votes) as one from roll_lines);
