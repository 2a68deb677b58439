"""What pages show of the record alone, whatever an agenda asks: kept by the store's revision."""

from __future__ import annotations

import streamlit as st

from scorecard_app.last_known import or_last_known
from scorecard_app.reading import State, state, store_to_read
from tracker.record.sessions import Session
from tracker.views.measure_list import MeasureList, measure_list


def measures_of(session: Session, text: str, first: int) -> MeasureList:
    """A part of the measures of a session, all or those that a search means."""
    asked = session, text, first
    return or_last_known(("measures", *asked), lambda: _measures(state(), *asked))


@st.cache_resource(show_spinner=False, max_entries=100)
def _measures(at: State, session: Session, text: str, first: int) -> MeasureList:  # noqa: ARG001 (it is the key)
    with store_to_read().reading() as connection:
        return measure_list(connection, session, text, first)
