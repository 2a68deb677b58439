"""What pages print, before anything is decided: roll calls, actions, and who carries a measure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tracker.rules.vocabulary import Chamber, Result


class PageRefused(Exception):
    """The page is not what it should be; nothing of it is taken. Says why, in one line."""


@dataclass(frozen=True)
class PrintedRoll:
    """One roll call as a page prints it; names by the page's word, in its order."""

    date: date
    location: str
    motion: str
    result: Result
    names: Mapping[str, tuple[str, ...]]
    ref: str = ""
    """The place within the page, where it prints several."""


@dataclass(frozen=True)
class PrintedAction:
    """One line of a history."""

    date: date
    description: str


@dataclass(frozen=True)
class PrintedBill:
    """Title and lead authors of a measure as printed; None where empty."""

    title: str | None
    author: str | None


@dataclass(frozen=True)
class PrintedVersion:
    """One text of a measure: the source's own name of it, its day, and what it is called."""

    name: str
    date: date
    label: str


@dataclass(frozen=True)
class ListedRoll:
    """A roll call that another page mentions with its names and without its motion."""

    where: str
    """As printed: `SENATE FLOOR`."""
    chamber: Chamber
    is_floor: bool
    date: date | None
    """None where the page gives no day."""
    declared: tuple[int, int]
    """Ayes and noes."""
    ayes: tuple[str, ...]
    noes: tuple[str, ...]


@dataclass(frozen=True)
class AgendaItem:
    """A measure on an agenda, and the part of the agenda it stands in, where that has a heading."""

    measure: str
    """As printed: `SB 375`."""
    heading: str | None = None


@dataclass(frozen=True)
class PrintedEvent:
    """A hearing or a floor session as a page prints it."""

    classification: str
    place: str
    """The committee or floor, with its house."""
    date: date
    time: str | None
    location: str | None
    status: str | None
    note: str | None = None
    agenda: str | None = None
    """The path of the page that lists its measures, if another one does."""
    items: tuple[AgendaItem, ...] = ()
    """Its measures, where the same page lists them."""
    special_session: int = 0
    """The extraordinary session whose measures it takes up; 0 in the regular one."""
    beside: tuple[str, ...] = ()
    """Measures that its text names where none is read, as printed."""


@dataclass(frozen=True)
class Printed:
    """What one page says."""

    rolls: tuple[PrintedRoll, ...] = ()
    """Oldest first."""
    actions: tuple[PrintedAction, ...] = ()
    """Oldest first."""
    chaptered: str | None = None
    """The law that the measure became, where its actions name it."""
    bill: PrintedBill | None = None
    versions: tuple[PrintedVersion, ...] = ()
    """Oldest first."""
    listed: tuple[ListedRoll, ...] = ()
    events: tuple[PrintedEvent, ...] = ()
    items: tuple[AgendaItem, ...] = ()
    """Of the one event whose agenda the page is."""
    beside: tuple[str, ...] = ()
    """Measures that this agenda names where none is read, as printed."""
    unknown: tuple[str, ...] = ()
    """Measures of kinds that are not known here, of the list that the page is."""
