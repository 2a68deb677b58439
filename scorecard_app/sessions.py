"""The switch between legislatures and sessions, and what stands where no agenda asks about one."""

from __future__ import annotations

import streamlit as st

from scorecard_app import reading
from scorecard_app.address import asked_for
from scorecard_app.markup import draw
from tracker.rules.reference import session_of
from tracker.translation import _
from tracker.views.agenda_room import OpenSession

_KEY = "choice-session"


def session_switch() -> None:
    """A box to go to another session in the record; none where the one shown is the only one.

    The chosen session's first agenda comes with it, where there is one.
    """
    here = reading.session_shown()
    titles = {one.session.session_id: one.title for one in reading.sessions()}
    if here not in titles:
        if not asked_for("agenda"):
            draw("sessions", "not_held", session=here)
        titles |= {here: _title_of_absent(here)}
    if len(titles) < 2:
        return
    if st.session_state.get(_KEY) != here:
        st.session_state[_KEY] = here
    st.selectbox(
        _("Legislature and session"),
        list(titles),
        format_func=lambda chosen: titles[chosen],
        key=_KEY,
        on_change=_go,
    )


def held_session() -> OpenSession | None:
    """The session that the address means, if the record holds measures of it."""
    here = reading.session_shown()
    return next((one for one in reading.sessions() if one.session.session_id == here), None)


def title_shown() -> str:
    """Of the session that the address means, as in `California Legislature, 2007-2008`."""
    return title_of(reading.session_shown())


def title_of(session_id: str) -> str:
    """As in `California Legislature, 2007-2008`; it says so where the record lacks the session."""
    titles = (one.title for one in reading.sessions() if one.session.session_id == session_id)
    return next(titles, None) or _title_of_absent(session_id)


def _title_of_absent(session_id: str) -> str:
    found = session_of(session_id) if session_id else None
    name = f"{found[0].legislature}, {found[1].name}" if found else session_id
    return _("{session} (not in the record)").format(session=name)


def _go() -> None:
    kept = {"session": str(st.session_state[_KEY]), "method": st.query_params.get("method", "")}
    st.query_params.from_dict({name: value for name, value in kept.items() if value})
