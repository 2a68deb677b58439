"""A person's lifetime score: which agenda speaks for each session, and what each session adds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from tracker.agenda.agenda import Agenda
from tracker.rules.reference import is_reviewed, jurisdiction_of
from tracker.scoring.lifetime import LifetimeLine, SessionPart
from tracker.views.houses import house_name
from tracker.views.wording import NOT_RANKED, amount, not_enough, of_all


@dataclass(frozen=True)
class LifetimeAgendas:
    """One agenda for each session of a legislature, by session."""

    agendas: tuple[Agenda, ...]
    undecided: tuple[tuple[Agenda, ...], ...]
    """Of the sessions that are left out, the several agendas of each: none was chosen."""


def lifetime_agendas(
    known: Mapping[str, Agenda], chosen: Agenda, sessions: Collection[str], wanted: Collection[str]
) -> LifetimeAgendas:
    """The chosen agenda, and that of each other of the `sessions` of its legislature: the one there
    is, or the one of several that is `wanted` by its id.
    """
    of_session: dict[str, list[Agenda]] = defaultdict(list)
    for agenda in known.values():
        if agenda.jurisdiction == chosen.jurisdiction and agenda.session_id in sessions:
            of_session[agenda.session_id].append(agenda)
    taken, undecided = [], []
    for session_id, agendas in sorted(of_session.items()):
        named = [one for one in agendas if one.id in wanted]
        if session_id == chosen.session_id:
            taken.append(chosen)
        elif len(agendas) == 1 or len(named) == 1:
            taken.append((named or agendas)[0])
        else:
            undecided.append(tuple(agendas))
    return LifetimeAgendas(tuple(taken), tuple(undecided))


@dataclass(frozen=True)
class LifetimePart:
    """What one session adds."""

    session: str
    agenda_id: str
    agenda_title: str
    counted: int
    available: int
    sum: str
    """As in `2.5 of 3`; credits of the weights that count."""


@dataclass(frozen=True)
class LifetimeView:
    """A person's lifetime in one house."""

    house: str
    percent: int | None
    status_label: str | None
    """What stands in place of a number."""
    parts: tuple[LifetimePart, ...]
    sum: str
    counted: int
    available: int
    rank: int | None
    ranked: int
    unranked: str | None
    """Why there is a number and no rank."""


def lifetime_view(lines: Sequence[LifetimeLine], person_id: str) -> tuple[LifetimeView, ...]:
    """The lifetime of a person in each house in which they sat in more than one session."""
    return tuple(
        _view(line, lines)
        for line in lines
        if line.member.person_id == person_id and len(line.sessions) > 1
    )


def _view(line: LifetimeLine, lines: Sequence[LifetimeLine]) -> LifetimeView:
    house = [other for other in lines if other.member.chamber == line.member.chamber]
    return LifetimeView(
        house=house_name(line.parts[-1].agenda.jurisdiction, line.member.chamber, {}),
        percent=line.percent,
        status_label=None
        if line.percent is not None
        else not_enough(line.tally.counted, line.available),
        parts=tuple(_part(part) for part in line.parts),
        sum=of_all(amount(line.tally.earned), amount(line.tally.possible)),
        counted=line.tally.counted,
        available=line.available,
        rank=line.rank,
        ranked=sum(other.rank is not None for other in house),
        unranked=NOT_RANKED[line.unranked] if line.unranked else None,
    )


def _part(part: SessionPart) -> LifetimePart:
    agenda, tally = part.agenda, part.tally
    known = jurisdiction_of(agenda.jurisdiction) if is_reviewed(agenda.jurisdiction) else None
    session = known.sitting(agenda.session) if known else None
    return LifetimePart(
        session=session.short_name if session else agenda.session,
        agenda_id=agenda.id,
        agenda_title=agenda.title,
        counted=tally.counted,
        available=part.available,
        sum=of_all(amount(tally.earned), amount(tally.possible)),
    )
