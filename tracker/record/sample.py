"""The sample record under `data/record/`: a folder of reviewed files in, checked plain rows out.

Pure reading: no store is opened, and a folder that contradicts itself gives nothing but an error.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from tracker.errors import DataFileError
from tracker.record.csvfile import CsvRow, read_rows, refuse_repeated
from tracker.record.jurisdictions import LegislativeSession
from tracker.record.reference import jurisdiction_of
from tracker.record.reviewed import Reviewed, read_reviewed
from tracker.record.sample_facts import (
    SampleAction,
    SampleBill,
    SampleBody,
    SampleMembership,
    SamplePerson,
    SampleRecord,
    SampleRegion,
    SampleSponsorship,
    SampleVersion,
    Source,
)
from tracker.record.sample_rolls import read_rolls
from tracker.record.vocabulary import Chamber


class _SourceFile(Reviewed):
    sources: tuple[Source, ...]


def read_sample(folder: Path) -> SampleRecord:
    """The sample record of one session.

    Raises:
        DataFileError: a file is absent or misformed, names an id that no file holds, has an
            impossible date, or a roll whose named votes differ from its declared counts.
    """
    body = read_reviewed(folder / "session.yaml", SampleBody)
    session = jurisdiction_of(body.jurisdiction).session(body.session)
    sources = _sources(folder / "sources.yaml")
    source_ids = {source.id for source in sources}
    people = _people(folder / "people.csv", source_ids)
    person_ids = {person.person_id for person in people}
    bills = _bills(folder / "bills.csv", person_ids, source_ids)
    printed = {bill.bill_id: bill.printed for bill in bills}
    rolls = read_rolls(folder, printed, source_ids, first=session.start, last=session.end)
    return SampleRecord(
        body=body,
        sources=sources,
        people=people,
        memberships=_memberships(folder / "memberships.csv", person_ids, source_ids, body),
        regions=_regions(folder / "regions.csv", source_ids),
        bills=bills,
        versions=_versions(folder / "versions.csv", printed, source_ids),
        actions=_actions(folder / "actions.csv", printed, source_ids),
        sponsorships=_sponsorships(folder / "sponsorships.csv", printed, person_ids, source_ids),
        roll_calls=rolls.roll_calls,
        votes=rolls.votes,
        corroborations=rolls.corroborations,
    )


def _sources(path: Path) -> tuple[Source, ...]:
    sources = read_reviewed(path, _SourceFile).sources
    seen: set[str] = set()
    for source in sources:
        if source.id in seen:
            raise _source_fault(path, source, "is listed twice", "keep one of the two")
        if source.read and source.read_at is None:
            raise _source_fault(path, source, "was read on no day", "give read_at, or read: false")
        seen.add(source.id)
    return sources


def _source_fault(path: Path, source: Source, what: str, what_to_do: str) -> DataFileError:
    return DataFileError(
        f"source {source.id!r} {what}", where=f"{path}, source {source.id}", what_to_do=what_to_do
    )


def _people(path: Path, sources: Collection[str]) -> tuple[SamplePerson, ...]:
    columns = ("person_id", "name", "given_name", "family_name", "ocd_person_id", "source_id")
    rows = read_rows(path, columns)
    refuse_repeated(rows, "person_id")
    return tuple(
        SamplePerson(
            person_id=row.text("person_id"),
            name=row.text("name"),
            given_name=row.text("given_name"),
            family_name=row.text("family_name"),
            ocd_person_id=row.optional("ocd_person_id"),
            source_id=row.known("source_id", "source", sources),
        )
        for row in rows
    )


def _memberships(
    path: Path, people: Collection[str], sources: Collection[str], body: SampleBody
) -> tuple[SampleMembership, ...]:
    columns = (
        *("person_id", "chamber", "district", "map_year", "party", "start_date", "end_date"),
        *("end_reason", "district_verified", "party_verified", "start_source", "source_ids"),
        "note",
    )
    jurisdiction = jurisdiction_of(body.jurisdiction)
    session = jurisdiction.session(body.session)
    seats = {house.chamber: house.seats for house in jurisdiction.chambers}
    rows = read_rows(path, columns)
    return tuple(_membership(row, people, sources, session, seats) for row in rows)


def _membership(
    row: CsvRow,
    people: Collection[str],
    sources: Collection[str],
    session: LegislativeSession,
    seats: dict[Chamber, int],
) -> SampleMembership:
    membership = SampleMembership(
        person_id=row.known("person_id", "person", people),
        chamber=Chamber(row.one_of("chamber", tuple(Chamber))),
        district=row.number("district"),
        map_year=row.number("map_year"),
        party=row.text("party"),
        start_date=row.day("start_date"),
        end_date=row.day("end_date"),
        end_reason=row.text("end_reason"),
        district_verified=row.flag("district_verified"),
        party_verified=row.flag("party_verified"),
        start_source=row.known("start_source", "source", sources),
        source_ids=row.all_known("source_ids", "source", sources),
        note=row.optional("note"),
    )
    if not 1 <= membership.district <= seats[membership.chamber]:
        raise row.fault(
            f"the {membership.chamber} house has no district {membership.district}",
            f"write a number from 1 to {seats[membership.chamber]}",
        )
    if not session.start <= membership.start_date <= membership.end_date <= session.end:
        raise row.fault(
            f"a term from {membership.start_date} to {membership.end_date} is impossible here",
            f"keep both days in order, within {session.start} and {session.end}",
        )
    return membership


def _regions(path: Path, sources: Collection[str]) -> tuple[SampleRegion, ...]:
    columns = ("chamber", "district", "map_year", "region", "source_id")
    return tuple(
        SampleRegion(
            chamber=Chamber(row.one_of("chamber", tuple(Chamber))),
            district=row.number("district"),
            map_year=row.number("map_year"),
            region=row.text("region"),
            source_id=row.known("source_id", "source", sources),
        )
        for row in read_rows(path, columns)
    )


def _bills(path: Path, people: Collection[str], sources: Collection[str]) -> tuple[SampleBill, ...]:
    columns = (
        *("bill_id", "printed", "author_printed", "author_person_id", "title", "title_is_cut"),
        *("full_title", "full_title_source_id", "popular_name", "popular_name_source_id"),
        *("summary", "summary_source_id", "chaptered", "chaptered_source_id"),
        *("chaptered_verified", "theme", "source_id"),
    )
    rows = read_rows(path, columns)
    refuse_repeated(rows, "bill_id")
    return tuple(
        SampleBill(
            bill_id=row.text("bill_id"),
            printed=row.text("printed"),
            author_printed=row.text("author_printed"),
            author_person_id=row.optional_known("author_person_id", "person", people),
            title=row.text("title"),
            title_is_cut=row.flag("title_is_cut"),
            full_title=row.optional("full_title"),
            full_title_source_id=row.optional_known("full_title_source_id", "source", sources),
            popular_name=row.optional("popular_name"),
            popular_name_source_id=row.optional_known("popular_name_source_id", "source", sources),
            summary=row.optional("summary"),
            summary_source_id=row.optional_known("summary_source_id", "source", sources),
            chaptered=row.optional("chaptered"),
            chaptered_source_id=row.optional_known("chaptered_source_id", "source", sources),
            chaptered_verified=(
                row.flag("chaptered_verified") if row.optional("chaptered") else None
            ),
            theme=row.text("theme"),
            source_id=row.known("source_id", "source", sources),
        )
        for row in rows
    )


def _versions(
    path: Path, bills: Collection[str], sources: Collection[str]
) -> tuple[SampleVersion, ...]:
    columns = (
        *("bill_id", "date", "label", "chamber", "subject", "source_id", "verified"),
        "note",
    )
    return tuple(
        SampleVersion(
            bill_id=row.known("bill_id", "bill", bills),
            date=row.day("date"),
            label=row.text("label"),
            chamber=Chamber(row.one_of("chamber", tuple(Chamber))),
            subject=row.optional("subject"),
            source_id=row.known("source_id", "source", sources),
            verified=row.flag("verified"),
            note=row.optional("note"),
        )
        for row in read_rows(path, columns)
    )


def _actions(
    path: Path, bills: Collection[str], sources: Collection[str]
) -> tuple[SampleAction, ...]:
    columns = (
        *("bill_id", "date", "description", "classification", "chamber", "source_id"),
        *("verified", "note"),
    )
    return tuple(
        SampleAction(
            bill_id=row.known("bill_id", "bill", bills),
            date=row.day("date"),
            description=row.text("description"),
            classification=row.optional("classification"),
            chamber=(
                Chamber(row.one_of("chamber", tuple(Chamber))) if row.optional("chamber") else None
            ),
            source_id=row.known("source_id", "source", sources),
            verified=row.flag("verified"),
            note=row.optional("note"),
        )
        for row in read_rows(path, columns)
    )


def _sponsorships(
    path: Path, bills: Collection[str], people: Collection[str], sources: Collection[str]
) -> tuple[SampleSponsorship, ...]:
    columns = (
        *("bill_id", "name", "entity_type", "classification", "person_id", "source_id"),
        *("verified", "note"),
    )
    return tuple(
        SampleSponsorship(
            bill_id=row.known("bill_id", "bill", bills),
            name=row.text("name"),
            entity_type=row.one_of("entity_type", ("person", "organization")),
            classification=row.one_of("classification", ("author", "coauthor", "sponsor")),
            person_id=row.optional_known("person_id", "person", people),
            source_id=row.known("source_id", "source", sources),
            verified=row.flag("verified"),
            note=row.optional("note"),
        )
        for row in read_rows(path, columns)
    )
