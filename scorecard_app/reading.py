"""Plain data for the pages, kept by store revision, agenda and method."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import cast

import sqlalchemy as sa
import streamlit as st

from scorecard_app import last_known
from scorecard_app.address import asked_for, known_or_default
from scorecard_app.collector import spare_the_collector
from scorecard_app.last_known import is_old, or_last_known, seconds_to_wait
from tracker.agenda import known_agendas as of_agendas
from tracker.agenda.agenda import Agenda
from tracker.agenda.known_agendas import (
    DEFAULT_AGENDA,
    KnownAgendas,
    known_agendas,
    shipped_agendas,
)
from tracker.campaigns.reading import campaigns
from tracker.coalition import Coalition, own_coalition
from tracker.crawls.sources import SourceDeclaration, SourceKind, declared_sources
from tracker.errors import AnswerableError, StoreError
from tracker.record.tables import legislative_sessions
from tracker.rules.reference import (
    faults_of_jurisdictions,
    readable_jurisdictions,
    sample_folder,
)
from tracker.scoring.method import DEFAULT_METHOD, find_method, known_methods, shipped_methods
from tracker.store import Store, open_store
from tracker.translation import spoken
from tracker.views.agenda_ended import AgendaEnded, agenda_ended
from tracker.views.agenda_room import OpenSession, open_sessions
from tracker.views.legislator_view import LegislatorView, legislator_view
from tracker.views.measure_view import MeasureView, measure_view
from tracker.views.scorecard_view import ScorecardView, scorecard_view
from tracker.views.sheet import Sheet, read_sheet
from tracker.views.start_view import StartView, start_view

State = tuple[str, str, str, str]
"""The store's address and revision, what changes with one's own agendas, and the language."""
_STATE = "what this run rests on"
Settings = tuple[Coalition | None, tuple[AnswerableError, ...]]
"""The coalition's settings, and what is wrong with them."""
_COALITION = "the coalition's settings in this run"


def agendas() -> dict[str, str]:
    """Agenda ids and titles."""
    known = _known().agendas
    return {name: agenda.title for name, agenda in known.items()}


def agenda_summaries() -> Mapping[str, Agenda]:
    """Every agenda by its id."""
    return _known().agendas


def faults_of_files() -> list[tuple[str, AnswerableError]]:
    """What is wrong with files that are left out for it, each with what kind of file it is."""
    kinds = {
        "The coalition's settings are left out": _coalition()[1],
        "An agenda is left out": _known().faults,
        "A method is left out": known_methods().faults,
        "A jurisdiction is left out": faults_of_jurisdictions(),
    }
    return [(about, fault) for about, faults in kinds.items() for fault in faults]


def coalition() -> Coalition | None:
    """The settings of the coalition whose folder this is, if any can be read."""
    return _coalition()[0]


def _coalition() -> Settings:
    """Read once for each run of a page."""
    if _COALITION not in st.session_state:
        try:
            st.session_state[_COALITION] = own_coalition(), ()
        except AnswerableError as fault:
            st.session_state[_COALITION] = None, (fault,)
    return cast(
        "tuple[Coalition | None, tuple[AnswerableError, ...]]", st.session_state[_COALITION]
    )


def usual_method() -> str:
    """The rule for an address that names none: the coalition's, if it has one that there is."""
    own = coalition()
    chosen = own.method if own else None
    return chosen if chosen and chosen in shipped_methods() else DEFAULT_METHOD


def own_agendas() -> list[tuple[str, str]]:
    """Ids and titles of the agendas that do not ship with the program."""
    shipped = shipped_agendas()
    return [(name, title) for name, title in agendas().items() if name not in shipped]


def has_campaigns() -> bool:
    """Whether the store holds a campaign that is no demonstration."""
    return or_last_known("campaigns", lambda: _has_campaigns(state()))


def start_page() -> StartView:
    """What the record holds, beside what the coalition follows."""
    return or_last_known("start", lambda: _start(state(), coalition()))


@st.cache_data(show_spinner=False, max_entries=2)
def _has_campaigns(at: State) -> bool:  # noqa: ARG001 (it is the key)
    with store_to_read().reading() as connection:
        return any(not one.demonstration for one in campaigns(connection))


@st.cache_resource(show_spinner="Reading the record …", max_entries=2, hash_funcs={Coalition: repr})
def _start(at: State, own: Coalition | None) -> StartView:  # noqa: ARG001 (it is the key)
    with store_to_read().reading() as connection:
        return start_view(connection, own)


def methods() -> dict[str, str]:
    """Method ids and titles, each with whose published rule it restates."""
    return {
        method.id: method.title
        if method.restates.publisher == "Answerable"
        else f"{method.title} (as {method.restates.publisher})"
        for method in shipped_methods().values()
    }


def agenda(agenda_id: str) -> Agenda:
    """The agenda of that id, which is one of `agendas`."""
    return _known().agendas[agenda_id]


def has_sample(agenda_id: str) -> bool:
    """Whether the agenda is about a session whose record ships with the program."""
    asked = agenda(agenda_id)
    return sample_folder(asked.jurisdiction, asked.session) is not None


def agenda_shown() -> Agenda | None:
    """The agenda that the address means; None where it names a session alone."""
    if not asked_for("agenda"):
        return None
    return agenda(known_or_default("agenda", agendas()))


def session_shown() -> str:
    """The id of the session that the address means, by its agenda where it has one."""
    chosen = agenda_shown()
    return chosen.session_id if chosen else asked_for("session")


def nonvotes_shown() -> str | None:
    """What the record of the legislature shown says of members without a vote, if reviewed."""
    chosen = _known().agendas.get(asked_for("agenda"))
    code = chosen.jurisdiction if chosen else asked_for("session").partition("-")[0]
    body = readable_jurisdictions().get(code)
    return body.nonvotes if body else None


def place_to_open(session_id: str) -> tuple[str, str]:
    """The agenda for an address that names none: of those about the session, where that names one,
    else of those whose session is in the record. The demonstration of 2007-08 comes first, and in
    a coalition's own folder last. Where there is none, the session: the one that the address names,
    or the first in the record; before anything is loaded, the demonstration.
    """
    known = agenda_summaries()
    held = [session_id] if session_id else or_last_known("sessions held", lambda: _held(state()))
    shown = [name for name, one in known.items() if one.session_id in held]
    is_own_folder = coalition() is not None

    def rank(name: str) -> tuple[bool, bool]:
        is_other, is_sample = name != DEFAULT_AGENDA, known[name].demonstration
        return (is_sample, is_other) if is_own_folder else (is_other, is_sample)

    found = min(shown, key=rank, default="")
    if found or session_id:
        return found, "" if found else session_id
    first = next((one.session.session_id for one in sessions()), "")
    return "" if first else DEFAULT_AGENDA, first


def scorecard_page(agenda_id: str, method_id: str) -> ScorecardView:
    """The scorecard as a page shows it."""
    return or_last_known(
        ("scorecard", agenda_id, method_id), lambda: _scorecard(state(), agenda_id, method_id)
    )


def legislator_page(agenda_id: str, method_id: str, person_id: str) -> LegislatorView | None:
    """One member's page, or None where nobody has that id."""
    asked = agenda_id, method_id, person_id
    return or_last_known(("legislator", *asked), lambda: _legislator(state(), *asked))


def measure_page(agenda_id: str | None, bill_id: str) -> MeasureView | None:
    """One measure's page, or None where the record has no such measure."""
    return or_last_known(
        ("measure", agenda_id, bill_id), lambda: _measure(state(), agenda_id, bill_id)
    )


def ended(agenda_id: str, today: date) -> AgendaEnded:
    """Where the measures of an agenda ended, as of a day."""
    return or_last_known(("ended", agenda_id), lambda: _ended(state(), agenda_id, today))


def begin_run() -> None:
    """Forgets what an earlier run of this page rested on."""
    last_known.begin_run()
    for name in (_STATE, _COALITION):
        st.session_state.pop(name, None)


def state() -> State:
    """What a page rests on, for keys: read once for each run of it."""
    if _STATE not in st.session_state:
        st.session_state[_STATE] = _state_now()
    return cast("State", st.session_state[_STATE])


def _state_now() -> State:
    store, own = open_store(), _stamp_of_agendas()
    address = store.address
    if store.path is None or not store.path.exists():
        return address, store.revision(), own, spoken()
    stat = store.path.stat()
    return address, _revision(address, stat.st_mtime_ns, stat.st_size), own, spoken()


def shown() -> tuple[State, bool]:
    """What a chart that is kept rests on: as `state`, and whether this run shows an earlier one."""
    return state(), is_old()


def _stamp_of_agendas() -> str:
    stats = ((path, path.stat()) for path in of_agendas.own_agendas())
    return repr([(path.name, stat.st_mtime_ns, stat.st_size) for path, stat in stats])


def sources_of_files() -> list[SourceDeclaration]:
    """Those that a person downloads as files: of any legislature first, then of one."""
    known = [one for one in declared_sources().values() if one.kind is SourceKind.FILES]
    return sorted(known, key=lambda one: (one.jurisdictions != "every", not one.by_hand))


def loaded_sessions() -> list[str]:
    """The sessions of which the record holds measures, as in `Senate of X, 2007-08`."""
    return [one.title for one in sessions()]


def sessions() -> tuple[OpenSession, ...]:
    """The sessions of which the record holds measures."""
    return or_last_known("sessions", lambda: _sessions(state()))


@st.cache_resource(show_spinner=False, max_entries=2)
def _sessions(at: State) -> tuple[OpenSession, ...]:  # noqa: ARG001 (it is the key)
    store = store_to_read()
    if store.is_absent:
        return ()
    with store.reading() as connection:
        return tuple(open_sessions(connection))


def _known() -> KnownAgendas:
    """All agendas; those that were saved are left out, and that is said, where the store is not to
    be had: every page names agendas, also one that says so.
    """
    try:
        return or_last_known("agendas", lambda: _agendas(state()))
    except StoreError as fault:
        unsaved = known_agendas()
        return KnownAgendas(unsaved.agendas, (*unsaved.faults, fault))


@st.cache_resource(show_spinner=False, max_entries=2)
def _agendas(at: State) -> KnownAgendas:  # noqa: ARG001 (it is the key)
    return known_agendas(store_to_read())


@st.cache_data(show_spinner=False, max_entries=8)
def _revision(address: str, modified: int, size: int) -> str:  # noqa: ARG001 (they are the key)
    return store_to_read().revision()


@st.cache_resource(show_spinner=False, max_entries=2)
def _held(at: State) -> frozenset[str]:  # noqa: ARG001 (it is the key)
    store = store_to_read()
    if store.is_absent:
        return frozenset()
    with store.reading() as connection:
        listed = connection.execute(sa.select(legislative_sessions.c.session_id)).scalars()
        return frozenset(listed)


@st.cache_resource(show_spinner="Reading the record …", max_entries=24)
def _sheet(at: State, agenda_id: str, method_id: str) -> Sheet:  # noqa: ARG001 (it is the key)
    with store_to_read().reading() as connection:
        sheet = read_sheet(connection, agenda(agenda_id), find_method(method_id))
    spare_the_collector()
    return sheet


@st.cache_resource(show_spinner=False, max_entries=24)
def _scorecard(at: State, agenda_id: str, method_id: str) -> ScorecardView:
    return scorecard_view(_sheet(at, agenda_id, method_id))


@st.cache_resource(show_spinner=False, max_entries=200)
def _legislator(at: State, agenda_id: str, method_id: str, person_id: str) -> LegislatorView | None:
    return legislator_view(_sheet(at, agenda_id, method_id), person_id)


@st.cache_resource(show_spinner="Reading the record …", max_entries=200)
def _measure(at: State, agenda_id: str | None, bill_id: str) -> MeasureView | None:  # noqa: ARG001 (it is the key)
    with store_to_read().reading() as connection:
        return measure_view(connection, agenda(agenda_id) if agenda_id else None, bill_id)


@st.cache_resource(show_spinner=False, max_entries=24)
def _ended(at: State, agenda_id: str, today: date) -> AgendaEnded:  # noqa: ARG001 (it is the key)
    with store_to_read().reading() as connection:
        return agenda_ended(connection, agenda(agenda_id), today)


def store_to_read() -> Store:
    """The store, for which a page waits a moment where another command has it open."""
    return open_store(lock_timeout=seconds_to_wait())
