"""What a printed motion asks for: reviewed, ordered rules over its text, and nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field

from tracker.errors import DataFileError
from tracker.rules.reviewed import Reviewed, read_reviewed
from tracker.rules.vocabulary import MotionClass, Venue


class MotionRule(Reviewed):
    """One reviewed rule: where it applies, what it looks for, what it decides and why."""

    id: str = Field(pattern=r"^[a-z_]+$")
    venues: tuple[Venue, ...] = Field(min_length=1)
    motion_class: MotionClass = Field(alias="class")
    any_of: tuple[str, ...] = Field(min_length=1)
    why: str = Field(min_length=1)
    examples: tuple[str, ...] = Field(min_length=1)

    @cached_property
    def patterns(self) -> tuple[re.Pattern[str], ...]:
        """The patterns, compiled one by one: a long alternation is ten times slower to search."""
        return tuple(re.compile(pattern) for pattern in self.any_of)


class _MotionFile(Reviewed):
    format: Literal[1]
    jurisdiction: str
    rules: tuple[MotionRule, ...] = Field(min_length=1)


@dataclass(frozen=True)
class MotionRules:
    """The reviewed rules of one jurisdiction, in the order in which they decide."""

    rules: tuple[MotionRule, ...]

    @cached_property
    def _by_venue(self) -> dict[Venue, tuple[tuple[re.Pattern[str], MotionRule], ...]]:
        return {
            venue: tuple(
                (pattern, rule)
                for rule in self.rules
                if venue in rule.venues
                for pattern in rule.patterns
            )
            for venue in Venue
        }

    def rule_for(self, motion: str, *, venue: Venue) -> MotionRule | None:
        """The first rule that fits the printed motion in this venue, or None."""
        text = folded_motion(motion)
        for pattern, rule in self._by_venue[venue]:
            if pattern.search(text):
                return rule
        return None

    def classify(self, motion: str, *, venue: Venue) -> MotionClass:
        """What the motion asks for; `unknown` where no reviewed rule fits."""
        rule = self.rule_for(motion, venue=venue)
        return rule.motion_class if rule else MotionClass.UNKNOWN


def folded_motion(motion: str) -> str:
    """The text as rules see it: lower case, single blanks. Capitals vary by session alone."""
    return " ".join(motion.lower().split())


def load_motion_rules(path: Path) -> MotionRules:
    """Read and prove a file of motion rules.

    Raises DataFileError when a pattern does not compile or could never match folded text, when
    two rules share an id, or when an example is decided by another rule than its own.
    """
    rules = read_reviewed(path, _MotionFile).rules
    _refuse_repeated_ids(rules, path)
    for rule in rules:
        for pattern in rule.any_of:
            refuse_bad_pattern(pattern, f"{path}, rule {rule.id}")
    loaded = MotionRules(rules)
    for rule in rules:
        _refuse_stolen_examples(rule, loaded, path)
    return loaded


def _refuse_repeated_ids(rules: tuple[MotionRule, ...], path: Path) -> None:
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            raise DataFileError(
                f"two motion rules are called {rule.id}",
                where=str(path),
                what_to_do="give each rule a name of its own",
            )
        seen.add(rule.id)


def refuse_bad_pattern(pattern: str, where: str) -> None:
    """Raises DataFileError where a pattern does not compile or could never match folded text."""
    try:
        re.compile(pattern)
    except re.error as error:
        raise DataFileError(
            f"the pattern {pattern!r} is not a regular expression: {error}",
            where=where,
            what_to_do="correct the pattern",
        ) from error
    if re.search(r"(?<!\\)[A-Z]", pattern):
        raise DataFileError(
            f"the pattern {pattern!r} holds capitals, but texts are folded to lower case",
            where=where,
            what_to_do="write the pattern in lower case",
        )


def _refuse_stolen_examples(rule: MotionRule, loaded: MotionRules, path: Path) -> None:
    for venue in rule.venues:
        for example in rule.examples:
            winner = loaded.rule_for(example, venue=venue)
            if winner is not rule:
                raise DataFileError(
                    f"the example {example!r} is decided by {winner.id if winner else 'no rule'}",
                    where=f"{path}, rule {rule.id}",
                    what_to_do="change the pattern, the example, or the order of the rules",
                )
