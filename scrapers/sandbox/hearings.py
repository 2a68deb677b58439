"""The stand-in for the houses' pages of hearings: those that had SB 375, from the sample record.

Times and rooms are made up; each page says that it is synthetic. In trouble is the Assembly's list.
The Senate's calendar is asked for by day and is drawn for the days that are asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from html import escape
from urllib.parse import urlsplit

from scrapers.ca_hearings.source import Hearings
from scrapers.pages.source import Asked
from scrapers.sandbox.mischief import Mischief, Spoilable, html, misbehaving
from scrapers.sandbox.sample_measures import CODE, NOTE, SESSION, sample_measures
from scrapers.sandbox.site import Answer, Computing
from tracker.record import reference
from tracker.record.bills import BillId
from tracker.record.vocabulary import Chamber, Venue

TIME, ROOM = "9:30 a.m.", "State Capitol, Room 126"
MEASURE = BillId(SESSION, 0, "SB", 375)
OF_VOTES = frozenset({Mischief.VOTE_MISSING, Mischief.UNKNOWN_NAME})
"""What a page without a roll call cannot get wrong."""
_FOLDERS = ("", *(f"/{mischief}" for mischief in Mischief if mischief not in OF_VOTES))


@dataclass(frozen=True)
class Hearing:
    """One hearing as a stand-in shows it."""

    number: int
    date: date
    chamber: Chamber
    committee: str
    measures: tuple[BillId, ...]


def sample_hearings() -> list[Hearing]:
    """Every hearing at which a committee voted on SB 375, with all measures it voted on then."""
    heard: dict[tuple[date, str], list[BillId]] = {}
    for shown in sample_measures():
        for roll in shown.rolls:
            heard.setdefault((roll.date, roll.location), []).append(shown.bill)
    locations = reference.reference(CODE).rules.locations
    hearings: list[Hearing] = []
    for (day, printed), measures in sorted(heard.items()):
        place = locations.locate(printed, SESSION)
        if place is None or place.venue is not Venue.COMMITTEE or MEASURE not in measures:
            continue
        assert place.chamber is not None
        name = place.name.partition(" Committee on ")[2] or printed
        unique = tuple(dict.fromkeys(measures))
        hearings.append(Hearing(18000 + len(hearings), day, place.chamber, name, unique))
    return hearings


def hearings_answers() -> dict[str, Sequence[Answer]]:
    """Every address of the stand-in, and its answers; of the calendar that of the whole session."""
    hearings = sample_hearings()
    assembly, senate = _lists()
    shown = {assembly: assembly_page(hearings), senate: senate_page(hearings)}
    shown |= {_agenda_path(one): agenda_page(one) for one in hearings}
    answers: dict[str, Sequence[Answer]] = {}
    for folder in _FOLDERS:
        answers |= {f"{folder}{path}": [html(page)] for path, page in shown.items()}
    for mischief in set(Mischief) - OF_VOTES:
        address = f"/{mischief}{assembly}"
        answers[address] = misbehaving(mischief, _spoilable(shown, address, assembly))
    return answers


def calendars() -> dict[str, Computing]:
    """The path of the Senate's calendar in every folder, and what it shows of any days."""
    path = urlsplit(_lists()[1]).path
    return {f"{folder}{path}": partial(_calendar, sample_hearings()) for folder in _FOLDERS}


def _lists() -> tuple[str, str]:
    """The addresses of the two houses' lists, the Senate's with the days of the session."""
    session = reference.reference(CODE).jurisdiction.session(SESSION)
    pages = Hearings().first_pages(Asked(session, days=(session.start, session.end)))
    return pages[0].path, pages[1].path


def _calendar(hearings: Sequence[Hearing], query: Mapping[str, str]) -> Answer | None:
    """The Senate's hearings between two days; None where the query names no two days."""
    try:
        first, last = (date.fromisoformat(query.get(name, "")) for name in ("startDate", "endDate"))
    except ValueError:
        return None
    return html(senate_page([one for one in hearings if first <= one.date <= last]))


def assembly_page(hearings: Sequence[Hearing]) -> str:
    """The Assembly's list."""
    rows = "".join(
        f"<tr><td class='committee_hearing-date'>{one.date:%A, %B} {one.date.day}, "
        f"{one.date.year}</td><td class='committee_hearing-time'>{TIME}</td>"
        f"<td class='committee_hearing-name'>{escape(one.committee)}</td>"
        f"<td class='committee_hearing-location'>{ROOM}</td><td class='committee_hearing-menu'>"
        f"<a class='use-ajax' href='{_agenda_path(one)}'>Agenda</a></td></tr>\n"
        for one in hearings
        if one.chamber is Chamber.LOWER
    )
    return _page(f"<table class='committee-hearing-table'><tbody>\n{rows}</tbody></table>")


def agenda_page(hearing: Hearing) -> str:
    """The measures of one hearing."""
    lines = "".join(
        f"<span class='Measure'><a href='#'>{'.'.join(bill.measure_type)}. No. {bill.number}</a>"
        "</span>\n"
        for bill in hearing.measures
    )
    return _page(f"<span class='HearingTopic'>Bills heard in file order</span>\n{lines}")


def senate_page(hearings: Sequence[Hearing]) -> str:
    """The Senate's calendar; where it has no hearing it says so."""
    days = "".join(
        "<div class='page-events--day-wrapper'>"
        f"<h2 class='page-events__date'>{one.date:%A, %B} {one.date.day}, {one.date.year}</h2>\n"
        "<div class='page-events__item committee-hearings'><div class='page-events__content'>"
        f"<h4 class='page-events__title'>{escape(one.committee)}</h4>"
        "<ul><li class='page-events__committee-link'>"
        f"<a href='#'>{escape(one.committee)}</a></li></ul>"
        f"<div class='page-events__time-location'><p>{TIME} - {ROOM}</p></div>"
        "</div></div></div>\n"
        for one in hearings
        if one.chamber is Chamber.UPPER
    )
    return _page(days or "<p>There are no hearings.</p>")


def _spoilable(shown: Mapping[str, str], address: str, path: str) -> Spoilable:
    return Spoilable(
        page=shown[path],
        address=address,
        other=next(page for other, page in shown.items() if other != path),
        label=("committee_hearing-date", "committee_hearing-day"),
        names=ROOM,
    )


def _agenda_path(hearing: Hearing) -> str:
    return f"/api/dailyfile/agenda/{hearing.number}"


def _page(content: str) -> str:
    return f"<html><body>\n<p class='note'>{NOTE}</p>\n{content}\n</body></html>\n"
