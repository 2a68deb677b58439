"""The names of measures: what a source prints, and the one id under which the record keeps it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import Literal, NamedTuple

from pydantic import Field, field_validator, model_validator

from tracker import paths
from tracker.rules.ids import bill_id, parts_of_bill_id, session_id
from tracker.rules.reviewed import Reviewed, read_reviewed
from tracker.rules.vocabulary import Chamber, MeasureKind


class MeasureType(Reviewed):
    """One kind of measure: how it is written, where it starts, what it can become."""

    type: str = Field(pattern=r"^[A-Z][A-Z0-9]*$")
    name: str = Field(min_length=1)
    chamber: Chamber | None = None
    """The house that it starts in; None where that is no house, or any."""
    kind: MeasureKind
    also: tuple[str, ...] = ()
    """Other ways of writing it; full stops, blanks and capitals never matter."""
    lettered: bool = False
    """Whether its measures bear letters for numbers: A is the first, AA the twenty-seventh."""


class IdentifierScheme(Reviewed):
    """How an official source calls measures: read by `pattern`, made by `format`."""

    scheme: str = Field(pattern=r"^[a-z_]+$")
    pattern: str
    format: str
    votes_page: str | None = Field(default=None, pattern=r"^https://")
    """The official page of a measure's votes, with `{identifier}` where the identifier goes."""
    votes_page_from: str = ""
    """The first session that has such pages."""


_BEFORE_A_NUMBER = re.compile(r"\s*(?:#|\b(?:no|number)\b)\s*(?=[0-9])", re.IGNORECASE)
MOST_DIGITS = 9
"""Of a number that is a measure's; what has more is none."""


class MeasureWriting(Reviewed):
    """How a legislature's measures are written.

    In patterns `{type}` stands for any of the types; where a number stands without one, it is of
    the first. The groups `number`, and where there are any `special` and `year`, are read by name.
    `printed` and the identifiers are formats over `type`, `number`, `year`, `session`, `special`
    (0 in a regular session) and `special_mark`.
    """

    types: tuple[MeasureType, ...] = Field(min_length=1)
    patterns: tuple[str, ...] = (r"{type}\s*(?P<number>[0-9]{1,5})",)
    printed: str = "{type} {number}"
    special_mark: str = ""
    """How the number of a special session is marked, as in `X1`; empty where it never is."""
    examples: Mapping[str, str] = {}
    """What people write, and how the record prints it."""
    identifiers: tuple[IdentifierScheme, ...] = ()

    @field_validator("types", mode="before")
    @classmethod
    def _shared_by_their_letters(cls, types: object) -> object:
        """A kind that legislatures share is named by its letters alone."""
        if not isinstance(types, list) or not any(isinstance(one, str) for one in types):
            return types
        shared = _shared_types()
        for one in types:
            if isinstance(one, str) and one not in shared:
                raise ValueError(f"{one} is in {SHARED_TYPES} not described; describe it here")
        return [shared[one] if isinstance(one, str) else one for one in types]

    @property
    def example(self) -> str:
        """How a measure is written, for a person who wrote something else."""
        return next(iter(self.examples.values()), f"{self.types[0].type} 1")

    @model_validator(mode="after")
    def _reads_its_own_examples(self) -> MeasureWriting:
        try:
            self._read_examples()
        except (re.error, LookupError, AttributeError, TypeError) as error:
            raise ValueError(f"a pattern or a form here cannot be used: {error}") from error
        return self

    def _read_examples(self) -> None:
        """Raises ValueError where what is written is not read, or not printed, as it says."""
        for typed, printed in self.examples.items():
            found = self.parts(typed)
            if found is None:
                raise ValueError(f"no pattern reads the example {typed!r}")
            if self.print(found) != printed:
                raise ValueError(f"{typed!r} is printed {self.print(found)!r}, not {printed!r}")
        for one in self.types:
            again = self._of_key(self._key(MeasureParts(0, one.type, 1, 0)))
            if again is None or again.measure_type != one.type:
                raise ValueError(f"{one.type} cannot be told apart from another type")

    def parts(self, text: str) -> MeasureParts | None:
        """What a person or a source writes, taken apart; None where it is no measure. The name of
        the type may stand in full: `Senate Bill No. 375`.
        """
        plain = " ".join(text.replace(".", " ").split())
        return self._read(plain) or self._read(self._shortened(plain))

    def _read(self, plain: str) -> MeasureParts | None:
        return next(filter(None, (self._match(p, plain) for p in self._patterns)), None)

    def _shortened(self, plain: str) -> str:
        return _BEFORE_A_NUMBER.sub(" ", self._names.sub(self._letters_of_name, plain, count=1))

    def found_in(self, text: str) -> list[tuple[MeasureParts, str]]:
        """Every measure that a longer text names, each with the words that name it."""
        plain = " ".join(text.replace(".", " ").split())
        found: dict[MeasureParts, str] = {}
        for pattern in self._search_patterns:
            for match in pattern.finditer(plain):
                parts = self._match(pattern, match[0])
                if parts:
                    found.setdefault(parts, match[0])
        return list(found.items())

    def print(self, parts: MeasureParts) -> str:
        """The measure as the record prints it."""
        return self.printed.format(**self._fields(parts, ""))

    @cached_property
    def by_type(self) -> Mapping[str, MeasureType]:
        return {one.type: one for one in self.types}

    def _fields(self, parts: MeasureParts, session: str) -> dict[str, object]:
        mark = self.special_mark.format(special=parts.special_session)
        return {
            "type": parts.measure_type,
            "number": letters_of(parts.number) if self._bears_letters(parts) else parts.number,
            "year": parts.year,
            "session": session,
            "special": parts.special_session,
            "special_mark": mark if parts.special_session else "",
        }

    def _key(self, parts: MeasureParts) -> str:
        """The measure within its session, for an id: `SB375`, `SBX1-1`, `INT42-2024`."""
        mark = self._fields(parts, "")["special_mark"]
        head = f"{parts.measure_type}{mark}"
        number = f"-{parts.number}" if head[-1].isdigit() else str(parts.number)
        return f"{head}{number}{f'-{parts.year}' if parts.year else ''}"

    def _of_key(self, key: str) -> MeasureParts | None:
        return self._match(self._key_pattern, key)

    def _match(self, pattern: re.Pattern[str], text: str) -> MeasureParts | None:
        found = pattern.fullmatch(text)
        if found is None:
            return None
        groups = {name: value for name, value in found.groupdict().items() if value}
        if any(len(groups.get(name, "")) > MOST_DIGITS for name in ("number", "special", "year")):
            return None
        written = _letters(groups.get("type", self.types[0].type))
        special, year = int(groups.get("special", 0)), int(groups.get("year", 0))
        number = int(groups["number"]) if "number" in groups else place_of(groups["letters"])
        return MeasureParts(special, self._types[written], number, year) if number else None

    @cached_property
    def _by_name(self) -> Mapping[str, str]:
        """The types by their names, where only one has that name."""
        times = Counter(one.name.lower() for one in self.types)
        return {one.name.lower(): one.type for one in self.types if times[one.name.lower()] == 1}

    @cached_property
    def _names(self) -> re.Pattern[str]:
        longest_first = sorted(self._by_name, key=len, reverse=True)
        any_of = "|".join(map(re.escape, longest_first)) or "(?!)"
        return re.compile(rf"^({any_of})\b", re.IGNORECASE)

    def _letters_of_name(self, found: re.Match[str]) -> str:
        return self._by_name[found[1].lower()]

    @cached_property
    def _types(self) -> Mapping[str, str]:
        return {_letters(text): one.type for one in self.types for text in (one.type, *one.also)}

    @cached_property
    def _alternatives(self) -> str:
        longest_first = sorted(self._types, key=len, reverse=True)
        spaced = (r"\s?".join(map(re.escape, letters)) for letters in longest_first)
        return f"(?P<type>{'|'.join(spaced)})"

    def _compiled(self, pattern: str) -> re.Pattern[str]:
        return re.compile(pattern.replace("{type}", self._alternatives), re.IGNORECASE)

    @cached_property
    def _patterns(self) -> tuple[re.Pattern[str], ...]:
        lettered = [one.type for one in self.types if one.lettered]
        of_letters = rf"(?P<type>{'|'.join(lettered)})\s*(?P<letters>[A-Z]{{1,2}})"
        more = (of_letters,) if lettered else ()
        return tuple(self._compiled(pattern) for pattern in (*more, *self.patterns))

    def _bears_letters(self, parts: MeasureParts) -> bool:
        kind = self.by_type.get(parts.measure_type)
        return kind is not None and kind.lettered

    @cached_property
    def _search_patterns(self) -> tuple[re.Pattern[str], ...]:
        alone = (f"(?<![A-Za-z0-9])(?:{pattern})(?![A-Za-z0-9])" for pattern in self.patterns)
        return tuple(self._compiled(pattern) for pattern in alone)

    @cached_property
    def _key_pattern(self) -> re.Pattern[str]:
        mark = re.escape(self.special_mark).replace(r"\{special\}", r"(?P<special>[1-9])")
        marked = f"(?:{mark}-)?" if mark else ""
        year = r"(?:-(?P<year>[0-9]{4}))?"
        return self._compiled(rf"{{type}}{marked}-?(?P<number>[0-9]+){year}")

    @cached_property
    def official(self) -> tuple[tuple[IdentifierScheme, re.Pattern[str]], ...]:
        """The identifiers of official sources, each with its pattern."""
        return tuple((one, self._compiled(one.pattern)) for one in self.identifiers)


class MeasureParts(NamedTuple):
    """A measure within a session. `special_session` is 0 in the regular session."""

    special_session: int
    measure_type: str
    number: int
    year: int
    """Where a measure's number is of a year, as in `Int 0042-2024`; 0 where it is not."""


@dataclass(frozen=True, order=True)
class Measure:
    """One measure of one session of one legislature."""

    jurisdiction: str
    session: str
    """Within the jurisdiction, as in `20072008`."""
    parts: MeasureParts
    writing: MeasureWriting = field(compare=False, repr=False)

    @property
    def bill_id(self) -> str:
        """`ca-20072008-SB375`."""
        return bill_id(self.jurisdiction, self.session, self.writing._key(self.parts))

    @property
    def session_id(self) -> str:
        """`ca-20072008`."""
        return session_id(self.jurisdiction, self.session)

    @property
    def printed(self) -> str:
        """`SB 375`, or `SBX2 10` in the second special session."""
        return self.writing.print(self.parts)

    @property
    def special_session(self) -> int:
        """0 in the regular session."""
        return self.parts.special_session

    @property
    def measure_type(self) -> str:
        """The letters before its number: `SB`."""
        return self.parts.measure_type

    @property
    def number(self) -> int:
        """Within its type and session."""
        return self.parts.number

    @property
    def type(self) -> MeasureType:
        """What kind of measure it is, by its letters."""
        return self.writing.by_type[self.measure_type]

    @property
    def origin_chamber(self) -> Chamber | None:
        """The house that it starts in; None where that is no house, or any."""
        return self.type.chamber

    def of_special_session(self, number: int) -> Measure:
        """The measure of the same type and number in that special session; 0 is the regular one."""
        return replace(self, parts=self.parts._replace(special_session=number))

    @property
    def identifiers(self) -> dict[str, str]:
        """What official sources call it, by scheme."""
        fields = self.writing._fields(self.parts, self.session)
        return {one.scheme: one.format.format(**fields) for one in self.writing.identifiers}

    @property
    def votes_page(self) -> str | None:
        """The official page with its votes, where an address can be built."""
        names = self.identifiers
        return next(
            (
                one.votes_page.format(identifier=names[one.scheme])
                for one in self.writing.identifiers
                if one.votes_page and self.session >= one.votes_page_from
            ),
            None,
        )


def read_measure(
    writing: MeasureWriting, text: str, jurisdiction: str, session: str | None
) -> Measure | None:
    """The measure that a person, a source or an id of the record means by `text`.

    `session` is the one within the jurisdiction that a number alone is of; what names another
    session than that is no measure of it.
    """
    own = parts_of_bill_id(text)
    if own and own.jurisdiction == jurisdiction:
        parts = writing._of_key(own.key)
        return _of_session(jurisdiction, own.session, session, parts, writing)
    for _, pattern in writing.official:
        found = pattern.fullmatch(text.strip())
        if found:
            parts = writing._match(pattern, text.strip())
            return _of_session(jurisdiction, found["session"], session, parts, writing)
    if session is None:
        return None
    return _of_session(jurisdiction, session, session, writing.parts(text), writing)


def _of_session(
    jurisdiction: str,
    named: str,
    asked: str | None,
    parts: MeasureParts | None,
    writing: MeasureWriting,
) -> Measure | None:
    if parts is None or asked not in (None, named):
        return None
    return Measure(jurisdiction, named, parts, writing)


def letters_of(number: int) -> str:
    """A for 1, Z for 26, AA for 27, BB for 28."""
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def place_of(letters: str) -> int:
    """1 for A, 27 for AA; 0, which is no number, for letters of another kind."""
    first = letters[0].upper()
    alike = set(letters.upper()) == {first}
    return ord(first) - ord("A") + 1 + 26 * (len(letters) - 1) if alike else 0


SHARED_TYPES = "measure_types.yaml"
"""Beside the folders of the jurisdictions that ship: kinds of measures that legislatures share."""


class _SharedTypes(Reviewed):
    format: Literal[1]
    types: tuple[MeasureType, ...]


@cache
def _shared_types() -> Mapping[str, MeasureType]:
    path = paths.data_dir() / "jurisdictions" / SHARED_TYPES
    return {one.type: one for one in read_reviewed(path, _SharedTypes).types}


def _letters(text: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", text.upper())
