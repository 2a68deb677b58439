"""Which measure of a session each line of a pasted list means: found in the record, or not at all.

What is not found is listed with the nearest measures, for a person to choose from.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import sqlalchemy as sa
from rapidfuzz import fuzz, process

from tracker.agenda.bill_list import ListLine
from tracker.record.sessions import Session
from tracker.record.tables import bills
from tracker.rules.reference import is_reviewed, jurisdiction_of

MOST_CANDIDATES = 5
_LIKE_ENOUGH = 70
"""Of 100: below it a printed number or title is no help to who looks for another."""


class FoundAs(StrEnum):
    """What became of a line of the list."""

    FOUND = "found"
    """It names one measure of the session, and the record holds it."""
    AMBIGUOUS = "ambiguous"
    """It may mean several measures, or only its number is given."""
    NOT_FOUND = "not_found"
    """It names none, or one that the record does not hold."""
    DUPLICATE = "duplicate"
    """An earlier line, or the agenda, names the same measure."""


@dataclass(frozen=True)
class FoundLine:
    """A line of the list and the measure it means."""

    asked: ListLine
    status: FoundAs
    bill_id: str | None
    words: str
    """The words of the line that name the measure."""
    candidates: tuple[str, ...] = ()
    """Bill ids, the likeliest first, where it is not found or ambiguous."""


@dataclass(frozen=True)
class KnownBills:
    """The measures of one session in the record."""

    session: Session
    printed: Mapping[str, str]
    """Bill id to `SB 375`."""
    titles: Mapping[str, str]

    @cached_property
    def by_number(self) -> Mapping[str, tuple[str, ...]]:
        """The digits that a measure ends with, to the measures that do."""
        found: dict[str, list[str]] = defaultdict(list)
        for bill_id, printed in self.printed.items():
            digits = re.search(r"(\d+)\D*$", printed)
            if digits:
                found[digits[1]].append(bill_id)
        return {number: tuple(ids) for number, ids in found.items()}

    @cached_property
    def by_printed(self) -> Mapping[str, str]:
        return {_folded(printed): bill_id for bill_id, printed in self.printed.items()}


def known_bills(connection: sa.Connection, session: Session) -> KnownBills:
    """Every measure of a session that the record holds."""
    column = bills.c
    query = sa.select(column.bill_id, column.printed, column.title, column.popular_name)
    rows = connection.execute(query.where(column.session_id == session.session_id)).all()
    return KnownBills(
        session,
        {row.bill_id: row.printed for row in rows},
        {row.bill_id: row.popular_name or row.title for row in rows if row.title},
    )


def find_lines(
    lines: Sequence[ListLine], known: KnownBills, already: frozenset[str] = frozenset()
) -> list[FoundLine]:
    """What each line means, in their order. `already`: the measures that the agenda has."""
    seen, found = set(already), []
    for line in lines:
        one = _find(line, known)
        if one.status is FoundAs.FOUND and one.bill_id in seen:
            one = FoundLine(line, FoundAs.DUPLICATE, one.bill_id, one.words)
        elif one.bill_id:
            seen.add(one.bill_id)
        found.append(one)
    return found


def _find(line: ListLine, known: KnownBills) -> FoundLine:
    named = _named(line.text, known)
    held = [bill_id for bill_id in named if bill_id in known.printed]
    if len(named) == 1 and held:
        return FoundLine(line, FoundAs.FOUND, held[0], named[held[0]])
    if len(named) > 1:
        return FoundLine(line, FoundAs.AMBIGUOUS, None, line.text, tuple(held[:MOST_CANDIDATES]))
    if not named:
        number = re.fullmatch(r"\D{0,3}?0*(\d{1,5})", line.rest[0] if line.rest else line.text)
        same = known.by_number.get(number[1], ()) if number else ()
        if same:
            shown = tuple(sorted(same))[:MOST_CANDIDATES]
            return FoundLine(line, FoundAs.AMBIGUOUS, None, line.text, shown)
    return FoundLine(line, FoundAs.NOT_FOUND, None, line.text, _nearest(line.text, named, known))


def _named(text: str, known: KnownBills) -> dict[str, str]:
    """Every measure of the session that the text names, with the words that name it."""
    code, session = known.session.jurisdiction_id, known.session.identifier
    if not is_reviewed(code):
        return _as_printed(text, known)
    legislature = jurisdiction_of(code)
    whole = legislature.measure(text, session)
    if whole:
        return {whole.bill_id: text}
    for _, pattern in legislature.measures.official:
        official = re.search(pattern.pattern, text, pattern.flags)
        if official:
            measure = legislature.measure(official[0], session)
            return {measure.bill_id: official[0]} if measure else {}
    found = legislature.measures.found_in(text)
    measures = ((legislature.measure(words, session), words) for _, words in found)
    return {measure.bill_id: words for measure, words in measures if measure}


def _as_printed(text: str, known: KnownBills) -> dict[str, str]:
    """Of a body whose measures have names and no numbers: the one that is printed so."""
    bill_id = known.by_printed.get(_folded(text))
    return {bill_id: text} if bill_id else {}


def _nearest(text: str, named: Mapping[str, str], known: KnownBills) -> tuple[str, ...]:
    """Measures written or titled alike. Suggestions only: none of them is ever taken."""
    wanted = next(iter(named.values()), text)
    written = process.extract(
        _folded(wanted),
        list(known.by_printed),
        scorer=fuzz.ratio,
        score_cutoff=_LIKE_ENOUGH,
        limit=MOST_CANDIDATES,
    )
    near = [known.by_printed[folded] for folded, _, _ in written]
    if not named and len(text) > len("AB 12345"):
        titled = process.extract(
            text.lower(),
            {bill_id: title.lower() for bill_id, title in known.titles.items()},
            scorer=fuzz.token_set_ratio,
            score_cutoff=_LIKE_ENOUGH + 10,
            limit=MOST_CANDIDATES,
        )
        near = [bill_id for _, _, bill_id in titled] + near
    return tuple(dict.fromkeys(near))[:MOST_CANDIDATES]


def _folded(text: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", text.upper())
