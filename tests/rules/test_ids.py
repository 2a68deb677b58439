"""Roll-call ids: readable, URL-safe, and equal wherever the roll was read."""

from __future__ import annotations

import re
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.ids import printed_location_key, vote_event_id

DAY = date(2007, 6, 7)
BILL = "200720080SB375"


def test_spacing_of_a_committee_does_not_change_its_key() -> None:
    assert printed_location_key("SEN. L.GOV.") == printed_location_key("SEN. L. GOV.") == "SENLGOV"


def test_houses_keep_their_committees_apart() -> None:
    assert printed_location_key("ASM. L. GOV.") != printed_location_key("SEN. L.GOV.")


def test_an_id_names_the_bill_the_day_and_the_place() -> None:
    found = vote_event_id(BILL, DAY, "SENFLOOR", "Senate 3rd Reading SB375 Steinberg")
    assert re.fullmatch(r"200720080SB375-20070607-SENFLOOR-[0-9a-f]{6}", found)


def test_blanks_inside_a_motion_do_not_make_another_roll() -> None:
    one = vote_event_id(BILL, DAY, "ASMFLOOR", "SB 375 Steinberg  Senate Third Reading")
    other = vote_event_id(BILL, DAY, "ASMFLOOR", " SB 375 Steinberg Senate Third  Reading ")
    assert one == other


def test_another_motion_on_the_same_day_is_another_roll() -> None:
    passage = vote_event_id(BILL, DAY, "SENFLOOR", "Do pass.")
    assert passage != vote_event_id(BILL, DAY, "SENFLOOR", "Reconsider")


def test_the_second_roll_that_shares_everything_says_so() -> None:
    first = vote_event_id(BILL, DAY, "SENFLOOR", "Do pass.", 1)
    assert vote_event_id(BILL, DAY, "SENFLOOR", "Do pass.", 2) == f"{first}-2"


def test_a_missing_roll_without_a_day_still_has_an_id() -> None:
    assert "-undated-SENTH-" in vote_event_id(BILL, None, printed_location_key("SEN. T. & H."), "x")


@given(st.text())
def test_a_location_key_is_always_safe_in_a_url(printed: str) -> None:
    assert re.fullmatch(r"[A-Z0-9]*", printed_location_key(printed))
