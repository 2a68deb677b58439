"""Proposals for an agenda: who asks for which measure, which organizations endorse it, and what
became of it. Rows are only added; the functions work on a connection of `Store.writing()` or
`Store.reading()`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from tracker.agenda.added_rows import add_rows, next_number, recorded
from tracker.agenda.agenda import Stance
from tracker.agenda.decision_rules import Count, DecisionRule, Outcome
from tracker.agenda.organizations import no_member, same_name
from tracker.agenda.tables import (
    agenda_choice_results,
    agenda_choices,
    agenda_decisions,
    agenda_endorsements,
    agenda_proposals,
    agenda_results,
    agenda_settlements,
)
from tracker.agenda.versions import saved_agenda
from tracker.campaigns.words import SENTENCES, said, said_if_any
from tracker.errors import UsageError
from tracker.store.moments import from_store


class CameFrom(StrEnum):
    """Where somebody asked for it."""

    MEETING = "meeting"
    """At a meeting."""
    CALL = "call"
    """On the telephone."""
    PAPER = "paper"
    """On paper: a letter, a form, a card."""
    ONLINE = "online"
    """By e-mail, a form on the web, a message."""


class Endorsement(StrEnum):
    """What an organization says of a proposal before it is decided."""

    ENDORSE = "endorse"
    """Wants it."""
    STAND_ASIDE = "stand_aside"
    """Does not want it, and does not stand in the way."""
    BLOCK = "block"
    """Cannot live with it; needs a reason."""
    WITHDRAW = "withdraw"
    """Takes its earlier word back."""


class ProposalState(StrEnum):
    """What became of a proposal."""

    OPEN = "open"
    """Nothing yet."""
    ADOPTED = "adopted"
    """The organizations adopted it."""
    REJECTED = "rejected"
    """They did not, or it was rejected without a vote; the reason stands beside it."""
    MERGED = "merged"
    """Another proposal says the same."""
    AMENDED = "amended"
    """Another took its place; endorsements were asked again."""


@dataclass(frozen=True)
class Wanted:
    """What a person proposes."""

    asked: str
    """The measure as people write it."""
    stance: Stance
    came_from: CameFrom
    proposed_by: str
    reason: str | None = None
    amends: int | None = None


@dataclass(frozen=True)
class Endorsed:
    """One word of one organization."""

    organization: str
    word: Endorsement
    reason: str | None
    recorded_at: datetime
    recorded_by: str


@dataclass(frozen=True)
class Proposal:
    """A proposal, what organizations say of it now, and what became of it."""

    agenda_id: str
    number: int
    asked: str
    bill_id: str | None
    stance: Stance
    reason: str | None
    came_from: CameFrom
    proposed_by: str
    amends: int | None
    recorded_at: datetime
    recorded_by: str
    words: tuple[Endorsed, ...]
    """Every word, oldest first; of each organization the last one counts."""
    state: ProposalState
    into: int | None
    """The proposal that it was merged into or that took its place."""
    why: str | None

    @property
    def standing(self) -> dict[str, Endorsed]:
        """The word of each organization that counts, by its name; withdrawn ones are left out."""
        last = {one.organization: one for one in self.words}
        return {name: one for name, one in last.items() if one.word is not Endorsement.WITHDRAW}

    def by(self, word: Endorsement) -> list[str]:
        """The organizations whose word it is."""
        return [name for name, one in self.standing.items() if one.word is word]


def propose(
    connection: sa.Connection,
    agenda_id: str,
    wanted: Wanted,
    *,
    bill_id: str | None,
    by: str,
    now: datetime,
) -> Proposal:
    """Adds a proposal. One that amends another takes its place.

    Raises UsageError where there is no such agenda, or what it would amend is settled.
    """
    saved_agenda(connection, agenda_id)
    if wanted.amends is not None:
        open_proposal(connection, agenda_id, wanted.amends)
        refuse_while_voting(connection, agenda_id, wanted.amends)
    number = next_number(connection, agenda_proposals, agenda_id)
    row = {
        "agenda_id": agenda_id,
        "number": number,
        "asked": said(wanted.asked, "measure", SENTENCES),
        "bill_id": bill_id,
        "stance": str(wanted.stance),
        "reason": said_if_any(wanted.reason, "reason", SENTENCES),
        "came_from": str(wanted.came_from),
        "proposed_by": said(wanted.proposed_by, "name of who asks"),
        "amends": wanted.amends,
        **recorded(by, now),
    }
    add_rows(connection, agenda_proposals, [row])
    return find_proposal(connection, agenda_id, number)


def endorse(
    connection: sa.Connection,
    agenda_id: str,
    number: int,
    organization: str,
    word: Endorsement,
    *,
    reason: str | None,
    by: str,
    now: datetime,
) -> Proposal:
    """Adds what an organization says of an open proposal; its word before stays readable.

    Raises UsageError where the proposal is settled, the organization is not one of the agenda's,
    or a block has no reason.
    """
    proposal = open_proposal(connection, agenda_id, number)
    members = saved_agenda(connection, agenda_id).organizations
    known = members or tuple(proposal.standing)
    name = same_name(known, organization)
    if name is None and members:
        raise no_member(organization, members, f"agenda {agenda_id}")
    reason = said_if_any(reason, "reason", SENTENCES)
    if word is Endorsement.BLOCK and reason is None:
        raise UsageError(
            "a block needs a reason, which the others read",
            where=f"proposal {number} of {agenda_id}",
            what_to_do="say in a sentence why the organization cannot live with it: --reason",
        )
    row = {
        "agenda_id": agenda_id,
        "proposal": number,
        "number": len(proposal.words) + 1,
        "organization": name or said(organization, "name of the organization"),
        "word": str(word),
        "reason": reason,
        **recorded(by, now),
    }
    add_rows(connection, agenda_endorsements, [row])
    return find_proposal(connection, agenda_id, number)


def settle(
    connection: sa.Connection,
    agenda_id: str,
    number: int,
    *,
    into: int | None,
    why: str,
    by: str,
    now: datetime,
) -> Proposal:
    """Ends an open proposal without a vote: merged into another, or rejected; with a reason.

    Raises UsageError where it is settled already, a vote on it is open, or it would be merged into
    itself or into one that ended.
    """
    open_proposal(connection, agenda_id, number)
    refuse_while_voting(connection, agenda_id, number)
    if into is not None:
        target = find_proposal(connection, agenda_id, into)
        if into == number or target.state not in (ProposalState.OPEN, ProposalState.ADOPTED):
            raise UsageError(
                f"proposal {number} cannot be merged into proposal {into}",
                where=f"agenda {agenda_id}",
                what_to_do="name another one that is open or adopted; answerable agenda proposals "
                f"{agenda_id} lists them",
            )
    row = {
        "agenda_id": agenda_id,
        "proposal": number,
        "into": into,
        "why": said(why, "reason", SENTENCES),
        **recorded(by, now),
    }
    add_rows(connection, agenda_settlements, [row])
    return find_proposal(connection, agenda_id, number)


def proposals(connection: sa.Connection, agenda_id: str) -> list[Proposal]:
    """Every proposal for an agenda, oldest first, with what became of it."""
    column = agenda_proposals.c
    query = sa.select(agenda_proposals).where(column.agenda_id == agenda_id).order_by(column.number)
    rows = connection.execute(query).mappings().all()
    words, ends = _words(connection, agenda_id), _ends(connection, agenda_id)
    replaced = {
        row["amends"]: (ProposalState.AMENDED, row["number"], row["reason"])
        for row in rows
        if row["amends"] is not None
    }
    found = []
    for row in rows:
        number = row["number"]
        open_ = (ProposalState.OPEN, None, None)
        state, into, why = ends.get(number) or replaced.get(number) or open_
        values = {
            **row,
            "stance": Stance(row["stance"]),
            "came_from": CameFrom(row["came_from"]),
            "recorded_at": from_store(row["recorded_at"]),
        }
        said_of_it = tuple(words.get(number, ()))
        found.append(Proposal(**values, words=said_of_it, state=state, into=into, why=why))
    return found


def find_proposal(connection: sa.Connection, agenda_id: str, number: int) -> Proposal:
    """That proposal for an agenda.

    Raises UsageError where there is none.
    """
    known = proposals(connection, agenda_id)
    for one in known:
        if one.number == number:
            return one
    held = f"it has {len(known)}, numbered from 1" if known else "it has none yet"
    raise UsageError(
        f"the agenda {agenda_id} has no proposal {number}",
        where=f"agenda {agenda_id}",
        what_to_do=f"choose one that it has; {held}",
    )


def open_proposal(connection: sa.Connection, agenda_id: str, number: int) -> Proposal:
    """That proposal, if it is open.

    Raises UsageError where there is none, or it is settled.
    """
    one = find_proposal(connection, agenda_id, number)
    if one.state is ProposalState.OPEN:
        return one
    became = f"{one.state}{f', see proposal {one.into}' if one.into else ''}"
    raise UsageError(
        f"proposal {number} is settled: {became}{f' ({one.why})' if one.why else ''}",
        where=f"agenda {agenda_id}",
        what_to_do="propose it again if it is to be decided anew: answerable agenda propose",
    )


def refuse_while_voting(connection: sa.Connection, agenda_id: str, number: int) -> None:
    """Raises UsageError where a decision on the proposal, or a choice among it, is open."""
    for choice, proposals, outcome in connection.execute(_CHOSEN_AMONG, {"agenda_id": agenda_id}):
        if outcome is None and str(number) in proposals.split():
            raise UsageError(
                f"choice {choice}, which proposal {number} is part of, is still open",
                where=f"agenda {agenda_id}",
                what_to_do=f"count it first: answerable agenda count {agenda_id} {choice}",
            )
    called, done = agenda_decisions.c, agenda_results.c
    closed = sa.select(done.decision).where(done.agenda_id == agenda_id)
    query = sa.select(called.number).where(
        called.agenda_id == agenda_id, called.proposal == number, called.number.not_in(closed)
    )
    still_open = connection.execute(query).scalar()
    if still_open is not None:
        raise UsageError(
            f"decision {still_open} on proposal {number} is still open",
            where=f"agenda {agenda_id}",
            what_to_do=f"close it first: answerable agenda close {agenda_id} {still_open}",
        )


_CHOSEN_AMONG = (
    sa.select(agenda_choices.c.number, agenda_choices.c.proposals, agenda_choice_results.c.outcome)
    .outerjoin(
        agenda_choice_results,
        (agenda_choice_results.c.agenda_id == agenda_choices.c.agenda_id)
        & (agenda_choice_results.c.choice == agenda_choices.c.number),
    )
    .where(agenda_choices.c.agenda_id == sa.bindparam("agenda_id"))
)
"""One row per choice: among which proposals, and what came of it (empty: it is open)."""


def _words(connection: sa.Connection, agenda_id: str) -> Mapping[int, list[Endorsed]]:
    column = agenda_endorsements.c
    query = sa.select(agenda_endorsements).where(column.agenda_id == agenda_id)
    found: dict[int, list[Endorsed]] = {}
    for row in connection.execute(query.order_by(column.proposal, column.number)):
        found.setdefault(row.proposal, []).append(
            Endorsed(
                row.organization,
                Endorsement(row.word),
                row.reason,
                from_store(row.recorded_at),
                row.recorded_by,
            )
        )
    return found


def _ends(
    connection: sa.Connection, agenda_id: str
) -> dict[int, tuple[ProposalState, int | None, str]]:
    """By proposal: what it ended as, by a vote or without. A vote without a quorum ends none."""
    settled = agenda_settlements.c
    query = sa.select(settled.proposal, settled.into, settled.why)
    ends = {
        row.proposal: (
            ProposalState.REJECTED if row.into is None else ProposalState.MERGED,
            row.into,
            row.why,
        )
        for row in connection.execute(query.where(settled.agenda_id == agenda_id))
    }
    for proposal, count in _counts(connection, agenda_id):
        if count.outcome is not Outcome.NO_QUORUM:
            adopted = count.outcome is Outcome.ADOPTED
            state = ProposalState.ADOPTED if adopted else ProposalState.REJECTED
            ends[proposal] = (state, None, count.sentence)
    return ends | _chosen(connection, agenda_id)


def _chosen(
    connection: sa.Connection, agenda_id: str
) -> dict[int, tuple[ProposalState, int | None, str]]:
    """By proposal: what a choice made of it. One without a quorum ends none."""
    done = agenda_choice_results
    query = (
        sa.select(agenda_choices.c.number, agenda_choices.c.rule, agenda_choices.c.proposals, done)
        .join(
            done,
            (done.c.agenda_id == agenda_choices.c.agenda_id)
            & (done.c.choice == agenda_choices.c.number),
        )
        .where(agenda_choices.c.agenda_id == agenda_id, done.c.outcome != Outcome.NO_QUORUM.value)
    )
    ends: dict[int, tuple[ProposalState, int | None, str]] = {}
    for row in connection.execute(query):
        chosen = row.chosen.split()
        why = f"choice {row.number}, {row.rule}: chosen {', '.join(chosen) or 'none'}"
        for one in row.proposals.split():
            state = ProposalState.ADOPTED if one in chosen else ProposalState.REJECTED
            ends[int(one)] = (state, None, why)
    return ends


def _counts(connection: sa.Connection, agenda_id: str) -> list[tuple[int, Count]]:
    called, done = agenda_decisions.c, agenda_results
    query = (
        sa.select(called.proposal, called.rule, called.quorum, done)
        .join(done, (done.c.agenda_id == called.agenda_id) & (done.c.decision == called.number))
        .where(called.agenda_id == agenda_id, called.proposal.is_not(None))
    )
    return [(row["proposal"], count_of({**row})) for row in connection.execute(query).mappings()]


def count_of(row: Mapping[str, Any]) -> Count:
    """The count in a row of a decision joined with its result."""
    return Count(
        rule=DecisionRule(row["rule"]),
        quorum=row["quorum"],
        **{name: row[name] for name in ("members", "voted", "yes", "no", "stood_aside", "blocks")},
    )
