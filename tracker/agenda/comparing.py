"""Two agendas of one session side by side: what both ask, what only one asks, where they differ."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tracker.agenda.agenda import Agenda, AgendaItem, Stance
from tracker.errors import UsageError


class Match(StrEnum):
    """How two agendas stand to each other on one measure."""

    OPPOSITE = "opposite"
    """One supports it, the other opposes it."""
    SAME = "same"
    """Both ask the same."""
    ONLY_FIRST = "only_first"
    ONLY_SECOND = "only_second"


@dataclass(frozen=True)
class ComparedMeasure:
    """A measure that at least one of two agendas names."""

    bill_id: str
    match: Match
    title: str
    first: Stance | None
    second: Stance | None


def compare(first: Agenda, second: Agenda) -> tuple[ComparedMeasure, ...]:
    """Every measure of both: those in dispute first, then those they share.

    Raises:
        UsageError: they are of different sessions, so that they share no measure.
    """
    if first.session_id != second.session_id:
        raise UsageError(
            f"the agendas are of different sessions: {first.session_id} and {second.session_id}",
            where=f"{first.id} and {second.id}",
            what_to_do="choose two agendas of one session",
        )
    items = {one.bill_id: one for one in first.items}
    others = {one.bill_id: one for one in second.items}
    found = [
        _compared(bill_id, items.get(bill_id), others.get(bill_id))
        for bill_id in dict.fromkeys((*items, *others))
    ]
    order = list(Match)
    return tuple(sorted(found, key=lambda one: order.index(one.match)))


def _compared(bill_id: str, first: AgendaItem | None, second: AgendaItem | None) -> ComparedMeasure:
    asked = first.positions[-1].stance if first else None
    other = second.positions[-1].stance if second else None
    named = first or second
    if asked is None or other is None:
        match = Match.ONLY_FIRST if other is None else Match.ONLY_SECOND
    else:
        match = Match.SAME if asked is other else Match.OPPOSITE
    return ComparedMeasure(bill_id, match, named.title if named else "", asked, other)
