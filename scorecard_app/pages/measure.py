"""The measure page: what it is, what was asked, its way, and every roll call with every name. Where
the address names none: all measures of the session in the record, and those of the agenda.
"""

from __future__ import annotations

from datetime import date

import streamlit as st

from scorecard_app import reading
from scorecard_app.address import asked_for, choose_rules, full_address, link
from scorecard_app.chart_block import show_kept
from scorecard_app.charts.chart import About
from scorecard_app.charts.closeness import closeness
from scorecard_app.charts.timeline import Event, timeline
from scorecard_app.layout import not_here
from scorecard_app.markup import draw
from scorecard_app.measure_search import all_measures
from scorecard_app.sessions import title_of
from tracker.agenda.agenda import Agenda
from tracker.rules.reference import current_id, readable_jurisdictions
from tracker.translation import _
from tracker.views.measure_view import MeasureView, RollPicture, Stage


def show() -> None:
    """Draws the page of one measure, or the list of all where the address names none."""
    opening = st.container()
    agenda = reading.agenda_shown()
    bill_id = _meant(agenda, asked_for("measure"))
    view = reading.measure_page(agenda.id if agenda else None, bill_id) if bill_id else None
    if view is None:
        with opening:
            draw("measure", "title_of_list")
            if bill_id:
                said = _("There is no measure “{id}” in this record.").format(id=bill_id)
                not_here(said, [(link(""), _("Back to the scorecard"))])
        all_measures(agenda)
        return
    if agenda:
        choose_rules(methods=None, agendas=reading.agendas())
    st.set_page_config(page_title=f"{view.printed} · Answerable", layout="wide")
    with opening:
        own = agenda is not None and agenda.session_id == view.session_id
        all_of_it = link("measure") if own else link("measure", session=view.session_id)
        session = title_of(view.session_id)
        draw("measure", "head", view=view, session=session, all_of_it=all_of_it, agenda=agenda)
    about = _about(view)
    if events := _events(view):
        draw("measure", "timeline_title")
        key = (reading.shown(), bill_id, "timeline", about)
        show_kept(key, lambda: timeline(view.printed, events, about, f"timeline-{bill_id}"))
        draw("measure", "stages", lines=_stage_lines(view))
    draw("measure", "rolls_title", view=view)
    if not view.rolls:
        draw("measure", "no_rolls", because=view.no_rolls_because)
    if view.refused:
        draw("measure", "refused", rolls=view.refused)
    for roll in view.rolls:
        _roll(view, roll)
    if view.read_from:
        draw("layout", "read_from", places=view.read_from)


def _meant(agenda: Agenda | None, text: str) -> str:
    """The id of the measure that the address names: an id, or a number of the session shown."""
    shown = agenda.session_id if agenda else asked_for("session")
    code, _dash, session = shown.partition("-")
    known = readable_jurisdictions().get(code)
    found = known.measure(text, session) if known and text else None
    return found.bill_id if found else current_id(text)


def _about(view: MeasureView) -> About:
    return About(
        source="; ".join(sorted({roll.source for roll in view.rolls})) or _("the record"),
        as_of=view.record_read_on,
        method=_("the record as read, no scoring"),
        n=_("{count} roll calls in the record").format(count=len(view.rolls)),
        address=full_address("measure", measure=view.bill_id),
    )


def _events(view: MeasureView) -> list[Event]:
    events = [
        Event(
            stage.date,
            "Action" if stage.kind == "action" else "Text",
            stage.label + ("" if stage.verified else f" ({_('unverified')})"),
        )
        for stage in view.stages
    ]
    for roll in view.rolls:
        if roll.date:
            lane = "Floor vote" if roll.venue == "floor" else "Committee vote"
            events.append(Event(roll.date, lane, _line(roll), not roll.failed))
    return events


def _line(roll: RollPicture) -> str:
    return f"{roll.place}: {roll.motion_words}, {roll.outcome}"


def _stage_lines(view: MeasureView) -> list[tuple[date, Stage | None, str]]:
    """By day; on one day, stages before roll calls."""
    stages = [(one.date, one, one.label) for one in view.stages if one.kind == "action"]
    rolls = [(roll.date, None, _line(roll)) for roll in view.rolls if roll.date]
    return sorted([*stages, *rolls], key=lambda line: (line[0], line[1] is None))


def _roll(view: MeasureView, roll: RollPicture) -> None:
    draw("measure", "roll_head", roll=roll)
    n = (
        _("{count} votes counted by the source").format(count=roll.yes + roll.no)
        if roll.known_missing
        else _("{count} seats on the roll").format(count=roll.seats)
    )
    about = About(
        source=", ".join(part for part in (roll.source, roll.source_ref) if part),
        as_of=view.record_read_on,
        method=_("the roll as printed; no scoring"),
        n=n,
        address=full_address("measure", measure=view.bill_id) + f"#{roll.vote_event_id}",
    )
    key = (reading.shown(), roll.vote_event_id, about)
    show_kept(key, lambda: closeness(view.printed, roll, about))
    draw("measure", "roll_basis", view=view, roll=roll)
