"""A file that is no agenda, method or jurisdiction is named, and everything else goes on."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tracker import paths
from tracker.agenda.known_agendas import known_agendas
from tracker.rules.reference import (
    faults_of_jurisdictions,
    measure_of,
    printed_bill,
    readable_jurisdictions,
)
from tracker.scoring import method


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The shipped files, to be spoiled."""
    copy = tmp_path / "data"
    for folder in ("agendas", "methods"):
        shutil.copytree(paths.data_dir() / folder, copy / folder)
    shutil.copytree(paths.data_dir() / "jurisdictions", copy / "jurisdictions")
    monkeypatch.setattr(paths, "data_dir", lambda: copy)
    monkeypatch.setenv("ANSWERABLE_HOME", str(tmp_path / "home"))
    method.known_methods.cache_clear()
    yield copy
    method.known_methods.cache_clear()


def test_a_bad_agenda_leaves_the_others(data: Path) -> None:
    before = set(known_agendas().agendas)
    (data / "agendas" / "sb375-worked-case.yaml").write_text("[", "utf-8")
    known = known_agendas()
    assert set(known.agendas) == before - {"sb375-worked-case"}
    assert ["sb375-worked-case.yaml" in fault.where for fault in known.faults] == [True]


def test_a_bad_method_leaves_the_others(data: Path) -> None:
    (data / "methods" / "vote_index.yaml").write_text("id: vote_index\n", "utf-8")
    known = method.known_methods()
    assert "vote_index" not in known.methods
    assert next(iter(known.methods)) == method.DEFAULT_METHOD
    assert ["vote_index.yaml" in fault.where for fault in known.faults] == [True]


def test_a_bad_jurisdiction_of_ones_own_leaves_the_others(data: Path, tmp_path: Path) -> None:
    assert data.exists()
    own = tmp_path / "home" / "jurisdictions" / "zz"
    own.mkdir(parents=True)
    (own / "jurisdiction.yaml").write_text("format: 1\nid: zz\n", "utf-8")
    assert "zz" not in readable_jurisdictions()
    assert ["zz" in fault.where for fault in faults_of_jurisdictions()] == [True]
    assert measure_of("200720080SB375") is not None
    assert printed_bill("ca-20072008-SB375") == "SB 375"
