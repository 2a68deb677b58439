"""A proposal meets the record and the agenda: the measure it names, and its place once adopted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time

import sqlalchemy as sa

from tracker.agenda.agenda import Agenda
from tracker.agenda.amended import with_texts
from tracker.agenda.bill_list import ListLine
from tracker.agenda.choices import Choice, choices, close_choice
from tracker.agenda.decision_rules import Outcome
from tracker.agenda.decisions import Decision, close, decisions
from tracker.agenda.editing import edited, rows_of
from tracker.agenda.find_bills import FoundAs, FoundLine, KnownBills, find_lines, known_bills
from tracker.agenda.from_list import ListDefaults, added_to
from tracker.agenda.importing import first_day, session_of
from tracker.agenda.known_agendas import shipped_agendas
from tracker.agenda.proposals import Proposal, Wanted, find_proposal, proposals, propose
from tracker.agenda.versions import Version, last_version, save_agenda, saved_agenda, versions
from tracker.campaigns.slug import chosen_id
from tracker.errors import UsageError


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


@dataclass(frozen=True)
class Chosen:
    """A choice that was counted, and what followed from it."""

    choice: Choice
    remark: str


def count_and_adopt(
    connection: sa.Connection, agenda_id: str, number: int, *, by: str, now: datetime
) -> Chosen:
    """Counts a choice. What is chosen enters the agenda, as one further version.

    Raises UsageError as `close_choice`.
    """
    choice = close_choice(connection, agenda_id, number, by=by, now=now)
    assert choice.result is not None
    agenda = saved_agenda(connection, agenda_id)
    absent = []
    for one in choice.result.chosen:
        proposal = find_proposal(connection, agenda_id, one)
        changed = _with(connection, agenda, proposal, now)
        if changed is None:
            absent.append(proposal.asked)
        agenda = changed or agenda
    without = ", ".join(absent)
    remark = f"The record holds no measure {without}, so the agenda does not ask for it yet."
    seen = len(versions(connection, agenda_id))
    note = f"choice {number}: proposals {', '.join(map(str, choice.result.chosen))} adopted"
    saved = save_agenda(connection, agenda, seen=seen, by=by, now=now, note=note)
    said = f"Saved: agenda {agenda_id}, version {saved.number}." if saved.number > seen else ""
    return Chosen(choice, " ".join(filter(None, [said, remark if absent else ""])))


@dataclass(frozen=True)
class Composed:
    """An agenda made of adopted proposals."""

    saved: Version
    left_out: tuple[str, ...]
    """What was adopted and the record holds no measure of, as it was asked."""


def compose(
    connection: sa.Connection,
    agenda_id: str,
    *,
    new_id: str,
    title: str | None,
    by: str,
    now: datetime,
) -> Composed:
    """Saves a new agenda of the adopted proposals for another one, and of nothing else. Its
    positions are recorded on the days on which they were adopted.

    Raises UsageError where nothing was adopted that the record holds, or the id is taken.
    """
    base, where = saved_agenda(connection, agenda_id), f"agenda {new_id}"
    if last_version(connection, new_id) or new_id in shipped_agendas():
        raise UsageError(
            f"there is an agenda {new_id!r}", where=where, what_to_do="choose another --id"
        )
    agenda = base.model_copy(
        update={
            "id": chosen_id(new_id, new_id, where="--id"),
            "title": title or base.title,
            "written_by": None,
            "ratified": None,
            "version": "1",
            "translations": {},
            "issues": (),
            "items": (),
        }
    )
    days, left_out = _adopted_on(connection, agenda_id), []
    for proposal in proposals(connection, agenda_id):
        if proposal.number in days:
            changed = _with(connection, agenda, proposal, days[proposal.number])
            if changed is None:
                left_out.append(proposal.asked)
            agenda = changed or agenda
    if not agenda.items:
        raise UsageError(
            f"no proposal for {agenda_id} was adopted of which the record holds the measure",
            where=where,
            what_to_do="decide on one first: answerable agenda decide, or agenda choose",
        )
    note = f"composed of the proposals adopted for {agenda_id}"
    saved = save_agenda(connection, agenda, seen=0, by=by, now=now, note=note)
    return Composed(saved, tuple(left_out))


def _adopted_on(connection: sa.Connection, agenda_id: str) -> dict[int, datetime]:
    """By adopted proposal: the day on which it was."""
    days = {
        one.proposal: one.decides_on
        for one in decisions(connection, agenda_id)
        if one.proposal is not None and one.result and one.result.outcome is Outcome.ADOPTED
    }
    for choice in choices(connection, agenda_id):
        days |= dict.fromkeys(choice.result.chosen if choice.result else (), choice.decides_on)
    return {one: datetime.combine(day, time(), UTC) for one, day in days.items()}


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
        return with_texts(connection, edited(agenda, rows, today=now.date()))
    if found.status is not FoundAs.FOUND:
        return None
    asked = replace(
        found.asked, stance=proposal.stance, reason=proposal.reason, lead=proposal.proposed_by
    )
    since = first_day(connection, session_of(agenda))
    defaults = ListDefaults(proposal.stance, since, now.date())
    added = added_to(agenda, [replace(found, asked=asked)], known, defaults)
    return with_texts(connection, added)


def _found(connection: sa.Connection, agenda: Agenda, asked: str) -> tuple[FoundLine, KnownBills]:
    known = known_bills(connection, session_of(agenda))
    return find_lines([ListLine(1, asked)], known)[0], known
