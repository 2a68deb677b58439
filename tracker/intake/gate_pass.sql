-- What passes the gate, in the columns of the store, and what is refused.
-- Reads the relations of gate.sql, `resolved_names` (one row per name, house and span of days) and
-- `findings` (one row per roll with its threshold).

-- One row per name, mark, day and house, with the person behind the name. `repaired` is the option
-- where the roll's Noes are proved to be non-votes.
create temp table known_marks as
with identified as (
    select
        a.mark_no, a.sitting_no, m.voter, m.word, m.option,
        case when m.option = 'no' then 'not_voting' else m.option end as repaired,
        n.person_id, n.reason, n.detail
    from sitting_marks as a
    join marks as m on m.mark_no = a.mark_no
    join sittings as s on s.sitting_no = a.sitting_no
    left join resolved_names as n
        on n.voter = m.voter
        and s.date between n.first and n.last
        and n.chamber is not distinct from s.chamber
)
select
    *,
    dense_rank() over (order by coalesce(person_id, voter)) as person_no,
    md5_number_lower(voter || '=' || option || '=' || coalesce(person_id, '')) as fingerprint,
    case
        when repaired = option then fingerprint
        else md5_number_lower(voter || '=' || repaired || '=' || coalesce(person_id, ''))
    end as fingerprint_repaired
from identified;
--------
-- One row per vote of a roll whose counts are right, with the number of the person.
create temp table named_votes as
select c.row, c.mark_no, c.sitting_no, c.noes_become_not_voting, k.person_no, k.reason
from castings as c
join known_marks as k on k.mark_no = c.mark_no and k.sitting_no = c.sitting_no;
--------
-- One row per roll and person whom two of its names would be: one of the two is somebody else.
create temp table doubled as
select row, person_no
from named_votes
where reason is null
group by row, person_no
having count(*) > 1;
--------
-- One row per printed name that cannot stand on its roll.
create temp table unproven as
select v.row, k.voter, k.reason, k.detail
from named_votes as v
join known_marks as k on k.mark_no = v.mark_no and k.sitting_no = v.sitting_no
where v.reason is not null
union all
select
    v.row, k.voter, 'ambiguous_name',
    '''' || k.voter || ''' is one of two names read as ' || coalesce(k.person_id, k.voter)
from doubled as d
join named_votes as v on v.row = d.row and v.person_no = d.person_no
join known_marks as k on k.mark_no = v.mark_no and k.sitting_no = v.sitting_no
where v.reason is null;
--------
-- One row per roll with a name that belongs to nobody, to two, or to somebody not in office.
create temp table misnamed as
select row, min(reason) as reason, string_agg(detail, ' | ' order by voter) as detail
from unproven
group by row;
--------
-- One row per refused roll.
create temp table refused as
select
    $session_id as session_id,
    w.bill_printed as bill,
    w.date,
    w.location,
    w.motion,
    w.yes as declared_yes,
    w.no as declared_no,
    w.named_yes,
    w.named_no,
    coalesce(w.count_reason, m.reason) as reason,
    coalesce(
        m.detail,
        case w.count_reason
            when 'unreadable_bill' then '"' || w.bill_printed || '" is no measure known here'
            when 'place_known_by_code'
                then 'its committee is known by code alone: ' || w.place_code
                    || '; read a whole file of the session'
            when 'unknown_location' then '"' || w.location || '" is in no reviewed list of places'
            when 'named_though_missing'
                then 'said to name nobody, and names ' || (w.named + w.vacant_seats)
            when 'no_declared_counts' then 'the source declares no counts for ' || w.named || ' names'
            else 'declared ' || w.yes || '-' || w.no || ', named ' || w.named_yes || '-' || w.named_no
        end
    ) as detail,
    w.source_id,
    w.source_ref
from weighed as w
left join misnamed as m on m.row = w.row
where w.count_reason is not null or m.row is not null;
--------
-- One row per roll that passes.
create temp table passed as
select
    w.*,
    w.bill_id
        || '-' || coalesce(strftime(w.date, '%Y%m%d'), 'undated')
        || '-' || w.location_key
        || '-' || md5(w.motion_text)[:6]
        || case when w.sequence > 1 then '-' || w.sequence else '' end as vote_event_id,
    $session_id || coalesce('-' || w.chamber, '')
        || case when w.venue = 'floor' then '' else '-' || w.place_key end as organization_id
from weighed as w
where w.count_reason is null and not exists (select 1 from misnamed as m where m.row = w.row);
--------
-- One row per roll that passes: the fingerprint of the names, what they did and who they are.
create temp table vectors as
select
    v.row,
    sum(
        case when v.noes_become_not_voting then k.fingerprint_repaired else k.fingerprint end
    )::text as vector
from named_votes as v
join known_marks as k on k.mark_no = v.mark_no and k.sitting_no = v.sitting_no
group by v.row;
--------
-- One row per roll that passes, in the columns of `vote_events`.
create temp table passed_events as
select
    p.vote_event_id,
    p.bill_id,
    $jurisdiction as jurisdiction_id,
    $session_id as session_id,
    p.organization_id,
    p.chamber,
    p.venue,
    p.date,
    coalesce(p.day_sequence, p.row) as sequence,
    p.motion,
    p.motion_class,
    p.result,
    p.yes as declared_yes,
    p.no as declared_no,
    p.vacant_seats,
    f.threshold,
    f.threshold_basis,
    f.needed,
    f.nonvote_effect,
    case
        when p.known_missing then 'known_missing'
        when p.noes_become_not_voting or p.vacant_no > 0 then 'repaired'
        else 'loaded'
    end as status,
    case
        when p.noes_become_not_voting then
            'the source codes non-votes as Noes here: it declares no Noes and names '
            || p.named_no || ', which are recorded as no vote recorded'
        when p.vacant_no > 0 then 'the source codes a vacant seat as a No; it is not counted'
        else p.note
    end as note,
    md5(concat_ws(
        '|', p.bill_id, p.date, p.organization_id, p.motion_text, p.motion_class, p.result,
        coalesce(p.yes, -1), coalesce(p.no, -1), p.vacant_seats, f.threshold, f.threshold_basis,
        coalesce(f.needed, -1), f.nonvote_effect, p.known_missing, coalesce(v.vector, '')
    )) as content_hash,
    p.source_id,
    p.source_ref
from passed as p
join findings as f on f.row = p.row
left join vectors as v on v.row = p.row;
--------
-- One row per vote of a roll that passes.
create view passed_votes as
select
    p.vote_event_id, k.voter, k.person_id,
    case when v.noes_become_not_voting then k.repaired else k.option end as option,
    k.word
from passed as p
join named_votes as v on v.row = p.row
join known_marks as k on k.mark_no = v.mark_no and k.sitting_no = v.sitting_no;
--------
-- One row per bill of a roll that passes, as its first roll prints it.
create temp table passed_bills as
select distinct on (bill_id) bill_id, author, topic, source_id, source_ref
from passed
order by bill_id, row;
--------
-- One row per committee or conference of a roll that passes; chambers are known beforehand.
create temp table passed_organizations as
select distinct on (organization_id)
    organization_id,
    $jurisdiction as jurisdiction_id,
    $session_id as session_id,
    chamber,
    'committee' as classification,
    place_name as name,
    location as printed,
    null::int as seats,
    source_id,
    source_ref
from passed
where venue <> 'floor'
order by organization_id, row;
