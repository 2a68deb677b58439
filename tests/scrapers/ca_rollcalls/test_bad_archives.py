"""What is not a sound archive is refused whole, and the error says what, where and what to do."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrapers.ca_rollcalls.source import MEMBER_BYTES, read_archive
from tests.scrapers.archives import Archive, Roll, write_zip
from tracker.errors import SourceError

SOUND = Archive()


def _refused(path: Path) -> SourceError:
    with pytest.raises(SourceError) as caught:
        read_archive(path)
    error = caught.value
    assert path.name in error.where
    assert str(error).count("\n") == 2
    return error


def _spoiled(tmp_path: Path, old: bytes, new: bytes, *, votes: bool = False) -> SourceError:
    """The error about an archive in one of whose files `old` was replaced, once."""
    whole = SOUND.votes() if votes else SOUND.descriptions()
    assert old in whole
    spoiled = whole.replace(old, new, 1)
    if votes:
        return _refused(SOUND.write(tmp_path, votes=spoiled))
    return _refused(SOUND.write(tmp_path, descriptions=spoiled))


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.9, 0.99])
def test_a_truncated_zip(kept: float, tmp_path: Path) -> None:
    path = SOUND.write(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * kept)])
    assert _refused(path).what == "the zip archive is cut off or damaged"


def test_a_page_instead_of_a_zip(tmp_path: Path) -> None:
    path = tmp_path / "caleg07-08.zip"
    path.write_text("\n<!DOCTYPE html><title>Down for maintenance</title>")
    assert _refused(path).what == "this is a page of a web site, not a zip archive"


def test_an_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "caleg07-08.zip"
    path.touch()
    assert _refused(path).what == "the file is empty"


def test_a_damaged_byte_inside_the_zip(tmp_path: Path) -> None:
    contents = {"ca07-08desc.dat": SOUND.descriptions(), "ca07-08votes.dat": SOUND.votes()}
    path = tmp_path / "caleg07-08.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as zipped:
        for name, content in contents.items():
            zipped.writestr(name, content)
    path.write_bytes(path.read_bytes().replace(b"Steinberg", b"Steinburg", 1))
    error = _refused(path)
    assert "cut off or damaged" in error.what
    assert error.where.endswith("ca07-08desc.dat")


@pytest.mark.parametrize("kind", ["desc", "votes"])
def test_a_missing_file(kind: str, tmp_path: Path) -> None:
    other = {"desc": "votes", "votes": "desc"}[kind]
    path = write_zip(tmp_path / "caleg07-08.zip", {f"ca07-08{other}.dat": b"x\n"})
    assert _refused(path).what == f"the file ca07-08{kind}.dat is missing from the archive"


def test_files_of_no_session(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", {"ca08-09desc.dat": b"", "ca08-09votes.dat": b""})
    assert "holds no caYY-YYdesc.dat" in _refused(path).what


def test_two_sessions_in_one_archive(tmp_path: Path) -> None:
    names = [f"ca{years}{kind}.dat" for years in ("05-06", "07-08") for kind in ("desc", "votes")]
    path = write_zip(tmp_path / "a.zip", dict.fromkeys(names, b"x\n"))
    assert "more than one session: 20052006, 20072008" in _refused(path).what


def test_a_file_that_unpacks_beyond_all_measure(tmp_path: Path) -> None:
    path = SOUND.write(tmp_path, descriptions=bytes(MEMBER_BYTES + 1))
    assert path.stat().st_size < MEMBER_BYTES / 500
    assert "unpacks to more than 32 MB" in _refused(path).what


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_no_damage_is_met_without_words(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = SOUND.write(tmp_path_factory.mktemp("damaged"))
    whole = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(whole)
    try:
        archive = read_archive(path)
    except SourceError as error:
        assert str(error).count("\n") == 2
    else:
        assert [bytes(codes).decode() for codes in archive.codes] == ["16", "61", "90"]


def test_an_empty_file_in_the_archive(tmp_path: Path) -> None:
    assert "is empty" in _refused(SOUND.write(tmp_path, descriptions=b"")).what


def test_a_column_too_many(tmp_path: Path) -> None:
    error = _spoiled(tmp_path, b"2\tSB 375\t", b"2\tSB 375\t\t")
    assert error.what == "a roll call has 11 columns where 10 are expected"
    assert error.where.endswith("ca07-08desc.dat, line 2")


def test_columns_in_no_known_order(tmp_path: Path) -> None:
    lines = SOUND.descriptions().decode().splitlines()
    backwards = "".join("\t".join(reversed(line.split("\t"))) + "\n" for line in lines)
    error = _refused(SOUND.write(tmp_path, descriptions=backwards.encode()))
    assert "no known order" in error.what


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("02/30/2007", "no day of any calendar"),
        ("13/01/2007", "no day of any calendar"),
        ("June 7", "is not a date"),
        ("06/07/2009", "outside the session 20072008"),
        ("11/30/2006", "outside the session 20072008"),
    ],
)
def test_an_impossible_date(text: str, why: str, tmp_path: Path) -> None:
    archive = Archive(rolls=[Roll(day=text), Roll(), Roll()], ballots={"Runner": "111"})
    error = _refused(archive.write(tmp_path))
    assert repr(text) in error.what
    assert why in error.what
    assert error.where.endswith("ca07-08desc.dat, line 1")


@pytest.mark.parametrize("text", ["", "NA", "NULL"])
def test_a_roll_call_without_a_date(text: str, tmp_path: Path) -> None:
    archive = Archive(rolls=[Roll(), Roll(), Roll(day=text)], ballots={"Runner": "111"})
    error = _refused(archive.write(tmp_path))
    assert error.what == "the source prints no date for this roll call"
    assert error.where.endswith("ca07-08desc.dat, line 3")


@pytest.mark.parametrize("count", ["21a", "-1", "2.0", "1 1", "9999", "²"])
def test_a_count_that_is_no_number(count: str, tmp_path: Path) -> None:
    roll = Roll(yes=count, day=date(2017, 6, 7))
    archive = Archive(years="17-18", rolls=[roll, roll], encoding="utf-8")
    assert f"the count of ayes is {count!r}" in _refused(archive.write(tmp_path)).what


def test_a_member_with_fewer_votes_than_rolls(tmp_path: Path) -> None:
    error = _spoiled(tmp_path, b"Runner61", b"Runner6", votes=True)
    assert error.what == "'Runner' has 1 votes where 2 roll calls are described"
    assert error.where.endswith("ca07-08votes.dat, line 2")


def test_a_member_with_more_votes_than_the_others(tmp_path: Path) -> None:
    error = _spoiled(tmp_path, b"Runner61", b"Runner661", votes=True)
    assert "'Runner' has 3 votes where other members have 2" in error.what


def test_a_vote_code_in_no_vocabulary(tmp_path: Path) -> None:
    error = _spoiled(tmp_path, b"Runner61", b"Runner67", votes=True)
    assert error.what == "'Runner' has the unknown vote code b'7' in column 2"
    assert error.where.endswith("ca07-08votes.dat, line 2")


def test_a_line_without_a_name(tmp_path: Path) -> None:
    error = _spoiled(tmp_path, b"Runner", b"      ", votes=True)
    assert "no printable name" in error.what


def test_two_votes_of_one_name_on_one_roll(tmp_path: Path) -> None:
    error = _spoiled(tmp_path, b"         De La Torre", b"              Runner", votes=True)
    assert "'Runner' stands on 2 lines and votes twice" in error.what


def test_more_columns_than_rolls_where_the_counts_do_not_show_which_to_leave_out(
    tmp_path: Path,
) -> None:
    rolls = [Roll(yes="1", no="1"), Roll(yes="0", no="2"), Roll(yes="0", no="2")]
    ballots = {"Runner": "1166", "Wolk": "1666"}
    assert (
        "do not show which" in _refused(Archive(rolls=rolls, ballots=ballots).write(tmp_path)).what
    )


def _utf_8(raw: bytes) -> bytes:
    return raw.replace(b"Steinberg", b"Steinb\xe9rg", 1)


def _ascii(raw: bytes) -> bytes:
    return raw.replace(b"Steinberg", b"Steinb\xffrg", 1)


@pytest.mark.parametrize(
    ("years", "day", "spoil", "encoding"),
    [
        ("07-08", date(2007, 6, 7), _ascii, "ASCII"),
        ("17-18", date(2017, 6, 7), _utf_8, "UTF-8"),
        ("21-22", date(2021, 6, 7), _utf_8, "UTF-8"),
    ],
)
def test_bytes_that_are_no_text(
    years: str, day: date, spoil: Callable[[bytes], bytes], encoding: str, tmp_path: Path
) -> None:
    archive = Archive(years=years, rolls=[Roll(day=day), Roll(day=day)])
    error = _refused(archive.write(tmp_path, descriptions=spoil(archive.descriptions())))
    assert f"is not {encoding} text" in error.what
    assert error.where.endswith("desc.dat, line 1")


def test_a_name_with_bytes_that_are_no_text(tmp_path: Path) -> None:
    day = date(2017, 6, 7)
    archive = Archive(years="17-18", rolls=[Roll(day=day)] * 2, ballots={"De León": "16"})
    error = _refused(archive.write(tmp_path))
    assert "byte 0xF3 at position 6 is not UTF-8 text" in error.what
    assert error.where.endswith("votes.dat, line 1")


def test_a_name_with_a_control_byte(tmp_path: Path) -> None:
    day = date(2013, 6, 7)
    archive = Archive(years="13-14", rolls=[Roll(day=day)] * 2, ballots={"Le\x80n": "16"})
    assert "no printable name" in _refused(archive.write(tmp_path)).what
