"""Several campaigns side by side: what moved, and what they and the agendas share or dispute."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from tracker.agenda.agenda import Agenda, Stance
from tracker.campaigns.board import Board, board
from tracker.campaigns.facts import Fact, FactKind, facts
from tracker.campaigns.model import Audience, Campaign
from tracker.campaigns.reading import audience_within, campaigns, histories
from tracker.record.tables import bills
from tracker.rules.reference import printed_bill

LATELY = datetime.timedelta(days=30)
SHARED_KINDS = (FactKind.PLACE, FactKind.ISSUE, FactKind.CONSTITUENCY, FactKind.ORGANIZATION)


@dataclass(frozen=True)
class NetworkCampaign:
    """One campaign among others, as an audience sees it."""

    campaign_id: str
    title: str
    organization: str
    demonstration: bool
    facts: tuple[Fact, ...]
    bill_ids: tuple[str, ...]
    open: int
    """Milestones still to come."""
    ended: int
    overdue: int
    lately: int
    """Milestones of which something was recorded in the last thirty days."""
    owners: tuple[str, ...]
    """Who sees to its milestones; for the coalition alone."""

    def said(self, kind: FactKind) -> tuple[str, ...]:
        """What was said of that kind, as in the places."""
        return tuple(one.text for one in self.facts if one.kind is kind)


@dataclass(frozen=True)
class Holder:
    """A campaign or an agenda that names a measure."""

    title: str
    campaign_id: str | None
    agenda_id: str | None
    stance: Stance | None
    """What the agenda asks; None of a campaign, which moves it."""


@dataclass(frozen=True)
class SharedMeasure:
    """A measure that several name."""

    bill_id: str
    printed: str
    name: str | None
    holders: tuple[Holder, ...]
    bridges: tuple[str, ...]
    """The constituencies that meet on it, where they are several."""

    @property
    def is_disputed(self) -> bool:
        """Whether one agenda asks for it and another against it."""
        return {one.stance for one in self.holders} >= {Stance.SUPPORT, Stance.OPPOSE}


@dataclass(frozen=True)
class SharedFact:
    """A place, an issue, a constituency or an organization that several campaigns name."""

    kind: FactKind
    text: str
    campaigns: tuple[str, ...]
    """Their titles."""


@dataclass(frozen=True)
class NetworkView:
    """All campaigns that an audience may see, and what they have in common."""

    campaigns: tuple[NetworkCampaign, ...]
    measures: tuple[SharedMeasure, ...]
    """Disputed ones first, then by how many name them."""
    facts: tuple[SharedFact, ...]


def network_view(
    connection: sa.Connection,
    agendas: Iterable[Agenda],
    audience: Audience,
    today: datetime.date,
) -> NetworkView:
    """Every campaign of which `audience` may see something, and what several of them and of the
    agendas name; what is private in a campaign only for those who act and may see it. Nothing of
    an agenda is private.
    """
    said = facts(connection)
    boards = [(one, _board(connection, one, audience, today)) for one in campaigns(connection)]
    shown = tuple(
        _campaign(found, said.get(one.campaign_id, ()), today)
        for one, found in boards
        if found is not None
    )
    return NetworkView(shown, _measures(connection, shown, agendas), _facts(shown))


def _board(
    connection: sa.Connection, campaign: Campaign, audience: Audience, today: datetime.date
) -> Board | None:
    within = audience_within(connection, campaign, audience)
    return board(campaign, histories(connection, campaign.campaign_id), within, today)


def _campaign(found: Board, said: tuple[Fact, ...], today: datetime.date) -> NetworkCampaign:
    since = today - LATELY
    own = (
        (Fact(FactKind.ORGANIZATION, found.organization),)
        if found.organization not in {one.text for one in said}
        else ()
    )
    return NetworkCampaign(
        campaign_id=found.campaign_id,
        title=found.title,
        organization=found.organization,
        demonstration=found.demonstration,
        facts=(*own, *said),
        bill_ids=found.bill_ids,
        open=sum(one.status.is_open for one in found.milestones),
        ended=sum(not one.status.is_open for one in found.milestones),
        overdue=sum(one.is_overdue for one in found.milestones),
        lately=sum(
            any(since < entry.recorded_on <= today for entry in one.entries)
            for one in found.milestones
        ),
        owners=tuple(sorted({one.owner for one in found.milestones if one.owner})),
    )


def _measures(
    connection: sa.Connection, shown: Iterable[NetworkCampaign], agendas: Iterable[Agenda]
) -> tuple[SharedMeasure, ...]:
    holders: defaultdict[str, list[Holder]] = defaultdict(list)
    bridged: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for one in shown:
        for bill_id in one.bill_ids:
            holders[bill_id].append(Holder(one.title, one.campaign_id, None, None))
            bridged[bill_id] |= dict.fromkeys(one.said(FactKind.CONSTITUENCY))
    for agenda in agendas:
        for item in agenda.items:
            stance = item.positions[-1].stance
            holders[item.bill_id].append(Holder(agenda.title, None, agenda.id, stance))
    shared = {bill_id: tuple(listed) for bill_id, listed in holders.items() if len(listed) > 1}
    names = _names(connection, shared)
    found = [
        SharedMeasure(
            bill_id,
            printed_bill(bill_id),
            names.get(bill_id),
            listed,
            tuple(bridged[bill_id]) if len(bridged[bill_id]) > 1 else (),
        )
        for bill_id, listed in shared.items()
    ]
    return tuple(sorted(found, key=lambda one: (not one.is_disputed, -len(one.holders))))


def _names(connection: sa.Connection, bill_ids: Iterable[str]) -> Mapping[str, str]:
    name = sa.func.coalesce(bills.c.popular_name, bills.c.title)
    query = sa.select(bills.c.bill_id, name).where(bills.c.bill_id.in_(list(bill_ids)))
    return {bill_id: title for bill_id, title in connection.execute(query) if title}


def _facts(shown: Iterable[NetworkCampaign]) -> tuple[SharedFact, ...]:
    told: defaultdict[tuple[FactKind, str], dict[str, str]] = defaultdict(dict)
    for one in shown:
        for fact in one.facts:
            if fact.kind in SHARED_KINDS:
                told[fact.kind, fact.text.casefold()][one.campaign_id] = fact.text
    titles = {one.campaign_id: one.title for one in shown}
    found = [
        SharedFact(kind, next(iter(by.values())), tuple(titles[one] for one in by))
        for (kind, _), by in told.items()
        if len(by) > 1
    ]
    return tuple(sorted(found, key=lambda one: (SHARED_KINDS.index(one.kind), one.text)))
