"""What is said of campaigns, and what several of them and the agendas share or dispute."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.campaigns.test_page import at_home, shown
from tracker.agenda.agenda import Agenda
from tracker.campaigns.facts import Fact, FactKind, facts, state_fact
from tracker.campaigns.model import Audience, Change, MilestoneStatus, Visibility
from tracker.campaigns.planning import NewMilestone, add_campaign, add_milestone
from tracker.campaigns.updating import add_update
from tracker.errors import UsageError
from tracker.store import Store
from tracker.views.network_view import NetworkView, network_view

__all__ = ["at_home"]
SB375 = "ca-20072008-SB375"
PLACE = Fact(FactKind.PLACE, "Fresno County")


def agenda(name: str, stance: str) -> Agenda:
    """An agenda of one measure."""
    item = {
        "id": "sb-375",
        "bill_id": "SB 375",
        "title": "Plan homes and transit together",
        "positions": [
            {"stance": stance, "recorded_on": "2007-01-01", "in_force_from": "2007-01-01"}
        ],
    }
    content = {"format": 1, "id": name, "jurisdiction": "ca", "session": "20072008", "title": name}
    return Agenda.model_validate(content | {"items": [item]})


@pytest.fixture
def two(store: Store, now: datetime) -> Store:
    """Two campaigns on one bill, for different people in one place; one has a public milestone."""
    with store.writing() as connection:
        for title, whom in (("Near home", "bus riders"), ("Clean air", "families")):
            known = add_campaign(
                connection, title, f"{title} (fictional)", by="Ana", now=now, measures=[SB375]
            )
            for fact in (PLACE, Fact(FactKind.CONSTITUENCY, whom)):
                state_fact(connection, known.campaign_id, fact, by="Ana", now=now)
        asked = NewMilestone("Rally", owner="Ana", visibility=Visibility.PUBLIC)
        add_milestone(connection, "near-home", asked, by="Ana", now=now)
    return store


def network(store: Store, *agendas: Agenda, audience: Audience, today: date) -> NetworkView:
    with store.reading() as connection:
        return network_view(connection, agendas, audience, today)


def test_facts_are_said_once_taken_out_and_a_level_takes_the_place_of_another(
    two: Store, now: datetime
) -> None:
    with two.writing() as connection:
        for level in ("City", "state"):
            state_fact(connection, "near-home", Fact(FactKind.LEVEL, level), by="Bo", now=now)
        again = Fact(FactKind.PLACE, "fresno county")
        held = state_fact(connection, "near-home", again, by="Bo", now=now, takes_out=True)
    assert held == (Fact(FactKind.CONSTITUENCY, "bus riders"), Fact(FactKind.LEVEL, "state"))
    with two.reading() as connection:
        assert facts(connection)["clean-air"][0] == PLACE


@pytest.mark.parametrize(
    ("fact", "takes_out", "said"),
    [
        (Fact(FactKind.LEVEL, "galaxy"), False, "'galaxy' is no level"),
        (Fact(FactKind.PLACE, "  "), False, "the place is empty"),
        (Fact(FactKind.ISSUE, "rents"), True, "'rents' is not among what was said"),
    ],
)
def test_what_cannot_be_said_is_refused(
    two: Store, now: datetime, fact: Fact, takes_out: bool, said: str
) -> None:
    with two.writing() as connection, pytest.raises(UsageError, match=said):
        state_fact(connection, "near-home", fact, by="Bo", now=now, takes_out=takes_out)


def test_what_campaigns_and_agendas_share_and_dispute(two: Store, now: datetime) -> None:
    agendas = agenda("ours", "support"), agenda("theirs", "oppose")
    found = network(two, *agendas, audience=Audience.COALITION, today=now.date())
    (measure,) = found.measures
    assert (measure.printed, measure.is_disputed) == ("SB 375", True)
    assert measure.bridges == ("families", "bus riders")
    assert [one.title for one in measure.holders] == ["Clean air", "Near home", "ours", "theirs"]
    (place,) = found.facts
    assert (place.text, place.campaigns) == ("Fresno County", ("Clean air", "Near home"))
    alone = network(two, agendas[0], audience=Audience.COALITION, today=now.date())
    assert not alone.measures[0].is_disputed


def test_others_see_neither_a_private_campaign_nor_who_sees_to_what(
    two: Store, now: datetime
) -> None:
    found = network(two, audience=Audience.ANYBODY, today=now.date())
    assert [(one.title, one.owners) for one in found.campaigns] == [("Near home", ())]
    assert not found.measures
    assert not found.facts


def test_what_moved_lately_is_counted_for_thirty_days(two: Store, now: datetime) -> None:
    with two.writing() as connection:
        done = Change(status=MilestoneStatus.DONE)
        add_update(connection, "near-home/rally", done, seen_version=0, key="a", by="Ana", now=now)
    day = now.date()
    moved = [
        network(two, audience=Audience.COALITION, today=date.fromordinal(day.toordinal() + after))
        .campaigns[1]
        .lately
        for after in (0, 29, 30)
    ]
    assert moved == [1, 1, 0]


def test_the_page_sets_campaigns_side_by_side(
    at_home: Store, two: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANSWERABLE_SHOW_PRIVATE", "1")
    assert at_home is two
    text = shown()
    assert "For whom: families" in text
    assert "Brings together: families, bus riders" in text
    assert "Place, <b>Fresno County</b>: Clean air; Near home" in text
