"""What a load did, in numbers that add up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace

COUNTED: Mapping[str, tuple[str, ...]] = {
    "roll_calls": (
        "read",
        "loaded",
        "new",
        "changed",
        "unchanged",
        "conflicting",
        "duplicates",
        "quarantined",
        "person_votes",
    ),
    "bills": ("bills",),
    "actions": ("actions", "unclassified_actions"),
    "events": ("events",),
}
"""Kind of fact to the numbers of a report that count it."""
NOT_HELD = "not in the source"


@dataclass(frozen=True)
class LoadReport:
    """Every roll call that was read is in exactly one of loaded, unchanged, duplicates and
    quarantined; `loaded` is `new` plus `changed`. A number is None where the source does not hold
    what it counts; `absent` says why.
    """

    source: str
    read: int | None
    loaded: int | None
    new: int | None
    changed: int | None
    unchanged: int | None
    conflicting: int | None
    """Of the unchanged, those that another source gave otherwise; both readings are kept."""
    duplicates: int | None
    quarantined: int | None
    reasons: dict[str, int]
    """Quarantined roll calls by reason."""
    person_votes: int | None
    """Members' votes stored with the loaded roll calls; vacant seats are not members."""
    seconds: float
    bills: int | None = 0
    """Measures read from the source's own tables or pages."""
    actions: int | None = 0
    """What happened to those measures: the lines of their histories."""
    unclassified_actions: int | None = 0
    """Of those, the ones whose text no reviewed rule fits. They are kept as they are."""
    events: int | None = 0
    """Hearings and daily files read from the source."""
    people: int | None = None
    """Members taken from the source's own table; None where it has none or the session's roster
    is reviewed."""
    unresolved_names: int | None = None
    """Names on roll calls that are nobody's for certain by such a table, and stay names; None where
    no such table is known, or the roster is reviewed."""
    roster_differences: dict[str, int] = field(default_factory=dict)
    """`RosterDifference` to number, where the source lists members of a reviewed session."""
    absent: dict[str, str] = field(default_factory=dict)
    """Kinds of facts that the source does not hold, by the names of `COUNTED`, and why."""
    warnings: tuple[str, ...] = field(default=())

    def without(self, absent: Mapping[str, str]) -> LoadReport:
        """The report of a source that does not hold these kinds of facts: unknown is not zero."""
        counts: dict[str, int | None] = {name: None for kind in absent for name in COUNTED[kind]}
        return replace(self, absent=dict(absent), **counts)  # type: ignore[arg-type]

    def for_reading(self) -> dict[str, object]:
        """As plain values for a person, with words where the source does not hold something."""
        blank = {name: NOT_HELD for kind in self.absent for name in COUNTED[kind]}
        return self.as_dict() | blank

    def as_dict(self) -> dict[str, object]:
        """The report as plain values for JSON."""
        return asdict(self) | {"seconds": round(self.seconds, 3), "warnings": list(self.warnings)}
