"""The arithmetic of a vote, by cases worked out by hand."""

from __future__ import annotations

import pytest

from tracker.agenda.decision_rules import Count, DecisionRule, Outcome, Vote, may_cast

CONSENSUS, MAJORITY, TWO_THIRDS = DecisionRule


def _count(
    rule: DecisionRule, yes: int, no: int = 0, *, aside: int = 0, blocks: int = 0, quorum: int = 1
) -> Count:
    voted = yes + no + aside + blocks
    return Count(rule, quorum, 9, voted, yes, no, aside, blocks)


@pytest.mark.parametrize(
    ("yes", "no", "needed", "adopted"),
    [
        (6, 3, 6, True),  # two thirds exactly
        (5, 3, 6, False),  # 62.5 %: five of eight are less than two thirds
        (2, 1, 2, True),
        (1, 1, 2, False),
        (1, 0, 1, True),
        (0, 0, 1, False),  # nobody said yes
        (66, 34, 67, False),  # rounding to 67 % would adopt it
        (67, 33, 67, True),
    ],
)
def test_two_thirds_are_counted_in_whole_votes(
    yes: int, no: int, needed: int, adopted: bool
) -> None:
    count = _count(TWO_THIRDS, yes, no)
    assert count.yes_needed == needed
    assert (count.outcome is Outcome.ADOPTED) == adopted
    assert adopted == (yes > 0 and 3 * yes >= 2 * (yes + no))


@pytest.mark.parametrize(
    ("yes", "no", "adopted"), [(4, 4, False), (5, 4, True), (1, 0, True), (0, 0, False)]
)
def test_a_majority_is_more_yes_than_no_and_a_tie_is_none(yes: int, no: int, adopted: bool) -> None:
    assert (_count(MAJORITY, yes, no).outcome is Outcome.ADOPTED) == adopted


def test_who_stands_aside_counts_for_the_quorum_and_neither_for_nor_against() -> None:
    assert _count(MAJORITY, 2, 1, aside=2, quorum=5).outcome is Outcome.ADOPTED
    assert _count(TWO_THIRDS, 2, 1, aside=5).outcome is Outcome.ADOPTED
    assert _count(MAJORITY, 0, 0, aside=5).outcome is Outcome.NOT_ADOPTED


@pytest.mark.parametrize("rule", DecisionRule)
def test_without_a_quorum_nothing_is_decided(rule: DecisionRule) -> None:
    assert _count(rule, 4, quorum=5).outcome is Outcome.NO_QUORUM
    assert _count(rule, 5, quorum=5).outcome is Outcome.ADOPTED


def test_under_consensus_one_block_is_enough_and_standing_aside_is_none() -> None:
    assert _count(CONSENSUS, 8, blocks=1).outcome is Outcome.NOT_ADOPTED
    assert _count(CONSENSUS, 1, aside=8).outcome is Outcome.ADOPTED
    assert _count(CONSENSUS, 0, aside=9).outcome is Outcome.NOT_ADOPTED


def test_consensus_has_blocks_and_no_no_and_the_others_the_reverse() -> None:
    assert [may_cast(CONSENSUS, vote) for vote in Vote] == [True, False, True, True]
    assert [may_cast(MAJORITY, vote) for vote in Vote] == [True, True, True, False]


@pytest.mark.parametrize(
    ("count", "sentence"),
    [
        (
            _count(TWO_THIRDS, 6, 1, quorum=5),
            "7 of 9 organizations voted, quorum 5; 6 yes, 1 no; two thirds needed: adopted",
        ),
        (
            _count(MAJORITY, 3, 3, aside=1, quorum=5),
            "7 of 9 organizations voted, quorum 5; 3 yes, 3 no, 1 stood aside; a majority needed: "
            "not adopted",
        ),
        (
            _count(CONSENSUS, 3, blocks=1, quorum=5),
            "4 of 9 organizations voted, quorum 5; 3 yes, 1 block; consensus needed: no quorum, so "
            "nothing is decided",
        ),
    ],
)
def test_the_sentence_says_every_number_that_counted(count: Count, sentence: str) -> None:
    assert count.sentence == sentence
