"""The gate on small rolls of made-up members: what passes, what is repaired, what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.intake.staged import DAY, SESSION_ID, Staged, passed, refused, roster, staged
from tracker.intake.gate import Passed, pass_gate
from tracker.rules.identity import Alias, Term, roster_of
from tracker.rules.ids import printed_location_key, vote_event_id
from tracker.rules.reference import reference
from tracker.rules.threshold_file import Conditions
from tracker.rules.vocabulary import Chamber, Threshold, Venue

BEGIN = date(2008, 12, 1)


def _votes(outcome: Passed) -> dict[str, str]:
    return {row["voter"]: row["option"] for row in outcome.person_votes.to_pylist()}


def _accounted(outcome: Passed) -> int:
    return len(outcome.vote_events) + outcome.duplicates + len(outcome.quarantined)


def test_a_roll_whose_names_equal_its_counts_passes_as_read() -> None:
    outcome = passed(Staged())
    (event,) = outcome.vote_events.to_pylist()
    assert (event["status"], event["declared_yes"], event["declared_no"]) == ("loaded", 2, 1)
    assert _votes(outcome) == {
        "Aster": "yes",
        "Birch": "yes",
        "De La Rue": "no",
        "Elder": "not_voting",
    }
    assert {row["word"] for row in outcome.person_votes.to_pylist()} == {"1", "6", "9"}


def test_counts_that_do_not_add_up_are_refused_with_both_counts() -> None:
    outcome = passed(Staged(yes=3))
    assert refused(outcome) == [("counts_do_not_add_up", "declared 3-1, named 2-1")]
    assert outcome.person_votes.num_rows == 0


def test_a_declared_roll_that_names_nobody_is_refused() -> None:
    assert refused(passed(Staged(votes={})))[0][0] == "no_votes"


def test_a_roll_that_declares_nothing_and_names_nobody_is_refused() -> None:
    assert refused(passed(Staged(votes={}, yes=0, no=0)))[0][0] == "no_votes"


def test_names_without_declared_counts_are_refused() -> None:
    assert refused(passed(Staged(yes=None, no=None)))[0][0] == "no_declared_counts"


def test_noes_beyond_a_declared_zero_become_no_vote_recorded() -> None:
    outcome = passed(Staged(no=0))
    assert _votes(outcome)["De La Rue"] == "not_voting"
    (event,) = outcome.vote_events.to_pylist()
    assert event["status"] == "repaired"
    assert "declares no Noes and names 1" in event["note"]
    words = {row["voter"]: row["word"] for row in outcome.person_votes.to_pylist()}
    assert words["De La Rue"] == "6", "the source's own code stays beside it"


def test_noes_beyond_a_declared_few_cannot_be_told_from_silence() -> None:
    votes = {"Aster": "1", "Birch": "6", "Elder": "6"}
    assert refused(passed(Staged(votes=votes, yes=1, no=1)))[0][0] == "noe_or_not_voting"


def test_a_source_that_does_not_mix_noes_and_silence_is_not_repaired() -> None:
    assert refused(passed(Staged(no=0), repair=False))[0][0] == "counts_do_not_add_up"


def test_a_vacant_seat_coded_as_a_no_is_not_counted_and_nobody_votes_for_it() -> None:
    votes = {"Aster": "1", "Birch": "6", "Vacancy": "6"}
    outcome = passed(Staged(votes=votes, yes=1, no=1))
    (event,) = outcome.vote_events.to_pylist()
    assert (event["status"], event["vacant_seats"]) == ("repaired", 1)
    assert _votes(outcome) == {"Aster": "yes", "Birch": "no"}


def test_a_vacant_seat_whose_vote_the_counts_rely_on_is_refused() -> None:
    votes = {"Aster": "1", "Birch": "6", "Vacancy": "1"}
    assert refused(passed(Staged(votes=votes, yes=2, no=1)))[0][0] == "vacant_seat_voted"


def test_two_vacant_seats_are_two_seats_and_no_person() -> None:
    votes = {"Aster": "1", "Birch": "6", "Vacancy": "9", "Vacancy of the second seat": "6"}
    outcome = passed(Staged(votes=votes, yes=1, no=1), roster=roster("Aster", "Birch"))
    assert outcome.vote_events.to_pylist()[0]["vacant_seats"] == 2
    assert "Vacancy" not in _votes(outcome)


def test_an_unknown_place_is_refused_with_the_place() -> None:
    reason, detail = refused(passed(Staged(location="MOON")))[0]
    assert reason == "unknown_location"
    assert "MOON" in detail


def test_an_unreadable_measure_is_refused_with_what_was_printed() -> None:
    reason, detail = refused(passed(Staged(bill=None)))[0]
    assert reason == "unreadable_bill"
    assert "GXP 7" in detail


def test_a_repeated_row_is_a_duplicate_only_when_every_name_did_the_same() -> None:
    other = Staged(votes={"Aster": "1", "Elder": "1", "De La Rue": "6", "Birch": "9"})
    outcome = passed(Staged(), Staged(), other)
    assert (outcome.duplicates, outcome.vote_events.num_rows) == (1, 2)
    first, second = sorted(row["vote_event_id"] for row in outcome.vote_events.to_pylist())
    assert second == f"{first}-2"


def test_blanks_inside_a_motion_do_not_hide_a_duplicate() -> None:
    spaced = Staged(motion="Senate  3rd Reading  SB7 Aster")
    assert passed(Staged(), spaced).duplicates == 1


def test_a_repeated_row_of_a_refused_roll_is_still_a_duplicate() -> None:
    outcome = passed(Staged(yes=3), Staged(yes=3))
    assert (outcome.duplicates, outcome.quarantined.num_rows) == (1, 1)


def test_a_name_that_nobody_bears_is_refused_with_names_near_in_spelling() -> None:
    known = roster("Aster", "Birch", "De La Rue", "Eldar")
    reason, detail = refused(passed(Staged(), roster=known))[0]
    assert reason == "unknown_name"
    assert "'Elder'" in detail
    assert "Eldar" in detail


def test_a_name_of_somebody_who_no_longer_sits_is_refused() -> None:
    names = ("Aster", "Birch", "De La Rue", "Elder")
    aliases = [Alias("20092010", Chamber.UPPER, name, name, BEGIN, None) for name in names]
    terms = [Term(name, Chamber.UPPER, BEGIN, None) for name in names[:3]]
    left = Term("Elder", Chamber.UPPER, BEGIN, date(2009, 6, 3))
    outcome = passed(Staged(), roster=roster_of(aliases, [*terms, left]))
    assert refused(outcome) == [("not_in_office", "'Elder': not in office")]
    kept = passed(Staged(day=date(2009, 6, 3)), roster=roster_of(aliases, [*terms, left]))
    assert kept.vote_events.num_rows == 1


def test_a_name_of_two_members_is_refused() -> None:
    names = ("Aster", "Birch", "De La Rue", "Elder")
    aliases = [Alias("20092010", Chamber.UPPER, name, name, BEGIN, None) for name in names]
    aliases.append(Alias("20092010", Chamber.UPPER, "Elder", "another-elder", BEGIN, None))
    terms = [Term(name, Chamber.UPPER, BEGIN, None) for name in (*names, "another-elder")]
    assert refused(passed(Staged(), roster=roster_of(aliases, terms)))[0][0] == "ambiguous_name"


def test_two_names_of_one_roll_that_would_be_one_person_are_refused() -> None:
    votes = {"Aster": "1", "Ann Aster": "1", "Birch": "6"}
    known = roster("Aster", "Ann Aster", "Birch", Ann_Aster="aster")
    reason, detail = refused(passed(Staged(votes=votes), roster=known))[0]
    assert reason == "ambiguous_name"
    assert "'Aster'" in detail
    assert "'Ann Aster'" in detail
    assert "two names read as aster" in detail


def test_one_roll_with_a_wrong_name_does_not_take_the_others_with_it() -> None:
    other = Staged(votes={"Aster": "1", "Nobody": "6"}, yes=1, motion="Reconsider")
    known = roster("Aster", "Birch", "De La Rue", "Elder")
    outcome = passed(Staged(), other, roster=known)
    assert outcome.vote_events.num_rows == 1
    assert refused(outcome)[0][0] == "unknown_name"


def test_without_a_roster_names_pass_as_names_and_are_no_persons() -> None:
    outcome = passed(Staged())
    assert {row["person_id"] for row in outcome.person_votes.to_pylist()} == {None}


def test_a_roll_known_to_be_missing_passes_without_names_and_without_a_day() -> None:
    missing = Staged(votes={}, yes=7, no=1, day=None, known_missing=True, note="why")
    (event,) = passed(missing).vote_events.to_pylist()
    assert (event["status"], event["note"], event["date"]) == ("known_missing", "why", None)
    assert event["declared_yes"] == 7


@pytest.mark.parametrize("day", [None, DAY])
@pytest.mark.parametrize("votes", [{"Aster": "1", "Birch": "6"}, {"Aster": "9"}, {"Vacancy": "9"}])
@pytest.mark.parametrize(("yes", "no"), [(1, 1), (7, 1), (None, None)])
def test_a_roll_known_to_be_missing_that_names_somebody_contradicts_itself(
    yes: int | None, no: int | None, votes: dict[str, str], day: date | None
) -> None:
    both = Staged(votes=votes, yes=yes, no=no, day=day, known_missing=True)
    outcome = passed(both, Staged(), roster=roster("Aster", "Birch", "De La Rue", "Elder"))
    assert refused(outcome) == [
        ("named_though_missing", f"said to name nobody, and names {len(votes)}")
    ]
    assert (outcome.vote_events.num_rows, outcome.person_votes.num_rows) == (1, 4)
    assert outcome.quarantined.to_pylist()[0]["date"] == day


def test_a_majority_of_the_senate_is_21_and_silence_counts_as_a_no() -> None:
    ayes = {f"Member {number}": "1" for number in range(21)}
    (event,) = passed(Staged(votes=ayes, yes=21, no=0)).vote_events.to_pylist()
    assert (event["threshold"], event["needed"]) == ("majority_of_membership", 21)
    assert event["nonvote_effect"] == "as_no"


def test_rolls_alike_but_for_the_words_of_their_titles_are_judged_apart() -> None:
    ca = reference("ca")
    passage = next(rule for rule in ca.rules.thresholds.rules if rule.id == "text_says_majority")
    taxes = passage.model_copy(
        update={
            "when": Conditions(venues=(Venue.FLOOR,), title_any_of=(r"\btax\b",)),
            "threshold": Threshold.THREE_FIFTHS_OF_MEMBERSHIP,
            "basis": "A tax needs three fifths.",
        }
    )
    thresholds = replace(ca.rules.thresholds, rules=(taxes, *ca.rules.thresholds.rules))
    ayes = {f"Member {number}": "1" for number in range(25)}
    rolls = [
        Staged(votes=ayes, yes=25, no=0, topic=topic, motion=f"Senate 3rd Reading SB7 {number}")
        for number, topic in enumerate(["Salt TAX.", "Taxis.", "A tax on tea."])
    ]
    outcome = pass_gate(staged(*rolls), replace(ca.rules, thresholds=thresholds), None)
    found = {event["motion"][-1]: event["threshold"] for event in outcome.vote_events.to_pylist()}
    assert found == {
        "0": "three_fifths_of_membership",
        "1": "majority_of_membership",
        "2": "three_fifths_of_membership",
    }


MOTIONS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30)


@settings(deadline=None, max_examples=25)
@given(motions=st.lists(MOTIONS, min_size=1, max_size=8))
def test_the_id_made_in_sql_is_the_id_of_the_record(motions: list[str]) -> None:
    rolls = [Staged(motion=motion.strip()) for motion in motions]
    outcome = passed(*rolls)
    assert _accounted(outcome) == len(rolls)
    for event in outcome.vote_events.to_pylist():
        assert event["vote_event_id"] == vote_event_id(
            "ca-20092010-SB7", DAY, printed_location_key("SEN. FLOOR"), event["motion"]
        )
    ids = outcome.vote_events.column("vote_event_id").to_pylist()
    assert len(set(ids)) == len(ids)


def test_a_name_that_passes_from_one_member_to_another_is_each_on_their_own_days() -> None:
    last, first = DAY, DAY + timedelta(days=1)
    begun = date(2008, 12, 1)
    seats = roster_of(
        [
            Alias(SESSION_ID, Chamber.UPPER, "Aster", "elder-aster", begun, last),
            Alias(SESSION_ID, Chamber.UPPER, "Aster", "younger-aster", first, None),
        ],
        [
            Term("elder-aster", Chamber.UPPER, begun, last),
            Term("younger-aster", Chamber.UPPER, first, None),
        ],
    )
    days = (begun, last, first, first + timedelta(days=30))
    rolls = [Staged(votes={"Aster": "1"}, yes=1, no=0, day=day) for day in days]
    too_early = Staged(votes={"Aster": "1"}, yes=1, no=0, day=begun - timedelta(days=1))
    outcome = passed(*rolls, too_early, roster=seats)
    when = {row["vote_event_id"]: row["date"] for row in outcome.vote_events.to_pylist()}
    meant = [
        (when[row["vote_event_id"]], row["person_id"]) for row in outcome.person_votes.to_pylist()
    ]
    people = ("elder-aster", "elder-aster", "younger-aster", "younger-aster")
    assert sorted(meant) == list(zip(days, people, strict=True))
    assert [reason for reason, _detail in refused(outcome)] == ["not_in_office"]
