"""The way of a bill through the houses as reviewed data, and how far one bill came on it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from tracker.rules.actions import ActionRules, Stage
from tracker.rules.motions import folded_motion, refuse_bad_pattern
from tracker.rules.reviewed import Reviewed, read_reviewed

Side = Literal["origin", "second"]
_OF_A_HOUSE = {Stage.IN_COMMITTEE, Stage.SUSPENSE, Stage.ON_FLOOR, Stage.SECOND_HOUSE}
"""Stages in which the source's own word for the house decides, where it gives one."""


class PathStep(Reviewed):
    """One step, reached by an action with one of `stages` in that house and kind of committee."""

    id: str = Field(pattern=r"^[a-z_]+$")
    title: str
    house: Side | None = None
    """Where the bill began, or the other house; None for what is no house's alone."""
    committee: Literal["policy", "fiscal"] | None = None
    stages: tuple[Stage, ...] = Field(min_length=1)
    keeps: tuple[Stage, ...] = ()
    """Stages that leave a bill at this step."""


class BillPath(Reviewed):
    """The steps of one jurisdiction, in order."""

    format: Literal[1]
    jurisdiction: str
    committee: str
    """A pattern with one group, for the committee that a folded text names."""
    fiscal_committee: str
    committee_name: re.Pattern[str] | None = None
    """With one group, for a committee's name as printed; None where nobody has reviewed that."""
    assignment: str | None = None
    """In a folded text: a committee has the bill only to say which committee gets it."""
    by_its_author: str | None = None
    """In a folded text: the author asked for it."""
    steps: tuple[PathStep, ...] = Field(min_length=1)
    aside: tuple[Stage, ...]

    @model_validator(mode="after")
    def _every_stage_has_its_place(self) -> BillPath:
        ids = [step.id for step in self.steps]
        if len(set(ids)) < len(ids):
            raise ValueError("two steps have the same id")
        for stage in Stage:
            steps = [step for step in self.steps if stage in step.stages]
            if bool(steps) == (stage in self.aside):
                raise ValueError(f"the stage {stage} must be of a step or aside, and not both")
        return self

    def step(self, stage: Stage, house: Side, is_fiscal: bool) -> PathStep | None:
        """The step of a stage in that house and committee; None where no step names it there."""
        committee = "fiscal" if is_fiscal else "policy"
        for step in self.steps:
            fits = step.house in (None, house) and step.committee in (None, committee)
            if stage in step.stages and fits:
                return step
        return None


@dataclass(frozen=True)
class Reached:
    """A step that a bill came to, and the first day on which it did."""

    step: PathStep
    since: date


@dataclass
class Walk:
    """How far a bill has come: fed with its actions in order."""

    path: BillPath
    rules: ActionRules
    origin: str | None
    """The chamber where the bill began; None where that is not known."""
    at: PathStep | None = None
    """The step where it is now."""
    _reached: dict[str, date] = field(default_factory=dict)
    _house: Side = "origin"
    _is_fiscal: bool = False

    def take(
        self, day: date, chamber: str | None, description: str, said: str | None = None
    ) -> None:
        """One action; one that names no step leaves the bill where it is."""
        read = self.rules.classify(description, said)
        stage = read.stage if self.at is None or not read.stays_everywhere else None
        self._note_committee(description)
        if stage is None or stage in self.path.aside or (self.at and stage in self.at.keeps):
            return
        self._note_house(stage, chamber)
        step = self.path.step(stage, self._house, self._is_fiscal)
        if step is None:
            return
        self.at = step
        self._reached.setdefault(step.id, day)
        if stage is Stage.PASSED_HOUSE:
            self._enter("second")

    @property
    def reached(self) -> tuple[Reached, ...]:
        """Every step that the bill came to, in the order of the path."""
        days: Mapping[str, date] = self._reached
        return tuple(Reached(step, days[step.id]) for step in self.path.steps if step.id in days)

    def _note_committee(self, description: str) -> None:
        named = re.findall(self.path.committee, folded_motion(description))
        if named:
            self._is_fiscal = bool(re.search(self.path.fiscal_committee, named[-1]))

    def _note_house(self, stage: Stage, chamber: str | None) -> None:
        if stage in _OF_A_HOUSE and chamber and self.origin:
            self._enter("origin" if chamber == self.origin else "second")
        elif stage is Stage.SECOND_HOUSE:
            self._enter("second")

    def _enter(self, house: Side) -> None:
        if house != self._house:
            self._house, self._is_fiscal = house, False


def load_bill_path(file: Path) -> BillPath:
    """Read and prove a file of steps. Raises DataFileError."""
    path = read_reviewed(file, BillPath)
    for pattern in (path.committee, path.fiscal_committee, path.assignment, path.by_its_author):
        if pattern is not None:
            refuse_bad_pattern(pattern, str(file))
    return path
