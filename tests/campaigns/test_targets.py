"""Notes before a coming vote are only added, count the house, and leave the store for nobody."""

from __future__ import annotations

import csv
import io
import shutil
import stat
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.cli.program import Program
from tracker.agenda.agenda import Agenda, Stance
from tracker.agenda.known_agendas import find_agenda
from tracker.campaigns.ics import calendar_text
from tracker.campaigns.model import Visibility
from tracker.campaigns.planning import NewMilestone, add_campaign, add_milestone
from tracker.campaigns.targets import (
    Confidence,
    TargetNote,
    TargetStance,
    TargetWords,
    add_note,
    find_vote,
    notes_on,
    sitting_member,
)
from tracker.campaigns.updating import StaleUpdate
from tracker.errors import UsageError
from tracker.intake.load import load_record
from tracker.rules.reference import sample_folder
from tracker.rules.vocabulary import Option
from tracker.scoring.method import DEFAULT_METHOD, find_method
from tracker.store import Store, open_store
from tracker.views.call_sheet import as_csv, as_page
from tracker.views.campaign_calendar import campaign_calendar
from tracker.views.campaign_feed import campaign_feed
from tracker.views.measure_view import measure_view
from tracker.views.sheet import read_sheet
from tracker.views.target_sheet import TargetSheet, target_sheet
from tracker.views.target_votes import counts_then, votes_ahead

NOW = datetime(2008, 8, 20, 20, 0, tzinfo=UTC)
SENATE = ("near-home", "SB 375", "Senate")


@pytest.fixture(params=["duckdb", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path, sample_store: Path) -> Store:
    """A store of each kind with the sample record and a campaign that is public."""
    if request.param == "postgresql":
        made = open_store(request.getfixturevalue("postgresql").new_database())
        folder = sample_folder("ca", "20072008")
        assert folder is not None
        load_record(made, folder)
        return begun(made)
    return begun(at_home(tmp_path, sample_store))


@pytest.fixture
def at(tmp_path: Path, sample_store: Path) -> Store:
    """The same in the file that the command opens in that home."""
    return begun(at_home(tmp_path, sample_store))


def at_home(home: Path, sample_store: Path) -> Store:
    shutil.copy(sample_store, home / "answerable.duckdb")
    return open_store(f"duckdb:///{home / 'answerable.duckdb'}")


def begun(store: Store) -> Store:
    rally = NewMilestone("Rally", due=date(2008, 8, 22), visibility=Visibility.PUBLIC)
    with store.writing() as connection:
        add_campaign(connection, "Near home", "Riders", by="Ana", now=NOW, measures=["SB 375"])
        add_milestone(connection, "near-home", rally, by="Ana", now=NOW)
    return store


def note(
    store: Store,
    member: str,
    words: TargetWords,
    *,
    seen: int = 0,
    key: str | None = None,
    by: str = "Ana",
) -> tuple[TargetNote, bool]:
    with store.writing() as connection:
        vote = find_vote(connection, *SENATE)
        return add_note(
            connection,
            vote,
            sitting_member(connection, vote, member, NOW.date()),
            words,
            seen=seen,
            key=key or f"{member} {seen} {words.stance} by {by}",
            by=by,
            now=NOW,
        )


def sheet(
    store: Store, *, house: str = "Senate", needed: int | None = None, agenda: Agenda | None = None
) -> TargetSheet:
    with store.reading() as connection:
        vote = find_vote(connection, "near-home", "SB 375", house)
        asked = [agenda or find_agenda()]
        return target_sheet(connection, vote, asked, needed=needed, today=NOW.date())


YES = TargetWords(TargetStance.YES)
LEANING = TargetWords(
    TargetStance.LEANING_YES, Confidence.FAIRLY_SURE, "met his staff", "Wants the costs"
)


def test_the_last_note_counts_and_the_earlier_ones_stay(store: Store) -> None:
    note(store, "Florez", LEANING)
    note(store, "dean-florez", YES, seen=1, by="Ben")
    found = next(one for one in sheet(store).targets if one.member.person_id == "dean-florez")
    assert found.stance is TargetStance.YES
    assert [one.words for one in found.notes] == [LEANING, YES]
    assert [(one.number, one.recorded_by) for one in found.notes] == [(1, "Ana"), (2, "Ben")]
    assert found.notes[0].recorded_at == NOW


def test_the_same_note_sent_twice_is_stored_once(store: Store) -> None:
    first, is_new = note(store, "Florez", LEANING, key="k")
    again, is_new_again = note(store, "Florez", LEANING, key="k")
    assert (first, is_new, is_new_again) == (again, True, False)
    with pytest.raises(UsageError, match="belongs to a different note"):
        note(store, "Florez", YES, key="k", seen=1)


def test_a_note_over_somebody_elses_head_is_refused_and_told_what_was_said(at: Store) -> None:
    note(at, "Florez", LEANING)
    with pytest.raises(StaleUpdate, match="2008-08-20 Ana: leaning yes, fairly sure, met his"):
        note(at, "Florez", YES, by="Ben")
    with pytest.raises(UsageError, match="nobody can have seen 5 notes"):
        note(at, "Florez", YES, seen=5)
    with at.reading() as connection:
        stored = notes_on(connection, find_vote(connection, *SENATE))
    assert [one.words for one in stored["dean-florez"]] == [LEANING]


def test_who_is_no_member_of_that_house_or_no_house_at_all_is_refused(at: Store) -> None:
    with pytest.raises(UsageError, match="Karen Bass is in the record, but is no member who"):
        note(at, "Karen Bass", YES)
    with pytest.raises(UsageError, match="is no house that votes on SB 375"):
        sheet(at, house="Diet")
    with pytest.raises(UsageError, match="2,000"):
        note(at, "Florez", TargetWords(TargetStance.NO, note="x" * 2001))


def test_the_count_says_what_is_needed_on_what_that_rests_and_what_is_missing(at: Store) -> None:
    found = sheet(at)
    assert len(found.targets) == 40
    assert (found.needed.ayes, found.short) == (21, 21)
    assert found.needed.basis == "as at this house's vote of 30 August 2008"
    note(at, "Florez", YES)
    note(at, "Steinberg", LEANING)
    found = sheet(at, needed=27)
    assert (found.needed.ayes, found.short) == (27, 26)
    assert found.counts[TargetStance.YES] == found.counts[TargetStance.LEANING_YES] == 1
    assert found.counts[TargetStance.UNKNOWN] == 38


def test_who_could_make_it_is_asked_in_turn_by_stance_and_then_by_past_votes(at: Store) -> None:
    note(at, "Florez", YES)
    note(at, "Runner", LEANING)
    found = sheet(at, needed=4)
    first, second, *_ = found.targets
    assert (first.member.person_id, first.turn) == ("george-runner", 1)
    assert (second.stance, second.past.as_asked, second.past.of) == (TargetStance.UNKNOWN, 27, 27)
    could = [one for one in found.targets if one.could_make_it]
    assert could == list(found.targets[:3])
    assert found.targets[-1].member.person_id == "dean-florez"
    assert found.targets[-1].turn is None
    shares = [one.past.share for one in found.targets[1:-1]]
    assert shares == sorted(shares, reverse=True)


def test_where_the_agenda_opposes_the_measure_the_others_are_asked_first(at: Store) -> None:
    agenda = find_agenda("demonstration-2007-2008")
    item = next(one for one in agenda.items if one.bill_id == "ca-20072008-SB375")
    against = item.model_copy(
        update={"positions": (item.positions[0].model_copy(update={"stance": Stance.OPPOSE}),)}
    )
    turned = agenda.model_copy(
        update={"items": (against, *(one for one in agenda.items if one is not item))}
    )
    shares = [one.past.share for one in sheet(at, agenda=turned).targets]
    assert shares == sorted(shares)


def test_afterwards_the_count_stands_beside_what_the_house_did(at: Store) -> None:
    after = datetime(2008, 8, 31, 9, 0, tzinfo=UTC)
    note(at, "darrell-steinberg", YES)
    note(at, "george-runner", LEANING)
    note(at, "tom-mcclintock", TargetWords(TargetStance.NO))
    with at.writing() as connection:
        vote = find_vote(connection, *SENATE)
        member = sitting_member(connection, vote, "george-runner", after.date())
        words = TargetWords(TargetStance.NO, source="read the roll call")
        add_note(connection, vote, member, words, seen=1, key="late", by="Ana", now=after)
        (then,) = counts_then(connection, vote)
    assert (then.day, then.ayes, then.noes, then.needed) == (date(2008, 8, 30), 25, 14, 21)
    assert len(then.members) == 40
    (runner,) = then.otherwise
    assert (runner.person_id, runner.stance, runner.did) == (
        "george-runner",
        TargetStance.LEANING_YES,
        Option.NOT_VOTING,
    )
    assert then.by_stance[TargetStance.NO] == {Option.NO: 1}
    assert sum(then.by_stance[TargetStance.UNKNOWN].values()) == 37


def test_a_campaign_prepares_for_a_vote_in_each_house_of_its_measures(at: Store) -> None:
    note(at, "Florez", YES)
    with at.reading() as connection:
        ahead = votes_ahead(connection, "near-home")
    assert [(one.vote.house, one.needed.ayes, dict(one.counts)) for one in ahead] == [
        ("Senate", 21, {TargetStance.YES: 1}),
        ("Assembly", 41, {}),
    ]
    assert [one.last_vote_on for one in ahead] == [date(2008, 8, 30), date(2008, 8, 25)]


def test_a_call_sheet_runs_no_formula_and_no_markup() -> None:
    line = {"Member": "=1+1", "Note": '<script>alert("x")</script>', "How": "-2"}
    rows = list(csv.reader(io.StringIO(as_csv([line], tuple(line)))))
    assert rows[0] == ["Member", "Note", "How", "Answer", "Called by", "Day"]
    assert rows[1] == ["'=1+1", line["Note"], "'-2", "", "", ""]
    page = as_page("<b>", ["a < b"], [line], tuple(line))
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "<b>" not in page.partition("<body>")[0].partition("<h1>")[2].partition("</h1>")[0]
    assert "Private: not for publication." in page


def test_the_command_writes_a_sheet_for_its_owner_alone_with_the_earlier_notes(
    at: Store, tmp_path: Path
) -> None:
    program = Program(tmp_path)
    note(at, "Florez", LEANING)
    asked = ("near-home", "SB 375", "Florez", "yes", "--house", "Senate", "--seen", "1")
    stored = program.json("target", "set", *asked, "--source", "=HYPERLINK()")
    assert (stored["newly_stored"], stored["number"]) == (True, 2)
    for name in ("calls.csv", "calls.html"):
        to = tmp_path / name
        written = program.run("target", "sheet", *asked[:2], "--house", "Senate", "--to", to)
        assert (written.code, written.out) == (0, "")
        assert stat.S_IMODE(to.stat().st_mode) == 0o600
        text = to.read_text("utf-8")
        assert "Wants the costs" in text
        assert "HYPERLINK" in text
    printed = program.run("target", "sheet", *asked[:2], "--house", "Senate").out
    assert len(list(csv.reader(io.StringIO(printed)))) == 41
    wrong = program.run(
        "target", "sheet", *asked[:2], "--house", "Senate", "--to", tmp_path / "calls.pdf"
    )
    assert wrong.code == 2
    assert "neither a spreadsheet nor a page" in wrong.err


def test_nothing_of_it_is_in_what_is_public(at: Store, tmp_path: Path) -> None:
    canary = TargetWords(TargetStance.NO, Confidence.SURE, "Canary lunch", "Canary said no")
    note(at, "Florez", canary, by="Canary Quill")
    agenda = find_agenda()
    with at.reading() as connection:
        calendar = campaign_calendar(connection, None, NOW)
        feed = campaign_feed(connection, None, NOW.date())
        pages = [
            read_sheet(connection, agenda, find_method(DEFAULT_METHOD)),
            measure_view(connection, agenda, "ca-20072008-SB375"),
        ]
    assert calendar is not None
    program = Program(tmp_path)
    printed = [
        program.run(*command).out
        for command in (
            ("campaign", "show", "near-home", "--public", "--format", "json"),
            ("campaign", "list", "--format", "json"),
            ("milestone", "list", "--format", "json"),
            ("explain", "dean-florez", "--format", "json"),
            ("score", "--format", "csv"),
            ("status", "--format", "json"),
        )
    ]
    assert all(printed)
    for text in (calendar_text("All", calendar.events), repr(feed), repr(pages), *printed):
        assert "anary" not in text
    assert "anary" in program.run("target", "list", *SENATE[:2], "--house", "Senate").out
