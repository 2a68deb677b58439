"""An agenda file under `data/agendas/`: read whole, or refused with file, item and field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from tracker.errors import DataFileError, UsageError
from tracker.rules.ids import session_id
from tracker.rules.jurisdictions import Jurisdiction
from tracker.rules.reference import current_id, is_reviewed, jurisdiction_of
from tracker.rules.reviewed import Reviewed, plainly
from tracker.rules.yaml_file import read_yaml, yaml_of_text


def _in_hundredths(weight: Decimal) -> Decimal:
    if weight * 100 % 1:
        raise ValueError("has more than two decimals; scores are kept in hundredths")
    return weight


def weight_of(text: str) -> Decimal | None:
    """The weight that a person typed, 1 where they typed nothing; None where it can be none."""
    try:
        weight = Decimal(text.strip() or "1")
    except InvalidOperation:
        return None
    is_weight = weight.is_finite() and 1 <= weight <= 2 and not weight * 100 % 1
    return weight if is_weight else None


def is_same_name(one: str, other: str) -> bool:
    """Whether two texts name one person or organization, whatever their capitals and blanks."""
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


class Stance(StrEnum):
    """What the coalition asks lawmakers to do with a measure."""

    SUPPORT = "support"
    """Vote for it."""
    OPPOSE = "oppose"
    """Vote against it."""


class Words(Reviewed):
    """What a reader of a further language sees instead; what is absent is shown as written."""

    title: str | None = None
    name: str | None = None
    statement: str | None = None
    reason: str | None = None


Translations = Mapping[Annotated[str, Field(pattern=r"^[a-z]{2,3}$")], Words]
"""Words by language, as in `es`."""


class Issue(Reviewed):
    """A heading that items share; readers filter by it."""

    id: str
    name: str
    translations: Translations = Field(default_factory=dict)


class Position(Reviewed):
    """What was asked, for votes from one day to another, both inclusive."""

    stance: Stance
    in_force_from: date
    in_force_until: date | None = None
    """None: still in force."""
    recorded_on: date
    """When it was written down. After the vote: marked so wherever it is shown."""
    text_of: date | None = None
    """The day of the bill's text on which it was decided; set when it is saved."""

    def in_force_on(self, day: date) -> bool:
        """Whether a vote on that day is judged by this position."""
        return self.in_force_from <= day <= (self.in_force_until or date.max)


class AyeMeans(StrEnum):
    """What an aye on a motion is to the measure."""

    FOR = "for"
    """An aye is for the measure, as on most motions."""
    AGAINST = "against"
    """An aye is against it, as on a motion to table or to kill it."""


class DesignatedRoll(Reviewed):
    """A further roll call that a steward adds to an item; it shares the item's weight."""

    vote_event_id: str
    """Its id, or the number by which its source knows it: `1233245`, `legiscan:1233245`."""
    reason: str = Field(min_length=1)
    replaces_the_rules: bool = False
    """It counts in place of the roll call that the rule takes in its house, not beside it."""
    aye_means: AyeMeans = AyeMeans.FOR
    said_by: str | None = Field(default=None, min_length=1)
    """Who said that an aye is against the measure; set when it is saved."""
    confirmed_by: str | None = Field(default=None, min_length=1)
    """A second person who read the motion and says the same."""
    confirmed_on: date | None = None

    @property
    def is_unconfirmed(self) -> bool:
        """Whether an aye is said to be against the measure, by one person alone."""
        return self.aye_means is AyeMeans.AGAINST and self.confirmed_by is None

    @model_validator(mode="after")
    def _is_confirmed_by_a_second(self) -> DesignatedRoll:
        if (self.confirmed_by is None) != (self.confirmed_on is None):
            raise ValueError("needs both who confirmed it and on which day, or neither")
        if self.confirmed_by is None:
            return self
        if self.aye_means is AyeMeans.FOR:
            raise ValueError("says who confirmed that an aye is against the measure, but not so")
        if self.said_by is None or is_same_name(self.said_by, self.confirmed_by):
            raise ValueError("has to be confirmed by another person than who said it (said_by)")
        return self

    @field_validator("vote_event_id", mode="before")
    @classmethod
    def _may_be_a_number(cls, named: object) -> object:
        return str(named) if isinstance(named, int) else named


class AgendaItem(Reviewed):
    """One measure, what is asked about it and why."""

    id: str
    bill_id: str
    issue: str | None = None
    title: str
    weight: Annotated[Decimal, Field(ge=1, le=2), AfterValidator(_in_hundredths)] = Decimal(1)
    """Up to 2 where the members voted so."""
    reason: str | None = Field(default=None, min_length=1)
    lead: str | None = Field(default=None, min_length=1)
    """The group that asked for it."""
    positions: tuple[Position, ...] = Field(min_length=1)
    roll_calls: tuple[DesignatedRoll, ...] = ()
    translations: Translations = Field(default_factory=dict)

    @property
    def weight_hundredths(self) -> int:
        """The weight in hundredths, the unit of the score."""
        return int(self.weight * 100)


class Agenda(Reviewed):
    """One version of what a coalition asks for in one session."""

    format: Literal[1]
    id: str
    jurisdiction: str
    session: str
    """Within the jurisdiction, as in `20072008`; of a grid's own body, its id."""
    title: str
    version: str = "1"
    ratified: date | None = None
    """The day the members adopted this version; None while nobody has."""
    written_by: str | None = Field(default=None, min_length=1)
    """Who wrote the list, where a group wants one without adopting it."""
    demonstration: bool = False
    statement: str | None = Field(default=None, min_length=1)
    """What the agenda says about itself on its face; a demonstration must say that it is one."""
    organizations: tuple[str, ...] = ()
    translations: Translations = Field(default_factory=dict)
    issues: tuple[Issue, ...] = ()
    items: tuple[AgendaItem, ...] = Field(min_length=1)

    @property
    def session_id(self) -> str:
        """The session as the record calls it, as in `ca-20072008`."""
        known = is_reviewed(self.jurisdiction)
        return session_id(self.jurisdiction, self.session) if known else self.session

    @model_validator(mode="before")
    @classmethod
    def _named_as_people_write(cls, content: object) -> object:
        """Sessions and measures by the ids of the record: `2007-08`, `SB 375` and official ids are
        read by the jurisdiction's file; an item of a grid is named after the grid's body.
        """
        content = _with_translations(content)
        if not isinstance(content, dict) or not isinstance(content.get("items"), list):
            return content
        items = content["items"]
        if not is_reviewed(str(content.get("jurisdiction"))):
            return content | {"items": [_of_body(item, content.get("session")) for item in items]}
        jurisdiction = jurisdiction_of(str(content["jurisdiction"]))
        try:
            session = jurisdiction.session(str(content.get("session")))
        except UsageError:
            return content
        named = [_named(item, jurisdiction, session.id) for item in items]
        return content | {"session": session.id, "items": named}

    @field_validator("session")
    @classmethod
    def _is_known(cls, session: str, info: ValidationInfo) -> str:
        code = info.data.get("jurisdiction")
        if code and is_reviewed(code):
            jurisdiction = jurisdiction_of(code)
            if jurisdiction.sitting(session) is None:
                known = ", ".join(one.name for one in jurisdiction.sessions)
                advice = f"choose one of {known}" if known else "write its years, as in 2025-2026"
                raise ValueError(f"is no session; {advice}")
        return session


_SPANISH = ("title_es", "statement_es", "name_es", "reason_es")
"""The older way of writing the words of one further language, beside those they translate."""


def _with_translations(part: object) -> object:
    if isinstance(part, list):
        return [_with_translations(entry) for entry in part]
    if not isinstance(part, dict):
        return part
    kept = {key: value for key, value in part.items() if key not in _SPANISH}
    for key in ("issues", "items"):
        if key in kept:
            kept[key] = _with_translations(kept[key])
    spanish = {key.removesuffix("_es"): part[key] for key in _SPANISH if key in part}
    others = kept.get("translations", {})
    if not spanish or not isinstance(others, dict):
        return kept
    return kept | {"translations": {"es": spanish} | others}


def _of_body(item: object, body: object) -> object:
    if not isinstance(item, dict) or "bill" not in item or "bill_id" in item:
        return item
    named = {name: value for name, value in item.items() if name != "bill"}
    return named | {"bill_id": f"{body}-{item['bill']}"}


def _named(item: object, jurisdiction: Jurisdiction, session: str) -> object:
    if not isinstance(item, dict):
        return item
    found = jurisdiction.measure(str(item.get("bill_id", item.get("bill"))), session)
    named = {name: value for name, value in item.items() if name != "bill"}
    if "bill" in item or found:
        named["bill_id"] = found.bill_id if found else str(item.get("bill", item.get("bill_id")))
    rolls = item.get("roll_calls")
    if isinstance(rolls, list):
        named["roll_calls"] = [_current_roll(roll) for roll in rolls]
    return named


def _current_roll(roll: object) -> object:
    if isinstance(roll, dict) and isinstance(roll.get("vote_event_id"), str):
        return roll | {"vote_event_id": current_id(roll["vote_event_id"])}
    return roll


def read_agenda(path: Path) -> Agenda:
    """The agenda in a YAML file.

    Raises:
        DataFileError: the file is absent or misformed, names a measure, id or issue twice or an
            issue it does not list, or has positions whose days are impossible or overlap.
    """
    return _checked(path, read_yaml(path, "the agenda"))


def agenda_of_text(text: str, name: str) -> Agenda:
    """The agenda in a text of YAML, which errors call by that name.

    Raises DataFileError as `read_agenda`.
    """
    return _checked(name, yaml_of_text(text, name, "the agenda"))


def _checked(path: Path | str, content: object) -> Agenda:
    if not isinstance(content, dict):
        raise _fault(path, "the whole file", "this is no agenda: it has no id, title and items")
    try:
        agenda = Agenda.model_validate(content)
    except ValidationError as error:
        fault = error.errors()[0]
        what = plainly(error) + _shown(fault["input"])
        raise _fault(path, _place(content, fault["loc"]), what) from error
    for place, what in _contradictions(agenda):
        raise _fault(path, place, what)
    return agenda


def _fault(path: Path | str, place: str, what: str) -> DataFileError:
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
    if agenda.demonstration and not agenda.statement:
        yield "statement", "a demonstration must say on its face that it is one"
    issues = {issue.id for issue in agenda.issues}
    ids: set[str] = set()
    bills: dict[str, str] = {}
    for item in agenda.items:
        if item.id in ids:
            yield f"item {item.id}, id", "two items have this id"
        if not item.bill_id.startswith(f"{agenda.session_id}-"):
            yield f"item {item.id}, bill_id", _no_measure(agenda, item.bill_id)
        if item.bill_id in bills:
            yield (
                f"item {item.id}, bill_id",
                f"{item.bill_id} is already asked for by item {bills[item.bill_id]}",
            )
        if item.issue is not None and item.issue not in issues:
            yield f"item {item.id}, issue", f"the agenda lists no issue {item.issue!r}"
        ids.add(item.id)
        bills[item.bill_id] = item.id
        for what in _impossible_positions(item):
            yield f"item {item.id}, positions", what


def _no_measure(agenda: Agenda, bill_id: str) -> str:
    if is_reviewed(agenda.jurisdiction):
        example = jurisdiction_of(agenda.jurisdiction).measures.example
    else:
        example = f"{agenda.session}-ITEM"
    return f"{bill_id!r} is no measure of this session; write it as in {example}"


def _impossible_positions(item: AgendaItem) -> Iterator[str]:
    for position in item.positions:
        if (position.in_force_until or date.max) < position.in_force_from:
            yield f"a position ends on {position.in_force_until}, before it begins"
    for earlier, later in pairwise(sorted(item.positions, key=lambda p: p.in_force_from)):
        if earlier.in_force_on(later.in_force_from):
            yield f"two positions are in force on {later.in_force_from}"
