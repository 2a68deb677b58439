"""Who sat in the session of a crawl: by the reviewed roster, or else by sources' own tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa

from tracker.crawls.folder import read_members, read_people
from tracker.crawls.manifest import Manifest
from tracker.errors import SourceError
from tracker.intake.gate import Passed
from tracker.intake.listed_members import (
    Listing,
    dated_houses,
    differing,
    listing_of,
    merge_listing,
    roster_with,
)
from tracker.intake.numbered_people import PeopleByNumber, merge_people, people_by_number
from tracker.intake.organizations import merge_body
from tracker.intake.record_folder import seats_from
from tracker.intake.reviewed_record import ReviewedRecord, read_record
from tracker.intake.reviewed_roster import as_the_store_knows_them, merge_roster
from tracker.intake.stored_names import name_held_votes
from tracker.rules import reference
from tracker.rules.identity import NumberedPeople, Roster, Term, roster_of
from tracker.rules.jurisdictions import Jurisdiction, LegislativeSession

MOST_NAMED = 5
"""Names without a person that a report gives as examples."""


@dataclass(frozen=True)
class Seating:
    """Whom a session's names may mean, and what becomes record of it."""

    roster: Roster | NumberedPeople | None = None
    """None where nobody is known."""
    record: ReviewedRecord | None = None
    """The reviewed record of the session, where one ships; it stands whatever a source lists."""
    listing: Listing | None = None
    """Whom the crawl's own source lists, where nobody has reviewed the session."""
    people: PeopleByNumber | None = None
    """Whom the crawl's own source knows by numbers."""
    differences: Mapping[str, int] = field(default_factory=dict)
    """In what the source's table differs from the reviewed roster."""
    warnings: tuple[str, ...] = ()


NOBODY_KNOWN = Seating()


def seating_of(folder: Path, manifest: Manifest, connection: sa.Connection | None) -> Seating:
    """Who sat, by the reviewed roster; else by the dated seats that the store has; else by the
    crawl's table of members and what the store has from earlier readings of such tables.

    Raises:
        SourceError: the crawl's table cannot be read.
        DataFileError: a file of the reviewed record is wrong.
    """
    numbered = read_people(folder, manifest)
    if numbered is not None:
        people = people_by_number(connection, manifest, numbered)
        return Seating(roster=people.names, people=people)
    staged = read_members(folder, manifest)
    jurisdiction, session = sitting_of(manifest)
    listing = None if staged is None else listing_of(staged, session)
    reviewed = reference.sample_folder(manifest.jurisdiction, manifest.session)
    dated = dated_houses(connection, manifest.session_id) if connection is not None else set()
    if reviewed is None or (dated and seats_from(reviewed)):
        if listing and dated:
            listing = listing.without(dated)
        is_all = listing is not None and not manifest.changes_only and not dated
        roster = roster_with(None if is_all else connection, manifest.session_id, listing)
        warnings = listing.warnings if listing else ()
        return Seating(roster=roster, listing=listing, warnings=warnings)
    record = read_record(reviewed)
    if connection is not None:
        record = as_the_store_knows_them(connection, record)
    roster = reviewed_roster(record)
    if listing is None or manifest.changes_only:
        return Seating(roster, record)
    counted, said = differing(listing, record, record.aliases, jurisdiction.house_names)
    return Seating(roster, record, differences=counted, warnings=said)


def sitting_of(manifest: Manifest) -> tuple[Jurisdiction, LegislativeSession]:
    """The legislature of a crawl, and the session.

    Raises:
        SourceError: the legislature has no such session.
    """
    jurisdiction = reference.jurisdiction_of(manifest.jurisdiction)
    session = jurisdiction.sitting(manifest.session)
    if session is None:
        raise SourceError(
            f"{jurisdiction.name} has no session {manifest.session}",
            where="crawl.json, session",
            what_to_do="crawl the source again with this version of the program",
        )
    return jurisdiction, session


def reviewed_roster(record: ReviewedRecord) -> Roster:
    """The roster of a reviewed record."""
    terms = tuple(
        Term(term.person_id, term.chamber, term.start_date, term.end_date)
        for term in record.memberships
    )
    return roster_of(record.aliases, terms)


def merge_seating(connection: sa.Connection, manifest: Manifest, seating: Seating) -> None:
    """Puts the legislature, its session and who sat in it into the store."""
    if seating.record:
        merge_roster(connection, seating.record)
        return
    jurisdiction, session = sitting_of(manifest)
    merge_body(connection, jurisdiction, session, manifest.declared_session)
    if seating.people:
        merge_people(connection, manifest, session, seating.people)
    if seating.listing and merge_listing(connection, manifest, seating.listing):
        known = seating.roster if isinstance(seating.roster, Roster) else None
        known = known or roster_of([], [], is_reviewed=False)
        prefix = "" if manifest.changes_only else f"{manifest.crawl}-"
        name_held_votes(connection, manifest.session_id, known, prefix=prefix)


def named(passed: Passed) -> Iterator[str]:
    """One line per reason for which names of roll calls that passed are nobody's."""
    for reason, names in sorted(passed.unresolved.items()):
        more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
        yield (
            f"names that stay names, {reason.replace('_', ' ')} by the source's own table of "
            f"members: {', '.join(names[:MOST_NAMED])}{more}"
        )
