"""The list of measures: those of the agenda by issue, and all of the session, searched."""

from __future__ import annotations

from html import escape

import streamlit as st

from scorecard_app.address import asked_for, choose_rules, link, search
from scorecard_app.layout import flag
from scorecard_app.reading import agendas
from scorecard_app.record_reading import measures_of
from scorecard_app.said import say_found
from scorecard_app.sessions import held_session, session_switch
from scorecard_app.turning import first_asked, shown_words, turns
from tracker.agenda.agenda import Agenda
from tracker.rules.reference import printed_bill
from tracker.views.agenda_room import OpenSession
from tracker.views.measure_list import ListedMeasure, MeasureList
from tracker.views.wording import long_day


def all_measures(agenda: Agenda | None) -> None:
    """Draws the list, with the switch to another session above it."""
    session_switch()
    if agenda:
        choose_rules(methods=None, agendas=agendas())
    held = held_session()
    text = ""
    if held:
        text = search("q", "Find a measure", placeholder="Number, or words of the title")
        found = measures_of(held.session, text, first_asked())
        say_found(_found_words(held, found, text), seen=bool(text))
    if agenda and not text and not asked_for("from"):
        _of_the_agenda(agenda)
    if held:
        heading = "Found in the record" if text else f"All in the record: {held.title}"
        if found.found:
            st.html(f"<h2>{escape(heading)}</h2>{_list(found, text, _asked_about(agenda))}")
    elif not agenda:
        st.html('<p class="empty">No measure of this session is in the record.</p>')


def _of_the_agenda(agenda: Agenda) -> None:
    headings = {issue.id: issue.name for issue in agenda.issues} | {None: "Without an issue"}
    st.html("<h2>On the agenda</h2>")
    for issue, name in headings.items():
        entries = "".join(
            f'<li><a href="{escape(link("measure", measure=item.bill_id))}">'
            f"{escape(printed_bill(item.bill_id))}</a> {escape(item.title)}</li>"
            for item in agenda.items
            if item.issue == issue
        )
        if entries:
            over = f"<h3>{escape(name)}</h3>" if agenda.issues else ""
            st.html(f'{over}<ul class="measures">{entries}</ul>')


def _asked_about(agenda: Agenda | None) -> frozenset[str]:
    return frozenset(item.bill_id for item in agenda.items) if agenda else frozenset()


def _found_words(held: OpenSession, found: MeasureList, text: str) -> str:
    """What a search found, in a sentence."""
    if not text:
        return shown_words(found.first, len(found.listed), found.found)
    if not found.found:
        named = found.number or f"measure for “{text}”"
        return f"Nothing found: {held.title} has no {named} in the record."
    if found.found == 1:
        return f"Found: {found.listed[0].printed}."
    return f"{found.found:,} of {found.in_session:,} measures are found for “{text}”."


def _list(found: MeasureList, text: str, asked: frozenset[str]) -> str:
    entries = "".join(_entry(one, on_agenda=one.bill_id in asked) for one in found.listed)
    shown = shown_words(found.first, len(found.listed), found.found)
    order = "Newest roll call first." if len(found.listed) > 1 else ""
    asked_again = {"q": text} if text else {}
    more = turns("measure", found.first, len(found.listed), found.found, **asked_again)
    return f'<p class="quiet">{shown} {order}</p><ul class="measures">{entries}</ul>{more}'


def _entry(one: ListedMeasure, *, on_agenda: bool) -> str:
    mark = f" {flag('on the agenda')}" if on_agenda else ""
    return (
        f'<li><a href="{escape(link("measure", measure=one.bill_id))}">{escape(one.printed)}</a> '
        f"{escape(one.title or 'title not in the record')}{'…' if one.title_is_cut else ''}{mark}"
        f'<span class="under">{_rolls(one)}</span></li>'
    )


def _rolls(one: ListedMeasure) -> str:
    if not one.rolls:
        return "No roll call in the record."
    calls = "1 roll call" if one.rolls == 1 else f"{one.rolls} roll calls"
    return f"{calls}, last {long_day(one.last_vote)}." if one.last_vote else f"{calls}."
