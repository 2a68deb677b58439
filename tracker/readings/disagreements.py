"""One roll call in two sources: which readings are of the same roll, and where they differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tracker.rules.source_ranking import FactKind, SourceRanking, source_of


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


@dataclass(frozen=True)
class Citation:
    """Where a reading was read."""

    source_id: str
    source_ref: str | None

    @property
    def source(self) -> str:
        """`ca_leginfo`, or the reviewed record."""
        return source_of(self.source_id)


@dataclass(frozen=True)
class Kept:
    """The latest reading of a source that says otherwise than the record."""

    reading: Reading
    cited: Citation


@dataclass(frozen=True)
class Known:
    """A roll call of the record with all that sources say of it."""

    held: Reading
    cited: Citation
    agreeing: tuple[Citation, ...] = ()
    """Every source that says the same; the cited one may be among them."""
    kept: Mapping[str, Kept] = field(default_factory=dict)
    """By source."""

    def saying_the_same(self) -> list[Citation]:
        """Those who say what the record holds, the one that it cites first."""
        return [self.cited, *self.agreeing]


@dataclass
class Settlement:
    """What becomes of a roll call and its readings when another reading comes in."""

    takes: bool = False
    """Whether the incoming reading comes to stand."""
    cites: Citation | None = None
    """Whom the record cites from now on, where it stays and its source no longer says so."""
    earlier: Citation | None = None
    """Who said before what the record holds, and says otherwise now."""
    aside: tuple[Citation, ...] = ()
    """Whose reading the record held, and is kept now that another stands."""
    keeps_incoming: bool = False
    retired: tuple[str, ...] = ()
    """Sources whose kept reading is now an earlier one."""
    dropped: tuple[str, ...] = ()
    """Sources whose kept reading stands now."""
    confirmed: tuple[Citation, ...] = ()
    unconfirmed: tuple[Citation, ...] = ()
    conflicts: list[tuple[Citation, Difference]] = field(default_factory=list)
    """All in which others differ from what now stands."""


def settle(known: Known, read: Reading, cited: Citation, ranking: SourceRanking) -> Settlement:
    """What becomes of a roll call of which `read` says otherwise."""
    mine = [one for one in known.saying_the_same() if one.source == cited.source]
    others = [one for one in known.saying_the_same() if one.source != cited.source]
    before = known.kept.get(cited.source)
    is_news = before is None or bool(differences(before.reading, read))
    settled = Settlement(
        takes=_stands(known, cited, others, ranking),
        earlier=mine[0] if mine else None,
        retired=(cited.source,) if before and is_news else (),
    )
    kept = {source: one for source, one in known.kept.items() if source != cited.source}
    if settled.takes:
        _take_the_place(settled, known, read, others, kept)
        settled.dropped += (cited.source,) if before and not is_news else ()
    else:
        if known.cited in mine:
            settled.cites = min(others, key=lambda one: _rank(one, ranking))
        settled.unconfirmed = tuple(mine)
        settled.keeps_incoming = is_news
        kept[cited.source] = Kept(read, cited)
        settled.conflicts = _conflicts(known.held, kept)
    return settled


def _stands(known: Known, cited: Citation, others: list[Citation], ranking: SourceRanking) -> bool:
    """A source replaces its own reading unless a better one says the same as that did; it
    replaces the reading of others only if it ranks before all of them.
    """
    rank = _rank(cited, ranking)
    if known.cited.source == cited.source:
        return all(rank <= _rank(one, ranking) for one in others)
    return all(rank < _rank(one, ranking) for one in others)


def _take_the_place(
    settled: Settlement,
    known: Known,
    read: Reading,
    others: list[Citation],
    kept: dict[str, Kept],
) -> None:
    """Those who said what stood are kept as they were; those who say the same now agree."""
    settled.unconfirmed = known.agreeing
    settled.aside = tuple({one.source: one for one in others}.values())
    agreeing = {source: one for source, one in kept.items() if not differences(read, one.reading)}
    settled.dropped = tuple(agreeing)
    settled.confirmed = tuple(one.cited for one in agreeing.values())
    contrary = {source: one for source, one in kept.items() if source not in agreeing}
    contrary |= {one.source: Kept(known.held, one) for one in settled.aside}
    settled.conflicts = _conflicts(read, contrary)


def _conflicts(standing: Reading, kept: Mapping[str, Kept]) -> list[tuple[Citation, Difference]]:
    return [
        (one.cited, difference)
        for one in kept.values()
        for difference in differences(standing, one.reading)
    ]


def _rank(cited: Citation, ranking: SourceRanking) -> int:
    return ranking.rank(FactKind.ROLL_CALLS, cited.source)
