"""The first page of a coalition: what it has by now, what is still to do, and a way to do it."""

from __future__ import annotations

import streamlit as st

from scorecard_app import reading
from scorecard_app.layout import explain
from scorecard_app.loading import load_upload
from scorecard_app.markup import draw
from scorecard_app.steward import offers
from tracker.access.roles import Action
from tracker.crawls.sources import SourceDeclaration
from tracker.errors import AnswerableError
from tracker.rules.reference import jurisdiction_of
from tracker.translation import _
from tracker.views.start_view import StartView

LEAST_NAMED = 99
"""Percent of votes under a person's name, below which names are said to need work."""
_LOADED = "what was loaded"


def show() -> None:
    """Draws the steps, each with what is there and what to do."""
    own = reading.coalition()
    view = reading.start_page()
    unnamed = [
        one
        for one in view.sessions
        if one.percent_named is not None and one.percent_named < LEAST_NAMED
    ]
    draw("start", "head", own=own)
    _step(1, _("A folder of your own"), done=own is not None)
    draw("start", "folder", own=own)
    _step(2, _("A legislature"), done=bool(view.sessions))
    _legislature(view)
    _step(3, _("Whose the names are"), done=bool(view.sessions) and not unnamed)
    draw("start", "names", sessions=view.sessions, unnamed=unnamed)
    agendas = reading.own_agendas()
    _step(4, _("An agenda"), done=bool(agendas))
    draw("start", "agendas", own=agendas)
    _step(5, _("A campaign"), done=reading.has_campaigns())
    draw("start", "campaign")


def _step(number: int, title: str, *, done: bool) -> None:
    draw("start", "step", number=number, title=title, done=done)


def _legislature(view: StartView) -> None:
    if view.sessions:
        draw("start", "sessions", held=view.sessions)
    if view.lacking:
        draw("start", "lacking", sessions=view.lacking)
    _said_of_last()
    if offers(Action.LOAD_DATA):
        with st.expander(_("Load a file"), expanded=not view.sessions or bool(view.lacking)):
            _load_form()
    else:
        draw("start", "loaded_elsewhere")


def _load_form() -> None:
    sources = {one.id: one for one in reading.sources_of_files()}
    source = st.selectbox(
        _("Where the file comes from"), list(sources), format_func=lambda one: _source(sources[one])
    )
    chosen = sources[source]
    draw("start", "source", chosen=chosen)
    with st.form("load", border=False):
        file = st.file_uploader(_("The file"), type=["zip"])
        code = (
            st.text_input(
                _("Of which state, in two letters"),
                placeholder=_("Leave it empty where the file says so; else as in ca"),
            )
            if chosen.is_of_several
            else ""
        )
        asked = st.form_submit_button(_("Load it"))
    if asked and file is None:
        st.error(_("Choose a file first."))
    elif asked and file is not None:
        with st.spinner(_("Reading and checking every roll call. This may take a minute.")):
            try:
                report = load_upload(source, file.name, file, code.strip().lower())
            except AnswerableError as error:
                explain(error)
                return
        st.session_state[_LOADED] = report
        st.rerun()


def _source(one: SourceDeclaration) -> str:
    """As in `the roll-call files of Jeffrey Lewis, 1993 to 2022 (California)`."""
    if one.jurisdictions == "every":
        return one.name
    return f"{one.name} ({', '.join(jurisdiction_of(code).name for code in one.jurisdictions)})"


def _said_of_last() -> None:
    """What the last load of this visit did."""
    report = st.session_state.pop(_LOADED, None)
    if report is None:
        return
    counted = [
        words.format(count=f"{report[name]:,}")
        for name, words in (
            ("loaded", _("{count} roll calls loaded")),
            ("unchanged", _("{count} already there")),
            ("quarantined", _("{count} refused, since they do not add up")),
            ("names_not_known", _("{count} with counts and no names")),
            ("people", _("{count} people")),
        )
        if report.get(name)
    ]
    draw("start", "loaded", counted=counted, warnings=report.get("warnings", ()))
