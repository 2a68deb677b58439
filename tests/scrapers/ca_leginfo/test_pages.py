"""The pages of leginfo, read by label: what they say, and what makes one of them refused.

The pages are synthetic; no genuine one was at hand.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from scrapers.ca_leginfo.pages import parse_history, parse_status
from scrapers.ca_leginfo.source import Leginfo, PageKind, page_of
from scrapers.ca_leginfo.votes import parse_votes
from scrapers.kit.printed import PageRefused, PrintedAction, PrintedBill
from tests.measures import measure
from tests.sites.leginfo_pages import (
    BillOnPage,
    RollOnPage,
    history_page,
    status_page,
    votes_page,
    votes_page_of_2011,
)
from tracker.rules.vocabulary import Result

UTF_8 = "text/html; charset=utf-8"
BILL = measure("SB 7")
FIELDS = {
    "Date": "08/25/08",
    "Result": "(PASS)",
    "Location": "Assembly Floor",
    "Ayes Count": "2",
    "Noes Count": "1",
    "NVR Count": "0",
    "Motion": "SB 7 Aster Senate Third Reading By ELDER",
    "Ayes": "De La Torre, Saldaña",
    "Noes": "Charles Calderon",
    "NVR": "",
}
ENDS = ("voteDate", "result", "location", "ayes", "noes", "nvr", "motion")
LISTS = ("ayesLeg", "noesLeg", "nvrLeg")
LAYOUTS = (votes_page, votes_page_of_2011)


def _shown(**changed: str) -> BillOnPage:
    fields = FIELDS | {name.replace("_", " "): value for name, value in changed.items()}
    pairs = zip(fields.items(), (*ENDS, *LISTS), strict=True)
    roll = RollOnPage(tuple((label, end, value) for (label, value), end in pairs))
    actions = ((date(2008, 9, 30), "Chaptered."), (date(1999, 1, 2), "Read & amended."))
    return BillOnPage(BILL, "Shade trees.", "Aster (S)", (roll,), actions, versions=())


def _page(draw: Callable[[BillOnPage], str] = votes_page, **changed: str) -> str:
    return draw(_shown(**changed))


def _refusal(page: str | bytes, content_type: str = UTF_8) -> str:
    body = page.encode() if isinstance(page, str) else page
    with pytest.raises(PageRefused) as caught:
        parse_votes(body, content_type, BILL)
    return str(caught.value)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_comments_and_scripts_within_a_field_are_no_text(
    layout: Callable[[BillOnPage], str],
) -> None:
    clutter = "<!-- Nobody, --><script>var names = 'Nobody, ';</script><b>Charles</b>"
    page = _page(layout).replace("Charles", clutter, 1)
    (roll,) = parse_votes(page.encode(), UTF_8, BILL)
    assert roll.names["NOE"] == ("Charles Calderon",)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_both_layouts_say_the_same(layout: Callable[[BillOnPage], str]) -> None:
    (roll,) = parse_votes(_page(layout).encode(), UTF_8, BILL)
    assert (roll.date, roll.result, roll.location) == (
        date(2008, 8, 25),
        Result.PASS,
        "Assembly Floor",
    )
    assert roll.motion == FIELDS["Motion"]
    assert dict(roll.names) == {
        "AYE": ("De La Torre", "Saldaña"),
        "NOE": ("Charles Calderon",),
        "NVR": (),
    }


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("label", FIELDS)
def test_every_label_is_needed(layout: Callable[[BillOnPage], str], label: str) -> None:
    page = _page(layout).replace(f">{label}:<", ">Other:<").replace(f"<th>{label}<", "<th>Other<")
    assert _refusal(page)


def test_a_renamed_label_is_named() -> None:
    page = _page().replace("NVR Count:", "Not Voting Count:")
    assert _refusal(page) == "roll call 1: the label 'NVR Count' is missing"


def test_the_count_and_the_list_of_ayes_are_told_apart_by_the_end_of_the_id() -> None:
    page = _page().replace('id="j_idt0:ayes">2', 'id="j_idt0:ayes">3')
    assert "'Ayes Count' and the id :ayes" not in _refusal(page)
    assert "3 declared, 2 named" in _refusal(page)


def test_a_label_and_an_id_that_disagree_are_refused() -> None:
    moved = _page().replace(":noesLeg", ":x").replace(":ayesLeg", ":noesLeg")
    assert _refusal(moved).startswith("roll call 1: the label 'Noes' and the id :noesLeg hold")


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"Ayes": "De La Torre"}, "roll call 1, Ayes: 2 declared, 1 named"),
        ({"Ayes_Count": "two"}, "the count 'two' is not a number"),
        ({"Noes": "De La Torre"}, "'De La Torre' is named twice"),
        ({"Result": "(MAYBE)"}, "the result '(MAYBE)' is not known"),
        ({"Date": "13/25/08"}, "'13/25/08' is not a day"),
        ({"Date": ""}, "'' is not a day"),
        ({"Location": ""}, "nothing stands beside 'Location'"),
    ],
)
def test_a_roll_call_that_contradicts_itself_is_refused(changed: dict[str, str], what: str) -> None:
    assert what in _refusal(votes_page(_shown(**changed)))


@pytest.mark.parametrize(
    ("page", "what"),
    [
        ("<h1>Down for maintenance</h1>", "about maintenance"),
        ("<h1>Bill not found</h1>", "SB 7 was not found"),
        ("<h1>SB-70 Other</h1>", "does not name SB 7"),
        ("<h1>AB-7 Other</h1>", "does not name SB 7"),
        ("<h1>SBX1-7 Other</h1>", "does not name SB 7"),
        ("", "does not name SB 7"),
        ("<h1>SB-7 Shade trees.</h1></html>", "does not say that there is none"),
        (_page()[: _page().index("</body>")], "breaks off before its end"),
    ],
)
def test_a_page_of_something_else_is_refused(page: str, what: str) -> None:
    assert what in _refusal(page)


def test_bytes_that_are_not_the_text_they_claim_are_refused() -> None:
    assert "not the utf-8 text" in _refusal(_page().encode("latin-1"))
    assert "not the no-such text" in _refusal(_page(), "text/html; charset=no-such")
    assert "lost before it was sent" in _refusal(_page(Motion="caf\ufffd"))


def test_the_charset_of_the_answer_is_used() -> None:
    (roll,) = parse_votes(_page().encode("latin-1"), "text/html; charset=ISO-8859-1", BILL)
    assert "Saldaña" in roll.names["AYE"]


def test_a_measure_without_a_vote_has_none() -> None:
    page = "<h1>SB-7 Shade trees.</h1><p>There are no votes on this measure.</p></html>"
    assert parse_votes(page.encode(), UTF_8, BILL) == ()


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("is_newest_first", [True, False])
def test_roll_calls_of_one_day_are_in_the_order_in_which_they_were_taken(
    is_newest_first: bool, layout: Callable[[BillOnPage], str]
) -> None:
    taken = [
        _shown(Date=day, Motion=motion).rolls[0]
        for day, motion in (("08/24/08", "SB 7"), ("08/25/08", "Lay over"), ("08/25/08", "Pass"))
    ]
    shown = replace(_shown(), rolls=tuple(reversed(taken) if is_newest_first else taken))
    rolls = parse_votes(layout(shown).encode(), UTF_8, BILL)
    assert [roll.motion for roll in rolls] == ["SB 7", "Lay over", "Pass"]


def test_actions_of_one_day_are_in_the_order_in_which_they_were_taken() -> None:
    days = (date(2008, 9, 30), date(2008, 9, 30), date(2008, 9, 29))
    texts = ("Chaptered.", "Approved by Governor.", "To Governor.")
    shown = replace(_shown(), actions=tuple(zip(days, texts, strict=True)))
    actions = parse_history(history_page(shown).encode(), UTF_8, BILL)
    assert [action.description for action in actions] == list(reversed(texts))


def test_actions_are_read_oldest_first_and_as_printed() -> None:
    assert parse_history(_page(history_page).encode(), UTF_8, BILL) == (
        PrintedAction(date(1999, 1, 2), "Read & amended."),
        PrintedAction(date(2008, 9, 30), "Chaptered."),
    )


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('id="billhistory"', 'id="other"', "the table of actions is missing"),
        ("<th>Action</th>", "<th>Event</th>", "the label 'Action' is missing"),
        ("<td>Chaptered.</td>", "<td></td>", "nothing stands beside its day"),
        ("<td>Chaptered.</td>", "<td>Chaptered.</td><td>x</td>", "3 cells, not 2"),
        ("09/30/08", "30.9.2008", "'30.9.2008' is not a day"),
    ],
)
def test_a_history_that_is_not_one_is_refused(old: str, new: str, what: str) -> None:
    page = _page(history_page)
    assert old in page
    with pytest.raises(PageRefused, match=what):
        parse_history(page.replace(old, new).encode(), UTF_8, BILL)


def test_a_status_page_names_title_and_author() -> None:
    read = parse_status(_page(status_page).encode(), UTF_8, BILL)
    assert read == PrintedBill(title="Shade trees.", author="Aster")


@pytest.mark.parametrize("gone", ["measureNum", "Lead Authors", "Topic"])
def test_a_status_page_without_one_of_its_labels_is_refused(gone: str) -> None:
    page = _page(status_page).replace(gone, "x")
    with pytest.raises(PageRefused, match="is missing"):
        parse_status(page.encode(), UTF_8, BILL)


def test_a_page_is_known_by_its_address() -> None:
    page, page_at = page_of(PageKind.VOTES, BILL), Leginfo().page_at
    assert page_at(page.address("http://localhost:1/older")) == page
    assert page_at("http://localhost/faces/billVotesClient.xhtml?bill_id=../../x") is None
    assert page_at("http://localhost/robots.txt") is None
