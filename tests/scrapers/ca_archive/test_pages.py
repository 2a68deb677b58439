"""The text pages of the old site: what they say, and what makes one of them refused.

Votes pages are synthetic, since no genuine one was at hand; the analyses of 1999 are genuine.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from scrapers.ca_archive.analyses import parse_analysis
from scrapers.ca_archive.pages import parse_history
from scrapers.ca_archive.source import Archive, PageKind, file_name, finder_of, folder_of
from scrapers.ca_archive.votes import parse_votes
from scrapers.kit.printed import PageRefused, Printed, PrintedAction, PrintedBill
from scrapers.kit.source import Asked, Page
from scrapers.kit.warc import Archived
from tests.measures import measure
from tests.sites.archive_pages import (
    analysis_page,
    documents,
    finder_page,
    history_page,
    votes_page,
)
from tests.sites.sample_measures import SampleMeasure, SampleRoll
from tracker.errors import UsageError
from tracker.rules.measures import Measure
from tracker.rules.reference import reference
from tracker.rules.vocabulary import Chamber, Result

PLAIN = "text/html"
BILL = measure("SB 7")
AB_1 = measure("AB 1", "19992000")
SBX1_1 = measure("SBX1 1", "19992000")
EDUCATION = ("SENATE EDUCATION COMMITTEE", 9, 0)
APPROPRIATIONS = ("SENATE APPROPRIATIONS COMMITTEE", 9, 1)
NAMES = {
    "yes": ("De La Torre", "Charles Calderon", "Solorio", "Ma", "Saldana"),
    "no": ("Adams",),
    "not_voting": (),
}
ROLL = SampleRoll(date(2008, 8, 25), "ASM. FLOOR", "SB 7 Aster  Third Reading", "pass", NAMES)
ACTIONS = (
    (date(2008, 9, 30), "Chaptered by Secretary of State. Chapter 9, Statutes of 2008."),
    (date(2008, 8, 26), "In Senate."),
    (date(2007, 5, 1), "Read second time."),
)
SHOWN = SampleMeasure(BILL, "Shade trees.", "Aster", (ROLL,), ACTIONS, versions=())


def _votes(page: str, content_type: str = PLAIN) -> object:
    return parse_votes(page.encode("latin-1"), content_type, BILL)


def _history(page: str) -> Printed:
    return parse_history(page.encode(), PLAIN, BILL)


def _refusal(read: Callable[[str], object], page: str) -> str:
    with pytest.raises(PageRefused) as caught:
        read(page)
    return str(caught.value)


def test_a_votes_page_is_one_roll_call_with_names_of_several_words() -> None:
    roll = parse_votes(votes_page(SHOWN, ROLL).encode(), PLAIN, BILL)
    assert (roll.date, roll.location, roll.result) == (ROLL.date, ROLL.location, Result.PASS)
    assert roll.motion == ROLL.motion
    assert dict(roll.names) == {
        "AYES": NAMES["yes"],
        "NOES": NAMES["no"],
        "ABSENT, ABSTAINING, OR NOT VOTING": (),
    }


def test_columns_may_be_apart_by_tabs() -> None:
    page = votes_page(SHOWN, ROLL).replace("De La Torre         ", "De La Torre\t")
    assert parse_votes(page.encode(), PLAIN, BILL).names["AYES"] == NAMES["yes"]


def test_columns_that_run_together_are_refused_by_their_count() -> None:
    page = votes_page(SHOWN, ROLL).replace("De La Torre         ", "De La Torre ")
    assert _refusal(_votes, page) == "AYES: 5 declared, 4 named"


@pytest.mark.parametrize("label", ["MEASURE", "AUTHOR", "TOPIC", "DATE", "LOCATION", "MOTION"])
def test_every_label_of_a_votes_page_is_needed(label: str) -> None:
    page = votes_page(SHOWN, ROLL).replace(f"\n{label}:", "\nOTHER:")
    assert _refusal(_votes, page) == f"the label {label!r} is missing"


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("(AYES   5.", "(AYES   6.", "AYES: 6 declared, 5 named"),
        ("(AYES   5.", "(YEAS   5.", "the counts of ayes and noes are missing"),
        ("(PASS)", "(MAYBE)", "the counts of ayes and noes are missing"),
        ("NOES   1.", "NOES   0.", "NOES: 0 declared, 1 named"),
        ("\tNOES\n\t****", "\tNAYS\n\t****", "the heading 'NOES' is missing"),
        ("\tNOES\n\t****", "\tNOES\n", "the heading 'NOES' is missing"),
        ("Adams", "Ma", "the roll call: 'Ma' is named twice"),
        ("DATE:\t08/25/2008", "DATE:\t25.8.2008", "'25.8.2008' is not a day"),
        ("LOCATION:\tASM. FLOOR", "LOCATION:", "nothing stands beside 'LOCATION'"),
        ("MEASURE:\tSB 7", "MEASURE:\tSB 70", "the label 'MEASURE' does not name SB 7"),
        ("AUTHOR:", "TOPIC:", "the label 'TOPIC' stands twice"),
        ("</html>", "", "the page breaks off before its end"),
    ],
)
def test_a_votes_page_that_is_not_one_is_refused(old: str, new: str, what: str) -> None:
    page = votes_page(SHOWN, ROLL)
    assert old in page
    assert _refusal(_votes, page.replace(old, new, 1)) == what


@pytest.mark.parametrize(
    ("page", "what"),
    [
        ("<h1>Down for maintenance</h1>", "the site answered with a page about maintenance"),
        ("<h1>Bill not found</h1>", "the site says that SB 7 was not found"),
        ("<title>SBX1 7</title></html>", "the page does not name SB 7 in its heading"),
        ("<title>ASB 7</title></html>", "the page does not name SB 7 in its heading"),
        ("", "the page does not name SB 7 in its heading"),
    ],
)
@pytest.mark.parametrize("read", [_votes, _history])
def test_a_page_of_something_else_is_refused(
    read: Callable[[str], object], page: str, what: str
) -> None:
    assert _refusal(read, page) == what


def test_a_page_whose_answer_names_no_charset_is_latin_1() -> None:
    page = votes_page(SHOWN, ROLL).replace("Saldana", "Saldaña").encode("latin-1")
    assert "Saldaña" in parse_votes(page, PLAIN, BILL).names["AYES"]
    with pytest.raises(PageRefused, match="not the utf-8 text"):
        parse_votes(page, f"{PLAIN}; charset=utf-8", BILL)


def test_a_history_gives_title_author_and_actions_oldest_first() -> None:
    said = _history(history_page(SHOWN))
    assert said.bill == PrintedBill(title="Shade trees.", author="Aster")
    assert said.actions == tuple(PrintedAction(*action) for action in reversed(ACTIONS))


@pytest.mark.parametrize("is_newest_first", [True, False])
def test_actions_of_one_day_are_in_the_order_in_which_they_were_taken(
    is_newest_first: bool,
) -> None:
    days = (date(2007, 5, 1), date(2007, 5, 2), date(2007, 5, 2))
    taken = tuple(zip(days, ("Read.", "Amended.", "To print."), strict=True))
    printed = taken[::-1] if is_newest_first else taken
    actions = _history(history_page(replace(SHOWN, actions=printed))).actions
    assert [action.description for action in actions] == ["Read.", "Amended.", "To print."]


def test_an_action_goes_on_over_several_lines_and_its_day_stays() -> None:
    page = history_page(SHOWN).replace("In Senate.", "In Senate.\n\tConcurrence  pending.")
    assert _history(page).actions[1].description == "In Senate. Concurrence pending."


@pytest.mark.parametrize("written", ["S.B. No. 7", "SB 7", "S.B.  7"])
def test_a_measure_is_known_in_every_way_it_is_written(written: str) -> None:
    assert _history(history_page(SHOWN).replace("S.B. No. 7", written)).actions


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("\nBILL HISTORY\n", "\nHISTORY\n", "the heading 'BILL HISTORY' is missing"),
        ("TOPIC\t:", "ABOUT\t:", "the label 'TOPIC' is missing"),
        ("S.B. No. 7", "S.B. No. 8", "the label 'BILL NUMBER' does not name SB 7"),
        ("\n2008\n", "\n", "an action stands before the first year"),
        ("\n2008\n", "\n2012\n", "the year 2012 is not of the session 2007-2008"),
        ("Sept. 30", "Sept. 31", "'Sept 31, 2008' is not a day"),
        ("Aug. 26", "Monday", "this line is none of a history: 'Monday\\tIn Senate.'"),
    ],
)
def test_a_history_that_is_not_one_is_refused(old: str, new: str, what: str) -> None:
    page = history_page(SHOWN)
    assert old in page
    assert _refusal(_history, page.replace(old, new)) == what


@pytest.mark.parametrize(
    ("file", "bill", "listed"),
    [
        ("BILL_ANALYSIS_TBL_16145.lob", SBX1_1, [EDUCATION, APPROPRIATIONS]),
        (
            "BILL_ANALYSIS_TBL_16148.lob",
            SBX1_1,
            [EDUCATION, APPROPRIATIONS, ("SENATE FLOOR", 33, 4), ("ASSEMBLY FLOOR", 59, 16)],
        ),
        (
            "BILL_ANALYSIS_TBL_61.lob",
            AB_1,
            [
                ("SENATE EDUCATION COMMITTEE", 12, 0),
                ("SENATE APPROPRIATIONS COMMITTEE", 11, 0),
                ("ASSEMBLY FLOOR", 79, 0),
            ],
        ),
        (
            "BILL_ANALYSIS_TBL_16149.lob",
            SBX1_1,
            [("ASSEMBLY EDUCATION COMMITTEE", 17, 2), ("ASSEMBLY APPROPRIATIONS COMMITTEE", 18, 3)],
        ),
        (
            "BILL_ANALYSIS_TBL_57.lob",
            AB_1,
            [("ASSEMBLY EDUCATION COMMITTEE", 19, 0), ("ASSEMBLY APPROPRIATIONS COMMITTEE", 21, 0)],
        ),
        ("BILL_ANALYSIS_TBL_59.lob", AB_1, []),
    ],
)
def test_genuine_analyses_list_votes_by_name(
    file: str, bill: Measure, listed: list[tuple[str, int, int]], samples: Path
) -> None:
    body = (samples / "ca_pubinfo" / "1999" / file).read_bytes()
    found = parse_analysis(body, PLAIN, bill)
    assert [(roll.where, len(roll.ayes), len(roll.noes)) for roll in found] == listed
    assert [roll.declared for roll in found] == [(yes, no) for _, yes, no in listed]


def test_a_name_broken_over_two_lines_of_a_genuine_analysis_is_one(samples: Path) -> None:
    body = (samples / "ca_pubinfo" / "1999" / "BILL_ANALYSIS_TBL_61.lob").read_bytes()
    assert "Rod Pacheco" in parse_analysis(body, PLAIN, AB_1)[-1].ayes


def test_an_analysis_confirms_a_roll_call_or_says_otherwise() -> None:
    source = Archive()
    votes = Page(PageKind.VOTES, BILL, "/votes")
    analysis = Page(PageKind.ANALYSIS, BILL, "/analysis", "analysis 20080830")
    first = Printed(rolls=(parse_votes(votes_page(SHOWN, ROLL).encode(), PLAIN, BILL),))
    (second,) = parse_analysis(analysis_page(SHOWN).encode(), PLAIN, BILL)
    assert (second.chamber, second.is_floor) == (Chamber.LOWER, True)
    same = source.notes([(votes, first), (analysis, Printed(listed=(second,)))])
    assert (same.items["listed_votes_confirmed"], same.warnings) == (1, ())
    other = analysis_page(SHOWN).replace("Solorio", "Garcia")
    listed = parse_analysis(other.encode(), PLAIN, BILL)
    said = source.notes([(votes, first), (analysis, Printed(listed=listed))])
    assert said.items == {"listed_votes": 1, "listed_votes_confirmed": 0}
    assert said.warnings == (
        "SB 7: an analysis lists the vote of ASSEMBLY FLOOR on 2008-08-25 otherwise than its "
        "votes page (analysis 20080830)",
    )


def test_an_analysis_whose_counts_are_not_its_names_confirms_nothing() -> None:
    votes = Page(PageKind.VOTES, BILL, "/votes")
    analysis = Page(PageKind.ANALYSIS, BILL, "/analysis", "analysis 20080830")
    first = Printed(rolls=(parse_votes(votes_page(SHOWN, ROLL).encode(), PLAIN, BILL),))
    wrong = analysis_page(SHOWN).replace(" 5-1,", " 6-1,")
    listed = parse_analysis(wrong.encode(), PLAIN, BILL)
    said = Archive().notes([(votes, first), (analysis, Printed(listed=listed))])
    assert said.items["listed_votes_confirmed"] == 0
    assert said.warnings == (
        "SB 7: an analysis lists the vote of ASSEMBLY FLOOR on 2008-08-25 with other counts than "
        "names (analysis 20080830)",
    )


def test_a_day_that_was_mistyped_is_no_day() -> None:
    page = analysis_page(SHOWN).replace("8/25/08", "8/52/08")
    (listed,) = parse_analysis(page.encode(), PLAIN, BILL)
    assert (listed.date, len(listed.ayes)) == (None, 5)


BOX = """<title>SB 7</title><pre>
 LOCAL GOVERNMENT    5-1         APPROPRIATIONS      2-0
 -----------------------------------------------------------------
|Ayes:|Ma, De La Torre, Charles  |Ayes:|Adams, Laird              |
|     |Calderon, Solorio, Saldana|     |                          |
|-----+--------------------------+-----+--------------------------|
|Nays:|Smyth                     |     |                          |
 -----------------------------------------------------------------
</pre></html>"""


def test_a_box_without_a_day_confirms_a_vote_of_a_committee_with_its_counts() -> None:
    local, appropriations = parse_analysis(BOX.encode(), PLAIN, BILL)
    assert (local.date, local.declared, local.noes) == (None, (5, 1), ("Smyth",))
    assert local.ayes == ("Ma", "De La Torre", "Charles Calderon", "Solorio", "Saldana")
    assert appropriations.ayes == ("Adams", "Laird")
    held = {"yes": local.ayes, "no": local.noes}
    roll = SampleRoll(date(2008, 8, 19), "ASM. L. GOV.", "Do pass.", "pass", held)
    first = Printed(rolls=(parse_votes(votes_page(SHOWN, roll).encode(), PLAIN, BILL),))
    votes, analysis = (Page(kind, BILL, f"/{kind}") for kind in (PageKind.VOTES, PageKind.ANALYSIS))
    said = Archive().notes([(votes, first), (analysis, Printed(listed=(local, appropriations)))])
    assert said.items == {"listed_votes": 2, "listed_votes_confirmed": 1}
    assert said.warnings == ()


def test_addresses_follow_the_folders_of_fifty() -> None:
    assert folder_of(BILL) == "/pub/07-08/bill/sen/sb_0001-0050"
    assert folder_of(measure("AB 100")) == "/pub/07-08/bill/asm/ab_0051-0100"
    assert file_name(measure("SBX2 10")) == "sbx2_10"
    assert finder_of(BILL).path == "/cgi-bin/postquery?bill_number=sb_7&sess=0708"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/pub/07-08/bill/sen/sb_0001-0050/sb_7_vote_20080825_101010_asm_floor.html", "votes"),
        ("/pub/07-08/bill/sen/sb_0001-0050/sb_7_vote_20080825_0243PM_sen_comm.html", "votes"),
        ("/pub/07-08/bill/sen/sb_0001-0050/sb_7_bill_20080930_history.html", "history"),
        ("/pub/07-08/bill/sen/sb_0001-0050/sb_7_cfa_20080830_124648_sen_floor.html", "analysis"),
        ("/cgi-bin/postquery?bill_number=sb_7&sess=0708", "documents"),
        ("/pub/07-08/bill/sen/sb_0001-0050/sb_7_bill_20080930_chaptered.html", None),
        ("/pub/07-08/bill/sen/../../../etc/sb_7_bill_20080930_history.html", None),
        ("/cgi-bin/postquery?bill_number=xx_7&sess=0708", None),
        ("/cgi-bin/postquery?bill_number=sb_7&sess=0809", None),
    ],
)
def test_a_page_is_known_by_its_address(path: str, kind: str | None) -> None:
    page = Archive().page_at(f"http://localhost:1/folder{path}")
    assert (page.kind if page else None) == kind
    if page:
        assert (page.bill, page.path) == (BILL, path)


@pytest.mark.parametrize("session", ["19931994", "19992000", "20012002", "20152016"])
def test_two_digits_of_a_year_are_of_the_century_in_which_the_site_holds_sessions(
    session: str,
) -> None:
    bill = measure("SB 7", session)
    document = f"{folder_of(bill)}/sb_7_vote_20080825_101010_asm_floor.html"
    for path in (finder_of(bill).path, document):
        page = Archive().page_at(f"http://localhost:1{path}")
        assert page
        assert page.bill == bill


def _finder(page: str) -> Archived:
    return Archived("http://localhost/", 200, PLAIN, page.encode())


def _asked(bill: Measure) -> Asked:
    return Asked(reference("ca").jurisdiction.session(bill.session), (bill,))


def test_of_several_histories_the_newest_is_read_and_no_other_measure() -> None:
    folder = folder_of(BILL)
    paths = (
        f"{folder}/sb_7_bill_20080930_history.html",
        f"{folder}/sb_7_bill_20070930_history.html",
        f"{folder}/sb_70_bill_20080930_history.html",
        f"{folder}/sb_7_vote_20080825_101010_asm_floor.html",
    )
    found = Archive().links(finder_of(BILL), _finder(finder_page(SHOWN, paths)), _asked(BILL))
    assert [page.path for page in found] == [paths[0], paths[3]]


def test_documents_of_1999_are_in_the_order_of_their_half_days() -> None:
    bill = measure("SB 7", "19992000")
    moments = ("1210AM", "0930AM", "1130AM", "1215PM", "0243PM")
    folder = folder_of(bill)
    paths = [f"{folder}/sb_7_vote_19990825_{moment}_sen_floor.html" for moment in moments]
    finder = _finder(finder_page(SHOWN, sorted(paths)))
    found = Archive().links(finder_of(bill), finder, _asked(bill))
    assert [page.path for page in found] == paths


@pytest.mark.parametrize("session", ["2017-18", "2025-26"])
def test_a_session_that_the_old_site_does_not_hold_is_refused(session: str) -> None:
    asked = Asked(reference("ca").jurisdiction.session(session), (BILL,))
    with pytest.raises(UsageError, match="holds no measure of the session"):
        Archive().first_pages(asked)


def test_a_finder_page_without_a_history_is_refused() -> None:
    paths = [path for path in documents(SHOWN) if "history" not in path]
    with pytest.raises(PageRefused, match="the page names no history of SB 7"):
        Archive().parse(finder_of(BILL), _finder(finder_page(SHOWN, paths)))
