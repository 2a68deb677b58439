"""The reviewed record of a session: a folder of reviewed files in, checked plain rows out.

Pure reading: no store is opened, and a folder that contradicts itself gives nothing but an error.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa

from tracker.crawls.shapes import BILL_FACTS
from tracker.errors import DataFileError
from tracker.intake.record_folder import seats_from, session_of_record, unread_tables
from tracker.intake.reviewed_rolls import Corroboration, read_rolls
from tracker.rules.csvfile import CsvRow, read_rows, refuse_repeated
from tracker.rules.identity import Alias, load_aliases
from tracker.rules.jurisdictions import Jurisdiction, LegislativeSession
from tracker.rules.measures import Measure
from tracker.rules.reference import alias_file
from tracker.rules.reviewed import Reviewed, read_reviewed
from tracker.rules.vocabulary import Chamber


class _SourceFile(Reviewed):
    sources: tuple[Source, ...]


def read_record(folder: Path) -> ReviewedRecord:
    """The reviewed record of one session. Only `session.yaml`, `sources.yaml`, people, memberships,
    bills, roll calls and votes must be there.

    Raises:
        DataFileError: a file is absent or misformed, names a jurisdiction, session or id that no
            file holds, has an impossible date, or a roll whose named votes differ from its
            declared counts.
    """
    jurisdiction, session = session_of_record(folder)
    sources = _sources(folder / "sources.yaml")
    source_ids = {source.id for source in sources}
    people = _people(folder / "people.csv", source_ids)
    person_ids = {person.person_id for person in people}
    bills = _bills(folder / "bills.csv", jurisdiction, session, person_ids, source_ids)
    by_name = {bill.measure.printed: bill.measure for bill in bills}
    titles = {bill.printed: bill.full_title or bill.title for bill in bills}
    days = {"first": session.start, "last": session.end}
    rolls = read_rolls(folder, by_name, titles, source_ids, **days)
    memberships = _memberships(
        folder / "memberships.csv", person_ids, source_ids, jurisdiction, session
    )
    restated = seats_from(folder)
    if restated:
        _refuse_other_seats(folder, memberships, f"{restated}-{jurisdiction.id}-")
    return ReviewedRecord(
        folder=folder,
        jurisdiction=jurisdiction,
        session=session,
        seats_are_restated=restated is not None,
        sources=sources,
        people=people,
        memberships=memberships,
        aliases=_aliases(folder, people, memberships, session),
        regions=_regions(folder / "regions.csv", source_ids),
        bills=bills,
        versions=_versions(folder / "versions.csv", by_name, source_ids),
        actions=_actions(folder / "actions.csv", by_name, source_ids),
        sponsorships=_sponsorships(folder / "sponsorships.csv", by_name, person_ids, source_ids),
        roll_calls=rolls.roll_calls,
        votes=rolls.votes,
        corroborations=rolls.corroborations,
        unread=unread_tables(folder),
    )


def _refuse_other_seats(
    folder: Path, memberships: tuple[ReviewedMembership, ...], prefix: str
) -> None:
    """A reading of the source replaces the seats whose source has an id as its readings have."""
    for term in memberships:
        if not term.start_source.startswith(prefix):
            raise DataFileError(
                f"the seat of {term.person_id} is of {term.start_source}, which is no reading of "
                "the source that session.yaml names under seats_from",
                where=str(folder / "memberships.csv"),
                what_to_do=f"begin the id of that source with {prefix}, or take seats_from out",
            )


def history_of(record: ReviewedRecord) -> pa.Table:
    """The lines of the measures' histories that a record has, as a source's would be staged."""
    lines = [{**vars(one), "source_ref": one.source_id} for one in record.actions]
    return pa.Table.from_pylist(lines, schema=BILL_FACTS["actions"])


def _aliases(
    folder: Path,
    people: tuple[ReviewedPerson, ...],
    memberships: tuple[ReviewedMembership, ...],
    session: LegislativeSession,
) -> tuple[Alias, ...]:
    """The reviewed names: those of the record, else those of the jurisdiction's folder; where
    nobody has reviewed any, the full name and the family name of each member are what is printed.
    """
    for path in (folder / "aliases.csv", alias_file(session.jurisdiction, session.id)):
        if path.exists():
            return load_aliases(path, session)
    houses = dict.fromkeys((term.person_id, term.chamber) for term in memberships)
    known = {person.person_id: person for person in people}
    return tuple(
        Alias(session.session_id, chamber, name, person_id, session.start, session.end)
        for person_id, chamber in houses
        for name in dict.fromkeys((known[person_id].name, known[person_id].family_name))
        if name
    )


def _optional_rows(path: Path, columns: tuple[str, ...]) -> list[CsvRow]:
    return read_rows(path, columns) if path.exists() else []


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


def _people(path: Path, sources: Collection[str]) -> tuple[ReviewedPerson, ...]:
    may_lack = ("given_name", "family_name", "ocd_person_id", "identifiers")
    rows = read_rows(path, ("person_id", "name", *may_lack, "source_id"), optional=may_lack)
    refuse_repeated(rows, "person_id")
    _refuse_shared_identifiers(rows)
    return tuple(
        ReviewedPerson(
            person_id=row.text("person_id"),
            name=row.text("name"),
            given_name=row.optional("given_name"),
            family_name=row.optional("family_name"),
            ocd_person_id=row.optional("ocd_person_id"),
            identifiers=_identifiers(row),
            source_id=row.known("source_id", "source", sources),
        )
        for row in rows
    )


OCD_PERSON = "ocd_person"
"""The scheme of Open Civic Data's ids of people."""

_IDENTIFIER = re.compile(r"([a-z][a-z0-9_]*):(\S.*)")


def _identifiers(row: CsvRow) -> tuple[tuple[str, str], ...]:
    found = [(OCD_PERSON, row.text("ocd_person_id"))] if row.optional("ocd_person_id") else []
    for part in filter(None, map(str.strip, row.values["identifiers"].split(";"))):
        written = _IDENTIFIER.fullmatch(part)
        if written is None:
            raise row.fault(
                f"identifiers: {part!r} has no scheme", "write scheme:id, as in moot_roll:17"
            )
        found.append((written[1], written[2]))
    return tuple(found)


def _refuse_shared_identifiers(rows: Collection[CsvRow]) -> None:
    seen: dict[tuple[str, str], str] = {}
    for row in rows:
        for one in _identifiers(row):
            if one in seen:
                raise row.fault(
                    f"{':'.join(one)} is also the identifier of {seen[one]}",
                    "an identifier is one person's; keep it with that person",
                )
            seen[one] = row.text("person_id")


_VERIFIED = ("district_verified", "party_verified")
_TERM_MAY_LACK = ("district", "map_year", "party", "end_date", "end_reason", "source_ids", "note")


def _memberships(
    path: Path,
    people: Collection[str],
    sources: Collection[str],
    jurisdiction: Jurisdiction,
    session: LegislativeSession,
) -> tuple[ReviewedMembership, ...]:
    columns = (
        *("person_id", "chamber", "district", "map_year", "party", "start_date", "end_date"),
        *("end_reason", *_VERIFIED, "start_source", "source_ids", "note"),
    )
    seats = {house.chamber: house.seats for house in jurisdiction.chambers}
    rows = read_rows(path, columns, optional=_TERM_MAY_LACK)
    return tuple(_membership(row, people, sources, session, seats) for row in rows)


def _membership(
    row: CsvRow,
    people: Collection[str],
    sources: Collection[str],
    session: LegislativeSession,
    seats: dict[Chamber, int],
) -> ReviewedMembership:
    membership = ReviewedMembership(
        person_id=row.known("person_id", "person", people),
        chamber=Chamber(row.one_of("chamber", tuple(seats))),
        district=row.optional("district"),
        map_year=row.number("map_year") if row.optional("map_year") else None,
        party=row.optional("party"),
        start_date=row.day("start_date"),
        end_date=row.optional_day("end_date") or session.end,
        end_reason=row.optional("end_reason"),
        district_verified=row.flag("district_verified"),
        party_verified=row.flag("party_verified"),
        start_source=row.known("start_source", "source", sources),
        source_ids=row.all_known("source_ids", "source", sources),
        note=row.optional("note"),
    )
    number, most = membership.district or "1", seats[membership.chamber]
    if number.isdigit() and not 1 <= int(number) <= most:
        raise row.fault(
            f"the {membership.chamber} house has no district {number}",
            f"write a number from 1 to {most}",
        )
    if not session.start <= membership.start_date <= membership.end_date <= session.end:
        raise row.fault(
            f"a term from {membership.start_date} to {membership.end_date} is impossible here",
            f"keep both days in order, within {session.start} and {session.end}",
        )
    return membership


def _regions(path: Path, sources: Collection[str]) -> tuple[ReviewedRegion, ...]:
    columns = ("chamber", "district", "map_year", "region", "source_id")
    return tuple(
        ReviewedRegion(
            chamber=Chamber(row.one_of("chamber", tuple(Chamber))),
            district=row.text("district"),
            map_year=row.number("map_year"),
            region=row.text("region"),
            source_id=row.known("source_id", "source", sources),
        )
        for row in _optional_rows(path, columns)
    )


_BILL_MAY_LACK = (
    *("author_printed", "author_person_id", "title_is_cut", "full_title", "full_title_source_id"),
    *("popular_name", "popular_name_source_id", "summary", "summary_source_id", "chaptered"),
    *("chaptered_source_id", "chaptered_verified", "theme"),
)


def _bills(
    path: Path,
    jurisdiction: Jurisdiction,
    session: LegislativeSession,
    people: Collection[str],
    sources: Collection[str],
) -> tuple[ReviewedBill, ...]:
    columns = (
        *("bill", "author_printed", "author_person_id", "title", "title_is_cut"),
        *("full_title", "full_title_source_id", "popular_name", "popular_name_source_id"),
        *("summary", "summary_source_id", "chaptered", "chaptered_source_id"),
        *("chaptered_verified", "theme", "source_id"),
    )
    rows = read_rows(path, columns, optional=_BILL_MAY_LACK)
    refuse_repeated(rows, "bill")
    return tuple(_bill(row, jurisdiction, session, people, sources) for row in rows)


def _bill(
    row: CsvRow,
    jurisdiction: Jurisdiction,
    session: LegislativeSession,
    people: Collection[str],
    sources: Collection[str],
) -> ReviewedBill:
    measure = jurisdiction.measure(row.text("bill"), session.id)
    if measure is None or measure.printed != row.text("bill"):
        raise row.fault(
            f"{row.text('bill')!r} is no measure of {jurisdiction.name}, as it prints them",
            f"write it as in {next(iter(jurisdiction.measures.examples.values()))}",
        )
    return ReviewedBill(
        measure=measure,
        author_printed=row.optional("author_printed"),
        author_person_id=row.optional_known("author_person_id", "person", people),
        title=row.text("title"),
        title_is_cut=bool(row.optional("title_is_cut")) and row.flag("title_is_cut"),
        full_title=row.optional("full_title"),
        full_title_source_id=row.optional_known("full_title_source_id", "source", sources),
        popular_name=row.optional("popular_name"),
        popular_name_source_id=row.optional_known("popular_name_source_id", "source", sources),
        summary=row.optional("summary"),
        summary_source_id=row.optional_known("summary_source_id", "source", sources),
        chaptered=row.optional("chaptered"),
        chaptered_source_id=row.optional_known("chaptered_source_id", "source", sources),
        chaptered_verified=row.flag("chaptered_verified") if row.optional("chaptered") else None,
        theme=row.optional("theme"),
        source_id=row.known("source_id", "source", sources),
    )


def _versions(
    path: Path, bills: Mapping[str, Measure], sources: Collection[str]
) -> tuple[ReviewedVersion, ...]:
    columns = (
        *("bill", "date", "label", "chamber", "subject", "source_id", "verified"),
        "note",
    )
    return tuple(
        ReviewedVersion(
            bill_id=bills[row.known("bill", "bill", bills)].bill_id,
            date=row.day("date"),
            label=row.text("label"),
            chamber=Chamber(row.one_of("chamber", tuple(Chamber))),
            subject=row.optional("subject"),
            source_id=row.known("source_id", "source", sources),
            verified=row.flag("verified"),
            note=row.optional("note"),
        )
        for row in _optional_rows(path, columns)
    )


def _actions(
    path: Path, bills: Mapping[str, Measure], sources: Collection[str]
) -> tuple[ReviewedAction, ...]:
    columns = (
        *("bill", "date", "description", "classification", "chamber", "source_id"),
        *("verified", "note"),
    )
    return tuple(
        ReviewedAction(
            bill_id=bills[row.known("bill", "bill", bills)].bill_id,
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
        for row in _optional_rows(path, columns)
    )


def _sponsorships(
    path: Path, bills: Mapping[str, Measure], people: Collection[str], sources: Collection[str]
) -> tuple[ReviewedSponsorship, ...]:
    columns = (
        *("bill", "name", "entity_type", "classification", "person_id", "source_id"),
        *("verified", "note"),
    )
    return tuple(
        ReviewedSponsorship(
            bill_id=bills[row.known("bill", "bill", bills)].bill_id,
            name=row.text("name"),
            entity_type=row.one_of("entity_type", ("person", "organization")),
            classification=row.one_of("classification", ("author", "coauthor", "sponsor")),
            person_id=row.optional_known("person_id", "person", people),
            source_id=row.known("source_id", "source", sources),
            verified=row.flag("verified"),
            note=row.optional("note"),
        )
        for row in _optional_rows(path, columns)
    )


class Source(Reviewed):
    """A file or page that facts rest on. `read` is false where it is known by citation only."""

    id: str
    title: str
    url: str | None
    publisher: str
    licence: str
    read: bool
    read_at: date | None
    sha256: str | None
    note: str | None


@dataclass(frozen=True)
class ReviewedPerson:
    person_id: str
    name: str
    given_name: str | None
    family_name: str | None
    ocd_person_id: str | None
    identifiers: tuple[tuple[str, str], ...]
    """What sources call this person, by scheme; Open Civic Data's id among them."""
    source_id: str


@dataclass(frozen=True)
class ReviewedMembership:
    """One dated term in one house, both days inclusive and within the session."""

    person_id: str
    chamber: Chamber
    district: str | None
    map_year: int | None
    party: str | None
    start_date: date
    end_date: date
    end_reason: str | None
    district_verified: bool
    """False: no source was found; the app shows it so."""
    party_verified: bool
    start_source: str
    source_ids: tuple[str, ...]
    note: str | None


@dataclass(frozen=True)
class ReviewedRegion:
    """The part of the state that a district of one map lies in, where a source says so."""

    chamber: Chamber
    district: str
    map_year: int
    region: str
    source_id: str


@dataclass(frozen=True)
class ReviewedBill:
    measure: Measure
    author_printed: str | None
    author_person_id: str | None
    title: str
    """As the roll-call file prints it on the last roll; `title_is_cut` where it was cut short."""
    title_is_cut: bool
    full_title: str | None
    full_title_source_id: str | None
    popular_name: str | None
    popular_name_source_id: str | None
    summary: str | None
    """What the bill does, in our words."""
    summary_source_id: str | None
    chaptered: str | None
    chaptered_source_id: str | None
    chaptered_verified: bool | None
    theme: str | None
    source_id: str

    @property
    def bill_id(self) -> str:
        """The id of the measure."""
        return self.measure.bill_id

    @property
    def printed(self) -> str:
        """As in `SB 375`."""
        return self.measure.printed


@dataclass(frozen=True)
class ReviewedVersion:
    bill_id: str
    date: date
    label: str
    chamber: Chamber
    subject: str | None
    source_id: str
    verified: bool
    note: str | None


@dataclass(frozen=True)
class ReviewedAction:
    """A stage of a bill apart from its roll calls; `classification` as in Open Civic Data."""

    bill_id: str
    date: date
    description: str
    classification: str | None
    chamber: Chamber | None
    source_id: str
    verified: bool
    note: str | None


@dataclass(frozen=True)
class ReviewedSponsorship:
    """`author` carried the bill; `sponsor` is an organization named as its source."""

    bill_id: str
    name: str
    entity_type: str
    classification: str
    person_id: str | None
    source_id: str
    verified: bool
    note: str | None


@dataclass(frozen=True)
class ReviewedRecord:
    folder: Path
    jurisdiction: Jurisdiction
    session: LegislativeSession
    seats_are_restated: bool
    """From a source of people, whose newer readings stand instead; else they were reviewed."""
    sources: tuple[Source, ...]
    people: tuple[ReviewedPerson, ...]
    memberships: tuple[ReviewedMembership, ...]
    aliases: tuple[Alias, ...]
    """Who a printed name is."""
    regions: tuple[ReviewedRegion, ...]
    bills: tuple[ReviewedBill, ...]
    versions: tuple[ReviewedVersion, ...]
    actions: tuple[ReviewedAction, ...]
    sponsorships: tuple[ReviewedSponsorship, ...]
    roll_calls: pa.Table
    """Schema `staging.ROLL_CALLS`, and `source_id`."""
    votes: pa.Table
    """Schema `staging.VOTES`."""
    corroborations: tuple[Corroboration, ...]
    """Second sources that were compared with a roll, and what they show."""
    unread: tuple[str, ...]
    """Tables in its folder that a record does not have."""
