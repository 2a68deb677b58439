"""A day's file of changes: it adds to what earlier files said and takes nothing of it away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.intake.staged import DAY, SESSION_ID, Staged, crawl_folder
from tests.scrapers.bulkfiles import (
    BILL,
    SESSION,
    Bulk,
    action,
    legislator,
    roll,
    senators,
    version,
    votes,
)
from tests.sites.dat_lines import Row
from tests.store.day_files import PLACE, load, load_day, whole_session
from tests.store.places import Place
from tracker.intake.load import load_crawl
from tracker.intake.stored_names import name_held_votes
from tracker.readings.reading_history import conflicts
from tracker.record.queries import quarantined, roll_calls
from tracker.record.tables import (
    bill_actions,
    bill_documents,
    bill_sponsorships,
    bill_versions,
    bills,
    memberships,
    person_votes,
    vote_events,
)
from tracker.rules.identity import Alias, Term, roster_of
from tracker.rules.reference import current_id
from tracker.rules.vocabulary import Chamber
from tracker.store import Store


@pytest.fixture
def store(place: Place) -> Store:
    return place.new_store()


def _rows(store: Store, table: sa.Table, *names: str) -> list[tuple[object, ...]]:
    with store.reading() as connection:
        query = sa.select(*(table.c[name] for name in names)).where(
            table.c.bill_id == current_id(BILL)
        )
        return sorted(tuple(row) for row in connection.execute(query))


def test_a_changed_roll_call_is_changed_though_its_motion_and_place_are_numbers(
    store: Store, tmp_path: Path
) -> None:
    load(store, tmp_path, whole_session())
    report = load_day(
        store,
        tmp_path,
        BILL_SUMMARY_VOTE_TBL=[roll(vote_date_seq=7, ayes=1, abstain=2, location_code=PLACE)],
        BILL_DETAIL_VOTE_TBL=votes(
            {"Aster": "AYE", "Birch": "ABS", "De La Rue": "NOE", "Elder": "ABS"},
            vote_date_seq=7,
            location_code=PLACE,
        ),
    )
    assert (report.read, report.changed, report.new) == (1, 1, 0)
    with store.reading() as connection:
        rolls = roll_calls(connection, session_id=SESSION_ID)
    assert [(r.motion, r.declared_yes) for r in rolls] == [
        ("Senate 3rd Reading SB7 Aster", 1),
        ("Senate 3rd Reading SB7 Aster", 2),
    ]


def test_the_same_roll_call_again_is_unchanged_without_its_text_and_version(
    store: Store, tmp_path: Path
) -> None:
    load(store, tmp_path, whole_session())
    report = load_day(store, tmp_path, BILL_SUMMARY_VOTE_TBL=[roll()], BILL_DETAIL_VOTE_TBL=votes())
    assert (report.unchanged, report.changed) == (1, 0)


def test_history_texts_and_authors_that_are_not_repeated_stay(store: Store, tmp_path: Path) -> None:
    load(store, tmp_path, whole_session())
    load_day(
        store,
        tmp_path,
        BILL_HISTORY_TBL=[
            action(3, "2009-03-02", "Set for hearing March 9."),
            action(2, "2009-03-01", "Referred to Com. on APPR."),
        ],
        BILL_VERSION_TBL=[version(96, "2009-06-01", vote_required="Two Thirds", subject=None)],
    )
    assert _rows(store, bill_actions, "sequence", "description") == [
        (1, "Introduced.  To print."),
        (2, "Referred to Com. on APPR."),
        (3, "Set for hearing March 9."),
    ]
    assert [str(row[0]) for row in _rows(store, bill_versions, "date")] == [
        "2009-02-01",
        "2009-05-01",
        "2009-06-01",
    ]
    assert _rows(store, bills, "title", "author") == [("Shade trees.", "Aster")]
    assert _rows(store, bill_sponsorships, "name") == [("Aster",)]


def test_what_stands_corrected_is_replaced_and_not_doubled(store: Store, tmp_path: Path) -> None:
    load(store, tmp_path, whole_session())
    load_day(store, tmp_path, BILL_HISTORY_TBL=[action(1, "2009-02-01", "Introduced.")])
    assert _rows(store, bill_actions, "description") == [("Introduced.",)]


def test_a_quarantined_roll_call_stays_until_its_own_correction_comes(
    store: Store, tmp_path: Path
) -> None:
    wrong = whole_session()
    wrong.tables["BILL_SUMMARY_VOTE_TBL"] = [
        roll(ayes=9),
        roll(vote_date_seq=7, location_code=PLACE),
    ]
    load(store, tmp_path, wrong)
    load_day(store, tmp_path, BILL_HISTORY_TBL=[action(2, "2009-03-01", "Hearing.")])
    assert _quarantined(store) == 1
    load_day(store, tmp_path, BILL_SUMMARY_VOTE_TBL=[roll()], BILL_DETAIL_VOTE_TBL=votes())
    assert _quarantined(store) == 0


def test_a_roll_call_whose_motion_gets_its_text_later_stays_one(
    store: Store, tmp_path: Path
) -> None:
    nameless = whole_session()
    del nameless.tables["BILL_MOTION_TBL"]
    load(store, tmp_path, nameless)
    report = load(store, tmp_path, whole_session())
    assert (report.new, report.changed) == (0, 2)
    with store.reading() as connection:
        assert len(roll_calls(connection, session_id=SESSION_ID)) == 2


def test_the_second_of_two_like_roll_calls_does_not_replace_the_first(
    store: Store, tmp_path: Path
) -> None:
    load(store, tmp_path, Bulk())
    other = {"Aster": "AYE", "Birch": "AYE", "De La Rue": "AYE", "Elder": "NOE"}
    report = load_day(
        store,
        tmp_path,
        BILL_SUMMARY_VOTE_TBL=[roll(vote_date_seq=1009, ayes=3, abstain=0)],
        BILL_DETAIL_VOTE_TBL=votes(other, vote_date_seq=1009),
    )
    assert (report.new, report.changed) == (1, 0)
    both = Bulk()
    both.tables["BILL_SUMMARY_VOTE_TBL"] = [roll(), roll(vote_date_seq=1009, ayes=3, abstain=0)]
    both.tables["BILL_DETAIL_VOTE_TBL"] = [*votes(), *votes(other, vote_date_seq=1009)]
    report = load(store, tmp_path, both)
    assert (report.new, report.changed, report.unchanged) == (0, 0, 2)


def _quarantined(store: Store) -> int:
    with store.reading() as connection:
        return len(quarantined(connection))


def test_members_are_replaced_by_a_whole_file_and_added_to_by_a_day_s(
    store: Store, tmp_path: Path
) -> None:
    def seats() -> dict[str, str]:
        with store.reading() as connection:
            query = sa.select(memberships.c.person_id, memberships.c.party)
            return {row.person_id.split("-")[1]: row.party for row in connection.execute(query)}

    whole = whole_session()
    whole.tables["LEGISLATOR_TBL"] = senators("Aster", "Birch", "Cedar")
    load(store, tmp_path, whole)
    changed = [legislator("Birch", "SD13", party="REP"), legislator("Dahlia", "SD40")]
    assert load_day(store, tmp_path, LEGISLATOR_TBL=changed).people == 2
    democratic = dict.fromkeys(("aster", "cedar", "dahlia"), "Democratic")
    assert seats() == {**democratic, "birch": "Republican"}
    whole.tables["LEGISLATOR_TBL"] = senators("Aster")
    load(store, tmp_path, whole)
    assert seats() == {"aster": "Democratic"}


def test_names_that_another_source_gave_become_people_and_no_conflict(
    store: Store, tmp_path: Path
) -> None:
    def people(bill_id: str) -> dict[str, str | None]:
        with store.reading() as connection:
            query = (
                sa.select(person_votes.c.voter, person_votes.c.person_id)
                .join(vote_events, vote_events.c.vote_event_id == person_votes.c.vote_event_id)
                .where(vote_events.c.bill_id == bill_id)
            )
            return {row.voter: row.person_id for row in connection.execute(query)}

    same, other = Staged(), Staged(bill="SB 8")
    elsewhere = crawl_folder(tmp_path / "elsewhere", [same, other])
    load_crawl(store, elsewhere)
    assert set(people("ca-20092010-SB8").values()) == {None}
    names = ("Aster", "Birch", "De La Rue", "Elder")
    listed = Bulk()
    listed.tables["LEGISLATOR_TBL"] = senators(*names)
    load(store, tmp_path, listed)
    assert people(current_id(BILL)) == people("ca-20092010-SB8")
    assert None not in people(current_id(BILL)).values()
    with store.reading() as connection:
        assert conflicts(connection) == []
    assert load_crawl(store, elsewhere).conflicting == 0
    listed.tables["LEGISLATOR_TBL"] = senators(*names[:3])
    load(store, tmp_path, listed)
    assert people("ca-20092010-SB8")["Elder"] is None
    assert people("ca-20092010-SB8")["Aster"] is not None


def _in_committee(code: str = PLACE) -> dict[str, Sequence[Row]]:
    """A roll call of a committee that the file has the code of, and no words for."""
    return {
        "BILL_SUMMARY_VOTE_TBL": [roll(vote_date_seq=7, location_code=code)],
        "BILL_DETAIL_VOTE_TBL": votes(vote_date_seq=7, location_code=code),
    }


@pytest.mark.parametrize("code", [PLACE, "X61"])
def test_a_roll_call_whose_committee_has_only_a_code_waits_for_a_file_that_names_it(
    store: Store, tmp_path: Path, code: str
) -> None:
    report = load_day(store, tmp_path, **_in_committee(code))
    assert (report.loaded, report.reasons) == (0, {"place_known_by_code": 1})
    with store.reading() as connection:
        (held_back,) = quarantined(connection)
    said = f"its committee is known by code alone: {code}; read a whole file of the session"
    assert held_back["detail"] == said
    whole = whole_session()
    whole.tables |= _in_committee(code)
    whole.tables["LOCATION_CODE_TBL"] = [
        {"session_year": SESSION, "location_code": code, "description": "Sen Appropriations"}
    ]
    report = load(store, tmp_path, whole)
    assert (report.new, report.quarantined, _quarantined(store)) == (1, 0, 0)
    report = load_day(store, tmp_path, **_in_committee(code))
    assert (report.unchanged, report.quarantined) == (1, 0)


def test_a_committee_that_the_session_s_file_has_no_words_for_holds_back_new_roll_calls_alone(
    store: Store, tmp_path: Path
) -> None:
    whole = whole_session()
    del whole.tables["LOCATION_CODE_TBL"]
    assert load(store, tmp_path, whole).new == 2
    report = load_day(store, tmp_path, **_in_committee())
    assert (report.unchanged, report.quarantined) == (1, 0)
    assert load_day(store, tmp_path, **_in_committee("CS62")).reasons == {"place_known_by_code": 1}


def _analysis(number: int) -> Row:
    return {
        "analysis_id": number,
        "bill_id": BILL,
        "analysis_date": "2009-04-01 00:00:00",
        "committee_name": "Appropriations",
        "source_doc": f"analysis_{number}",
    }


OF_A_MEASURE = (bill_versions, bill_sponsorships, bill_actions, bill_documents)


def _told(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Each kind of fact of the measure, whole rows with their citations."""
    with store.reading() as connection:
        return {
            table.name: sorted(
                (tuple(row) for row in connection.execute(sa.select(table))), key=str
            )
            for table in OF_A_MEASURE
        }


@pytest.mark.parametrize(
    ("brought", "of_kind"),
    [
        (
            {"BILL_SUMMARY_VOTE_TBL": [roll()], "BILL_DETAIL_VOTE_TBL": votes()},
            None,
        ),
        ({"BILL_HISTORY_TBL": [action(2, "2009-03-01", "Hearing.")]}, "bill_actions"),
        ({"BILL_VERSION_TBL": [version(96, "2009-06-01")]}, "bill_versions"),
        ({"BILL_ANALYSIS_TBL": [_analysis(2)]}, "bill_documents"),
    ],
    ids=["votes", "history", "text", "document"],
)
def test_a_day_adds_to_the_kind_of_fact_that_it_brings_and_leaves_every_other(
    store: Store, tmp_path: Path, brought: dict[str, Sequence[Row]], of_kind: str | None
) -> None:
    whole = whole_session()
    whole.tables["BILL_ANALYSIS_TBL"] = [_analysis(1)]
    load(store, tmp_path, whole)
    before = _told(store)
    assert all(before.values())
    load_day(store, tmp_path, **brought)
    after = _told(store)
    for kind, rows in before.items():
        assert set(rows) <= set(after[kind])
        assert len(after[kind]) == len(rows) + (kind == of_kind)


def test_a_text_that_a_day_does_not_repeat_keeps_what_a_vote_on_it_needs(
    store: Store, tmp_path: Path
) -> None:
    load(store, tmp_path, whole_session())
    load_day(store, tmp_path, BILL_VERSION_TBL=[version(96, "2009-06-01", vote_required=None)])
    assert [row[1] for row in _rows(store, bill_versions, "date", "note")] == [
        "vote required: Majority",
        "vote required: Majority",
        None,
    ]


def test_the_newest_text_is_in_force_also_where_it_says_nothing_of_what_a_vote_needs(
    store: Store, tmp_path: Path
) -> None:
    whole = whole_session()
    whole.tables["BILL_VERSION_TBL"] = [
        version(99, "2009-02-01", vote_required="Two Thirds"),
        version(97, "2009-05-01", vote_required=""),
    ]
    load(store, tmp_path, whole)
    report = load_day(store, tmp_path, BILL_SUMMARY_VOTE_TBL=[roll()], BILL_DETAIL_VOTE_TBL=votes())
    assert (report.unchanged, report.changed) == (1, 0)


def test_a_held_name_becomes_whom_it_meant_on_the_day_of_each_roll_call(
    store: Store, tmp_path: Path
) -> None:
    last, first = DAY, DAY + timedelta(days=1)
    load_crawl(store, crawl_folder(tmp_path / "crawl", [Staged(), Staged(day=first)]))
    begun = date(2008, 12, 1)
    people = (("elder-aster", begun, last), ("younger-aster", first, None))
    seats = roster_of(
        [Alias(SESSION_ID, Chamber.UPPER, "Aster", who, *days) for who, *days in people],
        [Term(who, Chamber.UPPER, *days) for who, *days in people],
        is_reviewed=False,
    )
    with store.writing() as connection:
        named_anew = name_held_votes(connection, SESSION_ID, seats)
    assert {(one.voter, one.now) for one in named_anew} == {
        ("Aster", "elder-aster"),
        ("Aster", "younger-aster"),
    }
    with store.reading() as connection:
        query = (
            sa.select(vote_events.c.date, person_votes.c.person_id)
            .join(vote_events, vote_events.c.vote_event_id == person_votes.c.vote_event_id)
            .where(person_votes.c.voter == "Aster")
        )
        named = sorted(tuple(row) for row in connection.execute(query))
    assert named == [(last, "elder-aster"), (first, "younger-aster")]
