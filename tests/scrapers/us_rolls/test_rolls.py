"""One roll call of each house, as the houses publish them."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from scrapers.us_house.rolls import Roll
from scrapers.us_house.source import read_roll as read_house
from scrapers.us_senate.source import read_roll as read_senate

SAMPLES = Path(__file__).resolve().parents[4] / "shared" / "samples" / "us_federal"
needs_samples = pytest.mark.skipif(not SAMPLES.exists(), reason="../shared/samples is absent")


def root(name: str) -> ElementTree.Element:
    return ElementTree.parse(SAMPLES / name).getroot()


@needs_samples
def test_the_vice_president_breaks_a_tie_and_is_no_senator() -> None:
    roll = read_senate(root("senate_lis_xml/2017_s54.xml"), "s54")
    assert isinstance(roll, Roll)
    assert (roll.measure, roll.yes, roll.no, roll.result) == ("PN 37", 50, 50, "pass")
    assert len(roll.ballots) == 100
    assert roll.note == "Vice President voted Yea to break the tie"


@needs_samples
def test_a_suspension_that_most_wanted_fails_below_two_thirds() -> None:
    roll = read_house(root("clerk_xml/2015_h157.xml"), "h157")
    assert isinstance(roll, Roll)
    assert (roll.required, roll.yes, roll.no, roll.result) == ("2/3", 266, 160, "fail")


@needs_samples
@pytest.mark.parametrize(
    ("file", "why"),
    [
        ("2015_h300", "the House vacated them"),
        ("2017_h1", "calls of the House, which ask who is there"),
        ("2017_h2", "elections of a Speaker"),
    ],
)
def test_what_is_no_vote_on_a_measure_is_left_out_with_its_reason(file: str, why: str) -> None:
    assert read_house(root(f"clerk_xml/{file}.xml"), file) == why
