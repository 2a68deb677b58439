"""What anybody may see is built from an allow-list: planted canaries stay in private parts."""

from __future__ import annotations

from datetime import UTC, date, datetime

from tracker.campaigns.board import Board, board
from tracker.campaigns.fold import fold
from tracker.campaigns.model import (
    Audience,
    Campaign,
    Change,
    Milestone,
    MilestoneHistory,
    MilestoneStatus,
    MilestoneUpdate,
    Visibility,
)

MOMENT = datetime(2007, 6, 6, 20, 0, tzinfo=UTC)
CANARY = "canary"
CAMPAIGN = Campaign("near-home", "Near home", "Riders", "ca", None, True, MOMENT, CANARY)


def history(visibility: Visibility, title: str, *said: Change) -> MilestoneHistory:
    milestone = Milestone(
        milestone_id=f"near-home/{title}",
        campaign_id="near-home",
        title=title,
        due=date(2007, 6, 1),
        bill_id=None,
        vote_event_id=None,
        owner=f"{CANARY} owner",
        visibility=visibility,
        created_at=MOMENT,
        created_by=f"{CANARY} writer",
    )
    updates = tuple(
        MilestoneUpdate(
            milestone_id=milestone.milestone_id,
            number=number,
            key=f"{CANARY} key {number}",
            recorded_at=MOMENT,
            recorded_on=MOMENT.date(),
            recorded_by=f"{CANARY} writer",
            seen_version=number - 1,
            change=change,
        )
        for number, change in enumerate(said, start=1)
    )
    return MilestoneHistory(milestone, updates, fold(milestone, updates))


def seen(audience: Audience, *histories: MilestoneHistory) -> Board | None:
    return board(CAMPAIGN, histories, audience, MOMENT.date())


def test_nothing_private_reaches_anybody() -> None:
    public = history(
        Visibility.PUBLIC,
        "letters",
        Change(note=f"{CANARY} contact note"),
        Change(visibility=Visibility.PRIVATE, note=CANARY, note_visibility=Visibility.PUBLIC),
        Change(due=date(2007, 6, 3), note=CANARY, note_visibility=Visibility.PRIVATE),
        Change(visibility=Visibility.PUBLIC),
    )
    private = history(
        Visibility.PRIVATE,
        f"{CANARY} count",
        Change(note=CANARY, note_visibility=Visibility.PUBLIC),
    )
    shown = seen(Audience.ANYBODY, public, private)
    assert shown is not None
    assert CANARY not in repr(shown)
    assert CANARY in repr(seen(Audience.COALITION, public, private))


def test_a_campaign_without_a_public_milestone_does_not_exist_for_anybody() -> None:
    private = history(Visibility.PRIVATE, "count")
    assert seen(Audience.ANYBODY, private) is None
    assert seen(Audience.COALITION, private) is not None


def test_what_was_recorded_while_private_stays_private_after_publication() -> None:
    published = history(
        Visibility.PRIVATE,
        "letters",
        Change(status=MilestoneStatus.MISSED),
        Change(status=MilestoneStatus.UNDER_WAY, visibility=Visibility.PUBLIC),
    )
    shown = seen(Audience.ANYBODY, published)
    assert shown is not None
    assert [entry.number for entry in shown.milestones[0].entries] == [2]


def test_a_public_note_on_a_public_milestone_is_shown() -> None:
    said = Change(note="212 letters", note_visibility=Visibility.PUBLIC)
    shown = seen(Audience.ANYBODY, history(Visibility.PUBLIC, "letters", said))
    assert shown is not None
    assert shown.milestones[0].entries[0].note == "212 letters"


def test_a_milestone_stands_on_the_day_it_ended_and_else_on_the_day_it_is_due() -> None:
    done = Change(status=MilestoneStatus.DONE, happened_on=date(2007, 5, 30))
    shown = seen(
        Audience.COALITION,
        history(Visibility.PUBLIC, "open"),
        history(Visibility.PUBLIC, "ended", done),
    )
    assert shown is not None
    assert [m.day for m in shown.milestones] == [date(2007, 6, 1), date(2007, 5, 30)]
    assert [m.is_overdue for m in shown.milestones] == [True, False]


def test_what_was_public_by_a_slip_and_taken_back_is_shown_to_nobody_else() -> None:
    slip = Change(note=CANARY, note_visibility=Visibility.PUBLIC, evidence="https://example.org")
    shown = seen(
        Audience.ANYBODY, history(Visibility.PUBLIC, "letters", slip, Change(takes_back=True))
    )
    assert shown is not None
    assert shown.milestones[0].entries == ()
    inside = seen(
        Audience.COALITION, history(Visibility.PUBLIC, "letters", slip, Change(takes_back=True))
    )
    assert inside is not None
    entries = inside.milestones[0].entries
    assert [(one.taken_back, one.takes_back) for one in entries] == [(True, False), (False, True)]


def test_evidence_is_seen_by_whom_the_note_is() -> None:
    address = f"https://example.org/{CANARY}"
    for visibility, evidence in ((Visibility.PRIVATE, None), (Visibility.PUBLIC, address)):
        said = Change(note="Here", note_visibility=visibility, evidence=address)
        shown = seen(Audience.ANYBODY, history(Visibility.PUBLIC, "letters", said))
        assert shown is not None
        assert shown.milestones[0].entries[0].evidence == evidence
