"""How the lawmakers whom one follows voted on the roll calls that came in since the last look."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

import sqlalchemy as sa
from pydantic import BaseModel

from tracker.alerts.measures import NEWS_DAYS, measure_words
from tracker.alerts.model import AlertKind, Change, Subject, of_lawmaker
from tracker.campaigns.stages import read_stages
from tracker.record.tables import (
    numbered_votes,
    people,
    person_numbers,
    vote_event_numbers,
    vote_events,
    vote_options,
)
from tracker.rules.vocabulary import Option
from tracker.views.wording import OPTION_WORDS, long_day


class _Read(BaseModel):
    """Roll calls are numbered as they come in: up to which number they were looked at."""

    through: int


def lawmakers_votes(
    connection: sa.Connection, person_ids: Sequence[str], before: Mapping[str, str], today: date
) -> Iterator[Subject]:
    """Each lawmaker, and their votes on roll calls that are new."""
    newest = sa.select(sa.func.coalesce(sa.func.max(vote_event_numbers.c.vote_event_no), 0))
    state = _Read(through=connection.execute(newest).scalar_one()).model_dump_json()
    for person_id in person_ids:
        subject = of_lawmaker(person_id)
        known = before.get(subject)
        since = _Read.model_validate_json(known).through if known else None
        news = [] if since is None else _votes(connection, person_id, since, today)
        yield subject, state, news


def _votes(connection: sa.Connection, person_id: str, since: int, today: date) -> list[Change]:
    vote, event, person = numbered_votes.c, vote_events.c, person_numbers.c
    query = (
        sa.select(
            event.vote_event_id, event.bill_id, event.date, vote_options.c.option, people.c.name
        )
        .select_from(numbered_votes)
        .join(person_numbers, person.person_no == vote.person_no)
        .join(vote_event_numbers, vote_event_numbers.c.vote_event_no == vote.vote_event_no)
        .join(vote_events, event.vote_event_id == vote_event_numbers.c.vote_event_id)
        .join(vote_options, vote_options.c.option_no == vote.option_no)
        .join(people, people.c.person_id == person.person_id)
        .where(person.person_id == person_id, vote.vote_event_no > since)
        .where(event.date >= today - timedelta(days=NEWS_DAYS))
        .order_by(event.date, event.sequence, event.vote_event_id)
    )
    found = connection.execute(query).all()
    bill_ids = list({row.bill_id for row in found})
    rows = {row.vote_event_id: row for row in read_stages(connection, bill_ids)}
    words = measure_words(connection, bill_ids)
    changes = []
    for row in found:
        printed, link = words[row.bill_id]
        roll = rows[row.vote_event_id]
        outcome = f": {roll.outcome}" if roll.outcome else ""
        said = f"{OPTION_WORDS[Option(row.option)]} ({roll.title}, {long_day(row.date)}{outcome})"
        changes.append(
            Change(
                kind=AlertKind.LAWMAKER_VOTED,
                subject=of_lawmaker(person_id),
                sentence=f"{row.name} on {printed}: {said}.",
                day=row.date,
                bill_id=row.bill_id,
                link=link,
            )
        )
    return changes
