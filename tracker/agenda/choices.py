"""Choices among several proposals: called with their rule, balloted, counted round by round.

What is chosen enters the agenda; the others are rejected, and the count says why. Rows
are only added; the functions work on a connection of `Store.writing()` or `Store.reading()`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from tracker.agenda.added_rows import next_number, recorded
from tracker.agenda.choosing import ChoiceRule, Counted, count_dots, count_ranked
from tracker.agenda.decision_rules import Outcome
from tracker.agenda.decisions import members_of, refuse_bad_quorum, refuse_short_notice
from tracker.agenda.organizations import no_member, same_name
from tracker.agenda.proposals import open_proposal, refuse_while_voting
from tracker.agenda.tables import agenda_ballots, agenda_choice_results, agenda_choices
from tracker.errors import UsageError
from tracker.store.moments import from_store


@dataclass(frozen=True)
class CalledChoice:
    """What is to be chosen among, and by which rules."""

    proposals: tuple[int, ...]
    rule: ChoiceRule
    places: int
    dots: int | None
    """How many each organization has; None with ranked ballots."""
    called_on: date
    decides_on: date
    quorum: int | None = None
    """None: more than half of the organizations."""
    notice_days: int = 0
    members: tuple[str, ...] = ()
    """The organizations that may choose; empty: those that the agenda names."""


@dataclass(frozen=True)
class GivenBallot:
    """One ballot of one organization, as it was written down."""

    organization: str
    ballot: str
    recorded_at: datetime
    recorded_by: str

    @property
    def ranked(self) -> tuple[int, ...]:
        """The proposals on a ranked ballot, the first choice first."""
        return tuple(map(int, self.ballot.split()))

    @property
    def dots(self) -> dict[int, int]:
        """Dots by proposal, on a ballot with dots."""
        pairs = (part.split(":") for part in self.ballot.split())
        return {int(one): int(dots) for one, dots in pairs}


@dataclass(frozen=True)
class ChoiceResult:
    """What came of a choice, as it was computed on the day it was closed."""

    outcome: Outcome
    voted: int
    chosen: tuple[int, ...]
    rounds: tuple[str, ...]
    closed_by: str


@dataclass(frozen=True)
class Choice:
    """A choice with every ballot, and its result once it is closed."""

    agenda_id: str
    number: int
    proposals: tuple[int, ...]
    rule: ChoiceRule
    places: int
    dots: int | None
    quorum: int
    notice_days: int
    called_on: date
    decides_on: date
    members: tuple[str, ...]
    called_by: str
    ballots: tuple[GivenBallot, ...]
    """Every ballot, oldest first; of each organization the last one counts."""
    result: ChoiceResult | None
    """None while it is open."""

    @property
    def last_ballots(self) -> dict[str, GivenBallot]:
        """The ballot of each organization that counts, by its name."""
        return {one.organization: one for one in self.ballots}

    @property
    def stands(self) -> str:
        """What came of it, in a sentence."""
        voted = len(self.last_ballots)
        if self.result is None:
            return f"open until {self.decides_on}; {voted} of {len(self.members)} gave a ballot"
        said = (
            f"{self.result.voted} of {len(self.members)} organizations gave a ballot, quorum "
            f"{self.quorum}"
        )
        if self.result.outcome is Outcome.NO_QUORUM:
            return f"{said}: no quorum, so nothing is decided"
        chosen = ", ".join(map(str, self.result.chosen)) or "none"
        of = ", ".join(map(str, self.proposals))
        return f"{said}; by {self.rule} of proposals {of}: chosen {chosen}"


def call_choice(
    connection: sa.Connection, agenda_id: str, called: CalledChoice, *, by: str, now: datetime
) -> Choice:
    """Calls a choice among open proposals.

    Raises UsageError where there are fewer than two or one is settled or being voted on, as many
    places as proposals, dots that do not fit the rule, or notice or quorum that cannot be.
    """
    where = f"agenda {agenda_id}"
    proposals = tuple(sorted(set(called.proposals)))
    if len(proposals) < 2 or not 1 <= called.places < len(proposals):
        raise UsageError(
            f"{called.places} of {len(proposals)} proposals is no choice",
            where=where,
            what_to_do="name two proposals at least (--proposal, repeated), and fewer places",
        )
    if (called.dots is not None) != (called.rule is ChoiceRule.DOTS) or (called.dots or 1) < 1:
        raise UsageError(
            "dots have a number for each organization; ranked ballots have none",
            where=where,
            what_to_do="give --dots 5 with the rule dots, and leave it out with ranked",
        )
    for one in proposals:
        open_proposal(connection, agenda_id, one)
        refuse_while_voting(connection, agenda_id, one)
    members = members_of(connection, agenda_id, called.members)
    quorum = len(members) // 2 + 1 if called.quorum is None else called.quorum
    refuse_bad_quorum(quorum, members, where)
    refuse_short_notice(called.called_on, called.decides_on, called.notice_days, where, now.date())
    number = next_number(connection, agenda_choices, agenda_id)
    row = {
        "agenda_id": agenda_id,
        "number": number,
        "proposals": "\n".join(map(str, proposals)),
        "rule": str(called.rule),
        "places": called.places,
        "dots": called.dots,
        "quorum": quorum,
        "notice_days": called.notice_days,
        "called_on": called.called_on,
        "decides_on": called.decides_on,
        "members": "\n".join(members),
        **recorded(by, now),
    }
    connection.execute(sa.insert(agenda_choices), [row])
    return find_choice(connection, agenda_id, number)


def give_ballots(
    connection: sa.Connection,
    agenda_id: str,
    number: int,
    given: Sequence[tuple[str, str]],
    *,
    by: str,
    now: datetime,
) -> Choice:
    """Adds ballots of organizations to an open choice, all or none. Each may give another
    until it is closed: the last one counts, and each stays readable.

    Raises UsageError where it is closed, an organization may not choose or is named twice, or a
    ballot cannot be: the sentence says which.
    """
    choice = _open(connection, agenda_id, number)
    where = f"choice {number} of {agenda_id}"
    rows: list[dict[str, object]] = []
    named: set[str] = set()
    for organization, text in given:
        name = same_name(choice.members, organization)
        if name is None:
            raise no_member(organization, choice.members, where)
        if name in named:
            raise UsageError(
                f"{name} is named twice", where=where, what_to_do="give one ballot of each"
            )
        named.add(name)
        ballot = _plain(choice, text, f"{where}, {name}")
        row = {"agenda_id": agenda_id, "choice": number, "organization": name, "ballot": ballot}
        count = len(choice.ballots) + len(rows) + 1
        rows.append({**row, "number": count, **recorded(by, now)})
    if not rows:
        raise UsageError(
            "nobody's ballot is given", where=where, what_to_do='name one: "Lanes Now=2 1 3"'
        )
    connection.execute(sa.insert(agenda_ballots), rows)
    return find_choice(connection, agenda_id, number)


def count_choice(choice: Choice) -> Counted:
    """The count of the ballots there are by the rule of the choice."""
    last = choice.last_ballots.values()
    if choice.rule is ChoiceRule.RANKED:
        return count_ranked(choice.proposals, [one.ranked for one in last], choice.places)
    return count_dots(choice.proposals, [one.dots for one in last], choice.places)


def close_choice(
    connection: sa.Connection, agenda_id: str, number: int, *, by: str, now: datetime
) -> Choice:
    """Counts an open choice and keeps the result with every round, for good.

    Raises UsageError where it is closed, or its day has not come.
    """
    choice = _open(connection, agenda_id, number)
    if now.date() < choice.decides_on:
        raise UsageError(
            f"choice {number} is open until {choice.decides_on}",
            where=f"agenda {agenda_id}",
            what_to_do="count it on that day or later",
        )
    voted = len(choice.last_ballots)
    has_quorum = voted >= choice.quorum
    counted = count_choice(choice) if has_quorum else Counted((), ())
    adopted = Outcome.ADOPTED if counted.chosen else Outcome.NOT_ADOPTED
    row = {
        "agenda_id": agenda_id,
        "choice": number,
        "outcome": str(adopted if has_quorum else Outcome.NO_QUORUM),
        "ballots_counted": len(choice.ballots),
        "voted": voted,
        "chosen": "\n".join(map(str, counted.chosen)),
        "rounds": "\n".join(one.words for one in counted.rounds),
        **recorded(by, now),
    }
    connection.execute(sa.insert(agenda_choice_results), [row])
    return find_choice(connection, agenda_id, number)


def choices(connection: sa.Connection, agenda_id: str) -> list[Choice]:
    """Every choice on an agenda, oldest first."""
    column, given = agenda_choices.c, agenda_ballots.c
    query = sa.select(agenda_choices).where(column.agenda_id == agenda_id).order_by(column.number)
    ballots: dict[int, list[GivenBallot]] = {}
    for row in connection.execute(
        sa.select(agenda_ballots)
        .where(given.agenda_id == agenda_id)
        .order_by(given.choice, given.number)
    ):
        at = from_store(row.recorded_at)
        one = GivenBallot(row.organization, row.ballot, at, row.recorded_by)
        ballots.setdefault(row.choice, []).append(one)
    results = sa.select(agenda_choice_results).where(agenda_choice_results.c.agenda_id == agenda_id)
    done = {row["choice"]: row for row in connection.execute(results).mappings()}
    return [
        _choice(row, tuple(ballots.get(row["number"], ())), done.get(row["number"]))
        for row in connection.execute(query).mappings()
    ]


def find_choice(connection: sa.Connection, agenda_id: str, number: int) -> Choice:
    """That choice on an agenda.

    Raises UsageError where there is none.
    """
    known = choices(connection, agenda_id)
    for one in known:
        if one.number == number:
            return one
    held = f"it has {len(known)}, numbered from 1" if known else "none was called yet"
    raise UsageError(
        f"the agenda {agenda_id} has no choice {number}",
        where=f"agenda {agenda_id}",
        what_to_do=f"choose one that it has; {held}",
    )


def _open(connection: sa.Connection, agenda_id: str, number: int) -> Choice:
    choice = find_choice(connection, agenda_id, number)
    if choice.result is None:
        return choice
    raise UsageError(
        f"choice {number} was closed by {choice.result.closed_by}: {choice.stands}",
        where=f"agenda {agenda_id}",
        what_to_do="a result stands; to choose anew, call another: answerable agenda choose",
    )


def _plain(choice: Choice, text: str, where: str) -> str:
    """A ballot as it is kept.

    Raises UsageError where it names a proposal that is not to be chosen or one twice, or has more
    dots than there are.
    """
    parts = text.replace(",", " ").split()
    ranked = choice.rule is ChoiceRule.RANKED
    example = "2 1 3" if ranked else "2:3 1:2"
    pairs = [(part, "1") if ranked else tuple(part.split(":", 1)) for part in parts]
    if not all(len(pair) == 2 and all(map(_is_number, pair)) for pair in pairs):
        raise UsageError(
            f"the ballot {text!r} cannot be read",
            where=where,
            what_to_do=f"write the numbers of the proposals, as in {example!r}",
        )
    dots = [(int(one), int(count)) for one, count in pairs]
    named = [one for one, _ in dots]
    strange = [one for one in named if one not in choice.proposals]
    if strange or len(set(named)) < len(named):
        raise UsageError(
            f"the ballot {text!r} names proposal {strange[0]}, which is not to be chosen here"
            if strange
            else f"the ballot {text!r} names a proposal twice",
            where=where,
            what_to_do=f"name each of {', '.join(map(str, choice.proposals))} at most once",
        )
    given = sum(count for _, count in dots)
    if not ranked and given > (choice.dots or 0):
        raise UsageError(
            f"the ballot {text!r} has {given} dots, and each organization has {choice.dots}",
            where=where,
            what_to_do="give fewer",
        )
    return " ".join(str(one) if ranked else f"{one}:{count}" for one, count in dots)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10


def _choice(
    row: sa.RowMapping, given: tuple[GivenBallot, ...], result: sa.RowMapping | None
) -> Choice:
    same = (
        *("agenda_id", "number", "places", "dots", "quorum", "notice_days"),
        *("called_on", "decides_on"),
    )
    return Choice(
        **{name: row[name] for name in same},
        proposals=_numbers(row["proposals"]),
        rule=ChoiceRule(row["rule"]),
        members=tuple(row["members"].split("\n")),
        called_by=row["recorded_by"],
        ballots=given,
        result=_result(result) if result is not None else None,
    )


def _result(row: sa.RowMapping) -> ChoiceResult:
    return ChoiceResult(
        outcome=Outcome(row["outcome"]),
        voted=row["voted"],
        chosen=_numbers(row["chosen"]),
        rounds=tuple(row["rounds"].splitlines()),
        closed_by=row["recorded_by"],
    )


def _numbers(lines: str) -> tuple[int, ...]:
    return tuple(map(int, lines.split()))
