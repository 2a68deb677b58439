"""Who wrote or joined the measures of an agenda: a second score, beside that of the votes and never
blended with it. The rule is `authored_or_joined` of docs/method.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import product
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa

from tracker.rules.reference import printed_bill
from tracker.scoring.inputs import drops_of, run_all, statements_of
from tracker.scoring.scores import HUNDREDTHS, NOTHING, Tally, percent_of

RULE = "authored_or_joined"
VERSION = 1
TITLE = "Authored or joined"
SENTENCE = (
    "Share of the supported measures open to a lawmaker that they wrote or joined; an opposed "
    "measure counts only for who stands on it, and then against."
)

_SQL = statements_of(Path(__file__).with_name("sponsorship.sql"))


class Joining(StrEnum):
    """What the record shows a lawmaker to be on a measure."""

    AUTHORED = "authored"
    """Named as an author."""
    JOINED = "joined"
    """Named as a coauthor or sponsor; some sources do not tell an author from these."""
    NOT_JOINED = "not_joined"
    """Not named."""


class NotHeld(StrEnum):
    """Why a measure does not count for a lawmaker who is not named on it."""

    NOT_ASKED = "not_asked"
    """The coalition opposed it: staying off it is what nearly everybody does."""
    OTHER_HOUSE = "other_house"
    """It began in the other house, and nobody of the lawmaker's own stands on it."""
    NOT_IN_OFFICE = "not_in_office"
    """The lawmaker held no seat while it was before a house."""


class Uncounted(StrEnum):
    """Why a measure counts for nobody in the score of who wrote or joined."""

    UNKNOWN_MEASURE = "unknown_measure"
    """The record does not hold the measure."""
    NO_POSITION = "no_position"
    """No position was in force while the measure was before a house."""
    NOBODY_NAMED = "nobody_named"
    """No source says who wrote or joined it."""
    NO_PERSON_NAMED = "no_person_named"
    """Its sources name a committee or an organization, and no person."""
    AUTHORS_ONLY = "authors_only"
    """Its source names authors alone, on every measure of the session: who joined is not known."""
    NAMES_IN_DOUBT = "names_in_doubt"
    """A name on it is nobody's for certain, so nobody can be said not to have joined."""


WORDS: Mapping[Uncounted, str] = {
    Uncounted.UNKNOWN_MEASURE: "the record does not hold it",
    Uncounted.NO_POSITION: "no position was in force while it was before a house",
    Uncounted.NOBODY_NAMED: "no source says who wrote or joined it",
    Uncounted.NO_PERSON_NAMED: "its sources name a committee or an organization, and no person",
    Uncounted.AUTHORS_ONLY: "its source names authors alone, not who joined",
    Uncounted.NAMES_IN_DOUBT: "a name on it is nobody's for certain",
}


class SponsorshipLine(NamedTuple):
    """One measure of one lawmaker: asked, done, worth, and counted or why not."""

    person_id: str
    item_id: str
    bill_id: str
    stance: str
    recorded_on: date
    first_day: date | None
    """With `last_day`: when the record shows the measure before a house."""
    last_day: date | None
    did: Joining
    weight: int
    """In hundredths: 100 is weight 1."""
    credit: int | None
    """In halves: 0 or 2; None where it did not count."""
    reason: NotHeld | None
    source_url: str | None
    source_ref: str | None


@dataclass(frozen=True)
class SponsorshipScore:
    """What one lawmaker wrote or joined of an agenda, over both houses."""

    tally: Tally
    """Eligible are the measures that the lawmaker could join."""
    percent: int | None
    """None where nothing counted."""
    band: tuple[int, int] | None
    """Lowest and highest percent with and without weights, and with staying off an opposed measure
    left out or given full credit."""


@dataclass(frozen=True)
class NotCounted:
    """A measure that counts for nobody, and why."""

    item_id: str
    bill_id: str
    reason: Uncounted
    names: tuple[str, ...] = ()
    """The names that are nobody's for certain, where that is why."""

    @property
    def sentence(self) -> str:
        """As in `SB 375: its source names authors alone, not who joined`, with a full stop."""
        more = f" ({', '.join(self.names)})" if self.names else ""
        return f"{printed_bill(self.bill_id)}: {WORDS[self.reason]}{more}."


@dataclass(frozen=True)
class Sponsorships:
    """An agenda scored by who wrote or joined its measures."""

    lines: tuple[SponsorshipLine, ...]
    """In the agenda's order: of each lawmaker every measure that counts for anybody."""
    not_counted: tuple[NotCounted, ...]
    scores: Mapping[str, SponsorshipScore]
    """By person, whoever held a seat in the session."""
    available: int
    """Measures that count for anybody."""

    def score_of(self, person_id: str) -> SponsorshipScore:
        """The score of a lawmaker; one without a number where nothing counts."""
        return self.scores.get(person_id, SponsorshipScore(NOTHING, None, None))

    def lines_of(self, person_id: str) -> tuple[SponsorshipLine, ...]:
        """The rows behind one lawmaker's score."""
        return tuple(line for line in self.lines if line.person_id == person_id)

    @property
    def summary(self) -> str | None:
        """A sentence on the measures that count for nobody; None where every one counts."""
        if not self.not_counted:
            return None
        counts: dict[Uncounted, int] = defaultdict(int)
        for one in self.not_counted:
            counts[one.reason] += 1
        why = "; ".join(f"{count}: {WORDS[reason]}" for reason, count in counts.items())
        total = self.available + len(self.not_counted)
        return f"{TITLE}: {len(self.not_counted)} of {total} measures count for nobody ({why})."


NO_SPONSORSHIPS = Sponsorships((), (), {}, 0)
"""Of an agenda without a measure."""


def sponsorships(connection: sa.Connection) -> Sponsorships:
    """Scores by who wrote or joined, on a connection on which an agenda was prepared
    (`inputs.prepare` or `inputs.put_inputs`).
    """
    run_all(connection, _SQL)
    lines = [
        SponsorshipLine._make((*row[:7], Joining(row[7]), *row[8:10], _why(row[10]), *row[11:]))
        for row in connection.execute(_LINES)
    ]
    names: dict[str, list[str]] = defaultdict(list)
    for item_id, name in connection.execute(_NOBODYS):
        names[item_id].append(name)
    rows = connection.execute(_MEASURES).all()
    run_all(connection, drops_of(_SQL))
    by_person: dict[str, list[SponsorshipLine]] = defaultdict(list)
    for line in lines:
        by_person[line.person_id].append(line)
    not_counted = tuple(
        NotCounted(item, bill, Uncounted(why), _doubted(why, names[item]))
        for item, bill, why in rows
        if why
    )
    return Sponsorships(
        tuple(lines),
        not_counted,
        {person: score_of_lines(found) for person, found in by_person.items()},
        available=len(rows) - len(not_counted),
    )


def score_of_lines(lines: Sequence[SponsorshipLine]) -> SponsorshipScore:
    """The score of one lawmaker from every row of theirs."""
    tally = _tally(lines)
    if not tally.out_of:
        return SponsorshipScore(tally, None, None)
    others = [
        percent_of(found.share)
        for weighted, for_staying_off in product((True, False), repeat=2)
        if (found := _tally(lines, weighted=weighted, for_staying_off=for_staying_off)).out_of
    ]
    return SponsorshipScore(tally, percent_of(tally.share), (min(others), max(others)))


def _tally(
    lines: Iterable[SponsorshipLine], *, weighted: bool = True, for_staying_off: bool = False
) -> Tally:
    points = out_of = counted = eligible = 0
    for line in lines:
        stayed_off = line.reason is NotHeld.NOT_ASKED
        eligible += line.credit is not None or stayed_off
        credit = 2 if stayed_off and for_staying_off else line.credit
        if credit is not None:
            weight = line.weight if weighted else HUNDREDTHS
            points += weight * credit
            out_of += weight * 2
            counted += 1
    return Tally(points, out_of, 2 * HUNDREDTHS, counted, eligible)


def _why(reason: str | None) -> NotHeld | None:
    return NotHeld(reason) if reason else None


def _doubted(why: str, names: list[str]) -> tuple[str, ...]:
    return tuple(names) if why == Uncounted.NAMES_IN_DOUBT else ()


_LINES = sa.text(
    """
    select
        l.person_id, l.item_id, l.bill_id, l.stance, l.recorded_on, l.first_day, l.last_day,
        l.did, l.weight, l.credit, l.reason, s.url, l.source_ref
    from sponsor_ledger as l
    left join sources as s on s.source_id = l.source_id
    order by l.item_no, l.person_id
    """
)
_MEASURES = sa.text("select item_id, bill_id, uncounted from sponsor_measures order by item_no")
_NOBODYS = sa.text(
    """
    select distinct m.item_id, n.name
    from sponsors_named as n
    join sponsor_measures as m on m.item_no = n.item_no
    where n.person_id is null
    order by m.item_id, n.name
    """
)
