"""The page of one coming vote, reached from its campaign: the house, notes, the call sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from scorecard_app import target_reading
from scorecard_app.address import asked_for, link, search
from scorecard_app.layout import not_here, without_folders
from scorecard_app.markup import draw, part
from scorecard_app.steward import acting_for_page
from scorecard_app.target_block import show_targets
from tracker.campaigns.targets import ComingVote, Confidence, TargetStance, retold
from tracker.errors import AnswerableError, StoreBusy
from tracker.rules.reference import printed_bill
from tracker.translation import _
from tracker.views.call_sheet import HEADINGS, TO_FILL_IN, as_csv, call_line
from tracker.views.target_sheet import TargetSheet
from tracker.views.wording import RESULT_WORDS

_OUTCOME = "outcome-targets"


@dataclass(frozen=True)
class _Outcome:
    """What became of the last note that was sent."""

    vote: ComingVote
    person_id: str
    said: str = ""
    """That it was stored; empty where it was not."""
    stored: str = ""
    """Its mark, as in `dean-florez 2`."""
    error: str = ""
    what_to_do: str = ""


def show_ahead(campaign_id: str) -> None:
    """On the campaign's page: the votes that it prepares for, each with the way to its own page."""
    draw("targets", "ahead", campaign_id=campaign_id, votes=target_reading.ahead(campaign_id))


def show_vote(campaign_id: str, campaign: str) -> None:
    """The page of the vote that the address names."""
    found = target_reading.house(
        campaign_id,
        asked_for("vote"),
        asked_for("house"),
        needed=_needed(),
        first=asked_for("agenda"),
    )
    if found is None:
        said = _("This campaign prepares for no vote on “{id}”.").format(id=asked_for("vote"))
        not_here(said, [(link("campaigns", campaign=campaign_id), campaign)])
        return
    sheet, vote = found.sheet, found.sheet.vote
    st.set_page_config(page_title=f"{printed_bill(vote.bill_id)} · {campaign}", layout="wide")
    on_paper = asked_for("sheet") == "paper"
    title = found.agenda.title if found.agenda else ""
    top = {"campaign_id": campaign_id, "campaign": campaign, "sheet": sheet}
    draw("targets", "head", **top, others=found.others, agenda=title, on_paper=on_paper)
    if not sheet.targets:
        draw("targets", "nobody", house=vote.house)
    elif on_paper:
        _paper(sheet)
    else:
        search("needed", _("Ayes needed, if you know better"), placeholder="27")
        if asked_for("needed") and _needed() is None:
            draw("targets", "no_number", typed=asked_for("needed"))
        _members(sheet)
        draw("targets", "paper_link", address=_address(vote, sheet="paper"))
        _download(sheet)
    if not on_paper:
        draw("targets", "compared", counts=found.counts, result_words=RESULT_WORDS)


def _needed() -> int | None:
    text = asked_for("needed")
    return int(text) if text.isdecimal() and 0 < int(text) < 10_000 else None


def _members(sheet: TargetSheet) -> None:
    vote = sheet.vote
    kept = st.session_state.get(_OUTCOME)
    outcome = kept if isinstance(kept, _Outcome) and kept.vote == vote else None
    html = part(
        "targets",
        "members",
        sheet=sheet,
        stances=list(TargetStance),
        confidences=list(Confidence),
        outcome=outcome,
    )
    names = {one.member.person_id: one.member.name for one in sheet.targets}
    show_targets(
        f"targets-{vote.campaign_id}-{vote.bill_id}-{vote.chamber}",
        str(html),
        emptied=outcome.stored if outcome else "",
        note=lambda sent: _note(vote, names, sent),
    )


def _note(vote: ComingVote, names: Mapping[str, str], sent: Mapping[str, object]) -> None:
    """Stores what was sent, and keeps what became of it for the page that is drawn next. An error
    is not logged: it may tell what others noted.
    """
    person_id = str(sent.get("person"))
    try:
        with acting_for_page():  # Streamlit calls this before it draws the page
            note = target_reading.write_note(vote, sent)
    except StoreBusy:
        st.session_state[_OUTCOME] = _Outcome(
            vote,
            person_id,
            error=_("Not saved: another command has the record open at this moment."),
            what_to_do=_("save it again in a minute"),
        )
    except AnswerableError as error:
        what, todo = without_folders(error.what), without_folders(error.what_to_do)
        refused = _("Not saved: {what}.").format(what=what.removeprefix("not stored: "))
        st.session_state[_OUTCOME] = _Outcome(vote, person_id, error=refused, what_to_do=todo)
    else:
        said = _("Saved: {name}, {words}").format(
            name=names.get(note.person_id, note.person_id), words=retold(note.words)
        )
        stored = f"{note.person_id} {note.number}"
        st.session_state[_OUTCOME] = _Outcome(vote, note.person_id, said, stored)


def _paper(sheet: TargetSheet) -> None:
    lines = [list(call_line(one).values()) for one in sheet.targets]
    heads = {"headings": HEADINGS, "to_fill_in": TO_FILL_IN}
    draw("targets", "call_sheet", lines=lines, **heads, back=_address(sheet.vote))


def _download(sheet: TargetSheet) -> None:
    lines = [call_line(one) for one in sheet.targets]
    name = f"call-sheet-{sheet.vote.bill_id}-{sheet.vote.chamber}-{sheet.as_of}.csv"
    st.download_button(_("Call sheet as CSV"), as_csv(lines, HEADINGS), name, "text/csv")


def _address(vote: ComingVote, **more: str) -> str:
    of = {"campaign": vote.campaign_id, "vote": vote.bill_id, "house": vote.chamber}
    needed = {"needed": asked_for("needed")} if asked_for("needed") else {}
    return link("campaigns", **of, **needed, **more)
