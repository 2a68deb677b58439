"""What the record says that an agenda's lint needs: its measures, and the rolls scored for it."""

from __future__ import annotations

from collections import defaultdict

import sqlalchemy as sa

from tracker.agenda.agenda import Agenda
from tracker.agenda.lint import AgendaFacts, ScoredRoll
from tracker.record.tables import bills
from tracker.record.vocabulary import Chamber
from tracker.scoring.inputs import default_runs, prepare
from tracker.scoring.method import DEFAULT_METHOD, find_method
from tracker.scoring.scorecard import asked_by

# One row per item and roll call that is scored whatever the method, each house by itself.
_ROLLS = sa.text(
    """
    select item_id, chamber, vote_event_id, date, declared_yes, declared_no
    from scored_rolls
    where is_always_scored
    order by item_id, date, vote_event_id
    """
)

# One row per member and such roll call; a name that is nobody yet stands for itself.
_VOTES = sa.text(
    """
    select v.vote_event_id, coalesce(v.person_id, v.voter) as who, v.option
    from person_votes as v
    where v.vote_event_id in (select vote_event_id from scored_rolls where is_always_scored)
    """
)


def agenda_facts(connection: sa.Connection, agenda: Agenda) -> AgendaFacts:
    """The facts that `agenda` is held against. Rolls are those every method scores: the last
    vote on passage per house, and what a steward added.
    """
    prepare(connection, asked_by(agenda), default_runs([find_method(DEFAULT_METHOD)]))
    options: dict[str, dict[str, str]] = defaultdict(dict)
    for event_id, who, option in connection.execute(_VOTES).tuples():
        options[event_id][who] = option
    rolls = tuple(
        ScoredRoll(
            item_id=row.item_id,
            chamber=Chamber(row.chamber),
            vote_event_id=row.vote_event_id,
            date=row.date,
            yes=row.declared_yes,
            no=row.declared_no,
            options=options[row.vote_event_id],
        )
        for row in connection.execute(_ROLLS)
        if row.declared_yes is not None and row.declared_no is not None
    )
    asked = [item.bill_id for item in agenda.items]
    known = connection.execute(sa.select(bills.c.bill_id).where(bills.c.bill_id.in_(asked)))
    return AgendaFacts(frozenset(known.scalars()), rolls)
