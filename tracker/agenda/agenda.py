"""An agenda file under `data/agendas/`: read whole, or refused with file, item and field."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationError

from tracker.errors import DataFileError, UsageError
from tracker.rules.jurisdictions import parse_session
from tracker.rules.reviewed import Reviewed, UnreadableYaml, read_yaml

_OFFICIAL_BILL = re.compile(r"\d{9}[A-Z]+\d+")
"""As in `200720080SB375`: session, special session, measure."""


def _as_stored(session: str) -> str:
    """`20072008` for `2007-08`; what begins with a letter is the id of a grid's own body."""
    if session[:1].isalpha():
        return session
    try:
        return parse_session(session)
    except UsageError as error:
        raise ValueError(f"is no session; {error.what_to_do}") from error


def _in_hundredths(weight: Decimal) -> Decimal:
    if weight * 100 % 1:
        raise ValueError("has more than two decimals; scores are kept in hundredths")
    return weight


class Stance(StrEnum):
    """What the coalition asks lawmakers to do with a measure."""

    SUPPORT = "support"
    """Vote for it."""
    OPPOSE = "oppose"
    """Vote against it."""


class Issue(Reviewed):
    """A heading that items share; readers filter by it."""

    id: str
    name: str
    name_es: str


class Position(Reviewed):
    """What was asked, for votes from one day to another, both inclusive."""

    stance: Stance
    in_force_from: date
    in_force_until: date | None = None
    """None: still in force."""
    recorded_on: date
    """When it was written down. After the vote: marked so wherever it is shown."""

    def in_force_on(self, day: date) -> bool:
        """Whether a vote on that day is judged by this position."""
        return self.in_force_from <= day <= (self.in_force_until or date.max)


class DesignatedRoll(Reviewed):
    """A further roll call that a steward adds to an item; it shares the item's weight."""

    vote_event_id: str
    reason: str = Field(min_length=1)


class AgendaItem(Reviewed):
    """One measure, what is asked about it and why."""

    id: str
    bill_id: str
    issue: str
    title: str
    title_es: str
    weight: Annotated[Decimal, Field(ge=1, le=2), AfterValidator(_in_hundredths)]
    """1 by default; up to 2 where the members voted so."""
    reason: str = Field(min_length=1)
    reason_es: str = Field(min_length=1)
    positions: tuple[Position, ...] = Field(min_length=1)
    roll_calls: tuple[DesignatedRoll, ...] = ()

    @property
    def weight_hundredths(self) -> int:
        """The weight in hundredths, the unit of the score."""
        return int(self.weight * 100)


class Agenda(Reviewed):
    """One version of what a coalition asks for in one session."""

    format: Literal[1]
    id: str
    jurisdiction: str
    session: Annotated[str, AfterValidator(_as_stored)]
    title: str
    title_es: str
    version: str
    ratified: date | None
    """The day the members adopted this version; None while nobody has."""
    demonstration: bool
    statement: str = Field(min_length=1)
    """What the agenda says about itself on its face."""
    statement_es: str = Field(min_length=1)
    organizations: tuple[str, ...]
    issues: tuple[Issue, ...]
    items: tuple[AgendaItem, ...] = Field(min_length=1)


def read_agenda(path: Path) -> Agenda:
    """The agenda in a YAML file.

    Raises:
        DataFileError: the file is absent or misformed, names a measure, id or issue twice or an
            issue it does not list, or has positions whose days are impossible or overlap.
    """
    content = _content(path)
    if not isinstance(content, dict):
        raise _fault(path, "the whole file", "this is no agenda: it has no id, title and items")
    try:
        agenda = Agenda.model_validate(content)
    except ValidationError as error:
        fault = error.errors()[0]
        what = fault["msg"] + _shown(fault["input"])
        raise _fault(path, _place(content, fault["loc"]), what) from error
    for place, what in _contradictions(agenda):
        raise _fault(path, place, what)
    return agenda


def _content(path: Path) -> object:
    try:
        content = read_yaml(path)
    except UnreadableYaml as error:
        raise _fault(path, "the whole file", f"the agenda cannot be read: {error}") from error
    return content


def _fault(path: Path, place: str, what: str) -> DataFileError:
    return DataFileError(
        what, where=f"{path}, {place}", what_to_do="correct this field and read the agenda again"
    )


def _shown(value: object) -> str:
    return f", not {value!r}" if isinstance(value, str | int | float | date) else ""


def _place(content: object, loc: tuple[int | str, ...]) -> str:
    """A place within the file in a reader's words: the item by its id, list entries from 1."""
    if len(loc) > 1 and loc[0] == "items" and isinstance(loc[1], int):
        head, rest = [f"item {_item_id(content, loc[1])}"], loc[2:]
    else:
        head, rest = [], loc
    words = [f"number {part + 1}" if isinstance(part, int) else part for part in rest]
    return ", ".join(head + words) or "the whole file"


def _item_id(content: object, index: int) -> str:
    items = content.get("items") if isinstance(content, dict) else None
    item = items[index] if isinstance(items, list) else None
    return str(item.get("id", index + 1)) if isinstance(item, dict) else str(index + 1)


def _contradictions(agenda: Agenda) -> Iterator[tuple[str, str]]:
    """What fits the format and still cannot be: the place, and what is wrong there."""
    issues = {issue.id for issue in agenda.issues}
    ids: set[str] = set()
    bills: dict[str, str] = {}
    for item in agenda.items:
        if item.id in ids:
            yield f"item {item.id}, id", "two items have this id"
        if not _is_measure_of(agenda.session, item.bill_id):
            yield f"item {item.id}, bill_id", _no_measure(agenda.session, item.bill_id)
        if item.bill_id in bills:
            yield (
                f"item {item.id}, bill_id",
                f"{item.bill_id} is already asked for by item {bills[item.bill_id]}",
            )
        if item.issue not in issues:
            yield f"item {item.id}, issue", f"the agenda lists no issue {item.issue!r}"
        ids.add(item.id)
        bills[item.bill_id] = item.id
        for what in _impossible_positions(item):
            yield f"item {item.id}, positions", what


def _is_measure_of(session: str, bill_id: str) -> bool:
    """Whether the id is written as the record writes those of the session, or grid body."""
    if session.isdigit():
        return _OFFICIAL_BILL.fullmatch(bill_id) is not None
    return bill_id.startswith(f"{session}-")


def _no_measure(session: str, bill_id: str) -> str:
    example = f"{session}0SB375" if session.isdigit() else f"{session}-ITEM"
    return f"{bill_id!r} is no id of a measure; write it as in {example}"


def _impossible_positions(item: AgendaItem) -> Iterator[str]:
    for position in item.positions:
        if (position.in_force_until or date.max) < position.in_force_from:
            yield f"a position ends on {position.in_force_until}, before it begins"
    for earlier, later in pairwise(sorted(item.positions, key=lambda p: p.in_force_from)):
        if earlier.in_force_on(later.in_force_from):
            yield f"two positions are in force on {later.in_force_from}"
