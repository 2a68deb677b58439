"""The scorecard page: each house ranked by itself, searchable, each name a way to its rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

import streamlit as st

from scorecard_app import reading
from scorecard_app.address import asked_for, choose, choose_rules, known_or_default, link, search
from scorecard_app.chart_block import show_kept
from scorecard_app.charts.chart import About, Chart
from scorecard_app.charts.distribution import Mark, distribution
from scorecard_app.layout import flag, statements
from scorecard_app.names import folded
from tracker.views.scorecard_view import HouseTable, ScorecardView, ScoreRow

ANY = "all"
UNKNOWN = "unknown"
NO_PARTY = "Party not known"


@dataclass(frozen=True)
class Filters:
    """What the reader narrowed the tables to; `ANY` where they did not."""

    text: str
    chamber: str
    party: str
    region: str
    issue: str

    @property
    def narrows(self) -> bool:
        return bool(self.text) or (self.party, self.region) != (ANY, ANY)

    def admit(self, row: ScoreRow) -> bool:
        """Whether a row is shown."""
        return (
            folded(self.text) in folded(f"{row.name} {row.district or ''}")
            and self.party in (ANY, row.party or UNKNOWN)
            and self.region in (ANY, row.region or UNKNOWN)
        )


def show() -> None:
    """Draws the page."""
    st.set_page_config(page_title="Scorecard · Answerable", layout="wide")
    opening, rules = st.container(), st.container()
    with rules:
        choose_rules(methods=reading.methods(), agendas=reading.agendas())
    method_id = known_or_default("method", reading.methods())
    agenda_id = known_or_default("agenda", reading.agendas())
    view = reading.scorecard_page(agenda_id, method_id)
    title = f"{view.heading.legislature}, {view.heading.session_name}"
    opening.html(f"<h1>{escape(title)}: votes beside an agenda</h1>{statements(view.heading)}")
    if not any(house.rows for house in view.houses):
        st.html(_nobody(agenda_id))
        return
    if view.no_votes_because:
        st.html(
            '<p class="notice"><b>No vote of this session is known here, so nobody can be '
            f"scored:</b> {escape(view.no_votes_because)}.</p>"
        )
    filters = _filters(view)
    if filters.issue != ANY:
        st.html(
            '<p class="notice">One issue has too few votes for a score of its own, so none is '
            "given: the last column counts roll calls, and the score stays that of the whole "
            "agenda.</p>"
        )
    for house in view.houses:
        if filters.chamber in (ANY, house.chamber):
            _house(view, house, filters)


def _nobody(agenda_id: str) -> str:
    """What to do where the record holds no member of the agenda's session."""
    how = (
        "<code>answerable demo</code> builds a store with the sample record"
        if reading.has_sample(agenda_id)
        else "<code>answerable load record --file FOLDER</code> brings a reviewed record into the "
        "store"
    )
    return (
        '<p class="notice"><b>The record holds no member of this session.</b> Load it first: '
        f"{how}.</p>"
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
    st.html(f'<h2 id="{house.chamber}">{escape(house.name)}</h2>{_summary(view, house)}')
    if not rows:
        st.html('<p class="empty">Nobody in this house matches. Clear the search or a filter.</p>')
        return
    scored = [row for row in rows if row.percent is not None]
    if len(scored) > 1 and not filters.text:
        key = (
            reading.state(),
            view.heading.agenda_id,
            view.heading.method_id,
            house.chamber,
            filters,
        )
        show_kept(key, lambda: _chart(view, house, scored, filters))
    issue = None if filters.issue == ANY else filters.issue
    if filters.narrows:
        st.html(f'<p class="quiet">{len(rows)} of {len(house.rows)} members shown.</p>')
    st.html(_table(view, house, rows, issue))


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
    head = view.heading
    n = f"{len(rows)} members of the {house.name} with a score"
    if filters.narrows:
        n += f", of {len(house.rows)}; filtered"
    about = About(
        source="; ".join(head.sources),
        as_of=head.record_read_on,
        method=f"{head.method_title}, version {head.method_version}; agenda: {head.agenda_title}",
        n=n,
    )
    marks = [Mark(row.name, row.party or NO_PARTY, row.percent or 0) for row in rows]
    name = f"scores-{house.chamber}-{head.method_id}"
    return distribution(house.name, marks, (*view.parties, NO_PARTY), about, name)


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
    cells = (
        f'<th scope=row class="who">{name}<span class="under">{under}</span></th>'
        f'<td class="district">{district}</td>'
        f'<td class="party">{party}</td>' + (f'<td class="region">{region}</td>' if regions else "")
    )
    last = _issue_cell(row, issue) if issue else _band_cell(row)
    if row.percent is None:
        return (
            f'<tr class="unscored"><td class="rank">–</td>{cells}'
            f'<td class="none" colspan="2">{escape(row.status_label or "")}</td>{last}</tr>'
        )
    rank = f"{row.rank}{'=' if row.tied else ''}"
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
