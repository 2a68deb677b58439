"""Who sat in a session that nobody has reviewed, as a source's own table of members lists them.

A person is a seat and a name of one session: the table has no other key, so nobody is taken for
the same person in two sessions or in both houses. It gives no days of office; a term has those of
the session and says so.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import pyarrow as pa
import sqlalchemy as sa

from tracker.crawls.folder import StagedBills
from tracker.crawls.manifest import Manifest
from tracker.intake.merge import replace_where_different
from tracker.intake.reviewed_record import ReviewedRecord
from tracker.record import tables
from tracker.record.rows import rows_of
from tracker.rules.identity import Alias, Resolved, Roster, Term, folded_name, roster_of
from tracker.rules.jurisdictions import LegislativeSession
from tracker.rules.vocabulary import Chamber, RosterDifference
from tracker.store.bulk import stage

Row = Mapping[str, str | bool | None]

NO_DAYS = "the source gives no days of office: the first and the last day are those of the session"
NO_LONGER = "; it listed this member as no longer serving when it was read"
_NOT_IN_IDS = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class ListedMember:
    """One person in one seat of one session, from all lines of the table that list them."""

    person_id: str
    name: str
    lines: tuple[Row, ...]

    def agreed(self, column: str) -> str | bool | None:
        """What the lines say, where those that say anything say the same."""
        said = {line[column] for line in self.lines} - {None}
        return said.pop() if len(said) == 1 else None

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that the table gives this member."""
        given = (line[column] for line in self.lines for column in ("printed", "listed_as"))
        return tuple(sorted({str(name) for name in given if name}))


@dataclass(frozen=True)
class Listing:
    """The members of a session by a source's own table, and what is unclear of them."""

    members: tuple[ListedMember, ...]
    session: LegislativeSession
    warnings: tuple[str, ...] = field(default=())

    left_to_dated_seats: frozenset[Chamber] = frozenset()
    """Houses of which the store has who sat from which day to which; a table without days says
    nothing of these.
    """

    def without(self, houses: Collection[Chamber]) -> Listing:
        """The members of the other houses."""
        left = tuple(member for member in self.members if _chamber(member) not in houses)
        return replace(self, members=left, left_to_dated_seats=frozenset(houses))

    @property
    def aliases(self) -> list[Alias]:
        """Every name of every member, in their house, on every day of the session."""
        days = self.session.start, self.session.end
        return [
            Alias(self.session.session_id, _chamber(member), name, member.person_id, *days)
            for member in self.members
            for name in member.names
        ]

    @property
    def terms(self) -> list[Term]:
        """Every seat, on every day of the session: the table gives no others."""
        days = self.session.start, self.session.end
        return [Term(member.person_id, _chamber(member), *days) for member in self.members]


def listing_of(staged: pa.Table, session: LegislativeSession) -> Listing:
    """The people whom the lines of a table (schema `MEMBERS`, and `source_id`) list."""
    members = tuple(
        sorted(_members(staged.to_pylist(), session.session_id), key=lambda m: m.person_id)
    )
    unclear = Counter(
        column
        for member in members
        for column in ("party", "serving")
        if len({line[column] for line in member.lines} - {None}) > 1
    )
    warnings = [
        f"members listed twice with a different {column}, which is then not known: {count}"
        for column, count in sorted(unclear.items())
    ]
    shared = Counter((_chamber(m), folded_name(name)) for m in members for name in m.names)
    names = sorted({name for m in members for name in m.names if shared[_key(m, name)] > 1})
    if names:
        warnings.append(f"names listed for more than one member, so nobody's: {', '.join(names)}")
    return Listing(members, session, tuple(warnings))


def roster_with(
    connection: sa.Connection | None, session_id: str, listing: Listing | None
) -> Roster | None:
    """The members of a session: those that the store has from earlier readings, where a connection
    is given, and those of this one. None where nobody is known.
    """
    aliases = listing.aliases if listing else []
    terms = listing.terms if listing else []
    if connection is not None:
        known = {term.person_id for term in terms}
        aliases = [
            *aliases,
            *(a for a in _aliases(connection, session_id) if a.person_id not in known),
        ]
        terms = [*terms, *(t for t in _terms(connection, session_id) if t.person_id not in known)]
    return roster_of(aliases, terms, is_reviewed=False) if aliases else None


def dated_houses(connection: sa.Connection, session_id: str) -> set[Chamber]:
    """The houses of a session whose seats the store has with their days."""
    term = tables.memberships.c
    query = (
        sa.select(term.chamber)
        .distinct()
        .where(
            term.session_id == session_id,
            sa.or_(term.note.is_(None), term.note.not_like(f"{NO_DAYS}%")),
        )
    )
    return {Chamber(house) for house in connection.execute(query).scalars()}


def merge_listing(connection: sa.Connection, manifest: Manifest, listing: Listing) -> bool:
    """Puts the people, their terms and names into the store, in the stead of those that earlier
    readings of the session gave; a file of changes replaces only whom it lists. Says whether any
    name is another's now.
    """
    people, terms = _people(listing), _memberships(listing, manifest)
    stage(connection, "incoming_persons", people.select(["person_id"]))
    known = {"prefix": f"{manifest.crawl}-", "length": len(manifest.crawl) + 1}
    listed = "person_id in (select person_id from incoming_persons)"
    own = listed if manifest.changes_only else "substr(source_id, 1, :length) = :prefix"
    others = "".join(f" and chamber <> '{house}'" for house in listing.left_to_dated_seats)
    of_session = listed if manifest.changes_only else f"session_id = :session_id{others}"
    named = {} if manifest.changes_only else {"session_id": manifest.session_id}
    replace_where_different(connection, tables.people, people, own, known)
    replace_where_different(connection, tables.memberships, terms, own, known)
    aliases = rows_of(tables.person_aliases, [vars(alias) for alias in listing.aliases])
    return replace_where_different(connection, tables.person_aliases, aliases, of_session, named)


def with_authors(facts: StagedBills, roster: Roster) -> pa.Table:
    """The authors of bills with the person that each name means in its house, on the day of the
    text; nobody where that is not certain. Where a source gives no house or no day, the name means
    whom it means in either house throughout, if that is one person alone.
    """
    columns = ("entity_type", "name", "chamber", "date")
    rows = zip(*(facts.authors.column(name).to_pylist() for name in columns), strict=True)
    people: list[str | None] = []
    for kind, name, chamber, day in rows:
        person = None
        if kind == "person" and chamber and day:
            found = roster.resolve(name, Chamber(chamber), day)
            person = found.person_id if isinstance(found, Resolved) else None
        elif kind == "person":
            bearers = roster.bearers(name, Chamber(chamber) if chamber else None).known
            borne_by = {alias.person_id for alias, terms in bearers if terms}
            person = borne_by.pop() if len(borne_by) == 1 else None
        people.append(person)
    return facts.authors.append_column("person_id", pa.array(people, pa.string()))


def _members(lines: Iterable[Row], session_id: str) -> Iterator[ListedMember]:
    """Lines of one seat and name are of one person. Where they differ in the middle initial, each
    initial is somebody, and a line without one is nobody's but its own.
    """
    grouped: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for line in lines:
        seat = str(line["seat"] or line["chamber"])
        grouped[str(line["chamber"]), seat, _slug(_full_name(line, middle=None))].append(line)
    for (_, seat, _), found in grouped.items():
        initials = {line["middle_initial"] for line in found}
        apart = len(initials - {None}) > 1
        for initial in initials if apart else [next(iter(initials - {None}), None)]:
            own = tuple(line for line in found if not apart or line["middle_initial"] == initial)
            name = _full_name(own[0], middle=initial)
            yield ListedMember(f"{_slug(name)}-{session_id}-{_slug(seat)}", name, own)


def _full_name(line: Row, *, middle: str | bool | None) -> str:
    """As a reader would say it, or as the table prints it where it gives no parts."""
    given, family = line["given_name"], line["family_name"]
    if not given or not family:
        return str(line["listed_as"] or line["printed"])
    initial = f"{middle}." if middle and len(str(middle)) == 1 else middle
    return " ".join(str(part) for part in (given, initial, family, line["suffix"]) if part)


def _slug(name: str) -> str:
    return _NOT_IN_IDS.sub("-", folded_name(name)).strip("-") or "unnamed"


def _chamber(member: ListedMember) -> Chamber:
    return Chamber(str(member.lines[0]["chamber"]))


def _key(member: ListedMember, name: str) -> tuple[Chamber, str]:
    return _chamber(member), folded_name(name)


def _cited(member: ListedMember) -> Row:
    first = min(member.lines, key=lambda line: str(line["source_ref"]))
    return {"source_id": first["source_id"], "source_ref": first["source_ref"]}


def _people(listing: Listing) -> pa.Table:
    return rows_of(
        tables.people,
        [
            {
                "person_id": member.person_id,
                "name": member.name,
                "given_name": member.agreed("given_name"),
                "family_name": member.agreed("family_name"),
                **_cited(member),
            }
            for member in listing.members
        ],
    )


def _memberships(listing: Listing, manifest: Manifest) -> pa.Table:
    return rows_of(
        tables.memberships,
        [
            {
                "person_id": member.person_id,
                "jurisdiction_id": manifest.jurisdiction,
                "session_id": manifest.session_id,
                "chamber": _chamber(member),
                "district": member.agreed("district"),
                "party": member.agreed("party"),
                "start_date": listing.session.start,
                "end_date": listing.session.end,
                "dates_verified": False,
                "district_verified": member.agreed("district") is not None,
                "party_verified": member.agreed("party") is not None,
                "note": NO_DAYS + (NO_LONGER if member.agreed("serving") is False else ""),
                **_cited(member),
            }
            for member in listing.members
        ],
    )


def _aliases(connection: sa.Connection, session_id: str) -> list[Alias]:
    kept = tables.person_aliases
    rows = connection.execute(sa.select(kept).where(kept.c.session_id == session_id)).mappings()
    return [Alias(**{**row, "chamber": Chamber(row["chamber"])}) for row in rows]


def _terms(connection: sa.Connection, session_id: str) -> list[Term]:
    kept = tables.memberships.c
    query = sa.select(kept.person_id, kept.chamber, kept.start_date, kept.end_date).where(
        kept.session_id == session_id
    )
    return [Term(who, Chamber(house), *days) for who, house, *days in connection.execute(query)]


class Differing(NamedTuple):
    """One difference, with the member whom it is about as a reader would say it."""

    kind: RosterDifference
    who: str


def differing(
    listing: Listing, record: ReviewedRecord, aliases: Sequence[Alias], houses: Mapping[str, str]
) -> tuple[dict[str, int], tuple[str, ...]]:
    """How many differences of each kind there are, and a sentence on each kind with an example.

    `houses` says what a reader calls each chamber.
    """
    found = sorted(_differences(listing, record, aliases, houses))
    counted = Counter(str(one.kind) for one in found)
    examples = {str(one.kind): one.who for one in reversed(found)}
    return dict(sorted(counted.items())), tuple(
        f"the source's table of members and the reviewed roster, which stands, differ: "
        f"{kind.replace('_', ' ')}, {count} (as {examples[kind]})"
        for kind, count in sorted(counted.items())
    )


def _differences(
    listing: Listing, record: ReviewedRecord, aliases: Sequence[Alias], houses: Mapping[str, str]
) -> Iterator[Differing]:
    known: dict[tuple[str, str], set[str]] = defaultdict(set)
    for alias in aliases:
        known[alias.chamber, folded_name(alias.printed)].add(alias.person_id)
    seated = {(term.person_id, str(term.chamber)) for term in record.memberships}
    for member in listing.members:
        chamber = str(member.lines[0]["chamber"])
        who = f"{member.name}, {houses[chamber]}"
        people = {p for name in member.names for p in known[chamber, folded_name(name)]}
        if len(people) != 1:
            ambiguous = RosterDifference.AMBIGUOUS_NAME
            yield Differing(ambiguous if people else RosterDifference.NOT_IN_ROSTER, who)
        seated -= {(person, chamber) for person in people}
        if len(people) == 1:
            yield from _of_one(member, record, people.pop(), chamber, who)
    for person, chamber in seated:
        yield Differing(RosterDifference.NOT_IN_TABLE, f"{person}, {houses[chamber]}")


def _of_one(
    member: ListedMember, record: ReviewedRecord, person: str, chamber: str, who: str
) -> Iterator[Differing]:
    """What nobody says differs from nothing."""
    terms = [t for t in record.memberships if (t.person_id, t.chamber) == (person, chamber)]
    district, party = member.agreed("district"), member.agreed("party")
    if district and district not in {str(term.district) for term in terms if term.district}:
        yield Differing(RosterDifference.OTHER_DISTRICT, who)
    if party and party not in {term.party for term in terms}:
        yield Differing(RosterDifference.OTHER_PARTY, who)
