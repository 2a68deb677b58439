"""The legislator page: a score, the rows that add up to it, and what each row rests on."""

from __future__ import annotations

from html import escape

import streamlit as st

from scorecard_app import reading
from scorecard_app.address import (
    asked_for,
    choose_rules,
    full_address,
    known_or_default,
    link,
    search,
)
from scorecard_app.captions import about_scores
from scorecard_app.chart_block import show_kept
from scorecard_app.charts.presets import preset_scores
from scorecard_app.filters import ANY, Filters, found_words
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
from scorecard_app.names import folded
from scorecard_app.said import say_found
from tracker.views.legislator_view import HouseRecord, LegislatorView, MeasureRow, RollRow
from tracker.views.scorecard_view import ScorecardView
from tracker.views.wording import amount, long_day


def show() -> None:
    """Draws the page of one member, or the list of all where the address names nobody."""
    person_id = asked_for("person")
    opening = st.container()
    choose_rules(methods=reading.methods(), agendas=reading.agendas())
    method_id = known_or_default("method", reading.methods())
    agenda_id = known_or_default("agenda", reading.agendas())
    if not person_id:
        with opening:
            st.html("<h1>Legislators</h1>")
        _everybody(agenda_id, method_id)
        return
    view = reading.legislator_page(agenda_id, method_id, person_id)
    if view is None:
        found = _called(reading.scorecard_page(agenda_id, method_id), person_id)
        if len(found) == 1:
            st.query_params["person"] = found.pop()
            st.rerun()
        with opening:
            st.html("<h1>Legislators</h1>")
            not_here("legislator", person_id, [(link(""), "Back to the scorecard")])
        _everybody(agenda_id, method_id)
        return
    st.set_page_config(page_title=f"{view.name} · Answerable", layout="wide")
    with opening:
        heads = "".join(_head(view, record) for record in view.records)
        st.html(
            f'<p class="crumb"><a href="{escape(link(""))}">Scorecard</a></p>'
            f"<h1>{escape(view.name)}</h1>{heads}{brief(view.heading)}"
            + details("Whose agenda, as of when, by which rule", statements(view.heading))
        )
    for record in view.records:
        _record(view, record)
    if view.read_from:
        st.html(read_from(view.read_from))


def _called(view: ScorecardView, text: str) -> set[str]:
    """The ids of the members of that full name, as people write it."""
    rows = (row for house in view.houses for row in house.rows)
    return {row.person_id for row in rows if folded(row.name) == folded(text.strip())}


def _everybody(agenda_id: str, method_id: str) -> None:
    view = reading.scorecard_page(agenda_id, method_id)
    text = search("q", "Find a member", placeholder="Name or district")
    filters = Filters(text, ANY, ANY, ANY, ANY)
    say_found(found_words(view, filters), seen=bool(text))
    for house in view.houses:
        rows = sorted(house.rows, key=lambda row: folded(row.name.split()[-1]))
        shown = [row for row in rows if filters.admit(row)]
        entries = "".join(
            f'<li><a href="{escape(link("legislator", person=row.person_id))}">'
            f"{escape(row.name)}</a> <span>District {escape(row.district or 'not known')}</span>"
            "</li>"
            for row in shown
        )
        empty = '<p class="empty">Nobody in this house matches.</p>'
        st.html(
            f"<h2>{escape(house.name)}</h2>"
            + (f'<ul class="people">{entries}</ul>' if shown else empty)
        )


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
            f"{escape(row.printed)}</a> {escape(row.title)}. {escape(row.reason)}</li>"
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
        f"{escape(row.title)}. {rolls}</li>"
    )
