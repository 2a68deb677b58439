"""Campaigns and milestones are written down once, with ids that people can type."""

from __future__ import annotations

from datetime import date, datetime

import pytest
import sqlalchemy as sa

from tracker.campaigns.model import MilestoneKind, Visibility
from tracker.campaigns.planning import (
    NewMilestone,
    add_campaign,
    add_milestone,
    free_campaign_id,
    free_milestone_id,
)
from tracker.campaigns.reading import campaigns, find_campaign, find_history, histories
from tracker.campaigns.slug import slug
from tracker.errors import UsageError
from tracker.record.tables import bills, jurisdictions
from tracker.store import Store

SENATE_FLOOR = "ca-20072008-SB375-20070607-SENFLOOR"


def begin(store: Store, now: datetime, title: str = "Near home") -> str:
    with store.writing() as connection:
        return add_campaign(connection, title, "Riders", by="Ana", now=now).campaign_id


def set_down(store: Store, now: datetime, asked: NewMilestone) -> str:
    with store.writing() as connection:
        return add_milestone(connection, "near-home", asked, by="Ana", now=now).milestone_id


def test_an_id_is_made_from_the_title_without_accents() -> None:
    assert slug("¡Viviendas cerca de la estación!") == "viviendas-cerca-de-la-estacion"


def test_a_long_title_gives_an_id_of_whole_words() -> None:
    made = slug("A very long title that goes on for more letters than anybody would type")
    assert made == "a-very-long-title-that-goes-on-for-more"


def test_a_title_without_a_letter_asks_for_an_id(store: Store, now: datetime) -> None:
    with pytest.raises(UsageError, match="cannot be an id") as refused:
        begin(store, now, "?!")
    assert "--id" in refused.value.what_to_do


def test_an_empty_title_is_refused_and_nothing_is_stored(store: Store, now: datetime) -> None:
    with pytest.raises(UsageError, match="title is empty"):
        begin(store, now, "  ")
    with store.reading() as connection:
        assert campaigns(connection) == ()


def test_a_campaign_begun_twice_is_one(store: Store, now: datetime) -> None:
    assert begin(store, now) == begin(store, now) == "near-home"
    with store.reading() as connection:
        assert len(campaigns(connection)) == 1


def test_another_campaign_of_the_same_id_is_refused(store: Store, now: datetime) -> None:
    begin(store, now)
    with pytest.raises(UsageError, match="there is another campaign 'near-home'"):
        begin(store, now, "Near, home")
    with store.reading() as connection:
        assert find_campaign(connection, "near-home").title == "Near home"


def test_a_milestone_is_private_unless_said_otherwise(store: Store, now: datetime) -> None:
    begin(store, now)
    milestone_id = set_down(store, now, NewMilestone("Letters"))
    with store.reading() as connection:
        assert find_history(connection, milestone_id).state.visibility is Visibility.PRIVATE


def test_the_beginning_of_a_roll_calls_id_finds_it_and_its_measure(
    store: Store, now: datetime
) -> None:
    begin(store, now)
    milestone_id = set_down(store, now, NewMilestone("Call-in", roll=SENATE_FLOOR))
    with store.reading() as connection:
        milestone = find_history(connection, milestone_id).milestone
    assert milestone.bill_id == "ca-20072008-SB375"
    assert milestone.vote_event_id is not None
    assert milestone.vote_event_id.startswith(SENATE_FLOOR + "-")


def test_a_beginning_that_fits_several_roll_calls_lists_them(store: Store, now: datetime) -> None:
    begin(store, now)
    with pytest.raises(UsageError, match="5 roll calls begin with") as refused:
        set_down(store, now, NewMilestone("Call-in", roll="ca-20072008-SB375-2008"))
    assert "ca-20072008-SB375-20080825-ASMFLOOR" in refused.value.what_to_do


def test_an_unknown_roll_call_lists_those_of_its_measure(store: Store, now: datetime) -> None:
    begin(store, now)
    with pytest.raises(UsageError, match="no roll call") as refused:
        set_down(store, now, NewMilestone("Call-in", roll="ca-20072008-SB375-19990101"))
    assert SENATE_FLOOR in refused.value.what_to_do


def test_an_unknown_measure_is_refused_and_nothing_is_stored(store: Store, now: datetime) -> None:
    begin(store, now)
    with pytest.raises(UsageError, match="no measure 'ca-20072008-SB9999'"):
        set_down(store, now, NewMilestone("Call-in", bill="ca-20072008-SB9999"))
    with store.reading() as connection:
        assert histories(connection, "near-home") == ()


def test_a_roll_call_on_another_measure_is_refused(store: Store, now: datetime) -> None:
    begin(store, now)
    with pytest.raises(UsageError, match="is on ca-20072008-SB375, not on ca-20072008-AB1053"):
        set_down(store, now, NewMilestone("Call-in", bill="ca-20072008-AB1053", roll=SENATE_FLOOR))


@pytest.mark.parametrize("typed", ["200720080SB375-20070423", "ca-20072008-SB375-20070423"])
def test_a_roll_call_is_found_by_an_old_id_too(typed: str, store: Store, now: datetime) -> None:
    begin(store, now)
    milestone_id = set_down(store, now, NewMilestone("Letters", bill="200720080SB375", roll=typed))
    with store.reading() as connection:
        milestone = find_history(connection, milestone_id).milestone
    assert milestone.bill_id == "ca-20072008-SB375"
    assert str(milestone.vote_event_id).startswith("ca-20072008-SB375-20070423-SENEQ-")


def _second_legislature(store: Store) -> None:
    """Another legislature with a measure that is printed alike."""
    with store.writing() as connection:
        own = connection.execute(sa.select(bills).where(bills.c.bill_id == "ca-20072008-SB375"))
        named = {"bill_id": "zz-2007-SB375", "jurisdiction_id": "zz", "session_id": "zz-2007"}
        body = {"jurisdiction_id": "zz", "name": "Elsewhere (fictional)"}
        connection.execute(sa.insert(jurisdictions), [body | {"classification": "government"}])
        connection.execute(sa.insert(bills), [{**own.mappings().one(), **named}])


def test_a_bill_as_people_write_it_is_one_of_the_campaigns_jurisdiction(
    store: Store, now: datetime
) -> None:
    _second_legislature(store)
    begin(store, now)
    with pytest.raises(UsageError, match="holds 2 measures 'SB 375'"):
        set_down(store, now, NewMilestone("Letters", bill="SB 375"))
    with store.writing() as connection:
        add_campaign(connection, "Ours", "Riders", by="Ana", now=now, jurisdiction="ca")
        own = add_milestone(
            connection, "ours", NewMilestone("Letters", bill="SB 375"), by="Ana", now=now
        )
    assert own.bill_id == "ca-20072008-SB375"


def test_a_campaign_of_one_jurisdiction_takes_no_measure_of_another_even_by_its_id(
    store: Store, now: datetime
) -> None:
    _second_legislature(store)
    across = NewMilestone("A look across", bill="zz-2007-SB375")
    with store.writing() as connection:
        add_campaign(connection, "Ours", "Riders", by="Ana", now=now, jurisdiction="ca")
    with (
        pytest.raises(UsageError, match="is a measure of 'zz', and this campaign is about 'ca'"),
        store.writing() as connection,
    ):
        add_milestone(connection, "ours", across, by="Ana", now=now)
    with store.writing() as connection:
        add_campaign(connection, "Everywhere", "Riders", by="Ana", now=now)
        taken = add_milestone(connection, "everywhere", across, by="Ana", now=now)
    assert taken.bill_id == "zz-2007-SB375"


def test_a_jurisdiction_that_nobody_knows_is_refused_and_nothing_is_stored(
    store: Store, now: datetime
) -> None:
    with (
        pytest.raises(UsageError, match="no jurisdiction 'atlantis'") as refused,
        store.writing() as connection,
    ):
        add_campaign(connection, "Ours", "Riders", by="Ana", now=now, jurisdiction="atlantis")
    assert "choose one of ak, al" in refused.value.what_to_do
    with store.reading() as connection:
        assert campaigns(connection) == ()


def test_asked_without_a_jurisdiction_a_campaign_is_the_one_that_has_one(
    store: Store, now: datetime
) -> None:
    _second_legislature(store)
    with store.writing() as connection:
        begun = add_campaign(
            connection, "Near home", "Riders", by="Ana", now=now, jurisdiction="ca"
        )
        assert add_campaign(connection, "Near home", "Riders", by="Ana", now=now) == begun
        with pytest.raises(UsageError, match="there is another campaign"):
            add_campaign(connection, "Near home", "Riders", by="Ana", now=now, jurisdiction="zz")
    assert begun.jurisdiction_id == "ca"


def test_two_campaigns_may_have_a_milestone_of_the_same_name(store: Store, now: datetime) -> None:
    begin(store, now)
    begin(store, now, "Far away")
    for campaign in ("near-home", "far-away"):
        with store.writing() as connection:
            add_milestone(connection, campaign, NewMilestone("Letters"), by="Ana", now=now)
    with store.reading() as connection:
        assert find_history(connection, "far-away/letters").milestone.campaign_id == "far-away"
        with pytest.raises(UsageError, match="several milestones are called 'letters'"):
            find_history(connection, "letters")


def test_milestones_come_by_the_day_they_are_due_and_undated_ones_last(
    store: Store, now: datetime
) -> None:
    begin(store, now)
    set_down(store, now, NewMilestone("Some day"))
    set_down(store, now, NewMilestone("Second", due=date(2007, 6, 2)))
    set_down(store, now, NewMilestone("First", due=date(2007, 6, 1)))
    with store.reading() as connection:
        titles = [found.milestone.title for found in histories(connection, "near-home")]
    assert titles == ["First", "Second", "Some day"]


def _a_later_session(store: Store) -> None:
    """A second session with a measure of the same number."""
    with store.writing() as connection:
        connection.exec_driver_sql(
            "insert into legislative_sessions select 'ca-20132014', jurisdiction_id, '20132014', "
            "'2013-2014', date '2012-12-03', date '2014-11-30' from legislative_sessions limit 1"
        )
        connection.exec_driver_sql(
            "insert into bills by name select * replace ('ca-20132014-SB375' as bill_id, "
            "'ca-20132014' as session_id) from bills where bill_id = 'ca-20072008-SB375'"
        )


def _bill_of(store: Store, milestone_id: str) -> str | None:
    with store.reading() as connection:
        return find_history(connection, milestone_id).milestone.bill_id


@pytest.mark.parametrize("written", ["SB 375", "sb375", "S.B. 375", "SB-375", "200720080SB375"])
def test_a_measure_is_known_however_it_is_written(
    store: Store, now: datetime, written: str
) -> None:
    begin(store, now)
    found = _bill_of(store, set_down(store, now, NewMilestone("A day", bill=written)))
    assert found == "ca-20072008-SB375"


def test_of_two_sessions_the_day_due_says_which_measure_is_meant(
    store: Store, now: datetime
) -> None:
    _a_later_session(store)
    begin(store, now)
    with pytest.raises(UsageError, match="2 measures 'SB 375'") as refused:
        set_down(store, now, NewMilestone("Some day", bill="SB 375"))
    assert "ca-20132014-SB375" in refused.value.what_to_do
    due = NewMilestone("Later", bill="SB 375", due=date(2013, 9, 1))
    assert _bill_of(store, set_down(store, now, due)) == "ca-20132014-SB375"


def test_of_two_sessions_the_one_that_the_campaign_is_about_is_meant(
    store: Store, now: datetime
) -> None:
    begin(store, now)
    set_down(store, now, NewMilestone("First", bill="ca-20072008-SB375"))
    _a_later_session(store)
    found = _bill_of(store, set_down(store, now, NewMilestone("Second", bill="SB 375")))
    assert found == "ca-20072008-SB375"


def test_a_campaign_keeps_its_measures_in_order_and_is_about_their_jurisdiction(
    store: Store, now: datetime
) -> None:
    for _ in range(2):
        with store.writing() as connection:
            written = ["sb974", "SB 375", "S.B. 974"]
            begun = add_campaign(
                connection, "Near home", "Riders", by="Ana", now=now, measures=written
            )
    with store.reading() as connection:
        kept = find_campaign(connection, "near-home")
    assert kept == begun
    assert kept.bill_ids == ("ca-20072008-SB974", "ca-20072008-SB375")
    assert kept.jurisdiction_id == "ca"


def test_a_campaign_with_an_unknown_measure_is_refused_and_nothing_is_stored(
    store: Store, now: datetime
) -> None:
    with (
        pytest.raises(UsageError, match="no measure 'SB 99999'") as refused,
        store.writing() as connection,
    ):
        add_campaign(
            connection, "Near home", "Riders", by="Ana", now=now, measures=["SB 375", "SB 99999"]
        )
    assert refused.value.where == "the measure"
    with store.reading() as connection:
        assert campaigns(connection) == ()


def test_of_two_sessions_the_one_that_the_campaign_set_out_to_move_is_meant(
    store: Store, now: datetime
) -> None:
    _a_later_session(store)
    with store.writing() as connection:
        wanted = ["ca-20132014-SB375"]
        add_campaign(connection, "Near home", "Riders", by="Ana", now=now, measures=wanted)
    found = _bill_of(store, set_down(store, now, NewMilestone("First", bill="SB 375")))
    assert found == "ca-20132014-SB375"


def test_kind_and_place_are_kept(store: Store, now: datetime) -> None:
    begin(store, now)
    asked = NewMilestone("Rally", kind=MilestoneKind.RALLY, place=" City Hall ")
    milestone_id = set_down(store, now, asked)
    with store.reading() as connection:
        kept = find_history(connection, milestone_id).milestone
    assert (kept.kind, kept.place) == (MilestoneKind.RALLY, "City Hall")


def test_a_title_that_is_too_long_is_refused_in_a_sentence(store: Store, now: datetime) -> None:
    begin(store, now)
    with pytest.raises(UsageError, match="the title has 121 letters, and there is room for 120"):
        set_down(store, now, NewMilestone("x" * 121))


def test_a_free_id_is_made_of_any_title_and_never_one_that_is_taken(
    store: Store, now: datetime
) -> None:
    begin(store, now)
    for title, wanted in (
        ("Rally", "rally"),
        ("Rally!", "rally-2"),
        ("集会", "milestone"),
        ("¡!", "milestone-2"),
    ):
        with store.writing() as connection:
            free = free_milestone_id(connection, "near-home", title)
        assert free == wanted
        set_down(store, now, NewMilestone(title, chosen_id=free))
    with store.reading() as connection:
        assert free_campaign_id(connection, "Near home") == "near-home-2"
