"""The news of campaigns that anybody may read: updates of public milestones, and what the record
tells of the measures they follow. Nothing private is ever in it, whoever asks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

import sqlalchemy as sa

from tracker.campaigns.atom import FeedEntry
from tracker.campaigns.board import Board, BoardMilestone, Entry
from tracker.campaigns.stages import read_stages
from tracker.campaigns.timeline import RowKind, TimelineRow
from tracker.rules.reference import printed_bill
from tracker.views.campaign_calendar import public_boards

MOST = 100
"""Entries in the feed, the newest: a reader keeps what it has seen."""


@dataclass(frozen=True)
class CampaignFeed:
    """A feed, its name and whose it is."""

    name: str
    author: str
    entries: tuple[FeedEntry, ...]


def campaign_feed(
    connection: sa.Connection, campaign_id: str | None, today: date
) -> CampaignFeed | None:
    """The news of all campaigns, or of one; None where there is no such campaign, or nothing of it
    is public.
    """
    shown = public_boards(connection, campaign_id, today)
    if campaign_id is not None and not shown:
        return None
    bill_ids = list(dict.fromkeys(bill_id for public in shown for bill_id in public.bill_ids))
    news = [
        *(entry for public in shown for entry in _updates(public)),
        *_of_measures(read_stages(connection, bill_ids)),
    ]
    newest = sorted(news, key=lambda one: (one.day, one.key), reverse=True)[:MOST]
    if campaign_id is not None:
        return CampaignFeed(shown[0].title, shown[0].organization, tuple(newest))
    return CampaignFeed("Campaigns", "Answerable", tuple(newest))


def _updates(public: Board) -> Iterator[FeedEntry]:
    """Counted among those that are shown: an update's own number would tell how many are not."""
    for milestone in public.milestones:
        for nth, entry in enumerate(milestone.entries, start=1):
            yield _update(public, milestone, entry, nth)
        if not milestone.entries:
            yield _news(public, milestone, milestone.revised_at.date(), 0, _set_down(milestone))


def _update(public: Board, milestone: BoardMilestone, entry: Entry, nth: int) -> FeedEntry:
    said = [entry.status.words.capitalize()]
    if entry.due:
        said.append(f"Now due {entry.due}")
    said += [part for part in (entry.note, entry.evidence) if part]
    return _news(public, milestone, entry.recorded_on, nth, said)


def _set_down(milestone: BoardMilestone) -> list[str]:
    return ["Set down", *([f"Due {milestone.due}"] if milestone.due else [])]


def _news(
    public: Board, milestone: BoardMilestone, day: date, nth: int, said: Sequence[str]
) -> FeedEntry:
    about = [f"{public.title}, by {public.organization}"]
    if milestone.bill_id:
        about.append(f"Concerns {printed_bill(milestone.bill_id)}")
    if public.demonstration:
        about.append("Invented: a demonstration.")
    return FeedEntry(
        key=f"milestone/{milestone.milestone_id}/{nth:06}",
        day=day,
        title=f"{milestone.title}: {said[0].lower()}",
        text="\n".join([*said, *about]),
        path=f"campaigns?{urlencode({'campaign': public.campaign_id})}",
    )


def _of_measures(rows: Sequence[TimelineRow]) -> Iterator[FeedEntry]:
    """Actions and roll calls that have a day. Two actions of one day may say the very same."""
    alike: Counter[tuple[str, date, str]] = Counter()
    for row in sorted(rows, key=lambda one: one.sequence):
        if row.day is None or row.bill_id is None or row.kind is RowKind.VERSION:
            continue
        said = (row.bill_id, row.day, row.title)
        alike[said] += 1
        source = f"Source: {row.source}" if row.source else "No source was found."
        outcome = f": {row.outcome}" if row.outcome else ""
        known = row.vote_event_id or f"{row.bill_id}/{row.day}/{row.title}/{alike[said]}"
        yield FeedEntry(
            key=f"{row.kind}/{known}",
            day=row.day,
            title=f"{printed_bill(row.bill_id)}: {row.title}{outcome}",
            text=source if row.verified else f"{source}\nNot verified.",
            path=f"measure?{urlencode({'measure': row.bill_id})}",
        )
