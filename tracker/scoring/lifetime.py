"""A lifetime: every vote of several sessions in one number, one row per person and house.

Votes are pooled, never averaged. What was available to a member are the measures of those sessions
in which they held a seat of that house.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import sqlalchemy as sa

from tracker.agenda.agenda import Agenda
from tracker.scoring.inputs import Run, prepare
from tracker.scoring.method import Method
from tracker.scoring.scorecard import Member, asked_by, members_of
from tracker.scoring.scores import (
    EMPTY,
    HUNDREDTHS,
    NOTHING,
    House,
    ScoreStatus,
    Tally,
    Unranked,
    fold,
    percent_of,
)


@dataclass(frozen=True)
class SessionPart:
    """What one session adds to a lifetime."""

    agenda: Agenda
    tally: Tally
    available: int
    """Measures that could count in that house in that session."""


@dataclass
class LifetimeLine:
    """One member of one house over all sessions that were asked for."""

    member: Member
    """As they sat in the last of those sessions."""
    sessions: list[str]
    """Those in which they held a seat there, in the order that was asked for."""
    tally: Tally = NOTHING
    available: int = 0
    """Measures that could count in that house in those sessions."""
    available_weight: int = 0
    percent: int | None = None
    rank: int | None = None
    status: ScoreStatus = field(default=ScoreStatus.NOT_ENOUGH_VOTES)
    is_doubted: bool = False
    """Whether a name that is nobody's may be theirs on a measure of one of the sessions."""
    unranked: Unranked | None = None
    """Why there is a number and no rank."""
    parts: list[SessionPart] = field(default_factory=list)
    """One for each of the sessions; their tallies together are `tally`."""

    def has_enough(self, method: Method) -> bool:
        """Whether the votes are enough for a number, by the method."""
        needed = method.minimum_weight_percent * self.available_weight
        return (
            self.tally.counted >= max(1, method.minimum_measures)
            and self.tally.out_of * 100 * HUNDREDTHS >= needed * self.tally.unit
        )


def lifetime_of(
    connection: sa.Connection, agendas: Sequence[Agenda], method: Method
) -> list[LifetimeLine]:
    """Everybody who sat in one of the agendas' sessions: by house, rank, then name."""
    lines: dict[tuple[str, str], LifetimeLine] = {}
    for agenda in agendas:
        run = Run(0, method)
        prepare(connection, asked_by(agenda), [run])
        folded = fold(connection)
        for member in members_of(connection, agenda.session_id):
            house = folded.houses.get((run.run_id, member.chamber), EMPTY)
            line = lines.setdefault(
                (member.person_id, member.chamber), LifetimeLine(member, sessions=[])
            )
            line.member = member
            line.sessions.append(agenda.session)
            tally = house.tallies.get(member.person_id, NOTHING)
            line.parts.append(SessionPart(agenda, tally, house.available))
            line.tally = line.tally.plus(tally)
            line.available += house.available
            line.available_weight += house.available_weight
            line.is_doubted |= (member.person_id, member.chamber) in folded.in_doubt
    _rank(list(lines.values()), method)
    return sorted(
        lines.values(),
        key=lambda one: (
            one.member.chamber != "upper",
            one.rank is None,
            one.rank or 0,
            one.member.name,
        ),
    )


def _rank(lines: Sequence[LifetimeLine], method: Method) -> None:
    """Each house by itself; ties share a rank."""
    houses: dict[str, list[tuple[Fraction, LifetimeLine]]] = defaultdict(list)
    for line in lines:
        if line.has_enough(method):
            line.percent, line.status = percent_of(line.tally.share), ScoreStatus.SCORED
            line.unranked = _unranked(line)
            if line.unranked is None:
                houses[line.member.chamber].append((line.tally.share, line))
    for scored in houses.values():
        shares = sorted((share for share, _ in scored), reverse=True)
        for share, line in scored:
            line.rank = shares.index(share) + 1


def _unranked(line: LifetimeLine) -> Unranked | None:
    if line.is_doubted:
        return Unranked.NAMES_IN_DOUBT
    whole = House({}, line.available, line.available_weight)
    return None if whole.is_half(line.tally) else Unranked.UNDER_HALF
