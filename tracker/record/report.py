"""What a load did, in numbers that add up."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field


@dataclass(frozen=True)
class LoadReport:
    """Every roll call that was read is in exactly one of loaded, unchanged, duplicates and
    quarantined; `loaded` is `new` plus `changed`.
    """

    source: str
    read: int
    loaded: int
    new: int
    changed: int
    unchanged: int
    conflicting: int
    """Of the unchanged, those that another source gave otherwise; both readings are kept."""
    duplicates: int
    quarantined: int
    reasons: dict[str, int]
    """Quarantined roll calls by reason."""
    person_votes: int
    """Members' votes stored with the loaded roll calls; vacant seats are not members."""
    seconds: float
    bills: int = 0
    """Measures read from the source's own tables; 0 where it tells of roll calls alone."""
    actions: int = 0
    """What happened to those measures: the lines of their histories."""
    unclassified_actions: int = 0
    """Of those, the ones whose text no reviewed rule fits. They are kept as they are."""
    events: int = 0
    """Hearings and daily files read from the source; 0 where it tells of none."""
    people: int | None = None
    """Members taken from the source's own table; None where it has none or the session's roster
    is reviewed."""
    unresolved_names: int | None = None
    """Names on roll calls that are nobody's for certain by such a table, and stay names; None where
    no such table is known, or the roster is reviewed."""
    roster_differences: dict[str, int] = field(default_factory=dict)
    """`RosterDifference` to number, where the source lists members of a reviewed session."""
    warnings: tuple[str, ...] = field(default=())

    def as_dict(self) -> dict[str, object]:
        """The report as plain values for JSON."""
        return asdict(self) | {"seconds": round(self.seconds, 3), "warnings": list(self.warnings)}
