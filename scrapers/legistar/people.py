"""Who is in the files, and from which day to which the office records seat them in the house."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from scrapers.legistar.answers import Answers, Record, day_of, refused, text_of
from tracker.rules.jurisdictions import LegislativeSession
from tracker.rules.locations import Locations
from tracker.rules.vocabulary import Chamber, Venue

Row = dict[str, object]


class Term(NamedTuple):
    """Days in the whole body, both included."""

    start: date
    end: date


def people_rows(
    answers: Answers, locations: Locations, session: LegislativeSession, voters: set[str]
) -> list[Row]:
    """One row per term in the whole body within the session, and one without days per voter whom
    no office record seats.
    """
    names = {str(vote["VotePersonId"]): vote["VotePersonName"] for vote in answers.of("VoteId")}
    terms: dict[str, list[Term]] = {}
    for record in answers.of("OfficeRecordId"):
        person = str(record["OfficeRecordPersonId"])
        names.setdefault(person, record["OfficeRecordFullName"])
        place = locations.locate(text_of(record, "OfficeRecordBodyName"), session.id)
        term = _within(record, session)
        if place and place.venue is Venue.FLOOR and term:
            terms.setdefault(person, []).append(term)
    chosen = {one: " ".join(names[one].split()) for one in sorted(voters | terms.keys(), key=int)}
    alike = Counter(chosen.values())
    return [
        {
            "chamber": str(Chamber.LEGISLATURE),
            "start_date": term.start if term else None,
            "end_date": term.end if term else None,
            "number": person,
            "name": name,
            "printed": name if alike[name] == 1 else f"{name} (no. {person})",
            "source_ref": f"person {person}",
        }
        for person, name in chosen.items()
        for term in (_once(terms[person]) if person in terms else (None,))
    ]


def _within(record: Record, session: LegislativeSession) -> Term | None:
    """The days of a term in the session; None where there are none."""
    where = f"office record {record['OfficeRecordId']}"
    start = day_of(record, "OfficeRecordStartDate", where)
    end = day_of(record, "OfficeRecordEndDate", where) or session.end
    if start is None or end < start:
        raise refused(f"a term ends on {end}, before it begins on {start}", where)
    if end < session.start or start > session.end:
        return None
    return Term(max(start, session.start), min(end, session.end))


def _once(terms: list[Term]) -> Iterator[Term]:
    """Terms in their order; those that share days, as of a member and chair, are one."""
    held: Term | None = None
    for term in sorted(terms):
        if held and term.start <= held.end:
            held = Term(held.start, max(held.end, term.end))
            continue
        if held:
            yield held
        held = term
    if held:
        yield held
