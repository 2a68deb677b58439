"""The part of the agenda room where an agenda is decided: proposals, endorsements and votes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from html import escape

import sqlalchemy as sa
import streamlit as st

from scorecard_app.layout import explain
from scorecard_app.steward import own_name
from tracker.agenda.adopting import close_decision, propose_bill
from tracker.agenda.agenda import Agenda, Stance
from tracker.agenda.decision_rules import DecisionRule, Vote, may_cast
from tracker.agenda.decisions import Called, Decision, call, vote
from tracker.agenda.proposals import (
    CameFrom,
    Endorsement,
    Proposal,
    ProposalState,
    Wanted,
    endorse,
    settle,
)
from tracker.agenda.versions import Version
from tracker.errors import AnswerableError
from tracker.store import open_store
from tracker.views.wording import long_day

Change = Callable[[sa.Connection, str, datetime], object]
"""What a form does, with the name of who fills it in and the moment."""

ENDORSEMENTS = {
    Endorsement.ENDORSE: "endorses it",
    Endorsement.STAND_ASIDE: "stands aside",
    Endorsement.BLOCK: "blocks it (say why)",
    Endorsement.WITHDRAW: "takes its word back",
}
RULES = {
    DecisionRule.CONSENSUS: "consensus: at least one yes, and nobody blocks",
    DecisionRule.MAJORITY: "majority: more yes than no",
    DecisionRule.TWO_THIRDS: "two thirds of those that say yes or no",
}
VOTES = {
    Vote.YES: "yes",
    Vote.NO: "no",
    Vote.STAND_ASIDE: "stands aside",
    Vote.BLOCK: "blocks (say why)",
}


def deciding(
    agenda: Agenda,
    saved: Sequence[Version],
    proposed: Sequence[Proposal],
    called: Sequence[Decision],
    *,
    editing: bool,
) -> None:
    """The votes and what came of them, for everybody. With `editing` also who proposed what and
    what organizations say of it, which is the coalition's own, and the forms to go on.
    """
    asked = {one.number: f"{one.stance} {one.asked}" for one in proposed}
    votes = f"{_ratified(saved)}{_called(called, asked)}"
    if not editing:
        if called:
            st.html(f"<h2>Decided together</h2>{votes}")
        return
    st.html(f"<h2>Deciding together</h2>{_proposals(proposed)}{votes}")
    still_open = [one for one in proposed if one.state is ProposalState.OPEN]
    with st.expander("Propose a measure"):
        _propose(agenda, proposed, still_open)
    if still_open:
        with st.expander("Endorse, stand aside, block or settle"):
            _endorse(agenda, still_open)
            _settle(agenda, proposed, still_open)
    with st.expander("Call a vote"):
        _call(agenda, saved, still_open)
    for one in called:
        if one.result is None:
            with st.expander(f"Votes on {one.about} (decision {one.number})"):
                _vote(agenda, one)


def _ratified(saved: Sequence[Version]) -> str:
    """Which version the organizations ratified last, where there is one."""
    found = next((one for one in reversed(saved) if one.ratified_on), None)
    if found is None:
        return ""
    since = "" if found is saved[-1] else f" Version {saved[-1].number} is not ratified."
    return f"<p>Version {found.number} was ratified on {long_day(found.ratified_on)}.{since}</p>"


def _proposals(proposed: Sequence[Proposal]) -> str:
    if not proposed:
        return '<p class="quiet">Nothing was proposed yet.</p>'
    return f'<ol class="rolls">{"".join(map(_proposal, proposed))}</ol>'


def _proposal(one: Proposal) -> str:
    reason = f" “{escape(one.reason)}”" if one.reason else ""
    into = f" Proposal {one.into}." if one.into else ""
    why = f" {escape(one.why)}" if one.why else ""
    said = "".join(
        f"<p>{escape(name)} {ENDORSEMENTS[word.word].removesuffix(' (say why)')}"
        f"{f': {escape(word.reason)}' if word.reason else ''}</p>"
        for name, word in one.standing.items()
    )
    amends = f", in place of proposal {one.amends}" if one.amends else ""
    return (
        f"<li><p><b>{one.number}. {one.stance} {escape(one.asked)}</b>{amends}: "
        f"<b>{one.state}</b>.{into}{why}</p>"
        f"<p>{escape(one.proposed_by)}, {one.came_from}, {long_day(one.recorded_at.date())}."
        f"{reason}</p>{said}</li>"
    )


def _called(called: Sequence[Decision], asked: Mapping[int, str]) -> str:
    if not called:
        return ""
    entries = "".join(_decision(one, asked) for one in called)
    return f'<h3>Votes</h3><ol class="rolls">{entries}</ol>'


def _decision(one: Decision, asked: Mapping[int, str]) -> str:
    about = f"{one.about}, {asked[one.proposal]}" if one.proposal else one.about
    cast = "; ".join(
        f"{escape(name)} {VOTES[vote.vote].removesuffix(' (say why)')}"
        for name, vote in one.last_votes.items()
    )
    return (
        f"<li><p><b>Decision {one.number}, on {escape(about)}</b>, {long_day(one.decides_on)}, "
        f"told on {long_day(one.called_on)}.</p><p>{escape(one.stands.capitalize())}.</p>"
        f'<p class="quiet">{cast}</p></li>'
    )


def _propose(agenda: Agenda, proposed: Sequence[Proposal], still_open: Sequence[Proposal]) -> None:
    # In every form here, what was typed stays where it was refused, and goes once it is stored.
    with st.form(f"propose-{agenda.id}-{len(proposed)}"):
        asked = st.text_input("The measure, as you write it", max_chars=300, placeholder="SB 375")
        stance = Stance(st.selectbox("Position", [str(one) for one in Stance]))
        who = st.text_input("Who asks for it", max_chars=120)
        came_from = CameFrom(st.selectbox("Where it was said", [str(one) for one in CameFrom]))
        reason = st.text_input("Why (optional)", max_chars=300)
        amends = st.selectbox(
            "In place of (endorsements are asked again)",
            [None, *(one.number for one in still_open)],
            format_func=lambda number: f"proposal {number}" if number else "no other",
        )
        if not st.form_submit_button("Propose it", type="primary"):
            return
    wanted = Wanted(asked, stance, came_from, who, reason, amends)
    _do(lambda c, by, now: propose_bill(c, agenda.id, wanted, by=by, now=now))


def _endorse(agenda: Agenda, still_open: Sequence[Proposal]) -> None:
    words = sum(len(one.words) for one in still_open)
    with st.form(f"endorse-{agenda.id}-{words}"):
        number = _choose(still_open, "Proposal")
        organization = _organization(agenda.organizations, "Organization")
        word = st.selectbox("It", list(ENDORSEMENTS), format_func=lambda one: ENDORSEMENTS[one])
        reason = st.text_input("Why", max_chars=300)
        if not st.form_submit_button("Write it down"):
            return
    _do(
        lambda c, by, now: endorse(
            c, agenda.id, number, organization, word, reason=reason, by=by, now=now
        )
    )


def _settle(agenda: Agenda, proposed: Sequence[Proposal], still_open: Sequence[Proposal]) -> None:
    with st.form(f"settle-{agenda.id}-{len(still_open)}"):
        number = _choose(still_open, "End without a vote")
        into = st.selectbox(
            "How",
            [None, *(one.number for one in proposed)],
            format_func=lambda one: f"merged into proposal {one}" if one else "rejected",
        )
        why = st.text_input("Why (it stays beside it)", max_chars=300)
        if not st.form_submit_button("End it"):
            return
    _do(lambda c, by, now: settle(c, agenda.id, number, into=into, why=why, by=by, now=now))


def _call(agenda: Agenda, saved: Sequence[Version], still_open: Sequence[Proposal]) -> None:
    newest = saved[-1].number
    abouts: dict[str, tuple[int | None, int | None]] = {f"Ratify version {newest}": (None, newest)}
    for one in still_open:
        abouts[f"Adopt proposal {one.number}, {one.asked}"] = (one.number, None)
    with st.form(f"call-{agenda.id}"):
        about = st.selectbox("About", list(abouts))
        rule = st.selectbox("Rule", list(RULES), format_func=lambda one: RULES[one])
        members = st.text_area(
            "Organizations that may vote, one a line", "\n".join(agenda.organizations)
        )
        quorum = st.number_input("Quorum (0: more than half)", min_value=0, step=1)
        notice = st.number_input("Days of notice needed", min_value=0, step=1)
        called_on = st.date_input("Day they were told", date.today())
        decides_on = st.date_input("Day it is decided", date.today())
        if not st.form_submit_button("Call the vote", type="primary"):
            return
    proposal, version = abouts[about]
    asked = Called(
        proposal=proposal,
        version=version,
        rule=rule,
        called_on=called_on,
        decides_on=decides_on,
        quorum=quorum or None,
        notice_days=notice,
        members=tuple(line for line in members.splitlines() if line.strip()),
    )
    _do(lambda c, by, now: call(c, agenda.id, asked, by=by, now=now))


def _vote(agenda: Agenda, one: Decision) -> None:
    with st.form(f"vote-{agenda.id}-{one.number}-{len(one.votes)}"):
        organization = _organization(one.members, "Organization")
        options = [option for option in VOTES if may_cast(one.rule, option)]
        chosen = st.selectbox("Votes", options, format_func=lambda option: VOTES[option])
        reason = st.text_input("Why (optional)", max_chars=300)
        cast = st.form_submit_button("Record the vote", type="primary")
    if cast:
        given = [(organization, chosen)]
        _do(lambda c, by, now: vote(c, agenda.id, one.number, given, reason=reason, by=by, now=now))
    if st.button("Count the votes, for good", key=f"close-{agenda.id}-{one.number}"):
        _do(lambda c, by, now: close_decision(c, agenda.id, one.number, by=by, now=now))


def _choose(still_open: Sequence[Proposal], label: str) -> int:
    asked = {one.number: one.asked for one in still_open}
    return st.selectbox(label, list(asked), format_func=lambda number: f"{number}. {asked[number]}")


def _organization(known: Sequence[str], label: str) -> str:
    return st.selectbox(label, list(known)) if known else st.text_input(label, max_chars=120)


def _do(change: Change) -> None:
    """Does what a form says, in one unit; what cannot be is said, and nothing is stored."""
    try:
        with open_store().writing() as connection:
            change(connection, own_name(), datetime.now().astimezone())
    except AnswerableError as error:
        explain(error)
        return
    st.rerun()
