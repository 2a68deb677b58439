"""Targets as the rows that the command line prints, and as the lines of a call sheet."""

from __future__ import annotations

from tracker.campaigns.targets import TargetNote, retold
from tracker.cli.cells import Row
from tracker.rules.reference import printed_bill
from tracker.views.target_sheet import Target, TargetSheet

HEADINGS = (
    *("Turn", "Member", "District", "Party", "Stands", "Last note", "Earlier notes"),
    *("As the agenda asks", "Last vote on it"),
)


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
        "last note": _told(target.notes[-1]) if target.notes else None,
        "version": len(target.notes),
        "as asked": _past(target),
        "last vote on it": target.last_here,
    }


def call_line(target: Target) -> dict[str, str]:
    """One member on the call sheet, with earlier notes carried forward, the newest first."""
    member, notes = target.member, target.notes
    values = (
        f"{target.turn or ''}{' *' if target.could_make_it else ''}",
        *(member.name, member.district or "", member.party or "", target.stance.words),
        _told(notes[-1]) if notes else "",
        "; ".join(_told(one) for one in reversed(notes[:-1])),
        _past(target),
        (target.last_here or "").replace("_", " "),
    )
    return dict(zip(HEADINGS, values, strict=True))


def title_of(sheet: TargetSheet) -> str:
    """As in `SB 375 in the Senate`."""
    return f"{printed_bill(sheet.vote.bill_id)} in the {sheet.vote.house}, {sheet.as_of}"


def _told(note: TargetNote) -> str:
    return f"{note.recorded_on} {note.recorded_by}: {retold(note.words)}"


def _past(target: Target) -> str:
    return f"{target.past.as_asked} of {target.past.of}" if target.past.of else ""
