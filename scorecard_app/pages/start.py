"""The first page of a coalition: what it has by now, what is still to do, and a way to do it."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

import streamlit as st

from scorecard_app import reading
from scorecard_app.address import link
from scorecard_app.layout import details, explain
from scorecard_app.loading import load_upload
from scorecard_app.steward import may_edit
from tracker.crawls.sources import SourceDeclaration
from tracker.errors import AnswerableError
from tracker.rules.reference import jurisdiction_of
from tracker.views.start_view import SessionHeld, StartView

LEAST_NAMED = 99
"""Percent of votes under a person's name, below which names are said to need work."""
_LOADED = "what was loaded"


def show() -> None:
    """Draws the steps, each with what is there and what to do."""
    own = reading.coalition()
    view = reading.start_page()
    st.html(
        f"<h1>{escape(own.name if own else 'Start')}</h1><p>From an empty folder to a scorecard "
        "that you can stand by, in this order.</p>"
    )
    _step(1, "A folder of your own", done=own is not None)
    st.html(
        f"<p>Everything of {escape(own.name)} lies in one folder. Its settings are in "
        "<code>coalition.yaml</code>.</p>"
        if own
        else "<p>This record lies in a folder that no coalition has settings in. To make one of "
        "your own, on the command line: <code>answerable init our-coalition</code>, and in it "
        "<code>answerable serve</code>. You can also go on here.</p>"
    )
    _step(2, "A legislature", done=bool(view.sessions))
    _legislature(view)
    _step(3, "Whose the names are", done=bool(view.sessions) and not _unnamed(view))
    st.html(_names(view))
    agendas = reading.own_agendas()
    _step(4, "An agenda", done=bool(agendas))
    st.html(_agendas(agendas))
    _step(5, "A campaign", done=bool(reading.has_campaigns()))
    st.html(
        "<p>Write down what you will do and when, and see it on one clock with the bill: "
        f'<a href="{escape(link("campaigns"))}">Campaigns</a>.</p>'
    )


def _step(number: int, title: str, *, done: bool) -> None:
    mark = '<span class="mark done">done</span>' if done else '<span class="mark">to do</span>'
    st.html(f'<h2 id="step-{number}">{number}. {escape(title)} {mark}</h2>')


def _legislature(view: StartView) -> None:
    if view.sessions:
        body = "".join(map(_row, view.sessions))
        st.html(
            "<table><thead><tr><th scope=col>In the record</th><th scope=col>Measures</th>"
            "<th scope=col>Roll calls</th><th scope=col>Votes</th></tr></thead>"
            f"<tbody>{body}</tbody></table>"
        )
    if view.lacking:
        st.html(
            "<p class=notice>You follow sessions that are not in the record: "
            f"<b>{escape(', '.join(view.lacking))}</b>.</p>"
        )
    _said_of_last()
    if may_edit():
        with st.expander("Load a file", expanded=not view.sessions or bool(view.lacking)):
            _load_form()
    else:
        st.html(
            "<p>This server can be reached by others, so nothing is loaded here. On the machine "
            "it runs on: <code>answerable load --help</code>.</p>"
        )


def _row(one: SessionHeld) -> str:
    return (
        f"<tr><th scope=row>{escape(one.title)}</th><td>{one.measures:,}</td>"
        f"<td>{one.roll_calls:,}</td><td>{one.votes:,}</td></tr>"
    )


def _load_form() -> None:
    sources = {one.id: one for one in reading.sources_of_files()}
    source = st.selectbox(
        "Where the file comes from", list(sources), format_func=lambda one: _source(sources[one])
    )
    chosen = sources[source]
    where = f" Download it at {escape(chosen.address)}" + (
        ", where {year} stands for 2007 and {years} for 07-08." if "{" in chosen.address else "."
    )
    st.html(f'<p class="quiet">{escape(chosen.about.strip())}{where}</p>')
    with st.form("load", border=False):
        file = st.file_uploader("The file", type=["zip"])
        code = (
            st.text_input(
                "Of which state, in two letters",
                placeholder="Leave it empty where the file says so; else as in ca",
            )
            if chosen.is_of_several
            else ""
        )
        asked = st.form_submit_button("Load it")
    if asked and file is None:
        st.error("Choose a file first.")
    elif asked and file is not None:
        with st.spinner("Reading and checking every roll call. This may take a minute."):
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
        f"{report[name]:,} {words}"
        for name, words in (
            ("loaded", "roll calls loaded"),
            ("unchanged", "already there"),
            ("quarantined", "refused, since they do not add up"),
            ("names_not_known", "with counts and no names"),
            ("people", "people"),
        )
        if report.get(name)
    ]
    warnings = [f"<li>{escape(str(one))}</li>" for one in report.get("warnings", ())]
    notes = details(f"Notes on the reading ({len(warnings)})", f"<ul>{''.join(warnings)}</ul>")
    st.html(
        f'<div class="notice" role="status"><b>Read.</b> '
        f"{escape(', '.join(counted) or 'nothing new')}. Go on with the next step below that says "
        f"<b>to do</b>.</div>{notes if warnings else ''}"
    )


def _unnamed(view: StartView) -> list[SessionHeld]:
    return [
        one
        for one in view.sessions
        if one.percent_named is not None and one.percent_named < LEAST_NAMED
    ]


def _names(view: StartView) -> str:
    if not view.sessions:
        return "<p>A vote counts for somebody where the printed name is one person's for sure.</p>"
    listed = "".join(
        f"<li>{escape(one.title)}: {one.percent_named} %</li>"
        for one in view.sessions
        if one.percent_named is not None
    )
    todo = (
        "<p>A name that is nobody's for certain counts for nobody, so it has no score. Load <b>the "
        "lawmakers and their seats by Open States</b> above, with the two letters of the state. "
        "Which names are left then: <code>answerable people check --jurisdiction CODE</code>.</p>"
        if _unnamed(view)
        else ""
    )
    return f"<p>Votes that stand under one person's name for certain:</p><ul>{listed}</ul>{todo}"


def _agendas(own: Iterable[tuple[str, str]]) -> str:
    listed = "".join(
        f'<li><a href="{escape(link("", agenda=agenda_id))}">{escape(title)}</a> · '
        f'<a href="{escape(link("agendas", edit=agenda_id))}">change it</a></li>'
        for agenda_id, title in own
    )
    room = f'<a href="{escape(link("agendas"))}">Agendas</a>'
    return (f"<ul>{listed}</ul>" if listed else "") + (
        f"<p>Paste your list of bills, each with support or oppose: {room}.</p>"
    )
