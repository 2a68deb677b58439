"""A state's people, from their files to rows of seats."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from scrapers.kit.source import Origin, Staged, Wanted
from scrapers.openstates_people.person_file import FileRefused, parse_person
from scrapers.openstates_people.source import parse
from tests.sites.people import CALIFORNIA, archive_of, person
from tracker.errors import SourceError, UsageError

ORIGIN = Origin("http://localhost/people.zip", "people.zip")


def _stage(tmp_path: Path, people: dict[str, str], jurisdiction: str | None = "ca") -> Staged:
    path = tmp_path / "people.zip"
    path.write_bytes(archive_of(people))
    return parse(path, ORIGIN, Wanted(jurisdiction))


def _seats(staged: Staged) -> pa.Table:
    return staged.tables["seats"]


def test_each_seat_is_a_row_with_its_days(tmp_path: Path) -> None:
    finch = person(1, "Alder Finch", "lower 4 2009-01-01 2012-12-31", "upper 3 2012-12-03 -")
    staged = _stage(tmp_path, {"legislature/Alder-Finch": finch})
    rows = _seats(staged).select(["chamber", "district", "start_date", "end_date"]).to_pylist()
    assert [tuple(row.values()) for row in rows] == [
        ("lower", "4", date(2009, 1, 1), date(2012, 12, 31)),
        ("upper", "3", date(2012, 12, 3), None),
    ]
    assert (staged.manifest.session, staged.manifest.session_id) == ("", "ca")


def test_a_seat_without_days_is_kept_without_them(tmp_path: Path) -> None:
    heron = person(2, "Birch Heron", "lower 5 - 2022-12-05")
    (row,) = _seats(_stage(tmp_path, {"retired/Birch-Heron": heron})).to_pylist()
    assert (row["start_date"], row["end_date"]) == (None, date(2022, 12, 5))


def test_people_of_another_state_are_left_out_and_said(tmp_path: Path) -> None:
    other = person(3, "Cedar Swift", "lower 5 2009-01-01 -").replace("state:ca", "state:nv")
    mine = person(1, "Alder Finch", "lower 4 2009-01-01 -")
    staged = _stage(tmp_path, {"legislature/A": mine, "legislature/B": other})
    assert _seats(staged).num_rows == 1
    assert "left out, people of another legislature: B.yml" in staged.manifest.warnings


def test_files_of_another_state_alone_are_refused(tmp_path: Path) -> None:
    other = person(3, "Cedar Swift", "lower 5 2009-01-01 -").replace("state:ca", "state:nv")
    with pytest.raises(SourceError, match=f"has a seat in {CALIFORNIA}"):
        _stage(tmp_path, {"legislature/B": other})


def test_a_seat_that_ends_before_it_begins_is_left_out_and_said(tmp_path: Path) -> None:
    finch = person(1, "Alder Finch", "lower 4 2012-01-01 2009-12-31", "upper 3 2012-12-03 -")
    staged = _stage(tmp_path, {"legislature/A": finch})
    assert _seats(staged).num_rows == 1
    assert any(
        "before it begins" in one and "Alder Finch" in one for one in staged.manifest.warnings
    )


def test_whose_people_are_read_has_to_be_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="which one to read was not said"):
        _stage(tmp_path, {"legislature/A": person(1, "Alder Finch", "lower 4 - -")}, None)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (b"name: Nobody", "no id"),
        (b"id: ocd-person/1", "no name"),
        (b"- a\n- b", "not about a person"),
        (b"id: &a [*a]", "stands within itself"),
        (b"id: " + b"[" * 1000, "deep within each other"),
        (b"id: ocd-person/1\nname: A\nroles: 5", "roles is no list"),
        (b"x" * 300_000, "more than 200 kB"),
        (b"id: 2012-13-45", "no YAML"),
        (b"\xff\xfe\x00", "no UTF-8 text"),
    ],
)
def test_what_is_no_person_s_file_is_refused_with_the_reason(text: bytes, what: str) -> None:
    with pytest.raises(FileRefused, match=what):
        parse_person(text, CALIFORNIA)


def test_a_bad_file_is_left_out_and_the_rest_is_read(tmp_path: Path) -> None:
    mine = person(1, "Alder Finch", "lower 4 2009-01-01 -")
    staged = _stage(tmp_path, {"legislature/A": mine, "legislature/B": "id: [["})
    assert _seats(staged).num_rows == 1
    assert any("B.yml" in one for one in staged.manifest.warnings)


def test_a_folder_gives_the_same_rows_as_its_archive(tmp_path: Path) -> None:
    text = person(1, "Alder Finch", "lower 4 2009-01-01 -")
    zipped = _stage(tmp_path, {"legislature/A": text})
    folder = tmp_path / "ca"
    (folder / "legislature").mkdir(parents=True)
    (folder / "legislature" / "A.yml").write_text(text, "utf-8")
    assert _seats(parse(folder, ORIGIN, Wanted("ca"))) == _seats(zipped)


def test_what_is_no_zip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "people.zip"
    path.write_bytes(b"<html>not found</html>")
    with pytest.raises(SourceError, match="a page of a web site"):
        parse(path, ORIGIN, Wanted("ca"))
