"""Where the measures of the agenda of 2025-26 ended, on the record of it that ships."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tracker.agenda.agenda import Agenda
from tracker.agenda.known_agendas import find_agenda
from tracker.intake.load import load_record
from tracker.record.stopped import Stop
from tracker.rules.reference import sample_folder
from tracker.store import Store, open_store
from tracker.views.agenda_ended import AgendaEnded, agenda_ended

TODAY = date(2026, 2, 1)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = open_store(f"duckdb:///{tmp_path_factory.mktemp('ended') / 'answerable.duckdb'}")
    folder = sample_folder("ca", "20252026")
    assert folder is not None
    load_record(store, folder)
    return store


def _found(store: Store, agenda: Agenda | None = None, today: date = TODAY) -> AgendaEnded:
    with store.reading() as connection:
        return agenda_ended(connection, agenda or find_agenda("demonstration-2025-2026"), today)


def test_each_that_is_not_law_is_listed_with_its_own_words_and_who_had_it(store: Store) -> None:
    found = {one.item_id: one for one in _found(store).ended}
    assert {name: one.stop for name, one in found.items()} == {
        "ab-736": Stop.NOT_REFERRED,
        "sb-52": Stop.HELD,
        "sb-526": Stop.IN_COMMITTEE,
        "sb-712": Stop.HELD,
        "sb-703": Stop.VETOED,
    }
    held = found["sb-52"]
    assert held.action == "August 29 hearing: Held in committee and under submission."
    assert (held.since, held.office) == (date(2025, 8, 29), "Assembly Committee on APPR.")
    assert held.source == "Bills and roll calls of California 2025-26, to 27 January 2026"
    assert held.without_floor_vote == ("Assembly",)
    assert (found["sb-703"].office, found["sb-703"].without_floor_vote) == ("the Governor", ())


def test_the_funnel_counts_how_far_all_came(store: Store) -> None:
    counts = {one.step: len(one.item_ids) for one in _found(store).funnel}
    assert counts == {
        "introduced": 15,
        "heard": 15,
        "passed_first": 15,
        "passed_second": 11,
        "signed": 10,
    }


def test_what_the_record_holds_no_history_of_is_in_no_count(sample_store: Path) -> None:
    store = open_store(f"duckdb:///{sample_store}")
    found = _found(store, find_agenda("demonstration-2007-2008"))
    assert {one.item_ids for one in found.funnel} == {("sb-375",)}
    assert found.ended == ()
    assert len(found.not_known) == 29
    assert found.ended_on == date(2008, 11, 30)


def test_where_nobody_has_reviewed_the_actions_nothing_is_said(store: Store) -> None:
    agenda = find_agenda("demonstration-2025-2026")
    elsewhere = agenda.model_copy(update={"jurisdiction": "lametro"})
    found = _found(store, elsewhere)
    assert found.why_nothing is not None
    assert (found.funnel, found.ended) == ((), ())


def test_a_session_that_is_over_is_said_to_be(store: Store) -> None:
    assert _found(store).ended_on is None
    assert _found(store, today=date(2027, 1, 1)).ended_on == date(2026, 11, 30)
