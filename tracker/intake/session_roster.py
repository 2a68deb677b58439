"""Who sat in the session of a crawl: by the reviewed roster, or else by sources' own tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa

from tracker.crawls.folder import lists_members, read_members
from tracker.crawls.manifest import Manifest
from tracker.intake.gate import Passed
from tracker.intake.listed_members import Listing, differing, listing_of, merge_listing, roster_with
from tracker.intake.organizations import merge_body
from tracker.intake.reviewed_record import ReviewedRecord, read_record
from tracker.intake.reviewed_roster import as_the_store_knows_them, merge_roster
from tracker.intake.stored_names import name_held_votes
from tracker.rules import reference
from tracker.rules.identity import Roster, Term, roster_of

MOST_NAMED = 5
"""Names without a person that a report gives as examples."""


@dataclass(frozen=True)
class Seating:
    """Whom a session's names may mean, and what becomes record of it."""

    roster: Roster | None = None
    """None where nobody is known."""
    record: ReviewedRecord | None = None
    """The reviewed record of the session, where one ships; it stands whatever a source lists."""
    listing: Listing | None = None
    """Whom the crawl's own source lists, where nobody has reviewed the session."""
    differences: Mapping[str, int] = field(default_factory=dict)
    """In what the source's table differs from the reviewed roster."""
    warnings: tuple[str, ...] = ()


NOBODY_KNOWN = Seating()


def asks_the_store(folder: Path, manifest: Manifest) -> bool:
    """Whether the crawl alone does not say all of who sat, or people are known by identifiers."""
    if reference.sample_folder(manifest.jurisdiction, manifest.session):
        return True
    return manifest.changes_only or not lists_members(folder)


def seating_of(folder: Path, manifest: Manifest, connection: sa.Connection | None) -> Seating:
    """Who sat, by the reviewed roster; else by the crawl's table of members and, where a connection
    is given, what the store has from earlier readings of such tables.

    Raises:
        SourceError: the crawl's table cannot be read.
        DataFileError: a file of the reviewed record is wrong.
    """
    staged = read_members(folder, manifest)
    jurisdiction = reference.jurisdiction_of(manifest.jurisdiction)
    session = jurisdiction.session(manifest.session)
    listing = None if staged is None else listing_of(staged, session)
    reviewed = reference.sample_folder(manifest.jurisdiction, manifest.session)
    if reviewed is None:
        roster = roster_with(connection, manifest.session_id, listing)
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
    jurisdiction = reference.jurisdiction_of(manifest.jurisdiction)
    merge_body(connection, jurisdiction, jurisdiction.session(manifest.session))
    if seating.listing and merge_listing(connection, manifest, seating.listing):
        known = seating.roster or roster_of([], [], is_reviewed=False)
        name_held_votes(connection, manifest, known)


def named(passed: Passed) -> Iterator[str]:
    """One line per reason for which names of roll calls that passed are nobody's."""
    for reason, names in sorted(passed.unresolved.items()):
        more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
        yield (
            f"names that stay names, {reason.replace('_', ' ')} by the source's own table of "
            f"members: {', '.join(names[:MOST_NAMED])}{more}"
        )
