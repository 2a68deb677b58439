"""Who a search finds, and what is said of it."""

from __future__ import annotations

import pytest

from scorecard_app.names import is_meant


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", True),
        ("florez", True),
        ("Dean Florez", True),
        ("florez dean", True),
        ("District 16", True),
        ("district  16", True),
        ("16", True),
        ("dist. 16", True),
        ("1", False),
        ("6", False),
        ("district 1", False),
        ("district 160", False),
        ("lee", False),
    ],
)
def test_a_number_is_a_district_and_no_part_of_one(text: str, found: bool) -> None:
    assert is_meant(text, "Dean Flórez", "16") is found


def test_a_district_that_is_no_number_is_found_by_its_words() -> None:
    assert is_meant("middlesex", "Ana Placeholder", "3rd Middlesex")
    assert is_meant("district 3rd middlesex", "Ana Placeholder", "3rd Middlesex")


def test_a_name_that_begins_like_the_word_district_is_a_name() -> None:
    assert is_meant("de leon", "Kevin De León", "45")
    assert not is_meant("de leon", "Ron Calderon", "30")
