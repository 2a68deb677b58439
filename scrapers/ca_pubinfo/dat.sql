-- How one field of a bulk file becomes a value. Fields come as they stand between two tabs, the
-- absent ones (a bare NULL) already null. DuckDB's own quoting is not used: as escape character it
-- takes a backslash away and keeps the letter, so that `\n` inside a text would become `n`.

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
        when not starts_with(field, '`') then field
        when length(field) < 2 or not ends_with(field, '`')
            then error('a back-quote is not closed: ' || field[:60])
        when not contains(field, '\') then field[2:-2]
        when regexp_matches(field, '[^\\](\\\\)*\\`$')
            then error('a back-quote is not closed: ' || field[:60])
        else dat_unescaped(field[2:-2])
    end;
--------
-- A whole number, or an error where the field holds anything else.
create macro dat_number(field) as
    case
        when regexp_full_match(field, '`?-?[0-9]{1,9}`?') then cast(trim(field, '`') as integer)
        when field is not null then error('not a whole number: ' || field[:60])
    end;
--------
-- A moment, or an error where the field holds anything else.
create macro dat_moment(field) as cast(trim(field, '`') as timestamp);
