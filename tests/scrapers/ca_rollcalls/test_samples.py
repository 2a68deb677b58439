"""The five real sessions at hand, in all their layouts, against what is known of them."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from scrapers.ca_rollcalls.ballots import NAME_BYTES, VACANCY
from scrapers.ca_rollcalls.source import SessionArchive, read_archive

ROLLS = {"95-96": 23_208, "07-08": 20_436, "13-14": 18_059, "17-18": 21_009, "21-22": 19_979}

Read = Callable[[str], SessionArchive]


@pytest.fixture(scope="module")
def read(samples: Path) -> Read:
    """Reads the sample of the named years, each once."""

    @cache
    def of(years: str) -> SessionArchive:
        return read_archive(samples / "ca_rollcall_lewis" / f"caleg{years}.zip")

    return of


def _agreeing(codes: np.typing.NDArray[np.uint8], archive: SessionArchive) -> int:
    """Rolls whose ayes and noes, counted in these columns, equal what the source declares."""
    yes = (codes == ord("1")).sum(axis=0)
    no = (codes == ord("6")).sum(axis=0)
    return sum(
        (int(yes[column]), int(no[column])) == (roll.yes, roll.no)
        for column, roll in enumerate(archive.rolls)
    )


@pytest.mark.parametrize("years", ROLLS)
def test_every_described_roll_is_read(years: str, read: Read) -> None:
    archive = read(years)
    assert len(archive.rolls) == ROLLS[years] == archive.codes.shape[1]
    assert all(roll.date for roll in archive.rolls)
    assert all(roll.number == str(roll.row) for roll in archive.rolls)
    assert not any("`" in text for roll in archive.rolls for text in roll if isinstance(text, str))
    assert not any("`" in voter for voter in archive.voters)


def test_2007_08_has_628_919_votes_beside_its_vacant_seat(read: Read) -> None:
    archive = read("07-08")
    people = [voter != VACANCY for voter in archive.voters]
    assert int((archive.codes[people] != ord("0")).sum()) == 628_919
    assert _agreeing(archive.codes, archive) == 20_433


def test_the_column_beyond_the_descriptions_of_1995_96_is_the_last(
    read: Read, samples: Path
) -> None:
    archive = read("95-96")
    with zipfile.ZipFile(samples / "ca_rollcall_lewis" / "caleg95-96.zip") as zipped:
        lines = zipped.read("95-96/ca95-96votes.dat").splitlines()
    whole = np.array([np.frombuffer(line[NAME_BYTES:], dtype=np.uint8) for line in lines])
    assert whole.shape[1] == len(archive.rolls) + 1
    assert _agreeing(whole[:, :-1], archive) == 23_097
    assert _agreeing(whole[:, 1:], archive) < 5_000
    assert archive.warnings == (
        "1 vote column has no description at the end of the lines: 73 yes, 6 not voting; left out",
    )


def test_characters_instead_of_bytes_would_shift_the_votes_of_accented_members(
    read: Read, samples: Path
) -> None:
    archive = read("17-18")
    assert {"De León", "Limón", "Chávez"} <= set(archive.voters)
    with zipfile.ZipFile(samples / "ca_rollcall_lewis" / "caleg17-18.zip") as zipped:
        lines = zipped.read("ca17-18votes.dat").decode().splitlines()
    rolls = len(archive.rolls)
    by_characters = [line[NAME_BYTES:].ljust(rolls)[:rolls].encode() for line in lines]
    shifted = np.array([np.frombuffer(line, dtype=np.uint8) for line in by_characters])
    assert rolls - _agreeing(archive.codes, archive) == 25
    assert rolls - _agreeing(shifted, archive) == 3_326


def test_names_of_several_words_and_with_initials_stay_whole(read: Read) -> None:
    assert {"De La Torre", "Negrete McLeod", "Sharon Runner", "Runner"} <= set(read("07-08").voters)
    assert {"John A. Pérez", "V. Manuel Pérez", "De León"} <= set(read("13-14").voters)
    assert {"Limón", "Boerner Horvath", "O'Donnell"} <= set(read("21-22").voters)


def test_sb_375_is_read_name_for_name(read: Read, facts: Path) -> None:
    archive = read("07-08")
    known = json.loads((facts / "sb375.json").read_text("utf-8"))["roll_calls"]
    assert len(known) == 11
    for fact in known:
        roll = archive.rolls[int(fact["roll_id"].split(":")[1]) - 1]
        assert roll.bill_printed == "SB 375"
        assert str(roll.date) == fact["date"]
        assert (roll.location, roll.motion) == (fact["location"], fact["motion"])
        assert (roll.yes, roll.no) == (fact["ayes_count"], fact["noes_count"])
        for code, names in (("1", "ayes"), ("6", "noes"), ("9", "nvr")):
            voted = {
                voter
                for voter, codes in zip(archive.voters, archive.codes, strict=True)
                if codes[roll.row - 1] == ord(code) and voter != VACANCY
            }
            assert voted == set(fact[names]), (roll.number, names)
    assert sum(roll.bill_printed == "SB 375" for roll in archive.rolls) == 11
