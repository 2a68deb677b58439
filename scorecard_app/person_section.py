"""What the record shows of a person, whatever an agenda asks: seats, presence, votes, lifetime."""

from __future__ import annotations

from collections.abc import Mapping

from scorecard_app import record_reading
from scorecard_app.address import asked_for, search
from scorecard_app.markup import draw
from scorecard_app.said import say_found
from scorecard_app.turning import first_asked, shown_words, turns
from tracker.agenda.agenda import Agenda
from tracker.translation import _, ngettext
from tracker.views.cast_votes import CastVotes
from tracker.views.lifetime_view import LifetimeAgendas, LifetimeView
from tracker.views.person_record import PersonRecord


def in_the_record(record: PersonRecord, agendas: Mapping[str, Agenda]) -> None:
    """Draws seats and presence by session, and the votes themselves. Nothing is judged."""
    draw("person", "record_title")
    for one in record.sessions:
        scored = {
            name: agenda
            for name, agenda in agendas.items()
            if agenda.session_id == one.session.session_id and name != asked_for("agenda")
        }
        draw("person", "session", one=one, person=asked_for("person"), scored=scored)
    if not record.sessions:
        draw("person", "nothing")
        return
    _votes(record)


def _votes(record: PersonRecord) -> None:
    draw("person", "votes_title")
    label, placeholder = _("Find votes on a measure"), _("Number, or words of the title")
    text = search("votes", label, placeholder=placeholder)
    found = record_reading.votes_of(record, text, first_asked())
    say_found(_found_words(found, text), seen=bool(text))
    asked = {"person": record.person_id} | ({"votes": text} if text else {})
    shown = found.first, len(found.listed), found.found
    more = turns("legislator", *shown, asked)
    draw("person", "votes", listed=found.listed, shown=shown_words(*shown), turns=more)


def _found_words(found: CastVotes, text: str) -> str:
    if not text:
        return shown_words(found.first, len(found.listed), found.found)
    about = found.number or _("measures for “{text}”").format(text=text)
    if not found.found:
        return _("No vote of theirs on {measures} is in the record.").format(measures=about)
    said = ngettext("{count} vote on {measures}.", "{count} votes on {measures}.", found.found)
    return said.format(count=f"{found.found:,}", measures=about)


def lifetime(views: tuple[LifetimeView, ...], of: LifetimeAgendas) -> None:
    """Draws the lifetime score in each house, with its sum session by session."""
    if not views and not of.undecided:
        return
    taken = [one.id for one in of.agendas]
    person = asked_for("person")
    draw("person", "lifetime", views=views, undecided=of.undecided, person=person, taken=taken)
