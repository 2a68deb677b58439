"""Alias files: reviewed rows only, and a fault that names its line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tracker.errors import DataFileError
from tracker.paths import data_dir
from tracker.rules.identity import COLUMNS, Alias, load_aliases
from tracker.rules.reference import jurisdiction_of
from tracker.rules.vocabulary import Chamber

SESSION = jurisdiction_of("ca").session("2007-08")

GOOD = "20072008,lower,De La Torre,hector-de-la-torre,2006-12-04,2008-11-30,a reviewer,"


def write(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "aliases.csv"
    path.write_text("\n".join((",".join(COLUMNS), *rows)) + "\n", encoding="utf-8")
    return path


def test_a_row_is_an_alias_with_its_days(tmp_path: Path) -> None:
    (alias,) = load_aliases(write(tmp_path, GOOD), SESSION)
    assert alias == Alias(
        "ca-20072008",
        Chamber.LOWER,
        "De La Torre",
        "hector-de-la-torre",
        date(2006, 12, 4),
        date(2008, 11, 30),
    )


def test_an_alias_without_a_last_day_goes_on(tmp_path: Path) -> None:
    (alias,) = load_aliases(write(tmp_path, GOOD.replace("2008-11-30", "")), SESSION)
    assert alias.valid_until is None
    assert alias.holds_on(date(2030, 1, 1))


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        (GOOD.replace("2006-12-04", "2007-02-30"), "is not a day"),
        (GOOD.replace("lower", "house"), "is not known"),
        (GOOD.replace("20072008", "2007-08"), "is not that of this folder"),
        (GOOD.replace("hector-de-la-torre", "Hector De La Torre"), "not well formed"),
        (GOOD.replace("2008-11-30", "2005-01-01"), "before valid_from"),
        (GOOD.replace("a reviewer", ""), "reviewed_by is empty"),
        (GOOD.replace("De La Torre", ""), "printed is empty"),
        (GOOD.replace("De La Torre", "VACANCY"), "not a person"),
        (GOOD + ",too,many", "cells"),
    ],
)
def test_a_bad_row_is_refused_with_its_line(tmp_path: Path, row: str, complaint: str) -> None:
    path = write(tmp_path, GOOD.replace("Torre", "Other"), row)
    with pytest.raises(DataFileError, match=complaint) as caught:
        load_aliases(path, SESSION)
    assert "aliases.csv, line 3" in caught.value.where
    assert caught.value.what_to_do


def test_a_row_given_twice_is_refused_with_both_lines(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="already on line 2") as caught:
        load_aliases(write(tmp_path, GOOD, GOOD), SESSION)
    assert "line 3" in caught.value.where


@pytest.mark.parametrize(
    "path",
    sorted((data_dir() / "jurisdictions").glob("*/sessions/*/aliases.csv")),
    ids=lambda p: p.parent.name,
)
def test_every_alias_file_that_ships_can_be_read(path: Path) -> None:
    assert load_aliases(path, SESSION)
