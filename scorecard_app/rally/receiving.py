"""What a phone sends, taken into the store once, or answered with why not."""

from __future__ import annotations

import logging
from datetime import date, datetime
from enum import StrEnum
from textwrap import shorten
from uuid import UUID

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from scorecard_app.campaign_forms import FIRST_DAY, WAIT_SECONDS
from scorecard_app.layout import without_folders
from scorecard_app.steward import own_name
from tracker.access.checks import NotAllowed
from tracker.campaigns.model import Change, MilestoneStatus
from tracker.campaigns.updating import KeyIsTaken, StaleUpdate, add_update
from tracker.errors import AnswerableError, StoreError
from tracker.rules.reviewed import plainly
from tracker.store import open_store
from tracker.views.rally_view import unseen_updates

MOST_TO_DO = 300
"""Letters: the names of some milestones, where one was asked for that is not there."""

_log = logging.getLogger(__name__)


class Outcome(StrEnum):
    """What became of an update; the page acts on this word alone."""

    STORED = "stored"
    """It is in the store."""
    KNOWN = "known"
    """It had been stored before: this was the same one sent again."""
    CONFLICT = "conflict"
    """Somebody recorded something that the writer had not seen. Nothing was stored."""
    CHANGED = "changed"
    """An update of this id was stored, and says something else. Nothing was stored."""
    REFUSED = "refused"
    """It cannot be stored as it is; the sentence says why."""
    ELSEWHERE = "elsewhere"
    """This server takes no updates from there. The phone keeps it."""
    LATER = "later"
    """The store cannot be written at this moment. The phone sends it again."""


STATUS_CODES = {
    Outcome.STORED: 201,
    Outcome.KNOWN: 200,
    Outcome.CONFLICT: 409,
    Outcome.CHANGED: 409,
    Outcome.REFUSED: 422,
    Outcome.ELSEWHERE: 403,
    Outcome.LATER: 503,
}


class SentUpdate(BaseModel):
    """One update as the page sends it."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    id: UUID
    """Made on the phone. The store keeps one update of each id."""
    milestone: str = Field(min_length=1, max_length=500)
    seen: int = Field(ge=0, le=1_000_000)
    status: MilestoneStatus | None = None
    note: str | None = None
    happened_on: date | None = Field(default=None, ge=FIRST_DAY)


class Reply(BaseModel):
    """What the page is told."""

    outcome: Outcome
    sentence: str
    number: int | None = None
    """Of the stored update, among those of its milestone."""
    version: int | None = None
    """Updates of the milestone by now, where the writer had not seen them all."""
    unseen: tuple[str, ...] = ()
    """What these say."""


def receive(body: bytes) -> Reply:
    """Stores the update that a phone sent, unless it is there already or cannot be stored."""
    try:
        sent = SentUpdate.model_validate_json(body)
    except ValidationError as error:
        return Reply(outcome=Outcome.REFUSED, sentence=_misformed(error))
    try:
        with open_store(lock_timeout=WAIT_SECONDS).writing() as connection:
            return _store(connection, sent)
    except NotAllowed as error:
        return Reply(outcome=Outcome.ELSEWHERE, sentence=sentence(error))
    except StoreError as error:
        _log.warning("%s", error)
        return Reply(
            outcome=Outcome.LATER,
            sentence="The record cannot be written at this moment. This is sent again by itself.",
        )
    except AnswerableError as error:
        return Reply(outcome=Outcome.REFUSED, sentence=sentence(error))


def sentence(error: AnswerableError) -> str:
    """An error on one line of a small screen: what is wrong, and what to do."""
    what = without_folders(error.what)
    to_do = shorten(without_folders(error.what_to_do), MOST_TO_DO, placeholder=" …")
    return f"{what[:1].upper()}{what[1:]}. To do: {to_do}."


def _store(connection: sa.Connection, sent: SentUpdate) -> Reply:
    change = Change(status=sent.status, note=sent.note, happened_on=sent.happened_on)
    try:
        receipt = add_update(
            connection,
            sent.milestone,
            change,
            seen_version=sent.seen,
            key=f"rally:{sent.id}",
            by=own_name() or "nobody named",
            now=datetime.now().astimezone().replace(microsecond=0),
        )
    except StaleUpdate:
        return _others_said(
            connection, sent, Outcome.CONFLICT, "Somebody else recorded this meanwhile:"
        )
    except KeyIsTaken:
        return _others_said(
            connection,
            sent,
            Outcome.CHANGED,
            "This had reached the server before you changed it. Recorded by now:",
        )
    stored = Outcome.STORED if receipt.newly_stored else Outcome.KNOWN
    return Reply(outcome=stored, sentence="Received.", number=receipt.update.number)


def _others_said(
    connection: sa.Connection, sent: SentUpdate, outcome: Outcome, sentence: str
) -> Reply:
    found = unseen_updates(connection, sent.milestone, sent.seen)
    return Reply(outcome=outcome, sentence=sentence, version=found.version, unseen=found.told)


def _misformed(error: ValidationError) -> str:
    place = ".".join(str(key) for key in error.errors()[0]["loc"])
    where = f"“{place}”: " if place else ""
    return (
        f"The server does not understand this update ({where}{plainly(error)}). To do: change it, "
        "or copy your words and write them down anew."
    )
