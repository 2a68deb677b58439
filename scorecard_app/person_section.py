"""What the record shows of a person, whatever an agenda asks: seats, presence, votes, lifetime."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import streamlit as st

from scorecard_app import record_reading
from scorecard_app.address import asked_for, link, search
from scorecard_app.layout import flag
from scorecard_app.said import say_found
from scorecard_app.turning import first_asked, shown_words, turns
from tracker.agenda.agenda import Agenda
from tracker.views.cast_votes import CastVote, CastVotes
from tracker.views.lifetime_view import LifetimeAgendas, LifetimeView
from tracker.views.person_record import (
    PersonRecord,
    Presence,
    Seat,
    SessionRecord,
)
from tracker.views.wording import long_day


def in_the_record(record: PersonRecord, agendas: Mapping[str, Agenda]) -> None:
    """Draws seats and presence by session, and the votes themselves. Nothing is judged."""
    st.html(
        '<h2 id="record">In the record</h2><p class="quiet">Seats, and how often the record shows '
        "a vote, by session. This rests on no agenda, and nothing is judged. Why somebody has no "
        "vote recorded is known only where a source says it.</p>"
    )
    for one in record.sessions:
        st.html(_session(one, agendas))
    if not record.sessions:
        st.html('<p class="empty">The record holds no seat and no vote of this person.</p>')
        return
    _votes(record)


def seat_line(seat: Seat) -> str:
    """One dated seat, as HTML."""
    parts = [
        escape(seat.house),
        f"district {escape(seat.district or 'not known')}"
        + ("" if seat.district_verified else " " + flag("unverified")),
        escape(seat.party or "party not known")
        + ("" if seat.party_verified else " " + flag("unverified")),
        _days(seat),
    ]
    return f'<p class="who-line">{" · ".join(parts)}</p>'


def _days(seat: Seat) -> str:
    if seat.dates_verified is False:
        return "days in office not known"
    until = f" to {long_day(seat.end_date)}" if seat.end_date else ", serving"
    return f"in office {long_day(seat.start_date)}{until}"


def _session(one: SessionRecord, agendas: Mapping[str, Agenda]) -> str:
    seats = "".join(map(seat_line, one.seats))
    scored = "".join(
        f' · <a href="{escape(link("legislator", person=asked_for("person"), agenda=name))}">'
        f"score on “{escape(agenda.title)}”</a>"
        for name, agenda in agendas.items()
        if agenda.session_id == one.session.session_id and name != asked_for("agenda")
    )
    measures = escape(link("measure", session=one.session.session_id))
    return (
        f"<h3>{escape(one.title)}</h3>{seats}{_presence(one)}"
        f'<p class="quiet"><a href="{measures}">Measures of this session</a>{scored}</p>'
    )


def _presence(one: SessionRecord) -> str:
    if not one.presence:
        return '<p class="empty">No roll call in the record names them in this session.</p>'
    rows = "".join(map(_row, one.presence))
    gone = sum(row.not_listed for row in one.presence)
    note = (
        f'<p class="quiet">Not listed on {_roll_calls(gone)} of the floor in these days. Why is '
        "not known here.</p>"
        if gone
        else ""
    )
    return (
        f'<table class="presence"><caption class="unseen">Presence, {escape(one.title)}</caption>'
        "<thead><tr><th scope=col>Where</th><th scope=col>Roll calls that list them</th>"
        "<th scope=col>Voted</th><th scope=col>Otherwise</th></tr></thead>"
        f"<tbody>{rows}</tbody></table>{note}"
    )


def _row(row: Presence) -> str:
    return (
        f"<tr><th scope=row>{escape(row.place)}</th><td>{row.on_the_roll:,}</td>"
        f"<td>{row.voted:,}</td><td>{escape(row.otherwise or 'none')}</td></tr>"
    )


def _roll_calls(count: int) -> str:
    return "1 roll call" if count == 1 else f"{count:,} roll calls"


def _votes(record: PersonRecord) -> None:
    st.html('<h2 id="votes">Votes, the latest first</h2>')
    text = search("votes", "Find votes on a measure", placeholder="Number, or words of the title")
    found = record_reading.votes_of(record, text, first_asked())
    say_found(_found_words(found, text), seen=bool(text))
    asked = {"person": record.person_id} | ({"votes": text} if text else {})
    shown = len(found.listed)
    st.html(
        f'<p class="quiet">{shown_words(found.first, shown, found.found)}</p>'
        f'<ul class="measures">{"".join(map(_vote, found.listed))}</ul>'
        + turns("legislator", found.first, shown, found.found, **asked)
        if shown
        else '<p class="empty">No vote.</p>'
    )


def _found_words(found: CastVotes, text: str) -> str:
    if not text:
        return shown_words(found.first, len(found.listed), found.found)
    about = found.number or f"measures for “{text}”"
    if not found.found:
        return f"No vote of theirs on {about} is in the record."
    return f"{'1 vote' if found.found == 1 else f'{found.found:,} votes'} on {about}."


def _vote(one: CastVote) -> str:
    href = f"{link('measure', measure=one.bill_id)}#{one.vote_event_id}"
    return (
        f'<li><b class="{escape(one.option)}">{escape(one.did)}</b>: '
        f'<a href="{escape(href)}">{escape(one.printed)}</a> '
        f"{escape(one.title or 'title not in the record')}"
        f'<span class="under">{long_day(one.date)}, {escape(one.place)}: {escape(one.motion)}. '
        f"{escape(one.outcome)}.</span></li>"
    )


def lifetime(views: tuple[LifetimeView, ...], of: LifetimeAgendas) -> None:
    """Draws the lifetime score in each house, with its sum session by session."""
    if not views and not of.undecided:
        return
    st.html('<h2 id="lifetime">Over several sessions</h2>')
    for view in views:
        st.html(_lifetime(view))
    for agendas in of.undecided:
        st.html(_undecided(agendas, of))


def _lifetime(view: LifetimeView) -> str:
    number = (
        f'<p class="lifetime"><b>{view.percent} %</b> in the {escape(view.house)}: {view.sum}, '
        f"over {len(view.parts)} sessions. {_rank(view)}</p>"
        if view.percent is not None
        else f'<p class="lifetime"><b>{escape(view.status_label or "")}</b></p>'
    )
    rows = "".join(
        f'<tr><th scope=row><a href="{escape(_scored(part.agenda_id))}">{escape(part.session)}</a> '
        f"<span>{escape(part.agenda_title)}</span></th>"
        f"<td>{part.counted} of {part.available}</td><td>{part.sum}</td></tr>"
        for part in view.parts
    )
    return (
        f'{number}<table class="presence"><caption class="unseen">Lifetime, {escape(view.house)}'
        "</caption><thead><tr><th scope=col>Session, and whose agenda</th>"
        "<th scope=col>Measures counted</th><th scope=col>Credits, of weights</th></tr></thead>"
        f"<tbody>{rows}</tbody><tfoot><tr><th scope=row>All</th>"
        f"<td>{view.counted} of {view.available}</td><td><b>{view.sum}</b></td></tr></tfoot>"
        "</table>"
        '<p class="quiet">The votes of all these sessions are pooled and divided once; percentages '
        "of sessions are never averaged.</p>"
    )


def _rank(view: LifetimeView) -> str:
    if view.rank is None:
        return escape(view.unranked or "")
    return f"Rank {view.rank} of {view.ranked}."


def _scored(agenda_id: str) -> str:
    return link("legislator", person=asked_for("person"), agenda=agenda_id)


def _undecided(agendas: tuple[Agenda, ...], of: LifetimeAgendas) -> str:
    taken = [one.id for one in of.agendas]
    ways = ", ".join(
        f'<a href="{escape(_with(taken, one.id))}">{escape(one.title)}</a>' for one in agendas
    )
    return (
        f'<p class="quiet">{len(agendas)} agendas ask about the session '
        f"{escape(agendas[0].session)}, so it is left out here. Count it by: {ways}.</p>"
    )


def _with(taken: list[str], more: str) -> str:
    return link("legislator", person=asked_for("person"), lifetime=",".join([*taken, more]))
