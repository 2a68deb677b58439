"""Where an agenda's measures ended or wait without a vote of a whole house, and how far all came.

Facts of the record alone: no member earns or loses anything by it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from tracker.agenda.agenda import Agenda, AgendaItem, Stance
from tracker.record.stages import Action
from tracker.record.stopped import Holder, Stop, Stopped, stopped
from tracker.record.tables import bill_actions, bills, sources, vote_events
from tracker.rules.actions import Stage
from tracker.rules.bill_path import BillPath, Reached, Walk
from tracker.rules.locations import location_key
from tracker.rules.reference import Reference, is_reviewed, printed_bill, reference
from tracker.rules.source_ranking import FactKind
from tracker.rules.vocabulary import Chamber, MotionClass, Venue
from tracker.translation import N_, Words, _
from tracker.views.wording import floor_of

STOP_WORDS = Words(
    {
        Stop.NOT_REFERRED: N_("Not referred to a committee that hears it"),
        Stop.IN_COMMITTEE: N_("In committee"),
        Stop.HEARING_CANCELLED_BY_AUTHOR: N_("Hearing cancelled at the author's request"),
        Stop.HEARING_PUT_OFF: N_("Hearing put off or cancelled"),
        Stop.SUSPENSE: N_("On the suspense file"),
        Stop.HELD: N_("Held under submission"),
        Stop.TWO_YEAR: N_("Set aside for the second year"),
        Stop.ON_FLOOR: N_("On the floor"),
        Stop.INACTIVE: N_("On the inactive file"),
        Stop.BETWEEN_HOUSES: N_("Passed by a house, not agreed to by both"),
        Stop.FAILED: N_("A vote on it fell short"),
        Stop.WITH_GOVERNOR: N_("Passed by both houses; no signature or veto in the record"),
        Stop.VETOED: N_("Vetoed"),
        Stop.DIED: N_("Ended without a vote"),
    }
)
DOES_NOT_SAY = N_("the record does not say")

_ON_PASSAGE = (
    *(MotionClass.FINAL_PASSAGE, MotionClass.CONCURRENCE, MotionClass.CONSENT),
    *(MotionClass.VETO_OVERRIDE, MotionClass.UNKNOWN),
)
"""A motion that no rule reads may have been on passage, so it is taken for a vote on it."""
_HEARD_BY = {
    *("committee-passage", "committee-passage-favorable", "committee-failure"),
    *("suspense", "held_under_submission"),
}
"""Classifications of what only a committee that took a measure up can do."""


@dataclass(frozen=True)
class FunnelStep:
    """One step of the way, and the measures that came to it, as ids of items."""

    step: str
    title: str
    item_ids: tuple[str, ...]


@dataclass(frozen=True)
class EndedMeasure:
    """A measure that is not law: where it stopped, by which words, and who had it then."""

    item_id: str
    bill_id: str
    title: str
    stances: tuple[Stance, ...]
    """What the agenda asks, in order."""
    stop: Stop
    since: date
    action: str
    """The action's own words."""
    verified: bool
    holder: Holder | None
    office: str | None
    """The committee, house or office that had it, in words; None: the record does not say."""
    without_floor_vote: tuple[str, ...]
    """Houses of which the record shows no vote of the whole house on its passage."""
    last_action_on: date
    source: str | None
    source_url: str | None
    source_ref: str | None

    @property
    def printed(self) -> str:
        """As a reader writes it, `SB 375`."""
        return printed_bill(self.bill_id)


@dataclass(frozen=True)
class AgendaEnded:
    """How far an agenda's measures came, and those that did not become law."""

    agenda_id: str
    ended_on: date | None
    """The last day of the session, where it is over; what waits then will not move any more."""
    why_nothing: str | None
    """Why nothing can be said, where nobody has reviewed what actions of this legislature mean."""
    funnel: tuple[FunnelStep, ...]
    ended: tuple[EndedMeasure, ...]
    not_known: tuple[str, ...]
    """Ids of items of whose way the record holds nothing that a rule reads: in no count."""


@dataclass(frozen=True)
class _SourcedAction(Action):
    """An action and where it was read."""

    verified: bool
    source: str | None
    source_url: str | None
    source_ref: str | None


def agenda_ended(connection: sa.Connection, agenda: Agenda, today: date) -> AgendaEnded:
    """How far the measures of an agenda came, in its order, as of `today`."""
    known = reference(agenda.jurisdiction) if is_reviewed(agenda.jurisdiction) else None
    if known is None or known.path is None or not (known.actions.rules or known.actions.words):
        why = _("Nobody has reviewed what the actions of this legislature mean.")
        return AgendaEnded(agenda.id, None, why, (), (), tuple(one.id for one in agenda.items))
    sitting = known.jurisdiction.sitting(agenda.session)
    over = sitting.end if sitting and sitting.end < today else None
    reader = _Reader(connection, agenda, known, known.path)
    read = [reader.measure(item) for item in agenda.items]
    found = [one for one in read if one.came_to]
    return AgendaEnded(
        agenda.id,
        over,
        None,
        tuple(_funnel(found)),
        tuple(one.ended for one in found if one.ended),
        tuple(one.item_id for one in read if not one.came_to),
    )


@dataclass(frozen=True)
class _Measure:
    item_id: str
    came_to: frozenset[str]
    """Steps of the funnel; none where the record does not say where it stands."""
    ended: EndedMeasure | None


FUNNEL = Words(
    {
        "introduced": N_("Introduced"),
        "heard": N_("Taken up by a committee"),
        "passed_first": N_("Passed by the first house"),
        "passed_second": N_("Passed by the second house"),
        "signed": N_("Signed, or law without a signature"),
    }
)


def _funnel(found: Sequence[_Measure]) -> list[FunnelStep]:
    return [
        FunnelStep(step, FUNNEL[step], tuple(one.item_id for one in found if step in one.came_to))
        for step in FUNNEL
    ]


class _Reader:
    """The actions and floor votes of an agenda's measures, read once."""

    def __init__(
        self, connection: sa.Connection, agenda: Agenda, known: Reference, path: BillPath
    ) -> None:
        bill_ids = [item.bill_id for item in agenda.items]
        self._known, self._path, self._session = known, path, agenda.session
        self._actions = _actions(connection, bill_ids, known)
        self._origins: dict[str, str | None] = {
            row[0]: row[1]
            for row in connection.execute(
                sa.select(bills.c.bill_id, bills.c.origin_chamber).where(
                    bills.c.bill_id.in_(bill_ids)
                )
            )
        }
        self._voted, self._in_committee = _votes(connection, bill_ids)

    def measure(self, item: AgendaItem) -> _Measure:
        actions = self._actions[item.bill_id]
        walk = Walk(self._path, self._known.actions, self._origins.get(item.bill_id))
        heard, voted = item.bill_id in self._in_committee, set(self._voted[item.bill_id])
        for action in actions:
            read = self._known.actions.classify(action.description, action.said)
            walk.take(action.date, action.chamber, action.description, action.said)
            heard = heard or not _HEARD_BY.isdisjoint(read.classifications)
            if "passage" in read.classifications or (
                read.stage is Stage.FAILED and "failure" in read.classifications
            ):
                voted.add(action.chamber or "")
        came_to = self._came_to(walk.reached, heard=heard)
        if "passed_first" in came_to:
            voted.add(walk.origin or "")
        stop = stopped(actions, self._known.actions, self._path)
        ended = self._ended(item, actions, stop, voted) if stop else None
        return _Measure(item.id, came_to, ended)

    def _came_to(self, reached: Sequence[Reached], *, heard: bool) -> frozenset[str]:
        """A step far along the path shows that those before it were taken too."""
        if not reached:
            return frozenset()
        ids = [step.id for step in self._path.steps]
        furthest = max(ids.index(one.step.id) for one in reached)
        came_to = {"introduced"} | ({"heard"} if heard else set())
        for index, step in enumerate(self._path.steps[: furthest + 1]):
            if Stage.PASSED_HOUSE in step.stages:
                came_to.add("passed_first" if step.house == "origin" else "passed_second")
            elif {Stage.SIGNED, Stage.CHAPTERED} & set(step.stages) and any(
                ids.index(one.step.id) == index for one in reached
            ):
                came_to.add("signed")
        return frozenset(came_to)

    def _ended(
        self,
        item: AgendaItem,
        actions: Sequence[_SourcedAction],
        stop: Stopped[_SourcedAction],
        voted: set[str],
    ) -> EndedMeasure:
        houses, action = self._known.jurisdiction.house_names, stop.action
        return EndedMeasure(
            item_id=item.id,
            bill_id=item.bill_id,
            title=item.title,
            stances=tuple(position.stance for position in item.positions),
            stop=stop.stop,
            since=action.date,
            action=action.description,
            verified=action.verified,
            holder=stop.holder,
            office=self._office(stop),
            without_floor_vote=tuple(name for code, name in houses.items() if code not in voted),
            last_action_on=max(one.date for one in actions),
            source=action.source,
            source_url=action.source_url,
            source_ref=action.source_ref,
        )

    def _office(self, stop: Stopped[_SourcedAction]) -> str | None:
        if stop.holder is Holder.GOVERNOR:
            return _("the Governor")
        house = self._known.jurisdiction.house_names.get(stop.chamber or "")
        if stop.holder is Holder.COMMITTEE and stop.committee:
            return self._committee(stop.committee, stop.chamber, house)
        if house is None or stop.holder in (None, Holder.COMMITTEE):
            return None
        return floor_of(house) if stop.holder is Holder.FLOOR else house

    def _committee(self, printed: str, chamber: str | None, house: str | None) -> str:
        """By its reviewed name in that session; else as the action prints it."""
        if house is None or chamber is None:
            return _("Committee on {name}").format(name=printed)
        names = self._known.rules.locations.names
        known = names.get((self._session, Chamber(chamber), location_key(printed)))
        return _("{house} Committee on {name}").format(house=house, name=known or printed)


def _actions(
    connection: sa.Connection, bill_ids: Sequence[str], known: Reference
) -> Mapping[str, list[_SourcedAction]]:
    """The actions of each measure in order, of the source that ranks best among those that tell."""
    table = bill_actions
    query = (
        sa.select(table, sources.c.title, sources.c.url)
        .outerjoin(sources, sources.c.source_id == table.c.source_id)
        .where(table.c.bill_id.in_(bill_ids))
        .order_by(table.c.date, table.c.sequence)
    )
    told: dict[str, list[tuple[str, _SourcedAction]]] = defaultdict(list)
    for row in connection.execute(query):
        action = _SourcedAction(
            *(row.date, row.chamber, row.description, row.verified),
            *(row.title, row.url, row.source_ref),
            said=row.classification,
        )
        told[row.bill_id].append((row.source_id, action))
    return defaultdict(
        list,
        {
            bill_id: known.sources.told_once(FactKind.ACTIONS, actions)
            for bill_id, actions in told.items()
        },
    )


def _votes(
    connection: sa.Connection, bill_ids: Sequence[str]
) -> tuple[Mapping[str, set[str]], set[str]]:
    """The houses that voted on the passage of each, and the measures that a committee voted on."""
    event = vote_events.c
    query = sa.select(event.bill_id, event.chamber, event.venue, event.motion_class).where(
        event.bill_id.in_(bill_ids)
    )
    voted: dict[str, set[str]] = defaultdict(set)
    in_committee: set[str] = set()
    for bill_id, chamber, venue, motion_class in connection.execute(query):
        if venue == Venue.COMMITTEE:
            in_committee.add(bill_id)
        elif venue == Venue.FLOOR and motion_class in _ON_PASSAGE:
            voted[bill_id].add(chamber or "")
    return voted, in_committee
