"""From the API's answers to a crawl folder: one session's rolls, meetings, matters and members."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa

from scrapers.kit.source import FileSource, Origin, Staged, Wanted
from scrapers.kit.staging import fetched_file, provenance
from scrapers.kit.zips import files_of
from scrapers.legistar.answers import Answers, day_of, read_answers, text_of
from scrapers.legistar.people import people_rows
from scrapers.legistar.rolls import Meeting, meetings_of, rolls_of
from tracker.crawls.manifest import DeclaredSession, Manifest
from tracker.crawls.shapes import (
    BILL_FACTS,
    DAYS_OF_OFFICE,
    EVENT_BILLS,
    EVENTS,
    MORE_OF_AUTHORS,
    MORE_OF_ROLLS,
    PEOPLE,
    ROLL_CALLS,
    VOTES,
)
from tracker.crawls.sources import declared_source
from tracker.errors import SourceError, UsageError
from tracker.rules import reference
from tracker.rules.jurisdictions import Jurisdiction, LegislativeSession
from tracker.rules.locations import Locations
from tracker.rules.vocabulary import Venue

DECLARATION = declared_source("legistar")
LARGEST = 2_000_000_000
"""Bytes."""

_SCHEMAS: Mapping[str, pa.Schema] = {
    "roll_calls": pa.schema([*ROLL_CALLS, *MORE_OF_ROLLS]),
    "votes": VOTES,
    "people": pa.schema([*PEOPLE, *DAYS_OF_OFFICE]),
    "events": EVENTS,
    "event_bills": EVENT_BILLS,
    **BILL_FACTS,
    "authors": pa.schema([*BILL_FACTS["authors"], *MORE_OF_AUTHORS]),
}


@dataclass(frozen=True)
class Asked:
    """What is read of the answers: one session of one body."""

    answers: Answers
    jurisdiction: Jurisdiction
    session: LegislativeSession
    meetings: Mapping[int, Meeting]
    locations: Locations


def parse(path: Path, origin: Origin, wanted: Wanted) -> Staged:
    """What the files at `path` say of one session.

    Raises:
        SourceError: they cannot be read, or are of no council that is known here, or of several
            sessions.
    """
    answers = read_answers(path, origin.name)
    jurisdiction = _body(answers, wanted, origin.name)
    meetings = meetings_of(answers, jurisdiction)
    session = _session(answers, jurisdiction, meetings, wanted, origin.name)
    locations = reference.reference(jurisdiction.id).rules.locations
    asked = Asked(answers, jurisdiction, session, meetings, locations)
    rolls = rolls_of(answers, jurisdiction, session, meetings)
    voters = {str(vote["voter"]) for vote in rolls.votes}
    events = _events(asked)
    rows: Mapping[str, list[dict[str, object]]] = {
        "roll_calls": [row | {"bill_id": _bill_id(asked, row)} for row in rolls.roll_calls],
        "votes": rolls.votes,
        "people": people_rows(answers, locations, session, voters),
        "events": events,
        "event_bills": list(_event_bills(asked)),
        "bills": list(_bills(asked)),
    }
    tables = {
        name: pa.Table.from_pylist(rows.get(name, []), schema) for name, schema in _SCHEMAS.items()
    }
    left_out = [*rolls.left_out.items(), *_others(answers)]
    manifest = Manifest(
        **provenance(DECLARATION, jurisdiction.id),
        session=session.id,
        files=[fetched_file(path, origin, f"{DECLARATION.site}/{DECLARATION.file}")],
        counts={
            name: len(tables[name]) for name in ("roll_calls", "votes", "people", "events", "bills")
        },
        absent=dict(DECLARATION.absent),
        repair=None,
        warnings=[f"{count:,} left out: {why}" for why, count in sorted(left_out)],
        changes_only=True,
        rolls_are_numbered=True,
        numbered_by=f"{DECLARATION.id}_{jurisdiction.id}",
        declared_session=_declared(jurisdiction, session),
    )
    return Staged(manifest, tables)


def pack(folder: Path, into: Path) -> None:
    """The files of a folder as one archive."""
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as zipped:
        for one in files_of(folder):
            if one.suffix.lower() == ".json":
                zipped.write(one, one.relative_to(folder).as_posix())


SOURCE = FileSource(DECLARATION, LARGEST, parse, pack)


def _body(answers: Answers, wanted: Wanted, where: str) -> Jurisdiction:
    """Whose meetings these are, by the site that they name, or as it was said."""
    known = [reference.jurisdiction_of(code) for code in reference.folders()]
    found = {one.id: one for one in known if answers.hosts.intersection(one.sites)}
    if wanted.jurisdiction in found or (wanted.jurisdiction and not found):
        found = {wanted.jurisdiction: reference.jurisdiction_of(wanted.jurisdiction)}
    elif wanted.jurisdiction:
        found |= {wanted.jurisdiction: reference.jurisdiction_of(wanted.jurisdiction)}
    if len(found) == 1:
        return _of_one_house(next(iter(found.values())))
    raise SourceError(
        f"the files name {', '.join(sorted(answers.hosts)) or 'no site'}, which is the site of "
        f"{' and of '.join(sorted(found)) or 'no jurisdiction known here'}",
        where=where,
        what_to_do="name files of one council or board; say whose they are with --jurisdiction, or "
        "write the site under `sites` in its jurisdiction.yaml",
    )


def _of_one_house(body: Jurisdiction) -> Jurisdiction:
    if len(body.chambers) == 1:
        return body
    raise UsageError(
        f"{body.legislature} has two houses, and no council has",
        where="--jurisdiction",
        what_to_do="name a jurisdiction of one house, as in lametro",
    )


def _session(
    answers: Answers,
    jurisdiction: Jurisdiction,
    meetings: Mapping[int, Meeting],
    wanted: Wanted,
    where: str,
) -> LegislativeSession:
    """The one session of the meetings, or of the matters where there is no meeting."""
    if wanted.session:
        return jurisdiction.session(wanted.session)
    days = [meeting.day for meeting in meetings.values()]
    days = days or list(filter(None, map(_day_of_matter, answers.of("MatterId"))))
    found = {session.id: session for session in map(jurisdiction.session_on, days) if session}
    if len(found) == 1:
        return next(iter(found.values()))
    raise SourceError(
        f"these are of the sessions {', '.join(sorted(found))}; one is read at a time"
        if found
        else f"no meeting and no matter is of a session of {jurisdiction.name}",
        where=where,
        what_to_do="say which with --session, as in 2024",
    )


def _declared(jurisdiction: Jurisdiction, session: LegislativeSession) -> DeclaredSession | None:
    """The session, where no reviewed file lists it."""
    if any(one.id == session.id for one in jurisdiction.sessions):
        return None
    return DeclaredSession(name=session.name, start=session.start, end=session.end)


def _bill_id(asked: Asked, roll: Mapping[str, object]) -> str | None:
    return _measure(asked, str(roll["bill_printed"] or ""))


def _measure(asked: Asked, printed: str) -> str | None:
    found = asked.jurisdiction.measure(printed, asked.session.id)
    return found.bill_id if found else None


def _bills(asked: Asked) -> Iterator[dict[str, object]]:
    """The matters that were on an agenda of the session, or are of its days."""
    on_agenda = {item.get("EventItemMatterId") for item, _ in _items(asked)}
    seen: set[str] = set()
    for matter in asked.answers.of("MatterId"):
        day = _day_of_matter(matter)
        is_here = day is not None and asked.jurisdiction.session_on(day) == asked.session
        bill_id = _measure(asked, text_of(matter, "MatterFile"))
        if bill_id and bill_id not in seen and (is_here or matter["MatterId"] in on_agenda):
            seen.add(bill_id)
            yield {
                "bill_id": bill_id,
                "title": text_of(matter, "MatterTitle") or text_of(matter, "MatterName") or None,
                "source_ref": f"matter {matter['MatterId']}",
            }


def _day_of_matter(matter: Mapping[str, object]) -> date | None:
    where = f"matter {matter['MatterId']}"
    names = ("MatterAgendaDate", "MatterIntroDate", "MatterPassedDate")
    return next(filter(None, (day_of(matter, name, where) for name in names)), None)


def _items(asked: Asked) -> Iterator[tuple[Mapping[str, object], Meeting]]:
    """The items of the meetings of the session."""
    for item in asked.answers.of("EventItemId"):
        meeting = asked.meetings.get(item["EventItemEventId"])
        if meeting and meeting.session == asked.session:
            yield item, meeting


def _events(asked: Asked) -> list[dict[str, object]]:
    return [
        {
            "row": number,
            "classification": _kind(asked, meeting),
            "place": text_of(meeting.record, "EventBodyName"),
            "date": meeting.day,
            "time": text_of(meeting.record, "EventTime") or None,
            "location": text_of(meeting.record, "EventLocation") or None,
            "status": _status(meeting),
            "note": None,
            "source_ref": meeting.where,
        }
        for number, meeting in asked.meetings.items()
        if meeting.session == asked.session
    ]


def _kind(asked: Asked, meeting: Meeting) -> str:
    place = asked.locations.locate(text_of(meeting.record, "EventBodyName"), asked.session.id)
    return "floor" if place and place.venue is Venue.FLOOR else "committee-meeting"


def _status(meeting: Meeting) -> str | None:
    said = text_of(meeting.record, "EventAgendaStatusName").lower()
    return "cancelled" if said.startswith("cancel") else None


def _event_bills(asked: Asked) -> Iterator[dict[str, object]]:
    matters = asked.answers.kinds["MatterId"]
    seen: dict[int, set[str]] = {}
    for item, meeting in _items(asked):
        number = meeting.record["EventId"]
        matter = matters.get(item.get("EventItemMatterId") or 0, {})  # type: ignore[call-overload]
        printed = text_of(item, "EventItemMatterFile") or text_of(matter, "MatterFile")
        held = seen.setdefault(number, set())
        if not printed or printed in held:
            continue
        held.add(printed)
        yield {
            "row": number,
            "sequence": len(held),
            "bill_id": _measure(asked, printed),
            "printed": printed,
            "note": None,
            "source_ref": f"item {item['EventItemId']}",
        }


def _others(answers: Answers) -> Iterable[tuple[str, int]]:
    """Objects of kinds that are not read."""
    return [(f"objects with {kind}", count) for kind, count in answers.left_out.items()]
