"""Targets, read and written for those who may edit, and for nobody else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from scorecard_app.last_known import seconds_to_wait
from scorecard_app.reading import agenda_summaries
from scorecard_app.steward import own_name
from tracker.access.checks import require
from tracker.access.roles import Action
from tracker.agenda.agenda import Agenda
from tracker.campaigns.reading import find_campaign
from tracker.campaigns.targets import (
    ComingVote,
    Confidence,
    TargetNote,
    TargetStance,
    TargetWords,
    add_note,
    key_of,
    sitting_member,
    votes_of,
)
from tracker.errors import UsageError
from tracker.store import open_store
from tracker.views.target_sheet import TargetSheet, target_sheet
from tracker.views.target_votes import CountThen, VoteAhead, counts_then, votes_ahead

WAIT_SECONDS = 5.0
"""For the store, before a person is told to save again."""


@dataclass(frozen=True)
class House:
    """All that the page of one vote shows."""

    sheet: TargetSheet
    others: tuple[ComingVote, ...]
    """The votes of the campaign, this one among them."""
    counts: tuple[CountThen, ...]
    agenda: Agenda | None
    """Whose roll calls the past votes are."""


def ahead(campaign_id: str) -> tuple[VoteAhead, ...]:
    """The votes that a campaign prepares for."""
    with open_store(lock_timeout=seconds_to_wait()).reading() as connection:
        _refuse_others(connection, campaign_id)
        return votes_ahead(connection, campaign_id)


def house(
    campaign_id: str, bill_id: str, chamber: str, *, needed: int | None, first: str
) -> House | None:
    """One of those votes; where `chamber` is none of its houses, the first. None where the campaign
    prepares for none on that measure. `first` is the agenda to ask before others.
    """
    agendas = agenda_summaries()
    asked = sorted(agendas.values(), key=lambda one: one.id != first)
    with open_store(lock_timeout=seconds_to_wait()).reading() as connection:
        _refuse_others(connection, campaign_id)
        others = tuple(votes_of(connection, campaign_id))
        vote = _meant(others, bill_id, chamber)
        if vote is None:
            return None
        sheet = target_sheet(connection, vote, asked, needed=needed, today=date.today())
        counts = counts_then(connection, vote)
    return House(sheet, others, counts, agendas.get(sheet.agenda_id or ""))


def write_note(vote: ComingVote, sent: Mapping[str, object]) -> TargetNote:
    """Adds the note that a page sent: `person`, `seen` and `stance`, perhaps `confidence`, `source`
    and `note`. Anything else in it is not looked at.

    Raises:
        AnswerableError: it was not stored; says why.
    """
    sure, seen = _text(sent, "confidence"), _text(sent, "seen")
    words = TargetWords(
        TargetStance(_one_of(list(TargetStance), sent, "stance")),
        Confidence(_one_of(list(Confidence), sent, "confidence")) if sure else None,
        _text(sent, "source") or None,
        _text(sent, "note") or None,
    )
    number = int(seen) if seen.isdecimal() else 0
    now, by = datetime.now().astimezone().replace(microsecond=0), own_name() or "nobody named"
    with open_store(lock_timeout=WAIT_SECONDS).writing() as connection:
        _refuse_others(connection, vote.campaign_id)
        member = sitting_member(connection, vote, _text(sent, "person"), now.date())
        key = key_of(vote, member.person_id, words, number, by)
        return add_note(connection, vote, member, words, seen=number, key=key, by=by, now=now)[0]


def _meant(others: tuple[ComingVote, ...], bill_id: str, chamber: str) -> ComingVote | None:
    on_it = [one for one in others if one.bill_id == bill_id]
    return next((one for one in on_it if one.chamber == chamber), on_it[0] if on_it else None)


def _text(sent: Mapping[str, object], name: str) -> str:
    value = sent.get(name)
    return value if isinstance(value, str) else ""


def _one_of(known: list[str], sent: Mapping[str, object], name: str) -> str:
    text = _text(sent, name)
    if text not in known:
        raise UsageError(
            f"{text!r} is no {name}", where=name, what_to_do=f"choose one of {', '.join(known)}"
        )
    return text


def _refuse_others(connection: sa.Connection, campaign_id: str) -> None:
    campaign = find_campaign(connection, campaign_id)
    require(connection, Action.EDIT_CAMPAIGN, campaign.organization)
