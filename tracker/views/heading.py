"""What stands over every page: whose agenda, by which rule, as of when."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from tracker.views.sheet import Sheet


@dataclass(frozen=True)
class Heading:
    """What is shown, in one glance and in full."""

    agenda_id: str
    agenda_title: str
    agenda_version: str
    agenda_statement: str
    demonstration: bool
    ratified: datetime.date | None
    session_name: str
    legislature: str
    """As a reader says it: `California Legislature`."""
    nonvotes: str | None
    """What its record says of members without a vote, and what not."""
    method_id: str
    method_title: str
    method_version: int
    method_sentence: str
    method_publisher: str
    recorded_after_votes: bool
    """Whether at least one scored vote was cast before its position was written down."""
    last_vote: datetime.date | None
    record_read_on: datetime.date | None
    sources: tuple[str, ...]
    """Titles and publishers of what the scored roll calls were read from."""


def heading(sheet: Sheet) -> Heading:
    """The heading of every page that rests on this sheet."""
    agenda, method = sheet.agenda, sheet.method
    return Heading(
        agenda_id=agenda.id,
        agenda_title=agenda.title,
        agenda_version=agenda.version,
        agenda_statement=agenda.statement or "",
        demonstration=agenda.demonstration,
        ratified=agenda.ratified,
        session_name=sheet.session_name,
        legislature=sheet.legislature,
        nonvotes=sheet.nonvotes,
        method_id=method.id,
        method_title=method.title,
        method_version=method.version,
        method_sentence=method.sentence,
        method_publisher=method.restates.publisher,
        recorded_after_votes=any(
            roll.recorded_after_the_vote for credit in sheet.all_credits for roll in credit.rolls
        ),
        last_vote=sheet.last_vote,
        record_read_on=sheet.record_read_on,
        sources=tuple(
            sorted(
                {
                    sheet.places[event_id].source
                    for event_id in {
                        roll.vote_event_id for credit in sheet.all_credits for roll in credit.rolls
                    }
                }
            )
        ),
    )
