"""What a load did, in numbers that add up."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field


@dataclass(frozen=True)
class LoadReport:
    """Every roll call that was read is in exactly one of loaded, unchanged, conflicting,
    duplicates and quarantined; `loaded` is `new` plus `changed`.
    """

    source: str
    read: int
    loaded: int
    new: int
    changed: int
    unchanged: int
    conflicting: int
    """Roll calls that the record holds otherwise, from another source; both are kept."""
    duplicates: int
    quarantined: int
    reasons: dict[str, int]
    """Quarantined roll calls by reason."""
    person_votes: int
    """Members' votes stored with the loaded roll calls; vacant seats are not members."""
    seconds: float
    warnings: tuple[str, ...] = field(default=())

    def as_dict(self) -> dict[str, object]:
        """The report as plain values for JSON."""
        return asdict(self) | {"seconds": round(self.seconds, 3), "warnings": list(self.warnings)}
