"""What an archive of LegiScan says, and what is refused. All archives here are synthetic."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from scrapers.kit.session_names import special_number
from scrapers.kit.source import Origin, Staged, Wanted
from scrapers.legiscan.source import SOURCE, parse
from tests.scrapers.legiscan_archives import Archive, house, read, senate, zipped
from tracker.errors import SourceError


def _read(archive: Archive, tmp_path: Path) -> Staged:
    return read(zipped(archive.files(), tmp_path / "archive.zip"))


def _rolls(staged: Staged) -> dict[str, dict[str, object]]:
    return {row["source_ref"]: row for row in staged.tables["roll_calls"].to_pylist()}


def _seats(staged: Staged, number: str) -> list[tuple[str, str | None]]:
    rows = staged.tables["people"].to_pylist()
    return [(row["chamber"], row["district"]) for row in rows if row["number"] == number]


def test_the_archive_says_whose_session_it_is(tmp_path: Path) -> None:
    archive = Archive("MI/2031-2032_106th_Legislature")
    manifest = _read(archive, tmp_path).manifest
    assert (manifest.jurisdiction, manifest.session) == ("mi", "20312032")
    assert manifest.declared_session
    assert manifest.declared_session.name == "2031-2032 106th Legislature"


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("Regular Session", None),
        ("91st General Assembly", None),
        ("1st Special Session", 1),
        ("Forty-ninth Legislature 7th Special", 7),
        ("Second Extraordinary Session", 2),
        ("Special Session III", 3),
        ("September Special Session", 1),
        ("20252026 Special Session 2", 2),
        ("Special Session 2031", 1),
    ],
)
def test_a_special_session_is_told_from_its_name(name: str, number: int | None) -> None:
    assert special_number(name) == number


def test_a_special_session_is_another_one_than_the_regular_of_its_year(tmp_path: Path) -> None:
    regular = _read(Archive("OR/2031-2031_Regular_Session"), tmp_path).manifest
    special = _read(Archive("OR/2031-2031_1st_Special_Session"), tmp_path).manifest
    assert (regular.session, special.session) == ("2031", "2031s1")


def test_the_seat_is_that_of_the_house_on_whose_floor_one_voted(tmp_path: Path) -> None:
    archive = Archive()
    archive.roll(1, "House", "House Third Reading", house())
    archive.rows["people"][0] |= {"role": "Sen", "district": "SD-012"}
    assert _seats(_read(archive, tmp_path), "1") == [("lower", None)]


def test_who_changed_house_has_two_seats(tmp_path: Path) -> None:
    archive = Archive()
    archive.roll(1, "House", "House Third Reading", house())
    archive.roll(2, "Senate", "Senate Third Reading", senate(but={1: 1}), date="2031-03-03")
    assert _seats(_read(archive, tmp_path), "1") == [("lower", "1"), ("upper", None)]


def test_a_committee_in_the_list_of_people_is_nobody(tmp_path: Path) -> None:
    archive = Archive()
    archive.rows["sponsors"].append({"bill_id": 1, "people_id": 900, "position": 2})
    staged = _read(archive, tmp_path)
    assert _seats(staged, "900") == []
    authors = staged.tables["authors"].to_pylist()
    assert {(row["name"], row["entity_type"], row["number"]) for row in authors} == {
        ("Finch 1", "person", "1"),
        ("Agriculture", "organization", None),
    }


def test_a_committee_with_members_of_both_houses_is_joint(tmp_path: Path) -> None:
    archive = Archive()
    archive.roll(1, "House", "House Third Reading", house())
    archive.roll(2, "Senate", "Senate Third Reading", senate())
    archive.roll(3, "House", "House Committee Do pass", dict.fromkeys([1, 2, 3, 101, 102], 1))
    archive.roll(4, "House", "House Committee Do pass", dict.fromkeys([1, 2, 3], 1))
    archive.roll(5, "Joint", "Do pass", dict.fromkeys([1, 101], 1))
    staged = _read(archive, tmp_path)
    assert [row["location"] for row in _rolls(staged).values()] == [
        "House floor",
        "Senate floor",
        "Joint committee",
        "House committee",
        "Joint committee",
    ]
    assert _seats(staged, "101") == [("upper", "1")]


def test_a_large_committee_that_says_so_is_no_floor(tmp_path: Path) -> None:
    archive = Archive()
    archive.roll(1, "Senate", "Senate Committee Do pass", dict.fromkeys(range(101, 126), 1))
    archive.roll(2, "Senate", "Conference Committee Report adopted", senate())
    places = [row["location"] for row in _rolls(_read(archive, tmp_path)).values()]
    assert places == ["Senate committee", "Senate floor"]


def test_two_people_of_one_name_are_told_apart(tmp_path: Path) -> None:
    archive = Archive()
    archive.rows["people"][1]["name"] = "Finch 1"
    printed = _read(archive, tmp_path).tables["people"].column("printed").to_pylist()
    assert {"Finch 1 (HD-001)", "Finch 1 (HD-002)"} <= set(printed)
    assert len(set(printed)) == len(printed)


def test_a_day_that_is_none_is_left_empty(tmp_path: Path) -> None:
    archive = Archive()
    archive.roll(1, "House", "House Third Reading", house(), date="0000-00-00")
    archive.rows["history"].append(
        {"bill_id": 1, "date": "0000-00-00", "chamber": "House", "sequence": 2, "action": "Read"}
    )
    staged = _read(archive, tmp_path)
    assert _rolls(staged)["roll call 1"]["date"] is None
    assert staged.tables["actions"].num_rows == 1
    assert "1 actions have no day that is one, and are left out" in staged.manifest.warnings


def test_the_json_form_says_the_same_and_what_passed(tmp_path: Path) -> None:
    archive = Archive()
    archive.bill(2, "SF0007")
    archive.roll(1, "House", "House Third Reading", house(but={3: 2, 4: 3, 5: 4}))
    archive.roll(2, "Senate", "Senate Third Reading", senate(), bill_id=2)
    of_csv = _read(archive, tmp_path)
    of_json = read(zipped(archive.json_files(), tmp_path / "json.zip"))
    assert set(of_json.tables["roll_calls"].column("result").to_pylist()) == {"pass"}
    assert set(of_csv.tables["roll_calls"].column("result").to_pylist()) == {"unknown"}
    for name, table in of_csv.tables.items():
        other = of_json.tables[name]
        if name == "roll_calls":
            table, other = table.drop(["result"]), other.drop(["result"])
        assert table.equals(other), name


def test_bills_of_congress_are_called_as_congress_calls_them(tmp_path: Path) -> None:
    archive = Archive("US/2025-2026_119th_Congress")
    archive.bill(2, "HR0001")
    staged = _read(archive, tmp_path)
    assert staged.tables["bills"].column("bill_id").to_pylist() == ["us-119-HR1", "us-119-HRES1"]


def test_a_bill_of_an_unknown_kind_is_said_and_keeps_none_out(tmp_path: Path) -> None:
    archive = Archive()
    archive.bill(2, "ZZ0001")
    archive.roll(1, "House", "House Third Reading", house(), bill_id=2)
    archive.roll(2, "House", "House Third Reading", house(), bill_id=77)
    staged = _read(archive, tmp_path)
    rolls = _rolls(staged)
    assert [(row["bill_id"], row["bill_printed"]) for row in rolls.values()] == [
        (None, "ZZ0001"),
        (None, "bill 77, which the archive lacks"),
    ]
    assert staged.manifest.warnings == [
        "bills of kinds that the legislature's file does not know: ZZ (1)",
        "1 roll calls are of bills that the archive lacks",
    ]


def test_lines_that_stand_twice_count_once(tmp_path: Path) -> None:
    archive = Archive()
    archive.roll(1, "House", "House Third Reading", house())
    once = _read(archive, tmp_path)
    for rows in archive.rows.values():
        rows += rows[:]
    assert _read(archive, tmp_path).manifest.counts == once.manifest.counts


def test_columns_that_are_new_change_nothing(tmp_path: Path) -> None:
    archive = Archive()
    files = archive.files()
    name = f"{archive.folder}/csv/sponsors.csv"
    files[name] = "mood,bill_id,people_id,position\ngood,1,1,1\n"
    staged = read(zipped(files, tmp_path / "archive.zip"))
    assert staged.tables["authors"].num_rows == 1


def _without_last_line_end(text: str) -> str:
    return text[:-5]


TROUBLE: dict[str, tuple[str, Callable[[str], str], str]] = {
    "a column is missing": ("votes", lambda t: t.replace("vote,", "ballot,"), "has no column vote"),
    "a line is cut off": ("votes", _without_last_line_end, "the file is cut off"),
    "a line is too short": ("votes", lambda t: t + "1,2\n", "votes.csv"),
    "a code is unknown": ("votes", lambda t: t + "1,9,7,Maybe\n", "unknown code 7"),
    "a roll is told twice otherwise": (
        "rollcalls",
        lambda t: t + "1,1,2031-02-03,House,Other,1,0,0,0,1\n",
        "roll call 1 stands there twice",
    ),
}


@pytest.mark.parametrize("case", TROUBLE)
def test_an_archive_that_is_wrong_is_refused_with_the_place(case: str, tmp_path: Path) -> None:
    table, change, said = TROUBLE[case]
    archive = Archive()
    archive.roll(1, "House", "House Third Reading", house())
    files = archive.files()
    name = f"{archive.folder}/csv/{table}.csv"
    files[name] = change(files[name])
    with pytest.raises(SourceError) as refused:
        read(zipped(files, tmp_path / "archive.zip"))
    assert said in f"{refused.value.what} {refused.value.where}"
    assert refused.value.what_to_do


def test_a_line_that_is_no_utf8_is_named(tmp_path: Path) -> None:
    files = Archive().files()
    folder = tmp_path / "archive"
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    people = folder / Archive().folder / "csv" / "people.csv"
    people.write_bytes(people.read_bytes().replace(b"Rep", b"R\xe9p", 1))
    with pytest.raises(SourceError, match="line 2 is not UTF-8 text"):
        read(folder)


def test_an_archive_without_a_measure_is_refused(tmp_path: Path) -> None:
    files = Archive().files()
    heads = {name: f"{text.splitlines()[0]}\n" for name, text in files.items()}
    with pytest.raises(SourceError, match="it holds no measure"):
        read(zipped(heads, tmp_path / "archive.zip"))


def test_a_table_that_is_missing_is_named(tmp_path: Path) -> None:
    files = Archive().files()
    del files[f"{Archive().folder}/csv/people.csv"]
    with pytest.raises(SourceError, match=r"people\.csv is missing"):
        read(zipped(files, tmp_path / "archive.zip"))


def test_an_archive_cut_off_is_refused(tmp_path: Path) -> None:
    whole = zipped(Archive().files(), tmp_path / "archive.zip").read_bytes()
    (tmp_path / "cut.zip").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(SourceError, match="not a whole zip archive"):
        read(tmp_path / "cut.zip")


def test_another_session_than_was_asked_for_is_refused(tmp_path: Path) -> None:
    path = zipped(Archive().files(), tmp_path / "archive.zip")
    origin = Origin("https://legiscan.com", path.name)
    assert parse(path, origin, Wanted("wy", "2031")).manifest.session == "2031"
    for wanted in (Wanted("wy", "2030"), Wanted("mi", None)):
        with pytest.raises(SourceError, match="not what was asked for"):
            parse(path, origin, wanted)


def test_a_folder_says_the_same_as_its_archive(tmp_path: Path) -> None:
    archive = Archive()
    archive.roll(1, "House", "House Third Reading", house())
    for name, text in archive.files().items():
        file = tmp_path / "unpacked" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    folder = tmp_path / "unpacked" / archive.folder / "csv"
    of_folder = read(folder)
    assert of_folder.manifest.session == "2031"
    assert SOURCE.pack is not None
    SOURCE.pack(folder, tmp_path / "packed.zip")
    for name, table in read(tmp_path / "packed.zip").tables.items():
        assert table.equals(of_folder.tables[name]), name
