"""A milestone's state is the fold of its updates, and of nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.campaigns.fold import apply, first_state, fold
from tracker.campaigns.model import (
    Change,
    Milestone,
    MilestoneStatus,
    MilestoneUpdate,
    Visibility,
)
from tracker.errors import StoreError

BEGUN = datetime(2007, 3, 1, 18, tzinfo=UTC)
MILESTONE = Milestone(
    milestone_id="near-home/letters",
    campaign_id="near-home",
    title="Letters",
    due=date(2007, 4, 20),
    bill_id=None,
    vote_event_id=None,
    owner=None,
    visibility=Visibility.PRIVATE,
    created_at=BEGUN,
    created_by="Ana",
)
days = st.dates(date(2007, 1, 1), date(2008, 12, 31))
changes = st.builds(
    Change,
    status=st.none() | st.sampled_from(MilestoneStatus),
    due=st.none() | days,
    happened_on=st.none() | days,
    visibility=st.none() | st.sampled_from(Visibility),
    note=st.none() | st.text(min_size=1),
    note_visibility=st.sampled_from(Visibility),
)


def history(said: list[Change]) -> list[MilestoneUpdate]:
    """The changes as updates, an hour apart."""
    return [
        MilestoneUpdate(
            milestone_id=MILESTONE.milestone_id,
            number=number,
            key=f"k{number}",
            recorded_at=BEGUN + timedelta(hours=number),
            recorded_on=(BEGUN + timedelta(hours=number)).date(),
            recorded_by="Ana",
            seen_version=number - 1,
            change=change,
        )
        for number, change in enumerate(said, start=1)
    ]


@given(st.lists(changes, max_size=12))
def test_the_fold_of_every_prefix_is_what_step_by_step_application_gives(
    said: list[Change],
) -> None:
    updates = history(said)
    state = first_state(MILESTONE)
    for length in range(len(updates) + 1):
        assert fold(MILESTONE, updates[:length]) == state
        if length < len(updates):
            state = apply(state, updates[length])


@given(st.lists(changes, max_size=12))
def test_each_part_of_the_state_is_what_was_said_of_it_last(said: list[Change]) -> None:
    state = fold(MILESTONE, history(said))
    last_due = [change.due for change in said if change.due]
    last_status = [change.status for change in said if change.status]
    last_visibility = [change.visibility for change in said if change.visibility]
    assert state.due == (last_due[-1] if last_due else MILESTONE.due)
    assert state.status == (last_status or [MilestoneStatus.PLANNED])[-1]
    assert state.visibility == (last_visibility or [Visibility.PRIVATE])[-1]
    assert state.version == len(said)


@given(st.lists(changes, max_size=12))
def test_only_what_has_ended_has_a_day_on_which_it_ended(said: list[Change]) -> None:
    state = fold(MILESTONE, history(said))
    assert (state.closed_on is None) == state.status.is_open


def test_without_updates_a_milestone_is_planned_and_private() -> None:
    state = fold(MILESTONE, [])
    assert (state.status, state.visibility) == (MilestoneStatus.PLANNED, Visibility.PRIVATE)


def test_an_end_without_a_day_is_dated_by_its_recording() -> None:
    updates = history([Change(status=MilestoneStatus.DONE)])
    assert fold(MILESTONE, updates).closed_on == updates[0].recorded_on


def test_a_later_note_does_not_move_the_day_on_which_it_ended() -> None:
    ended = Change(status=MilestoneStatus.DONE, happened_on=date(2007, 4, 19))
    assert fold(MILESTONE, history([ended, Change(note="all posted")])).closed_on == date(
        2007, 4, 19
    )


def test_a_milestone_taken_up_again_has_no_end() -> None:
    said = [Change(status=MilestoneStatus.MISSED), Change(status=MilestoneStatus.UNDER_WAY)]
    assert fold(MILESTONE, history(said)).closed_on is None


def test_a_history_with_a_gap_is_an_error_and_not_a_state() -> None:
    updates = history([Change(note="one"), Change(note="two"), Change(note="three")])
    with pytest.raises(StoreError, match="update 3 cannot follow update 1"):
        fold(MILESTONE, [updates[0], updates[2]])


def test_an_open_milestone_past_its_day_is_overdue_and_an_ended_one_is_not() -> None:
    state = fold(MILESTONE, [])
    assert not state.is_overdue(date(2007, 4, 20))
    assert state.is_overdue(date(2007, 4, 21))
    assert not replace(state, status=MilestoneStatus.DROPPED).is_overdue(date(2007, 4, 21))


def taken_back(said: list[Change]) -> list[MilestoneUpdate]:
    return history([*said, Change(takes_back=True)])


@given(st.lists(changes, min_size=1, max_size=8))
def test_taken_back_a_milestone_is_what_it_was_before_the_last_update(said: list[Change]) -> None:
    before = fold(MILESTONE, history(said[:-1]))
    after = fold(MILESTONE, taken_back(said))
    for part in ("status", "due", "closed_on", "visibility"):
        assert getattr(after, part) == getattr(before, part)
    assert after.version == len(said) + 1


@pytest.mark.parametrize("said", [[], [Change(note="one"), Change(takes_back=True)]])
def test_a_history_that_takes_back_what_is_not_there_is_an_error(said: list[Change]) -> None:
    with pytest.raises(StoreError, match="takes back what cannot be taken back"):
        fold(MILESTONE, taken_back(said))
