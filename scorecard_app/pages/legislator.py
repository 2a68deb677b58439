"""The legislator page: a score, the rows that add up to it, and what each row rests on; then what
the record shows of the person whatever an agenda asks.
"""

from __future__ import annotations

from html import escape

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
from scorecard_app.layout import (
    brief,
    details,
    flag,
    not_here,
    official_link,
    read_from,
    source_link,
    statements,
)
from scorecard_app.markup import draw
from scorecard_app.member_list import everybody
from scorecard_app.names import folded
from scorecard_app.person_section import in_the_record, lifetime
from tracker.agenda.agenda import Agenda
from tracker.translation import _
from tracker.views.legislator_view import HouseRecord, LegislatorView, MeasureRow, RollRow
from tracker.views.lifetime_view import LifetimeView, lifetime_view
from tracker.views.person_record import PersonRecord
from tracker.views.wording import amount, long_day


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
        st.html("<h1>Legislators</h1>")
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
    st.html(_opening(name, agenda, view) + _parts(view, sums, record))
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
        st.html(read_from(view.read_from))


def _parts(
    view: LegislatorView | None, sums: tuple[LifetimeView, ...], record: PersonRecord | None
) -> str:
    """Links to the parts of the page that stand far below."""
    ways = [
        ("lifetime", f"over {len(one.parts)} sessions: {one.percent} % in the {one.house}")
        for one in sums
        if one.percent is not None
    ]
    if view:
        ways.append(("joined", "authored or joined"))
    if record:
        ways += [("record", "seats and presence"), ("votes", "all votes in the record")]
    links = " · ".join(f'<a href="#{part}">{escape(words)}</a>' for part, words in ways)
    return f'<p class="quiet">On this page: {links}</p>' if ways else ""


def _opening(name: str, agenda: Agenda | None, view: LegislatorView | None) -> str:
    crumb = f'<p class="crumb"><a href="{escape(link("legislator"))}">Legislators</a></p>'
    title = f"{crumb}<h1>{escape(name)}</h1>"
    if view:
        heads = "".join(_head(view, record) for record in view.records)
        return f"{title}{heads}{brief(view.heading)}" + details(
            "Whose agenda, as of when, by which rule", statements(view.heading)
        )
    if agenda:
        return (
            f'{title}<p class="notice">The agenda “{escape(agenda.title)}” asks about a session in '
            "which they held no seat that the record knows, so it gives no score.</p>"
        )
    return title


def _called(agenda: Agenda | None, method_id: str, text: str) -> set[str]:
    """The ids of the members of that full name, as people write it."""
    if agenda:
        view = reading.scorecard_page(agenda.id, method_id)
        named = [(row.name, row.person_id) for house in view.houses for row in house.rows]
    else:
        members = record_reading.members(reading.session_shown())
        named = [(member.name, member.person_id) for _, member in members]
    return {who for name, who in named if folded(name) == folded(text.strip())}


def _head(view: LegislatorView, record: HouseRecord) -> str:
    member = record.member
    parts = [
        escape(record.house),
        f"district {escape(member.district or 'not known')}"
        + ("" if member.district_verified else " " + flag("unverified")),
        escape(member.party or "party not known")
        + ("" if member.party_verified else " " + flag("unverified")),
    ]
    if member.region:
        parts.append(escape(member.region))
    parts.append(_in_office(record))
    return f'<p class="who-line">{" · ".join(parts)}</p>{_score(view, record)}'


def _in_office(record: HouseRecord) -> str:
    member = record.member
    if member.dates_verified is False:
        return "days in office not known"
    until = f" to {long_day(member.end_date)}" if member.end_date else ", serving"
    return f"in office {long_day(member.start_date)}{until}"


def _score(view: LegislatorView, record: HouseRecord) -> str:
    if record.percent is None:
        why = f" {escape(view.minimum)}" if view.minimum and record.counted else ""
        return f'<p class="no-number"><b>{escape(record.status_label or "")}.</b>{why}</p>'
    band = f"{record.band[0]}–{record.band[1]} %" if record.band else "none"
    middles = "".join(
        f"<div><dt>Median, {escape(line.group)}</dt><dd>{line.percent} % "
        f"<span>({line.members} members, same measures)</span></dd></div>"
        for line in record.medians
        if line.percent is not None
    )
    return (
        f'<div class="score-card"><p class="number"><b>{record.percent}</b> %</p>'
        f"<dl><div><dt>Arithmetic</dt><dd>{escape(record.arithmetic)}</dd></div>"
        f"<div><dt>Measures counted</dt><dd>{record.counted} of {record.available} "
        f"<span>with a vote in the {escape(record.house)}; eligible for {record.eligible}</span>"
        f"</dd></div><div><dt>Rank</dt><dd>{_rank(record)}</dd></div>"
        f"<div><dt>Under all rules</dt><dd>{band}</dd></div>{middles}</dl></div>"
    )


def _rank(record: HouseRecord) -> str:
    if record.rank is None:
        return escape(record.unranked or "none")
    shared = f", shared with {record.sharing} more" if record.sharing else ""
    return (
        f"{record.rank}{'=' if record.sharing else ''} of {record.ranked} "
        f"<span>in the {escape(record.house)}{shared}</span>"
    )


def _record(view: LegislatorView, record: HouseRecord) -> None:
    several = f", {record.house}" if len(view.records) > 1 else ""
    if record.counted_rows:
        st.html(
            f'<h2 id="why">Why: the rows that add up{escape(several)}</h2>' + _counted_table(record)
        )
    else:
        st.html(f'<h2 id="why">No vote counted{escape(several)}</h2>')
    if record.left_out:
        body = "".join(_left_out(row) for row in record.left_out)
        st.html(
            f"<h2>Left out by the rule ({len(record.left_out)})</h2>"
            f'<ul class="left-out">{body}</ul>'
        )
    if record.without_vote:
        body = "".join(
            f'<li><a href="{escape(link("measure", measure=row.bill_id))}">'
            f"{escape(row.printed)}</a> {escape(_sentence(row.title))} {escape(row.reason)}</li>"
            for row in record.without_vote
        )
        st.html(
            f"<h2>Measures without a vote by this member ({len(record.without_vote)})</h2>"
            f'<ul class="left-out">{body}</ul>'
        )
    if record.presets:
        st.html("<h2>The same votes under other rules</h2>")
        name = f"rules-{view.person_id}-{record.member.chamber}"
        about = about_scores(
            view.heading,
            n=f"{record.available} {'measure' if record.available == 1 else 'measures'} with a "
            f"vote in the {record.house}",
            address=full_address("legislator", person=view.person_id),
            method="each rule as named.",
        )
        key = (reading.shown(), name, about)
        show_kept(key, lambda: preset_scores(view.name, record.presets, record.band, about, name))


def _counted_table(record: HouseRecord) -> str:
    body = "".join(_measure(row) for row in record.counted_rows)
    whole = f"{record.numerator} of {record.denominator}"
    exact = f"{amount(record.earned)} of {amount(record.possible)}"
    equals = "" if exact == whole else f" = {whole}"
    percent = f" = {record.percent} %" if record.percent is not None else ""
    return (
        '<table class="why"><caption class="unseen">Measures that count</caption><thead><tr>'
        "<th scope=col>Measure</th><th scope=col>Asked</th><th scope=col>Did</th>"
        "<th scope=col>Worth, and why</th><th scope=col>Credit</th></tr></thead>"
        f"<tbody>{body}</tbody><tfoot><tr><th scope=row colspan=3>Sum of credits, of the sum of "
        f'weights</th><td class="credit" colspan="2">'
        f'<b data-sum="{record.earned}/{record.possible}">{exact}'
        f"{equals}{percent}</b></td></tr></tfoot></table>"
    )


def _measure(row: MeasureRow) -> str:
    did = "".join(_did(roll) for roll in row.rolls)
    several = len(row.rolls) > 1
    why = "".join(
        f"<p>{f'{long_day(roll.date)}: ' if several else ''}{escape(roll.worth)}</p>"
        for roll in row.rolls
    )
    if row.shared:
        why += f"<p>The roll calls share the measure: {row.shared}.</p>"
    return (
        f'<tr data-earned="{row.earned}" data-possible="{row.possible}">'
        f'<th scope=row><a href="{escape(link("measure", measure=row.bill_id))}">'
        f"{escape(row.printed)}</a> <span>{escape(row.title)}</span></th>"
        f'<td class="asked">{_asked(row)}</td>'
        f'<td class="did">{did}</td><td class="worth">{why}</td>'
        f'<td class="credit">{amount(row.earned)} of {amount(row.possible)}</td></tr>'
    )


def _asked(row: MeasureRow) -> str:
    when = f"recorded {long_day(row.recorded_on)}"
    mark = f" {flag(row.told)}" if row.told else ""
    if row.after_the_vote:
        return f"{escape(row.asked)} {flag(f'{when}, after the vote')}{mark}"
    return f'{escape(row.asked)} <span class="when">{when}</span>{mark}'


def _did(roll: RollRow) -> str:
    where = f"{long_day(roll.date)}, {escape(roll.place)}: {escape(roll.outcome)}."
    return (
        f'<p><b class="{roll.option}">{escape(roll.did)}</b><span class=when>'
        f"{where} {_source(roll)}</span></p>"
    )


def _source(roll: RollRow) -> str:
    """The official page of the votes, and the line of the file that was read."""
    line = source_link(roll.source_url, roll.source_ref or roll.source_title)
    return f"{official_link(roll.official_url)}{line}"


def _left_out(row: MeasureRow) -> str:
    rolls = " ".join(
        f"{escape(roll.did)}, {long_day(roll.date)}, {escape(roll.place)}. {escape(roll.worth)} "
        f"{_source(roll)}"
        for roll in row.rolls
    )
    return (
        f'<li><a href="{escape(link("measure", measure=row.bill_id))}">{escape(row.printed)}</a> '
        f"{escape(_sentence(row.title))} {rolls}</li>"
    )


def _sentence(title: str) -> str:
    """A title with one full stop after it."""
    return f"{title.rstrip('.')}."
