"""What `answerable agenda ended` prints: the funnel, and each measure that did not become law."""

from __future__ import annotations

from datetime import date

from tracker.cli.cells import Row
from tracker.views.agenda_ended import DOES_NOT_SAY, STOP_WORDS, AgendaEnded, EndedMeasure


def whole(found: AgendaEnded, as_of: date) -> Row:
    """Everything, as one object."""
    return {
        "agenda_id": found.agenda_id,
        "as_of": as_of,
        "session_ended_on": found.ended_on,
        "why_nothing": found.why_nothing,
        "funnel": [
            {
                "step": one.step,
                "title": one.title,
                "count": len(one.item_ids),
                "item_ids": list(one.item_ids),
            }
            for one in found.funnel
        ],
        "ended": [ended_row(one) for one in found.ended],
        "not_known": list(found.not_known),
    }


def ended_row(one: EndedMeasure) -> Row:
    """One measure with every field."""
    return {
        "item_id": one.item_id,
        "bill_id": one.bill_id,
        "title": one.title,
        "asked": [str(stance) for stance in one.stances],
        "stop": str(one.stop),
        "stop_words": STOP_WORDS[one.stop],
        "since": one.since,
        "action": one.action,
        "verified": one.verified,
        "holder": str(one.holder) if one.holder else None,
        "office": one.office,
        "without_floor_vote": list(one.without_floor_vote),
        "last_action_on": one.last_action_on,
        "source": one.source,
        "source_url": one.source_url,
        "source_ref": one.source_ref,
    }


def brief_ended(row: Row) -> Row:
    """The same for a table."""
    return {
        "measure": row["item_id"],
        "where it stopped": row["stop_words"],
        "since": row["since"],
        "in its own words": row["action"],
        "who had it": row["office"] or DOES_NOT_SAY,
        "no floor vote in": row["without_floor_vote"],
        "source": row["source"] or DOES_NOT_SAY,
    }


def sentences(found: AgendaEnded) -> list[str]:
    """What stands over the table: the funnel, and what is not known."""
    if found.why_nothing:
        return [found.why_nothing]
    said = [f"{len(one.item_ids):>4}  {one.title}" for one in found.funnel]
    if found.not_known:
        said.append(
            f"In none of these counts, since the record holds no history of them that a rule "
            f"reads: {', '.join(found.not_known)}."
        )
    if found.ended_on:
        said.append(f"The session ended on {found.ended_on}: what waited then moves no more.")
    return said
