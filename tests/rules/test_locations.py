"""Printed places: whose roll it is, in five sessions and four ways of printing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.intake.lewis import SESSIONS, described
from tracker.errors import DataFileError
from tracker.paths import data_dir
from tracker.rules.ids import printed_location_key
from tracker.rules.locations import (
    Location,
    Locations,
    event_location_key,
    load_locations,
)
from tracker.rules.reference import jurisdiction_of
from tracker.rules.vocabulary import Chamber, Venue


@pytest.fixture(scope="module")
def places() -> Locations:
    return load_locations(
        data_dir() / "jurisdictions" / "ca" / "locations.yaml", jurisdiction_of("ca")
    )


@pytest.mark.parametrize(
    ("printed", "chamber"),
    [
        ("ASM. FLOOR", Chamber.LOWER),
        ("SEN. FLOOR", Chamber.UPPER),
        ("Assembly Floor Session", Chamber.LOWER),
        ("Senate Floor", Chamber.UPPER),
        ("Senate Floor Session", Chamber.UPPER),
    ],
)
def test_a_floor_is_the_whole_house(places: Locations, printed: str, chamber: Chamber) -> None:
    place = places.locate(printed, "20172018")
    assert place is not None
    assert (place.venue, place.chamber, place.key) == (Venue.FLOOR, chamber, "FLOOR")


def test_blanks_and_full_stops_do_not_make_two_committees(places: Locations) -> None:
    spaced = places.locate("SEN. L. GOV.", "20072008")
    assert spaced == places.locate("SEN. L.GOV.", "20072008")
    assert spaced == places.locate("Sen. L.gov.", "20072008")
    assert spaced == Location(
        Venue.COMMITTEE, Chamber.UPPER, "LGOV", "Senate Committee on Local Government"
    )


def test_one_abbreviation_in_two_houses_is_two_committees(places: Locations) -> None:
    assembly = places.locate("ASM. L. GOV.", "20072008")
    assert assembly == Location(
        Venue.COMMITTEE, Chamber.LOWER, "LGOV", "Assembly Committee on Local Government"
    )


@pytest.mark.parametrize(
    ("in_full", "abbreviated"),
    [
        ("Sen Environmental Quality", "SEN. E.Q."),
        ("Asm Appropriations", "ASM. APPR."),
        ("Sen Transportation and Housing", "SEN. T. & H."),
        ("Sen Transportation & Housing", "SEN. T. & H."),
        ("Asm Water, Parks and Wildlife", "ASM. W.,P. & W."),
        ("Assembly Floor", "ASM. FLOOR"),
    ],
)
def test_a_name_in_full_is_the_committee_that_others_abbreviate(
    places: Locations, in_full: str, abbreviated: str
) -> None:
    place = places.locate(in_full, "20072008")
    assert place is not None
    assert place == places.locate(abbreviated, "20072008")
    assert event_location_key(in_full, place) == printed_location_key(abbreviated)


def test_a_renamed_committee_carries_the_name_of_its_session(places: Locations) -> None:
    before = places.locate("ASM. U. & C.", "20132014")
    after = places.locate("Asm. U. & C.", "20172018")
    assert before is not None
    assert after is not None
    assert (before.name, after.name) == (
        "Assembly Committee on Utilities and Commerce",
        "Assembly Committee on Utilities and Energy",
    )


def test_an_abbreviation_nobody_spelt_out_is_shown_as_printed(places: Locations) -> None:
    place = places.locate("SEN. F.,I. & I.T.", "19951996")
    assert place == Location(Venue.COMMITTEE, Chamber.UPPER, "F,I&IT", "SEN. F.,I. & I.T.")


def test_a_place_without_its_house_is_known_only_in_the_sessions_reviewed(
    places: Locations,
) -> None:
    housing = places.locate("Housing", "20212022")
    assert housing == Location(Venue.COMMITTEE, Chamber.UPPER, "HOUSING", "Housing")
    assert places.locate("Housing", "20072008") is None
    assert places.locate("Somewhere Else", "20212022") is None
    assert places.locate("NA", "20212022") is None
    assert places.locate("", "20212022") is None


@pytest.mark.parametrize(
    "printed", ["CONFERENCE COMMITTEE", "From conference committee: Be adopted."]
)
def test_a_conference_committee_belongs_to_neither_house(places: Locations, printed: str) -> None:
    place = places.locate(printed, "19951996")
    assert place is not None
    assert (place.venue, place.chamber) == (Venue.CONFERENCE, None)


@pytest.mark.parametrize("session", SESSIONS)
def test_every_place_of_the_sample_sessions_is_known(
    places: Locations, samples: Path, session: str
) -> None:
    printed = {roll.location for roll in described(samples, session)}
    unknown = {text for text in printed if places.locate(text, session) is None}
    assert unknown <= {"NA"}


@pytest.mark.parametrize(
    ("second", "what"),
    [
        ('{chamber: lower, key: "ED", name: "Education", source: codes}', "two names"),
        ('{chamber: lower, key: "EDUC", name: "Education", source: codes}', "two keys"),
    ],
)
def test_two_names_or_two_keys_of_one_committee_are_refused(
    second: str, what: str, tmp_path: Path
) -> None:
    path = tmp_path / "locations.yaml"
    entry = '  - {chamber: lower, key: "ED", name: "Education", source: codes}\n'
    path.write_text(
        'format: 1\njurisdiction: ca\nsessions_read: ["20072008"]\nconference: conference\n'
        "floor: floor\nhouses: [{chamber: lower, printed: [asm]}]\n"
        f"unprefixed: []\ncommittees:\n{entry}  - {second}\n",
        encoding="utf-8",
    )
    with pytest.raises(DataFileError, match=what):
        load_locations(path, jurisdiction_of("ca"))
