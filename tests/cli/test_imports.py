"""What a command imports is what takes longest in a short one: what it has no use for stays out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.program import Program
from tests.scrapers.bulkfiles import Bulk

IMPORTED = re.compile(r"^import time:.*\| +(\w+)\.[\w.]+$", re.MULTILINE)
"""The packages of which a module was imported: one that is not there stands alone."""
NO_USE = {"pandas", "numpy", "rich"}


def test_a_file_is_loaded_without_what_tables_of_numbers_and_for_people_need(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither by the command nor by the spider that it runs."""
    monkeypatch.setenv("PYTHONPROFILEIMPORTTIME", "1")
    file = Bulk().zip(tmp_path / "pubinfo_2009.zip")
    ended = Program(tmp_path / "home").run("load", "ca_pubinfo", "--file", file, "--format", "json")
    assert ended.code == 0, ended.err[-2000:]
    imported = set(IMPORTED.findall(ended.err))
    assert {"tracker", "scrapers"} <= imported, "the command and the spider"
    assert not NO_USE & imported
