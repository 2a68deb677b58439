"""The kit serves every source alike: it knows none, and no state, by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.program import REPOSITORY
from tracker.crawls.sources import declared_sources
from tracker.rules.reference import reference

MODULES = sorted((REPOSITORY / "scrapers" / "kit").glob("*.py"))
NAMES = [
    *declared_sources(),
    reference("ca").jurisdiction.name,
    *reference("ca").jurisdiction.house_names.values(),
]


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_a_module_of_the_kit_names_no_source_and_no_state(module: Path) -> None:
    text = module.read_text("utf-8")
    assert [name for name in NAMES if name in text] == []


@pytest.mark.parametrize("source", declared_sources())
def test_a_source_is_a_folder_of_at_most_six_files(source: str) -> None:
    folder = REPOSITORY / "scrapers" / source
    files = [path.name for path in folder.iterdir() if path.is_file()]
    assert "source.py" in files
    assert len(files) <= 6, files
