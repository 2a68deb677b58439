"""The numbers kept of the samples: they add up, and no sample is passed over."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from scripts.coverage import SAMPLES
from scripts.docs.coverage_page import NUMBERS, PARTS

FILES: list[dict[str, Any]] = json.loads(NUMBERS.read_text("utf-8"))["files"]
COUNTED = [one for one in FILES if one.get("read") is not None]


@pytest.mark.parametrize("found", COUNTED, ids=lambda one: f"{one['source']}-{one['file']}")
def test_what_was_read_is_the_sum_of_its_parts(found: dict[str, Any]) -> None:
    assert found["read"] == sum(found[part] for part in PARTS)
    assert found["quarantined"] == sum(found["reasons"].values())


def test_every_sample_has_its_line(samples: Path) -> None:
    there = {
        (source, str(path.relative_to(samples)))
        for source, patterns in SAMPLES.items()
        for pattern in patterns
        for path in samples.glob(pattern)
    }
    assert there == {(one["source"], one["file"]) for one in FILES}


def test_every_roll_call_of_legiscans_archives_is_in_the_table(samples: Path) -> None:
    """Counted in the archives themselves: lines of `rollcalls.csv`, or files of roll calls."""
    archives = [one for one in COUNTED if one["file"].startswith("legiscan/datasets")]
    assert len(archives) == 18
    for one in archives:
        assert one["read"] == _rolls_in(samples / one["file"]), one["file"]


def _rolls_in(archive: Path) -> int:
    with zipfile.ZipFile(archive) as files:
        names = files.namelist()
        listed = next((name for name in names if name.endswith("/rollcalls.csv")), None)
        if listed is None:
            return sum("/vote/" in name and name.endswith(".json") for name in names)
        lines = csv.DictReader(io.StringIO(files.read(listed).decode("utf-8-sig")))
        return len({line["roll_call_id"] for line in lines})
