"""What a printed action did to a bill: reviewed, ordered rules over its text, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from tracker.errors import DataFileError
from tracker.rules.motions import folded_motion, refuse_bad_pattern
from tracker.rules.reviewed import Reviewed, read_reviewed


class Stage(StrEnum):
    """Where a bill stands after an action that moved it."""

    INTRODUCED = "introduced"
    """In the house where it began, before any committee has it."""
    IN_COMMITTEE = "in_committee"
    """A committee has it, in whichever house."""
    SUSPENSE = "suspense"
    """On the suspense file of an Appropriations committee, to be decided with the others there."""
    HELD_UNDER_SUBMISSION = "held_under_submission"
    """A committee kept it without a vote."""
    TWO_YEAR = "two_year"
    """Set aside for the second year of the session."""
    ON_FLOOR = "on_floor"
    """On the daily file of a whole house."""
    INACTIVE_FILE = "inactive_file"
    """Set aside on the floor."""
    PASSED_HOUSE = "passed_house"
    """One house has passed it and sends it to the other, or back."""
    SECOND_HOUSE = "second_house"
    """Received by the other house, before any committee of that house has it."""
    CONCURRENCE = "concurrence"
    """The first house is to vote on the second house's amendments."""
    CONFERENCE = "conference"
    """Members of both houses are to agree on one text."""
    PASSED_LEGISLATURE = "passed_legislature"
    """Both houses agreed on one text."""
    WITH_GOVERNOR = "with_governor"
    """On the Governor's desk."""
    SIGNED = "signed"
    """Signed, or law without a signature; not yet given its chapter."""
    VETOED = "vetoed"
    """Returned by the Governor unsigned."""
    CHAPTERED = "chaptered"
    """Law; of a resolution, filed as adopted."""
    FAILED = "failed"
    """A vote on it fell short; it may be reconsidered."""
    DEAD = "dead"
    """Ended without a vote by a deadline or the end of the session."""


_OPEN_CIVIC_DATA = frozenset(
    {
        "introduction",
        "reading-1",
        "reading-2",
        "reading-3",
        "receipt",
        "referral-committee",
        "withdrawal",
        "amendment-introduction",
        "amendment-passage",
        "amendment-failure",
        "committee-passage",
        "committee-passage-favorable",
        "committee-failure",
        "passage",
        "failure",
        "concurrence",
        "carried-over",
        "enrolled",
        "executive-receipt",
        "executive-signature",
        "executive-veto",
        "executive-veto-line-item",
        "veto-override-passage",
        "veto-override-failure",
        "became-law",
    }
)
"""Open Civic Data's words for what an action did."""


class ActionRule(Reviewed):
    """One reviewed rule: what it looks for, what that means, and where the bill then stands."""

    id: str = Field(pattern=r"^[a-z_]+$")
    stage: Stage | None = None
    stays_at: tuple[Stage, ...] = ()
    """Stages that it does not move a bill from."""
    classifications: tuple[str, ...]
    any_of: tuple[str, ...] = Field(min_length=1)
    why: str = Field(min_length=1)
    examples: tuple[str, ...] = Field(min_length=1)

    @cached_property
    def patterns(self) -> tuple[re.Pattern[str], ...]:
        """The patterns, compiled one by one: a long alternation is slower to search."""
        return tuple(re.compile(pattern) for pattern in self.any_of)

    def fits(self, folded: str) -> bool:
        """Whether any pattern is found in the folded text."""
        return any(pattern.search(folded) for pattern in self.patterns)


class _ActionFile(Reviewed):
    format: Literal[1]
    jurisdiction: str
    own_classifications: Mapping[str, str] = {}
    """Words of this legislature beside those of Open Civic Data, each with what it means."""
    rules: tuple[ActionRule, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _classifies_by_known_words(self) -> _ActionFile:
        used = {name for rule in self.rules for name in rule.classifications}
        for unused in sorted(self.own_classifications.keys() - used):
            raise ValueError(f"no rule uses the classification {unused}")
        for unknown in sorted(used - self.own_classifications.keys() - _OPEN_CIVIC_DATA):
            raise ValueError(
                f"{unknown} is no classification of Open Civic Data; if it is the legislature's "
                "own, name it under `own_classifications`"
            )
        return self


@dataclass(frozen=True)
class Classified:
    """What a text says: its classifications, where the bill then stands, and by which rules.

    `stage` is None where the action leaves the bill where it was. `rules` is empty where no rule
    fits: such a text is counted as unclassified.
    """

    classifications: tuple[str, ...]
    stage: Stage | None
    stays_at: tuple[Stage, ...]
    rules: tuple[str, ...]

    def stage_after(self, stage: Stage | None) -> Stage | None:
        """Where it puts a bill that stands at `stage`; None where it leaves it there."""
        return None if stage in self.stays_at else self.stage

    @property
    def stays_everywhere(self) -> bool:
        """Whether it moves only a bill that stands nowhere yet."""
        return len(self.stays_at) == len(Stage)

    @property
    def written(self) -> str | None:
        """The classifications as the record keeps them, `reading-1, referral-committee`."""
        return ", ".join(self.classifications) or None


class SourceWord(Reviewed):
    """Where a bill stands after an action for which a source gives this word."""

    word: str
    stage: Stage
    only_first: bool = False
    """It moves no bill that stands anywhere already."""


class _WordFile(Reviewed):
    format: Literal[1]
    words: tuple[SourceWord, ...] = Field(min_length=1)


SOURCE_SAYS = "source_says"
"""Stands for a rule where the source's own words decide."""
_NOTHING = Classified((), None, (), ())


@dataclass(frozen=True)
class ActionRules:
    """The reviewed rules of one jurisdiction, in the order in which they decide."""

    rules: tuple[ActionRule, ...]
    words: tuple[SourceWord, ...] = ()
    """What a source's own words say, where the jurisdiction has no rules; the first decides."""

    def classify(self, description: str, said: str | None = None) -> Classified:
        """What the printed action says; without rules, what its source `said` that it did.

        Pure; a text equal but for numbers and blanks is read once.
        """
        if not self.rules:
            return self._of_source(said)
        found = self._of_texts.get(description)
        if found is None:
            found = self._of_texts[description] = self._read(_shape(description))
        return found

    def _of_source(self, said: str | None) -> Classified:
        if not said or not self.words:
            return _NOTHING
        given = tuple(said.split(", "))
        mover = next((one for one in self.words if one.word in given), None)
        if mover is None:
            return Classified(given, None, (), (SOURCE_SAYS,))
        stays_at = tuple(Stage) if mover.only_first else ()
        return Classified(given, mover.stage, stays_at, (SOURCE_SAYS,))

    @cached_property
    def _of_texts(self) -> dict[str, Classified]:
        return {}

    @cached_property
    def _known(self) -> dict[str, Classified]:
        return {}

    def _read(self, shape: str) -> Classified:
        found = self._known.get(shape)
        if found is None:
            found = self._known[shape] = _classified(r for r in self.rules if r.fits(shape))
        return found


def load_action_rules(path: Path) -> ActionRules:
    """Read and prove a file of action rules.

    Raises DataFileError when a pattern does not compile or could never match folded text, when
    two rules share an id, or when an example is not fitted by its own rule.
    """
    rules = read_reviewed(path, _ActionFile).rules
    seen: set[str] = set()
    for rule in rules:
        where = f"{path}, rule {rule.id}"
        if rule.id in seen:
            raise DataFileError(
                f"two action rules are called {rule.id}",
                where=where,
                what_to_do="give each rule a name of its own",
            )
        seen.add(rule.id)
        for pattern in rule.any_of:
            refuse_bad_pattern(pattern, where)
        for example in rule.examples:
            if not rule.fits(_shape(example)):
                raise DataFileError(
                    f"the rule does not fit its own example {example!r}",
                    where=where,
                    what_to_do="change the pattern or the example",
                )
    return ActionRules(rules)


def load_source_words(path: Path) -> tuple[SourceWord, ...]:
    """Read and prove the table of sources' own words. Raises DataFileError."""
    return read_reviewed(path, _WordFile).words


_TALLY = re.compile(r"\((ayes|page) [^()]*\)\.?")
_LONG_NUMBER = re.compile(r"(?<![\d.(])\d{3,}")


def _shape(description: str) -> str:
    """The text as rules see it: folded, without tallies and long numbers, which decide nothing."""
    return " ".join(_LONG_NUMBER.sub("#", _TALLY.sub("", folded_motion(description))).split())


def _classified(fitting: Iterable[ActionRule]) -> Classified:
    rules = tuple(fitting)
    listed = dict.fromkeys(name for rule in rules for name in rule.classifications)
    mover = next((rule for rule in rules if rule.stage), None)
    stage, stays_at = (mover.stage, mover.stays_at) if mover else (None, ())
    return Classified(tuple(listed), stage, stays_at, tuple(rule.id for rule in rules))
