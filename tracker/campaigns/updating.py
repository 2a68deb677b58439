"""Adding to a milestone's history: once each, and never over somebody else's head.

The functions work on a connection of `Store.writing()`, so that several of them make one unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import sqlalchemy as sa

from tracker.access.acting import recorded_as
from tracker.access.audit import note
from tracker.access.checks import require
from tracker.access.roles import Action
from tracker.campaigns import rows, tables
from tracker.campaigns.fold import apply
from tracker.campaigns.model import Change, Milestone, MilestoneHistory, MilestoneUpdate
from tracker.campaigns.reading import find_campaign, find_history
from tracker.campaigns.words import SENTENCES, retold, said, said_if_any, web_address
from tracker.errors import AnswerableError, UsageError

TAKEN_BACK_WITHIN = timedelta(minutes=10)
"""Long enough to notice a slip of the thumb; later, others may have acted on it."""


class StaleUpdate(AnswerableError):
    """Somebody else changed the milestone after the writer looked at it; nothing was stored."""


class KeyIsTaken(UsageError):
    """Another update of that key is in the store; nothing was stored."""


@dataclass(frozen=True)
class Receipt:
    """What became of an update that was sent."""

    update: MilestoneUpdate
    history: MilestoneHistory
    newly_stored: bool
    """False: it had been stored before, and this was the same one sent again."""


def add_update(
    connection: sa.Connection,
    milestone: str,
    change: Change,
    *,
    seen_version: int,
    key: str,
    by: str,
    now: datetime,
) -> Receipt:
    """Adds one update to a milestone's history, unless it is there already.

    `seen_version` is the number of updates the writer had seen. `key` is the sender's own: the
    same update sent twice, by an impatient thumb or after a lost connection, is stored once.
    `now` is in the writer's own time zone, since `today` is a day of their calendar.

    Raises:
        NotAllowed: who acts may not work on this campaign.
        StaleUpdate: there are updates the writer had not seen; the error says whose and what.
        KeyIsTaken: the key belongs to a different update.
        UsageError: no such milestone, nothing said, or an impossible day or version.
    """
    before = find_history(connection, milestone)
    organization = find_campaign(connection, before.milestone.campaign_id).organization
    require(connection, Action.EDIT_CAMPAIGN, organization)
    _wait_for_other_writers(connection, before.milestone)
    before = find_history(connection, before.milestone.milestone_id)
    update = MilestoneUpdate(
        milestone_id=before.milestone.milestone_id,
        number=seen_version + 1,
        key=said(key, "key of the update"),
        recorded_at=now.astimezone(UTC),
        recorded_on=now.date(),
        recorded_by=recorded_as(said(by, "name of who records it")),
        seen_version=seen_version,
        change=_checked(change, now.date()),
    )
    known = _sent_before(connection, update)
    if known is not None:
        return Receipt(known, before, newly_stored=False)
    _refuse_unless_seen(before, seen_version)
    _refuse_unless_last_and_recent(before, update)
    connection.execute(sa.insert(tables.milestone_updates), [rows.update_row(update)])
    after = MilestoneHistory(
        before.milestone, (*before.updates, update), apply(before.state, update)
    )
    note(
        connection,
        Action.EDIT_CAMPAIGN,
        f"milestone {update.milestone_id}",
        before=_facts(before),
        after=_facts(after) | {"said": retold(update.change)},
        by=by,
        now=now,
    )
    return Receipt(update, after, newly_stored=True)


def _facts(history: MilestoneHistory) -> dict[str, object]:
    state = history.state
    facts = ("status", "due", "closed_on", "visibility", "version")
    return {name: getattr(state, name) for name in facts}


def take_back(
    connection: sa.Connection, milestone: str, *, seen_version: int, by: str, now: datetime
) -> Receipt:
    """Takes the last update of a milestone back, by a further one: both stay readable.

    Raises:
        StaleUpdate: there are updates the writer had not seen.
        UsageError: no such milestone; there is no update, it was itself one that took another
            back, or it is more than ten minutes old.
    """
    milestone_id = find_history(connection, milestone).milestone.milestone_id
    return add_update(
        connection,
        milestone_id,
        Change(takes_back=True),
        seen_version=seen_version,
        key=f"back:{milestone_id}:{seen_version}",
        by=by,
        now=now,
    )


def can_be_taken_back(history: MilestoneHistory, now: datetime) -> bool:
    """Whether its last update may still be taken back at this moment."""
    state = history.state
    return state.before is not None and now - state.changed_at <= TAKEN_BACK_WITHIN


def _refuse_unless_last_and_recent(history: MilestoneHistory, update: MilestoneUpdate) -> None:
    if not update.change.takes_back or can_be_taken_back(history, update.recorded_at):
        return
    raise UsageError(
        "the last update is more than ten minutes old, so it stands"
        if history.state.before
        else "there is no update to take back",
        where=f"the milestone {history.milestone.milestone_id}",
        what_to_do="record what is right as a further update",
    )


def _wait_for_other_writers(connection: sa.Connection, milestone: Milestone) -> None:
    """Lets one writer at a time past. On DuckDB the store's own lock has done so already."""
    if connection.dialect.name == "duckdb":
        return
    table = tables.milestones
    connection.execute(
        sa.select(table.c.milestone_id)
        .where(table.c.milestone_id == milestone.milestone_id)
        .with_for_update()
    )


def _sent_before(connection: sa.Connection, update: MilestoneUpdate) -> MilestoneUpdate | None:
    table = tables.milestone_updates
    row = connection.execute(sa.select(table).where(table.c.key == update.key)).mappings().first()
    if row is None:
        return None
    known = rows.update_of(row)
    if replace(known, recorded_at=update.recorded_at, recorded_on=update.recorded_on) != update:
        raise KeyIsTaken(
            "this key belongs to a different update, which stays as it is",
            where=f"update {known.number} of {known.milestone_id}, by {known.recorded_by}",
            what_to_do="send the new update with a key of its own",
        )
    return known


def _refuse_unless_seen(history: MilestoneHistory, seen_version: int) -> None:
    version = history.state.version
    where = f"the milestone {history.milestone.milestone_id}"
    if seen_version == version:
        return
    if not 0 <= seen_version < version:
        raise UsageError(
            f"nobody can have seen {seen_version} updates: there are {version}",
            where=where,
            what_to_do=f"read the history, then say that you saw {version}",
        )
    unseen = history.updates[seen_version:]
    raise StaleUpdate(
        f"not stored: this milestone has changed since you looked at it: {_retold(unseen)}",
        where=where,
        what_to_do=f"if yours still holds after that, send it again as having seen {version} "
        f"(--seen {version})",
    )


def _retold(updates: Sequence[MilestoneUpdate]) -> str:
    """Who changed what, and when."""
    return "; ".join(
        f"{update.recorded_by} on {update.recorded_at:%Y-%m-%d at %H:%M} UTC: "
        f"{retold(update.change)}"
        for update in updates
    )


def _checked(change: Change, today: date) -> Change:
    change = replace(
        change,
        note=said_if_any(change.note, "note", SENTENCES),
        evidence=web_address(change.evidence),
    )
    if change.is_empty:
        raise UsageError(
            "the update says nothing",
            where="the update",
            what_to_do="give a status, a day, a visibility or a note",
        )
    if change.happened_on is not None and change.happened_on > today:
        raise UsageError(
            f"{change.happened_on} is still to come, so nothing can have happened then",
            where="the day it happened",
            what_to_do=f"give a day up to {today}, or set the day it is due instead",
        )
    ended = change.status is not None and not change.status.is_open
    happened = change.happened_on or today
    if ended and change.due is not None and change.due > happened:
        raise UsageError(
            f"it cannot have ended on {happened} and be due on {change.due}, which is later",
            where="the new day it is due",
            what_to_do="leave the new day out, or say that it is planned or under way",
        )
    return change
