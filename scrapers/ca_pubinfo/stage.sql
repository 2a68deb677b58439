-- From the tables of the bulk files to what the loader reads.
-- Statements are separated by a line of dashes; each makes one relation. First come measures, roll
-- calls and texts, then dated events, then members. The session is as in 19992000, and `measure` is
-- the pattern of a bill id of it.

-- One row per bill and version, with the newest version of a bill numbered 1. Version numbers count
-- down, from 99 for the bill as introduced.
create table numbered_versions as
select
    *,
    row_number() over (partition by bill_id order by version_num, bill_version_id) as newness
from bill_version_tbl;
--------
-- One row per bill: its newest version, the one the bill itself names where it is there.
create table newest_versions as
select distinct on (b.bill_id)
    b.bill_id, v.bill_version_id, v.subject, cast(v.bill_version_action_date as date) as date
from bill_tbl as b
join numbered_versions as v on v.bill_id = b.bill_id
where regexp_matches(b.bill_id, $measure)
order by b.bill_id, (v.bill_version_id = b.latest_bill_version_id) desc nulls last, v.newness;
--------
-- One row per bill and author of its newest version; the first named leads.
create table staged_authors as
select
    n.bill_id,
    a.name,
    case when a.type = 'Committee' then 'organization' else 'person' end as entity_type,
    case when a.contribution = 'LEAD_AUTHOR' then 'author' else 'coauthor' end as classification,
    a.bill_version_id as source_ref,
    case a.house when 'ASSEMBLY' then 'lower' when 'SENATE' then 'upper' end as chamber,
    n.date
from newest_versions as n
join bill_version_authors_tbl as a on a.bill_version_id = n.bill_version_id
where a.name is not null
group by all
order by n.bill_id, classification, a.name;
--------
-- One row per bill. `chaptered` is the chapter of the statutes that it became.
create table staged_bills as
with lead_authors as (
    select bill_id, string_agg(name, ', ' order by name) as author
    from staged_authors
    where classification = 'author'
    group by bill_id
)
select
    b.bill_id,
    n.subject as title,
    l.author,
    case when b.chapter_num is not null then
        case when b.chapter_type = 'CHR' then 'Resolution Chapter ' else 'Chapter ' end
        || b.chapter_num || ', Statutes of ' || b.chapter_year
        || case
            when b.chapter_session_num <> '0'
                then ', special session ' || b.chapter_session_num
            else ''
        end
    end as chaptered,
    'BILL_TBL ' || b.bill_id as source_ref
from bill_tbl as b
left join newest_versions as n on n.bill_id = b.bill_id
left join lead_authors as l on l.bill_id = b.bill_id
where regexp_matches(b.bill_id, $measure)
order by b.bill_id;
--------
-- One row per version of a bill, oldest first.
create table staged_versions as
select
    bill_id,
    cast(bill_version_action_date as date) as date,
    coalesce(bill_version_action, 'version ' || version_num) as label,
    vote_required,
    bill_version_id as source_ref
from bill_version_tbl
semi join staged_bills using (bill_id)
where bill_version_action_date is not null
order by bill_id, version_num desc, bill_version_id;
--------
-- One row per thing that happened to a bill, in order: by day, by the source's sequence, by its id.
-- Rows of 1999 carry no sequence and their ids run against the days; there they count downwards.
create table staged_actions as
with directed as (
    select
        *,
        case
            when count(action_sequence) over bill = 0
                and corr(bill_history_id, epoch(action_date)) over bill < 0
                then -bill_history_id
            else bill_history_id
        end as place
    from bill_history_tbl
    window bill as (partition by bill_id)
)
select
    bill_id,
    cast(action_date as date) as date,
    row_number() over (
        partition by bill_id
        order by cast(action_date as date), action_sequence nulls first, place
    ) as sequence,
    case primary_location when 'Assembly' then 'lower' when 'Senate' then 'upper' end as chamber,
    action as description,
    action_code as code,
    'BILL_HISTORY_TBL ' || bill_history_id as source_ref
from directed
semi join staged_bills using (bill_id)
where action is not null and action_date is not null
order by bill_id, sequence;
--------
-- One row per place of the session: what the source calls it, with the house in front.
create table places as
select location_code, min(description) as description
from location_code_tbl
where session_year = $session and description is not null
group by location_code;
--------
-- One row per roll call that names belong to, with its key as written and as meant: the names stand
-- in a million lines, and each different key is read once.
create table named_rolls as
with written as (
    select distinct bill_id, location_code, vote_date_time, vote_date_seq, motion_id
    from bill_detail_vote_tbl
)
select
    bill_id as bill_id_written,
    location_code as location_code_written,
    vote_date_time as vote_date_time_written,
    vote_date_seq as vote_date_seq_written,
    motion_id as motion_id_written,
    dat_text(bill_id) as bill_id,
    dat_text(location_code) as location_code,
    cast(dat_moment(vote_date_time) as date) as date,
    dat_number(vote_date_seq) as vote_date_seq,
    dat_number(motion_id) as motion_id
from written;
--------
-- One row per name and vote as they are written; `Vacancy` is a seat and not a member.
create table names as
with written as (select distinct legislator_name, vote_code from bill_detail_vote_tbl),
meant as (select *, dat_text(legislator_name) as voter, dat_text(vote_code) as word from written)
select
    *,
    row_number() over (order by legislator_name, vote_code) as name_no,
    case
        when lower(voter) = 'vacancy' then 'vacant'
        when word = 'AYE' then 'yes'
        when word = 'NOE' then 'no'
        when word = 'ABS' then 'not_voting'
        else error(
            'a vote is none of AYE, NOE and ABS: ' || coalesce(word, 'NULL') || ', of ' || voter
        )
    end as option
from meant
where voter is not null;
--------
-- One row per roll call. A day has a number per roll; in the 1999 files the summary has no time
-- of day and the names have one, so the two meet on the day. Names without a summary become a roll
-- without declared counts, which the gate holds back with that reason.
create table rolls as
with described as (
    select
        bill_id, location_code, motion_id, vote_date_seq,
        cast(vote_date_time as date) as date,
        ayes, noes, vote_result
    from bill_summary_vote_tbl
),
named as (
    select distinct bill_id, location_code, motion_id, vote_date_seq, date from named_rolls
),
all_rolls as (
    select * from described
    union all
    select n.*, null, null, null
    from named as n
    anti join described as d
        on d.bill_id = n.bill_id and d.location_code = n.location_code
        and d.motion_id is not distinct from n.motion_id
        and d.vote_date_seq is not distinct from n.vote_date_seq and d.date = n.date
)
select
    *,
    cast(row_number() over (
        order by date, vote_date_seq, location_code, bill_id, motion_id, ayes, noes
    ) as integer) as row
from all_rolls;
--------
-- One row per roll call, as the loader reads it. `vote_required` is what the newest text of that
-- day says it needs; of two texts of one day the newer, since numbers count down. A floor is written
-- as the other sources print it, so that one roll read from two has one id.
create table staged_rolls as
with in_force as (
    select r.row, arg_min(v.vote_required, v.version_num) as vote_required
    from rolls as r
    join numbered_versions as v
        on v.bill_id = r.bill_id and cast(v.bill_version_action_date as date) <= r.date
    where v.vote_required is not null
    group by r.row
)
select
    r.row,
    'BILL_SUMMARY_VOTE_TBL ' || concat_ws(
        ' ', r.bill_id, r.location_code, strftime(r.date, '%Y-%m-%d'), r.vote_date_seq, r.motion_id
    ) as source_ref,
    nullif(regexp_extract(r.bill_id, $measure), '') as bill_id,
    r.bill_id as bill_printed,
    b.author,
    b.title as topic,
    r.date,
    coalesce(printed_place(r.location_code, p.description), r.location_code, '') as location,
    coalesce(trim(m.motion_text), 'motion id ' || r.motion_id, 'motion not named') as motion,
    r.ayes as yes,
    r.noes as no,
    case r.vote_result when '(PASS)' then 'pass' when '(FAIL)' then 'fail' else 'unknown' end
        as result,
    false as known_missing,
    case
        when m.motion_text is null then 'The source gives a number and no text for this motion.'
    end as note,
    f.vote_required,
    r.vote_date_seq as day_sequence,
    case when m.motion_text is null then cast(r.motion_id as varchar) end as motion_code,
    case
        when p.description is null and r.location_code not in ('AFLOOR', 'SFLOOR')
            then r.location_code
    end as place_code
from rolls as r
left join places as p on p.location_code = r.location_code
left join bill_motion_tbl as m on m.motion_id = r.motion_id
left join staged_bills as b on b.bill_id = r.bill_id
left join in_force as f on f.row = r.row
order by r.row;
--------
-- One row per name on a roll call.
create table staged_votes as
select r.row, m.name_no, m.voter, m.word, m.option
from bill_detail_vote_tbl as d
join named_rolls as n
    on n.bill_id_written = d.bill_id and n.location_code_written = d.location_code
    and n.vote_date_time_written = d.vote_date_time
    and n.vote_date_seq_written = d.vote_date_seq and n.motion_id_written = d.motion_id
join rolls as r
    on r.bill_id = n.bill_id and r.location_code = n.location_code and r.date = n.date
    and r.vote_date_seq is not distinct from n.vote_date_seq
    and r.motion_id is not distinct from n.motion_id
join names as m on m.legislator_name = d.legislator_name and m.vote_code = d.vote_code;
--------
-- One row per number of a motion, and per code of a place of the session, with what it stands for.
create table staged_codes as
select 'motion' as kind, cast(motion_id as varchar) as code, min(trim(motion_text)) as text
from bill_motion_tbl
where motion_id is not null and motion_text is not null
group by motion_id
union all
select 'place', location_code, description from places;
--------
-- One row per analysis and veto message of a bill, with the name of the file that holds its text.
create table staged_documents as
select
    bill_id,
    'analysis' as kind,
    cast(analysis_date as date) as date,
    coalesce(committee_name, analysis_type) as label,
    source_doc as document,
    'BILL_ANALYSIS_TBL ' || analysis_id as source_ref
from bill_analysis_tbl
semi join staged_bills using (bill_id)
union all
select
    bill_id, 'veto_message', cast(veto_date as date), null, message,
    'VETO_MESSAGE_TBL ' || bill_id
from veto_message_tbl
semi join staged_bills using (bill_id);
--------
-- From hearings, agendas and daily files to dated events.

-- One row per place that hears or lists a measure, as the roll calls print it. A committee without a
-- place of its own, as a joint one, is called what its agenda calls it, or else by its code. The code
-- stands beside it where these files have no words for it and other files may.
create table event_places as
with codes as (
    select location_code from committee_hearing_tbl
    union
    select location_code from daily_file_tbl
    union
    select committee_code from committee_agenda_tbl
),
called as (
    select committee_code, min(committee_desc) as committee_desc
    from committee_agenda_tbl
    group by committee_code
)
select
    c.location_code,
    coalesce(printed_place(c.location_code, p.description), a.committee_desc, c.location_code)
        as place,
    case
        when p.description is null and c.location_code not in ('AFLOOR', 'SFLOOR')
            then c.location_code
    end as place_code
from codes as c
left join places as p on p.location_code = c.location_code
left join called as a on a.committee_code = c.location_code;
--------
-- One row per agenda: when and where a committee meets. Building and room are as the source writes
-- them.
create table agendas as
select
    coalesce(e.place, a.committee_desc) as place,
    e.place_code,
    cast(a.agenda_date as date) as date,
    min(a.agenda_time) as time,
    min(nullif(trim(concat_ws(' ', a.building_type, a.room_num)), '')) as location,
    min(nullif(trim(concat_ws(' ', a.line1, a.line2, a.line3)), '')) as note
from committee_agenda_tbl as a
left join event_places as e on e.location_code = a.committee_code
where a.agenda_date is not null
group by all;
--------
-- One row per measure and event: heard by a committee, or on the daily file of a floor.
create table event_measures as
select
    'committee-meeting' as classification,
    e.place,
    e.place_code,
    cast(h.hearing_date as date) as date,
    h.bill_id,
    cast(null as varchar) as note
from committee_hearing_tbl as h
left join event_places as e on e.location_code = h.location_code
where h.hearing_date is not null
union
select
    'floor',
    e.place,
    e.place_code,
    cast(d.publication_date as date),
    d.bill_id,
    nullif(trim(concat_ws(' ', d.file_location, d.consent_calendar_code)), '')
from daily_file_tbl as d
left join event_places as e on e.location_code = d.location_code
where d.publication_date is not null;
--------
-- One row per event, numbered by day and place.
create table staged_events as
with listed as (
    select distinct classification, place, place_code, date
    from event_measures
    where place is not null
),
all_events as (
    select * from listed
    union
    select 'committee-meeting', place, place_code, date from agendas where place is not null
)
select
    cast(row_number() over (order by a.date, a.classification, a.place) as integer) as row,
    a.classification,
    a.place,
    a.date,
    g.time,
    g.location,
    cast(null as varchar) as status,
    g.note,
    case a.classification when 'floor' then 'DAILY_FILE_TBL ' else 'COMMITTEE_HEARING_TBL ' end
        || a.place || ' ' || strftime(a.date, '%Y-%m-%d') as source_ref,
    a.place_code
from all_events as a
left join agendas as g
    on g.place = a.place and g.date = a.date and a.classification = 'committee-meeting'
order by row;
--------
-- One row per measure on the agenda of an event. What is no measure of the session keeps its own id
-- as its print.
create table staged_event_bills as
select
    e.row,
    cast(row_number() over (partition by e.row order by m.note nulls last, m.bill_id) as integer)
        as sequence,
    nullif(regexp_extract(m.bill_id, $measure), '') as bill_id,
    case
        when regexp_matches(m.bill_id, $measure) then
            regexp_extract(m.bill_id, '^[0-9]{9}([A-Z]+)', 1)
            || case substring(m.bill_id, 9, 1)
                when '0' then '' else 'X' || substring(m.bill_id, 9, 1)
            end
            || ' ' || regexp_extract(m.bill_id, '([0-9]+)$', 1)
        else m.bill_id
    end as printed,
    m.note,
    'row of ' || m.bill_id as source_ref
from event_measures as m
join staged_events as e
    on e.classification = m.classification and e.place = m.place and e.date = m.date
where m.bill_id is not null
order by e.row, sequence;
--------
-- From the table of legislators to who sat in which house.

-- One row per line of the table, with the house and what is amiss with it. A vacant seat is nobody's.
create table legislators as
select
    * replace (nullif(trim(author_name), '') as author_name,
        nullif(trim(legislator_name), '') as legislator_name),
    case house_type when 'A' then 'lower' when 'S' then 'upper' end as chamber,
    session_year is distinct from $session as is_of_another_session,
    nullif(trim(author_name), '') is null and nullif(trim(legislator_name), '') is null as is_nobody
from legislator_tbl
where lower(coalesce(author_name, legislator_name, '')) not in ('vacancy', 'vacant');
--------
-- One row per member and way of listing them. The district is a number only where its letter is
-- that of the house (`AD` and `SD`); `serving` is what the table says of the day it was written.
create table staged_members as
select distinct
    chamber,
    district as seat,
    case
        when regexp_full_match(district, '[AS]D0*[1-9][0-9]?') and left(district, 1) = house_type
            then ltrim(substring(district, 3), '0')
    end as district,
    author_name as printed,
    legislator_name as listed_as,
    nullif(trim(first_name), '') as given_name,
    nullif(trim(middle_initial), '') as middle_initial,
    nullif(trim(last_name), '') as family_name,
    nullif(trim(name_suffix), '') as suffix,
    case party when 'DEM' then 'Democratic' when 'REP' then 'Republican' else party end as party,
    case active_legislator when 'Y' then true when 'N' then false end as serving,
    concat_ws(' ', 'LEGISLATOR_TBL', district, coalesce(author_name, legislator_name)) as source_ref
from legislators
where chamber is not null and not is_of_another_session and not is_nobody;
