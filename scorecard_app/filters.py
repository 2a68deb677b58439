"""What a reader narrows the scorecard to, and who is found by it."""

from __future__ import annotations

from dataclasses import dataclass

from scorecard_app.names import is_meant
from tracker.views.scorecard_view import ScorecardView, ScoreRow

ANY = "all"
UNKNOWN = "unknown"
FEW = 3
"""So many finds are named in the sentence over them."""


@dataclass(frozen=True)
class Filters:
    """What the reader narrowed the tables to; `ANY` where they did not."""

    text: str
    chamber: str
    party: str
    region: str
    issue: str

    @property
    def narrows(self) -> bool:
        return bool(self.text) or (self.party, self.region) != (ANY, ANY)

    @property
    def words(self) -> str:
        """As in `“lee”; party Democratic`; empty where nothing is narrowed."""
        parts = (f"“{self.text}”" if self.text else "", _part("party", self.party))
        return "; ".join(part for part in (*parts, _part("region", self.region)) if part)

    @property
    def in_address(self) -> dict[str, str]:
        """As the address of the page has them."""
        kept = {"party": self.party, "region": self.region, "issue": self.issue}
        chosen = {name: value for name, value in kept.items() if value != ANY}
        return chosen | ({"q": self.text} if self.text else {})

    def admit(self, row: ScoreRow) -> bool:
        """Whether a row is shown."""
        return (
            is_meant(self.text, row.name, row.district)
            and self.party in (ANY, row.party or UNKNOWN)
            and self.region in (ANY, row.region or UNKNOWN)
        )


def _part(name: str, value: str) -> str:
    return "" if value == ANY else f"{name} {value}"


def found_words(view: ScorecardView, filters: Filters) -> str:
    """What a search or filter found, in a sentence: who it is, where they are few."""
    houses = [house for house in view.houses if filters.chamber in (ANY, house.chamber)]
    rows = [(house, row) for house in houses for row in house.rows]
    found = [(house, row) for house, row in rows if filters.admit(row)]
    narrowed = f" for {filters.words}" if filters.narrows else ""
    if not found:
        return f"Nobody is found{narrowed}. Clear the search or a filter."
    if len(found) > FEW or not filters.narrows:
        return f"{len(found)} of {len(rows)} members are shown{narrowed}."
    named = "; ".join(
        f"{row.name}, {house.name}, district {row.district or 'not known'}: "
        + (f"{row.percent} %" if row.percent is not None else str(row.status_label))
        for house, row in found
    )
    return f"Found{narrowed}: {named}."
