"""Ranked ballots and dots, counted by hand."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tracker.agenda.choosing import count_dots, count_ranked


def test_the_runoff_by_hand() -> None:
    """Nine organizations, three proposals. First choices: 1 has 4, 2 has 3, 3 has 2. No half, so 3
    goes out; both its ballots name 2 next: 2 has 5 of 9 and is chosen.
    """
    ballots = [(1, 2)] * 4 + [(2, 3)] * 3 + [(3, 2)] * 2
    found = count_ranked([1, 2, 3], ballots, 1)
    assert found.chosen == (2,)
    assert [one.words for one in found.rounds] == [
        "1: 4, 2: 3, 3: 2; 3 goes out",
        "1: 4, 2: 5; 2 is chosen",
    ]


def test_a_second_place_is_a_runoff_without_the_first() -> None:
    ballots = [(1, 2)] * 4 + [(2, 3)] * 3 + [(3, 2)] * 2
    found = count_ranked([1, 2, 3], ballots, 2)
    assert found.chosen == (2, 3)
    assert found.rounds[-1].words == "1: 4, 3: 5; 3 is chosen"


def test_half_of_the_ballots_that_still_name_one_is_not_enough() -> None:
    """1 and 2 have two each, and both stand on two ballots: the later proposed goes out."""
    found = count_ranked([1, 2], [(1,), (1,), (2,), (2,)], 1)
    assert found.rounds[0].words == "1: 2, 2: 2; 2 goes out"
    assert found.chosen == (1,)


def test_a_tie_ends_by_the_round_before_then_by_ballots_then_by_age() -> None:
    """2 and 3 are last with one each; 3 stands on three ballots and 2 on one, so 2 goes out. Then 1
    has 3 and 3 has 3; in the round before 3 had 1, so 3 goes out.
    """
    found = count_ranked([1, 2, 3], [(1, 3), (1, 3), (1,), (2,), (3,)], 1)
    assert found.rounds[0].words == "1: 3, 2: 1, 3: 1; 1 is chosen"
    tied = count_ranked([1, 2, 3], [(1,), (1,), (2, 3), (3,)], 1)
    assert [one.out for one in tied.rounds] == [2, 3, None]
    assert tied.chosen == (1,)


def test_a_ballot_that_names_nothing_still_in_counts_for_nobody() -> None:
    found = count_ranked([1, 2, 3], [(1,), (1,), (2,), (2,), (2,), (3,), ()], 1)
    assert found.rounds[-1].words == "1: 2, 2: 3; 2 is chosen"
    assert count_ranked([1, 2], [(), ()], 1).chosen == ()


def test_dots_by_hand() -> None:
    """2 and 3 have five dots each; two organizations gave to 2 and one to 3, so 2 comes first."""
    ballots = [{2: 3, 1: 1}, {2: 2}, {3: 5}, {}]
    found = count_dots([1, 2, 3, 4], ballots, 2)
    assert found.chosen == (2, 3)
    assert found.rounds[0].words == "1: 1, 2: 5, 3: 5, 4: 0"
    assert count_dots([1, 2, 3, 4], ballots, 4).chosen == (2, 3, 1)


@given(
    st.lists(st.permutations([1, 2, 3, 4]).map(lambda one: one[:3]), min_size=1), st.integers(1, 4)
)
def test_whatever_the_ballots_the_order_in_which_they_came_changes_nothing(
    ballots: list[list[int]], places: int
) -> None:
    found = count_ranked([1, 2, 3, 4], ballots, places)
    assert found == count_ranked([4, 3, 2, 1], ballots[::-1], places)
    assert len(set(found.chosen)) == len(found.chosen) <= places
    majority = [one for one in (1, 2, 3, 4) if 2 * sum(b[0] == one for b in ballots) > len(ballots)]
    assert not majority or found.chosen[0] == majority[0]
