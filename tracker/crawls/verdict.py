"""How a crawl was judged: what the monitors measured and found, kept beside what was read."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from tracker.crawls.manifest import Monitor, Written

VERDICT = "monitors.json"


class Measured(Written):
    """What the monitors look at."""

    items: dict[str, int]
    filled: dict[str, float]
    """Share of the items that fill a field, by kind and field: `roll_calls.motion`; of a whole
    session also that of the votes whose name is a person's (`votes.person`)."""
    rolls: int
    unresolved: int
    """Rolls refused for a name."""
    unbalanced: int
    """Rolls refused since names and counts do not add up."""
    of_measures: dict[str, dict[str, int]] | None = None
    """Items by measure and kind, where single measures were read."""


class Verdict(Written):
    """`monitors.json`: whether a crawl may be loaded, and what was measured of it."""

    monitors: list[Monitor]
    measured: Measured
    compared_with: str | None
    """The crawl that was the last good one; None at a first crawl."""
    accepted: bool = False
    """A person said that what is missing is missing for good."""

    @property
    def is_good(self) -> bool:
        return self.accepted or all(monitor.ok for monitor in self.monitors)


def read_verdict(folder: Path) -> Verdict | None:
    """How a crawl was judged; None where it was not, or the file is damaged."""
    try:
        return Verdict.model_validate_json((folder / VERDICT).read_text("utf-8"))
    except (OSError, ValidationError):
        return None
