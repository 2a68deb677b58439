"""Positions on bills that were amended after their text was read: they need review.

The functions work on a connection of `Store.writing()` or `Store.reading()`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from tracker.agenda.agenda import Agenda, AgendaItem, Position
from tracker.errors import UsageError
from tracker.record.tables import bill_versions

_SAME_TEXT = ("enrolled", "chaptered")
"""Texts that print what was passed before, and amend nothing."""


@dataclass(frozen=True)
class BillText:
    """A text of a bill that amended the one before, or the first."""

    date: date
    label: str


@dataclass(frozen=True)
class Amended:
    """An item whose bill was amended after the text that its last position was decided on."""

    item_id: str
    bill_id: str
    read: date
    """The day of that text; where there was none yet, the day the position was recorded."""
    newest: BillText

    @property
    def sentence(self) -> str:
        """What to do, in one sentence."""
        return (
            f"needs review: the position was decided on the text of {self.read}; the bill was "
            f"amended since, last on {self.newest.date} ({self.newest.label})"
        )


def amended_since(connection: sa.Connection, agenda: Agenda) -> dict[str, Amended]:
    """By item: those whose position needs review. One that is no longer in force needs none."""
    texts = _texts(connection, [item.bill_id for item in agenda.items])
    found = (_amended(item, texts.get(item.bill_id, ())) for item in agenda.items)
    return {one.item_id: one for one in found if one}


def _amended(item: AgendaItem, texts: Sequence[BillText]) -> Amended | None:
    position = last_position(item)
    if not texts or position.in_force_until is not None:
        return None
    read = position.text_of or _text_known(texts, position.recorded_on) or position.recorded_on
    newest = texts[-1]
    return Amended(item.id, item.bill_id, read, newest) if newest.date > read else None


def with_texts(connection: sa.Connection, agenda: Agenda) -> Agenda:
    """The agenda in which each position says which text it was decided on: where it does not yet,
    the newest one on the day it was recorded, if the record knows one.
    """
    silent = [item.bill_id for item in agenda.items if any(not p.text_of for p in item.positions)]
    texts = _texts(connection, silent) if silent else {}
    if not texts:
        return agenda

    def filled(item: AgendaItem) -> AgendaItem:
        known = texts.get(item.bill_id, ())
        positions = (
            one
            if one.text_of
            else one.model_copy(update={"text_of": _text_known(known, one.recorded_on)})
            for one in item.positions
        )
        return item.model_copy(update={"positions": tuple(positions)})

    return agenda.model_copy(update={"items": tuple(map(filled, agenda.items))})


def reviewed(connection: sa.Connection, agenda: Agenda, item_id: str) -> Agenda:
    """The agenda in which the position on an item stands for the bill's newest text.

    Raises UsageError where it needs no review.
    """
    amended = amended_since(connection, agenda)
    if item_id not in amended:
        others = ", ".join(amended)
        raise UsageError(
            f"the position on {item_id!r} needs no review",
            where=f"agenda {agenda.id}",
            what_to_do=f"these do: {others}" if others else "none does",
        )

    def stands(item: AgendaItem) -> AgendaItem:
        last = last_position(item)
        read = last.model_copy(update={"text_of": amended[item_id].newest.date})
        positions = tuple(read if one is last else one for one in item.positions)
        return item.model_copy(update={"positions": positions})

    items = (stands(item) if item.id == item_id else item for item in agenda.items)
    return agenda.model_copy(update={"items": tuple(items)})


def last_position(item: AgendaItem) -> Position:
    """The newest position of an item."""
    return max(item.positions, key=lambda position: position.in_force_from)


def _text_known(texts: Sequence[BillText], day: date) -> date | None:
    return max((text.date for text in texts if text.date <= day), default=None)


def _texts(connection: sa.Connection, bill_ids: Sequence[str]) -> Mapping[str, list[BillText]]:
    """By bill: its texts that say something new, oldest first."""
    column = bill_versions.c
    query = (
        sa.select(column.bill_id, column.date, column.label)
        .where(column.bill_id.in_(bill_ids))
        .order_by(column.bill_id, column.date, column.label)
    )
    found: dict[str, list[BillText]] = defaultdict(list)
    for bill_id, day, label in connection.execute(query):
        if not any(word in label.casefold() for word in _SAME_TEXT):
            found[bill_id].append(BillText(day, label))
    return found
