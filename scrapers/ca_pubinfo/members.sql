-- From the table of legislators to who sat in which house, as the loader reads it.
-- Statements are separated by a line of dashes; each makes one relation.

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
