"""The houses' pages of hearings, read by label: what they say, and what makes one refused.

The pages are synthetic: their labels are those that published scrapers look for.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from scrapers.ca_hearings.agendas import parse_agenda
from scrapers.ca_hearings.assembly import parse_assembly
from scrapers.ca_hearings.senate import parse_senate
from scrapers.ca_hearings.source import Hearings, PageKind
from scrapers.kit.printed import AgendaItem, PageRefused, PrintedEvent
from scrapers.kit.source import Asked
from tests.measures import measure
from tests.sites.hearing_pages import (
    ROOM,
    TOPIC,
    Hearing,
    agenda_page,
    assembly_page,
    senate_page,
)
from tracker.rules.reference import reference
from tracker.rules.vocabulary import Chamber

UTF_8 = "text/html; charset=utf-8"
DAY = date(2008, 8, 19)
MEASURES = (measure("SB 7"), measure("AB 1159"))
LOWER = Hearing(18001, DAY, Chamber.LOWER, "Local Government", MEASURES)
UPPER = Hearing(18002, DAY, Chamber.UPPER, "Appropriations", MEASURES)
ASSEMBLY, SENATE, AGENDA = assembly_page([LOWER]), senate_page([UPPER]), agenda_page(LOWER)


def _assembly(page: str) -> object:
    return parse_assembly(page.encode(), UTF_8)


def _senate(page: str) -> object:
    return parse_senate(page.encode(), UTF_8)


def _agenda(page: str) -> object:
    return parse_agenda(page.encode(), UTF_8).items


def _beside(page: str) -> tuple[str, ...]:
    """What an agenda names where no measure is read."""
    return parse_agenda(page.encode(), UTF_8).beside


READERS = (_assembly, _senate, _agenda)


def _refusal(read: Callable[[str], object], page: str) -> str:
    with pytest.raises(PageRefused) as caught:
        read(page)
    return str(caught.value)


def test_a_hearing_of_the_assembly_names_its_agenda() -> None:
    assert _assembly(ASSEMBLY) == (
        PrintedEvent(
            classification="committee-meeting",
            place="Asm Local Government",
            date=DAY,
            time="9:30 a.m.",
            location=ROOM,
            status="confirmed",
            agenda="/api/dailyfile/agenda/18001",
        ),
    )


def test_a_hearing_of_the_senate_has_its_time_before_its_place() -> None:
    assert _senate(SENATE) == (
        PrintedEvent(
            classification="committee-meeting",
            place="Sen Appropriations",
            date=DAY,
            time="9:30 a.m.",
            location=ROOM,
            status="confirmed",
            agenda="/api/dailyfile/render-agenda/18002?destination=%2Fcalendar",
        ),
    )


@pytest.mark.parametrize("before", ["", "Time: ", "<strong>Time:</strong> "])
def test_a_label_before_the_time_is_no_part_of_it(before: str) -> None:
    (event,) = parse_senate(SENATE.replace("9:30 a.m. -", f"{before}9:30 a.m. -").encode(), UTF_8)
    assert (event.time, event.location) == ("9:30 a.m.", ROOM)


def test_an_agenda_lists_measures_as_the_record_prints_them() -> None:
    assert _agenda(AGENDA) == (AgendaItem("SB 7"), AgendaItem("AB 1159"))


@pytest.mark.parametrize("printed", ["S.B. X1 No. 7", "S.B.X1 No. 7", "SBX1 7"])
def test_a_measure_of_an_extraordinary_session_is_one(printed: str) -> None:
    assert _agenda(AGENDA.replace("S.B. No. 7", printed)) == (
        AgendaItem("SBX1 7"),
        AgendaItem("AB 1159"),
    )


def test_a_measure_may_be_printed_in_two_parts() -> None:
    """As on the Senate's agendas."""
    parts = "<span class='MeasureType'>S.B.</span><span class='MeasureNum'>7</span>"
    page = f"<html><body><span class='Measure'>{parts} Energy</span></body></html>"
    assert _agenda(page) == (AgendaItem("SB 7"),)


@pytest.mark.parametrize(
    "printed",
    [
        *("S.B. No. 7", "SB 7", "SB7", "SB-7", "SBX1 7", "S.C.A. No. 7", "SJR 7", "H.R. No. 7"),
        *("Senate Bill 7", "Senate Bill No. 7", "Senate Constitutional Amendment 7"),
        *("SENATE BILL NO. 7", "Senate Bills Nos. 7", "SBs 7", "S.B. X1 No. 7"),
    ],
)
def test_an_agenda_whose_measures_stand_elsewhere_is_refused(printed: str) -> None:
    page = AGENDA.replace("class='Measure'", "class='Bill'").replace("S.B. No. 7", printed)
    assert _refusal(_agenda, page) == f"the agenda names {printed!r} where no measure is read"


def test_an_agenda_of_which_one_measure_stands_elsewhere_is_refused() -> None:
    page = AGENDA.replace("class='Measure'", "class='Bill'", 1)
    assert _refusal(_agenda, page) == "the agenda names 'S.B. No. 7' where no measure is read"


def test_the_same_number_of_an_extraordinary_session_is_another_measure() -> None:
    page = AGENDA.replace("</body>", "<p>{}</p></body>")
    refused = _refusal(_agenda, page.format("S.B.X1 No. 7"))
    assert refused == "the agenda names 'S.B.X1 No. 7' where no measure is read"
    assert _beside(page.format("SBX1 7")) == ("SBX1 7",)
    assert _beside(page.format("S.B. No. 7")) == ()


@pytest.mark.parametrize("printed", ["SB 7", "Senate Bill No. 7"])
def test_what_may_be_a_mention_is_said_and_not_taken_for_heard(printed: str) -> None:
    page = AGENDA.replace("class='Measure'", "class='Bill'", 1).replace("S.B. No. 7", printed)
    assert (_agenda(page), _beside(page)) == ((AgendaItem("AB 1159"),), (printed,))


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("</body>", "<p>A.B. No. 1159 (testimony only), Senate Bill 7</p></body>"),
        ("</span></span>", "</span> As amended; see SB 375 of 2008.</span>"),
        ("Bills heard in file order", "SB 375 implementation"),
    ],
    ids=["a measure of the list", "what an item says", "the subject"],
)
def test_other_mentions_are_no_news(where: str, said: str) -> None:
    assert where in AGENDA
    page = AGENDA.replace(where, said)
    assert (_agenda(page), _beside(page)) == (_agenda(AGENDA), ())


def test_a_measure_without_its_number_is_refused() -> None:
    empty = AGENDA.replace("S.B. No. 7", "")
    assert _refusal(_agenda, empty) == "the agenda has a measure without its number"


def test_an_agenda_on_a_subject_has_no_measure() -> None:
    page = agenda_page(Hearing(1, DAY, Chamber.LOWER, "Education", ()))
    for subject in (TOPIC, "SB 375 implementation"):
        assert _agenda(page.replace(TOPIC, subject)) == ()


@pytest.mark.parametrize("word", ["CANCELLED", "Hearing postponed by committee"])
def test_a_hearing_that_was_called_off_says_so(word: str) -> None:
    (lower,) = parse_assembly(ASSEMBLY.replace(ROOM, f"{ROOM} {word}").encode(), UTF_8)
    moved = SENATE.replace(
        "</div></div></div>",
        f"</div></div><div class='committee-hearing-status'>{word}</div></div>",
    )
    (upper,) = parse_senate(moved.encode(), UTF_8)
    assert (lower.status, upper.status) == ("cancelled", "cancelled")


def test_a_joint_hearing_is_no_house_s_alone() -> None:
    (event,) = parse_assembly(
        ASSEMBLY.replace("Local Government", "Joint Legislative Audit").encode(), UTF_8
    )
    assert event.place == "Joint Legislative Audit"


@pytest.mark.parametrize("reader", [_assembly, _senate])
def test_no_hearing_is_read_only_where_the_page_says_that_there_is_none(
    reader: Callable[[str], object],
) -> None:
    silent = "<html><body><h1>Calendar</h1></body></html>"
    assert _refusal(reader, silent).startswith("the page lists no hearing and does not say")
    assert reader(silent.replace("Calendar", "There are no hearings.")) == ()


@pytest.mark.parametrize("label", ["date", "time", "name", "location"])
def test_every_cell_of_the_assembly_is_needed(label: str) -> None:
    page = ASSEMBLY.replace(f"committee_hearing-{label}", "other")
    assert _refusal(_assembly, page) == f"hearing 1: the label {label!r} is missing"


@pytest.mark.parametrize(
    ("name", "label", "where"),
    [
        ("page-events__date", "date", "day 1"),
        ("page-events__title", "title", "2008-08-19, hearing 1"),
        ("page-events__time-location", "time and location", "2008-08-19, hearing 1"),
    ],
)
def test_every_label_of_the_senate_is_needed(name: str, label: str, where: str) -> None:
    page = SENATE.replace(name, "other")
    assert _refusal(_senate, page) == f"{where}: the label {label!r} is missing"


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("Tuesday, August 19, 2008", "Monday, August 19, 2008", "that day is a Tuesday"),
        ("Tuesday, August 19, 2008", "August 32, 2008", "is not a day"),
        ("Tuesday, August 19, 2008", "soon", "'soon' is not a day"),
        ("Local Government", "", "hearing 1: nothing stands beside 'name'"),
    ],
)
def test_a_line_that_contradicts_itself_is_refused(old: str, new: str, what: str) -> None:
    assert old in ASSEMBLY
    assert what in _refusal(_assembly, ASSEMBLY.replace(old, new))


@pytest.mark.parametrize("written", ["08/19/2008", "August 19, 2008", "Aug. 19, 2008"])
def test_a_day_may_be_written_in_several_ways(written: str) -> None:
    (event,) = parse_assembly(ASSEMBLY.replace("Tuesday, August 19, 2008", written).encode(), UTF_8)
    assert event.date == DAY


@pytest.mark.parametrize("reader", READERS)
def test_a_page_that_is_not_whole_text_is_refused(reader: Callable[[str], object]) -> None:
    assert "about maintenance" in _refusal(reader, "<h1>Down for maintenance</h1>")
    assert "breaks off before its end" in _refusal(reader, ASSEMBLY[: ASSEMBLY.index("</body>")])
    assert _refusal(reader, "")


@pytest.mark.parametrize("page", ["<html><body></body></html>", ASSEMBLY, SENATE])
def test_an_agenda_of_nothing_and_another_page_are_refused(page: str) -> None:
    assert _refusal(_agenda, page) == "the agenda names neither a measure nor a subject"


def test_a_page_is_known_by_its_address() -> None:
    source = Hearings()
    session = reference("ca").jurisdiction.session("2007-08")
    first = source.first_pages(Asked(session, days=(DAY, DAY)))
    agenda = source.page_at("http://localhost:1/x/api/dailyfile/agenda/18616")
    assert agenda is not None
    assert (agenda.kind, agenda.path) == (PageKind.AGENDA, "/api/dailyfile/agenda/18616")
    for page in first:
        assert source.page_at(page.address("http://localhost:1/folder")) == page
    for other in ("/robots.txt", "/calendar?startDate=../x", "/api/dailyfile/agenda/../../x"):
        assert source.page_at(f"http://localhost:1{other}") is None
