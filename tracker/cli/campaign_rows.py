"""Campaigns, milestones and updates as the rows that the command line prints."""

from __future__ import annotations

from datetime import date

from tracker.campaigns.facts import Fact, FactKind
from tracker.campaigns.model import Campaign, MilestoneHistory, MilestoneUpdate
from tracker.campaigns.timeline import TimelineRow
from tracker.cli.cells import Row
from tracker.views.network_view import NetworkCampaign, NetworkView, SharedMeasure


def campaign_row(campaign: Campaign) -> dict[str, object]:
    return dict(vars(campaign))


def brief_campaign(row: Row) -> Row:
    shown = ("campaign_id", "title", "organization", "jurisdiction_id", "demonstration")
    return {name: row[name] for name in shown}


def milestone_row(history: MilestoneHistory, today: date) -> dict[str, object]:
    milestone, state = history.milestone, history.state
    return {
        "milestone_id": milestone.milestone_id,
        "campaign_id": milestone.campaign_id,
        "title": milestone.title,
        "status": state.status.value,
        "due": state.due,
        "closed_on": state.closed_on,
        "overdue": state.is_overdue(today),
        "visibility": state.visibility.value,
        "kind": milestone.kind.value if milestone.kind else None,
        "place": milestone.place,
        "owner": milestone.owner,
        "bill_id": milestone.bill_id,
        "vote_event_id": milestone.vote_event_id,
        "version": state.version,
        "changed_at": state.changed_at,
        "changed_by": state.changed_by,
    }


def brief_milestone(row: Row) -> Row:
    shown = ("milestone_id", "title", "status", "due", "closed_on", "visibility", "version")
    return {name: row[name] for name in shown}


def update_row(update: MilestoneUpdate) -> dict[str, object]:
    change = update.change
    return {
        "milestone_id": update.milestone_id,
        "number": update.number,
        "recorded_at": update.recorded_at,
        "recorded_by": update.recorded_by,
        "seen_version": update.seen_version,
        "status": change.status.value if change.status else None,
        "due": change.due,
        "happened_on": change.happened_on,
        "visibility": change.visibility.value if change.visibility else None,
        "note": change.note,
        "note_visibility": change.note_visibility.value if change.note else None,
        "evidence": change.evidence,
        "takes_back": change.takes_back,
        "key": update.key,
    }


def brief_update(row: Row) -> Row:
    shown = ("number", "recorded_at", "recorded_by", "status", "due", "happened_on", "note")
    return {name: row[name] for name in shown}


def timeline_row(row: TimelineRow) -> dict[str, object]:
    return {
        "date": row.day,
        "kind": row.kind.value,
        "title": row.title,
        "outcome": row.outcome,
        "due": row.due,
        "milestone_id": row.milestone_id,
        "bill_id": row.bill_id,
        "vote_event_id": row.vote_event_id,
        "verified": row.verified,
        "source": row.source,
    }


def brief_timeline(row: Row) -> Row:
    return {
        "date": row["date"],
        "what": row["title"],
        "outcome": row["outcome"],
        "id": row["milestone_id"] or row["vote_event_id"],
    }


def fact_row(fact: Fact) -> dict[str, object]:
    return {"kind": fact.kind.value, "text": fact.text, "part": fact.part}


def network_row(view: NetworkView) -> dict[str, object]:
    return {
        "campaigns": [
            vars(one) | {"facts": [fact_row(fact) for fact in one.facts]} for one in view.campaigns
        ],
        "measures": [
            vars(one)
            | {"holders": [vars(holder) for holder in one.holders], "disputed": one.is_disputed}
            for one in view.measures
        ],
        "shared": [
            {"kind": one.kind.value, "text": one.text, "campaigns": one.campaigns}
            for one in view.facts
        ],
    }


def brief_of_network(one: NetworkCampaign) -> dict[str, object]:
    return {
        "campaign_id": one.campaign_id,
        "organization": one.organization,
        "place": ", ".join(one.said(FactKind.PLACE)),
        "issues": ", ".join(one.said(FactKind.ISSUE)),
        "open": one.open,
        "ended": one.ended,
        "past_their_day": one.overdue,
        "in_30_days": one.lately,
    }


def holders(measure: SharedMeasure) -> str:
    """Who names a measure, in words: `Near home; Homes 2007 (support)`."""
    return "; ".join(
        f"{one.title} ({one.stance})" if one.stance else one.title for one in measure.holders
    )
