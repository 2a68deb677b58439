"""Names of measures, as five sessions print them and as the record keeps them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.intake.lewis import SESSIONS, described
from tracker.errors import UsageError
from tracker.rules.measures import MEASURE_TYPES, BillId, parse_bill_id
from tracker.rules.vocabulary import Chamber


@pytest.mark.parametrize(
    ("printed", "bill_id"),
    [
        ("SB 375", "200720080SB375"),
        ("SB  77", "200720080SB77"),
        ("SB375", "200720080SB375"),
        ("SB-375", "200720080SB375"),
        ("AB 0574", "200720080AB574"),
        ("SBX2 10", "200720082SB10"),
        ("ABX3 10", "200720083AB10"),
        ("ACAX2 1", "200720082ACA1"),
        ("SCR1", "200720080SCR1"),
        ("HR 1", "200720080HR1"),
        ("GRP 2", "200720080GRP2"),
    ],
)
def test_a_printed_measure_has_one_id(printed: str, bill_id: str) -> None:
    bill = parse_bill_id(printed, "20072008")
    assert bill is not None
    assert bill.bill_id == bill_id


@pytest.mark.parametrize("printed", ["", "NA", "SB", "375", "XB 1", "SBX 1", "SB 0", "SB 1 2"])
def test_what_is_no_measure_is_not_guessed(printed: str) -> None:
    assert parse_bill_id(printed, "20072008") is None


@pytest.mark.parametrize(
    ("printed", "chamber"),
    [
        ("AB 1", Chamber.LOWER),
        ("ACR 1", Chamber.LOWER),
        ("HR 1", Chamber.LOWER),
        ("SB 1", Chamber.UPPER),
        ("SR 1", Chamber.UPPER),
        ("GRP 1", None),
    ],
)
def test_a_measure_starts_in_the_house_its_type_names(
    printed: str, chamber: Chamber | None
) -> None:
    bill = parse_bill_id(printed, "20072008")
    assert bill is not None
    assert bill.origin_chamber == chamber


@given(
    special=st.integers(0, 9),
    measure_type=st.sampled_from(sorted(MEASURE_TYPES)),
    number=st.integers(1, 99999),
)
def test_id_and_printed_form_lead_back_to_the_same_measure(
    special: int, measure_type: str, number: int
) -> None:
    bill = BillId("20072008", special, measure_type, number)
    assert BillId.parse(bill.bill_id) == bill
    assert parse_bill_id(bill.printed, "20072008") == bill


@pytest.mark.parametrize("text", ["", "SB 375", "200720080XB1", "200720080SB"])
def test_a_malformed_id_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        BillId.parse(text)
    assert "200720080SB375" in caught.value.what_to_do


@pytest.mark.parametrize("session", SESSIONS)
def test_every_printed_measure_of_the_sample_sessions_is_read(samples: Path, session: str) -> None:
    unread = {
        roll.bill
        for roll in described(samples, session)
        if parse_bill_id(roll.bill, session) is None
    }
    assert not unread
