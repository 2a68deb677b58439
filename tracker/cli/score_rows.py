"""Scores and the votes beneath them as the rows that the command line prints."""

from __future__ import annotations

from collections.abc import Mapping

from tracker.cli.cells import Row
from tracker.rules.vocabulary import Option
from tracker.scoring.lifetime import LifetimeLine
from tracker.scoring.scorecard import LedgerLine, NotScored, ScoreLine
from tracker.scoring.sponsorship import SponsorshipLine, Sponsorships


def score_row(line: ScoreLine, beside: Sponsorships) -> dict[str, object]:
    """A line of the scorecard and, beside it, the score by what the lawmaker wrote or joined."""
    numerator, denominator = line.score.tally.whole
    joined = beside.score_of(line.member.person_id)
    part, whole = joined.tally.whole
    return {
        "person_id": line.member.person_id,
        "name": line.member.name,
        "chamber": line.member.chamber,
        "district": line.member.district,
        "party": line.member.party,
        "numerator": numerator,
        "denominator": denominator,
        "percent": line.score.percent,
        "counted": line.score.tally.counted,
        "eligible": line.score.tally.eligible,
        "available": line.score.available,
        "rank": line.score.rank,
        "band": list(line.band) if line.band else None,
        "status": str(line.score.status),
        "low": line.score.interval[0] if line.score.interval else None,
        "high": line.score.interval[1] if line.score.interval else None,
        "reason": line.reason,
        "not_scored": [
            {"item_id": one.item_id, "bill_id": one.bill_id, "date": one.date, "reason": one.doubt}
            for one in line.not_scored
        ],
        "in_doubt": list(line.in_doubt),
        "unranked": line.score.unranked,
        "joined_numerator": part,
        "joined_denominator": whole,
        "joined_percent": joined.percent,
        "joined_counted": joined.tally.counted,
        "joined_eligible": joined.tally.eligible,
        "joined_available": beside.available,
        "joined_band": list(joined.band) if joined.band else None,
    }


def sponsorship_row(line: SponsorshipLine) -> dict[str, object]:
    """One measure of one lawmaker in the score by what they wrote or joined."""
    return {
        "item_id": line.item_id,
        "bill_id": line.bill_id,
        "position": line.stance,
        "recorded_on": line.recorded_on,
        "first_day": line.first_day,
        "last_day": line.last_day,
        "did": str(line.did),
        "credit_halves": line.credit,
        "weight_hundredths": line.weight,
        "counted": line.reason is None,
        "reason": line.reason,
        "source": " ".join(part for part in (line.source_url, line.source_ref) if part),
    }


def brief_sponsorship(row: Row) -> Row:
    halves = row["credit_halves"]
    return {
        "measure": row["item_id"],
        "asked": row["position"],
        "before a house": f"{row['first_day'] or 'not known'} to {row['last_day'] or 'not known'}",
        "did": str(row["did"]).replace("_", " "),
        "credit": f"{halves / 2:g}" if isinstance(halves, int) else None,
        "left out": str(row["reason"]).replace("_", " ") if row["reason"] else None,
    }


def lifetime_row(line: LifetimeLine) -> dict[str, object]:
    numerator, denominator = line.tally.whole
    return {
        "person_id": line.member.person_id,
        "name": line.member.name,
        "chamber": line.member.chamber,
        "district": line.member.district,
        "party": line.member.party,
        "sessions": line.sessions,
        "numerator": numerator,
        "denominator": denominator,
        "percent": line.percent,
        "counted": line.tally.counted,
        "eligible": line.tally.eligible,
        "available": line.available,
        "rank": line.rank,
        "status": str(line.status),
        "unranked": line.unranked,
    }


def brief_lifetime(row: Row) -> Row:
    held = row["sessions"]
    return {
        "rank": _place(row),
        "name": row["name"],
        "house": row["chamber"],
        "sessions": ", ".join(map(str, held)) if isinstance(held, list) else held,
        "score": row["percent"] if row["status"] == "scored" else "not enough votes",
        "measures": f"{row['counted']} of {row['available']}",
    }


def ledger_row(line: LedgerLine, unplaced: Mapping[str, tuple[str, ...]]) -> dict[str, object]:
    return {
        "item_id": line.item_id,
        "bill_id": line.bill_id,
        "chamber": line.chamber,
        "date": line.date,
        "motion": " ".join(line.motion.split()),
        "position": line.stance,
        "aye_means": "against" if line.aye_against else "for",
        "aye_confirmed": not line.aye_unconfirmed if line.aye_against else None,
        "recorded_on": line.recorded_on,
        "recorded_after_the_vote": line.recorded_after_the_vote,
        "option": line.option,
        "credit_halves": None if line.at_most else line.credit,
        "weight_hundredths": line.weight,
        "counted": line.reason is None,
        "reason": line.reason,
        "vote_event_id": line.vote_event_id,
        "source": " ".join(part for part in (line.source_url, line.source_ref) if part),
        "unplaced_names": list(unplaced.get(line.vote_event_id, ())),
        "status": "left_out" if line.reason and not line.at_most else "scored",
        "low": line.credit if line.at_most else None,
        "high": line.at_most[1] if line.at_most else None,
        "detail": _UNDIVIDED if line.option == Option.NO_OR_NOT_VOTING else None,
    }


_UNDIVIDED = "The source does not tell a No from no vote recorded on this roll call."


def not_scored_row(measure: NotScored) -> dict[str, object]:
    """As a row of the ledger: a measure without a score in a house that the person sat in."""
    return {
        "item_id": measure.item_id,
        "bill_id": measure.bill_id,
        "chamber": measure.chamber,
        "date": measure.date,
        "motion": " ".join(measure.motion.split()),
        "position": None,
        "aye_means": None,
        "aye_confirmed": None,
        "recorded_on": None,
        "recorded_after_the_vote": False,
        "option": None,
        "credit_halves": None,
        "weight_hundredths": None,
        "counted": False,
        "reason": measure.doubt,
        "vote_event_id": None,
        "source": " ".join(part for part in (measure.source_url, measure.source_ref) if part),
        "unplaced_names": [],
        "status": "not_scored",
        "low": None,
        "high": None,
        "detail": measure.sentence,
    }


def brief_score(row: Row) -> Row:
    low_high, doubts = row["band"], row["in_doubt"]
    return {
        "rank": _place(row),
        "name": row["name"],
        "house": row["chamber"],
        "district": row["district"],
        "party": row["party"],
        "score": _shown(row),
        "measures": f"{row['counted']} of {row['available']}"
        + (f" ({len(doubts)} in doubt)" if isinstance(doubts, list) and doubts else ""),
        "band": f"{low_high[0]} to {low_high[1]}" if isinstance(low_high, list) else None,
        "authored or joined": _joined(row),
    }


def _joined(row: Row) -> str | None:
    """As in `36 (4 of 11)`; nothing where no measure counts."""
    if row["joined_percent"] is None:
        return None
    return f"{row['joined_percent']} ({row['joined_numerator']} of {row['joined_denominator']})"


def _place(row: Row) -> object:
    if row["unranked"] is None:
        return row["rank"]
    return f"not ranked ({str(row['unranked']).replace('_', ' ')})"


def _either(row: Row) -> str | None:
    """`0 or 0.5`, where readings of the vote differ."""
    if row["low"] is row["high"] is None:
        return None
    low, high = (
        f"{one / 2:g}" if isinstance(one, int) else "left out" for one in (row["low"], row["high"])
    )
    return f"{low} or {high}"


def _shown(row: Row) -> object:
    if row["low"] is not None:
        return f"{row['low']} to {row['high']}"
    return row["percent"] if row["status"] == "scored" else str(row["status"]).replace("_", " ")


def brief_vote(row: Row) -> Row:
    halves = row["credit_halves"]
    return {
        "date": row["date"],
        "measure": row["item_id"],
        "motion": row["motion"],
        "asked": row["position"],
        "recorded": f"{row['recorded_on']} (after the vote)"
        if row["recorded_after_the_vote"]
        else row["recorded_on"],
        "did": row["option"],
        "credit": f"{halves / 2:g}" if isinstance(halves, int) else _either(row),
        "left out": row["detail"] if row["status"] == "not_scored" else row["reason"],
    }
