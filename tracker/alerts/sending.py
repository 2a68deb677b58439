"""Sending what changed, through Apprise: e-mail, chat, text messages, webhooks.

Each alert is sent in a thread of its own, so that one place that does not answer holds up no other.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime

from tracker.alerts.looking import look
from tracker.alerts.model import Change
from tracker.alerts.outbox import (
    Message,
    MessageState,
    TryOutcome,
    begin,
    make_messages,
    message_called,
    messages,
    note_try,
    to_tell,
    untold_changes,
)
from tracker.alerts.settings import Alert, AlertSettings, WhoReads, address_of
from tracker.errors import AnswerableError
from tracker.store import Store

MOST_TOLD = 25
"""Changes that one message tells one by one."""
PATIENCE = 5.0
"""Seconds for a service to take the connection, and again to answer."""
NOT_TAKEN = "the service could not be reached, did not answer in time, or refused the message"
NO_ADDRESS = "the address is none that Apprise knows; see docs/alerts.md"

Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Sent:
    """What came of one message."""

    message: Message
    outcome: TryOutcome
    reason: str | None


@dataclass(frozen=True)
class Round:
    """What came of all that was to be sent, and what a person should know of the settings."""

    sent: Sequence[Sent]
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class Planned:
    """What an alert would tell, at once or with its next message of the day."""

    alert: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Plans:
    """What every alert would tell, and what a person should know of the settings."""

    each: Sequence[Planned]
    remarks: tuple[str, ...]


def planned(store: Store, settings: AlertSettings, now: datetime) -> Plans:
    """What would be sent if it were done now. Notes and sends nothing.

    Raises StoreError where the store cannot be read.
    """
    looked = look(store, settings, now, note=False)
    with store.reading() as connection:
        waiting, held = untold_changes(connection), messages(connection)
    found = []
    for one in looked.following.each:
        alert = one.alert
        again = [
            change
            for message in held
            if message.alert == alert.name and message.is_due(now, at_once=True)
            for change in message.changes
        ]
        new = [change for change in looked.changes if one.is_told(change)]
        told = readable(alert, [*again, *waiting.get(alert.name, ()), *new])
        if told:
            found.append(Planned(alert.name, tuple(told)))
    return Plans(found, looked.following.remarks)


def send_alerts(
    store: Store,
    settings: AlertSettings,
    clock: Clock,
    *,
    at_once: bool = True,
    again: str | None = None,
    is_stopping: Callable[[], bool] = lambda: False,
) -> Round:
    """Looks for changes and sends what is to be told by now. `at_once`: also what failed just
    before. `again`: this message too, although it may have been received. Nothing more is begun
    once it `is_stopping`.

    Raises:
        StoreError: the store cannot be read or written.
        UsageError: there is no message `again`.
    """
    now = clock()
    looked = look(store, settings, now)
    held = _made(store, settings, now)
    if again:
        message_called(held, again)

    def all_of(alert: Alert) -> list[Sent]:
        mine = [one for one in held if one.alert == alert.name]
        tried = (
            _send(store, alert, one.message_id, clock, at_once, one.message_id == again)
            for one in mine
            if (one.message_id == again or one.is_due(now, at_once=at_once)) and not is_stopping()
        )
        return [one for one in tried if one]

    with ThreadPoolExecutor(max(1, len(settings.alerts)), "alert") as pool:
        sent = [one for done in pool.map(all_of, settings.alerts) for one in done]
    return Round(sent, looked.following.remarks)


def _made(store: Store, settings: AlertSettings, now: datetime) -> Sequence[Message]:
    """Every message, with those that are made now of what is to be told."""
    with store.reading() as connection:
        held = messages(connection)
        if not to_tell(connection, settings, now):
            return held
    with store.writing() as connection:
        make_messages(connection, settings, now)
        return messages(connection)


def _send(
    store: Store, alert: Alert, message_id: str, clock: Clock, at_once: bool, again: bool
) -> Sent | None:
    """One message: the intent is written, it is sent, the outcome is written."""
    with store.writing() as connection:
        message = begin(connection, message_id, clock(), at_once=at_once, again=again)
    if message is None:
        return None
    reason = _deliver(alert, message)
    outcome = TryOutcome.FAILED if reason else TryOutcome.SENT
    with store.writing() as connection:
        note_try(connection, message_id, outcome, reason, clock())
    return Sent(message, outcome, reason)


def _deliver(alert: Alert, message: Message) -> str | None:
    """Why it was not taken, without a word of the address; None where it was."""
    try:
        address = address_of(alert)
    except AnswerableError as error:
        return error.what
    title, body = words_of(alert, message)
    if not body:
        return None
    return _apprise(address, title, body)


def words_of(alert: Alert, message: Message) -> tuple[str, str]:
    """The title and the text of a message. What is private goes to no public place, also where
    the alert was for the coalition when the change was found.
    """
    told = readable(alert, message.changes)
    lines = []
    for one in told[:MOST_TOLD]:
        lines.append(f"{one.sentence}\n{one.link}" if one.link else one.sentence)
    more = len(told) - MOST_TOLD
    if more > 0:
        lines.append(f"And {more} more changes: see answerable alerts list.")
    if not lines:
        return "", ""
    title = told[0].sentence if len(told) == 1 else f"{len(told)} changes"
    return title, "\n\n".join([*lines, f"Message {message.message_id} of Answerable"])


def readable(alert: Alert, changes: Iterable[Change]) -> list[Change]:
    """Those that may be told where the alert is sent."""
    public = alert.read_by is WhoReads.ANYBODY
    return [one for one in changes if not (public and one.private)]


def _apprise(address: str, title: str, body: str) -> str | None:
    """Hands it to the service. What Apprise would log may name parts of an address."""
    import apprise

    logging.getLogger(apprise.LOGGER_NAME).propagate = False
    asset = apprise.AppriseAsset(
        app_id="Answerable",
        storage_mode=apprise.PersistentStoreMode.MEMORY,
        secure_logging=True,
    )
    service = apprise.Apprise.instantiate(address, asset=asset, suppress_exceptions=True)
    if service is None:
        return NO_ADDRESS
    service.socket_connect_timeout = service.socket_read_timeout = PATIENCE
    sender = apprise.Apprise(asset=asset)
    sender.add(service)
    try:
        taken = sender.notify(body=body, title=title, body_format=apprise.NotifyFormat.TEXT)
    except Exception:  # whatever a plugin raises may name its address
        return NOT_TAKEN
    return None if taken else NOT_TAKEN


def wrong_now(held: Sequence[Message], now: datetime) -> list[str]:
    """A sentence for each alert that has messages in trouble."""
    said = []
    for name in sorted({one.alert for one in held}):
        mine = [one for one in held if one.alert == name]
        failed = [one for one in mine if one.state(now) is MessageState.FAILED]
        unsure = [one for one in mine if one.state(now) is MessageState.NOT_KNOWN]
        lost = [one for one in mine if one.state(now) is MessageState.GIVEN_UP]
        if failed:
            since = failed[0].tries[0].noted_at.astimezone(now.tzinfo)
            said.append(
                f"alert {name}: {_messages(failed)} not sent since {since:%Y-%m-%d %H:%M}: "
                f"{failed[-1].tries[-1].reason}; tried again"
            )
        if unsure:
            said.append(
                f"alert {name}: of {_messages(unsure)} it is not known whether it was received, "
                "since the program ended while it was being sent: "
                f"answerable alerts send --again {unsure[-1].message_id}"
            )
        if lost:
            said.append(f"alert {name}: {_messages(lost)} given up after three days of trying")
    return said


def _messages(found: Sequence[Message]) -> str:
    return "1 message" if len(found) == 1 else f"{len(found)} messages"


def this_moment() -> datetime:
    """The clock of this machine."""
    return datetime.now(UTC)
