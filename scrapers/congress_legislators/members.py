"""One member of the file: whose numbers, which name, and the terms with their days and parties."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

HOUSES = {"rep": "lower", "sen": "upper"}
PARTIES = {"Democrat": "Democratic"}
"""Where the file's word is not the one that the record has for a party."""
NUMBERED_BY = "bioguide"
NUMBERS = ("lis", "thomas", "govtrack", "icpsr", "opensecrets", "votesmart", "wikidata")
"""Whose other numbers of a person are kept, as schemes of identifiers."""


class MemberRefused(Exception):
    """An entry that cannot be used; the reason in a line."""


@dataclass(frozen=True)
class Term:
    """Days in one house with one party: a term, or a part of one."""

    chamber: str
    district: str
    party: str | None
    start: date
    end: date


@dataclass(frozen=True)
class Member:
    """A person who is or was in Congress."""

    number: str
    """The Bioguide's."""
    others: tuple[tuple[str, str], ...]
    """Scheme and number of everybody else who numbers them."""
    name: str
    given_name: str | None
    family_name: str
    other_names: tuple[str, ...]
    terms: tuple[Term, ...]


def member_of(entry: object) -> Member:
    """The member of an entry. Raises MemberRefused where it is not whole."""
    if not isinstance(entry, Mapping):
        raise MemberRefused("it is not about a person")
    ids, name = _mapping(entry, "id"), _mapping(entry, "name")
    number, family = _text(ids, "bioguide"), _text(name, "last")
    if number is None:
        raise MemberRefused("it has no number of the Bioguide (id, bioguide)")
    if family is None:
        raise MemberRefused(f"{number} has no surname (name, last)")
    given, nickname = _text(name, "first"), _text(name, "nickname")
    in_full = " ".join(filter(None, (given, family, _text(name, "suffix"))))
    try:
        terms = [part for term in _list(entry, "terms") for part in _parts(term)]
    except MemberRefused as refused:
        raise MemberRefused(f"{number}: {refused}") from refused
    return Member(
        number=number,
        others=tuple(_numbers(ids)),
        name=_text(name, "official_full") or in_full,
        given_name=given,
        family_name=family,
        other_names=(f"{nickname} {family}",) if nickname else (),
        terms=tuple(terms),
    )


def _numbers(ids: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for scheme in NUMBERS:
        number = _text(ids, scheme)
        if number:
            yield scheme, number
    earlier = ids.get("bioguide_previous") or []
    yield from ((NUMBERED_BY, str(one)) for one in earlier)


def _parts(term: Mapping[str, Any]) -> Iterator[Term]:
    """The term, or one part of it for each party of which the member was."""
    kind = _text(term, "type")
    if kind not in HOUSES:
        raise MemberRefused(f"a term is of the type {kind!r}, which is neither rep nor sen")
    start, end = _days(term, "a term")
    where = _district(term, kind)
    parties = _list(term, "party_affiliations") if term.get("party_affiliations") else []
    if not parties:
        yield Term(HOUSES[kind], where, _party(term), start, end)
    expected = start
    for one in parties:
        first, last = _days(one, "a party of a term")
        if first != expected and first != expected - timedelta(days=1):
            raise MemberRefused(f"no party, or two, on {min(first, expected)} of a term")
        yield Term(HOUSES[kind], where, _party(one), first, last)
        expected = last + timedelta(days=1)
    if parties and expected <= end:
        raise MemberRefused(f"no party on {expected} of a term")


def _district(term: Mapping[str, Any], kind: str) -> str:
    """`CA-43`, `WY at large`; the state alone of a senator."""
    state = _text(term, "state")
    if state is None:
        raise MemberRefused("a term has no state")
    if kind == "sen":
        return state
    number = term.get("district")
    if not isinstance(number, int):
        raise MemberRefused(f"a term of the House has no district, but {number!r}")
    return f"{state}-{number}" if number > 0 else f"{state} at large"


def _party(one: Mapping[str, Any]) -> str | None:
    party = _text(one, "party")
    return PARTIES.get(party, party) if party else None


def _days(one: Mapping[str, Any], what: str) -> tuple[date, date]:
    days = []
    for name in ("start", "end"):
        given = one.get(name)
        try:
            days.append(given if isinstance(given, date) else date.fromisoformat(str(given)))
        except ValueError as error:
            raise MemberRefused(f"{what} has no {name} that is a day, but {given!r}") from error
    if days[1] < days[0]:
        raise MemberRefused(f"{what} ends on {days[1]}, before it begins on {days[0]}")
    return days[0], days[1]


def _mapping(entry: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    given = entry.get(name)
    if not isinstance(given, Mapping):
        raise MemberRefused(f"it has no {name}")
    return given


def _list(entry: Mapping[str, Any], name: str) -> Sequence[Mapping[str, Any]]:
    given = entry.get(name)
    if not isinstance(given, list) or not all(isinstance(one, Mapping) for one in given):
        raise MemberRefused(f"{name} is no list")
    if not given:
        raise MemberRefused(f"{name} is empty")
    return given


def _text(told: Mapping[str, Any], name: str) -> str | None:
    given = told.get(name)
    return " ".join(str(given).split()) or None if isinstance(given, (str, int)) else None
