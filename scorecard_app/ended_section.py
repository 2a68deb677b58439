"""The part under the scorecard that says where measures ended without a vote. It scores nobody."""

from __future__ import annotations

from html import escape

from scorecard_app.address import link
from scorecard_app.layout import details, flag, source_link
from tracker.views.agenda_ended import DOES_NOT_SAY, STOP_WORDS, AgendaEnded, EndedMeasure
from tracker.views.wording import long_day

TITLE = "Where measures ended"


def ended_section(found: AgendaEnded) -> str:
    """The funnel and the measures that are not law, as HTML."""
    if found.why_nothing:
        return details(TITLE, f'<p class="quiet">{escape(found.why_nothing)}</p>')
    return details(
        TITLE,
        '<p class="quiet">What the record says, and no more. No lawmaker earns or loses anything '
        f"by it.</p>{_funnel(found)}{_ended(found)}",
    )


def _funnel(found: AgendaEnded) -> str:
    rows = "".join(
        f"<tr><th scope=row>{escape(one.title)}</th><td>{len(one.item_ids)}</td></tr>"
        for one in found.funnel
    )
    missing = len(found.not_known)
    measures = "1 measure" if missing == 1 else f"{missing} measures"
    unread = (
        f'<p class="quiet">Of {measures} the record holds no history that a reviewed rule reads; '
        "these counts leave them out.</p>"
        if missing
        else ""
    )
    return (
        '<table class="plain"><caption class="unseen">How far the measures of the agenda came'
        "</caption><thead><tr><th scope=col>Step</th><th scope=col>Measures</th></tr></thead>"
        f"<tbody>{rows}</tbody></table>{unread}"
    )


def _ended(found: AgendaEnded) -> str:
    if not found.ended:
        return "<p>None of which the record tells ended or waits without becoming law.</p>"
    over = (
        f'<p class="quiet">The session ended on {long_day(found.ended_on)}: what waited then moves '
        "no more.</p>"
        if found.ended_on
        else ""
    )
    return f'{over}<h3>Not law</h3><ol class="rolls">{"".join(map(_entry, found.ended))}</ol>'


def _entry(one: EndedMeasure) -> str:
    name = f'<a href="{escape(link("measure", measure=one.bill_id))}">{escape(one.printed)}</a>'
    mark = "" if one.verified else f" {flag('unverified')}"
    source = source_link(one.source_url, one.source or DOES_NOT_SAY, one.source_ref)
    office = escape((one.office or DOES_NOT_SAY).rstrip("."))
    houses = escape(" and ".join(one.without_floor_vote))
    no_vote = f" No vote of the whole house on record: {houses}." if houses else ""
    return (
        f"<li><p><b>{name}</b> {escape(one.title)}</p>"
        f"<p><b>{escape(STOP_WORDS[one.stop])}</b>, {long_day(one.since)}{mark}: "
        f"“{escape(one.action)}”</p>"
        f'<p class="quiet">Who had it: {office}.{no_vote} {source}</p>'
        "</li>"
    )
