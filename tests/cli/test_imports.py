"""What a command imports is what takes longest in a short one: what it has no use for stays out."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.cli.program import REPOSITORY
from tests.scrapers.bulkfiles import Bulk

IMPORTED = re.compile(r"^import time:.*\| +(\w+)\.[\w.]+$", re.MULTILINE)
"""The packages of which a module was imported: one that is not there stands alone."""
NO_USE = {"pandas", "numpy", "rich"}


def test_a_file_is_loaded_without_what_tables_of_numbers_and_for_people_need(
    tmp_path: Path,
) -> None:
    """Neither by the command nor by the spider that it runs."""
    file = Bulk().zip(tmp_path / "pubinfo_2009.zip")
    words = ("load", "ca_pubinfo", "--file", str(file), "--format", "json")
    ended = subprocess.run(
        [sys.executable, "-m", "tracker.cli", *words],
        cwd=REPOSITORY,
        env=os.environ | {"ANSWERABLE_HOME": str(tmp_path), "PYTHONPROFILEIMPORTTIME": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr[-2000:]
    imported = set(IMPORTED.findall(ended.stderr))
    assert {"tracker", "scrapers"} <= imported, "the command and the spider"
    assert not NO_USE & imported
