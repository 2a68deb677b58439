"""The legislator page: a score, the rows that add up to it, and what each row rests on; then what
the record shows of the person whatever an agenda asks.
"""

from __future__ import annotations

import streamlit as st

from scorecard_app import reading, record_reading
from scorecard_app.address import (
    asked_for,
    choose_rules,
    full_address,
    known_or_default,
    link,
)
from scorecard_app.captions import about_scores
from scorecard_app.chart_block import show_kept
from scorecard_app.charts.presets import preset_scores
from scorecard_app.layout import not_here
from scorecard_app.markup import draw
from scorecard_app.member_list import everybody
from scorecard_app.names import folded
from scorecard_app.person_section import in_the_record, lifetime
from tracker.agenda.agenda import Agenda
from tracker.translation import _, ngettext
from tracker.views.legislator_view import HouseRecord, LegislatorView
from tracker.views.lifetime_view import LifetimeView, lifetime_view
from tracker.views.person_record import PersonRecord


def show() -> None:
    """Draws the page of one person, or the list of all where the address names nobody."""
    person_id = asked_for("person")
    agenda = reading.agenda_shown()
    method_id = known_or_default("method", reading.methods())
    view = (
        reading.legislator_page(agenda.id, method_id, person_id) if agenda and person_id else None
    )
    record = record_reading.person(person_id) if person_id else None
    if view is None and record is None:
        found = _called(agenda, method_id, person_id) if person_id else set()
        if len(found) == 1:
            st.query_params["person"] = found.pop()
            st.rerun()
        draw("member_list", "title")
        if person_id:
            said = _("There is no legislator “{id}” in this record.").format(id=person_id)
            not_here(said, [(link(""), _("Back to the scorecard"))])
        everybody(agenda, method_id)
        return
    _page(agenda, method_id, view, record)


def _page(
    agenda: Agenda | None,
    method_id: str,
    view: LegislatorView | None,
    record: PersonRecord | None,
) -> None:
    name = view.name if view else record.name if record else ""
    st.set_page_config(page_title=f"{name} · Answerable", layout="wide")
    of = record_reading.lifetime_asked(agenda) if agenda and record else None
    sums: tuple[LifetimeView, ...] = ()
    if record and of and len(of.agendas) > 1:
        sums = lifetime_view(record_reading.lifetimes(of.agendas, method_id), record.person_id)
    ways = _parts(view, sums, record)
    draw("legislator", "opening", name=name, agenda=agenda, view=view, ways=ways)
    if agenda:
        choose_rules(methods=reading.methods(), agendas=reading.agendas())
    if view:
        for of_house in view.records:
            _record(view, of_house)
        draw("sponsorship", "of_person", joined=view.joined)
    if of:
        lifetime(sums, of)
    if record:
        in_the_record(record, reading.agenda_summaries())
    if view and view.read_from:
        draw("layout", "read_from", places=view.read_from)


def _parts(
    view: LegislatorView | None, sums: tuple[LifetimeView, ...], record: PersonRecord | None
) -> list[tuple[str, str]]:
    """Ids and names of the parts of the page that stand far below."""
    ways = [
        (
            "lifetime",
            ngettext(
                "over {count} session: {percent} % in the {house}",
                "over {count} sessions: {percent} % in the {house}",
                len(one.parts),
            ).format(count=len(one.parts), percent=one.percent, house=one.house),
        )
        for one in sums
        if one.percent is not None
    ]
    if view:
        ways.append(("joined", _("authored or joined")))
    if record:
        ways += [("record", _("seats and presence")), ("votes", _("all votes in the record"))]
    return ways


def _called(agenda: Agenda | None, method_id: str, text: str) -> set[str]:
    """The ids of the members of that full name, as people write it."""
    if agenda:
        view = reading.scorecard_page(agenda.id, method_id)
        named = [(row.name, row.person_id) for house in view.houses for row in house.rows]
    else:
        members = record_reading.members(reading.session_shown())
        named = [(member.name, member.person_id) for _house, member in members]
    return {who for name, who in named if folded(name) == folded(text.strip())}


def _record(view: LegislatorView, record: HouseRecord) -> None:
    draw("legislator", "rows", record=record, several=len(view.records) > 1)
    if record.presets:
        name = f"rules-{view.person_id}-{record.member.chamber}"
        about = about_scores(
            view.heading,
            n=ngettext(
                "{count} measure with a vote in the {house}",
                "{count} measures with a vote in the {house}",
                record.available,
            ).format(count=record.available, house=record.house),
            address=full_address("legislator", person=view.person_id),
            method=_("each rule as named."),
        )
        key = (reading.shown(), name, about)
        show_kept(key, lambda: preset_scores(view.name, record.presets, record.band, about, name))
