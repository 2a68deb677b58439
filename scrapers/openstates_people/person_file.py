"""A person's file: who it is, and the seats in one legislature with their days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from tracker.errors import DataFileError
from tracker.rules.vocabulary import Chamber
from tracker.rules.yaml_file import yaml_of_text

LARGEST = 200_000
"""Bytes. The largest of 584 files seen has 4,000."""
NUMBERS = ("bioguide", "lis")
"""The schemes of numbers that are read: those by which the Congress knows its members."""
_HOUSES = frozenset(Chamber)


class FileRefused(Exception):
    """What is no file of a person; the reason in a line."""


@dataclass(frozen=True)
class Seat:
    """One seat, as the file gives it. A day that it does not give is None."""

    chamber: str
    district: str | None
    start: date | None
    end: date | None
    end_reason: str | None
    fault: str | None = None
    """Why it cannot be used, if it cannot."""


@dataclass(frozen=True)
class Person:
    """Whom a file is about, with the seats in the legislature that was asked for."""

    person: str
    """Open Civic Data's id."""
    name: str
    given_name: str | None
    family_name: str | None
    other_names: tuple[str, ...]
    party: str | None
    """None where the file names none, or several."""
    seats: tuple[Seat, ...] = field(default=())
    numbers: tuple[tuple[str, str], ...] = ()
    """Scheme and number of others by whom a roll call may name the person."""
    elsewhere: bool = False
    """Whether there is a seat in another legislature."""


def parse_person(text: bytes, legislature: str) -> Person:
    """The person of a file, with the seats in the legislature of that Open Civic Data id.

    Raises:
        FileRefused: it is not what it should be.
    """
    told = _read(text)
    person, name = told.get("id"), told.get("name")
    if not isinstance(person, str) or not person.startswith("ocd-person/"):
        raise FileRefused("it has no id as in ocd-person/…")
    if not isinstance(name, str) or not name.strip():
        raise FileRefused("it has no name")
    roles = [role for role in _list(told, "roles") if role.get("type") in _HOUSES]
    return Person(
        person=person,
        name=" ".join(name.split()),
        given_name=_text(told, "given_name"),
        family_name=_text(told, "family_name"),
        other_names=tuple(filter(None, (_text(one, "name") for one in _list(told, "other_names")))),
        party=_party(told),
        seats=tuple(_seat(role) for role in roles if role.get("jurisdiction") == legislature),
        numbers=tuple(_numbers(told)),
        elsewhere=any(role.get("jurisdiction") != legislature for role in roles),
    )


def _numbers(told: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for one in _list(told, "other_identifiers"):
        scheme, number = _text(one, "scheme"), _text(one, "identifier")
        if scheme in NUMBERS and number:
            yield scheme, number


def _read(text: bytes) -> Mapping[str, Any]:
    """The file as plain values."""
    if len(text) > LARGEST:
        raise FileRefused(f"it has more than {LARGEST // 1000} kB")
    try:
        told = yaml_of_text(text.decode("utf-8"), "the file", "the person")
    except UnicodeDecodeError as error:
        raise FileRefused("it is no UTF-8 text") from error
    except DataFileError as error:
        raise FileRefused(f"it is no YAML that can be used: {error.what}") from error
    if not isinstance(told, Mapping):
        raise FileRefused("it is not about a person")
    return told


def _seat(role: Mapping[str, Any]) -> Seat:
    days, fault = {}, None
    for name in ("start_date", "end_date"):
        try:
            days[name] = _day(role.get(name))
        except ValueError:
            days[name], fault = None, f"{name} {role[name]!r} is not a day"
    start, end = days["start_date"], days["end_date"]
    if start and end and end < start:
        fault = f"it ends on {end}, before it begins on {start}"
    return Seat(
        chamber=str(role["type"]),
        district=_text(role, "district"),
        start=start,
        end=end,
        end_reason=_text(role, "end_reason"),
        fault=fault,
    )


def _day(given: object) -> date | None:
    if given is None or given == "":
        return None
    if isinstance(given, datetime):
        return given.date()
    return given if isinstance(given, date) else date.fromisoformat(str(given))


def _party(told: Mapping[str, Any]) -> str | None:
    """Parties have no days in these files; one of several is nobody's for certain."""
    names = {_text(one, "name") for one in _list(told, "party")} - {None}
    return names.pop() if len(names) == 1 else None


def _list(told: Mapping[str, Any], name: str) -> Sequence[Mapping[str, Any]]:
    given = told.get(name) or []
    if not isinstance(given, list) or not all(isinstance(one, Mapping) for one in given):
        raise FileRefused(f"{name} is no list")
    return given


def _text(told: Mapping[str, Any], name: str) -> str | None:
    given = told.get(name)
    return " ".join(str(given).split()) or None if isinstance(given, (str, int)) else None
