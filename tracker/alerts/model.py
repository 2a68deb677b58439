"""What an alert tells: the kinds of changes, and one change in a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class AlertKind(StrEnum):
    """What can change of something that one follows."""

    VOTE = "vote"
    """A roll call on a measure came into the record."""
    HEARING_SET = "hearing_set"
    """A hearing with the measure on its agenda is to come."""
    HEARING_MOVED = "hearing_moved"
    """It is on another day, at another time or in another place."""
    HEARING_CANCELLED = "hearing_cancelled"
    """It is cancelled, or no longer has the measure on its agenda."""
    AMENDED = "amended"
    """The measure has a new text, so a position on the old one needs review."""
    COSPONSOR = "cosponsor"
    """Somebody put their name to the measure."""
    LAWMAKER_VOTED = "lawmaker_voted"
    """A lawmaker whom one follows was on a roll call."""
    SUPPORT = "support"
    """The ayes that a campaign counts on reached a number, or fell below it. Always private."""
    MILESTONE_DUE = "milestone_due"
    """A milestone of a campaign is due."""


@dataclass(frozen=True)
class Change:
    """Something that changed, as people are told of it."""

    kind: AlertKind
    subject: str
    """What changed, as in `measure/ca-20072008-SB375`."""
    sentence: str
    day: date | None = None
    """The day that it happened, or happens."""
    bill_id: str | None = None
    link: str | None = None
    """Where the source says so."""
    private: bool = False
    """Never for a place that anybody may read."""


Subject = tuple[str, str, list[Change]]
"""What is followed, what is known of it now (as JSON), and what changed."""


def of_measure(bill_id: str) -> str:
    """The subject that a measure is."""
    return f"measure/{bill_id}"


def of_lawmaker(person_id: str) -> str:
    """The subject that a lawmaker is."""
    return f"lawmaker/{person_id}"


def of_campaign(campaign_id: str) -> str:
    """The subject that a campaign is."""
    return f"campaign/{campaign_id}"
