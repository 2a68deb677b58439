"""What pages show of the record alone, whatever an agenda asks: kept by the store's revision."""

from __future__ import annotations

import streamlit as st

from scorecard_app import reading
from scorecard_app.address import asked_for
from scorecard_app.last_known import or_last_known
from scorecard_app.reading import State, state, store_to_read
from tracker.agenda.agenda import Agenda
from tracker.record.sessions import Session
from tracker.scoring.lifetime import LifetimeLine, lifetime_of
from tracker.scoring.method import find_method
from tracker.scoring.scorecard import Member
from tracker.views.cast_votes import CastVotes, cast_votes
from tracker.views.lifetime_view import LifetimeAgendas, lifetime_agendas
from tracker.views.measure_list import MeasureList, measure_list
from tracker.views.person_record import PersonRecord, person_record, session_members


def measures_of(session: Session, text: str, first: int) -> MeasureList:
    """A part of the measures of a session, all or those that a search means."""
    asked = session, text, first
    return or_last_known(("measures", *asked), lambda: _measures(state(), *asked))


def members(session_id: str) -> list[tuple[str, Member]]:
    """Everyone who sat in a house in the session, after the house's name, the upper house first."""
    return or_last_known(("members", session_id), lambda: _members(state(), session_id))


def person(person_id: str) -> PersonRecord | None:
    """A person's seats and presence; None where the record has no such person."""
    return or_last_known(("person", person_id), lambda: _person(state(), person_id))


def votes_of(record: PersonRecord, text: str, first: int) -> CastVotes:
    """A part of a person's votes, all or those on the measures that a search means."""
    asked = record, text, first
    return or_last_known(("votes", record.person_id, text, first), lambda: _votes(state(), *asked))


def lifetime_asked(chosen: Agenda) -> LifetimeAgendas:
    """One agenda for each session in the record of the legislature of the chosen one."""
    held = {one.session.session_id for one in reading.sessions()}
    wanted = asked_for("lifetime").split(",")
    return lifetime_agendas(reading.agenda_summaries(), chosen, held, wanted)


def lifetimes(agendas: tuple[Agenda, ...], method_id: str) -> list[LifetimeLine]:
    """Everybody's score over the sessions of those agendas, of which there are several."""
    ids = tuple(one.id for one in agendas)
    return or_last_known(("lifetime", ids, method_id), lambda: _lifetimes(state(), ids, method_id))


@st.cache_resource(show_spinner=False, max_entries=100)
def _measures(at: State, session: Session, text: str, first: int) -> MeasureList:  # noqa: ARG001 (it is the key)
    with store_to_read().reading() as connection:
        return measure_list(connection, session, text, first)


@st.cache_resource(show_spinner=False, max_entries=8)
def _members(at: State, session_id: str) -> list[tuple[str, Member]]:  # noqa: ARG001 (it is the key)
    with store_to_read().reading() as connection:
        return session_members(connection, session_id)


@st.cache_resource(show_spinner=False, max_entries=200)
def _person(at: State, person_id: str) -> PersonRecord | None:  # noqa: ARG001 (it is the key)
    store = store_to_read()
    if store.is_absent:
        return None
    with store.reading() as connection:
        return person_record(connection, person_id)


@st.cache_resource(show_spinner=False, max_entries=200)
def _votes(at: State, record: PersonRecord, text: str, first: int) -> CastVotes:  # noqa: ARG001 (it is the key)
    with store_to_read().reading() as connection:
        sessions = [one.session for one in record.sessions]
        return cast_votes(connection, record.person_id, sessions, text, first)


@st.cache_resource(show_spinner="Adding up the sessions …", max_entries=8)
def _lifetimes(at: State, agenda_ids: tuple[str, ...], method_id: str) -> list[LifetimeLine]:  # noqa: ARG001 (it is the key)
    agendas = [reading.agenda(name) for name in agenda_ids]
    with store_to_read().reading() as connection:
        return lifetime_of(connection, agendas, find_method(method_id))
