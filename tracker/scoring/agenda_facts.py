"""What the record says that an agenda's lint needs: its measures, and the rolls scored for it."""

from __future__ import annotations

from collections import defaultdict

import sqlalchemy as sa

from tracker.agenda.agenda import Agenda
from tracker.agenda.amended import amended_since
from tracker.agenda.lint import AgendaFacts, ReplacedRoll, ScoredRoll, not_scored
from tracker.coalition import usual_method
from tracker.record.tables import bills, memberships
from tracker.rules.vocabulary import Chamber
from tracker.scoring.inputs import default_runs, prepare
from tracker.scoring.method import find_method
from tracker.scoring.scorecard import NotScored, asked_by, measures_not_scored

# One row per item and roll call that is scored whatever the method, each house by itself.
_ROLLS = sa.text(
    """
    select item_id, chamber, vote_event_id, date, declared_yes, declared_no
    from chosen_rolls
    where chosen_as <> 'committee'
    order by item_id, date, vote_event_id
    """
)

# One row per item and house in which a steward chose a roll call in place of the rule's: the one
# that the rule would take.
_REPLACED = sa.text(
    """
    select i.item_id, c.chamber, e.date, e.declared_yes, e.declared_no
    from replaced_rolls as s
    join candidates as c
        on c.item_no = s.item_no and c.chamber = s.chamber
        and c.on_passage = 1 and c.from_last = 1 and c.added = 0 and c.doubt is null
    join scoring_items as i on i.item_no = c.item_no
    join rolls as e on e.vote_event_id = c.vote_event_id
    order by c.item_no, c.chamber
    """
)

# One row per house: how many measures the method leaves for a score there.
_COUNTABLE = sa.text("select chamber, measures from available where run_id = 0")

# One row per member and such roll call; a name that is nobody yet stands for itself.
_VOTES = sa.text(
    """
    select v.vote_event_id, coalesce(v.person_id, v.voter) as who, v.option
    from person_votes as v
    where v.vote_event_id in (select vote_event_id from chosen_rolls where chosen_as <> 'committee')
    """
)


# One row per name by which a steward may have added a scored roll call: its id, or its number.
_NAMES_OF_SCORED = """
select vote_event_id from chosen_rolls
union
select k.identifier from identifiers as k
join chosen_rolls as r on k.entity_type = 'roll' and k.entity_id = r.vote_event_id
union
select k.scheme || ':' || k.identifier from identifiers as k
join chosen_rolls as r on k.entity_type = 'roll' and k.entity_id = r.vote_event_id
"""


def agenda_facts(connection: sa.Connection, agenda: Agenda) -> AgendaFacts:
    """The facts that `agenda` is held against. Rolls are those every method scores: the last
    vote on passage per house, and what a steward added.
    """
    method = find_method(usual_method())
    prepare(connection, asked_by(agenda), default_runs([method]))
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
    return AgendaFacts(
        _known_bills(connection, agenda),
        rolls,
        _countable(connection, agenda),
        method.id,
        method.minimum_measures,
        tuple(replaced_rolls(connection, agenda)),
        {one.item_id: one.sentence for one in amended_since(connection, agenda).values()},
    )


def replaced_rolls(connection: sa.Connection, agenda: Agenda) -> list[ReplacedRoll]:
    """What the rule would take and does not, since a steward chose another, on a connection on
    which the agenda was prepared.
    """
    if not any(roll.replaces_the_rules for item in agenda.items for roll in item.roll_calls):
        return []
    return [
        ReplacedRoll(item_id, Chamber(chamber), day, yes, no)
        for item_id, chamber, day, yes, no in connection.execute(_REPLACED)
    ]


def _countable(connection: sa.Connection, agenda: Agenda) -> dict[Chamber, int]:
    """How many measures may count in each house in which somebody sat in the session."""
    seats = memberships.c
    query = sa.select(seats.chamber).where(seats.session_id == agenda.session_id).distinct()
    sat = set(connection.execute(query).scalars())
    found: dict[str, int] = dict(connection.execute(_COUNTABLE).tuples().all())
    return {chamber: found.get(chamber, 0) for chamber in Chamber if chamber in sat}


def unscored(connection: sa.Connection, agenda: Agenda) -> list[str]:
    """Sentences on the measures and added roll calls that the agenda names and nobody is scored
    on, on a connection that scored it: a slip of the pen must not change a number unseen.
    """
    known = _known_bills(connection, agenda)
    scored = set(connection.execute(sa.text(_NAMES_OF_SCORED)).scalars())
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
    replaced = [f"of {one.item_id}, {one.sentence}" for one in replaced_rolls(connection, agenda)]
    last_votes = [_last_vote(one) for one in measures_not_scored(connection)]
    return bills_missing + rolls_missing + replaced + last_votes


def _last_vote(measure: NotScored) -> str:
    return f"{measure.sentence} An older vote does not stand for it (house: {measure.chamber})."


def _known_bills(connection: sa.Connection, agenda: Agenda) -> frozenset[str]:
    asked = [item.bill_id for item in agenda.items]
    known = connection.execute(sa.select(bills.c.bill_id).where(bills.c.bill_id.in_(asked)))
    return frozenset(known.scalars())
