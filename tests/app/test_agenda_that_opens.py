"""Which agenda an address that names none opens, where several are of sessions in the record."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.record.contents import store_at
from tracker.intake.load import load_record
from tracker.paths import data_dir

SESSIONS = data_dir() / "jurisdictions" / "ca" / "sessions"
SCRIPT = """
import streamlit as st
from scorecard_app.reading import place_to_open
st.text(place_to_open("")[0])
"""
OURS = """
format: 1
id: ours
jurisdiction: ca
session: "20252026"
title: Ours
version: "1"
organizations: []
issues: [{id: homes, name: Homes}]
items:
  - id: sb-79
    bill: SB 79
    issue: homes
    title: Homes
    weight: 1
    reason: A test.
    positions: [{stance: support, in_force_from: 2024-12-02, recorded_on: 2026-11-27}]
"""


@pytest.mark.parametrize(
    ("sessions", "is_ours_there", "is_own_folder", "opened"),
    [
        (("20072008", "20252026"), True, False, "demonstration-2007-2008"),
        (("20072008", "20252026"), True, True, "ours"),
        (("20072008", "20252026"), False, True, "demonstration-2007-2008"),
        (("20252026",), False, False, "demonstration-2025-2026"),
        (("20252026",), True, False, "ours"),
    ],
)
def test_ones_own_agenda_opens_before_a_demonstration_of_the_same_session(
    sessions: tuple[str, ...],
    is_ours_there: bool,
    is_own_folder: bool,
    opened: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for session in sessions:
        load_record(store_at(tmp_path / "answerable.duckdb"), SESSIONS / session / "record")
    if is_ours_there:
        (tmp_path / "agendas").mkdir()
        (tmp_path / "agendas" / "ours.yaml").write_text(OURS, "utf-8")
    if is_own_folder:
        (tmp_path / "coalition.yaml").write_text("format: 1\nname: Ours\n", "utf-8")
    monkeypatch.setenv("ANSWERABLE_HOME", str(tmp_path))
    monkeypatch.delenv("ANSWERABLE_DATABASE_URL", raising=False)
    page = AppTest.from_string(SCRIPT, default_timeout=60).run()
    assert not page.exception
    assert [text.value for text in page.text] == [opened]
