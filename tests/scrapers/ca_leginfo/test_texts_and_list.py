"""The text page of a measure and the list of a session's measures, and what makes one refused.

The pages are synthetic; no genuine one was at hand.
"""

from __future__ import annotations

from datetime import date

import pytest

from scrapers.ca_leginfo.pages import Listed, parse_list, parse_text
from scrapers.ca_leginfo.source import Leginfo, PageKind, list_of, page_of
from scrapers.kit.printed import PageRefused, PrintedVersion
from tests.measures import measure
from tests.sites.leginfo_pages import BillOnPage, list_page, text_page

UTF_8 = "text/html; charset=utf-8"
BILL = measure("SB 7")
TEXTS = (
    (date(2008, 9, 30), "Chaptered"),
    (date(2008, 8, 22), "Amended Senate"),
    (date(2008, 8, 22), "Amended Assembly"),
    (date(2007, 2, 21), "Introduced - as filed"),
)
SHOWN = BillOnPage(BILL, "Shade trees.", "Aster (S)", (), (), TEXTS)
TEXT_PAGE = text_page(SHOWN)
LIST = list_page([SHOWN, BillOnPage(measure("ABX1 12"), "Ports.", "Elm", (), (), ())])


def _text_refused(page: str) -> str:
    with pytest.raises(PageRefused) as caught:
        parse_text(page.encode(), UTF_8, BILL)
    return str(caught.value)


def _list_refused(page: str) -> str:
    with pytest.raises(PageRefused) as caught:
        parse_list(page.encode(), UTF_8, "20072008")
    return str(caught.value)


def test_texts_are_oldest_first_and_those_of_one_day_as_they_are_numbered() -> None:
    assert parse_text(TEXT_PAGE.encode(), UTF_8, BILL) == (
        PrintedVersion("20070SB799INT", date(2007, 2, 21), "Introduced - as filed"),
        PrintedVersion("20070SB798AME", date(2008, 8, 22), "Amended Assembly"),
        PrintedVersion("20070SB797AME", date(2008, 8, 22), "Amended Senate"),
        PrintedVersion("20070SB796CHA", date(2008, 9, 30), "Chaptered"),
    )


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('id="version"', 'id="other"', "the list of texts is missing"),
        ('id="bill_all"', 'id="other"', "the text of the measure is missing"),
        ("<p>In the place of the text of a measure.</p>", "", "the text of the measure is missing"),
        ("09/30/08 - Chaptered", "Chaptered", "the text 'Chaptered' has no day or no name"),
        ("09/30/08 - Chaptered", "09/30/08 -", "the text '09/30/08 -' has no day or no name"),
        ("09/30/08", "30.9.2008", "'30.9.2008' is not a day"),
        ("20070SB796CHA", "20070SB7796CHA", "the text '20070SB7796CHA' is not one of SB 7"),
        ("20070SB796CHA", "20090SB796CHA", "the text '20090SB796CHA' is not one of SB 7"),
        ("20070SB796CHA", "", "the text '' is not one of SB 7"),
        ("</body></html>", "", "breaks off before its end"),
        ("SB-7 ", "SB-8 ", "does not name SB 7"),
    ],
)
def test_a_text_page_that_is_not_one_is_refused(old: str, new: str, what: str) -> None:
    assert old in TEXT_PAGE
    assert what in _text_refused(TEXT_PAGE.replace(old, new))


def test_a_measure_without_any_text_is_refused() -> None:
    head, _, rest = TEXT_PAGE.partition('<select id="version">')
    empty = head + '<select id="version">' + rest[rest.index("</select>") :]
    assert _text_refused(empty) == "the list of texts is empty"


def test_the_list_names_every_measure_once_in_its_order() -> None:
    twice = LIST.replace("</tbody>", LIST[LIST.index("<tr><td>") : LIST.index("</tbody>")] * 2)
    assert parse_list(twice.encode(), UTF_8, "20072008") == Listed((BILL, measure("ABX1 12")), ())


def test_a_kind_of_measure_that_is_not_known_is_said_and_hides_no_other() -> None:
    page = LIST.replace("bill_id=200720080SB7", "bill_id=200720080XB7")
    found = parse_list(page.encode(), UTF_8, "20072008")
    assert found == Listed((measure("ABX1 12"),), ("200720080XB7",))


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('id="bill_results"', 'id="other"', "the list of measures is missing"),
        ("bill_id=200720080SB7", "bill=SB7", "line 1 of the list links to no measure"),
        ("bill_id=200720080SB7", "bill_id=200920100SB7", "which is of another session"),
        ("</body></html>", "", "breaks off before its end"),
    ],
)
def test_a_list_that_is_not_one_is_refused(old: str, new: str, what: str) -> None:
    assert old in LIST
    assert what in _list_refused(LIST.replace(old, new))


def test_an_empty_list_and_a_page_about_maintenance_are_refused() -> None:
    assert _list_refused(list_page([])) == "the list of measures is empty"
    closed = "<html><h1>Scheduled maintenance</h1></html>"
    assert _list_refused(closed) == "the site answered with a page about maintenance"
    assert _list_refused("") == "the list of measures is missing"


def test_both_are_known_by_their_addresses() -> None:
    page_at = Leginfo().page_at
    text, listed = page_of(PageKind.TEXT, BILL), list_of("20072008")
    assert page_at(text.address("http://localhost:1/older")) == text
    assert page_at(listed.address("http://localhost:1/older")) == listed
    assert page_at("http://localhost/faces/billSearchClient.xhtml?house=Both") is None
