-- How one field of a bulk file becomes a value. Fields come as they stand between two tabs. Of
-- DuckDB's own reader neither quoting nor nulls are used: as escape character it takes a backslash
-- away and keeps the letter, so that `\n` inside a text would become `n`, and it lets a column too
-- many pass where that is null. In each macro the most frequent case comes first.

-- The characters that a backslash and a letter stand for, as MySQL writes them. U+E000, of no
-- meaning of its own, holds the place of a doubled backslash while the others are read.
create macro dat_unescaped(written) as
    replace(
        regexp_replace(
            replace(replace(replace(replace(replace(replace(written,
                '\\', chr(57344)),
                '\n', chr(10)),
                '\t', chr(9)),
                '\r', chr(13)),
                '\0', ''),
                '\Z', chr(26)),
            '\\(.)', '\1', 'g'),
        chr(57344), '\');
--------
-- The text of a field, without its back-quotes; the closing one may not itself be escaped.
create macro dat_text(field) as
    case
        when field like '`%`' and not contains(field, '\')
            then substring(field, 2, length(field) - 2)
        when field = 'NULL' then null
        when not starts_with(field, '`') then field
        when field not like '`%`' or regexp_matches(field, '[^\\](\\\\)*\\`$')
            then error('a back-quote is not closed: ' || left(field, 60))
        else dat_unescaped(substring(field, 2, length(field) - 2))
    end;
--------
-- A whole number, or an error where the field holds anything else.
create macro dat_number(field) as
    case
        when regexp_full_match(field, '-?[0-9]{1,9}') then cast(field as integer)
        when field = 'NULL' then null
        when regexp_full_match(field, '`-?[0-9]{1,9}`') then cast(trim(field, '`') as integer)
        else error('not a whole number: ' || left(field, 60))
    end;
--------
-- A moment, or an error where the field holds anything else.
create macro dat_moment(field) as
    case when field <> 'NULL' then cast(field as timestamp) end;
--------
-- A place as it is printed, with its house in front: a floor as the other sources print it, so that
-- one roll read from two has one id; else its description; else its code, where that says the house.
create macro printed_place(code, description) as
    case
        when code = 'AFLOOR' then 'ASM. FLOOR'
        when code = 'SFLOOR' then 'SEN. FLOOR'
        when description is not null then description
        when starts_with(code, 'CX') then 'Assembly ' || code
        when starts_with(code, 'CS') then 'Senate ' || code
    end;
