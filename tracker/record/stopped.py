"""Where a bill stopped, and who had it then, as its actions say. Pure; nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from tracker.record.stages import Action
from tracker.rules.actions import ActionRules, Classified, Stage
from tracker.rules.bill_path import BillPath
from tracker.rules.motions import folded_motion


class Stop(StrEnum):
    """Where a measure that is not law stands, or ended."""

    NOT_REFERRED = "not_referred"
    """A house has it, and no committee was given it to hear."""
    IN_COMMITTEE = "in_committee"
    """A committee has it, and the record shows no hearing that was put off."""
    HEARING_CANCELLED_BY_AUTHOR = "hearing_cancelled_by_author"
    """A hearing did not take place, at the request of the measure's own author."""
    HEARING_PUT_OFF = "hearing_put_off"
    """A hearing did not take place; the record does not say that the author asked for that."""
    SUSPENSE = "suspense"
    """On the suspense file of an Appropriations committee."""
    HELD = "held"
    """A committee held it under submission: it took no vote."""
    TWO_YEAR = "two_year"
    """Set aside for the second year of the session."""
    ON_FLOOR = "on_floor"
    """On the daily file of a house; the record shows no vote that ended its way."""
    INACTIVE = "inactive"
    """On the inactive file of a house."""
    BETWEEN_HOUSES = "between_houses"
    """Passed by a house, and not yet agreed to by both in one text."""
    FAILED = "failed"
    """A vote on it fell short."""
    WITH_GOVERNOR = "with_governor"
    """Both houses agreed on it, and the record shows neither a signature nor a veto."""
    VETOED = "vetoed"
    """Returned by the Governor unsigned."""
    DIED = "died"
    """An action says that it ended without a vote, as by the end of the session."""


class Holder(StrEnum):
    """Who had a measure when it stopped."""

    COMMITTEE = "committee"
    """A committee of one house, or one of both."""
    FLOOR = "floor"
    """A whole house."""
    HOUSE = "house"
    """A house, before any committee of it had the measure."""
    GOVERNOR = "governor"
    """The Governor."""


Told = TypeVar("Told", bound=Action)


@dataclass(frozen=True)
class Stopped(Generic[Told]):
    """Where a bill stopped, by which action, and who had it then."""

    stop: Stop
    action: Told
    """The one that put it there; of several hearings that were put off, the last."""
    holder: Holder | None
    """None where the record does not say."""
    chamber: str | None
    """Of the holder, where it is of one house and the source says which."""
    committee: str | None
    """As the actions print it, `APPR.`; None where none is named."""


_HELD_BY_COMMITTEE = (Stage.IN_COMMITTEE, Stage.SUSPENSE, Stage.HELD_UNDER_SUBMISSION)
_HOLDERS = {
    **dict.fromkeys(_HELD_BY_COMMITTEE, Holder.COMMITTEE),
    Stage.CONFERENCE: Holder.COMMITTEE,
    **dict.fromkeys((Stage.ON_FLOOR, Stage.INACTIVE_FILE, Stage.CONCURRENCE), Holder.FLOOR),
    **dict.fromkeys((Stage.INTRODUCED, Stage.SECOND_HOUSE), Holder.HOUSE),
    **dict.fromkeys((Stage.WITH_GOVERNOR, Stage.VETOED), Holder.GOVERNOR),
}
"""By stage; two that set a bill aside leave it with whoever had it."""
_STOPS = {
    Stage.INTRODUCED: Stop.NOT_REFERRED,
    Stage.SECOND_HOUSE: Stop.NOT_REFERRED,
    Stage.IN_COMMITTEE: Stop.IN_COMMITTEE,
    Stage.SUSPENSE: Stop.SUSPENSE,
    Stage.HELD_UNDER_SUBMISSION: Stop.HELD,
    Stage.TWO_YEAR: Stop.TWO_YEAR,
    Stage.ON_FLOOR: Stop.ON_FLOOR,
    Stage.INACTIVE_FILE: Stop.INACTIVE,
    Stage.PASSED_HOUSE: Stop.BETWEEN_HOUSES,
    Stage.CONCURRENCE: Stop.BETWEEN_HOUSES,
    Stage.CONFERENCE: Stop.BETWEEN_HOUSES,
    Stage.FAILED: Stop.FAILED,
    Stage.PASSED_LEGISLATURE: Stop.WITH_GOVERNOR,
    Stage.WITH_GOVERNOR: Stop.WITH_GOVERNOR,
    Stage.VETOED: Stop.VETOED,
    Stage.DEAD: Stop.DIED,
}
"""Signed and chaptered are absent: such a measure did not stop."""


def stopped(actions: Sequence[Told], rules: ActionRules, path: BillPath) -> Stopped[Told] | None:
    """Where a bill stopped that has these actions, in order; None where it is law, or where no
    action says where it stands.
    """
    fold = _Fold[Told](path)
    for action in actions:
        fold.take(action, rules.classify(action.description, action.said))
    return fold.stopped


class _Fold(Generic[Told]):
    """What is known after some of the actions of a bill."""

    def __init__(self, path: BillPath) -> None:
        self._path = path
        self._stage: Stage | None = None
        self._mover: Told | None = None
        self._put_off: Told | None = None
        """The last hearing that did not take place, while nothing else has happened since."""
        self._holder: Holder | None = None
        self._chamber: str | None = None
        self._committee: tuple[str | None, str] | None = None
        """The last one that was given the bill, after its house."""

    def take(self, action: Told, read: Classified) -> None:
        """One more action; one that no rule fits changes nothing."""
        named = self._committee_named(action)
        if named:
            self._committee = action.chamber, named
        stage = read.stage_after(self._stage)
        if "not_set" in read.classifications:
            self._put_off = action
        elif stage is not None or "withdrawal" in read.classifications:
            self._put_off = None
        if stage is None:
            if "withdrawal" in read.classifications:
                self._holder, self._chamber = Holder.HOUSE, action.chamber
                self._committee = None
            return
        if stage is not self._stage or named or action.chamber != self._chamber:
            self._mover = action
        self._stage = stage
        self._note_holder(action, read, stage)

    def _note_holder(self, action: Told, read: Classified, stage: Stage) -> None:
        if stage in (Stage.TWO_YEAR, Stage.DEAD):
            return
        self._chamber = action.chamber
        self._holder = _HOLDERS.get(stage)
        if stage is Stage.FAILED:
            in_committee = "committee-failure" in read.classifications
            self._holder = Holder.COMMITTEE if in_committee else Holder.FLOOR
        if stage is Stage.PASSED_HOUSE:
            self._committee = None

    def _committee_named(self, action: Told) -> str | None:
        if self._path.committee_name is None:
            return None
        found = self._path.committee_name.findall(action.description)
        return found[-1].strip().rstrip(",") if found else None

    @property
    def stopped(self) -> Stopped[Told] | None:
        stop = _STOPS.get(self._stage) if self._stage else None
        if stop is None or self._mover is None:
            return None
        action, committee = self._mover, None
        if self._holder is Holder.COMMITTEE and self._stage is not Stage.CONFERENCE:
            house, committee = self._committee or (None, None)
            if committee is None or house != self._chamber:
                committee = None
        if self._stage is Stage.IN_COMMITTEE:
            stop, action = self._in_committee(action)
        return Stopped(stop, action, self._holder, self._chamber, committee)

    def _in_committee(self, mover: Told) -> tuple[Stop, Told]:
        if self._put_off is not None:
            asked = _says(self._path.by_its_author, self._put_off)
            stop = Stop.HEARING_CANCELLED_BY_AUTHOR if asked else Stop.HEARING_PUT_OFF
            return stop, self._put_off
        only_assigns = _says(self._path.assignment, mover)
        return (Stop.NOT_REFERRED if only_assigns else Stop.IN_COMMITTEE), mover


def _says(pattern: str | None, action: Action) -> bool:
    return pattern is not None and bool(re.search(pattern, folded_motion(action.description)))
