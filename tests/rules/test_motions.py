"""What the reviewed motion rules claim, on invented texts and all those of five sessions."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.intake.lewis import SESSIONS, Described, described
from tracker.errors import DataFileError
from tracker.paths import data_dir
from tracker.rules.motions import MotionRules, load_motion_rules
from tracker.rules.vocabulary import MotionClass, Venue

FLOOR = [
    ("Senate 3rd Reading SB375 Steinberg", MotionClass.FINAL_PASSAGE),
    ("SB 375 Steinberg  Senate Third Reading  By DE SAULNIER", MotionClass.FINAL_PASSAGE),
    ("Unfinished Supp 3 SB375 Steinberg", MotionClass.CONCURRENCE),
    ("AB 1 EXAMPLE  Third Reading Urgency", MotionClass.FINAL_PASSAGE),
    ("AB 1 EXAMPLE 3RD READING URGENCY SET #2", MotionClass.AMENDMENT),
    ("AB 1 Example  Concurrence- Urgency Added", MotionClass.CONCURRENCE),
    ("AB 1 EXAMPLE  Concurrence in Senate Amendments", MotionClass.CONCURRENCE),
    ("Assembly 3rd Reading AB1 Example By Sample Urgency Clause", MotionClass.URGENCY_CLAUSE),
    ("Unfinished Business SB1 Example Urgency Clause Concurrence", MotionClass.CONCURRENCE),
    ("CONSENT CALENDAR SECOND DAY", MotionClass.CONSENT),
    ("Special Consent #36 AB1 Example", MotionClass.CONSENT),
    ("Consent Calendar 2nd SB1 Example Urgency Clause", MotionClass.CONSENT),
    ("W/O REF. TO FILE AB1 Example", MotionClass.FINAL_PASSAGE),
    ("W/O REF. TO FILE SB1 Example Concurrence", MotionClass.CONCURRENCE),
    ("Conference Reports SB1 Example", MotionClass.FINAL_PASSAGE),
    ("Assembly 3rd Reading AB1 Example Reconsider", MotionClass.RECONSIDERATION),
    ("AB 1 EXAMPLE  Motion to Reconsider", MotionClass.RECONSIDERATION),
    ("AB 1 EXAMPLE  Assembly Third Reading  Amendment  Set #1", MotionClass.AMENDMENT),
    ("AB 1 EXAMPLE Third Reading Amend By X Set #1 Lay on the Table", MotionClass.PROCEDURAL),
    ("W/O REF. TO FILE AB1 Example Invoke Constitution", MotionClass.PROCEDURAL),
    ("AB 1 EXAMPLE GOVERNOR'S VETO", MotionClass.VETO_OVERRIDE),
    ("HR 1 EXAMPLE", MotionClass.FINAL_PASSAGE),
    ("AB 1 Example By SAMPLE", MotionClass.UNKNOWN),
    ("", MotionClass.UNKNOWN),
]

COMMITTEE = [
    ("Do pass.", MotionClass.COMMITTEE_PASSAGE),
    ("Do pass, to Consent Calendar.", MotionClass.COMMITTEE_PASSAGE),
    (
        "Do pass and be re-referred to the Committee on [Appropriations]",
        MotionClass.COMMITTEE_PASSAGE,
    ),
    ("From committee:  Be adopted.  To third reading.", MotionClass.COMMITTEE_PASSAGE),
    (
        "From committee:  That the Assembly Amendments be concurred in.",
        MotionClass.COMMITTEE_PASSAGE,
    ),
    ("Senate amendments not be concurred in.", MotionClass.PROCEDURAL),
    ("Placed on Appropriations Suspense file.", MotionClass.PROCEDURAL),
    ("Placed on suspense file", MotionClass.PROCEDURAL),
    ("Be referred to Committee on Health.", MotionClass.PROCEDURAL),
    ("Set first hearing.  Failed passage.  Reconsideration granted.", MotionClass.RECONSIDERATION),
    ("Reconsideration.", MotionClass.RECONSIDERATION),
    ("Committee amendments.", MotionClass.AMENDMENT),
    ("Consent calendar.", MotionClass.CONSENT),
    ("MOTIONDCD344**", MotionClass.UNKNOWN),
]


@pytest.fixture(scope="module")
def rules() -> MotionRules:
    return load_motion_rules(data_dir() / "jurisdictions" / "ca" / "motions.yaml")


@pytest.fixture(scope="module")
def sessions(samples: Path) -> Mapping[str, list[Described]]:
    return {session: list(described(samples, session)) for session in SESSIONS}


def venue_of(roll: Described) -> Venue:
    if roll.on_the_floor:
        return Venue.FLOOR
    return Venue.CONFERENCE if "conference" in roll.location.lower() else Venue.COMMITTEE


@pytest.mark.parametrize(("motion", "expected"), FLOOR)
def test_a_floor_motion_is_read_by_its_text(
    rules: MotionRules, motion: str, expected: MotionClass
) -> None:
    assert rules.classify(motion, venue=Venue.FLOOR) == expected


@pytest.mark.parametrize(("motion", "expected"), COMMITTEE)
def test_a_committee_motion_is_read_by_its_text(
    rules: MotionRules, motion: str, expected: MotionClass
) -> None:
    assert rules.classify(motion, venue=Venue.COMMITTEE) == expected


@pytest.mark.parametrize(("motion", "expected"), FLOOR)
def test_capitals_and_doubled_blanks_change_nothing(
    rules: MotionRules, motion: str, expected: MotionClass
) -> None:
    spaced = motion.upper().replace(" ", "  ")
    assert rules.classify(spaced, venue=Venue.FLOOR) == expected


def test_a_conference_committee_adopts_its_report(rules: MotionRules) -> None:
    decided = rules.classify("From Conference Committee: Be adopted.", venue=Venue.CONFERENCE)
    assert decided == MotionClass.COMMITTEE_PASSAGE


@pytest.mark.parametrize("session", SESSIONS)
def test_failed_passage_is_reconsideration_and_never_support(
    rules: MotionRules, sessions: Mapping[str, list[Described]], session: str
) -> None:
    failed = [roll for roll in sessions[session] if "failed passage" in roll.motion.lower()]
    assert failed
    assert {rules.classify(roll.motion, venue=venue_of(roll)) for roll in failed} == {
        MotionClass.RECONSIDERATION
    }


@pytest.mark.parametrize("session", SESSIONS)
def test_reconsider_and_tabling_never_read_as_passage(
    rules: MotionRules, sessions: Mapping[str, list[Described]], session: str
) -> None:
    for roll in sessions[session]:
        text = roll.motion.lower()
        if roll.on_the_floor and ("reconsider" in text or "on the table" in text):
            assert rules.classify(roll.motion, venue=Venue.FLOOR) in {
                MotionClass.RECONSIDERATION,
                MotionClass.PROCEDURAL,
            }


@pytest.mark.parametrize("session", SESSIONS)
def test_a_consent_calendar_on_the_floor_is_never_a_bill_s_own_passage(
    rules: MotionRules, sessions: Mapping[str, list[Described]], session: str
) -> None:
    calendar = [
        roll for roll in sessions[session] if roll.on_the_floor and "consent" in roll.motion.lower()
    ]
    found = {rules.classify(roll.motion, venue=Venue.FLOOR) for roll in calendar}
    assert found <= {
        MotionClass.CONSENT,
        MotionClass.PROCEDURAL,
        MotionClass.RECONSIDERATION,
    }
    assert MotionClass.CONSENT in found


@pytest.mark.parametrize("session", SESSIONS)
def test_nearly_every_printed_motion_is_covered(
    rules: MotionRules, sessions: Mapping[str, list[Described]], session: str
) -> None:
    unread = [
        roll.motion
        for roll in sessions[session]
        if rules.classify(roll.motion, venue=venue_of(roll)) == MotionClass.UNKNOWN
    ]
    assert len(unread) <= 26, unread
    named = {text for text in unread if text != "NA"}
    assert len(named) <= 3, named


def test_twenty_thousand_texts_are_read_in_under_half_a_second(
    rules: MotionRules, sessions: Mapping[str, list[Described]]
) -> None:
    from time import process_time

    texts = {(roll.motion, venue_of(roll)) for rolls in sessions.values() for roll in rolls}
    distinct = sorted(texts)[:20_000]
    started = process_time()
    for motion, venue in distinct:
        rules.classify(motion, venue=venue)
    assert len(distinct) == 20_000
    assert process_time() - started < 0.5


ONE_RULE = """
format: 1
jurisdiction: ca
rules:
  - id: {id}
    venues: [floor]
    class: {motion_class}
    any_of: ['{pattern}']
    why: a reason
    examples: ['{example}']
"""


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"pattern": "(open"}, "not a regular expression"),
        ({"pattern": "Third Reading"}, "folded to lower case"),
        ({"example": "another text"}, "decided by no rule"),
        ({"motion_class": "final"}, "Input should be"),
    ],
)
def test_a_rule_that_cannot_be_right_is_refused_with_its_place(
    tmp_path: Path, changed: dict[str, str], complaint: str
) -> None:
    sound = {
        "id": "reading",
        "motion_class": "final_passage",
        "pattern": "third reading",
        "example": "THIRD READING",
    }
    path = tmp_path / "motions.yaml"
    path.write_text(ONE_RULE.format(**(sound | changed)), encoding="utf-8")
    with pytest.raises(DataFileError, match=complaint) as caught:
        load_motion_rules(path)
    assert "motions.yaml" in caught.value.where


def test_two_rules_of_one_name_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "motions.yaml"
    one = ONE_RULE.format(id="a", motion_class="consent", pattern="x", example="x")
    path.write_text(one + one.split("rules:\n")[1], encoding="utf-8")
    with pytest.raises(DataFileError, match="two motion rules are called a"):
        load_motion_rules(path)


def test_an_absent_file_of_rules_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DataFileError) as caught:
        load_motion_rules(tmp_path / "nowhere.yaml")
    assert "restore the file" in caught.value.what_to_do
