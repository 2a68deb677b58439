"""Whom and what the alerts follow, as ids of the record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from tracker.agenda.agenda import Agenda
from tracker.alerts.model import AlertKind, Change, of_campaign, of_lawmaker, of_measure
from tracker.alerts.settings import Alert, AlertSettings, WhoReads
from tracker.campaigns.links import resolve_link
from tracker.campaigns.reading import find_campaign, histories
from tracker.errors import AnswerableError, UsageError
from tracker.record.tables import people


@dataclass(frozen=True)
class Followed:
    """What one alert is about."""

    alert: Alert
    bill_ids: frozenset[str]
    subjects: frozenset[str]
    """Measures, lawmakers, campaigns and counts of support."""

    def is_told(self, change: Change) -> bool:
        """Whether this alert tells that change. What is private goes to no public place."""
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
        return sorted(frozenset[str]().union(*(one.bill_ids for one in self.each)))


def following(
    connection: sa.Connection, settings: AlertSettings, agendas: Mapping[str, Agenda]
) -> Following:
    """Finds in the record what the settings name. What is not there yet is said, and stops nothing
    else.
    """
    remarks: list[str] = []
    each = [_followed(connection, alert, agendas, remarks) for alert in settings.alerts]
    return Following(tuple(each), tuple(remarks))


def _followed(
    connection: sa.Connection,
    alert: Alert,
    agendas: Mapping[str, Agenda],
    remarks: list[str],
) -> Followed:
    bill_ids: set[str] = set()
    subjects: set[str] = set()

    def noted(error: AnswerableError) -> None:
        remarks.append(f"alert {alert.name}: {error.what}")

    for written in alert.measures:
        try:
            found = resolve_link(connection, written, None, alert.jurisdiction).bill_id
        except UsageError as error:
            noted(error)
        else:
            bill_ids |= {found} if found else set()
    for name in alert.agendas:
        if name in agendas:
            bill_ids.update(item.bill_id for item in agendas[name].items)
        else:
            remarks.append(f"alert {alert.name}: there is no agenda {name!r}")
    for campaign_id in alert.campaigns:
        try:
            bill_ids.update(_measures_of(connection, campaign_id))
        except UsageError as error:
            noted(error)
        else:
            subjects.add(of_campaign(campaign_id))
    for person_id in _known_people(connection, alert.lawmakers):
        subjects.add(of_lawmaker(person_id))
    for absent in set(alert.lawmakers) - {one.partition("/")[2] for one in subjects}:
        remarks.append(f"alert {alert.name}: the record knows nobody with the id {absent!r}")
    subjects.update(map(of_measure, bill_ids))
    return Followed(alert, frozenset(bill_ids), frozenset(subjects))


def _measures_of(connection: sa.Connection, campaign_id: str) -> set[str]:
    """Those that it set out to move, and those that its milestones concern."""
    named = {one.milestone.bill_id for one in histories(connection, campaign_id)}
    set_out = find_campaign(connection, campaign_id).bill_ids
    return {bill_id for bill_id in (*set_out, *named) if bill_id}


def _known_people(connection: sa.Connection, person_ids: Sequence[str]) -> list[str]:
    query = sa.select(people.c.person_id).where(people.c.person_id.in_(person_ids))
    return sorted(set(connection.execute(query).scalars()))
