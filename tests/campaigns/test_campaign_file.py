"""A campaign file is loaded whole or not at all, and a second time changes nothing."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tracker.campaigns.board import board
from tracker.campaigns.campaign_file import CampaignLoad, demonstration_file, load_campaign_file
from tracker.campaigns.model import Audience, Change, MilestoneStatus
from tracker.campaigns.reading import campaigns, find_campaign, histories
from tracker.campaigns.stages import read_stages
from tracker.campaigns.timeline import RowKind, Timeline, timeline
from tracker.campaigns.updating import StaleUpdate, add_update
from tracker.errors import DataFileError, UsageError
from tracker.record.tables import people
from tracker.store import Store

AS_OF = datetime(2026, 11, 22, tzinfo=UTC)
ALL_OF_IT = CampaignLoad("near-home", milestones=12, updates=16, new_updates=16)


def changed(folder: Path, old: str, new: str) -> Path:
    """The demonstration with one passage changed."""
    text = demonstration_file().read_text("utf-8")
    assert old in text
    path = folder / "changed.yaml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    return path


def on_one_clock(store: Store, audience: Audience) -> Timeline:
    with store.reading() as connection:
        found = find_campaign(connection, "near-home")
        shown = board(found, histories(connection, "near-home"), audience, AS_OF.date())
        assert shown is not None
        return timeline(shown, read_stages(connection, shown.bill_ids))


def test_the_demonstration_loads_and_loaded_again_changes_nothing(store: Store) -> None:
    assert load_campaign_file(store, demonstration_file()) == ALL_OF_IT
    with store.reading() as connection:
        before = histories(connection, "near-home")
    assert load_campaign_file(store, demonstration_file()).new_updates == 0
    with store.reading() as connection:
        assert histories(connection, "near-home") == before


def test_the_demonstration_shows_every_status(store: Store) -> None:
    load_campaign_file(store, demonstration_file())
    with store.reading() as connection:
        found = {history.state.status for history in histories(connection, "near-home")}
    assert found == set(MilestoneStatus)


def test_everybody_in_the_demonstration_is_marked_fictional() -> None:
    text = demonstration_file().read_text("utf-8")
    people_named = re.findall(r"^ *(?:by|owner|recorded_by|organization): (.*)$", text, re.M)
    assert len(people_named) > 20
    assert [name for name in people_named if not name.endswith("(fictional)")] == []


def test_the_demonstration_names_no_lawmaker(store: Store) -> None:
    text = demonstration_file().read_text("utf-8")
    with store.reading() as connection:
        surnames = connection.execute(people.select()).mappings().all()
    named = [row["name"] for row in surnames if re.search(rf"\b{row['family_name']}\b", text)]
    assert named == []


def test_what_a_coalition_recorded_since_is_kept_when_the_file_is_loaded_again(
    store: Store,
) -> None:
    load_campaign_file(store, demonstration_file())
    with store.writing() as connection:
        note = Change(note="a second wave")
        add_update(connection, "first-letters", note, seen_version=2, key="k", by="Ana", now=AS_OF)
    assert load_campaign_file(store, demonstration_file()).new_updates == 0
    with store.reading() as connection:
        assert "a second wave" in repr(histories(connection, "near-home"))


def test_a_file_that_grew_while_people_recorded_says_so(store: Store, tmp_path: Path) -> None:
    load_campaign_file(store, demonstration_file())
    with store.writing() as connection:
        note = Change(note="a gathering with lanterns")
        add_update(connection, "anniversary", note, seen_version=0, key="k", by="Ana", now=AS_OF)
    grown = tmp_path / "grown.yaml"
    grown.write_text(
        demonstration_file().read_text("utf-8")
        + "    updates:\n      - at: 2008-10-07T18:00:00Z\n        by: Ben\n        note: hall\n",
        "utf-8",
    )
    with pytest.raises(StaleUpdate, match="a gathering with lanterns"):
        load_campaign_file(store, grown)


def test_a_file_with_an_unknown_roll_call_stores_nothing(store: Store, tmp_path: Path) -> None:
    path = changed(tmp_path, "20080830-SENFLOOR", "20080830-NOWHERE")
    with pytest.raises(UsageError, match="no roll call"):
        load_campaign_file(store, path)
    with store.reading() as connection:
        assert campaigns(connection) == ()


def test_a_file_that_rewrites_a_stored_milestone_is_refused(store: Store, tmp_path: Path) -> None:
    load_campaign_file(store, demonstration_file())
    path = changed(tmp_path, "Letters before the first hearing", "Letters after the hearing")
    with pytest.raises(UsageError, match="there is another milestone 'near-home/first-letters'"):
        load_campaign_file(store, path)


def test_an_impossible_day_in_a_file_names_the_entry(store: Store, tmp_path: Path) -> None:
    path = changed(tmp_path, "due: 2007-03-15", "due: '2007-02-30'")
    with pytest.raises(DataFileError) as refused:
        load_campaign_file(store, path)
    assert "milestones.0 (our-ask).due" in refused.value.where


def test_the_clock_holds_every_roll_call_of_the_measure_and_every_public_milestone(
    store: Store,
) -> None:
    load_campaign_file(store, demonstration_file())
    clock = on_one_clock(store, Audience.ANYBODY)
    rows = [*clock.dated, *clock.undated]
    assert sum(row.kind is RowKind.ROLL_CALL for row in rows) == 12
    assert sum(row.kind is RowKind.MILESTONE for row in rows) == 11
    assert "volunteers" not in repr(clock)


def test_the_clock_runs_forward_and_keeps_the_undated_apart(store: Store) -> None:
    load_campaign_file(store, demonstration_file())
    clock = on_one_clock(store, Audience.COALITION)
    days = [row.day for row in clock.dated if row.day is not None]
    assert days == sorted(days)
    assert len(days) == len(clock.dated)
    missing = [row for row in clock.undated if row.kind is RowKind.ROLL_CALL]
    assert [row.outcome for row in missing] == ["7–1, members in no source"]


def test_an_amendment_is_told_once_although_action_and_text_attest_it(store: Store) -> None:
    load_campaign_file(store, demonstration_file())
    rows = on_one_clock(store, Audience.COALITION).dated
    assert [row.title for row in rows if f"{row.day}" == "2007-05-02"] == ["Amended in the Senate"]


def test_a_roll_call_on_the_clock_says_count_need_and_result(store: Store) -> None:
    load_campaign_file(store, demonstration_file())
    rows = on_one_clock(store, Audience.COALITION).dated
    floor = next(row for row in rows if row.title == "Senate floor")
    assert floor.outcome == "21–15, 21 needed, passed"
