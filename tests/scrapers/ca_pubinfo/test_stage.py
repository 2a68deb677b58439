"""Bulk files of made-up bills, from a folder and from an archive, into a crawl folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.scrapers.bulkfiles import BILL, SESSION, Bulk, action, bill, roll, version, votes
from tests.scrapers.staged import stage_pubinfo as stage
from tracker.crawls.folder import StagedBills, read_bill_facts, read_crawl
from tracker.errors import SourceError, UsageError

Rows = list[dict[str, object]]


def _staged(bulk: Bulk, tmp_path: Path) -> Path:
    stage(bulk.folder(tmp_path / "pubinfo_2009"), tmp_path / "crawl", SESSION)
    return tmp_path / "crawl"


def _rolls(bulk: Bulk, tmp_path: Path) -> tuple[Rows, Rows]:
    _, staged = read_crawl(_staged(bulk, tmp_path))
    return staged.roll_calls.to_pylist(), staged.votes.to_pylist()


def _facts(bulk: Bulk, tmp_path: Path) -> StagedBills:
    facts = read_bill_facts(_staged(bulk, tmp_path))
    assert facts is not None
    return facts


def test_a_roll_call_carries_what_its_tables_say_of_it(tmp_path: Path) -> None:
    (found,), names = _rolls(Bulk(), tmp_path)
    assert (found["bill_id"], found["motion"]) == (BILL, "Senate 3rd Reading SB7 Aster")
    assert (found["location"], found["result"]) == ("SEN. FLOOR", "pass")
    assert (found["yes"], found["no"], str(found["date"])) == (2, 1, "2009-06-04")
    assert (found["author"], found["topic"]) == ("Aster", "Shade trees.")
    assert {(row["voter"], row["word"], row["option"]) for row in names} == {
        ("Aster", "AYE", "yes"),
        ("Birch", "AYE", "yes"),
        ("De La Rue", "NOE", "no"),
        ("Elder", "ABS", "not_voting"),
    }


def test_an_archive_and_a_folder_with_the_same_files_are_staged_alike(tmp_path: Path) -> None:
    (tmp_path / "zip").mkdir()
    stage(Bulk().zip(tmp_path / "pubinfo_2009.zip"), tmp_path / "zip" / "crawl", SESSION)
    folder = _staged(Bulk(), tmp_path)
    for name in ("roll_calls", "votes", "bills", "actions", "versions", "authors"):
        file = f"{name}.parquet"
        assert (tmp_path / "zip" / "crawl" / file).read_bytes() == (folder / file).read_bytes()


def test_a_motion_without_a_text_is_marked_by_its_number(tmp_path: Path) -> None:
    bulk = Bulk()
    del bulk.tables["BILL_MOTION_TBL"]
    (found,), _ = _rolls(bulk, tmp_path)
    assert found["motion"] == "motion id 12"
    assert found["note"]


@pytest.mark.parametrize(
    ("code", "location"),
    [
        ("AFLOOR", "ASM. FLOOR"),
        ("SFLOOR", "SEN. FLOOR"),
        ("CS61", "Sen Appropriations"),
        ("CS99", "Senate CS99"),
        ("CX14", "Assembly CX14"),
    ],
)
def test_a_place_is_named_by_its_session_and_else_by_its_code(
    tmp_path: Path, code: str, location: str
) -> None:
    bulk = Bulk()
    bulk.tables["BILL_SUMMARY_VOTE_TBL"] = [roll(location_code=code)]
    bulk.tables["BILL_DETAIL_VOTE_TBL"] = votes(location_code=code)
    (found,), names = _rolls(bulk, tmp_path)
    assert (found["location"], len(names)) == (location, 4)


def test_rolls_of_one_day_stand_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    bulk = Bulk()
    bulk.tables["BILL_SUMMARY_VOTE_TBL"] = [
        roll(vote_date_seq=1003, motion_id=14),
        roll(),
        roll(vote_date_time="2009-06-03 00:00:00", vote_date_seq=1009),
    ]
    found, _ = _rolls(bulk, tmp_path)
    assert [str(row["source_ref"]).split()[-3:] for row in found] == [
        ["2009-06-03", "1009", "12"],
        ["2009-06-04", "1001", "12"],
        ["2009-06-04", "1003", "14"],
    ]


def test_names_without_a_summary_become_a_roll_without_declared_counts(tmp_path: Path) -> None:
    bulk = Bulk()
    bulk.tables["BILL_DETAIL_VOTE_TBL"] = [*votes(), *votes(motion_id=13)]
    found, names = _rolls(bulk, tmp_path)
    assert [row["yes"] for row in found] == [2, None]
    assert len(names) == 8


def test_a_vacant_seat_is_no_member(tmp_path: Path) -> None:
    bulk = Bulk()
    bulk.tables["BILL_DETAIL_VOTE_TBL"] = [*votes(), *votes({"Vacancy": "ABS"})]
    _, names = _rolls(bulk, tmp_path)
    assert [row["option"] for row in names if row["voter"] == "Vacancy"] == ["vacant"]


@pytest.mark.parametrize(
    ("day", "required"),
    [("2009-01-31", None), ("2009-02-01", "Two Thirds"), ("2009-05-01", "Majority")],
)
def test_a_vote_is_judged_by_the_text_in_force_that_day(
    tmp_path: Path, day: str, required: str | None
) -> None:
    bulk = Bulk()
    bulk.tables["BILL_VERSION_TBL"] = [
        version(99, "2009-02-01", vote_required="Two Thirds"),
        version(97, "2009-05-01"),
        version(96, "2009-05-01", vote_required=None),
    ]
    bulk.tables["BILL_SUMMARY_VOTE_TBL"] = [roll(vote_date_time=f"{day} 00:00:00")]
    del bulk.tables["BILL_DETAIL_VOTE_TBL"]
    bulk.tables["BILL_DETAIL_VOTE_TBL"] = votes(vote_date_time=f"{day} 09:00:00")
    (found,), _ = _rolls(bulk, tmp_path)
    assert found["vote_required"] == required


def test_actions_are_ordered_by_day_then_sequence_then_number(tmp_path: Path) -> None:
    bulk = Bulk()
    bulk.tables["BILL_HISTORY_TBL"] = [
        action(7, "2009-03-02", "third", action_sequence=2),
        action(9, "2009-03-02", "second", action_sequence=1),
        action(8, "2009-03-02", "fourth", action_sequence=2),
        action(30, "2009-03-01", "first", action_sequence=9, primary_location="Senate"),
    ]
    rows = _facts(bulk, tmp_path).actions.to_pylist()
    assert [(row["sequence"], row["description"]) for row in rows] == [
        (1, "first"),
        (2, "second"),
        (3, "third"),
        (4, "fourth"),
    ]
    assert [row["chamber"] for row in rows] == ["upper", None, None, None]


def test_garbled_letters_are_kept_as_they_are(tmp_path: Path) -> None:
    bulk = Bulk()
    bulk.tables["BILL_HISTORY_TBL"] = [action(1, "2009-02-01", "Referred to Com. on PeÃ±a.")]
    (row,) = _facts(bulk, tmp_path).actions.to_pylist()
    assert row["description"] == "Referred to Com. on PeÃ±a."


def test_a_bill_of_1995_has_no_history_and_no_votes_and_the_crawl_says_so(tmp_path: Path) -> None:
    bulk = Bulk({"BILL_TBL": [bill("199519960SB7", session_year="19951996")]})
    manifest = stage(bulk.folder(tmp_path / "in"), tmp_path / "crawl", "19951996")
    assert manifest.counts == {"bills": 1, "versions": 0, "authors": 0}
    assert any("chaptered bills only" in warning for warning in manifest.warnings)


def test_what_belongs_to_no_bill_is_counted(tmp_path: Path) -> None:
    bulk = Bulk()
    bulk.tables["BILL_HISTORY_TBL"] = [action(1, "2009-02-01", "Introduced.", bill_id="x")]
    bulk.tables["BILL_TBL"] = [bill(), bill("200920100XYZ1")]
    manifest = stage(bulk.folder(tmp_path / "in"), tmp_path / "crawl")
    assert "1 bills are of a kind not known here" in manifest.warnings
    assert "1 actions belong to no bill read" in manifest.warnings


def _refused(bulk: Bulk, tmp_path: Path, session: str | None = SESSION) -> str:
    with pytest.raises(SourceError) as refused:
        stage(bulk.folder(tmp_path / "in"), tmp_path / "crawl", session)
    assert not (tmp_path / "crawl").exists()
    return str(refused.value)


def test_a_column_more_is_refused_with_table_and_line(tmp_path: Path) -> None:
    spoiled = Bulk().files()["BILL_HISTORY_TBL.dat"].replace(b"\n", b"\tNULL\n")
    said = _refused(Bulk(spoiled={"BILL_HISTORY_TBL": spoiled}), tmp_path)
    assert "14 columns instead of 13" in said
    assert "BILL_HISTORY_TBL.dat, line 1" in said


def test_an_unknown_vote_code_is_refused(tmp_path: Path) -> None:
    bulk = Bulk()
    bulk.tables["BILL_DETAIL_VOTE_TBL"] = votes({"Aster": "YEA"})
    assert "none of AYE, NOE and ABS: YEA, of Aster" in _refused(bulk, tmp_path)


def test_bills_of_another_session_are_refused(tmp_path: Path) -> None:
    assert "of session 20092010, not of 20072008" in _refused(Bulk(), tmp_path, "20072008")


def test_bills_of_two_sessions_are_refused(tmp_path: Path) -> None:
    bulk = Bulk()
    bulk.tables["BILL_TBL"] = [bill(), bill("201120120SB7", session_year="20112012")]
    assert "20092010 and 20112012" in _refused(bulk, tmp_path, None)


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ("BILL_TBL", "BILL_TBL.dat is missing"),
        ("BILL_SUMMARY_VOTE_TBL", "votes cannot be checked"),
        ("BILL_DETAIL_VOTE_TBL", "votes cannot be checked"),
    ],
)
def test_a_table_that_must_be_there_is_missed(tmp_path: Path, missing: str, said: str) -> None:
    bulk = Bulk()
    del bulk.tables[missing]
    assert said in _refused(bulk, tmp_path)


def test_a_crawl_is_never_written_over_another(tmp_path: Path) -> None:
    folder = _staged(Bulk(), tmp_path)
    with pytest.raises(UsageError):
        stage(tmp_path / "pubinfo_2009", folder, SESSION)
