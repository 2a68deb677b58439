"""The part of the agenda room where an agenda is decided: proposals, endorsements and votes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

import sqlalchemy as sa
import streamlit as st

from scorecard_app.layout import explain
from scorecard_app.markup import draw
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
from tracker.translation import N_, Words, _
from tracker.views.wording import AGENDA_WORDS

Change = Callable[[sa.Connection, str, datetime], object]
"""What a form does, with the name of who fills it in and the moment."""

ENDORSEMENTS = Words(
    {
        Endorsement.ENDORSE: N_("endorses it"),
        Endorsement.STAND_ASIDE: N_("stands aside"),
        Endorsement.BLOCK: N_("blocks it"),
        Endorsement.WITHDRAW: N_("takes its word back"),
    }
)
RULES = Words(
    {
        DecisionRule.CONSENSUS: N_("consensus: at least one yes, and nobody blocks"),
        DecisionRule.MAJORITY: N_("majority: more yes than no"),
        DecisionRule.TWO_THIRDS: N_("two thirds of those that say yes or no"),
    }
)
VOTES = Words(
    {
        Vote.YES: N_("yes"),
        Vote.NO: N_("no"),
        Vote.STAND_ASIDE: N_("stands aside"),
        Vote.BLOCK: N_("blocks"),
    }
)


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
    asked = {one.number: f"{AGENDA_WORDS[one.stance]} {one.asked}" for one in proposed}
    about = [
        (one, f"{one.about}, {asked[one.proposal]}" if one.proposal else one.about)
        for one in called
    ]
    ratified = next((one for one in reversed(saved) if one.ratified_on), None)
    votes = {"found": ratified, "newest": saved[-1], "called": about, "vote_words": VOTES}
    if not editing:
        if called:
            draw("agenda_deciding", "decided_title")
            draw("agenda_deciding", "votes", **votes)
        return
    draw("agenda_deciding", "deciding_title")
    draw("agenda_deciding", "proposals", proposed=proposed, endorsements=ENDORSEMENTS)
    draw("agenda_deciding", "votes", **votes)
    still_open = [one for one in proposed if one.state is ProposalState.OPEN]
    with st.expander(_("Propose a measure")):
        _propose(agenda, proposed, still_open)
    if still_open:
        with st.expander(_("Endorse, stand aside, block or settle")):
            _endorse(agenda, still_open)
            _settle(agenda, proposed, still_open)
    with st.expander(_("Call a vote")):
        _call(agenda, saved, still_open)
    for one in called:
        if one.result is None:
            said = _("Votes on {about} (decision {number})")
            with st.expander(said.format(about=one.about, number=one.number)):
                _vote(agenda, one)


def _propose(agenda: Agenda, proposed: Sequence[Proposal], still_open: Sequence[Proposal]) -> None:
    # In every form here, what was typed stays where it was refused, and goes once it is stored.
    with st.form(f"propose-{agenda.id}-{len(proposed)}"):
        asked = st.text_input(
            _("The measure, as you write it"), max_chars=300, placeholder="SB 375"
        )
        stance = Stance(st.selectbox(_("Position"), [*Stance], format_func=_word))
        who = st.text_input(_("Who asks for it"), max_chars=120)
        came_from = CameFrom(st.selectbox(_("Where it was said"), [*CameFrom], format_func=_word))
        reason = st.text_input(_("Why (optional)"), max_chars=300)
        amends = st.selectbox(
            _("In place of (endorsements are asked again)"),
            [None, *(one.number for one in still_open)],
            format_func=lambda number: (
                _("proposal {number}").format(number=number) if number else _("no other")
            ),
        )
        if not st.form_submit_button(_("Propose it"), type="primary"):
            return
    wanted = Wanted(asked, stance, came_from, who, reason, amends)
    _do(lambda c, by, now: propose_bill(c, agenda.id, wanted, by=by, now=now))


def _endorse(agenda: Agenda, still_open: Sequence[Proposal]) -> None:
    words = sum(len(one.words) for one in still_open)
    with st.form(f"endorse-{agenda.id}-{words}"):
        number = _choose(still_open, _("Proposal"))
        organization = _organization(agenda.organizations, _("Organization"))
        word = st.selectbox(
            _("It"),
            list(ENDORSEMENTS),
            format_func=_endorsement,
        )
        reason = st.text_input(_("Why"), max_chars=300)
        if not st.form_submit_button(_("Write it down")):
            return
    _do(
        lambda c, by, now: endorse(
            c, agenda.id, number, organization, word, reason=reason, by=by, now=now
        )
    )


def _settle(agenda: Agenda, proposed: Sequence[Proposal], still_open: Sequence[Proposal]) -> None:
    with st.form(f"settle-{agenda.id}-{len(still_open)}"):
        number = _choose(still_open, _("End without a vote"))
        into = st.selectbox(
            _("How"),
            [None, *(one.number for one in proposed)],
            format_func=lambda one: (
                _("merged into proposal {number}").format(number=one) if one else _("rejected")
            ),
        )
        why = st.text_input(_("Why (it stays beside it)"), max_chars=300)
        if not st.form_submit_button(_("End it")):
            return
    _do(lambda c, by, now: settle(c, agenda.id, number, into=into, why=why, by=by, now=now))


def _call(agenda: Agenda, saved: Sequence[Version], still_open: Sequence[Proposal]) -> None:
    newest = saved[-1].number
    abouts: dict[str, tuple[int | None, int | None]] = {
        _("Ratify version {number}").format(number=newest): (None, newest)
    }
    for one in still_open:
        adopt = _("Adopt proposal {number}, {measure}")
        abouts[adopt.format(number=one.number, measure=one.asked)] = (one.number, None)
    with st.form(f"call-{agenda.id}"):
        about = st.selectbox(_("About"), list(abouts))
        rule = st.selectbox(_("Rule"), list(RULES), format_func=lambda one: RULES[one])
        members = st.text_area(
            _("Organizations that may vote, one a line"), "\n".join(agenda.organizations)
        )
        quorum = st.number_input(_("Quorum (0: more than half)"), min_value=0, step=1)
        notice = st.number_input(_("Days of notice needed"), min_value=0, step=1)
        called_on = st.date_input(_("Day they were told"), date.today())
        decides_on = st.date_input(_("Day it is decided"), date.today())
        if not st.form_submit_button(_("Call the vote"), type="primary"):
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
        organization = _organization(one.members, _("Organization"))
        options = [option for option in VOTES if may_cast(one.rule, option)]
        chosen = st.selectbox(_("Votes"), options, format_func=_cast)
        reason = st.text_input(_("Why (optional)"), max_chars=300)
        cast = st.form_submit_button(_("Record the vote"), type="primary")
    if cast:
        given = [(organization, chosen)]
        _do(lambda c, by, now: vote(c, agenda.id, one.number, given, reason=reason, by=by, now=now))
    if st.button(_("Count the votes, for good"), key=f"close-{agenda.id}-{one.number}"):
        _do(lambda c, by, now: close_decision(c, agenda.id, one.number, by=by, now=now))


def _word(one: Stance | CameFrom) -> str:
    return AGENDA_WORDS[one]


def _endorsement(one: Endorsement) -> str:
    return _reason_too(ENDORSEMENTS[one]) if one is Endorsement.BLOCK else ENDORSEMENTS[one]


def _cast(one: Vote) -> str:
    return _reason_too(VOTES[one]) if one is Vote.BLOCK else VOTES[one]


def _reason_too(words: str) -> str:
    return _("{words} (say why)").format(words=words)


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
