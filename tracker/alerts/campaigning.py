"""What changed of a coalition's own campaigns: milestones that are due, ayes that were gained."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from pydantic import BaseModel

from tracker.alerts.model import AlertKind, Change, Subject, of_campaign
from tracker.campaigns.model import MilestoneHistory, Visibility
from tracker.campaigns.reading import find_campaign, histories
from tracker.campaigns.targets import ComingVote, TargetStance, notes_on
from tracker.rules.reference import printed_bill, votes_page
from tracker.views.wording import long_day


class _Told(BaseModel):
    """Of each milestone that was told to be due: for which day."""

    due: dict[str, date]


class _Counted(BaseModel):
    """How many members were noted as a yes."""

    ayes: int


@dataclass(frozen=True)
class Awaited:
    """A number of ayes that somebody waits for before a vote."""

    vote: ComingVote
    ayes: int

    @property
    def subject(self) -> str:
        vote = self.vote
        return f"support/{vote.campaign_id}/{vote.bill_id}/{vote.chamber}/{self.ayes}"


def milestones_due(
    connection: sa.Connection,
    campaign_ids: Sequence[str],
    before: Mapping[str, str],
    today: date,
    days_before: int,
) -> Iterator[Subject]:
    """Each campaign, and its open milestones whose day has come near. One that is put off to
    another day is told again.
    """
    for campaign_id in campaign_ids:
        subject = of_campaign(campaign_id)
        told = _Told.model_validate_json(before.get(subject, '{"due": {}}')).due
        title = find_campaign(connection, campaign_id).title
        news = []
        for one in histories(connection, campaign_id):
            key, due = one.milestone.milestone_id, one.state.due
            if not one.state.status.is_open or due is None or told.get(key) == due:
                continue
            if timedelta(0) <= due - today <= timedelta(days=days_before):
                told = told | {key: due}
                news.append(_due(title, one, due))
        yield subject, _Told(due=dict(sorted(told.items()))).model_dump_json(), news


def _due(title: str, one: MilestoneHistory, due: date) -> Change:
    milestone = one.milestone
    concerns = f" It concerns {printed_bill(milestone.bill_id)}." if milestone.bill_id else ""
    return Change(
        kind=AlertKind.MILESTONE_DUE,
        subject=of_campaign(milestone.campaign_id),
        sentence=f"{title}: “{milestone.title}” is due on {long_day(due)}.{concerns}",
        day=due,
        bill_id=milestone.bill_id,
        link=votes_page(milestone.bill_id) if milestone.bill_id else None,
        private=one.state.visibility is not Visibility.PUBLIC,
    )


def support_counted(
    connection: sa.Connection, awaited: Sequence[Awaited], before: Mapping[str, str], today: date
) -> Iterator[Subject]:
    """Each number that is waited for, and whether the ayes have reached it or fallen below it."""
    for one in awaited:
        notes = notes_on(connection, one.vote)
        ayes = sum(each[-1].words.stance is TargetStance.YES for each in notes.values())
        known = before.get(one.subject)
        was = _Counted.model_validate_json(known).ayes if known else None
        crossed = was is not None and (was >= one.ayes) != (ayes >= one.ayes)
        news = [_crossed(one, ayes, today)] if crossed else []
        yield one.subject, _Counted(ayes=ayes).model_dump_json(), news


def _crossed(one: Awaited, ayes: int, today: date) -> Change:
    crossed = "reached" if ayes >= one.ayes else "fallen below"
    bill_id = one.vote.bill_id
    return Change(
        kind=AlertKind.SUPPORT,
        subject=one.subject,
        sentence=f"{printed_bill(bill_id)}: the ayes noted in the {one.vote.house} have {crossed} "
        f"{one.ayes}: {ayes} now.",
        day=today,
        bill_id=bill_id,
        link=votes_page(bill_id),
        private=True,
    )
