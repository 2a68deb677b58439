"""The measure page: what it is, what was asked, its way, and every roll call with every name. Where
the address names none: all measures of the session in the record, and those of the agenda.
"""

from __future__ import annotations

from html import escape

import streamlit as st

from scorecard_app import reading
from scorecard_app.address import asked_for, choose_rules, full_address, link
from scorecard_app.chart_block import show_kept
from scorecard_app.charts.chart import About
from scorecard_app.charts.closeness import closeness
from scorecard_app.charts.timeline import Event, timeline
from scorecard_app.layout import details, flag, not_here, official_link, read_from, source_link
from scorecard_app.measure_search import all_measures
from scorecard_app.sessions import title_of
from tracker.agenda.agenda import Agenda
from tracker.rules.reference import current_id, readable_jurisdictions
from tracker.rules.vocabulary import Option
from tracker.views.measure_view import (
    Asked,
    MeasureView,
    Named,
    RefusedRoll,
    RollPicture,
    Stage,
)
from tracker.views.wording import OPTION_WORDS, long_day


def show() -> None:
    """Draws the page of one measure, or the list of all where the address names none."""
    opening = st.container()
    agenda = reading.agenda_shown()
    bill_id = _meant(agenda, asked_for("measure"))
    view = reading.measure_page(agenda.id if agenda else None, bill_id) if bill_id else None
    if view is None:
        with opening:
            st.html("<h1>Measures</h1>")
            if bill_id:
                not_here("measure", bill_id, [(link(""), "Back to the scorecard")])
        all_measures(agenda)
        return
    if agenda:
        choose_rules(methods=None, agendas=reading.agendas())
    st.set_page_config(page_title=f"{view.printed} · Answerable", layout="wide")
    with opening:
        st.html(_head(agenda, view))
    about = _about(view)
    if events := _events(view):
        st.html("<h2>Timeline</h2>")
        key = (reading.shown(), bill_id, "timeline", about)
        show_kept(key, lambda: timeline(view.printed, events, about, f"timeline-{bill_id}"))
        st.html(details("The same as a list, with sources", _stage_list(view)))
    known = f" ({_how_many(view)})" if view.rolls or not view.no_rolls_because else ""
    st.html(f"<h2>Roll calls{known}</h2>")
    if not view.rolls:
        st.html(f'<p class="empty">{_no_rolls(view)}</p>')
    if view.refused:
        st.html(_refused(view.refused))
    for roll in view.rolls:
        _roll(view, roll)
    if view.read_from:
        st.html(read_from(view.read_from))


def _how_many(view: MeasureView) -> str:
    more = f", and {len(view.refused)} known and refused" if view.refused else ""
    return f"{len(view.rolls)}{more}"


def _refused(rolls: tuple[RefusedRoll, ...]) -> str:
    """Over the roll calls of the record: those that are known to be, and are not in it."""
    listed = "".join(
        f"<li><b>{long_day(roll.date)}</b>, {escape(roll.place)}: “{escape(roll.motion)}” "
        f"{escape(roll.declared)} as declared, {escape(roll.named)} by the names listed. Refused: "
        f"{escape(roll.reason)} ({escape(roll.detail)}). "
        f"{source_link(roll.source_url, roll.source, roll.source_ref)}</li>"
        for roll in rolls
    )
    one = len(rolls) == 1
    return (
        f'<div class="notice"><b>{"One roll call is" if one else f"{len(rolls)} roll calls are"} '
        f"known and refused.</b> {'It' if one else 'They'} did take place, but who voted how "
        f"cannot be told for certain, so {'it counts' if one else 'they count'} nowhere."
        f'<ul class="left-out">{listed}</ul></div>'
    )


def _meant(agenda: Agenda | None, text: str) -> str:
    """The id of the measure that the address names: an id, or a number of the session shown."""
    code, _, session = (agenda.session_id if agenda else asked_for("session")).partition("-")
    known = readable_jurisdictions().get(code)
    found = known.measure(text, session) if known and text else None
    return found.bill_id if found else current_id(text)


def _no_rolls(view: MeasureView) -> str:
    if view.no_rolls_because is None:
        return "The record holds no roll call on this measure."
    return (
        f"How members voted on this measure is not known here: {escape(view.no_rolls_because)}. "
        "That does not mean that there was no vote."
    )


def _head(agenda: Agenda | None, view: MeasureView) -> str:
    name = view.popular_name or (view.asked.title if view.asked else "")
    if name == view.title:
        name = ""
    title = escape(view.title or "title not in the record")
    if view.title_is_cut:
        title += f"… {flag('the source cuts titles at 45 characters')}"
    facts = [("Title", title)]
    if view.author:
        who = escape(view.author)
        if view.author_id:
            who = f'<a href="{escape(link("legislator", person=view.author_id))}">{who}</a>'
        facts.append(("Author", who))
    if view.sponsors:
        facts.append(("Sponsors", escape("; ".join(view.sponsors))))
    if view.summary:
        source = source_link(view.source_url, view.source_title or "source")
        facts.append(("What it does", f"{escape(view.summary)} {source}"))
    if view.chaptered:
        mark = "" if view.chaptered_verified else " " + flag("unverified")
        facts.append(("Became", escape(view.chaptered) + mark))
    listed = "".join(f"<div><dt>{key}</dt><dd>{text}</dd></div>" for key, text in facts)
    own = agenda is not None and agenda.session_id == view.session_id
    all_of_it = link("measure") if own else link("measure", session=view.session_id)
    whose = f", {escape(title_of(view.session_id))}"
    return (
        f'<p class="crumb"><a href="{escape(all_of_it)}">Measures</a>{whose}</p>'
        f"<h1>{escape(view.printed)}{': ' if name else ''}{escape(name)}</h1>"
        f'<dl class="facts">{listed}</dl>{_asked(agenda, view.asked) if agenda else ""}'
    )


def _asked(agenda: Agenda, asked: Asked | None) -> str:
    if asked is None:
        return '<p class="notice">This agenda asks nothing about this measure.</p>'
    mark = " " + flag("recorded after the votes") if asked.after_votes else ""
    said = agenda.statement if agenda.demonstration else None
    statement = f"<p>{escape(said)}</p>" if said else ""
    weight = f" Weight {asked.weight}." if asked.weight != "1" else ""
    reason = f"<p>{escape(asked.reason)}</p>" if asked.reason else ""
    issue = f"; issue: {escape(asked.issue)}" if asked.issue else ""
    return (
        f'<section class="view"><h2>What the agenda asks</h2><p><b>{escape(asked.asked)}.</b>'
        f" Recorded {long_day(asked.recorded_on)}.{mark}{weight}</p>{reason}"
        f'<p class="quiet">{escape(agenda.title)}, version {escape(agenda.version)}{issue}. '
        f"What is asked is the agenda's view; the rest of this page is the record.</p>{statement}"
        "</section>"
    )


def _about(view: MeasureView) -> About:
    return About(
        source="; ".join(sorted({roll.source for roll in view.rolls})) or "the record",
        as_of=view.record_read_on,
        method="the record as read, no scoring",
        n=f"{len(view.rolls)} roll calls in the record",
        address=full_address("measure", measure=view.bill_id),
    )


def _events(view: MeasureView) -> list[Event]:
    events = [
        Event(
            stage.date,
            "Action" if stage.kind == "action" else "Text",
            stage.label + ("" if stage.verified else " (unverified)"),
        )
        for stage in view.stages
    ]
    for roll in view.rolls:
        if roll.date:
            lane = "Floor vote" if roll.venue == "floor" else "Committee vote"
            label = f"{roll.place}: {roll.motion_words}, {roll.outcome}"
            events.append(Event(roll.date, lane, label, roll.result != "Did not pass"))
    return events


def _stage_list(view: MeasureView) -> str:
    dated = [(stage.date, _stage(stage)) for stage in view.stages if stage.kind == "action"]
    dated += [
        (roll.date, f"{escape(roll.place)}: {escape(roll.motion_words)}, {escape(roll.outcome)}")
        for roll in view.rolls
        if roll.date
    ]
    entries = "".join(f"<li><b>{long_day(day)}</b> {text}</li>" for day, text in sorted(dated))
    return f'<ol class="stages">{entries}</ol>'


def _stage(stage: Stage) -> str:
    mark = "" if stage.verified else " " + flag("unverified")
    note = f' <span class="quiet">{escape(stage.note)}.</span>' if stage.note else ""
    source = source_link(stage.source_url, stage.source_title or "source")
    return f"{escape(stage.label)}{mark}.{note} {source}"


_COUNTS_ONLY = "the source gives counts and no names"
_KNOWN_MISSING = "known to be missing: no source names the votes"


def _roll(view: MeasureView, roll: RollPicture) -> None:
    marks = []
    if roll.known_missing:
        marks.append(flag(_COUNTS_ONLY if roll.counts_only else _KNOWN_MISSING))
    if roll.repaired:
        marks.append(flag("repaired by rule"))
    st.html(
        f'<h3 id="{escape(roll.vote_event_id)}">{escape(roll.place)}, {long_day(roll.date)}</h3>'
        f'<p class="motion">{escape(roll.motion_words)}: “{escape(roll.motion)}” '
        f"<b>{escape(roll.outcome)}</b> {' '.join(marks)}</p>"
    )
    about = About(
        source=", ".join(part for part in (roll.source, roll.source_ref) if part),
        as_of=view.record_read_on,
        method="the roll as printed; no scoring",
        n=f"{roll.seats} seats on the roll"
        if not roll.known_missing
        else f"{roll.yes + roll.no} votes counted by the source",
        address=full_address("measure", measure=view.bill_id) + f"#{roll.vote_event_id}",
    )
    key = (reading.shown(), roll.vote_event_id, about)
    show_kept(key, lambda: closeness(view.printed, roll, about))
    note = f"<p>{escape(roll.note)}</p>" if roll.note else ""
    name = "Source" if roll.source_url else roll.source
    source = source_link(roll.source_url, name, roll.source_ref)
    official = official_link(view.official_url)
    st.html(
        f'<div class="basis"><p>{escape(roll.threshold_basis)}</p>{note}'
        f"<p>{official}{source}</p></div>"
        + (
            '<p class="empty">No source lists who voted how.</p>'
            if roll.known_missing
            else details("Every name", _names(roll))
        )
    )


def _names(roll: RollPicture) -> str:
    return "".join(
        f'<div class="names"><h4>{OPTION_WORDS[Option(option)]} ({len(names)})</h4>'
        f"<p>{', '.join(_name(name) for name in names) or 'nobody'}</p></div>"
        for option, names in roll.names.items()
    )


def _name(name: Named) -> str:
    if name.person_id is None:
        return escape(name.printed)
    href = escape(link("legislator", person=name.person_id))
    return f'<a href="{href}">{escape(name.printed)}</a>'
