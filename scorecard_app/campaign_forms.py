"""What the steward writes down in the browser: a campaign, a milestone, what became of it.

Whatever is refused leaves every field as it was typed; a form is emptied only once it is saved.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime

import sqlalchemy as sa
import streamlit as st

from scorecard_app.layout import explain
from scorecard_app.markup import draw
from scorecard_app.steward import own_name
from tracker.campaigns.facts import Fact, FactKind, Level, state_fact
from tracker.campaigns.model import (
    Campaign,
    Change,
    MilestoneHistory,
    MilestoneKind,
    MilestoneStatus,
    Visibility,
)
from tracker.campaigns.planning import (
    NewMilestone,
    add_campaign,
    add_milestone,
    free_campaign_id,
    free_milestone_id,
)
from tracker.campaigns.updating import StaleUpdate, add_update, can_be_taken_back, take_back
from tracker.campaigns.words import retold
from tracker.errors import AnswerableError, StoreBusy
from tracker.store import open_store
from tracker.translation import N_, Words, _
from tracker.views.rally_view import told

FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2099, 12, 31)
"""What a day may be chosen from."""
WAIT_SECONDS = 5.0
"""For the store, before a person is told to save again."""
WHO_SEES = Words(
    {
        Visibility.PRIVATE: N_("Private: for us alone"),
        Visibility.PUBLIC: N_("Public: anybody may see it"),
    }
)
_BETWEEN_MEASURES = re.compile(r"[,;\n]+")


def begin_a_campaign(*, opened: bool) -> None:
    """The form for a new campaign; once saved, its page is shown."""
    opened |= _has_outcome("begin")
    with st.expander(_("Begin a campaign"), expanded=opened), _form("begin") as key:
        title = st.text_input(_("Title"), key=f"{key}-title")
        organization = st.text_input(_("Who runs it"), key=f"{key}-organization")
        goal = st.text_area(
            _("Goal, in a sentence"), key=f"{key}-goal", height=80, help=_("anybody may read it")
        )
        measures = st.text_area(
            _("Measures it is to move (optional)"),
            key=f"{key}-measures",
            height=80,
            placeholder="SB 375",
            help=_("one a line, as you write them; the record has to hold them"),
        )
        st.caption(_("Nobody else sees the campaign until one of its milestones is made public."))
        _say_outcome("begin")
        if not st.form_submit_button(_("Begin the campaign"), type="primary"):
            return

    def save(connection: sa.Connection, now: datetime) -> None:
        begun = add_campaign(
            connection,
            title,
            organization,
            by=_writer(),
            now=now,
            statement=goal,
            campaign_id=free_campaign_id(connection, title),
            measures=[one for one in _BETWEEN_MEASURES.split(measures) if one.strip()],
        )
        st.query_params["campaign"] = begun.campaign_id

    _save("begin", save)


def add_to(campaign_id: str, *, opened: bool) -> None:
    """The form for a new milestone of a campaign."""
    form = f"add-{campaign_id}"
    opened |= _has_outcome(form)
    with st.expander(_("Add a milestone"), expanded=opened), _form(form) as key:
        title = st.text_input(_("What is to be reached"), key=f"{key}-title")
        left, right = st.columns(2)
        with left:
            kind = st.selectbox(
                _("Kind"),
                list(MilestoneKind),
                index=None,
                format_func=lambda one: one.words,
                key=f"{key}-kind",
            )
            place = st.text_input(_("Place"), key=f"{key}-place")
            bill = st.text_input(_("Measure"), key=f"{key}-bill", placeholder="SB 375")
        with right:
            due = _day(_("Day it is due"), f"{key}-due")
            owner = st.text_input(_("Who sees to it"), key=f"{key}-owner", help=_("never public"))
            visibility = st.selectbox(
                _("Who may see it"),
                WHO_SEES,
                format_func=WHO_SEES.__getitem__,
                key=f"{key}-visibility",
            )
        _say_outcome(form)
        if not st.form_submit_button(_("Add the milestone"), type="primary"):
            return

    def save(connection: sa.Connection, now: datetime) -> None:
        asked = NewMilestone(
            title=title,
            due=due,
            bill=bill.strip() or None,
            owner=owner,
            visibility=visibility,
            chosen_id=free_milestone_id(connection, campaign_id, title),
            kind=kind,
            place=place,
        )
        add_milestone(connection, campaign_id, asked, by=_writer(), now=now)

    _save(form, save, _("Added: {title}").format(title=title.strip()))


def describe(campaign_id: str) -> None:
    """The form for where a campaign is and whose it is."""
    form = f"describe-{campaign_id}"
    with (
        st.expander(_("Say where it is and whose"), expanded=_has_outcome(form)),
        _form(form) as key,
    ):
        left, right = st.columns(2)
        with left:
            kind = st.selectbox(
                _("What"), [*FactKind], format_func=lambda one: one.words, key=f"{key}-kind"
            )
            text = st.text_input(_("In words"), key=f"{key}-text", placeholder="Fresno County")
        with right:
            part = st.text_input(_("Of an organization: its part"), key=f"{key}-part")
            takes_out = st.checkbox(_("It holds no more"), key=f"{key}-out")
        levels = ", ".join(Level)
        st.caption(
            _("Whoever sees the campaign sees this. A level is one of {levels}.").format(
                levels=levels
            )
        )
        _say_outcome(form)
        if not st.form_submit_button(_("Write it down"), type="primary"):
            return

    def save(connection: sa.Connection, now: datetime) -> None:
        fact = Fact(kind, text, part)
        state_fact(connection, campaign_id, fact, by=_writer(), now=now, takes_out=takes_out)

    _save(form, save, _("Written down: {text}").format(text=text.strip()))


def record_for(campaign: Campaign, histories: tuple[MilestoneHistory, ...]) -> None:
    """The form for what became of a milestone, of those the campaign has."""
    draw("campaigns", "record_title")
    by_id = {one.milestone.milestone_id: one for one in histories}
    for milestone_id, one in by_id.items():
        st.session_state.setdefault(_seen_key(milestone_id), one.state.version)
    chosen = st.selectbox(
        _("Milestone"),
        sorted(by_id, key=lambda one: not by_id[one].state.status.is_open),
        format_func=lambda one: by_id[one].milestone.title,
        key=f"milestone-of-{campaign.campaign_id}",
    )
    history = by_id[chosen]
    form = f"record-{campaign.campaign_id}"
    last = told(history.updates[-1]) if history.updates else None
    draw("campaigns", "now", state=history.state, last=last)
    # A place of their own, so that the form below stays where it is, and what is typed in it.
    with st.container():
        _offer_to_take_back(history, form)
        _say_what_others_recorded(history, form)
    with _form(form) as key:
        change = _change(key)
        _say_outcome(form)
        if not st.form_submit_button(_("Save"), type="primary"):
            return

    def save(connection: sa.Connection, now: datetime) -> None:
        receipt = add_update(
            connection,
            chosen,
            change,
            seen_version=st.session_state[_seen_key(chosen)],
            key=f"page:{st.session_state[f'key-{form}']}",
            by=_writer(),
            now=now,
        )
        st.session_state[_seen_key(chosen)] = receipt.history.state.version

    said = _("Saved: {title}, {update}")
    _save(form, save, said.format(title=history.milestone.title, update=retold(change)))


def _change(key: str) -> Change:
    """The fields of an update. The same for every milestone: what was typed stays when another is
    chosen.
    """
    status = st.radio(
        _("How it stands now"),
        list(MilestoneStatus),
        index=None,
        format_func=lambda one: one.words,
        horizontal=True,
        key=f"{key}-status",
    )
    note = st.text_area(_("What happened, in a sentence"), key=f"{key}-note", height=80)
    left, right = st.columns(2)
    with left:
        happened_on = _day(_("Day it happened, if not today"), f"{key}-happened")
        evidence = st.text_input(
            _("Link that shows it"), key=f"{key}-evidence", placeholder="https://"
        )
    with right:
        due = _day(_("New day it is due"), f"{key}-due")
        visibility = st.selectbox(
            _("Who may see the milestone"),
            list(WHO_SEES),
            index=None,
            format_func=WHO_SEES.__getitem__,
            placeholder=_("as before"),
            key=f"{key}-visibility",
        )
    shared = st.checkbox(_("Anybody may read the sentence and see the link"), key=f"{key}-shared")
    return Change(
        status=status,
        due=due,
        happened_on=happened_on,
        visibility=visibility,
        note=note or None,
        note_visibility=Visibility.PUBLIC if shared else Visibility.PRIVATE,
        evidence=evidence or None,
    )


def _offer_to_take_back(history: MilestoneHistory, form: str) -> None:
    milestone_id, version = history.milestone.milestone_id, history.state.version
    seen = st.session_state[_seen_key(milestone_id)]
    if seen != version or not can_be_taken_back(history, datetime.now().astimezone()):
        return
    if not st.button(_("Take the last update back"), key=f"back-{milestone_id}-{version}"):
        return

    def save(connection: sa.Connection, now: datetime) -> None:
        receipt = take_back(connection, milestone_id, seen_version=seen, by=_writer(), now=now)
        st.session_state[_seen_key(milestone_id)] = receipt.history.state.version

    said = _("Taken back. {title} is as it was before.").format(title=history.milestone.title)
    _save(form, save, said, empty=False)


def _say_what_others_recorded(history: MilestoneHistory, form: str) -> None:
    """What was recorded since this page was opened, and the choice: what was typed stays until
    then, and is not saved.
    """
    key = _seen_key(history.milestone.milestone_id)
    unseen = history.updates[st.session_state[key] :]
    if not unseen:
        return
    draw("campaigns", "unseen", updates=map(told, unseen))
    mine, theirs = st.columns(2)
    keep = mine.button(_("I have read it: mine still holds"), key=f"keep-{key}")
    drop = theirs.button(_("Drop what I typed"), key=f"drop-{key}")
    if keep or drop:
        st.session_state[key] = history.state.version
        if drop:
            _empty(form)
        st.rerun()


def _day(label: str, key: str) -> date | None:
    return st.date_input(
        label,
        value=None,
        min_value=FIRST_DAY,
        max_value=LAST_DAY,
        format="YYYY-MM-DD",
        key=key,
    )


@contextmanager
def _form(name: str) -> Iterator[str]:
    """A form, and what the keys of its fields begin with, which is new once it has been saved."""
    key = str(st.session_state.setdefault(f"key-{name}", uuid.uuid4().hex))
    with st.form(f"{name}-{key}", enter_to_submit=False, border=False):
        yield key


def _empty(name: str) -> None:
    st.session_state.pop(f"key-{name}", None)


def _seen_key(milestone_id: str) -> str:
    return f"seen-{milestone_id}"


def _writer() -> str:
    return own_name() or "nobody named"


def were_offered() -> bool:
    """Whether this visitor had a form to begin a campaign before them, and may have typed."""
    return "key-begin" in st.session_state


def _save(
    form: str,
    save: Callable[[sa.Connection, datetime], None],
    said: str | None = None,
    *,
    empty: bool = True,
) -> None:
    """Saves, empties the form and draws the page anew, where `said` then stands in the form; or
    says there why not, and leaves what was typed.
    """
    outcome = f"outcome-{form}"
    st.session_state[outcome] = None
    try:
        with open_store(lock_timeout=WAIT_SECONDS).writing() as connection:
            save(connection, datetime.now().astimezone().replace(microsecond=0))
    except StaleUpdate:
        st.rerun()
    except AnswerableError as error:
        st.session_state[outcome] = error
        st.rerun()
    if empty:
        _empty(form)
    st.session_state[outcome] = said
    st.rerun()


def _has_outcome(form: str) -> bool:
    return st.session_state.get(f"outcome-{form}") is not None


def _say_outcome(form: str) -> None:
    """What became of the last thing that was sent from the form, until the next one is sent."""
    outcome = st.session_state.get(f"outcome-{form}")
    if isinstance(outcome, StoreBusy):
        draw("campaigns", "not_now")
    elif isinstance(outcome, AnswerableError):
        explain(outcome, _("Not saved"))
    elif outcome:
        draw("campaigns", "saved", said=outcome)
