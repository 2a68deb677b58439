"""What the record says that an agenda's lint needs: its measures, and the rolls scored for it."""

from __future__ import annotations

from collections import defaultdict

import sqlalchemy as sa

from tracker.agenda.agenda import Agenda
from tracker.agenda.lint import AgendaFacts, ScoredRoll, not_scored
from tracker.record.tables import bills
from tracker.rules.vocabulary import Chamber
from tracker.scoring.inputs import default_runs, prepare
from tracker.scoring.method import DEFAULT_METHOD, find_method
from tracker.scoring.scorecard import asked_by

# One row per item and roll call that is scored whatever the method, each house by itself.
_ROLLS = sa.text(
    """
    select item_id, chamber, vote_event_id, date, declared_yes, declared_no
    from chosen_rolls
    where chosen_as <> 'committee'
    order by item_id, date, vote_event_id
    """
)

# One row per member and such roll call; a name that is nobody yet stands for itself.
_VOTES = sa.text(
    """
    select v.vote_event_id, coalesce(v.person_id, v.voter) as who, v.option
    from person_votes as v
    where v.vote_event_id in (select vote_event_id from chosen_rolls where chosen_as <> 'committee')
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
    return AgendaFacts(_known_bills(connection, agenda), rolls)


def unscored(connection: sa.Connection, agenda: Agenda) -> list[str]:
    """Sentences on the measures and added roll calls that the agenda names and nobody is scored
    on, on a connection that scored it: a slip of the pen must not change a number unseen.
    """
    known = _known_bills(connection, agenda)
    scored = set(connection.execute(sa.text("select vote_event_id from chosen_rolls")).scalars())
    bills_missing = [
        f"the record holds no measure {item.bill_id}, which {item.id} asks for"
        for item in agenda.items
        if item.bill_id not in known
    ]
    rolls_missing = [
        f"of {item.id}, {not_scored(added.vote_event_id)}"
        for item in agenda.items
        for added in item.roll_calls
        if added.vote_event_id not in scored
    ]
    return bills_missing + rolls_missing


def _known_bills(connection: sa.Connection, agenda: Agenda) -> frozenset[str]:
    asked = [item.bill_id for item in agenda.items]
    known = connection.execute(sa.select(bills.c.bill_id).where(bills.c.bill_id.in_(asked)))
    return frozenset(known.scalars())
