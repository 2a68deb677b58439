"""Rows of the store as the model's values, and back. UTC in the model, naive UTC in the store."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import cast

import sqlalchemy as sa

from tracker.campaigns.model import (
    Campaign,
    Change,
    Milestone,
    MilestoneKind,
    MilestoneStatus,
    MilestoneUpdate,
    Visibility,
)
from tracker.store.moments import from_store, in_store


def campaign_row(campaign: Campaign) -> dict[str, object]:
    values = vars(campaign) | {"created_at": in_store(campaign.created_at)}
    del values["bill_ids"]
    return values


def campaign_of(row: sa.RowMapping, bill_ids: Iterable[str]) -> Campaign:
    return Campaign(
        campaign_id=str(row["campaign_id"]),
        title=str(row["title"]),
        organization=str(row["organization"]),
        jurisdiction_id=_text(row["jurisdiction_id"]),
        statement=_text(row["statement"]),
        demonstration=bool(row["demonstration"]),
        created_at=from_store(row["created_at"]),
        created_by=str(row["created_by"]),
        bill_ids=tuple(bill_ids),
    )


def milestone_row(milestone: Milestone) -> dict[str, object]:
    return vars(milestone) | {"created_at": in_store(milestone.created_at)}


def milestone_of(row: sa.RowMapping) -> Milestone:
    kind = _text(row["kind"])
    return Milestone(
        milestone_id=str(row["milestone_id"]),
        campaign_id=str(row["campaign_id"]),
        title=str(row["title"]),
        due=cast("date | None", row["due"]),
        bill_id=_text(row["bill_id"]),
        vote_event_id=_text(row["vote_event_id"]),
        owner=_text(row["owner"]),
        visibility=Visibility(str(row["visibility"])),
        created_at=from_store(row["created_at"]),
        created_by=str(row["created_by"]),
        kind=MilestoneKind(kind) if kind else None,
        place=_text(row["place"]),
    )


def update_row(update: MilestoneUpdate) -> dict[str, object]:
    values = vars(update) | vars(update.change) | {"recorded_at": in_store(update.recorded_at)}
    del values["change"]
    return values


def update_of(row: sa.RowMapping) -> MilestoneUpdate:
    return MilestoneUpdate(
        milestone_id=str(row["milestone_id"]),
        number=cast("int", row["number"]),
        key=str(row["key"]),
        recorded_at=from_store(row["recorded_at"]),
        recorded_on=cast("date", row["recorded_on"]),
        recorded_by=str(row["recorded_by"]),
        seen_version=cast("int", row["seen_version"]),
        change=_change_of(row),
    )


def _change_of(row: sa.RowMapping) -> Change:
    status, visibility = _text(row["status"]), _text(row["visibility"])
    return Change(
        status=MilestoneStatus(status) if status else None,
        due=cast("date | None", row["due"]),
        happened_on=cast("date | None", row["happened_on"]),
        visibility=Visibility(visibility) if visibility else None,
        note=_text(row["note"]),
        note_visibility=Visibility(str(row["note_visibility"])),
        evidence=_text(row["evidence"]),
        takes_back=bool(row["takes_back"]),
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)
