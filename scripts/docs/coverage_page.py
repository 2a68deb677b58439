"""`docs/coverage.md`: what each sample gave and how far the rules reach, from the numbers kept."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scripts.docs.markdown import framed, table
from tracker.rules.vocabulary import QuarantineReason

FRAME = "coverage.md"
NUMBERS = Path(__file__).with_name("coverage.json")
"""What `scripts.coverage` found when it last loaded the samples."""
MOST_NAMED = 3
"""Motions without a rule that are named of each state."""
PARTS = ("loaded", "unchanged", "duplicates", "quarantined", "names_not_known")
"""What `read` is the sum of."""
_RULES_HEADER = (
    *("state", "source", "roll calls", "on the floor", "classified", "share", "with a result"),
    "contradictions",
    "floor motions that no rule covers, most frequent first",
)
_FILES_HEADER = (
    *("source", "file", "read", "= loaded", "+ unchanged", "+ duplicates", "+ quarantined"),
    "+ names not known",
    "why",
)


def coverage_page() -> str:
    """The page."""
    kept = json.loads(NUMBERS.read_text("utf-8"))
    return framed(
        FRAME,
        coverage=table(_RULES_HEADER, map(_rules_row, kept["rules"])),
        files=table(_FILES_HEADER, map(_file_row, kept["files"])),
    )


def _rules_row(found: Mapping[str, Any]) -> list[str]:
    floor, unread, left = found["floor"], found["unread"], found["unread_motions"]
    named = [f"{motion or '(nothing)'} ({count:,})" for motion, count in left[:MOST_NAMED]]
    tested = found["with_result"] or found["contradictions"]
    return [
        found["state"],
        found["source"],
        f"{found['rolls']:,}",
        f"{floor:,}",
        f"{floor - unread:,}",
        f"{_share(floor - unread, floor)} %" if floor else "",
        f"{found['with_result']:,}",
        str(found["contradictions"]) if tested else "not known",
        "; ".join([*named, *(["…"] if len(left) > MOST_NAMED else [])]),
    ]


def _share(part: int, whole: int) -> str:
    """As a percentage, rounded down: 100.0 stands for all alone."""
    tenths = 1000 * part // whole
    return f"{tenths // 10}.{tenths % 10}"


def _file_row(found: Mapping[str, Any]) -> list[str]:
    # LegiScan names its archives with a sum of 32 signs: six tell them apart.
    file = re.sub(r"([0-9a-f]{6})[0-9a-f]{26}", r"\1", found["file"])
    if "not_loaded" in found:
        return [
            found["source"],
            file,
            *[""] * (1 + len(PARTS)),
            f"not loaded: {found['not_loaded']}",
        ]
    if found["read"] is None:
        return [found["source"], file, *[""] * (1 + len(PARTS)), "holds no roll calls"]
    held_back = [
        f"{QuarantineReason(reason).words} ({count:,})"
        for reason, count in found["reasons"].items()
    ]
    return [
        found["source"],
        file,
        *(f"{found[name]:,}" for name in ("read", *PARTS)),
        "; ".join([*held_back, *found["left_out"]]),
    ]
