"""What a killed process unpacked is swept by the next; what a living one holds is left alone."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from tracker.process.scratch import scratch

LONG_AGO = (1_000_000_000, 1_000_000_000)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def _left(place: Path, name: str) -> Path:
    folder = place / name
    folder.mkdir()
    (folder / "table.dat").write_text("large", "utf-8")
    os.utime(folder, LONG_AGO)
    return folder


def test_it_is_gone_when_it_is_done_with(place: Path) -> None:
    with scratch("load") as space:
        (space / "table.dat").write_text("large", "utf-8")
        assert space.parent == place
    assert not list(place.iterdir())


def test_what_a_killed_process_left_is_swept(place: Path) -> None:
    left = _left(place, "answerable-load-killed")
    others = [_left(place, "answerable-other-x"), _left(place, "holiday-pictures")]
    young = place / "answerable-load-young"
    young.mkdir()
    with scratch("load"):
        assert not left.exists()
        assert all(one.exists() for one in (*others, young))


@pytest.mark.usefixtures("place")
def test_what_a_living_process_holds_is_left() -> None:
    with scratch("load") as held:
        os.utime(held, LONG_AGO)
        with scratch("load"):
            assert held.is_dir()


def test_a_link_is_not_followed(place: Path) -> None:
    pictures = _left(place, "holiday-pictures")
    link = place / "answerable-load-link"
    link.symlink_to(pictures)
    os.utime(link, LONG_AGO, follow_symlinks=False)
    with scratch("load"):
        assert (pictures / "table.dat").exists()
