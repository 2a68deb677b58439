-- From the hearings, agendas and daily files of the bulk files to dated events, as the loader reads them.
-- Statements are separated by a line of dashes; each makes one relation. `places` comes from stage.sql.

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
