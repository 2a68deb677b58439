"""The scorecard page's data: both houses apart, every incumbent, ranked where there is a number."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

from tracker.rules.vocabulary import Option
from tracker.scoring.scorecard import LedgerLine, ScoreLine, shares
from tracker.scoring.scores import ScoreStatus, median, percent_of
from tracker.views.heading import Heading, heading
from tracker.views.sheet import Sheet
from tracker.views.sponsorship_view import AllJoined, all_joined
from tracker.views.wording import WHOLE_ROLL_REASONS, minimum_rule, not_ranked, status_label


@dataclass(frozen=True)
class IssueCount:
    """What one member did on the roll calls of one issue; roll calls, not a score."""

    with_position: int
    against_position: int
    no_vote: int
    """No vote recorded, or an option other than aye and no."""

    @property
    def rolls(self) -> int:
        return self.with_position + self.against_position + self.no_vote


@dataclass(frozen=True)
class ScoreRow:
    """One line of the table. `percent`, `rank` and `band` are None where there is no number."""

    person_id: str
    name: str
    chamber: str
    district: str | None
    district_verified: bool
    party: str | None
    party_verified: bool
    region: str | None
    percent: int | None
    rank: int | None
    tied: bool
    counted: int
    eligible: int
    available: int
    numerator: int
    denominator: int
    band: tuple[int, int] | None
    status_label: str | None
    """`Not enough votes (3 of 9)`; None where there is a number."""
    by_issue: dict[str, IssueCount]
    in_doubt: tuple[str, ...]
    """Items of the agenda on which a name that is nobody's for certain may be this member's."""
    unranked: str | None
    """Why there is a number and no rank, in a sentence."""


@dataclass(frozen=True)
class MedianLine:
    """The middle score of a group, and of how many members with a number."""

    group: str
    percent: int | None
    members: int


@dataclass(frozen=True)
class HouseTable:
    """One house: its members in order, and what its middle is. Never merged with the other."""

    chamber: str
    name: str
    available: int
    """Measures that could count in this house for anybody."""
    rows: tuple[ScoreRow, ...]
    medians: tuple[MedianLine, ...]


@dataclass(frozen=True)
class ScorecardView:
    """The whole page, before any filter."""

    heading: Heading
    minimum: str | None
    houses: tuple[HouseTable, ...]
    parties: tuple[str, ...]
    regions: tuple[str, ...]
    issues: dict[str, str]
    """Issue id to name, in the agenda's order."""
    no_votes_because: str | None
    """Why nobody can be scored, where a source says that it holds no votes."""
    joined: AllJoined
    """Who wrote or joined the measures: a score of its own."""


def scorecard_view(sheet: Sheet) -> ScorecardView:
    """Both houses with every member who sat, as a page shows them."""
    houses = tuple(_house(sheet, chamber, name) for chamber, name in sheet.house_names.items())
    rows = [row for house in houses for row in house.rows]
    return ScorecardView(
        heading=heading(sheet),
        minimum=minimum_rule(sheet.method),
        houses=houses,
        parties=tuple(sorted({row.party for row in rows if row.party})),
        regions=tuple(sorted({row.region for row in rows if row.region})),
        issues={issue.id: issue.name for issue in sheet.agenda.issues},
        no_votes_because=sheet.no_votes_because,
        joined=all_joined(sheet),
    )


def _house(sheet: Sheet, chamber: str, name: str) -> HouseTable:
    lines = [line for line in sheet.lines if line.member.chamber == chamber]
    places = Counter(line.score.rank for line in lines)
    available = max((line.score.available for line in lines), default=0)
    rows = [_row(sheet, line, places[line.score.rank] > 1, available) for line in lines]
    return HouseTable(chamber, name, available, tuple(rows), _medians(name, lines))


def _row(sheet: Sheet, line: ScoreLine, tied: bool, available: int) -> ScoreRow:
    member, score = line.member, line.score
    scored = score.status is ScoreStatus.SCORED
    numerator, denominator = score.tally.whole
    return ScoreRow(
        person_id=member.person_id,
        name=member.name,
        chamber=member.chamber,
        district=member.district,
        district_verified=member.district_verified,
        party=member.party,
        party_verified=member.party_verified,
        region=member.region,
        percent=score.percent,
        rank=score.rank,
        tied=score.rank is not None and tied,
        counted=score.tally.counted,
        eligible=score.tally.eligible,
        available=available,
        numerator=numerator,
        denominator=denominator,
        band=line.band if scored else None,
        status_label=status_label(line, available),
        by_issue=_by_issue(sheet, member.person_id, member.chamber),
        in_doubt=line.in_doubt,
        unranked=not_ranked(line.score),
    )


def _medians(house: str, lines: list[ScoreLine]) -> tuple[MedianLine, ...]:
    parties = sorted({line.member.party for line in lines if line.member.party})
    groups = [(house, shares(lines))] + [
        (party, shares(line for line in lines if line.member.party == party)) for party in parties
    ]
    return tuple(median_line(group, found) for group, found in groups)


def median_line(group: str, found: list[Fraction]) -> MedianLine:
    """The median of exact scores, rounded only for display."""
    middle = median(found)
    return MedianLine(group, None if middle is None else percent_of(middle), len(found))


def _by_issue(sheet: Sheet, person_id: str, chamber: str) -> dict[str, IssueCount]:
    counts: dict[str, dict[str, int]] = {}
    for credit in sheet.credits.get((person_id, chamber), ()):
        issue = sheet.items[credit.item_id].issue
        if issue is None:
            continue
        of_issue = counts.setdefault(issue, {"with": 0, "against": 0, "neither": 0})
        for roll in credit.rolls:
            if roll.reason not in WHOLE_ROLL_REASONS:
                of_issue[_side(roll)] += 1
    return {
        issue: IssueCount(found["with"], found["against"], found["neither"])
        for issue, found in counts.items()
    }


def _side(roll: LedgerLine) -> str:
    if roll.option not in (Option.YES, Option.NO):
        return "neither"
    is_for_the_measure = (roll.option == Option.YES) != bool(roll.aye_against)
    return "with" if is_for_the_measure == (roll.stance == "support") else "against"
