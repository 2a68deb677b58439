"""Sessions of the floors and their daily files, on either house's page: what is read, and what is
refused.

The pages are synthetic: their labels are those that published readers of such pages look for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from scrapers.ca_hearings.agendas import parse_agenda
from scrapers.ca_hearings.assembly import AGENDA, parse_assembly
from scrapers.ca_hearings.senate import parse_senate
from scrapers.ca_hearings.source import Hearings, PageKind
from scrapers.kit.page_tables import event_items, event_tables, events_without_agenda
from scrapers.kit.printed import AgendaItem, PageRefused, Printed, PrintedEvent
from scrapers.kit.source import Asked
from scrapers.kit.warc import Archived
from tests.cli.program import Program
from tests.measures import measure
from tests.sites.bulk import bulk_answers
from tests.sites.hearing_pages import Hearing, agenda_page, assembly_page, senate_page
from tests.sites.hearings import calendars, hearings_answers
from tests.sites.site import Site, serving
from tracker.rules.reference import reference
from tracker.rules.vocabulary import Chamber

UTF_8 = "text/html; charset=utf-8"
DAY = date(2008, 8, 19)
MEASURES = (measure("SB 7"), measure("AB 1159"))
LOWER = Hearing(18001, DAY, Chamber.LOWER, "", MEASURES)
UPPER = Hearing(18002, DAY, Chamber.UPPER, "", MEASURES)
HEARD = Hearing(18003, DAY, Chamber.LOWER, "Local Government", MEASURES)
ASSEMBLY, SENATE = assembly_page([LOWER, HEARD]), senate_page([UPPER])
IN_TWO_PARTS = (
    AgendaItem("SB 7", "SENATE BILLS\u2014THIRD READING FILE"),
    AgendaItem("AB 1159", "ASSEMBLY BILLS\u2014THIRD READING FILE"),
)


def _assembly(page: str) -> PrintedEvent:
    """The session of the floor."""
    floor, hearing = parse_assembly(page.encode(), UTF_8)
    assert hearing.classification == "committee-meeting"
    return floor


def _senate(page: str) -> PrintedEvent:
    (floor,) = parse_senate(page.encode(), UTF_8)
    return floor


def _refusal(read: object, page: str) -> str:
    assert callable(read)
    with pytest.raises(PageRefused) as caught:
        read(page)
    return str(caught.value)


def test_a_session_of_the_assembly_s_floor_names_its_file() -> None:
    assert _assembly(ASSEMBLY) == PrintedEvent(
        classification="floor",
        place="Asm Floor",
        date=DAY,
        time="9:30 a.m.",
        location=None,
        status="confirmed",
        agenda="/api/dailyfile/agenda/18001",
    )


def test_a_session_of_the_senate_s_floor_names_its_file() -> None:
    assert _senate(SENATE) == PrintedEvent(
        classification="floor",
        place="Sen Floor",
        date=DAY,
        time="9:30 a.m.",
        location=None,
        status="confirmed",
        note="Regular Session",
        agenda="/api/dailyfile/render-agenda/18002?destination=%2Fcalendar",
    )


def test_the_senate_may_say_when_and_where_beside_the_title() -> None:
    beside = "<div class='page-events__time-location'><p>Time: 2 p.m. - Senate Chamber</p></div>"
    event = _senate(SENATE.replace("</h4>", f"</h4>{beside}"))
    assert (event.time, event.location) == ("2 p.m.", "Senate Chamber")


def test_a_file_lists_its_measures_under_their_headings() -> None:
    assert parse_agenda(agenda_page(UPPER).encode(), UTF_8) == Printed(items=IN_TWO_PARTS)


def test_the_file_may_stand_on_the_assembly_s_own_page() -> None:
    """As in 2021, where its own staff also saw a link behind each heading."""
    file = (
        "<div class='agenda-container'><h5>ASSEMBLY SECOND READING FILE [Edit]</h5>"
        "<div class='agenda-item'><span class='Measure'><span class='measureLink'><a>A.B. No. 427"
        "</a></span> Vote required: 41</span></div></div>"
    )
    event = _assembly(ASSEMBLY.replace("View Agenda</a>", f"</a>{file}", 1))
    assert event.items == (AgendaItem("AB 427", "ASSEMBLY SECOND READING FILE"),)


def test_a_measure_named_beside_a_link_to_the_file_is_not_taken_for_the_file() -> None:
    """Where no file is named elsewhere, it must be one, in a form that is not read."""
    beside = ASSEMBLY.replace(" at 9:30 a.m.</p>", " at 9:30 a.m. Special order: AB 7.</p>", 1)
    assert beside != ASSEMBLY
    assert (_assembly(beside).items, _assembly(beside).beside) == ((), ("AB 7",))
    alone = beside.replace(f"<a href='{AGENDA}18001'>View Agenda</a>", "")
    assert _refusal(_assembly, alone) == "the agenda names 'AB 7' where no measure is read"


def test_a_file_without_measures_has_none() -> None:
    said = "<html><body><h2>FLOOR SESSION AGENDA</h2><p>No Agendas were found.</p></body></html>"
    assert parse_agenda(said.encode(), UTF_8) == Printed()


@pytest.mark.parametrize(
    ("until", "time"),
    [
        ("Tuesday, August 19, 2008 at 1:00 p.m.", "1:00 p.m."),
        ("Tuesday, August 19th, at 12 noon.", "12 noon"),
        ("Tuesday, August 19, 2008, upon call of the Speaker", None),
        ("Monday, August 1, 2008 at 9:30 a.m.", None),
        ("Wednesday, August 20, 2008 at 9:30 a.m.", None),
    ],
)
def test_the_time_is_that_of_the_same_day(until: str, time: str | None) -> None:
    page = ASSEMBLY.replace("until Tuesday, August 19, 2008 at 9:30 a.m.", f"until {until}")
    assert page != ASSEMBLY
    assert (_assembly(page).date, _assembly(page).time) == (DAY, time)


def test_the_day_may_stand_beside_until_alone() -> None:
    page = ASSEMBLY.replace("<div class='header'>Tuesday, August 19, 2008", "<div class='header'>")
    assert (_assembly(page).date, _assembly(page).time) == (DAY, "9:30 a.m.")


@pytest.mark.parametrize("said", ["adjourned sine die.", "is in recess.", "has no floor session"])
def test_a_house_that_does_not_meet_has_no_session(said: str) -> None:
    page = ASSEMBLY.replace("<div class='header'>Tuesday, August 19, 2008", "<div class='header'>")
    page = page.replace("adjourned until Tuesday, August 19, 2008 at 9:30 a.m.", said)
    (event,) = parse_assembly(page.encode(), UTF_8)
    assert event.classification == "committee-meeting"


def test_a_session_without_its_day_is_refused() -> None:
    page = ASSEMBLY.replace("<div class='header'>Tuesday, August 19, 2008", "<div class='header'>")
    page = page.replace("adjourned until Tuesday, August 19, 2008 at 9:30 a.m.", "adjourned")
    assert _refusal(_assembly, page) == "floor session 1: it names no day"


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        (
            "page-events__title",
            "other",
            "2008-08-19, floor session 1: the label 'title' is missing",
        ),
        ("Regular Session: 9:30 a.m.", "", "2008-08-19, floor session 1: nothing stands beside"),
        ("item--floor-meeting", "other", "2008-08-19: the floor's sessions stand there in a form"),
        ("Regular Session", "Extraordinary Session", "does not say which extraordinary session"),
    ],
)
def test_a_session_of_the_senate_that_is_not_what_it_should_be(
    old: str, new: str, what: str
) -> None:
    assert old in SENATE
    assert what in _refusal(_senate, SENATE.replace(old, new))


def test_sessions_of_the_floor_do_not_stand_for_hearings() -> None:
    """The page must still say that there are none; else their label may have changed."""
    silent = SENATE.replace("There are no hearings.", "")
    assert "the page lists no hearing and does not say" in _refusal(_senate, silent)


def _staged(event: PrintedEvent, *pages: tuple[str, tuple[AgendaItem, ...]]) -> list[object]:
    source = Hearings()
    session = reference("ca").jurisdiction.session("2007-08")
    asked = Asked(session, days=(DAY, DAY))
    first = source.first_pages(asked)[0]
    read = [(first, Printed(events=(event,)))]
    for path, items in pages:
        page = source.page_at(f"http://localhost{path}")
        assert page is not None
        read.append((page, Printed(items=items)))
    rows = event_tables(read, asked)["event_bills"].to_pylist()
    assert event_items(read, asked)["event_bills"] == len(rows)
    return [(row["bill_id"], row["printed"], row["note"]) for row in rows]


def test_measures_keep_the_part_of_the_file_they_stand_in() -> None:
    event = _senate(SENATE)
    assert event.agenda is not None
    assert _staged(event, (event.agenda, IN_TWO_PARTS)) == [
        ("ca-20072008-SB7", "SB 7", "SENATE BILLS\u2014THIRD READING FILE"),
        ("ca-20072008-AB1159", "AB 1159", "ASSEMBLY BILLS\u2014THIRD READING FILE"),
    ]


@pytest.mark.parametrize("items", [(), IN_TWO_PARTS], ids=["elsewhere", "on the same page"])
def test_measures_are_left_as_they_are_where_only_a_refused_page_lists_them(
    items: tuple[AgendaItem, ...],
) -> None:
    event = replace(_senate(SENATE), items=items)
    assert event.agenda is not None
    session = reference("ca").jurisdiction.session("2007-08")
    asked = Asked(session, days=(DAY, DAY))
    read = [(Hearings().first_pages(asked)[0], Printed(events=(event,)))]
    (row,) = event_tables(read, asked, {event.agenda})["events"].to_pylist()
    assert row["bills_left"] is not bool(items)
    assert list(events_without_agenda(read, asked, {event.agenda})) == ([] if items else [event])


def test_a_measure_that_stands_there_twice_is_listed_once_a_heading() -> None:
    event = _senate(SENATE)
    assert event.agenda is not None
    again = (AgendaItem("SB 7", "CONSENT CALENDAR"), *IN_TWO_PARTS, *IN_TWO_PARTS)
    assert len(_staged(event, (event.agenda, again))) == 3


@pytest.mark.parametrize(
    ("ordinal", "number"), [("First", 1), ("SECOND", 2), ("Third", 3)], ids=str
)
def test_the_file_of_an_extraordinary_session_is_of_its_own_measures(
    ordinal: str, number: int
) -> None:
    """SB 7 of such a session is another measure than SB 7 of the regular one."""
    upper = SENATE.replace("Regular Session", f"{ordinal} Extraordinary Session")
    lower = ASSEMBLY.replace("Regular Session", f"{ordinal} Extraordinary Session")
    for event in (_senate(upper), _assembly(lower)):
        assert event.agenda is not None
        found = _staged(event, (event.agenda, (AgendaItem("SB 7"), AgendaItem(f"SBX{number} 8"))))
        assert found == [
            (f"ca-20072008-SBX{number}-7", f"SBX{number} 7", None),
            (f"ca-20072008-SBX{number}-8", f"SBX{number} 8", None),
        ]


def test_a_list_names_the_files_of_the_days_asked_for() -> None:
    for kind, page in ((PageKind.ASSEMBLY, ASSEMBLY), (PageKind.SENATE, SENATE)):
        session = reference("ca").jurisdiction.session("2007-08")
        for days, found in (((DAY, DAY), True), ((date(2008, 8, 20),) * 2, False)):
            source, asked = Hearings(), Asked(session, days=days)
            (listed,) = [one for one in source.first_pages(asked) if one.kind == kind]
            answer = Archived("http://localhost", 200, UTF_8, page.encode())
            links = source.links(listed, answer, asked)
            assert bool(links) is found
            assert all(source.page_at(one.address("http://localhost/x")) == one for one in links)


def test_a_page_of_the_assembly_without_its_floor_is_said_to_be_so() -> None:
    source = Hearings()
    page = source.page_at("http://localhost/schedules-publications/daily-file")
    assert page is not None
    without = Printed(events=parse_assembly(assembly_page([HEARD]).encode(), UTF_8))
    warned = ("the Assembly's page shows no session of its floor",)
    assert source.notes([(page, without)]).warnings == warned
    whole = Printed(events=parse_assembly(ASSEMBLY.encode(), UTF_8))
    assert source.notes([(page, whole)]).warnings == source.notes([]).warnings == ()


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    answers = {**hearings_answers(), **bulk_answers()}
    with serving(answers, computed=calendars()) as site:
        yield site


def _on_file(program: Program) -> list[tuple[str, str, str, frozenset[str]]]:
    """The sessions of floors that had SB 375 on file: when, which house, and all that was on it."""
    rows = program.json("record", "events", "--session", "2007-08", "--bill", "SB 375")
    return [
        (row["date"], row["chamber"], row["time"], frozenset(row["bills"]))
        for row in rows
        if row["classification"] == "floor"
    ]


def test_daily_files_of_pages_and_bulk_files_are_the_same_events(
    site: Site, tmp_path: Path
) -> None:
    """A session that both tell of stands in the list once, with the time that the page gives."""
    program = Program(tmp_path / "home")
    wish = ("--session", "2007-08", "--url", site.address, "--delay", "0")
    said = program.json("crawl", "ca_hearings", *wish)
    assert not any("floor" in warning for warning in said["warnings"])
    of_pages = _on_file(program)
    program.json("crawl", "ca_pubinfo", *wish)
    rolls = program.json("record", "rollcalls", "--bill", "SB 375", "--session", "2007-08")
    voted = {
        (roll["date"], roll["chamber"]) for roll in rolls if "Committee" not in roll["organization"]
    }
    assert {row[:2] for row in of_pages} == voted
    assert _on_file(program) == of_pages
