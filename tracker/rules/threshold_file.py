"""The reviewed file of thresholds: what it may say, and whether it says it well.

Each rule is checked by itself here; whether the first that fits an example is the example's own
is checked where the rules decide, in `thresholds.py`.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from tracker.errors import DataFileError
from tracker.rules.jurisdictions import House, Jurisdiction
from tracker.rules.motions import folded_motion, refuse_bad_pattern
from tracker.rules.reviewed import Reviewed, read_reviewed
from tracker.rules.vocabulary import (
    Chamber,
    Electorate,
    MotionClass,
    NonvoteEffect,
    Result,
    Threshold,
    Venue,
)

SHARES = tuple(one for one in Threshold if one.electorate)
"""Every threshold that is a share of an electorate."""

SEATED = (Electorate.MEMBERSHIP, Electorate.COMMITTEE)
"""The electorates that are seats: their size does not depend on who comes and votes."""


def _read_line(value: object) -> object:
    if value in SHARES:
        return Threshold(str(value))
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    shares = ", ".join(dict.fromkeys(one.share for one in SHARES))
    raise ValueError(
        f"{value!r} is no threshold: write one of {shares}, followed by "
        + ", ".join(f"_of_{one}" for one in Electorate)
        + ", or a number of ayes"
    )


def _read_outcome(value: object) -> object:
    return Threshold.UNKNOWN if value == Threshold.UNKNOWN else _read_line(value)


Line = Annotated[Threshold | int, BeforeValidator(_read_line)]
"""What ayes are measured by: a share of an electorate, or a number."""


class AyesCondition(Reviewed):
    """Where the declared ayes must lie. It holds only where that can be said for certain."""

    at_least: Line | None = None
    below: Line | None = None

    @model_validator(mode="after")
    def _says_something(self) -> AyesCondition:
        if self.at_least is None and self.below is None:
            raise ValueError("say `at_least`, `below` or both")
        return self


class Conditions(Reviewed):
    """When a rule fits: all that it names must hold, and what it leaves out does not matter."""

    venues: tuple[Venue, ...] = Field(default=(), min_length=1)
    chambers: tuple[Chamber, ...] = Field(default=(), min_length=1)
    classes: tuple[MotionClass, ...] = Field(default=(), min_length=1)
    measure_types: tuple[str, ...] = Field(default=(), min_length=1)
    motion_any_of: tuple[str, ...] = Field(default=(), min_length=1)
    title_any_of: tuple[str, ...] = Field(default=(), min_length=1)
    vote_required: str | None = None
    """What the text in force that day says it needs, in the source's own word."""
    result: Result | None = None
    counts_given: bool | None = None
    """Whether the source declares both ayes and noes."""
    ayes: AyesCondition | None = None

    @cached_property
    def motion_patterns(self) -> tuple[re.Pattern[str], ...]:
        """What is searched in the folded motion."""
        return tuple(re.compile(pattern) for pattern in self.motion_any_of)

    @cached_property
    def title_patterns(self) -> tuple[re.Pattern[str], ...]:
        """What is searched in the folded title."""
        return tuple(re.compile(pattern) for pattern in self.title_any_of)


class Example(Reviewed):
    """A roll that its rule must decide: whatever a rule names and the example leaves out, it must
    decide with each of the values named.
    """

    venue: Venue | None = None
    chamber: Chamber | None = None
    motion_class: MotionClass | None = Field(default=None, alias="class")
    measure_type: str | None = None
    motion: str = ""
    title: str | None = None
    vote_required: str | None = None
    result: Result | None = None
    ayes: int | None = None
    noes: int | None = None
    seats: int = 0


class ThresholdRule(Reviewed):
    """One reviewed rule: when it fits, what the motion then needed, and the sentence that says why.

    `one_of` lists the lines of which one applied where nothing tells which. `nonvote` is given
    only where a non-vote does not do what follows from the threshold; `abstentions` where the body
    counts them as ayes; `result_contradicted` where the declared result fits the counts under no
    line that such a motion can have.
    """

    id: str = Field(pattern=r"^[a-z0-9_]+$")
    when: Conditions
    threshold: Annotated[Threshold | int, BeforeValidator(_read_outcome)] | None = None
    one_of: tuple[Annotated[Threshold, BeforeValidator(_read_line)], ...] = Field(
        default=(), min_length=2
    )
    nonvote: NonvoteEffect | None = None
    abstentions: Literal["as_ayes"] | None = None
    result_contradicted: bool = False
    basis: str = Field(min_length=1)
    source: str | None = None
    why: str | None = None
    examples: tuple[Example, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _decides_once_and_says_why(self) -> ThresholdRule:
        if (self.threshold is None) == (not self.one_of):
            raise ValueError("give either `threshold` or `one_of`")
        if self.source is None and self.why is None:
            raise ValueError("give the `source` that it rests on, or say `why`")
        return self

    @cached_property
    def placeholders(self) -> tuple[str, ...]:
        """What its sentence leaves to be filled in: `yes`, `seats`, `majority_of_membership`."""
        return tuple(re.findall(r"\{(.*?)\}", self.basis))

    @cached_property
    def seats_of(self) -> Electorate:
        """Whose seats its sentence speaks of: the committee's where the committee decides."""
        shares = {self.threshold, *self.one_of}
        of_committee = any(
            isinstance(one, Threshold) and one.electorate is Electorate.COMMITTEE for one in shares
        )
        return Electorate.COMMITTEE if of_committee else Electorate.MEMBERSHIP

    @cached_property
    def needs_seats_of(self) -> tuple[Electorate, ...]:
        """Whose seats must be known for it to decide: those of its lines and of its sentence."""
        named = {self.threshold, *self.one_of}
        named |= {Threshold(one) for one in self.placeholders if one in SHARES}
        found = {one.electorate for one in named if isinstance(one, Threshold)}
        found |= {self.seats_of} if "seats" in self.placeholders else set()
        return tuple(one for one in SEATED if one in found)


class Document(Reviewed):
    """An official document that names what one roll call of a measure needed."""

    bill_id: str
    date: datetime.date
    location: str = Field(min_length=1)
    threshold: Line
    basis: str = Field(min_length=1)
    source: str = Field(min_length=1)


class ThresholdFile(Reviewed):
    """A whole file: what rules cite by name, the rules in order, and the evidence."""

    format: Literal[1]
    jurisdiction: str
    sources: dict[str, str] = Field(default_factory=dict)
    rules: tuple[ThresholdRule, ...] = Field(min_length=1)
    evidence: tuple[Document, ...] = ()


def read_threshold_file(path: Path, jurisdiction: Jurisdiction) -> ThresholdFile:
    """Read the file and check its rules one by one for the houses of `jurisdiction`.

    Raises DataFileError, with the rule, when it is not what the models above ask for, is of another
    jurisdiction, names two rules alike, cites what it does not hold, asks for more ayes than a
    house has seats, holds a pattern that does not compile or is found in no example, or a sentence
    with a gap that not every roll it is said of can fill.
    """
    content = read_reviewed(path, ThresholdFile)
    if content.jurisdiction != jurisdiction.id:
        raise DataFileError(
            f"the rules are for {content.jurisdiction}, not {jurisdiction.id}",
            where=str(path),
            what_to_do="load the rules of the same jurisdiction",
        )
    seen: set[str] = set()
    for rule in content.rules:
        where = f"{path}, rule {rule.id}"
        if rule.id in seen:
            raise DataFileError(
                f"two threshold rules are called {rule.id}",
                where=where,
                what_to_do="give each rule a name of its own",
            )
        seen.add(rule.id)
        if rule.source is not None and rule.source not in content.sources:
            raise DataFileError(
                f"{rule.source!r} is not among the sources of the file",
                where=where,
                what_to_do="add it under `sources`, or name one that stands there",
            )
        _refuse_bad_patterns(rule, where)
        _refuse_bad_sentence(rule, where)
        for line in _lines_of(rule):
            _refuse_more_than_the_seats(line, _houses_of(rule, jurisdiction.chambers), where)
    for document in content.evidence:
        where = f"{path}, evidence on {document.bill_id}"
        largest = max(jurisdiction.chambers, key=lambda house: house.seats)
        _refuse_more_than_the_seats(document.threshold, [largest], where)
    return content


def _refuse_bad_patterns(rule: ThresholdRule, where: str) -> None:
    text: dict[str, Callable[[Example], str]] = {
        "motion": lambda example: example.motion,
        "title": lambda example: example.title or "",
    }
    searched = {"motion": rule.when.motion_any_of, "title": rule.when.title_any_of}
    for kind, patterns in searched.items():
        texts = [folded_motion(text[kind](example)) for example in rule.examples]
        for pattern in patterns:
            refuse_bad_pattern(pattern, where)
            if not any(re.search(pattern, one) for one in texts):
                raise DataFileError(
                    f"the pattern {pattern!r} is found in the {kind} of no example",
                    where=where,
                    what_to_do="correct the pattern, or add an example with its words",
                )


def _refuse_bad_sentence(rule: ThresholdRule, where: str) -> None:
    when = rule.when
    counted = when.counts_given is True
    is_seated = isinstance(rule.threshold, int) or (
        rule.threshold is not None and rule.threshold.electorate in SEATED
    )
    may_say = {
        "yes": counted or when.ayes is not None,
        "no": counted,
        "needed": is_seated,
        "seats": True,
        "source": rule.source is not None,
        "vote_required": when.vote_required is not None,
        **{str(share): share.electorate in SEATED for share in SHARES},
    }
    for name in rule.placeholders:
        if not may_say.get(name):
            reason = _NOT_SAID.get(name, "is nothing that a sentence can say")
            raise DataFileError(
                f"the sentence says {{{name}}}, which {reason}",
                where=where,
                what_to_do="correct the sentence or the conditions; it may say "
                + ", ".join(f"{{{one}}}" for one, may in may_say.items() if may),
            )
    try:
        rule.basis.format_map(dict.fromkeys(rule.placeholders, ""))
    except ValueError as error:
        raise DataFileError(
            f"the sentence cannot be filled in: {error}",
            where=where,
            what_to_do="close every brace that is opened",
        ) from error


_NOT_SAID = {
    "yes": "is not given for every roll without a condition `ayes` or `counts_given: true`",
    "no": "is not given for every roll without a condition `counts_given: true`",
    "needed": "is a number only where the threshold counts seats",
    "source": "the rule does not name",
    "vote_required": "is not given for every roll without a condition `vote_required`",
}


def _lines_of(rule: ThresholdRule) -> Iterable[Threshold | int | None]:
    ayes = rule.when.ayes
    return (rule.threshold, *((ayes.at_least, ayes.below) if ayes else ()))


def _houses_of(rule: ThresholdRule, houses: tuple[House, ...]) -> list[House]:
    named = rule.when.chambers
    return [house for house in houses if not named or house.chamber in named]


def _refuse_more_than_the_seats(
    line: Threshold | int | None, houses: Iterable[House], where: str
) -> None:
    for house in houses:
        if isinstance(line, int) and line > house.seats:
            raise DataFileError(
                f"{line} ayes are more than the {house.seats} seats of the {house.name}",
                where=where,
                what_to_do="correct the number, or name the houses it is for under `chambers`",
            )
