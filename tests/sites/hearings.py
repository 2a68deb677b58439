"""The stand-in for the houses' pages of hearings and daily files: those that had SB 375, from the
sample record.

Times, rooms and headings are made up; each page says that it is synthetic. In trouble is the
Assembly's list, or in folders below `agenda` the first agenda.
The Senate's calendar is asked for by day and is drawn for the days that are asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from urllib.parse import urlsplit

from scrapers.ca_hearings.source import Hearings
from scrapers.kit.source import Asked
from tests.measures import measure
from tests.sites.hearing_pages import (
    ROOM,
    TOPIC,
    Hearing,
    agenda_page,
    agenda_path,
    assembly_page,
    senate_page,
)
from tests.sites.mischief import Mischief, Spoilable, html, misbehaving
from tests.sites.sample_measures import CODE, SESSION, sample_measures
from tests.sites.site import Answer, Computing, made_once
from tracker.rules import reference
from tracker.rules.measures import Measure
from tracker.rules.vocabulary import Venue

MEASURE = measure("SB 375")
OF_VOTES = frozenset({Mischief.VOTE_MISSING, Mischief.UNKNOWN_NAME})
"""What a page without a roll call cannot get wrong."""
OF_AGENDA = "/agenda"
"""Before the folders in which not the list is in trouble, but an agenda."""
_FOLDERS = (
    "",
    *(
        f"{page}/{mischief}"
        for page in ("", OF_AGENDA)
        for mischief in Mischief
        if mischief not in OF_VOTES
    ),
)


def sample_hearings() -> list[Hearing]:
    """Every hearing and session at which SB 375 was voted on, with all measures that the same
    committee or house voted on that day.
    """
    heard: dict[tuple[date, str], list[Measure]] = {}
    for shown in sample_measures():
        for roll in shown.rolls:
            heard.setdefault((roll.date, roll.location), []).append(shown.bill)
    locations = reference.reference(CODE).rules.locations
    hearings: list[Hearing] = []
    for (day, printed), measures in sorted(heard.items()):
        place = locations.locate(printed, SESSION)
        if place is None or place.venue is Venue.CONFERENCE or MEASURE not in measures:
            continue
        assert place.chamber is not None
        name = place.name.partition(" Committee on ")[2] or printed
        committee = "" if place.venue is Venue.FLOOR else name
        unique = tuple(dict.fromkeys(measures))
        hearings.append(Hearing(18000 + len(hearings), day, place.chamber, committee, unique))
    return hearings


@made_once
def hearings_answers() -> dict[str, Sequence[Answer]]:
    """Every address of the stand-in, and its answers; of the calendar that of the whole session."""
    hearings = sample_hearings()
    listed, calendar = _lists()
    shown = {listed: assembly_page(hearings), calendar: senate_page(hearings)}
    shown |= {agenda_path(one): agenda_page(one) for one in hearings}
    answers: dict[str, Sequence[Answer]] = {}
    for folder in _FOLDERS:
        answers |= {f"{folder}{path}": [html(page)] for path, page in shown.items()}
    for mischief in set(Mischief) - OF_VOTES:
        for path, folder, label, names, other in (
            (listed, "", ("committee_hearing-date", "committee_hearing-day"), ROOM, calendar),
            (first_agenda(), OF_AGENDA, ("class='Measure'", "class='Bill'"), TOPIC, listed),
        ):
            address = f"{folder}/{mischief}{path}"
            sound = Spoilable(shown[path], address, shown[other], label, names)
            answers[address] = misbehaving(mischief, sound)
    return answers


def first_agenda() -> str:
    """The address of the agenda of the first hearing."""
    return agenda_path(sample_hearings()[0])


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
