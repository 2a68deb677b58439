"""A proposal meets the record and the agenda: the measure it names, and its place once adopted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from tracker.agenda.agenda import Agenda
from tracker.agenda.bill_list import ListLine
from tracker.agenda.decision_rules import Outcome
from tracker.agenda.decisions import Decision, close
from tracker.agenda.editing import edited, rows_of
from tracker.agenda.find_bills import FoundAs, FoundLine, KnownBills, find_lines, known_bills
from tracker.agenda.from_list import ListDefaults, added_to
from tracker.agenda.importing import first_day, session_of
from tracker.agenda.proposals import Proposal, Wanted, find_proposal, propose
from tracker.agenda.versions import Version, save_agenda, saved_agenda, versions


@dataclass(frozen=True)
class Proposed:
    """A proposal that was added, and the nearest measures where none has its name."""

    proposal: Proposal
    near: Sequence[str]
    """Bill ids."""


@dataclass(frozen=True)
class Closed:
    """A decision that was closed, and what followed from it."""

    decision: Decision
    saved: Version | None
    """The version of the agenda in which an adopted proposal stands for the first time."""
    remark: str


def propose_bill(
    connection: sa.Connection, agenda_id: str, wanted: Wanted, *, by: str, now: datetime
) -> Proposed:
    """Adds a proposal with the measure it names, if the record holds it. Nothing is guessed.

    Raises UsageError as `propose`.
    """
    found, _ = _found(connection, saved_agenda(connection, agenda_id), wanted.asked)
    added = propose(connection, agenda_id, wanted, bill_id=found.bill_id, by=by, now=now)
    return Proposed(added, found.candidates)


def close_decision(
    connection: sa.Connection, agenda_id: str, number: int, *, by: str, now: datetime
) -> Closed:
    """Closes a decision. An adopted proposal enters the agenda as its next version; an adopted
    version is ratified from then on.

    Raises UsageError as `close`.
    """
    decision = close(connection, agenda_id, number, by=by, now=now)
    assert decision.result is not None
    if decision.result.outcome is not Outcome.ADOPTED:
        return Closed(decision, None, "")
    if decision.proposal is None:
        return Closed(decision, None, f"Ratified: agenda {agenda_id}, version {decision.version}.")
    proposal = find_proposal(connection, agenda_id, decision.proposal)
    before = saved_agenda(connection, agenda_id)
    agenda = _with(connection, before, proposal, now)
    if agenda is None:
        return Closed(
            decision,
            None,
            f"The record holds no measure {proposal.asked!r}, so the agenda does not ask for it "
            "yet. Load its session, then add it: answerable agenda import.",
        )
    seen = len(versions(connection, agenda_id))
    note = f"proposal {proposal.number} adopted, decision {number}"
    saved = save_agenda(connection, agenda, seen=seen, by=by, now=now, note=note)
    if saved.number == seen:
        return Closed(decision, None, "The agenda asks for it already.")
    return Closed(decision, saved, f"Saved: agenda {agenda_id}, version {saved.number}.")


def _with(
    connection: sa.Connection, agenda: Agenda, proposal: Proposal, now: datetime
) -> Agenda | None:
    """The agenda that asks what was adopted; None where the record holds no such measure."""
    there = {item.bill_id: item.id for item in agenda.items}
    found, known = _found(connection, agenda, proposal.asked)
    bill_id = proposal.bill_id or found.bill_id
    if bill_id in there:
        rows = [
            replace(row, stance=str(proposal.stance)) if row.item_id == there[bill_id] else row
            for row in rows_of(agenda)
        ]
        return edited(agenda, rows, today=now.date())
    if found.status is not FoundAs.FOUND:
        return None
    asked = replace(
        found.asked, stance=proposal.stance, reason=proposal.reason, lead=proposal.proposed_by
    )
    since = first_day(connection, session_of(agenda))
    defaults = ListDefaults(proposal.stance, since, now.date())
    return added_to(agenda, [replace(found, asked=asked)], known, defaults)


def _found(connection: sa.Connection, agenda: Agenda, asked: str) -> tuple[FoundLine, KnownBills]:
    known = known_bills(connection, session_of(agenda))
    return find_lines([ListLine(1, asked)], known)[0], known
