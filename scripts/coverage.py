"""`python -m scripts.coverage FOLDER`: what each sample gives, and how far the rules reach.

Loads the samples in FOLDER, source by source, each into a store of its own, and keeps the numbers
in `scripts/docs/coverage.json`, from which `docs/coverage.md` is made. It is run by hand, as
`make coverage SAMPLES=FOLDER`, since the samples do not ship. Without a folder the page alone is
made again from the numbers that are kept.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import sqlalchemy as sa

from scripts.docs.coverage_page import FRAME, NUMBERS, coverage_page
from scripts.docs.pages import page_file
from tracker.record.motions import RulesChecked, motions_checked
from tracker.record.tables import vote_events
from tracker.rules.reference import reference
from tracker.rules.vocabulary import MotionClass, Venue
from tracker.store import open_store

SAMPLES: Mapping[str, Sequence[str]] = {
    "ca_pubinfo": ("ca_pubinfo/1999", "ca_pubinfo/2025_mini"),
    "ca_rollcalls": ("ca_rollcall_lewis/*.zip",),
    "legiscan": (
        "legiscan/datasets_csv/*.zip",
        "legiscan/datasets_json/*.zip",
        "legiscan/csv_2025-2026",
        "legiscan/json",
    ),
    "legistar": ("legistar/api_json",),
    "openstates": ("openstates/*.zip",),
    "us_house": ("us_federal/votes_*.zip", "us_federal/clerk_xml"),
    "us_senate": ("us_federal/votes_*.zip", "us_federal/senate_lis_xml"),
}
"""Source to its files in the folder of samples, in the order in which they are loaded."""
_COUNTED = ("loaded", "unchanged", "duplicates", "quarantined", "names_not_known")


def main(samples: Path | None) -> None:
    """Loads every sample, if there is a folder of them, and writes the page."""
    if samples is None:
        print("No SAMPLES given: the page is made from the numbers that are kept.")
    else:
        numbers: dict[str, list[dict[str, object]]] = {"files": [], "rules": []}
        for source, patterns in SAMPLES.items():
            found = [path for pattern in patterns for path in sorted(samples.glob(pattern))]
            if found:
                _measure(source, found, samples, numbers)
        NUMBERS.write_text(json.dumps(numbers, indent=1, ensure_ascii=False) + "\n", "utf-8")
    page_file(FRAME).write_text(coverage_page(), "utf-8")


def _measure(
    source: str,
    files: Sequence[Path],
    samples: Path,
    numbers: dict[str, list[dict[str, object]]],
) -> None:
    """Loads the files of one source one after another, and asks the rules about all of them."""
    with tempfile.TemporaryDirectory(prefix="answerable-coverage-") as home:
        os.environ["ANSWERABLE_HOME"] = home
        for path in files:
            print(source, path.name, flush=True)
            known_as = str(path.relative_to(samples))
            numbers["files"].append({"source": source, "file": known_as, **_load(source, path)})
        numbers["rules"] += _rules(source)


def _load(source: str, path: Path) -> dict[str, object]:
    """What the load of one file reports, or why it was not loaded."""
    command = [sys.executable, "-m", "tracker.cli", "load", source, "--file", str(path)]
    ended = subprocess.run(
        [*command, "--format", "json"], capture_output=True, text=True, check=False
    )
    if ended.returncode:
        (error, *_) = [line for line in ended.stderr.splitlines() if line.startswith("error: ")]
        return {"not_loaded": error.removeprefix("error: ")}
    report = json.loads(ended.stdout)
    kept = {name: report[name] for name in ("read", *_COUNTED, "reasons")}
    return {**kept, "left_out": [one for one in report["warnings"] if "left out" in one]}


def _rules(source: str) -> Iterator[dict[str, object]]:
    """What the reviewed rules make of the home's record, by jurisdiction."""
    with open_store().reading() as connection:
        held = sa.select(vote_events.c.jurisdiction_id).distinct().order_by(sa.text("1"))
        for code in connection.execute(held).scalars().all():
            known = reference(code)
            found = motions_checked(connection, known.rules.motions, code)
            yield {"source": source, "state": known.jurisdiction.name, **_reach(found)}


def _reach(found: RulesChecked) -> dict[str, object]:
    return {
        "rolls": found.rolls,
        "floor": found.floor_rolls,
        "unread": found.floor_unclassified,
        "with_result": found.with_result,
        "contradictions": found.contradictions,
        "unread_motions": [
            [one.motion.strip(), one.count]
            for one in found.motions
            if one.motion_class == MotionClass.UNKNOWN and one.venue == Venue.FLOOR
        ],
    }


if __name__ == "__main__":
    given = sys.argv[1] if len(sys.argv) > 1 else ""
    main(Path(given).resolve() if given else None)
