"""Every layout of the publisher is read alike, whichever session it belongs to."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from scrapers.ca_rollcalls.lines import encoding_of
from scrapers.ca_rollcalls.source import read_archive
from tests.scrapers.archives import Archive, Roll
from tracker.rules.vocabulary import Result

YEARS = [f"{y % 100:02}-{(y + 1) % 100:02}" for y in range(1993, 2023, 2)]


def _of(years: str) -> Archive:
    first = int(years[:2]) + (1900 if int(years[:2]) > 90 else 2000)
    encoding = encoding_of(f"{first}{first + 1}").value
    days = (date(first - 1, 12, 7), date(first + 1, 8, 31))
    return Archive(years=years, rolls=[Roll(day=day) for day in days], encoding=encoding)


@pytest.mark.parametrize("years", YEARS)
def test_each_session_since_1993_is_read_by_its_content(years: str, tmp_path: Path) -> None:
    wanted = _of(years)
    archive = read_archive(wanted.write(tmp_path))
    assert archive.session[2:4] + "-" + archive.session[6:] == years
    assert [roll.date for roll in archive.rolls] == [roll.day for roll in wanted.rolls]
    first = archive.rolls[0]
    assert first.bill_printed.replace(" ", "") == "SB375"
    assert (first.location, first.motion) == ("SEN. FLOOR", "Senate 3rd Reading SB375 Steinberg")
    assert (first.yes, first.no, first.result, first.note) == (1, 1, Result.PASS, None)
    assert archive.voters == ["De La Torre", "Runner", "Vacancy"]
    assert [bytes(codes).decode() for codes in archive.codes] == ["16", "61", "90"]
    assert archive.warnings == ()


def test_the_turn_of_the_century_is_one_session(tmp_path: Path) -> None:
    archive = read_archive(_of("99-00").write(tmp_path))
    assert archive.session == "19992000"
    assert archive.rolls[1].date == date(2000, 8, 31)


def test_files_in_a_folder_of_the_zip_are_found(tmp_path: Path) -> None:
    assert len(read_archive(Archive(folder="07-08/").write(tmp_path)).rolls) == 2


def test_what_the_source_marks_as_absent_is_absent(tmp_path: Path) -> None:
    missing = Roll(author="NA", topic="NULL", motion="NA", yes="NA", no="", result="NA")
    roll = read_archive(Archive(rolls=[Roll(), missing]).write(tmp_path)).rolls[1]
    assert (roll.author, roll.topic, roll.yes, roll.no) == (None, None, None, None)
    assert (roll.motion, roll.result) == ("", Result.UNKNOWN)
    assert roll.note == "the source prints no motion"


def test_an_outcome_in_no_vocabulary_is_unknown_and_noted(tmp_path: Path) -> None:
    roll = read_archive(Archive(rolls=[Roll(result="TIE"), Roll()]).write(tmp_path)).rolls[0]
    assert roll.result is Result.UNKNOWN
    assert roll.note == "the source prints 'TIE' as the outcome"


def test_blanks_inside_a_motion_are_kept(tmp_path: Path) -> None:
    roll = Roll(motion=" Set, first hearing.  Failed passage. ")
    archive = read_archive(Archive(rolls=[roll, Roll()]).write(tmp_path))
    assert archive.rolls[0].motion == "Set, first hearing.  Failed passage."


@pytest.mark.parametrize("encoding", ["latin-1", "utf-8"])
def test_accents_before_2017_are_read_in_either_encoding(encoding: str, tmp_path: Path) -> None:
    ballots = {"De León": "16", "Pérez": "61"}
    rolls = [Roll(author="De León", day=date(2013, 5, 1))] * 2
    archive = Archive(years="13-14", rolls=rolls, ballots=ballots, encoding=encoding)
    read = read_archive(archive.write(tmp_path))
    assert read.voters == ["De León", "Pérez"]
    assert read.rolls[0].author == "De León"
    assert [bytes(codes).decode() for codes in read.codes] == ["16", "61"]


@pytest.mark.parametrize(("years", "byte"), [("07-08", "\x1a"), ("13-14", "\x80")])
def test_the_lost_hyphen_of_a_known_committee_is_put_back(
    years: str, byte: str, tmp_path: Path
) -> None:
    day = date(2007, 6, 7) if years == "07-08" else date(2013, 6, 7)
    rolls = [
        Roll(motion=f"re-referred to the Committee on Aging and Long{byte}term Care.", day=day),
        Roll(motion=f"a lost{byte}letter", day=day),
    ]
    archive = read_archive(Archive(years=years, rolls=rolls).write(tmp_path))
    assert archive.rolls[0].motion.endswith("Aging and Long-term Care.")
    assert archive.rolls[1].motion == "a lost\N{REPLACEMENT CHARACTER}letter"
    assert archive.warnings == (
        "2 descriptions hold a control byte where the source lost a character (first on line 1)",
    )


def test_one_name_on_two_lines_is_kept_while_only_one_of_them_votes(tmp_path: Path) -> None:
    sound = Archive(ballots={"Bonta": "10", "Runner": "61"})
    twice = sound.votes() + b"               Bonta01\n"
    archive = read_archive(sound.write(tmp_path, votes=twice))
    assert archive.voters == ["Bonta", "Runner", "Bonta"]


def test_a_column_without_description_is_left_out_and_said(tmp_path: Path) -> None:
    rolls = [Roll(yes="2", no="0"), Roll(yes="1", no="1"), Roll(yes="0", no="2")]
    ballots = {"Runner": "1161", "Wolk": "1669"}
    archive = read_archive(Archive(rolls=rolls, ballots=ballots).write(tmp_path))
    assert archive.codes.shape == (2, 3)
    assert archive.warnings == (
        "1 vote column has no description at the end of the lines: 1 yes, 1 not voting; left out",
    )


def test_a_roll_numbered_otherwise_is_said_and_read_in_the_order_of_lines(tmp_path: Path) -> None:
    sound = Archive()
    renumbered = sound.descriptions().replace(b"2\tSB", b"17058\tSB")
    archive = read_archive(sound.write(tmp_path, descriptions=renumbered))
    assert archive.rolls[1].number == "17058"
    assert "not numbered by line" in archive.warnings[0]
