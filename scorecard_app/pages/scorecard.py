"""The scorecard page: each house ranked by itself, searchable, each name a way to its rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from html import escape

import streamlit as st

from scorecard_app import reading
from scorecard_app.address import (
    asked_for,
    choose,
    choose_rules,
    full_address,
    known_or_default,
    link,
    search,
)
from scorecard_app.captions import about_scores
from scorecard_app.chart_block import show_kept
from scorecard_app.charts.chart import Cell, Chart
from scorecard_app.charts.distribution import Mark, distribution
from scorecard_app.ended_section import ended_section
from scorecard_app.filters import ANY, UNKNOWN, Filters, found_words
from scorecard_app.kept import kept
from scorecard_app.layout import brief, details, flag, statements
from scorecard_app.markup import draw
from scorecard_app.said import say_found
from scorecard_app.sessions import held_session, nobody_asks, session_switch, title_shown
from tracker.views.scorecard_view import HouseTable, ScorecardView, ScoreRow

NO_PARTY = "Party not known"


def show() -> None:
    """Draws the page. A search has its finds at once beneath it; what they rest on comes after."""
    own = reading.coalition()
    if own and not reading.loaded_sessions():
        st.html(f"<h1>{escape(own.name)}</h1>{_nothing_loaded()}")
        return
    if reading.agenda_shown() is None:
        _without_agenda()
        return
    searching = bool(asked_for("q"))
    opening, rules_first, finder = st.container(), st.container(), st.container()
    results, rules_last = st.container(), st.container()
    with rules_last if searching else rules_first:
        session_switch()
        choose_rules(methods=reading.methods(), agendas=reading.agendas())
    method_id = known_or_default("method", reading.methods())
    agenda_id = known_or_default("agenda", reading.agendas())
    view = reading.scorecard_page(agenda_id, method_id)
    title = f"{view.heading.legislature}, {view.heading.session_name}"
    stated = brief(view.heading) if searching else statements(view.heading)
    opening.html(f"<h1>{escape(title)}: votes beside an agenda</h1>{stated}")
    if not any(house.rows for house in view.houses):
        st.html(_nobody(agenda_id, title))
        return
    if view.no_votes_because:
        opening.html(
            '<p class="notice"><b>No vote of this session is known here, so nobody can be '
            f"scored:</b> {escape(view.no_votes_because)}.</p>"
        )
    with finder:
        filters = _filters(view)
        say_found(found_words(view, filters), seen=filters.narrows)
    with results:
        if filters.issue != ANY:
            st.html(
                '<p class="notice">One issue has too few votes for a score of its own, so none is '
                "given: the last column counts roll calls, and the score stays that of the whole "
                "agenda.</p>"
            )
        for house in view.houses:
            if filters.chamber in (ANY, house.chamber):
                _house(view, house, filters)
        draw("sponsorship", "everybody", joined=view.joined, admitted=_admitted(view, filters))
        if searching:
            st.html(details("Whose agenda, as of when, by which rule", statements(view.heading)))
        else:
            st.html(ended_section(reading.ended(agenda_id, date.today())))


def _admitted(view: ScorecardView, filters: Filters) -> dict[str, set[str]]:
    """By house that is shown: the ids of those whom the filters leave."""
    return {
        house.chamber: {row.person_id for row in house.rows if filters.admit(row)}
        for house in view.houses
        if filters.chamber in (ANY, house.chamber)
    }


def _without_agenda() -> None:
    st.html(f"<h1>{escape(title_shown())}</h1>")
    session_switch()
    held = held_session()
    if held:
        st.html(nobody_asks(held))


def _nobody(agenda_id: str, session: str) -> str:
    """What to do where the record holds no member of the agenda's session, named as it is shown."""
    agendas = f'<a href="{escape(link("agendas"))}">Agendas</a>'
    start = f'<a href="{escape(link("start"))}">Start</a>'
    held = reading.loaded_sessions()
    if session in held:
        return (
            '<p class="notice"><b>The record does not know who the members of this session '
            "are.</b> Its roll calls give names, and no name is one person's for certain yet, so "
            "nobody is scored. Load the lawmakers and their seats: step 3 of the page "
            f"{start} says how.</p>"
        )
    if held:
        return (
            '<p class="notice"><b>The record holds no member of this session.</b> It holds '
            f"{escape('; '.join(held))}. Write an agenda for one of them: {agendas}. Or load this "
            f"session: {start}.</p>"
        )
    return _nothing_loaded(
        " Or look at the sample first: <code>answerable demo</code>."
        if reading.has_sample(agenda_id)
        else ""
    )


def _nothing_loaded(sample: str = "") -> str:
    """The way from an empty record to a scorecard. `sample` says how to look at one first."""
    agendas = f'<a href="{escape(link("agendas"))}">Agendas</a>'
    start = f'<a href="{escape(link("start"))}">Start</a>'
    return (
        "<h2>Nothing is loaded yet</h2><ol>"
        f"<li><b>Load a legislature</b>, of any state or of Congress: {start}.{sample}</li>"
        f"<li><b>Write an agenda</b>: paste a list of bills under {agendas}.</li>"
        "<li><b>Come back here</b>: every lawmaker of that session is set beside it.</li></ol>"
    )


def _filters(view: ScorecardView) -> Filters:
    text, chamber = _search_and_house(view)
    narrowed = any(asked_for(name) not in ("", ANY) for name in ("party", "region", "issue"))
    with st.expander("Filter by party, region or issue", expanded=narrowed):
        one, two, three = st.columns(3)
        with one:
            party = choose("party", "Party", _options("All parties", view, lambda row: row.party))
        with two:
            region = choose(
                "region", "Region", _options("All regions", view, lambda row: row.region)
            )
        with three:
            issue = choose("issue", "Issue", {ANY: "All issues"} | view.issues)
    return Filters(text, chamber, party, region, issue)


def _search_and_house(view: ScorecardView) -> tuple[str, str]:
    """What is searched for, and in which house, where there are two."""
    first, second = st.columns([2, 1])
    with first:
        text = search("q", "Find a member", placeholder="Name or district")
    if len(view.houses) < 2:
        return text, ANY
    with second:
        houses = {house.chamber: house.name for house in view.houses}
        return text, choose("chamber", "House", {ANY: "Both houses"} | houses)


def _options(
    everything: str, view: ScorecardView, kind: Callable[[ScoreRow], str | None]
) -> dict[str, str]:
    found = {kind(row) for house in view.houses for row in house.rows}
    known = {name: name for name in sorted(name for name in found if name)}
    return {ANY: everything} | known | ({UNKNOWN: "Not known"} if None in found else {})


def _house(view: ScorecardView, house: HouseTable, filters: Filters) -> None:
    rows = [row for row in house.rows if filters.admit(row)]
    summary = "" if filters.text else _summary(view, house)
    st.html(f'<h2 id="{house.chamber}">{escape(house.name)}</h2>{summary}')
    if not rows:
        st.html('<p class="empty">Nobody in this house matches. Clear the search or a filter.</p>')
        return
    scored = [row for row in rows if row.percent is not None]
    key = (
        reading.shown(),
        view.heading.agenda_id,
        view.heading.method_id,
        house.chamber,
        filters,
        full_address(""),
    )
    if len(scored) > 1 and not filters.text:
        show_kept(key, lambda: _chart(view, house, scored, filters))
    issue = None if filters.issue == ANY else filters.issue
    st.html(kept(("table", *key), lambda: _table(view, house, rows, issue)))


def _summary(view: ScorecardView, house: HouseTable) -> str:
    middles = "; ".join(
        f"{escape(line.group)} {line.percent} % ({line.members} members)"
        for line in house.medians
        if line.percent is not None
    )
    counted = "1 measure" if house.available == 1 else f"{house.available} measures"
    lines = [f"Votes of this house on {counted} of the agenda can count."]
    if middles:
        lines.append(f"Median: {middles}.")
    if view.minimum:
        lines.append(escape(view.minimum))
    return f'<p class="quiet">{" ".join(lines)}</p>'


def _chart(view: ScorecardView, house: HouseTable, rows: list[ScoreRow], filters: Filters) -> Chart:
    n = f"{len(rows)} members of the {house.name} with a score"
    if filters.narrows:
        n += f", of {len(house.rows)}"
    about = about_scores(
        view.heading,
        n=n,
        address=full_address("", chamber=house.chamber, **filters.in_address),
        filtered=filters.words,
    )
    marks = [
        Mark(row.name, row.party or NO_PARTY, row.percent or 0, _cells(house, row)) for row in rows
    ]
    name = f"scores-{house.chamber}-{view.heading.method_id}"
    return distribution(house.name, marks, (*view.parties, NO_PARTY), about, name)


def _cells(house: HouseTable, row: ScoreRow) -> tuple[Cell, ...]:
    low, high = row.band or (None, None)
    return (
        *(row.name, house.name, row.district, row.party or NO_PARTY),
        *(
            f"{row.rank or ''}{'=' if row.tied else ''}",
            row.percent,
            row.numerator,
            row.denominator,
        ),
        *(row.counted, row.eligible, row.available, low, high),
    )


def _table(view: ScorecardView, house: HouseTable, rows: list[ScoreRow], issue: str | None) -> str:
    last = (
        f"<th scope=col>Roll calls on: {escape(view.issues[issue])}</th>"
        if issue
        else "<th scope=col>Lowest to highest under all rules</th>"
    )
    score = "Score, whole agenda" if issue else "Score"
    body = "".join(_row(row, issue, regions=bool(view.regions)) for row in rows)
    return (
        f'<table class="ranked"><caption class="unseen">{escape(house.name)}: members by '
        "score</caption><thead><tr><th scope=col>Rank</th><th scope=col>Member</th>"
        "<th scope=col>District</th><th scope=col>Party</th>"
        f"{'<th scope=col>Region</th>' if view.regions else ''}"
        f"<th scope=col>{score}</th><th scope=col>Measures</th>{last}</tr></thead>"
        f"<tbody>{body}</tbody></table>"
    )


def _row(row: ScoreRow, issue: str | None, *, regions: bool) -> str:
    name = f'<a href="{escape(link("legislator", person=row.person_id))}">{escape(row.name)}</a>'
    district = f"{escape(row.district or 'not known')}{_unverified(row.district_verified)}"
    party = f"{escape(row.party or 'not known')}{_unverified(row.party_verified)}"
    region = escape(row.region or "region not known") if regions else ""
    under = " · ".join(part for part in (f"District {district}", party, region) if part)
    note = f'<span class="unranked">{escape(row.unranked)}</span>' if row.unranked else ""
    cells = (
        f'<th scope=row class="who">{name}<span class="under">{under}</span>{note}</th>'
        f'<td class="district">{district}</td>'
        f'<td class="party">{party}</td>' + (f'<td class="region">{region}</td>' if regions else "")
    )
    last = _issue_cell(row, issue) if issue else _band_cell(row)
    if row.percent is None:
        return (
            f'<tr class="unscored"><td class="rank">–</td>{cells}'
            f'<td class="none" colspan="2">{escape(row.status_label or "")}</td>{last}</tr>'
        )
    rank = "–" if row.rank is None else f"{row.rank}{'=' if row.tied else ''}"
    return (
        f'<tr><td class="rank">{rank}</td>{cells}<td class="score"><b>{row.percent}</b> %</td>'
        f'<td class="n">{row.counted} of {row.available}</td>{last}</tr>'
    )


def _unverified(verified: bool) -> str:
    return "" if verified else " " + flag("unverified")


def _band_cell(row: ScoreRow) -> str:
    if row.band is None or row.percent is None:
        return '<td class="band"></td>'
    low, high = row.band
    return (
        f'<td class="band"><span class="strip" aria-hidden="true">'
        f'<i class="spread" style="left:{low}%;width:{max(high - low, 1)}%"></i>'
        f'<i class="dot" style="left:{row.percent}%"></i></span>'
        f'<span class="range">{_range(low, high)}</span></td>'
    )


def _range(low: int, high: int) -> str:
    return f"{low} %" if low == high else f"{low}–{high} %"


def _issue_cell(row: ScoreRow, issue: str) -> str:
    count = row.by_issue.get(issue)
    if count is None or count.rolls == 0:
        return '<td class="issue">On none of its roll calls</td>'
    return (
        f'<td class="issue">{count.with_position} as asked, {count.against_position} the other '
        f"way, {count.no_vote} no vote recorded</td>"
    )
