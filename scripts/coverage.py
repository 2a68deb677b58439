"""`python -m scripts.coverage FOLDER`: how far the reviewed rules reach, state by state.

Loads the archives of LegiScan in FOLDER into a store of its own, and writes `docs/coverage.md`.
It is run by hand, as `make coverage SAMPLES=FOLDER`, since the archives do not ship.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import sqlalchemy as sa

from scripts.docs.markdown import framed, table
from scripts.docs.pages import page_file
from tracker.record.motions import RulesChecked, motions_checked
from tracker.record.tables import vote_events
from tracker.rules.reference import reference
from tracker.rules.vocabulary import MotionClass, Venue
from tracker.store import open_store

FRAME = "coverage.md"
_HEADER = (
    *(
        "state",
        "roll calls",
        "on the floor",
        "classified",
        "share",
        "with a result",
        "contradictions",
    ),
    "floor motions that no rule covers, most frequent first",
)
MOST_NAMED = 3
"""Motions without a rule that are named of each state."""


def main(folder: Path) -> None:
    """Loads every archive of the folder and writes the page."""
    with tempfile.TemporaryDirectory(prefix="answerable-coverage-") as home:
        os.environ["ANSWERABLE_HOME"] = home
        load = [sys.executable, "-m", "tracker.cli", "load", "legiscan", "--file", str(folder)]
        if subprocess.run(load, stdout=subprocess.DEVNULL, check=False).returncode:
            print("Some archives were not loaded: their states have fewer roll calls here.")
        page_file(FRAME).write_text(coverage_page(), "utf-8")


def coverage_page() -> str:
    """The page on what the home's record holds, by jurisdiction."""
    rows = []
    with open_store().reading() as connection:
        held = sa.select(vote_events.c.jurisdiction_id).distinct().order_by(sa.text("1"))
        for code in connection.execute(held).scalars().all():
            known = reference(code)
            found = motions_checked(connection, known.rules.motions, code)
            rows.append(_row(known.jurisdiction.name, found))
    return framed(FRAME, coverage=table(_HEADER, rows))


def _row(name: str, found: RulesChecked) -> list[str]:
    floor, unread = found.floor_rolls, found.floor_unclassified
    left = [
        f"{one.motion.strip() or '(nothing)'} ({one.count})"
        for one in found.motions
        if one.motion_class == MotionClass.UNKNOWN and one.venue == Venue.FLOOR
    ]
    named = "; ".join([*left[:MOST_NAMED], *(["…"] if len(left) > MOST_NAMED else [])])
    return [
        name,
        f"{found.rolls:,}",
        f"{floor:,}",
        f"{floor - unread:,}",
        f"{100 * (floor - unread) / floor:.1f} %" if floor else "",
        f"{found.with_result:,}",
        str(found.contradictions) if found.with_result or found.contradictions else "not known",
        named,
    ]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
