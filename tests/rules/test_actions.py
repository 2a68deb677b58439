"""The reviewed rules that read a bill's history, on their own examples and on real histories."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tests.scrapers.staged import stage_pubinfo as stage
from tracker.errors import DataFileError
from tracker.rules.actions import ActionRules, Stage, load_action_rules
from tracker.rules.reference import reference


@pytest.fixture(scope="module")
def rules() -> ActionRules:
    return reference("ca").actions


@pytest.mark.parametrize(
    ("text", "classifications", "stage"),
    [
        ("Introduced.  To print.", ("introduction",), Stage.INTRODUCED),
        ("Introduced. Read first time. To Com. on ED.", None, Stage.IN_COMMITTEE),
        ("From printer. May be heard in committee March 9.", (), None),
        ("Referred to Com. on  ED.", ("referral-committee",), Stage.IN_COMMITTEE),
        ("Set for hearing March 9.", (), None),
        ("In committee: Set, first hearing. Hearing canceled at the request of author.",
         ("not_set",), Stage.IN_COMMITTEE),
        ("From committee: Do pass. (Ayes 9. Noes 2.)", ("committee-passage-favorable",),
         Stage.ON_FLOOR),
        ("From committee: Do pass and re-refer to Com. on  APPR. (Ayes  9. Noes  2.)",
         ("committee-passage-favorable", "referral-committee"), Stage.IN_COMMITTEE),
        ("March 9 hearing: Placed on  APPR. suspense file.", ("suspense",), Stage.SUSPENSE),
        ("In committee: Held under submission.", ("held_under_submission",),
         Stage.HELD_UNDER_SUBMISSION),
        ("In committee: Set, first hearing. Failed passage.", ("committee-failure",),
         Stage.FAILED),
        ("In committee: Failed passage. Reconsideration granted.", ("committee-failure",),
         Stage.IN_COMMITTEE),
        ("Ordered to inactive file at the request of Senator Sample.", ("inactive_file",),
         Stage.INACTIVE_FILE),
        ("From inactive file.", (), Stage.ON_FLOOR),
        ("Committee: Two-year bill.", ("two_year", "carried-over"), Stage.TWO_YEAR),
        ("Re-referred to Com. on RLS. pursuant to Senate Rule 29.10(b).",
         ("gut_and_amend", "referral-committee"), Stage.IN_COMMITTEE),
        ("Read second time and amended. Ordered to third reading.",
         ("amendment-passage", "reading-2"), Stage.ON_FLOOR),
        ("Read third time. Passed. (Ayes 45. Noes 30.) To Senate.", ("passage", "reading-3"),
         Stage.PASSED_HOUSE),
        ("In Assembly. Action rescinded whereby the bill was read third time, passed, and ordered "
         "to the Senate. Ordered to third reading.", None, Stage.ON_FLOOR),
        ("Read third time. Refused passage. (Ayes 30. Noes 45.)", ("failure", "reading-3"),
         Stage.FAILED),
        ("Read third time. Urgency clause refused adoption. (Ayes 50. Noes 20.)",
         ("failure", "reading-3"), Stage.FAILED),
        ("In Assembly. Read first time. Held at Desk.", ("receipt", "reading-1"),
         Stage.SECOND_HOUSE),
        ("In Senate. Concurrence in Assembly amendments pending.", ("receipt",),
         Stage.CONCURRENCE),
        ("From committee: That the Senate amendments be concurred in. (Ayes 9. Noes 0.)",
         ("committee-passage-favorable",), Stage.CONCURRENCE),
        ("Senate amendments concurred in. To Engrossing and Enrolling.", ("concurrence",),
         Stage.PASSED_LEGISLATURE),
        ("Assembly refuses to concur in Senate amendments. To Conference Committee.",
         ("failure",), Stage.CONFERENCE),
        ("Enrolled and presented to the Governor at 3 p.m.", ("enrolled", "executive-receipt"),
         Stage.WITH_GOVERNOR),
        ("Approved by the Governor with item veto.",
         ("executive-veto-line-item", "executive-signature"), Stage.SIGNED),
        ("Vetoed by Governor.", ("executive-veto",), Stage.VETOED),
        ("In Senate. Consideration of Governor's veto pending.", ("receipt",), Stage.VETOED),
        ("Chaptered by Secretary of State - Chapter 9001, Statutes of 2001.", ("became-law",),
         Stage.CHAPTERED),
        ("From committee without further action pursuant to Joint Rule 56.", ("failure",),
         Stage.DEAD),
        ("Coauthors revised.", (), None),
    ],
)  # fmt: skip
def test_a_text_says_what_happened_and_where_the_bill_then_stands(
    rules: ActionRules, text: str, classifications: tuple[str, ...] | None, stage: Stage | None
) -> None:
    read = rules.classify(text)
    assert read.rules, "no rule fits"
    assert read.stage == stage
    if classifications is not None:
        assert read.classifications == classifications


def test_a_text_that_no_rule_fits_has_no_classification_and_says_so(rules: ActionRules) -> None:
    read = rules.classify("The clerk watered the plants.")
    assert (read.rules, read.classifications, read.stage, read.written) == ((), (), None, None)


def test_numbers_tallies_and_doubled_blanks_decide_nothing(rules: ActionRules) -> None:
    one = rules.classify("Read third time.  Passed.   (Ayes 33. Noes  4. Page    28.) To Assembly.")
    other = rules.classify("Read third time. Passed. (Ayes 9. Noes 8. Page 1.) To Assembly.")
    assert one is other


@pytest.mark.parametrize(("folder", "count"), [("1999", 49), ("2025_mini", 66)])
def test_every_real_action_at_hand_is_fitted_by_a_rule(
    rules: ActionRules, samples: Path, tmp_path: Path, folder: str, count: int
) -> None:
    stage(samples / "ca_pubinfo" / folder, tmp_path / "crawl")
    path = str(tmp_path / "crawl" / "actions.parquet")
    texts = [
        row[0]
        for row in duckdb.execute(
            "select description from read_parquet($path)", {"path": path}
        ).fetchall()
    ]
    assert len(texts) == count
    assert [text for text in texts if not rules.classify(text).rules] == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("examples: [A.]", "examples: [B.]"), "does not fit its own example"),
        (("any_of: [a]", "any_of: ['(']"), "not a regular expression"),
        (("any_of: [a]", "any_of: [A]"), "capitals"),
        (("stage: dead", "stage: elsewhere"), "Input should be"),
        (("classifications: []", "classifications: [made-up]"), "made-up is no classification"),
        (("rules:", "own_classifications: {laid_by: Put off.}\nrules:"), "no rule uses .* laid_by"),
    ],
)
def test_a_file_that_contradicts_itself_is_refused(
    tmp_path: Path, change: tuple[str, str], said: str
) -> None:
    rule = "{id: one, stage: dead, classifications: [], any_of: [a], why: Because, examples: [A.]}"
    path = tmp_path / "actions.yaml"
    path.write_text(f"format: 1\njurisdiction: ca\nrules: [{rule}]\n".replace(*change))
    with pytest.raises(DataFileError, match=said):
        load_action_rules(path)


def test_two_rules_of_one_name_are_refused(tmp_path: Path) -> None:
    rule = "{id: one, classifications: [], any_of: [a], why: Because, examples: [A.]}"
    path = tmp_path / "actions.yaml"
    path.write_text(f"format: 1\njurisdiction: ca\nrules: [{rule}, {rule}]\n")
    with pytest.raises(DataFileError, match="two action rules"):
        load_action_rules(path)


def test_a_legislature_has_words_of_its_own_beside_those_of_open_civic_data(tmp_path: Path) -> None:
    path = tmp_path / "actions.yaml"
    path.write_text(
        "format: 1\njurisdiction: zz\nown_classifications: {laid_by: Put off for a week.}\n"
        "rules: [{id: one, classifications: [laid_by, amendment-passage], any_of: ['laid by'],"
        " why: Because, examples: [Laid by.]}]\n"
    )
    read = load_action_rules(path).classify("Laid by until Monday.")
    assert read.written == "laid_by, amendment-passage"
