"""How a coalition's vote is counted: named rules, in whole numbers, with the sentence that says it.

An organization has one vote. Who stands aside counts towards the quorum, and neither for nor
against.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class DecisionRule(StrEnum):
    """What it takes to adopt."""

    CONSENSUS = "consensus"
    """At least one yes, and nobody blocks."""
    MAJORITY = "majority"
    """More yes than no: of n that said yes or no, at least n // 2 + 1."""
    TWO_THIRDS = "two-thirds"
    """Of n that said yes or no, yes from at least two thirds: (2 × n + 2) // 3."""


class Vote(StrEnum):
    """How an organization votes."""

    YES = "yes"
    """For it."""
    NO = "no"
    """Against it. Under consensus there is no no: who cannot live with it blocks."""
    STAND_ASIDE = "stand_aside"
    """Neither; it counts towards the quorum."""
    BLOCK = "block"
    """Cannot live with it. Under consensus alone; one is enough."""


class Outcome(StrEnum):
    """What came of a decision."""

    ADOPTED = "adopted"
    """The rule was met, with a quorum."""
    NOT_ADOPTED = "not_adopted"
    """There was a quorum, and the rule was not met."""
    NO_QUORUM = "no_quorum"
    """Too few voted, so nothing is decided: it may be called again."""


_NEEDED = {
    DecisionRule.CONSENSUS: "consensus needed",
    DecisionRule.MAJORITY: "a majority needed",
    DecisionRule.TWO_THIRDS: "two thirds needed",
}
_CAME_OF_IT = {
    Outcome.ADOPTED: "adopted",
    Outcome.NOT_ADOPTED: "not adopted",
    Outcome.NO_QUORUM: "no quorum, so nothing is decided",
}


@dataclass(frozen=True)
class Count:
    """Everything that a result is computed from."""

    rule: DecisionRule
    quorum: int
    members: int
    voted: int
    yes: int
    no: int
    stood_aside: int
    blocks: int
    """With standing blocks on the proposal by organizations that did not vote."""

    @property
    def yes_needed(self) -> int:
        """Yes votes without which it is not adopted; one at least."""
        said = self.yes + self.no
        if self.rule is DecisionRule.MAJORITY:
            return said // 2 + 1
        if self.rule is DecisionRule.TWO_THIRDS:
            return max(1, (2 * said + 2) // 3)
        return 1

    @property
    def outcome(self) -> Outcome:
        """What came of it."""
        if self.voted < self.quorum:
            return Outcome.NO_QUORUM
        blocked = self.rule is DecisionRule.CONSENSUS and self.blocks > 0
        met = self.yes >= self.yes_needed and not blocked
        return Outcome.ADOPTED if met else Outcome.NOT_ADOPTED

    @property
    def sentence(self) -> str:
        """As in `7 of 9 organizations voted, quorum 5; 6 yes, 1 no; two thirds needed: adopted`."""
        parts = [f"{self.yes} yes"]
        if self.rule is not DecisionRule.CONSENSUS:
            parts.append(f"{self.no} no")
        if self.stood_aside:
            parts.append(f"{self.stood_aside} stood aside")
        if self.rule is DecisionRule.CONSENSUS:
            parts.append(f"{self.blocks} block{'' if self.blocks == 1 else 's'}")
        return (
            f"{self.voted} of {self.members} organizations voted, quorum {self.quorum}; "
            f"{', '.join(parts)}; {_NEEDED[self.rule]}: {_CAME_OF_IT[self.outcome]}"
        )


def may_cast(rule: DecisionRule, vote: Vote) -> bool:
    """Whether there is such a vote under the rule."""
    return vote is not (Vote.NO if rule is DecisionRule.CONSENSUS else Vote.BLOCK)
