"""What a reader narrows the scorecard to, and who is found by it."""

from __future__ import annotations

from dataclasses import dataclass

from scorecard_app.names import is_meant
from tracker.translation import _, ngettext
from tracker.views.scorecard_view import HouseTable, ScorecardView, ScoreRow

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
        chosen = (
            (_("“{value}”"), self.text or ANY),
            (_("party {value}"), self.party),
            (_("region {value}"), self.region),
        )
        return "; ".join(
            said.format(value=_("unknown") if value == UNKNOWN else value)
            for said, value in chosen
            if value != ANY
        )

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


def found_words(view: ScorecardView, filters: Filters) -> str:
    """What a search or filter found, in a sentence: who it is, where they are few."""
    houses = [house for house in view.houses if filters.chamber in (ANY, house.chamber)]
    rows = [(house, row) for house in houses for row in house.rows]
    found = [(house, row) for house, row in rows if filters.admit(row)]
    if found and filters.narrows and len(found) <= FEW:
        named = "; ".join(_named(house, row) for house, row in found)
        return _("Found for {sought}: {named}.").format(sought=filters.words, named=named)
    return how_many(len(found), len(rows), filters.words)


def how_many(shown: int, of: int, sought: str) -> str:
    """How many members a search has found, in a sentence; `sought` is empty where none was made."""
    if not shown and not sought:
        said = _("Nobody is found. Clear the search or a filter.")
    elif not shown:
        said = _("Nobody is found for {sought}. Clear the search or a filter.")
    elif sought:
        said = ngettext(
            "{shown} of {all} members is shown for {sought}.",
            "{shown} of {all} members are shown for {sought}.",
            shown,
        )
    else:
        said = ngettext(
            "{shown} of {all} members is shown.", "{shown} of {all} members are shown.", shown
        )
    return said.format(shown=shown, all=of, sought=sought)


def _named(house: HouseTable, row: ScoreRow) -> str:
    score = str(row.status_label) if row.percent is None else f"{row.percent} %"
    return _("{name}, {house}, district {district}: {score}").format(
        name=row.name, house=house.name, district=row.district or _("not known"), score=score
    )
