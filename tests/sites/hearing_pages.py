"""Synthetic pages of hearings and daily files, as published readers of such pages describe them.

Each says what it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from scrapers.ca_hearings import assembly, senate
from tests.sites.sample_measures import NOTE
from tracker.rules.measures import Measure
from tracker.rules.vocabulary import Chamber

TIME, ROOM = "9:30 a.m.", "State Capitol, Room 126"
TOPIC = "Bills heard in file order"
HEADINGS = {
    Chamber.UPPER: "SENATE BILLS\u2014THIRD READING FILE",
    Chamber.LOWER: "ASSEMBLY BILLS\u2014THIRD READING FILE",
}
"""Of the file of a floor, by the house in which a measure began."""
NO_FLOOR = "<div class='dailyfile-section floor-meetings'><p>No floor session scheduled.</p></div>"


@dataclass(frozen=True)
class Hearing:
    """One hearing, or one session of a floor, as a stand-in shows it."""

    number: int
    date: date
    chamber: Chamber
    committee: str
    """Empty for the whole house."""
    measures: tuple[Measure, ...]


def assembly_page(hearings: Sequence[Hearing]) -> str:
    """The Assembly's list: the sessions of its floor, then the hearings."""
    shown = [one for one in hearings if one.chamber is Chamber.LOWER]
    sessions = "".join(
        f"<div class='dailyfile-section-item'><div class='header'>{_day(one)}</div>"
        f"<div class='body'><p>The Assembly has adjourned until {_day(one)} at {TIME}</p></div>"
        f"<div class='footer'><a href='{agenda_path(one)}'>View Agenda</a></div></div>\n"
        for one in shown
        if not one.committee
    )
    rows = "".join(
        f"<tr><td class='committee_hearing-date'>{_day(one)}</td>"
        f"<td class='committee_hearing-time'>{TIME}</td>"
        f"<td class='committee_hearing-name'>{escape(one.committee)}</td>"
        f"<td class='committee_hearing-location'>{ROOM}</td><td class='committee_hearing-menu'>"
        f"<a class='use-ajax' href='{agenda_path(one)}'>Agenda</a></td></tr>\n"
        for one in shown
        if one.committee
    )
    return _page(
        f"<h3>Regular Session Daily File</h3>\n<div class='dailyfile-section'>\n{sessions}</div>\n"
        f"<table class='committee-hearing-table'><tbody>\n{rows}</tbody></table>"
    )


def agenda_page(hearing: Hearing) -> str:
    """The measures of one hearing, or those on the file of a floor under their headings."""
    lines = {
        bill: f"<span class='Measure'><span class='measureLink'><a href='#'>"
        f"{'.'.join(bill.measure_type)}. No. {bill.number}</a></span></span>\n"
        for bill in hearing.measures
    }
    if hearing.committee:
        topic = f"<span class='HearingTopic'>{TOPIC}</span>\n"
        return _page(topic + "".join(lines.values()))
    blocks = "".join(
        f"<h3>{heading}</h3>\n<div class='agenda-item'>\n"
        + "".join(line for bill, line in lines.items() if bill.origin_chamber is chamber)
        + "</div>\n"
        for chamber, heading in HEADINGS.items()
    )
    return _page(f"<h2>FLOOR SESSION AGENDA - Regular Session: {TIME}</h2>\n{blocks}")


def senate_page(hearings: Sequence[Hearing]) -> str:
    """The Senate's calendar; where it has no hearing it says so."""
    shown = [one for one in hearings if one.chamber is Chamber.UPPER]
    days = "".join(
        "<div class='page-events--day-wrapper'>"
        f"<h2 class='page-events__date'>{_day(one)}</h2>\n"
        f"{_hearing(one) if one.committee else _floor_session(one)}</div>\n"
        for one in shown
    )
    silent = "" if any(one.committee for one in shown) else "<p>There are no hearings.</p>"
    return _page(days + silent)


def _hearing(one: Hearing) -> str:
    return (
        f"{NO_FLOOR}<div class='page-events__item committee-hearings'>"
        f"<div class='page-events__content'><h4 class='page-events__title'>"
        f"{escape(one.committee)}</h4><ul><li class='page-events__committee-link'>"
        f"<a href='#'>{escape(one.committee)}</a></li></ul>"
        f"<div class='page-events__time-location'><p>{TIME} - {ROOM}</p></div></div>{_link(one)}"
        "</div>"
    )


def _floor_session(one: Hearing) -> str:
    return (
        "<div class='dailyfile-section floor-meetings'>"
        "<div class='page-events__item page-events__item--floor-meeting'>"
        "<div class='page-events__content'>"
        f"<h4 class='page-events__title'>Regular Session: {TIME}</h4></div>{_link(one)}</div></div>"
    )


def _link(one: Hearing) -> str:
    return (
        "<div class='page-events__link-listing'><div class='view-agenda-link'>"
        f"<a href='{agenda_path(one)}'>View Agenda</a></div></div>"
    )


def agenda_path(hearing: Hearing) -> str:
    """Its address."""
    if hearing.chamber is Chamber.LOWER:
        return f"{assembly.AGENDA}{hearing.number}"
    return f"{senate.AGENDA}{hearing.number}{senate.QUERY}"


def _day(hearing: Hearing) -> str:
    return f"{hearing.date:%A, %B} {hearing.date.day}, {hearing.date.year}"


def _page(content: str) -> str:
    return f"<html><body>\n<p class='note'>{NOTE}</p>\n{content}\n</body></html>\n"
