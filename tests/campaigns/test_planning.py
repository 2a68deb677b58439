"""Campaigns and milestones are written down once, with ids that people can type."""

from __future__ import annotations

from datetime import date, datetime

import pytest
import sqlalchemy as sa

from tracker.campaigns.model import Visibility
from tracker.campaigns.planning import NewMilestone, add_campaign, add_milestone
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
        other = NewMilestone("A look across", bill="zz-2007-SB375")
        across = add_milestone(connection, "ours", other, by="Ana", now=now)
    assert (own.bill_id, across.bill_id) == ("ca-20072008-SB375", "zz-2007-SB375")


def test_a_jurisdiction_that_nobody_knows_is_refused_and_nothing_is_stored(
    store: Store, now: datetime
) -> None:
    with (
        pytest.raises(UsageError, match="no jurisdiction 'atlantis'") as refused,
        store.writing() as connection,
    ):
        add_campaign(connection, "Ours", "Riders", by="Ana", now=now, jurisdiction="atlantis")
    assert "choose one of ca" in refused.value.what_to_do
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
