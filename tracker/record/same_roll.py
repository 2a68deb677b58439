"""One roll call in two sources: which readings are of the same roll, and where they differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Reading:
    """A roll call as one source has it; of one bill, day and organization when compared."""

    vote_event_id: str
    motion: str
    """With single blanks."""
    motion_class: str
    result: str
    declared_yes: int | None
    declared_no: int | None
    votes: Mapping[str, str]
    """Person, or the printed name where nobody is known, to option."""
    sequence: int = 0
    """Its place in order among the rolls of its bill and day."""

    @property
    def counts(self) -> tuple[int | None, int | None]:
        """Declared ayes and noes."""
        return self.declared_yes, self.declared_no


@dataclass(frozen=True)
class Difference:
    """What two sources say differently of one roll; None where a source says nothing."""

    subject: str
    """`result`, `declared_yes`, `declared_no`, or whose vote."""
    held: str | None
    read: str | None


def pair_readings(
    held: Sequence[Reading], read: Sequence[Reading]
) -> list[tuple[Reading, Reading]]:
    """Held and read readings of the same roll, where that is certain.

    All are of one bill, day and organization. Pairs are sought by motion, counts and names; then
    by counts, names and what the motion asks for, since sources word motions in different ways;
    then by the motion's words, where one roll alone on either side bears them; then by their ids. A
    reading is paired once.
    """
    pairs: list[tuple[Reading, Reading]] = []
    left, right = list(held), list(read)
    for same, alone in (
        (_same_in_all, False),
        (_same_votes, False),
        (_same_motion, True),
        (_same_id, False),
    ):
        for one in list(right):
            found = [other for other in left if same(other, one)]
            rivals = [other for other in right if same(other, one)] if alone else [one]
            if not found or (alone and (len(found), len(rivals)) != (1, 1)):
                continue
            pairs.append((found[0], one))
            left.remove(found[0])
            right.remove(one)
    return pairs


def differences(held: Reading, read: Reading) -> list[Difference]:
    """Everything in which the second reading differs from the first; the motion's wording aside."""
    found = [
        Difference(name, _text(getattr(held, name)), _text(getattr(read, name)))
        for name in ("result", "declared_yes", "declared_no")
        if getattr(held, name) != getattr(read, name)
    ]
    return found + [
        Difference(who, held.votes.get(who), read.votes.get(who))
        for who in sorted({*held.votes, *read.votes})
        if held.votes.get(who) != read.votes.get(who)
    ]


def _same_in_all(one: Reading, other: Reading) -> bool:
    return _same_votes(one, other) and _same_motion(one, other)


def _same_votes(one: Reading, other: Reading) -> bool:
    return (one.motion_class, one.counts, one.votes) == (
        other.motion_class,
        other.counts,
        other.votes,
    )


def _same_motion(one: Reading, other: Reading) -> bool:
    return one.motion.casefold() == other.motion.casefold()


def _same_id(one: Reading, other: Reading) -> bool:
    return one.vote_event_id == other.vote_event_id


def _text(value: object) -> str | None:
    return None if value is None else str(value)
