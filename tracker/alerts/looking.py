"""Looking for changes: the record beside what the last look found, in one unit of work.

The first look at something only notes what is known: what was there before is no news.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from tracker.agenda.agenda import Agenda
from tracker.agenda.known_agendas import known_agendas
from tracker.alerts.campaigning import milestones_due, support_counted
from tracker.alerts.following import Following, following
from tracker.alerts.lawmakers import lawmakers_votes
from tracker.alerts.measures import measures_changed
from tracker.alerts.model import Change
from tracker.alerts.settings import AlertSettings
from tracker.alerts.tables import alert_changes, alert_matches, alert_seen
from tracker.store import Store
from tracker.store.moments import in_store


@dataclass
class Looked:
    """What a look found."""

    following: Following
    states: dict[str, str] = field(default_factory=dict)
    """Of each thing of which something else is known now: what, as JSON."""
    changes: list[Change] = field(default_factory=list)


def look(store: Store, settings: AlertSettings, now: datetime, *, note: bool = True) -> Looked:
    """Finds what changed since the last look, and notes it with whom it is to be told to: all of it
    or, where this fails, nothing. Where nothing changed nothing is written.

    Raises StoreError as `Store.writing` does.
    """
    agendas = known_agendas(store).agendas
    today = now.astimezone(ZoneInfo(settings.timezone)).date()
    with store.reading() as connection:
        found = _looked(connection, settings, agendas, today)
    if not note or not found.states:
        return found
    with store.writing() as connection:
        found = _looked(connection, settings, agendas, today)
        _note(connection, found, now)
    return found


def _looked(
    connection: sa.Connection,
    settings: AlertSettings,
    agendas: Mapping[str, Agenda],
    today: date,
) -> Looked:
    found = Looked(following(connection, settings, agendas))
    seen = sa.select(alert_seen.c.subject, alert_seen.c.state)
    before = {row.subject: row.state for row in connection.execute(seen)}
    follow = found.following
    for subject, state, changes in (
        *measures_changed(connection, follow.bill_ids, before, today),
        *lawmakers_votes(connection, follow.lawmakers, before, today),
        *milestones_due(connection, follow.campaigns, before, today, settings.days_before),
        *support_counted(connection, follow.awaited, before, today),
    ):
        if before.get(subject) != state:
            found.states[subject] = state
            found.changes.extend(changes)
    return found


def _note(connection: sa.Connection, found: Looked, now: datetime) -> None:
    moment = in_store(now)
    connection.execute(sa.delete(alert_seen).where(alert_seen.c.subject.in_(list(found.states))))
    seen = [
        {"subject": subject, "state": state, "seen_at": moment}
        for subject, state in found.states.items()
    ]
    connection.execute(sa.insert(alert_seen), seen)
    count = sa.select(sa.func.coalesce(sa.func.max(alert_changes.c.change_id), 0))
    last = int(connection.execute(count).scalar_one())
    for number, change in enumerate(found.changes, start=last + 1):
        told = [one.alert.name for one in found.following.each if one.is_told(change)]
        if not told:
            continue
        row = vars(change) | {"kind": str(change.kind), "change_id": number, "found_at": moment}
        connection.execute(sa.insert(alert_changes), [row])
        matches = [{"change_id": number, "alert": name} for name in told]
        connection.execute(sa.insert(alert_matches), matches)
