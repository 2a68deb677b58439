-- What passes the gate, in the columns of the store, and what is refused.
-- Reads `weighed`, `staged_votes`, `resolved_names` (one row per name, house and day) and
-- `findings` (one row per roll with its threshold).

-- One row per vote of a roll whose counts are right, with the person behind the printed name.
create temp table named_votes as
select
    w.row,
    v.voter,
    v.word,
    case when w.noes_become_not_voting and v.option = 'no' then 'not_voting' else v.option end
        as option,
    n.person_id,
    n.reason,
    n.detail
from weighed as w
join staged_votes as v on v.row = w.row
left join resolved_names as n
    on n.voter = v.voter and n.date = w.date and n.chamber is not distinct from w.chamber
where w.count_reason is null and v.option <> 'vacant';
--------
-- One row per roll and person whom two of its names would be: one of the two is somebody else.
create temp table doubled as
select row, coalesce(person_id, voter) as person
from named_votes
where reason is null
group by row, coalesce(person_id, voter)
having count(*) > 1;
--------
-- One row per printed name that cannot stand on its roll.
create temp table unproven as
select row, voter, reason, detail
from named_votes
where reason is not null
union all
select v.row, v.voter, 'ambiguous_name', '''' || v.voter || ''' is one of two names read as ' || d.person
from named_votes as v
join doubled as d on d.row = v.row and d.person = coalesce(v.person_id, v.voter)
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
    $session as session,
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
            when 'unknown_location' then '"' || w.location || '" is in no reviewed list of places'
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
    $jurisdiction || '-' || $session || coalesce('-' || w.chamber, '')
        || case when w.venue = 'floor' then '' else '-' || w.place_key end as organization_id
from weighed as w
where w.count_reason is null and not exists (select 1 from misnamed as m where m.row = w.row);
--------
-- One row per roll that passes: the names, what they did and who they are, as one text.
create temp table vectors as
select
    row,
    md5(string_agg(voter || '=' || option || '=' || coalesce(person_id, ''), ';' order by voter))
        as vector
from named_votes
group by row;
--------
create temp table passed_events as
select
    p.vote_event_id,
    p.bill_id,
    $jurisdiction as jurisdiction_id,
    $session as session,
    p.organization_id,
    p.chamber,
    p.venue,
    p.date,
    p.row as sequence,
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
create temp table passed_votes as
select p.vote_event_id, v.voter, v.person_id, v.option, v.word
from passed as p
join named_votes as v on v.row = p.row;
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
    $session as session,
    chamber,
    'committee' as classification,
    place_name as name,
    location as printed,
    null::int as seats
from passed
where venue <> 'floor'
order by organization_id, row;
