"""The letter that tells each lawmaker what an agenda asks, and the note that it was sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from string import Template
from typing import NamedTuple

import sqlalchemy as sa

from tracker import paths
from tracker.agenda.added_rows import add_rows, next_number, recorded
from tracker.agenda.agenda import Agenda, AgendaItem
from tracker.agenda.editing import last_stance
from tracker.agenda.tables import agenda_notices
from tracker.agenda.versions import saved_agenda, version_numbered, versions
from tracker.campaigns.words import SENTENCES, said
from tracker.errors import DataFileError, UsageError
from tracker.record.members import find_person
from tracker.record.tables import legislative_sessions, memberships, people
from tracker.rules.reference import is_reviewed, jurisdiction_of, printed_bill
from tracker.rules.vocabulary import Chamber
from tracker.store.moments import from_store

TEMPLATE = "letters/agenda.txt"
"""Below `data/`: the letter that ships, for those who have none of their own."""


@dataclass(frozen=True)
class Letter:
    """What is sent to one lawmaker."""

    person_id: str
    name: str
    text: str


@dataclass(frozen=True)
class Notice:
    """A letter that was sent, and what proves it."""

    agenda_id: str
    number: int
    version: int
    person_id: str
    name: str
    sent_on: date
    proof: str
    recorded_at: datetime
    recorded_by: str


class Told(NamedTuple):
    """When a lawmaker was told what is asked, and when that was written down."""

    sent_on: date
    noted_on: date


def letter_template(path: Path | None) -> Template:
    """The template in a file of one's own, else the one that ships.

    Raises DataFileError where it cannot be read, or has a place that nothing fills.
    """
    file = path or paths.data_dir() / TEMPLATE
    try:
        template = Template(file.read_text("utf-8"))
        template.substitute(dict.fromkeys(PLACES, ""))
    except (OSError, UnicodeDecodeError) as error:
        raise DataFileError(
            "the template cannot be read",
            where=str(file),
            what_to_do="name a text file in UTF-8",
        ) from error
    except (KeyError, ValueError) as error:
        raise DataFileError(
            f"the template has a place that nothing fills: {error}",
            where=str(file),
            what_to_do=f"use only {', '.join(f'${name}' for name in PLACES)}; write $$ for a $",
        ) from error
    return template


PLACES = ("day", "name", "house", "legislature", "agenda", "standing", "items", "signed")
"""What a template may have, each after a `$`."""


def letters(
    connection: sa.Connection, agenda: Agenda, chamber: Chamber, template: Template, today: date
) -> list[Letter]:
    """A letter to each member who holds a seat in that house today, by name; of a session that has
    ended, to those who held one on its last day.

    Raises UsageError where the record knows no member of that house.
    """
    found = _members(connection, agenda, chamber, today)
    if not found:
        raise UsageError(
            "the record knows nobody who holds a seat in that house",
            where=f"--chamber {chamber}",
            what_to_do="load the people of the session first: answerable load --help",
        )
    same = {
        "day": f"{today.day} {today:%B %Y}",
        "house": _house(agenda, chamber),
        "legislature": _legislature(agenda),
        "agenda": agenda.title,
        "standing": standing(agenda),
        "items": "\n\n".join(map(_item, agenda.items)),
        "signed": "\n".join(agenda.organizations) or agenda.written_by or "",
    }
    return [
        Letter(person_id, name, template.substitute(same, name=name)) for person_id, name in found
    ]


def standing(agenda: Agenda) -> str:
    """Who stands behind an agenda: `ratified on 2008-01-10`, or only `written by River Tenants`."""
    if agenda.ratified:
        return f"ratified on {agenda.ratified}"
    return f"written by {agenda.written_by}" if agenda.written_by else "not ratified"


def note_sent(
    connection: sa.Connection,
    agenda_id: str,
    lawmaker: str,
    *,
    version: int | None,
    sent_on: date,
    proof: str,
    by: str,
    now: datetime,
) -> Notice:
    """Adds that a letter with the items of a version, else the last, was sent to a lawmaker, by id
    or name.

    Raises UsageError where there is no such agenda, version or lawmaker, the day is still to come,
    or no proof is given.
    """
    agenda = saved_agenda(connection, agenda_id)
    number = version or len(versions(connection, agenda_id))
    version_numbered(connection, agenda_id, number)
    person_id = find_person(connection, lawmaker, agenda.session_id, where="--to")
    if sent_on > now.date():
        raise UsageError(
            f"{sent_on} is still to come, so nothing can have been sent then",
            where="--sent",
            what_to_do=f"give a day up to {now.date()}",
        )
    row = {
        "agenda_id": agenda_id,
        "number": next_number(connection, agenda_notices, agenda_id),
        "version": number,
        "person_id": person_id,
        "sent_on": sent_on,
        "proof": said(proof, "proof", SENTENCES),
        **recorded(by, now),
    }
    add_rows(connection, agenda_notices, [row])
    return notices(connection, agenda_id)[-1]


def notices(connection: sa.Connection, agenda_id: str) -> list[Notice]:
    """Every letter that was recorded for an agenda, in that order."""
    column = agenda_notices.c
    query = (
        sa.select(agenda_notices, sa.func.coalesce(people.c.name, column.person_id).label("name"))
        .outerjoin(people, people.c.person_id == column.person_id)
        .where(column.agenda_id == agenda_id)
        .order_by(column.number)
    )
    return [
        Notice(**{**row, "recorded_at": from_store(row["recorded_at"])})
        for row in connection.execute(query).mappings()
    ]


def told_since(connection: sa.Connection, agenda_id: str) -> dict[tuple[str, str, str], Told]:
    """By person, measure and what was asked: the first letter that said so."""
    sent = notices(connection, agenda_id)
    if not sent:
        return {}
    asked = {
        one.number: [(item.bill_id, str(last_stance(item))) for item in one.agenda.items]
        for one in versions(connection, agenda_id)
        if one.number in {notice.version for notice in sent}
    }
    found: dict[tuple[str, str, str], Told] = {}
    for one in sorted(sent, key=lambda notice: notice.sent_on):
        for bill_id, stance in asked[one.version]:
            told = Told(one.sent_on, one.recorded_at.date())
            found.setdefault((one.person_id, bill_id, stance), told)
    return found


def _members(
    connection: sa.Connection, agenda: Agenda, chamber: Chamber, today: date
) -> Sequence[tuple[str, str]]:
    session, seat = legislative_sessions.c, memberships.c
    ends = connection.execute(
        sa.select(session.end_date).where(session.session_id == agenda.session_id)
    ).scalar()
    day = min(today, ends) if ends else today
    query = (
        sa.select(people.c.person_id, people.c.name)
        .join(people, people.c.person_id == seat.person_id)
        .where(
            seat.session_id == agenda.session_id,
            seat.chamber == str(chamber),
            seat.start_date <= day,
            sa.or_(seat.end_date.is_(None), seat.end_date >= day),
        )
        .distinct()
        .order_by(people.c.name, people.c.person_id)
    )
    return [(row.person_id, row.name) for row in connection.execute(query)]


def _house(agenda: Agenda, chamber: Chamber) -> str:
    known = is_reviewed(agenda.jurisdiction)
    names = jurisdiction_of(agenda.jurisdiction).house_names if known else {}
    return names.get(str(chamber), str(chamber))


def _legislature(agenda: Agenda) -> str:
    known = is_reviewed(agenda.jurisdiction)
    return jurisdiction_of(agenda.jurisdiction).legislature if known else agenda.jurisdiction


def _item(item: AgendaItem) -> str:
    """As in `SB 375, Transportation planning: support.` and the reason below it."""
    asked = f"{printed_bill(item.bill_id)}, {item.title}: {last_stance(item)}."
    return f"{asked}\n{item.reason}" if item.reason else asked
