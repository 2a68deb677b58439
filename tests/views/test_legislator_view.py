"""A member's page adds up, names what was left out, and is read on its own measures."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from tracker.scoring.method import shipped_methods
from tracker.scoring.scores import median, percent_of
from tracker.views.legislator_view import HouseRecord, legislator_view
from tracker.views.sheet import Sheet
from tracker.views.wording import amount

SheetOf = Callable[[str, str], Sheet]
WORKED = "sb375-worked-case"


def _record(sheet: Sheet, person_id: str) -> HouseRecord:
    view = legislator_view(sheet, person_id)
    assert view is not None
    return view.records[0]


@pytest.mark.parametrize("method_id", sorted(shipped_methods()))
def test_every_score_is_the_sum_of_its_measures(sheet_of: SheetOf, method_id: str) -> None:
    sheet = sheet_of("demonstration-2007-2008", method_id)
    for line in sheet.lines:
        credits = sheet.credits.get((line.member.person_id, line.member.chamber), ())
        tally = line.score.tally
        assert sum((credit.earned for credit in credits), Fraction(0)) == tally.earned
        assert sum((credit.possible for credit in credits), Fraction(0)) == tally.possible
        assert sum(credit.counted for credit in credits) == tally.counted
        assert sum(credit.eligible for credit in credits) == tally.eligible


def test_the_rows_of_every_page_add_up_to_its_number(sheet: Sheet) -> None:
    for line in sheet.lines:
        record = _record(sheet, line.member.person_id)
        earned = sum((row.earned for row in record.counted_rows), Fraction(0))
        possible = sum((row.possible for row in record.counted_rows), Fraction(0))
        assert (earned, possible) == (record.earned, record.possible)
        assert len(record.counted_rows) == record.counted
        if record.percent is not None:
            assert record.percent == percent_of(earned / possible)
            assert Fraction(record.numerator, record.denominator) == earned / possible


def test_the_chosen_rule_stands_among_the_presets_with_the_same_number(sheet: Sheet) -> None:
    for line in sheet.lines:
        record = _record(sheet, line.member.person_id)
        chosen = [preset for preset in record.presets if preset.chosen]
        assert [preset.percent for preset in chosen] == [record.percent] * len(chosen)


@pytest.mark.parametrize(
    ("method_id", "percent", "credit"),
    [
        ("missed_is_against", 67, "2/3 of 1, which is 2 of 3"),
        ("half_for_missed", 83, "5/6 of 1, which is 5 of 6"),
        ("absences_dropped", 100, "1 of 1"),
    ],
)
def test_florez_is_worth_what_each_rule_makes_of_his_vote_not_recorded(
    sheet_of: SheetOf, method_id: str, percent: int, credit: str
) -> None:
    record = _record(sheet_of(WORKED, method_id), "dean-florez")
    (row,) = (*record.counted_rows, *record.left_out)
    assert (record.percent, record.arithmetic) == (percent, credit)
    assert [roll.did for roll in row.rolls] == ["Aye", "Aye", "No vote recorded"]
    assert [roll.place for roll in row.rolls] == [
        "Senate Committee on Environmental Quality",
        "Senate Committee on Appropriations",
        "Senate floor",
    ]


def test_several_roll_calls_show_how_they_share_the_measure(sheet_of: SheetOf) -> None:
    (row,) = _record(sheet_of(WORKED, "half_for_missed"), "dean-florez").counted_rows
    assert row.shared == "(1 + 1 + 0.5) / 3 = 5/6"


def test_a_vote_not_recorded_is_explained_by_what_was_needed(sheet_of: SheetOf) -> None:
    record = _record(sheet_of(WORKED, "agenda_alignment"), "dean-florez")
    last = (*record.counted_rows, *record.left_out)[0].rolls[-1]
    assert last.worth == "21 ayes were needed, so it had the effect of a No: no credit."
    assert last.outcome == "Passed 21–15"


def test_a_position_written_down_after_the_vote_is_marked_on_every_row(sheet: Sheet) -> None:
    record = _record(sheet, "darrell-steinberg")
    assert record.counted_rows
    assert all(row.after_the_vote for row in record.counted_rows)


def test_every_measure_of_the_agenda_is_accounted_for(sheet: Sheet) -> None:
    for line in sheet.lines:
        record = _record(sheet, line.member.person_id)
        listed = [row.bill_id for row in (*record.counted_rows, *record.left_out)]
        listed += [row.bill_id for row in record.without_vote]
        assert sorted(listed) == sorted(item.bill_id for item in sheet.agenda.items)


def test_the_middle_of_a_member_on_every_measure_is_that_of_the_house(sheet: Sheet) -> None:
    everywhere = next(
        line for line in sheet.lines if line.score.tally.eligible == line.score.available
    )
    record = _record(sheet, everywhere.member.person_id)
    shares = [
        line.score.tally.share
        for line in sheet.lines
        if line.member.chamber == everywhere.member.chamber and line.score.percent is not None
    ]
    middle = median(shares)
    assert middle is not None
    assert record.medians[0].percent == percent_of(middle)
    assert record.medians[0].members == len(shares)


def test_an_unknown_id_has_no_page(sheet: Sheet) -> None:
    assert legislator_view(sheet, "nobody-of-that-name") is None


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (Fraction(1), "1"),
        (Fraction(1, 2), "0.5"),
        (Fraction(5, 4), "1.25"),
        (Fraction(2, 3), "2/3"),
    ],
)
def test_an_amount_is_never_rounded(value: Fraction, words: str) -> None:
    assert amount(value) == words
