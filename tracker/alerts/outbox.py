"""What waits to be sent, what was sent, and what is not known. Rows are only ever added.

An intent is written before a message is sent and the outcome after it. A message whose outcome is
not known, since the program ended in between, is never sent again by itself.
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from tracker.alerts.model import AlertKind, Change
from tracker.alerts.settings import Alert, AlertSettings, When
from tracker.alerts.tables import alert_changes, alert_matches, alert_messages, alert_tries
from tracker.errors import UsageError
from tracker.store.moments import from_store, in_store

GIVEN_UP_AFTER = timedelta(days=3)
"""A hearing of which nobody heard for so long is over."""
FIRST_PAUSE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(hours=6)
"""Between two tries: each pause is twice the one before."""


class TryOutcome(StrEnum):
    """What an entry on a message says."""

    BEGUN = "begun"
    """It is about to be sent; nobody may send it beside that."""
    SENT = "sent"
    """Its service took it."""
    FAILED = "failed"
    """Its service could not be reached, did not answer, or refused it."""


class MessageState(StrEnum):
    """How a message stands."""

    WAITING = "waiting"
    """It was not tried yet."""
    NOT_KNOWN = "not_known"
    """It is being sent, or the program ended while it was: it may have been received."""
    SENT = "sent"
    """Its service took it."""
    FAILED = "failed"
    """It was not received, and is tried again."""
    GIVEN_UP = "given_up"
    """It was tried for days and is not tried again."""


@dataclass(frozen=True)
class Try:
    """One entry on a message."""

    outcome: TryOutcome
    reason: str | None
    noted_at: datetime


@dataclass(frozen=True)
class Message:
    """One message of one alert."""

    message_id: str
    alert: str
    made_at: datetime
    changes: tuple[Change, ...]
    tries: tuple[Try, ...]

    def state(self, now: datetime) -> MessageState:
        """How it stands."""
        if not self.tries:
            return MessageState.WAITING
        match self.tries[-1].outcome:
            case TryOutcome.SENT:
                return MessageState.SENT
            case TryOutcome.BEGUN:
                return MessageState.NOT_KNOWN
            case TryOutcome.FAILED:
                old = now - self.made_at > GIVEN_UP_AFTER
                return MessageState.GIVEN_UP if old else MessageState.FAILED

    def is_due(self, now: datetime, *, at_once: bool) -> bool:
        """Whether it is to be sent now; `at_once`: without waiting since it failed."""
        state = self.state(now)
        if state is MessageState.FAILED and not at_once:
            failed = sum(one.outcome is TryOutcome.FAILED for one in self.tries)
            pause = min(FIRST_PAUSE * (1 << min(failed - 1, 8)), LONGEST_PAUSE)
            return self.tries[-1].noted_at + pause <= now
        return state in (MessageState.WAITING, MessageState.FAILED)


def messages(connection: sa.Connection) -> list[Message]:
    """Every message, the oldest first."""
    tries: defaultdict[str, list[Try]] = defaultdict(list)
    column = alert_tries.c
    for row in connection.execute(
        sa.select(alert_tries).order_by(column.message_id, column.number)
    ):
        tries[row.message_id].append(
            Try(TryOutcome(row.outcome), row.reason, from_store(row.noted_at))
        )
    query = (
        sa.select(alert_messages, *_OF_CHANGE)
        .join(alert_changes, alert_changes.c.change_id == alert_messages.c.change_id)
        .order_by(alert_messages.c.made_at, alert_messages.c.alert, alert_messages.c.change_id)
    )
    held: dict[str, tuple[str, datetime, list[Change]]] = {}
    for row in connection.execute(query):
        made = held.setdefault(row.message_id, (row.alert, from_store(row.made_at), []))
        made[2].append(_change_of(row))
    return [
        Message(key, alert, made_at, tuple(changes), tuple(tries[key]))
        for key, (alert, made_at, changes) in held.items()
    ]


_OF_CHANGE = [
    alert_changes.c[name]
    for name in ("kind", "subject", "bill_id", "sentence", "link", "private", "day")
]


def _change_of(row: sa.Row[tuple[object, ...]]) -> Change:
    return Change(
        kind=AlertKind(row.kind),
        subject=row.subject,
        sentence=row.sentence,
        day=row.day,
        bill_id=row.bill_id,
        link=row.link,
        private=row.private,
    )


def untold(connection: sa.Connection) -> Mapping[str, Sequence[int]]:
    """By alert, the changes that it is to tell and that are in no message yet."""
    match, message = alert_matches.c, alert_messages.c
    query = (
        sa.select(match.alert, match.change_id)
        .outerjoin(
            alert_messages,
            (message.change_id == match.change_id) & (message.alert == match.alert),
        )
        .where(message.message_id.is_(None))
        .order_by(match.alert, match.change_id)
    )
    found: defaultdict[str, list[int]] = defaultdict(list)
    for alert, change_id in connection.execute(query):
        found[alert].append(change_id)
    return found


def untold_changes(connection: sa.Connection) -> Mapping[str, Sequence[Change]]:
    """The same, as what changed."""
    waiting = untold(connection)
    numbers = [number for numbers in waiting.values() for number in numbers]
    query = sa.select(alert_changes.c.change_id, *_OF_CHANGE).where(
        alert_changes.c.change_id.in_(numbers)
    )
    known = {row.change_id: _change_of(row) for row in connection.execute(query)}
    return {alert: [known[number] for number in found] for alert, found in waiting.items()}


def last_digest(connection: sa.Connection) -> Mapping[str, datetime]:
    """By alert, when its last message was made."""
    column = alert_messages.c
    query = sa.select(column.alert, sa.func.max(column.made_at)).group_by(column.alert)
    return {alert: from_store(made_at) for alert, made_at in connection.execute(query)}


def is_time(alert: Alert, last: datetime | None, zone: str, now: datetime) -> bool:
    """Whether an alert tells what is new now: a daily one once a day, from its hour on."""
    if alert.when is When.AT_ONCE:
        return True
    here = now.astimezone(ZoneInfo(zone))
    hour = datetime.combine(here.date(), time.fromisoformat(alert.at), ZoneInfo(zone))
    return here >= hour and (last is None or last < hour)


def to_tell(
    connection: sa.Connection, settings: AlertSettings, now: datetime
) -> Mapping[str, Sequence[int]]:
    """By alert, the changes that it is to put into a message now."""
    waiting, last = untold(connection), last_digest(connection)
    return {
        alert.name: waiting[alert.name]
        for alert in settings.alerts
        if alert.name in waiting and is_time(alert, last.get(alert.name), settings.timezone, now)
    }


def make_messages(connection: sa.Connection, settings: AlertSettings, now: datetime) -> None:
    """Puts what every alert is to tell by now into a message each."""
    rows = []
    for name, changes in to_tell(connection, settings, now).items():
        message = {
            "message_id": secrets.token_hex(8),
            "alert": name,
            "made_at": in_store(now),
        }
        rows += [message | {"change_id": change_id} for change_id in changes]
    if rows:
        connection.execute(sa.insert(alert_messages), rows)


def begin(
    connection: sa.Connection, message_id: str, now: datetime, *, at_once: bool, again: bool = False
) -> Message | None:
    """Notes that a message is about to be sent, and gives it; None where it is no longer to be.

    `again`: although it is not known whether it was received.
    """
    found = next((one for one in messages(connection) if one.message_id == message_id), None)
    if found is None:
        return None
    unsure = found.state(now) in (MessageState.NOT_KNOWN, MessageState.GIVEN_UP)
    if not (found.is_due(now, at_once=at_once) or (again and unsure)):
        return None
    note_try(connection, message_id, TryOutcome.BEGUN, None, now)
    return found


def note_try(
    connection: sa.Connection,
    message_id: str,
    outcome: TryOutcome,
    reason: str | None,
    now: datetime,
) -> None:
    """Adds an entry on a message."""
    count = (
        sa.select(sa.func.count())
        .select_from(alert_tries)
        .where(alert_tries.c.message_id == message_id)
    )
    row = {
        "message_id": message_id,
        "number": int(connection.execute(count).scalar_one()) + 1,
        "outcome": str(outcome),
        "reason": reason,
        "noted_at": in_store(now),
    }
    connection.execute(sa.insert(alert_tries), [row])


def message_called(found: Iterable[Message], typed: str) -> Message:
    """The message of that id.

    Raises UsageError where there is none.
    """
    for one in found:
        if one.message_id == typed:
            return one
    raise UsageError(
        f"there is no message {typed!r}",
        where="--again",
        what_to_do="give an id as `answerable alerts list` prints it",
    )
