"""Writing votes: whole numbers in the big table, each text once in a table beside it.

Plain SQL that DuckDB and PostgreSQL share; the caller holds the transaction, and writers take
turns, so that no two give one number.
"""

from __future__ import annotations

import sqlalchemy as sa

from tracker.record import tables

TEXTS = (
    tables.vote_event_numbers,
    tables.voter_names,
    tables.person_numbers,
    tables.vote_options,
    tables.vote_words,
)
"""A number and its text each, which `person_votes` has under the same name."""


def store_votes(connection: sa.Connection, relation: str, where: str = "") -> int:
    """Adds the votes of a relation with the columns of `person_votes`, or those of them that a
    condition holds for; says how many.
    """
    for texts in TEXTS:
        number_texts(connection, texts, relation)
    return connection.execute(sa.text(_STORED.format(relation=relation, where=where))).rowcount


def number_texts(connection: sa.Connection, texts: sa.Table, relation: str) -> None:
    """Gives a number to each text of that column of the relation that has none yet. A number once
    given stays.
    """
    number, text = (column.name for column in texts.columns)
    connection.execute(
        sa.text(_NUMBERED.format(texts=texts.name, number=number, text=text, relation=relation))
    )


def delete_votes(connection: sa.Connection, vote_event_ids: str) -> None:
    """Takes away the votes of those roll calls; `vote_event_ids` is a query in SQL."""
    connection.execute(sa.text(_DELETED.format(vote_event_ids=vote_event_ids)))


_NUMBERED = """
insert into {texts} ({number}, {text})
select
    (select coalesce(max({number}), 0) from {texts}) + row_number() over (order by n.{text}),
    n.{text}
from (
    select {text} from {relation} where {text} is not null
    except
    select {text} from {texts}
) as n
"""

_STORED = """
insert into numbered_votes (vote_event_no, voter_no, person_no, option_no, word_no)
select e.vote_event_no, n.voter_no, p.person_no, o.option_no, w.word_no
from (
    select vote_event_id, voter, person_id, option, word from {relation} {where}
) as v
join vote_event_numbers as e on e.vote_event_id = v.vote_event_id
join voter_names as n on n.voter = v.voter
left join person_numbers as p on p.person_id = v.person_id
join vote_options as o on o.option = v.option
join vote_words as w on w.word = v.word
"""

_DELETED = """
delete from numbered_votes
where vote_event_no in (
    select vote_event_no from vote_event_numbers where vote_event_id in ({vote_event_ids})
)
"""
