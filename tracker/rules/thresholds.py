"""What a motion had to reach, and what that makes of a non-vote: one finding per roll call.

Reviewed, ordered rules decide: the first that fits. Evidence of a single roll comes before them,
and a finding that the declared result refutes is withdrawn.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import product
from pathlib import Path

from tracker.errors import DataFileError
from tracker.rules.ids import printed_location_key
from tracker.rules.jurisdictions import House, Jurisdiction
from tracker.rules.motions import folded_motion
from tracker.rules.threshold_file import (
    SEATED,
    AyesCondition,
    Conditions,
    Document,
    Example,
    ThresholdRule,
    read_threshold_file,
)
from tracker.rules.vocabulary import (
    Chamber,
    Electorate,
    MotionClass,
    NonvoteEffect,
    Result,
    Threshold,
    Venue,
)


@dataclass(frozen=True)
class RollFacts:
    """What is known of one roll call. `yes` and `no` are the declared counts, None where not given.

    `listed` counts the names printed on the roll, `vacant` the vacant seats printed beside them;
    `abstained` counts those of the names who abstained.
    `vote_required` is what the text of the bill in force that day says, where the source has it.
    """

    bill_id: str
    measure_type: str
    venue: Venue
    chamber: Chamber | None
    date: date | None
    location: str
    motion: str
    motion_class: MotionClass
    result: Result
    yes: int | None
    no: int | None
    listed: int
    vacant: int = 0
    abstained: int = 0
    vote_required: str | None = None
    title: str | None = None


@dataclass(frozen=True)
class ThresholdFinding:
    """The threshold, the ayes it is in numbers where that is fixed, and one sentence on why.

    `one_of` lists the lines of which one applied, where it is not known which.
    """

    threshold: Threshold
    basis: str
    needed: int | None
    nonvote_effect: NonvoteEffect
    one_of: tuple[Threshold, ...] = ()
    result_contradicted: bool = False
    """Whether the declared result fits the counts under no line that it can have had."""
    abstentions_are_ayes: bool = False
    """Whether the body counts who abstains as an aye."""


@dataclass(frozen=True)
class ThresholdRules:
    """The reviewed rules of one jurisdiction in the order in which they decide, its houses, what
    the rules cite by name, and the evidence by measure, day and place.
    """

    houses: dict[Chamber, House]
    rules: tuple[ThresholdRule, ...]
    sources: dict[str, str]
    evidence: dict[tuple[str, date | None, str], Document]

    def threshold_of(self, roll: RollFacts) -> ThresholdFinding:
        """What the motion needed, and why. Evidence first, then rules; never against the result."""
        return self._unless_contradicted(self._documented(roll) or self._by_rule(roll), roll)

    def rule_for(self, roll: RollFacts) -> ThresholdRule | None:
        """The first rule that fits, or None."""
        fitting = (rule for rule in self._rules_like(roll) if self._fits(rule.when, roll))
        return next(fitting, None)

    def needed(self, line: Threshold | int, roll: RollFacts) -> int | None:
        """The ayes that a line is, where they do not depend on who comes and votes."""
        if isinstance(line, int):
            return line
        if line.electorate not in SEATED:
            return None
        seats, _ = self._electors(line.electorate, roll)
        return None if seats is None else line.ayes_of(seats)

    def words_in_motion(self, motion: str) -> tuple[bool, ...]:
        """Which rules find their words in a motion; nothing else of its text matters to them."""
        return _words_in(motion, self._motion_patterns)

    def words_in_title(self, title: str) -> tuple[bool, ...]:
        """Which rules find their words in the title of a measure."""
        return _words_in(title, self._title_patterns)

    @cached_property
    def _motion_patterns(self) -> tuple[tuple[re.Pattern[str], ...], ...]:
        return tuple(r.when.motion_patterns for r in self.rules if r.when.motion_any_of)

    @cached_property
    def _title_patterns(self) -> tuple[tuple[re.Pattern[str], ...], ...]:
        return tuple(r.when.title_patterns for r in self.rules if r.when.title_any_of)

    @cached_property
    def _like(self) -> dict[tuple[str | None, ...], tuple[ThresholdRule, ...]]:
        """The rules for rolls alike in venue, house, class and type of measure, once asked for."""
        return {}

    def _rules_like(self, roll: RollFacts) -> tuple[ThresholdRule, ...]:
        key = (roll.venue, roll.chamber, roll.motion_class, roll.measure_type)
        if key not in self._like:
            self._like[key] = tuple(
                rule
                for rule in self.rules
                if _holds(rule.when.venues, roll.venue)
                and _holds(rule.when.chambers, roll.chamber)
                and _holds(rule.when.classes, roll.motion_class)
                and _holds(rule.when.measure_types, roll.measure_type)
            )
        return self._like[key]

    def _fits(self, when: Conditions, roll: RollFacts) -> bool:
        counted = roll.yes is not None and roll.no is not None
        return (
            (when.result is None or when.result is roll.result)
            and (when.vote_required is None or when.vote_required == roll.vote_required)
            and (when.counts_given is None or when.counts_given is counted)
            and (not when.motion_any_of or any(_words_in(roll.motion, (when.motion_patterns,))))
            and (not when.title_any_of or any(_words_in(roll.title or "", (when.title_patterns,))))
            and (when.ayes is None or self._lie(when.ayes, roll))
        )

    def _lie(self, ayes: AyesCondition, roll: RollFacts) -> bool:
        return (ayes.at_least is None or self._reached(ayes.at_least, roll) is True) and (
            ayes.below is None or self._reached(ayes.below, roll) is False
        )

    def _documented(self, roll: RollFacts) -> ThresholdFinding | None:
        found = self.evidence.get((roll.bill_id, roll.date, printed_location_key(roll.location)))
        if found is None or roll.chamber is None:
            return None
        return self._finding(found.threshold, f"{found.basis} ({found.source})", roll)

    def _by_rule(self, roll: RollFacts) -> ThresholdFinding:
        rule = self.rule_for(roll)
        if rule is None:
            return _unknown("No reviewed rule says what this motion needs.")
        for electorate in rule.needs_seats_of:
            if self._electors(electorate, roll)[0] is None:
                return _unknown(_NOT_COUNTED[electorate])
        basis = rule.basis.format_map(
            {name: self._filled_in(name, rule, roll) for name in rule.placeholders}
        )
        if rule.threshold is None:
            effects = {one.nonvote_effect for one in rule.one_of}
            common = effects.pop() if len(effects) == 1 else NonvoteEffect.UNKNOWN
            finding = ThresholdFinding(Threshold.UNKNOWN, basis, None, common, rule.one_of)
        else:
            finding = self._finding(rule.threshold, basis, roll)
        effect = rule.nonvote or finding.nonvote_effect
        are_ayes = rule.abstentions is not None
        return replace(
            finding,
            nonvote_effect=NonvoteEffect.UNKNOWN if are_ayes and roll.abstained else effect,
            result_contradicted=rule.result_contradicted,
            abstentions_are_ayes=are_ayes,
        )

    def _filled_in(self, name: str, rule: ThresholdRule, roll: RollFacts) -> object:
        match name:
            case "source":
                return self.sources[rule.source or ""]
            case "seats":
                return self._electors(rule.seats_of, roll)[0]
            case "needed":
                assert rule.threshold is not None
                return self.needed(rule.threshold, roll)
            case "yes" | "no" | "vote_required":
                return getattr(roll, name)
            case _:
                return self.needed(Threshold(name), roll)

    def _finding(self, line: Threshold | int, basis: str, roll: RollFacts) -> ThresholdFinding:
        threshold = line if isinstance(line, Threshold) else Threshold.FIXED_NUMBER
        needed = self.needed(line, roll)
        return ThresholdFinding(threshold, basis, needed, threshold.nonvote_effect)

    def _reached(self, line: Threshold | int, roll: RollFacts) -> bool | None:
        """Whether the declared ayes reach a line; None where that cannot be said."""
        if roll.yes is None:
            return None
        if isinstance(line, int):
            return roll.yes >= line
        fewest, most = self._electors(line.electorate, roll)
        if most is not None and roll.yes >= line.ayes_of(most):
            return True
        if fewest is not None and roll.yes < line.ayes_of(fewest):
            return False
        return None

    def _electors(
        self, electorate: Electorate | None, roll: RollFacts
    ) -> tuple[int | None, int | None]:
        """How many they were, at least and at most."""
        voting = None if roll.yes is None or roll.no is None else roll.yes + roll.no
        match electorate:
            case Electorate.MEMBERSHIP:
                house = self.houses.get(roll.chamber) if roll.chamber else None
                return (house.seats, house.seats) if house else (None, None)
            case Electorate.COMMITTEE:
                seats = roll.listed + roll.vacant or None
                return seats, seats
            case Electorate.VOTING:
                return voting, voting
            case _:
                return voting, roll.listed or None

    def _unless_contradicted(self, finding: ThresholdFinding, roll: RollFacts) -> ThresholdFinding:
        """The finding, or unknown with the contradiction stated where the result refutes it."""
        lines = _lines(finding)
        if roll.result == Result.UNKNOWN or not lines:
            return finding
        passed = roll.result == Result.PASS
        counted, abstained = roll, ""
        if finding.abstentions_are_ayes and roll.yes is not None:
            counted = replace(roll, yes=roll.yes + roll.abstained)
            abstained = f", {roll.abstained} abstentions that count as ayes"
        if any(self._reached(line, counted) in {None, passed} for line in lines):
            return finding
        said = " or ".join(_line_words(self.needed(line, roll) or line) for line in lines)
        unknown = _unknown(
            f"By rule {said} would decide, but the roll is declared {roll.result} with "
            f"{roll.yes} ayes{abstained} and {roll.no} noes; one of the two is wrong."
        )
        return replace(unknown, result_contradicted=True)


_NOT_COUNTED = {
    Electorate.MEMBERSHIP: "No house is named, so the size of its membership is not known.",
    Electorate.COMMITTEE: "The roll names no members, so the size of the committee is not known.",
}
"""What is said where a rule counts seats and their number is not known."""


def _holds(named: Collection[str], value: str | None) -> bool:
    return not named or value in named


def _words_in(text: str, searched: tuple[tuple[re.Pattern[str], ...], ...]) -> tuple[bool, ...]:
    if not searched:
        return ()
    folded = folded_motion(text)
    return tuple(any(pattern.search(folded) for pattern in patterns) for patterns in searched)


def _lines(finding: ThresholdFinding) -> tuple[Threshold | int, ...]:
    if finding.one_of or finding.threshold is Threshold.UNKNOWN:
        return finding.one_of
    return (finding.threshold if finding.needed is None else finding.needed,)


def _line_words(line: Threshold | int) -> str:
    if isinstance(line, int):
        return f"{line} ayes"
    if line is Threshold.MAJORITY_OF_VOTING:
        return "more ayes than noes"
    return f"{line.share_words} of those {line.electorate}"


def _unknown(basis: str) -> ThresholdFinding:
    """Neither the line nor the effect of a non-vote is known; `basis` says why."""
    return ThresholdFinding(Threshold.UNKNOWN, basis, None, NonvoteEffect.UNKNOWN)


def no_threshold_rules(jurisdiction: Jurisdiction) -> ThresholdRules:
    """Where nobody has reviewed what motions need: every need is unknown."""
    return ThresholdRules({house.chamber: house for house in jurisdiction.chambers}, (), {}, {})


def load_threshold_rules(path: Path, jurisdiction: Jurisdiction) -> ThresholdRules:
    """Read and prove the reviewed rules for the houses of `jurisdiction`.

    Raises DataFileError as `read_threshold_file` does, when two entries of evidence speak of one
    roll call, or when an example is decided by another rule than its own.
    """
    content = read_threshold_file(path, jurisdiction)
    evidence: dict[tuple[str, date | None, str], Document] = {}
    for entry in content.evidence:
        measure = jurisdiction.measure(entry.bill_id)
        if measure is None:
            raise DataFileError(
                f"{entry.bill_id!r} is no measure of {jurisdiction.name}",
                where=f"{path}, evidence",
                what_to_do=f"write its id, as in {jurisdiction.id}-SESSION-NUMBER",
            )
        key = measure.bill_id, entry.date, printed_location_key(entry.location)
        if key in evidence:
            raise DataFileError(
                f"two entries of evidence speak of {entry.bill_id} on {entry.date}",
                where=f"{path}, evidence",
                what_to_do="keep the one whose document was read",
            )
        evidence[key] = entry
    houses = {house.chamber: house for house in jurisdiction.chambers}
    loaded = ThresholdRules(houses, content.rules, content.sources, evidence)
    for rule in loaded.rules:
        for example in rule.examples:
            _refuse_stolen(example, rule, loaded, f"{path}, rule {rule.id}")
    return loaded


def _refuse_stolen(
    example: Example, rule: ThresholdRule, loaded: ThresholdRules, where: str
) -> None:
    for roll in _rolls_like(example, rule.when, next(iter(loaded.houses))):
        winner = loaded.rule_for(roll)
        if winner is not rule:
            said = example.model_dump(mode="json", exclude_unset=True, by_alias=True)
            raise DataFileError(
                f"the example {said} is decided by {winner.id if winner else 'no rule'}, tried as "
                f"{roll.motion_class} on a measure of type {roll.measure_type!r} "
                f"({roll.venue}, {roll.chamber})",
                where=where,
                what_to_do="change the conditions, the example, or the order of the rules",
            )


def _rolls_like(example: Example, when: Conditions, house: Chamber) -> Iterator[RollFacts]:
    """The example with every venue, house, class and type of measure of its rule that it leaves
    out; where its rule names none, on the floor of the first house.
    """
    variants = product(
        (example.venue,) if example.venue else when.venues or (Venue.FLOOR,),
        (example.chamber,) if example.chamber else when.chambers or (house,),
        (example.motion_class,) if example.motion_class else when.classes or (MotionClass.UNKNOWN,),
        (example.measure_type,) if example.measure_type else when.measure_types or ("",),
    )
    for venue, chamber, motion_class, measure_type in variants:
        yield RollFacts(
            bill_id="",
            measure_type=measure_type,
            venue=venue,
            chamber=None if venue is Venue.CONFERENCE else chamber,
            date=None,
            location="",
            motion=example.motion,
            motion_class=motion_class,
            result=example.result or when.result or Result.UNKNOWN,
            yes=example.ayes,
            no=example.noes,
            listed=example.seats,
            vote_required=example.vote_required or when.vote_required,
            title=example.title,
        )
