"""While another command has the store open, pages show what they showed last, and say so."""

from __future__ import annotations

import pytest
import streamlit as st

from scorecard_app import last_known
from scorecard_app.layout import without_folders
from tracker.errors import StoreBusy


def _busy() -> str:
    raise StoreBusy("another process has it open", where="the store", what_to_do="wait")


@pytest.fixture(autouse=True)
def _of_one_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "session_state", {})
    last_known.begin_run()


def test_what_was_read_last_is_shown_and_nothing_waits_again() -> None:
    assert last_known.or_last_known("page", lambda: "as it was") == "as it was"
    assert not last_known.is_old()
    assert last_known.seconds_to_wait() == last_known.WAIT_SECONDS
    assert last_known.or_last_known("page", _busy) == "as it was"
    assert last_known.is_old()
    assert last_known.seconds_to_wait() == 0
    last_known.begin_run()
    assert not last_known.is_old()


def test_where_nothing_is_known_the_reason_is_said() -> None:
    with pytest.raises(StoreBusy):
        last_known.or_last_known("never read", _busy)
    assert not last_known.is_old()
    assert last_known.seconds_to_wait() == 0


def test_only_so_much_is_kept() -> None:
    for number in range(last_known.MOST_KEPT + 1):
        last_known.or_last_known(number, lambda: "x")
    with pytest.raises(StoreBusy):
        last_known.or_last_known(0, _busy)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("/srv/home/agendas/mine.yaml, item 3", "mine.yaml, item 3"),
        ("duckdb:////srv/home/answerable.duckdb", "answerable.duckdb"),
        ("see https://example.org/a/b.html", "see https://example.org/a/b.html"),
        ("passed 21/15", "passed 21/15"),
    ],
)
def test_visitors_see_no_folder_of_the_server(text: str, shown: str) -> None:
    assert without_folders(text) == shown
