"""Targets as the rows that the command line prints."""

from __future__ import annotations

from tracker.campaigns.targets import TargetNote
from tracker.cli.cells import Row
from tracker.views.target_sheet import Target, TargetSheet


def sheet_row(sheet: TargetSheet) -> Row:
    """Everything, as one object."""
    return {
        "campaign_id": sheet.vote.campaign_id,
        "bill_id": sheet.vote.bill_id,
        "chamber": sheet.vote.chamber,
        "house": sheet.vote.house,
        "as_of": sheet.as_of,
        "needed": sheet.needed.ayes,
        "needed_basis": sheet.needed.basis,
        "short": sheet.short,
        "counts": {str(stance): count for stance, count in sheet.counts.items()},
        "agenda_id": sheet.agenda_id,
        "last_vote_on": sheet.last_vote_on,
        "members": [target_row(one) for one in sheet.targets],
    }


def target_row(target: Target) -> Row:
    """One member, with every note."""
    member = target.member
    return {
        "person_id": member.person_id,
        "name": member.name,
        "district": member.district,
        "party": member.party,
        "stance": str(target.stance),
        "version": len(target.notes),
        "turn": target.turn,
        "could_make_it": target.could_make_it,
        "past_as_asked": target.past.as_asked,
        "past_of": target.past.of,
        "last_here": target.last_here,
        "notes": [note_row(one) for one in target.notes],
    }


def note_row(note: TargetNote) -> Row:
    """One note on a member."""
    words = note.words
    return {
        "number": note.number,
        "recorded_on": note.recorded_on,
        "recorded_by": note.recorded_by,
        "stance": str(words.stance),
        "confidence": str(words.confidence) if words.confidence else None,
        "source": words.source,
        "note": words.note,
    }


def brief_target(target: Target) -> Row:
    """One member for a table."""
    return {
        "turn": target.turn,
        "member": target.member.person_id,
        "stands": target.stance.words + (" *" if target.could_make_it else ""),
        "last note": target.notes[-1].told if target.notes else None,
        "version": len(target.notes),
        "as asked": target.past.told,
        "last vote on it": target.last_here,
    }
