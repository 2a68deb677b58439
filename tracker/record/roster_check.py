"""Where a source's own table of members and the reviewed roster of a session differ.

The roster stands; nothing of the table is merged into it. Pure: rows in, counts and examples out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from tracker.record.identity import Alias, folded_name
from tracker.record.members import ListedMember, Listing
from tracker.record.sample_facts import SampleRecord
from tracker.record.vocabulary import RosterDifference


class Differing(NamedTuple):
    """One difference, with the member whom it is about as a reader would say it."""

    kind: RosterDifference
    who: str


def differing(
    listing: Listing, record: SampleRecord, aliases: Sequence[Alias], houses: Mapping[str, str]
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
    listing: Listing, record: SampleRecord, aliases: Sequence[Alias], houses: Mapping[str, str]
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
    member: ListedMember, record: SampleRecord, person: str, chamber: str, who: str
) -> Iterator[Differing]:
    """What nobody says differs from nothing."""
    terms = [t for t in record.memberships if (t.person_id, t.chamber) == (person, chamber)]
    district, party = member.agreed("district"), member.agreed("party")
    if district and district not in {str(term.district) for term in terms if term.district}:
        yield Differing(RosterDifference.OTHER_DISTRICT, who)
    if party and party not in {term.party for term in terms}:
        yield Differing(RosterDifference.OTHER_PARTY, who)
