"""The campaigns page, run as Streamlit runs it, on a real store."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tracker.campaigns.campaign_file import demonstration_file, load_campaign_file
from tracker.campaigns.targets import (
    TargetStance,
    TargetWords,
    add_note,
    find_vote,
    sitting_member,
)
from tracker.store import Store


def page() -> None:
    from scorecard_app.layout import explain_failures
    from scorecard_app.pages import campaigns
    from scorecard_app.steward import acting_for_page

    with acting_for_page():
        explain_failures(campaigns.show)()


@pytest.fixture
def at_home(home: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The store is the one the app opens, and shows nothing private."""
    monkeypatch.setenv("ANSWERABLE_HOME", str(home))
    monkeypatch.delenv("ANSWERABLE_SHOW_PRIVATE", raising=False)
    return store


def shown(campaign: str = "", **more: str) -> str:
    """Everything the page says, as HTML."""
    app = AppTest.from_function(page, default_timeout=60)
    if campaign:
        app.query_params["campaign"] = campaign
    for name, value in more.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return "\n".join(str(block.proto.body) for block in app.get("html"))


def test_a_store_without_campaigns_says_how_to_begin(at_home: Store) -> None:
    assert at_home
    text = shown()
    assert "No campaign has a milestone to show here yet" in text
    assert "answerable campaign add" in text


def test_each_public_milestone_stands_with_its_state_and_roll_call(at_home: Store) -> None:
    load_campaign_file(at_home, demonstration_file())
    text = shown("near-home")
    assert "Milestones (11)" in text
    assert "Radio call-in for the Senate floor" in text
    assert "Senate floor, 21–15, 21 needed, passed" in text
    assert "./measure?measure=ca-20072008-SB375#ca-20072008-SB375-20070607-SENFLOOR" in text
    assert "The printer broke down" in text
    assert "members in no source" in text


def test_the_invented_campaign_says_that_it_is(at_home: Store) -> None:
    load_campaign_file(at_home, demonstration_file())
    assert "<b>Invented.</b>" in shown("near-home")


def test_private_milestones_and_names_of_writers_are_not_on_the_page(at_home: Store) -> None:
    load_campaign_file(at_home, demonstration_file())
    text = shown("near-home")
    for private in ("volunteers", "phone-bank-count", "Tobias Quill", "Osei-Brandt"):
        assert private not in text


def test_an_app_for_the_coalition_alone_shows_them_and_says_so(
    at_home: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_campaign_file(at_home, demonstration_file())
    monkeypatch.setenv("ANSWERABLE_SHOW_PRIVATE", "1")
    text = shown("near-home")
    assert "Count volunteers for the phone bank" in text
    assert "not for publication" in text


def test_targets_are_shown_to_nobody_who_may_not_edit(
    at_home: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_campaign_file(at_home, demonstration_file())
    now = datetime(2008, 8, 20, 20, tzinfo=UTC)
    canary = TargetWords(TargetStance.NO, source="Canary lunch", note="Canary said no")
    with at_home.writing() as connection:
        vote = find_vote(connection, "near-home", "SB 375", "Senate")
        member = sitting_member(connection, vote, "Florez", now.date())
        add_note(connection, vote, member, canary, seen=0, key="c", by="Canary Quill", now=now)
    there = {"vote": vote.bill_id, "house": "upper", "sheet": "paper"}
    for inside in ("0", "1"):
        monkeypatch.setenv("ANSWERABLE_SHOW_PRIVATE", inside)
        for text in (shown("near-home"), shown("near-home", **there)):
            assert text
            assert "anary" not in text
            assert "Targets" not in text
    assert "a visitor may not change this campaign" in text


def test_an_address_that_names_no_campaign_says_so(at_home: Store) -> None:
    load_campaign_file(at_home, demonstration_file())
    assert "There is no campaign “nothing”" in shown("nothing")
