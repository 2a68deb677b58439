"""The list of legislators: the members of a session by house, with or without an agenda."""

from __future__ import annotations

from html import escape
from typing import NamedTuple

import streamlit as st

from scorecard_app import reading
from scorecard_app.address import choose_rules, link, search
from scorecard_app.filters import FEW
from scorecard_app.names import folded, is_meant
from scorecard_app.record_reading import members
from scorecard_app.said import say_found
from scorecard_app.sessions import session_switch, title_shown
from tracker.agenda.agenda import Agenda


class Listed(NamedTuple):
    """One member in the list."""

    house: str
    person_id: str
    name: str
    district: str | None


def everybody(agenda: Agenda | None, method_id: str) -> None:
    """Draws the list with its search, and the switch to another session above it."""
    session_switch()
    if agenda:
        choose_rules(methods=reading.methods(), agendas=reading.agendas())
    rows = _scored(agenda, method_id) if agenda else _sat()
    if not rows:
        st.html(
            '<p class="notice"><b>The record holds no member of this session.</b> Of some sources '
            "names stay names until their people are loaded: "
            "<code>answerable load --help</code>.</p>"
        )
    else:
        text = search("q", "Find a member", placeholder="Name or district")
        shown = [row for row in rows if is_meant(text, row.name, row.district)]
        say_found(_found_words(shown, rows, text), seen=bool(text))
        st.html(f'<p class="quiet">{escape(title_shown())}</p>')
        for house in dict.fromkeys(row.house for row in rows):
            st.html(_house(house, [row for row in shown if row.house == house]))


def _scored(agenda: Agenda, method_id: str) -> list[Listed]:
    view = reading.scorecard_page(agenda.id, method_id)
    return [
        Listed(house.name, row.person_id, row.name, row.district)
        for house in view.houses
        for row in house.rows
    ]


def _sat() -> list[Listed]:
    return [
        Listed(house, one.person_id, one.name, one.district)
        for house, one in members(reading.session_shown())
    ]


def _found_words(shown: list[Listed], rows: list[Listed], text: str) -> str:
    if not shown:
        return f"Nobody is found for “{text}”. Clear the search."
    sought = f" for “{text}”" if text else ""
    if text and len(shown) <= FEW:
        named = "; ".join(
            f"{row.name}, {row.house}, district {row.district or 'not known'}" for row in shown
        )
        return f"Found{sought}: {named}."
    return f"{len(shown)} of {len(rows)} members are shown{sought}."


def _house(name: str, rows: list[Listed]) -> str:
    by_surname = sorted(rows, key=lambda row: folded(row.name.split()[-1]))
    entries = "".join(
        f'<li><a href="{escape(link("legislator", person=row.person_id))}">{escape(row.name)}</a> '
        f"<span>District {escape(row.district or 'not known')}</span></li>"
        for row in by_surname
    )
    empty = '<p class="empty">Nobody in this house matches.</p>'
    return f"<h2>{escape(name)}</h2>" + (f'<ul class="people">{entries}</ul>' if rows else empty)
