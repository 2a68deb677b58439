"""What `docs/cli.md` promises of the JSON that commands print, read from its tables."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "cli.md"

_SECTION = re.compile(r"^### (answerable [a-z_ ]+)$", re.MULTILINE)
_FIELD = re.compile(r"^\| `([^`]+)` \| ([a-z ]+) \|", re.MULTILINE)


def _is(kind: type) -> Callable[[object], bool]:
    return lambda value: isinstance(value, kind) and isinstance(value, bool) == (kind is bool)


def _reads_as(kind: type[datetime.date]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and kind.fromisoformat(value) is not None


TYPES: Mapping[str, Callable[[object], bool]] = {
    "text": _is(str),
    "integer": _is(int),
    "number": lambda value: _is(int)(value) or _is(float)(value),
    "boolean": _is(bool),
    "list": _is(list),
    "object": _is(dict),
    "date": _reads_as(datetime.date),
    "moment": _reads_as(datetime.datetime),
    "null": lambda value: value is None,
}


@dataclass(frozen=True)
class Contract:
    """The fields of one command in the order of the page: dotted path to documented type."""

    fields: Mapping[str, str]

    def broken_by(self, row: Mapping[str, object]) -> Iterator[str]:
        """In words, everything in which a printed row differs from the page."""
        top = [path for path in self.fields if "." not in path]
        if list(row) != top:
            yield f"the page has {top}, printed was {list(row)}"
        for path, documented in self.fields.items():
            for value in _values(row, path):
                if not any(TYPES[kind](value) for kind in documented.split(" or ")):
                    yield f"{path} is {value!r}, not {documented}"


def contracts() -> dict[str, Contract]:
    """Command to contract, for every section of the page that has fields."""
    _, *parts = _SECTION.split(PAGE.read_text("utf-8"))
    sections = zip(parts[::2], parts[1::2], strict=True)
    found = {command: Contract(dict(_FIELD.findall(text))) for command, text in sections}
    return {command: contract for command, contract in found.items() if contract.fields}


def _values(row: object, path: str) -> Iterator[object]:
    """The values at a dotted path; `positions[].stance` is that of every position."""
    name, _, rest = path.partition(".")
    is_list = name.endswith("[]")
    if not isinstance(row, dict) or name.removesuffix("[]") not in row:
        return
    inner = row[name.removesuffix("[]")]
    for value in inner if is_list else [inner]:
        if rest:
            yield from _values(value, rest)
        else:
            yield value
