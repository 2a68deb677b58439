"""Whom and what the alerts follow, as ids of the record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

import sqlalchemy as sa

from tracker.agenda.agenda import Agenda
from tracker.alerts.campaigning import Awaited
from tracker.alerts.model import AlertKind, Change, of_campaign, of_lawmaker, of_measure
from tracker.alerts.settings import Alert, AlertSettings, WhoReads
from tracker.campaigns.links import resolve_link
from tracker.campaigns.reading import find_campaign, histories
from tracker.campaigns.targets import find_vote
from tracker.errors import UsageError
from tracker.record.tables import people


@dataclass(frozen=True)
class Followed:
    """What one alert is about."""

    alert: Alert
    bill_ids: frozenset[str]
    lawmakers: frozenset[str]
    campaigns: frozenset[str]
    awaited: tuple[Awaited, ...]

    @cached_property
    def subjects(self) -> frozenset[str]:
        """All of these."""
        return frozenset(
            (
                *map(of_measure, self.bill_ids),
                *map(of_lawmaker, self.lawmakers),
                *map(of_campaign, self.campaigns),
                *(one.subject for one in self.awaited),
            )
        )

    def is_told(self, change: Change) -> bool:
        """Whether this alert tells that change. What is private goes to no public place. Of
        lawmakers it tells votes on the measures that it follows, if it follows any.
        """
        if change.private and self.alert.read_by is not WhoReads.COALITION:
            return False
        if change.kind not in self.alert.tells or change.subject not in self.subjects:
            return False
        if change.kind is AlertKind.LAWMAKER_VOTED and self.bill_ids:
            return change.bill_id in self.bill_ids
        return True


@dataclass(frozen=True)
class Following:
    """What all alerts are about, and what of the settings names nothing in the record."""

    each: tuple[Followed, ...]
    remarks: tuple[str, ...]

    @property
    def bill_ids(self) -> list[str]:
        """Every measure that somebody follows."""
        return _all(one.bill_ids for one in self.each)

    @property
    def lawmakers(self) -> list[str]:
        """Every lawmaker whom somebody follows."""
        return _all(one.lawmakers for one in self.each)

    @property
    def campaigns(self) -> list[str]:
        """Every campaign that somebody follows."""
        return _all(one.campaigns for one in self.each)

    @property
    def awaited(self) -> list[Awaited]:
        """Every number of ayes that somebody waits for."""
        return list({each.subject: each for one in self.each for each in one.awaited}.values())


def _all(ids: Iterable[frozenset[str]]) -> list[str]:
    return sorted(frozenset[str]().union(*ids))


def following(
    connection: sa.Connection, settings: AlertSettings, agendas: Mapping[str, Agenda]
) -> Following:
    """Finds in the record what the settings name. What is not there yet is said, and stops nothing
    else.
    """
    remarks: list[str] = []
    each = tuple(_followed(connection, alert, agendas, remarks) for alert in settings.alerts)
    return Following(each, tuple(remarks))


def _followed(
    connection: sa.Connection, alert: Alert, agendas: Mapping[str, Agenda], remarks: list[str]
) -> Followed:
    @contextmanager
    def remarked() -> Iterator[None]:
        try:
            yield
        except UsageError as error:
            remarks.append(f"alert {alert.name}: {error.what}")

    bill_ids: set[str | None] = set()
    campaigns: set[str] = set()
    awaited: list[Awaited] = []
    for written in alert.measures:
        with remarked():
            bill_ids.add(resolve_link(connection, written, None, alert.jurisdiction).bill_id)
    for name in alert.agendas:
        with remarked():
            bill_ids.update(item.bill_id for item in _agenda(agendas, name).items)
    for campaign_id in alert.campaigns:
        with remarked():
            bill_ids.update(_measures_of(connection, campaign_id))
            campaigns.add(campaign_id)
    for one in alert.support:
        with remarked():
            vote = find_vote(connection, one.campaign, one.measure, one.house)
            awaited.append(Awaited(vote, one.ayes))
    lawmakers = _known_people(connection, alert.lawmakers)
    for absent in sorted(set(alert.lawmakers) - lawmakers):
        remarks.append(f"alert {alert.name}: the record knows nobody with the id {absent!r}")
    return Followed(
        alert,
        bill_ids=frozenset(filter(None, bill_ids)),
        lawmakers=lawmakers,
        campaigns=frozenset(campaigns),
        awaited=tuple(awaited),
    )


def _agenda(agendas: Mapping[str, Agenda], name: str) -> Agenda:
    if name not in agendas:
        raise UsageError(
            f"there is no agenda {name!r}",
            where="agendas",
            what_to_do=f"choose one of {', '.join(agendas)}",
        )
    return agendas[name]


def _measures_of(connection: sa.Connection, campaign_id: str) -> set[str | None]:
    """Those that it set out to move, and those that its milestones concern."""
    named = {one.milestone.bill_id for one in histories(connection, campaign_id)}
    return named | set(find_campaign(connection, campaign_id).bill_ids)


def _known_people(connection: sa.Connection, person_ids: Sequence[str]) -> frozenset[str]:
    query = sa.select(people.c.person_id).where(people.c.person_id.in_(person_ids))
    return frozenset(connection.execute(query).scalars())
