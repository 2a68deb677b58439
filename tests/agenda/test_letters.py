"""Letters to lawmakers, and that they were told before the vote."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tracker.agenda.known_agendas import find_agenda
from tracker.agenda.letters import (
    Letter,
    Notice,
    letter_template,
    letters,
    note_sent,
    notices,
    standing,
)
from tracker.agenda.versions import save_agenda
from tracker.errors import DataFileError, UsageError
from tracker.rules.vocabulary import Chamber
from tracker.scoring.method import DEFAULT_METHOD, find_method
from tracker.store import Store, open_store
from tracker.views.legislator_view import legislator_view
from tracker.views.sheet import read_sheet

AGENDA = find_agenda("sb375-worked-case").model_copy(
    update={"id": "ours", "written_by": "River Tenants", "organizations": ()}
)
IN_TIME = datetime(2007, 5, 3, tzinfo=UTC)
LATER = datetime(2026, 11, 28, tzinfo=UTC)


@pytest.fixture
def store(sample_store: Path, tmp_path: Path) -> Store:
    """The sample record, with an agenda on SB 375, on which the Senate voted on 7 June 2007."""
    shutil.copy(sample_store, tmp_path / "answerable.duckdb")
    store = open_store(f"duckdb:///{tmp_path / 'answerable.duckdb'}")
    with store.writing() as connection:
        save_agenda(connection, AGENDA, seen=0, by="Ada", now=IN_TIME)
    return store


def _note(
    store: Store, sent_on: date, now: datetime, *, person: str = "dean-florez", proof: str = "no. 1"
) -> Notice:
    with store.writing() as connection:
        return note_sent(
            connection,
            "ours",
            person,
            version=None,
            sent_on=sent_on,
            proof=proof,
            by="Ada",
            now=now,
        )


def _told(store: Store, person: str = "dean-florez") -> set[str]:
    with store.reading() as connection:
        sheet = read_sheet(connection, AGENDA, find_method(DEFAULT_METHOD))
    view = legislator_view(sheet, person)
    assert view is not None
    return {
        row.told
        for record in view.records
        for row in (*record.counted_rows, *record.left_out)
        if row.rolls
    }


def _letters(store: Store) -> list[Letter]:
    with store.reading() as connection:
        return letters(connection, AGENDA, Chamber.UPPER, letter_template(None), LATER.date())


def test_each_member_of_the_house_gets_a_letter_with_every_item(store: Store) -> None:
    written = _letters(store)
    assert len({one.person_id for one in written}) == len(written) == 40
    (florez,) = (one for one in written if one.person_id == "dean-florez")
    assert "Dear Dean Florez," in florez.text
    assert "Senate, California Legislature" in florez.text
    assert f"SB 375, {AGENDA.items[0].title}: support." in florez.text
    assert "$" not in florez.text


def test_a_letter_says_written_by_and_ratified_only_where_it_was(store: Store) -> None:
    assert "(written by River Tenants)" in _letters(store)[0].text
    ratified = AGENDA.model_copy(update={"ratified": date(2007, 5, 1)})
    assert standing(ratified) == "ratified on 2007-05-01"


def test_a_letter_before_the_vote_is_marked_for_who_got_it_and_nobody_else(store: Store) -> None:
    assert _told(store) == {""}
    _note(store, date(2007, 5, 2), IN_TIME)
    assert _told(store) == {"told before the vote, 2 May 2007"}
    assert _told(store, "darrell-steinberg") == {""}


def test_a_letter_that_was_noted_after_the_vote_says_so(store: Store) -> None:
    _note(store, date(2007, 5, 2), LATER)
    assert _told(store) == {"told before the vote, 2 May 2007, noted 28 November 2026"}


def test_a_letter_on_the_day_of_the_last_vote_or_later_is_no_notice(store: Store) -> None:
    _note(store, date(2007, 6, 7), LATER)
    assert _told(store) == {""}


def test_what_cannot_be_noted_is_refused_in_a_sentence(store: Store) -> None:
    for sentence, person, day, proof in (
        ("no member in that session is called 'nobody'", "nobody", date(2007, 5, 2), "no. 1"),
        ("is still to come", "dean-florez", date(2007, 5, 4), "no. 1"),
        ("the proof is empty", "dean-florez", date(2007, 5, 2), " "),
    ):
        with pytest.raises(UsageError, match=sentence):
            _note(store, day, IN_TIME, person=person, proof=proof)
    with store.reading() as connection:
        assert notices(connection, "ours") == []


def test_a_template_with_a_place_that_nothing_fills_is_refused(tmp_path: Path) -> None:
    own = tmp_path / "own.txt"
    own.write_text("Dear $nmae", "utf-8")
    with pytest.raises(DataFileError, match="a place that nothing fills: 'nmae'"):
        letter_template(own)
