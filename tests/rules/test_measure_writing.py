"""How legislatures write their measures: read, printed and named by one id each."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.intake.lewis import SESSIONS, described
from tests.measures import measure
from tracker.rules.measures import MeasureWriting, read_measure
from tracker.rules.reference import current_id, jurisdiction_of, measure_of, printed_bill
from tracker.rules.vocabulary import Chamber, MeasureKind

CALIFORNIA = jurisdiction_of("ca")


def _writing(**fields: object) -> MeasureWriting:
    return MeasureWriting.model_validate(fields)


COUNCIL = _writing(
    types=[
        {"type": "INT", "name": "Introduction", "kind": "bill"},
        {"type": "RES", "name": "Resolution", "kind": "resolution", "also": ["Reso"]},
    ],
    patterns=[r"{type}\s*0*(?P<number>[0-9]{1,4})-(?P<year>[0-9]{4})"],
    printed="{type} {number:04}-{year}",
    examples={"Int 0042-2024": "INT 0042-2024", "Reso 7-2024": "RES 0007-2024"},
)
CONGRESS = _writing(
    types=[
        {"type": "HR", "name": "House Bill", "kind": "bill", "chamber": "lower"},
        {"type": "HRES", "name": "House Resolution", "kind": "resolution", "chamber": "lower"},
        {"type": "S", "name": "Senate Bill", "kind": "bill", "chamber": "upper"},
    ],
    examples={"H.R. 1": "HR 1", "H.Res. 5": "HRES 5", "H. R. 12": "HR 12", "S. 3": "S 3"},
)


@pytest.mark.parametrize(
    ("typed", "bill_id"),
    [
        ("SB 375", "ca-20072008-SB375"),
        ("SB  77", "ca-20072008-SB77"),
        ("sb375", "ca-20072008-SB375"),
        ("SB-375", "ca-20072008-SB375"),
        ("S.B. 375", "ca-20072008-SB375"),
        ("Senate Bill 375", "ca-20072008-SB375"),
        ("senate bill No. 375", "ca-20072008-SB375"),
        ("Assembly Concurrent Resolution 91", "ca-20072008-ACR91"),
        ("SB #375", "ca-20072008-SB375"),
        ("SB-0375", "ca-20072008-SB375"),
        ("AB 0574", "ca-20072008-AB574"),
        ("SBX2 10", "ca-20072008-SBX2-10"),
        ("ABX3 10", "ca-20072008-ABX3-10"),
        ("ACAX2 1", "ca-20072008-ACAX2-1"),
        ("SCR1", "ca-20072008-SCR1"),
        ("HR 1", "ca-20072008-HR1"),
        ("GRP 2", "ca-20072008-GRP2"),
        ("200720080SB375", "ca-20072008-SB375"),
        ("200720082SB10", "ca-20072008-SBX2-10"),
        ("ca-20072008-SB375", "ca-20072008-SB375"),
        ("CA-20072008-sbx2-10", "ca-20072008-SBX2-10"),
    ],
)
def test_every_way_of_writing_a_measure_leads_to_one_id(typed: str, bill_id: str) -> None:
    found = CALIFORNIA.measure(typed, "20072008")
    assert found is not None
    assert found.bill_id == bill_id


@pytest.mark.parametrize("text", ["", "NA", "SB", "375", "XB 1", "SBX 1", "SB 0", "SB 1 2"])
def test_what_is_no_measure_is_not_guessed(text: str) -> None:
    assert CALIFORNIA.measure(text, "20072008") is None


@pytest.mark.parametrize("text", ["", "SB 375", "200720080XB1", "200720080SB", "ca-20072008-XB1"])
def test_what_is_no_id_names_no_measure_by_itself(text: str) -> None:
    assert measure_of(text) is None


@pytest.mark.parametrize("session", SESSIONS)
def test_every_printed_measure_of_the_sample_sessions_is_read(samples: Path, session: str) -> None:
    printed = {roll.bill for roll in described(samples, session)}
    assert {one for one in printed if CALIFORNIA.measure(one, session) is None} == set()


@pytest.mark.parametrize("text", ["200920100SB375", "ca-20092010-SB375", "md-20072008-SB375"])
def test_a_measure_of_another_session_or_state_is_none_of_this(text: str) -> None:
    assert CALIFORNIA.measure(text, "20072008") is None


@given(
    special=st.integers(0, 9),
    measure_type=st.sampled_from([one.type for one in CALIFORNIA.measures.types]),
    number=st.integers(1, 99999),
)
def test_id_printed_form_and_official_id_lead_back_to_the_same_measure(
    special: int, measure_type: str, number: int
) -> None:
    printed = f"{measure_type}{f'X{special}' if special else ''} {number}"
    found = CALIFORNIA.measure(printed, "20072008")
    assert found is not None
    assert found.printed == printed
    assert (found.special_session, found.measure_type, found.number) == (
        special,
        measure_type,
        number,
    )
    official = found.identifiers["ca_legislature"]
    assert official == f"20072008{special}{measure_type}{number}"
    for text in (found.bill_id, official):
        again = measure_of(text)
        assert again is not None
        assert (again, again.printed) == (found, printed)


@pytest.mark.parametrize(
    ("writing", "typed", "bill_id", "printed"),
    [
        (COUNCIL, "Int 0042-2024", "zz-2024-INT42-2024", "INT 0042-2024"),
        (COUNCIL, "Reso 7-2024", "zz-2024-RES7-2024", "RES 0007-2024"),
        (CONGRESS, "H.R. 1", "zz-2024-HR1", "HR 1"),
        (CONGRESS, "H.Res. 1", "zz-2024-HRES1", "HRES 1"),
        (CONGRESS, "S. 1", "zz-2024-S1", "S 1"),
    ],
)
def test_councils_and_congress_write_otherwise(
    writing: MeasureWriting, typed: str, bill_id: str, printed: str
) -> None:
    found = read_measure(writing, typed, "zz", "2024")
    assert found is not None
    assert (found.bill_id, found.printed) == (bill_id, printed)
    again = read_measure(writing, bill_id, "zz", None)
    assert again is not None
    assert again.printed == printed


def test_a_type_says_what_a_measure_can_become() -> None:
    assert measure("SCA 1").type.kind is MeasureKind.CONSTITUTIONAL_AMENDMENT


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
    assert measure(printed).origin_chamber == chamber


def test_the_same_number_in_another_special_session_is_another_measure() -> None:
    regular, special = measure("SB 10"), measure("SBX2 10")
    assert regular.of_special_session(2) == special != regular
    assert special.of_special_session(0) == regular


def test_measures_follow_by_session_then_special_session_type_and_number() -> None:
    mixed = ("SB 375", "AB 10", "ABX1 1", "SB 9", "AB 9")
    found = [*(measure(one) for one in mixed), measure("SB 500", "20052006")]
    assert [one.printed for one in sorted(found)] == [
        *("SB 500", "AB 9", "AB 10", "SB 9", "SB 375", "ABX1 1"),
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("200720080SB375", "ca-20072008-SB375"),
        ("200720080SB375-20070607-SENFLOOR-346555", "ca-20072008-SB375-20070607-SENFLOOR-346555"),
        ("ca-20072008-SB375-20070607", "ca-20072008-SB375-20070607"),
        ("riverbend-2026-Rail depot", "riverbend-2026-Rail depot"),
    ],
)
def test_an_old_id_is_answered_with_the_new_one(old: str, new: str) -> None:
    assert current_id(old) == new


def test_the_id_of_a_grids_item_is_printed_as_it_is() -> None:
    assert printed_bill("ca-20072008-SB375") == "SB 375"
    assert printed_bill("riverbend-2026-Rail depot") == "riverbend-2026-Rail depot"
