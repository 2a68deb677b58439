"""Decisions of a coalition's organizations: called with their rules, voted, closed with a result.

An adopted proposal enters the agenda; an adopted version is ratified. Rows are only added; the
functions work on a connection of `Store.writing()` or `Store.reading()`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from tracker.agenda.added_rows import add_rows, next_number, recorded
from tracker.agenda.decision_rules import Count, DecisionRule, Vote, may_cast
from tracker.agenda.organizations import no_member, same_name
from tracker.agenda.proposals import (
    Endorsement,
    count_of,
    find_proposal,
    open_proposal,
    refuse_while_voting,
)
from tracker.agenda.tables import agenda_decisions, agenda_results, agenda_votes
from tracker.agenda.versions import saved_agenda, version_numbered
from tracker.campaigns.words import SENTENCES, said, said_if_any
from tracker.errors import UsageError
from tracker.store.moments import from_store
from tracker.translation import _


@dataclass(frozen=True)
class Called:
    """What a vote is called on, and by which rules: on a proposal, or else on a version."""

    proposal: int | None
    version: int | None
    rule: DecisionRule
    called_on: date
    decides_on: date
    quorum: int | None = None
    """None: more than half of the organizations."""
    notice_days: int = 0
    members: tuple[str, ...] = ()
    """The organizations that may vote; empty: those that the agenda names."""


@dataclass(frozen=True)
class CastVote:
    """One vote of one organization, as it was written down."""

    organization: str
    vote: Vote
    reason: str | None
    recorded_at: datetime
    recorded_by: str


@dataclass(frozen=True)
class Decision:
    """A decision with every vote, and its result once it is closed."""

    agenda_id: str
    number: int
    proposal: int | None
    version: int | None
    rule: DecisionRule
    quorum: int
    notice_days: int
    called_on: date
    decides_on: date
    members: tuple[str, ...]
    called_by: str
    votes: tuple[CastVote, ...]
    """Every vote, oldest first; of each organization the last one counts."""
    result: Count | None
    """None while it is open."""
    closed_by: str | None

    @property
    def last_votes(self) -> dict[str, CastVote]:
        """The vote of each organization that counts, by its name."""
        return {one.organization: one for one in self.votes}

    @property
    def about(self) -> str:
        """As in `proposal 3` or `version 2`."""
        if self.proposal is None:
            return _("version {number}").format(number=self.version)
        return _("proposal {number}").format(number=self.proposal)

    @property
    def stands(self) -> str:
        """What came of it, in a sentence."""
        if self.result:
            return self.result.sentence
        said = _("open until {day}; {voted} of {members} voted")
        voted, members = len(self.last_votes), len(self.members)
        return said.format(day=self.decides_on, voted=voted, members=members)


def call(
    connection: sa.Connection, agenda_id: str, called: Called, *, by: str, now: datetime
) -> Decision:
    """Calls a vote.

    Raises UsageError where the notice is too short, the quorum cannot be, nobody may vote, or what
    it is about is settled, ratified or being voted on.
    """
    members = members_of(connection, agenda_id, called.members)
    quorum = len(members) // 2 + 1 if called.quorum is None else called.quorum
    where = f"agenda {agenda_id}"
    refuse_bad_quorum(quorum, members, where)
    refuse_short_notice(called.called_on, called.decides_on, called.notice_days, where, now.date())
    _refuse_settled(connection, agenda_id, called)
    number = next_number(connection, agenda_decisions, agenda_id)
    row = {
        "agenda_id": agenda_id,
        "number": number,
        "proposal": called.proposal,
        "version": called.version,
        "rule": str(called.rule),
        "quorum": quorum,
        "notice_days": called.notice_days,
        "called_on": called.called_on,
        "decides_on": called.decides_on,
        "members": "\n".join(members),
        **recorded(by, now),
    }
    add_rows(connection, agenda_decisions, [row])
    return find_decision(connection, agenda_id, number)


def vote(
    connection: sa.Connection,
    agenda_id: str,
    number: int,
    cast: Sequence[tuple[str, Vote]],
    *,
    reason: str | None,
    by: str,
    now: datetime,
) -> Decision:
    """Adds the votes of organizations to an open decision, all or none. An organization may vote
    again until it is closed: the last vote counts, and each stays readable.

    Raises UsageError where it is closed, an organization may not vote or is named twice, or the
    rule knows no such vote.
    """
    decision = _open(connection, agenda_id, number)
    where = f"decision {number} of {agenda_id}"
    reason = said_if_any(reason, "reason", SENTENCES)
    named: list[str] = []
    for organization, one in cast:
        name = same_name(decision.members, organization)
        if name is None:
            raise no_member(organization, decision.members, where)
        if name in named:
            raise UsageError(
                f"{name} is named twice", where=where, what_to_do="give one vote of each"
            )
        _refuse_no_such_vote(decision.rule, one, reason, where)
        named.append(name)
    if not named:
        raise UsageError("nobody's vote is given", where=where, what_to_do="name one, as in --yes")
    rows = [
        {
            "agenda_id": agenda_id,
            "decision": number,
            "number": len(decision.votes) + place,
            "organization": name,
            "vote": str(one),
            "reason": reason,
            **recorded(by, now),
        }
        for place, (name, (_, one)) in enumerate(zip(named, cast, strict=True), 1)
    ]
    add_rows(connection, agenda_votes, rows)
    return find_decision(connection, agenda_id, number)


def close(
    connection: sa.Connection, agenda_id: str, number: int, *, by: str, now: datetime
) -> Decision:
    """Counts the votes of an open decision and keeps the result with its inputs, for good.

    Raises UsageError where it is closed, or its day has not come.
    """
    decision = _open(connection, agenda_id, number)
    if now.date() < decision.decides_on:
        raise UsageError(
            f"decision {number} is open until {decision.decides_on}",
            where=f"agenda {agenda_id}",
            what_to_do="close it on that day or later",
        )
    count = counted(decision, _standing_blocks(connection, decision))
    row = {
        "agenda_id": agenda_id,
        "decision": number,
        "outcome": str(count.outcome),
        "votes_counted": len(decision.votes),
        **{
            name: getattr(count, name)
            for name in ("members", "voted", "yes", "no", "stood_aside", "blocks")
        },
        **recorded(by, now),
    }
    add_rows(connection, agenda_results, [row])
    return find_decision(connection, agenda_id, number)


def counted(decision: Decision, standing_blocks: Sequence[str] = ()) -> Count:
    """The count of a decision. Under consensus the block of an organization that did not vote
    stands, since staying away does not lift it.
    """
    last = {name: one.vote for name, one in decision.last_votes.items()}
    cast = list(last.values())
    still = [name for name in standing_blocks if name in decision.members and name not in last]
    return Count(
        rule=decision.rule,
        quorum=decision.quorum,
        members=len(decision.members),
        voted=len(cast),
        yes=cast.count(Vote.YES),
        no=cast.count(Vote.NO),
        stood_aside=cast.count(Vote.STAND_ASIDE),
        blocks=cast.count(Vote.BLOCK)
        + (len(still) if decision.rule is DecisionRule.CONSENSUS else 0),
    )


def decisions(connection: sa.Connection, agenda_id: str) -> list[Decision]:
    """Every decision on an agenda, oldest first."""
    column = agenda_decisions.c
    query = sa.select(agenda_decisions).where(column.agenda_id == agenda_id).order_by(column.number)
    cast = _votes(connection, agenda_id)
    done = {
        row["decision"]: row
        for row in connection.execute(
            sa.select(agenda_results).where(agenda_results.c.agenda_id == agenda_id)
        ).mappings()
    }
    return [
        _decision(row, tuple(cast.get(row["number"], ())), done.get(row["number"]))
        for row in connection.execute(query).mappings()
    ]


def find_decision(connection: sa.Connection, agenda_id: str, number: int) -> Decision:
    """That decision on an agenda.

    Raises UsageError where there is none.
    """
    known = decisions(connection, agenda_id)
    for one in known:
        if one.number == number:
            return one
    held = f"it has {len(known)}, numbered from 1" if known else "none was called yet"
    raise UsageError(
        f"the agenda {agenda_id} has no decision {number}",
        where=f"agenda {agenda_id}",
        what_to_do=f"choose one that it has; {held}",
    )


def _open(connection: sa.Connection, agenda_id: str, number: int) -> Decision:
    decision = find_decision(connection, agenda_id, number)
    if decision.result is None:
        return decision
    raise UsageError(
        f"decision {number} was closed by {decision.closed_by}: {decision.result.sentence}",
        where=f"agenda {agenda_id}",
        what_to_do="a result stands; to decide anew, call another vote: answerable agenda decide",
    )


def members_of(connection: sa.Connection, agenda_id: str, wanted: Sequence[str]) -> tuple[str, ...]:
    """The organizations that may vote: those wanted, else those that the agenda names.

    Raises UsageError where there are none, or one is named twice.
    """
    named = wanted or saved_agenda(connection, agenda_id).organizations
    members: list[str] = []
    for name in named:
        plain = " ".join(said(name, "name of the organization").split())
        if same_name(members, plain) is not None:
            raise UsageError(
                f"{plain} is named twice",
                where=f"agenda {agenda_id}",
                what_to_do="name each organization once; each has one vote",
            )
        members.append(plain)
    if not members:
        raise UsageError(
            "nobody says which organizations may vote",
            where=f"agenda {agenda_id}",
            what_to_do="name each (--member), or list them under organizations in the agenda",
        )
    return tuple(members)


def refuse_bad_quorum(quorum: int, members: Sequence[str], where: str) -> None:
    """Raises UsageError where the quorum cannot be."""
    if not 1 <= quorum <= len(members):
        raise UsageError(
            f"a quorum of {quorum} cannot be: {len(members)} organizations may vote",
            where=where,
            what_to_do=f"give a quorum from 1 to {len(members)}",
        )


def refuse_short_notice(
    called_on: date, decides_on: date, notice_days: int, where: str, today: date
) -> None:
    """Raises UsageError where fewer days lie between than are needed, or nobody was told yet."""
    if called_on > today:
        raise UsageError(
            f"{called_on} is still to come, so nobody was told then",
            where=where,
            what_to_do=f"give the day on which the organizations were told, up to {today}",
        )
    given = (decides_on - called_on).days
    if notice_days < 0 or given < notice_days or given < 0:
        raise UsageError(
            f"from {called_on} to {decides_on} is {given} days' notice, and "
            f"{max(notice_days, 0)} are needed",
            where=where,
            what_to_do="decide on a later day: --on",
        )


def _refuse_settled(connection: sa.Connection, agenda_id: str, called: Called) -> None:
    if called.proposal is not None:
        open_proposal(connection, agenda_id, called.proposal)
        refuse_while_voting(connection, agenda_id, called.proposal)
    if called.version is None:
        return
    version = version_numbered(connection, agenda_id, called.version)
    if version.ratified_on:
        raise UsageError(
            f"version {version.number} was ratified on {version.ratified_on}",
            where=f"agenda {agenda_id}",
            what_to_do="it stays so; only a later version can be voted on",
        )
    for one in decisions(connection, agenda_id):
        if one.version == called.version and one.result is None:
            raise UsageError(
                f"decision {one.number} on version {called.version} is still open",
                where=f"agenda {agenda_id}",
                what_to_do=f"close it first: answerable agenda close {agenda_id} {one.number}",
            )


def _refuse_no_such_vote(rule: DecisionRule, one: Vote, reason: str | None, where: str) -> None:
    if not may_cast(rule, one):
        under = "under consensus a no is a block" if one is Vote.NO else "only consensus has blocks"
        use = "--block, with --reason" if one is Vote.NO else "--no"
        raise UsageError(f"this vote is by {rule}: {under}", where=where, what_to_do=f"use {use}")
    if one is Vote.BLOCK and reason is None:
        raise UsageError(
            "a block needs a reason, which the others read",
            where=where,
            what_to_do="say in a sentence why the organization cannot live with it: --reason",
        )


def _standing_blocks(connection: sa.Connection, decision: Decision) -> list[str]:
    """The organizations whose last word on the proposal is a block, by their members' names."""
    if decision.proposal is None:
        return []
    proposal = find_proposal(connection, decision.agenda_id, decision.proposal)
    named = (same_name(decision.members, one) for one in proposal.by(Endorsement.BLOCK))
    return [name for name in named if name is not None]


def _votes(connection: sa.Connection, agenda_id: str) -> dict[int, list[CastVote]]:
    column = agenda_votes.c
    query = sa.select(agenda_votes).where(column.agenda_id == agenda_id)
    found: dict[int, list[CastVote]] = {}
    for row in connection.execute(query.order_by(column.decision, column.number)):
        at = from_store(row.recorded_at)
        one = CastVote(row.organization, Vote(row.vote), row.reason, at, row.recorded_by)
        found.setdefault(row.decision, []).append(one)
    return found


def _decision(
    row: sa.RowMapping, cast: tuple[CastVote, ...], result: sa.RowMapping | None
) -> Decision:
    same = (
        *("agenda_id", "number", "proposal", "version", "quorum", "notice_days"),
        *("called_on", "decides_on"),
    )
    rules = {"rule": row["rule"], "quorum": row["quorum"]}
    return Decision(
        **{name: row[name] for name in same},
        rule=DecisionRule(row["rule"]),
        members=tuple(row["members"].split("\n")),
        called_by=row["recorded_by"],
        votes=cast,
        result=count_of({**result, **rules}) if result is not None else None,
        closed_by=result["recorded_by"] if result is not None else None,
    )
