"""The scorecard page: each house ranked by itself, searchable, each name a way to its rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import streamlit as st

from scorecard_app import reading
from scorecard_app.address import (
    asked_for,
    choose,
    choose_rules,
    full_address,
    known_or_default,
    search,
)
from scorecard_app.captions import about_scores
from scorecard_app.chart_block import show_kept
from scorecard_app.charts.chart import Cell, Chart
from scorecard_app.charts.distribution import Mark, distribution
from scorecard_app.filters import ANY, UNKNOWN, Filters, found_words
from scorecard_app.kept import kept
from scorecard_app.markup import draw, part
from scorecard_app.said import say_found
from scorecard_app.sessions import held_session, session_switch, title_shown
from tracker.translation import N_, _, ngettext
from tracker.views.scorecard_view import HouseTable, ScorecardView, ScoreRow

NO_PARTY = N_("Party not known")


def show() -> None:
    """Draws the page. A search has its finds at once beneath it; what they rest on comes after."""
    own = reading.coalition()
    if own and not reading.loaded_sessions():
        draw("scorecard", "title_of", name=own.name)
        draw("scorecard", "nothing_loaded", has_sample=False)
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
    with opening:
        draw("scorecard", "title", head=view.heading, searching=searching)
    if not any(house.rows for house in view.houses):
        _nobody(agenda_id, f"{view.heading.legislature}, {view.heading.session_name}")
        return
    if view.no_votes_because:
        with opening:
            draw("scorecard", "no_votes", because=view.no_votes_because)
    with finder:
        filters = _filters(view)
        say_found(found_words(view, filters), seen=filters.narrows)
    with results:
        if filters.issue != ANY:
            draw("scorecard", "one_issue")
        for house in view.houses:
            if filters.chamber in (ANY, house.chamber):
                _house(view, house, filters)
        draw("sponsorship", "everybody", joined=view.joined, admitted=_admitted(view, filters))
        if searching:
            draw("scorecard", "rests_on", head=view.heading)
        else:
            draw("ended", "section", found=reading.ended(agenda_id, date.today()))


def _admitted(view: ScorecardView, filters: Filters) -> dict[str, set[str]]:
    """By house that is shown: the ids of those whom the filters leave."""
    return {
        house.chamber: {row.person_id for row in house.rows if filters.admit(row)}
        for house in view.houses
        if filters.chamber in (ANY, house.chamber)
    }


def _without_agenda() -> None:
    draw("scorecard", "title_of", name=title_shown())
    session_switch()
    held = held_session()
    if held:
        draw("sessions", "nobody_asks", measures=held.measures)


def _nobody(agenda_id: str, session: str) -> None:
    """What to do where the record holds no member of the agenda's session, named as it is shown."""
    held = reading.loaded_sessions()
    if session in held:
        draw("scorecard", "members_not_known")
    elif held:
        draw("scorecard", "other_sessions", held=held)
    else:
        draw("scorecard", "nothing_loaded", has_sample=reading.has_sample(agenda_id))


def _filters(view: ScorecardView) -> Filters:
    text, chamber = _search_and_house(view)
    narrowed = any(asked_for(name) not in ("", ANY) for name in ("party", "region", "issue"))
    with st.expander(_("Filter by party, region or issue"), expanded=narrowed):
        one, two, three = st.columns(3)
        with one:
            parties = _options(_("All parties"), view, lambda row: row.party)
            party = choose("party", _("Party"), parties)
        with two:
            regions = _options(_("All regions"), view, lambda row: row.region)
            region = choose("region", _("Region"), regions)
        with three:
            issue = choose("issue", _("Issue"), {ANY: _("All issues")} | view.issues)
    return Filters(text, chamber, party, region, issue)


def _search_and_house(view: ScorecardView) -> tuple[str, str]:
    """What is searched for, and in which house, where there are two."""
    first, second = st.columns([2, 1])
    with first:
        text = search("q", _("Find a member"), placeholder=_("Name or district"))
    if len(view.houses) < 2:
        return text, ANY
    with second:
        houses = {house.chamber: house.name for house in view.houses}
        return text, choose("chamber", _("House"), {ANY: _("Both houses")} | houses)


def _options(
    everything: str, view: ScorecardView, kind: Callable[[ScoreRow], str | None]
) -> dict[str, str]:
    found = {kind(row) for house in view.houses for row in house.rows}
    known = {name: name for name in sorted(name for name in found if name)}
    return {ANY: everything} | known | ({UNKNOWN: _("Not known")} if None in found else {})


def _house(view: ScorecardView, house: HouseTable, filters: Filters) -> None:
    rows = [row for row in house.rows if filters.admit(row)]
    draw("scorecard", "house_head", view=view, house=house, with_summary=not filters.text)
    if not rows:
        draw("scorecard", "nobody_matches")
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
    shown = {"view": view, "house": house, "rows": rows, "issue": issue}
    st.html(kept(("table", *key), lambda: part("scorecard", "table", **shown)))


def _chart(view: ScorecardView, house: HouseTable, rows: list[ScoreRow], filters: Filters) -> Chart:
    said = (
        ngettext(
            "{count} member of the {house} with a score, of {all}",
            "{count} members of the {house} with a score, of {all}",
            len(rows),
        )
        if filters.narrows
        else ngettext(
            "{count} member of the {house} with a score",
            "{count} members of the {house} with a score",
            len(rows),
        )
    )
    n = said.format(count=len(rows), house=house.name, all=len(house.rows))
    about = about_scores(
        view.heading,
        n=n,
        address=full_address("", chamber=house.chamber, **filters.in_address),
        filtered=filters.words,
    )
    no_party = _(NO_PARTY)
    marks = [
        Mark(row.name, row.party or no_party, row.percent or 0, _cells(house, row)) for row in rows
    ]
    name = f"scores-{house.chamber}-{view.heading.method_id}"
    return distribution(house.name, marks, (*view.parties, no_party), about, name)


def _cells(house: HouseTable, row: ScoreRow) -> tuple[Cell, ...]:
    low, high = row.band or (None, None)
    return (
        *(row.name, house.name, row.district, row.party or _(NO_PARTY)),
        *(
            f"{row.rank or ''}{'=' if row.tied else ''}",
            row.percent,
            row.numerator,
            row.denominator,
        ),
        *(row.counted, row.eligible, row.available, low, high),
    )
