"""What Open States' files say, and what is refused. All files here are synthetic."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from scrapers.kit.source import Staged, Wanted
from scrapers.kit.staging import write_crawl_folder
from scrapers.openstates.source import SOURCE
from tests.record.contents import new_store
from tests.scrapers.legiscan_archives import zipped
from tests.scrapers.openstates_files import HOUSE, SENATE, Files, all_of, read
from tracker.errors import SourceError
from tracker.intake.gate import Passed
from tracker.intake.load import gate_crawl


def _read(files: Files, tmp_path: Path, wanted: Wanted | None = None) -> Staged:
    return read(zipped(files.texts(), tmp_path / "files.zip"), wanted)


def _rolls(files: Files, tmp_path: Path) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = _read(files, tmp_path).tables["roll_calls"].to_pylist()
    return rows


def _passed(files: Files, tmp_path: Path) -> Passed:
    staged = _read(files, tmp_path)
    write_crawl_folder(tmp_path / "crawl", staged.manifest, staged.tables)
    store = new_store(tmp_path / "record.duckdb")
    return gate_crawl(tmp_path / "crawl", store).passed


def _voters(staged: Staged) -> list[str]:
    return [str(voter) for voter in staged.tables["votes"].column("voter").to_pylist()]


def test_the_files_say_whose_session_it_is(tmp_path: Path) -> None:
    manifest = _read(Files("mi", "2031-2032"), tmp_path).manifest
    assert (manifest.jurisdiction, manifest.session) == ("mi", "20312032")


@pytest.mark.parametrize(
    ("said", "session"),
    [
        ("2031", "2031"),
        ("2031RS", "2031"),
        ("2031 Regular Session", "2031"),
        ("2031S1", "2031s1"),
        ("2031-2nd-special", "2031s2"),
        ("2031 Second Special Session", "2031s2"),
    ],
)
def test_a_special_session_with_bills_of_its_own_is_a_session(
    said: str, session: str, tmp_path: Path
) -> None:
    assert _read(Files(session=said), tmp_path).manifest.session == session


def test_bills_of_a_special_session_within_the_regular_one_bear_its_mark(tmp_path: Path) -> None:
    files = Files("ca", "20252026")
    files.of.clear()
    files.bill("AB4")
    files.bill("AB4", session="20252026 Special Session 1")
    senate = all_of([f"Heron{seat}" for seat in range(40)])
    files.roll("upper", "Third Reading", senate, bill="AB4", at="2025-02-03")
    files.roll(
        "upper",
        "Third Reading",
        senate,
        bill="AB4",
        at="2025-02-03",
        session="20252026 Special Session 1",
    )
    staged = _read(files, tmp_path)
    rolls = staged.tables["roll_calls"].column("bill_id").to_pylist()
    assert rolls == ["ca-20252026-AB4", "ca-20252026-ABX1-4"]


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2031-02-04T04:22:31+00:00", date(2031, 2, 3)),
        ("2031-02-04T07:00:00+00:00", date(2031, 2, 4)),
        ("2031-07-04T05:59:59Z", date(2031, 7, 3)),
        ("2031-07-04T06:00:00Z", date(2031, 7, 4)),
        ("2031-02-04T00:00:00+00:00", date(2031, 2, 4)),
        ("2031-02-04", date(2031, 2, 4)),
        ("2031-02-04T23:30:00", date(2031, 2, 4)),
        ("2031-02-04T23:30:00-07:00", date(2031, 2, 4)),
        ("in spring", None),
    ],
)
def test_a_moment_is_a_day_where_the_legislature_sits(
    moment: str, day: date | None, tmp_path: Path
) -> None:
    files = Files()
    files.roll("lower", "3rd Reading", all_of(HOUSE), at=moment)
    assert [roll["date"] for roll in _rolls(files, tmp_path)] == [day]


def test_names_that_were_split_at_a_comma_are_one_voter_each(tmp_path: Path) -> None:
    files = Files()
    split = [*HOUSE[:58], "Campbell", "E", "Campbell", "K", "Smith", "S", "Smith", "Jr."]
    files.roll("lower", "3rd Reading", all_of(split), counts={"yes": 62, "no": 0, "other": 0})
    staged = _read(files, tmp_path)
    assert {"Campbell, E", "Campbell, K", "Smith, S", "Smith, Jr."} <= set(_voters(staged))
    assert len(_voters(staged)) == 62
    assert "split at a comma" in staged.tables["roll_calls"].to_pylist()[0]["note"]
    assert _passed(files, tmp_path).quarantined.num_rows == 0


def test_names_are_not_put_together_where_the_counts_do_not_prove_it(tmp_path: Path) -> None:
    files = Files()
    votes = all_of([*HOUSE[:60], "Campbell", "K"])
    files.roll("lower", "as many as declared", votes)
    files.roll("lower", "one more than either", votes, counts={"yes": 63, "no": 0})
    assert _voters(_read(files, tmp_path)).count("K") == 2
    reasons = _passed(files, tmp_path).quarantined.column("reason").to_pylist()
    assert reasons == ["counts_do_not_add_up"]


def test_a_roll_call_of_more_than_half_of_a_house_is_its_floor(tmp_path: Path) -> None:
    files = Files()
    files.roll("upper", "a", all_of(SENATE[:16]))
    files.roll("upper", "b", all_of(SENATE[:15]))
    files.roll("legislature", "c", all_of(SENATE[:5] + HOUSE[:5]))
    places = [(roll["motion"], roll["location"]) for roll in _rolls(files, tmp_path)]
    assert sorted(places) == [
        ("a", "Senate floor"),
        ("b", "Senate committee"),
        ("c", "Joint committee"),
    ]


def test_a_roll_call_under_the_wrong_house_is_held_back(tmp_path: Path) -> None:
    files = Files()
    files.roll("lower", "H 3rd Reading", all_of(HOUSE))
    files.roll("upper", "S 3rd Reading", all_of(SENATE))
    files.roll("upper", "S 2nd Reading", all_of(SENATE))
    files.roll("lower", "S Concur", all_of(SENATE))
    refused = _passed(files, tmp_path).quarantined.to_pylist()
    assert [(one["motion"], one["reason"]) for one in refused] == [("S Concur", "unsound_line")]
    assert "most of its names are not" in refused[0]["detail"]


def test_two_of_one_name_are_neither(tmp_path: Path) -> None:
    files = Files()
    files.roll("lower", "3rd Reading", all_of([*HOUSE[:60], "Smith", "Smith"]))
    assert {"Smith (1 of 2)", "Smith (2 of 2)"} <= set(_voters(_read(files, tmp_path)))
    assert _passed(files, tmp_path).quarantined.num_rows == 0


def test_a_committee_that_is_named_stands_under_its_name(tmp_path: Path) -> None:
    files = Files()
    name = files.roll("lower", "Do pass", all_of(HOUSE[:9]))
    files.of[name]["organization"] = '~{"name": "House Judiciary"}'
    assert [roll["location"] for roll in _rolls(files, tmp_path)] == ["House Judiciary"]


def test_a_bill_is_the_same_however_it_is_written(tmp_path: Path) -> None:
    files = Files()
    files.roll("lower", "3rd Reading", all_of(HOUSE), bill="HB 1")
    name = files.roll("lower", "2nd Reading", all_of(HOUSE))
    del files.of[name]["bill_identifier"]
    files.of[name]["bill"] = '~{"identifier": "HB0001"}'
    assert {roll["bill_id"] for roll in _rolls(files, tmp_path)} == {"wy-2031-HB1"}


def test_other_is_no_vote_recorded_and_keeps_its_word(tmp_path: Path) -> None:
    files = Files()
    files.roll("lower", "3rd Reading", all_of(HOUSE, but={"Finch3": "other", "Finch4": "excused"}))
    votes = {row["voter"]: row for row in _read(files, tmp_path).tables["votes"].to_pylist()}
    assert (votes["Finch3"]["option"], votes["Finch3"]["word"]) == ("not_voting", "other")
    assert votes["Finch4"]["option"] == "excused"


def test_a_roll_call_without_counts_has_those_of_its_own_line(tmp_path: Path) -> None:
    files = Files()
    votes = all_of(HOUSE, but={"Finch3": "no"})
    files.roll("lower", "Passed 61-1-0-0-0", votes, counts={})
    files.roll("lower", "Passed by roll call", votes, counts={})
    files.roll("lower", "Passed 50-12", [], counts={"yes": 50, "no": 12})
    files.roll("lower", "Died 50-12", [], counts={})
    files.roll("lower", "By voice", [], counts={"yes": 0, "no": 0, "other": 0})
    passed = _passed(files, tmp_path)
    held = {row["motion"]: row for row in passed.vote_events.to_pylist()}
    assert (held["Passed 61-1-0-0-0"]["declared_yes"], held["Passed 61-1-0-0-0"]["status"]) == (
        61,
        "loaded",
    )
    assert held["Passed 50-12"]["status"] == "names_not_known"
    assert (held["Died 50-12"]["status"], held["Died 50-12"]["declared_yes"]) == (
        "names_not_known",
        None,
    )
    assert held["By voice"]["declared_yes"] is None
    reasons = passed.quarantined.column("reason").to_pylist()
    assert reasons == ["no_declared_counts"]


def test_counts_that_disagree_stand_where_the_line_proves_the_names(tmp_path: Path) -> None:
    files = Files()
    votes = all_of(HOUSE, but={"Finch3": "no"})
    files.roll("lower", "Passed 61-1-0-0-0", votes, counts={"yes": 60, "no": 2})
    files.roll("lower", "Passed 60-2-0-0-0", votes, counts={"yes": 60, "no": 2})
    files.roll("lower", "Passed", votes, counts={"yes": 61, "no": 1, "excused": 1})
    passed = _passed(files, tmp_path)
    assert passed.vote_events.column("status").to_pylist() == ["repaired"]
    reasons = passed.quarantined.column("reason").to_pylist()
    assert reasons == ["counts_do_not_add_up"] * 2


def test_every_roll_call_is_accounted_for(tmp_path: Path) -> None:
    files = Files()
    files.bill("ZZ0001")
    sound = files.roll("lower", "sound", all_of(HOUSE))
    files.of["again/vote_event_1.json"] = files.of[sound]
    files.roll("lower", "of an unknown kind", all_of(HOUSE), bill="ZZ0001")
    files.roll("lower", "of a bill without a file", all_of(HOUSE), bill="HB0077")
    files.roll("lower", "with a strange word", [*all_of(HOUSE[1:]), ("perhaps", "Finch0")])
    for key in ("bill_identifier", "organization", "start_date", "votes"):
        files.of[files.roll("lower", f"without {key}", all_of(HOUSE))].pop(key)
    files.roll("lower", "without a name", all_of([*HOUSE[1:], ""]))
    files.roll("lower", "nameless", [], counts={"yes": 40, "no": 22})
    files.roll("executive", "by nobody who votes", all_of(HOUSE[:3]))
    passed = _passed(files, tmp_path)
    assert passed.read == 12
    assert passed.duplicates == 1
    held = {row["motion"]: row["status"] for row in passed.vote_events.to_pylist()}
    assert held == {"sound": "loaded", "nameless": "names_not_known"}
    refused = {row["motion"]: row for row in passed.quarantined.to_pylist()}
    assert {motion: row["reason"] for motion, row in refused.items()} == {
        "of an unknown kind": "unreadable_bill",
        "of a bill without a file": "unreadable_bill",
        "with a strange word": "unsound_line",
        "without bill_identifier": "unreadable_bill",
        "without organization": "unsound_line",
        "without start_date": "no_date",
        "without votes": "unsound_line",
        "without a name": "unsound_line",
        "by nobody who votes": "unknown_location",
    }
    assert "which these files lack" in refused["of a bill without a file"]["detail"]
    assert "'perhaps'" in refused["with a strange word"]["detail"]


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    files = Files()
    files.bill("ZZ0001")
    files.roll("lower", "3rd Reading", all_of(HOUSE), bill="HB0077")
    assert _read(files, tmp_path).manifest.warnings == [
        "bills of kinds that the legislature's file does not know: ZZ (1)",
        "1 roll calls are of bills that the files lack",
    ]


def test_a_history_stands_in_order_also_where_the_last_comes_first(tmp_path: Path) -> None:
    files = Files()
    files.bill(
        "HB0002",
        [
            ("2031-03-01T18:00:00+00:00", "Signed"),
            ("2031-02-01T18:00:00+00:00", "Passed"),
            ("2031-02-01T18:00:00+00:00", "Read"),
            ("2031-01-05T02:00:00+00:00", "Introduced"),
        ],
    )
    rows = _read(files, tmp_path).tables["actions"].to_pylist()
    steps = [(r["date"], r["description"]) for r in rows if r["bill_id"] == "wy-2031-HB2"]
    assert steps == [
        (date(2031, 1, 4), "Introduced"),
        (date(2031, 2, 1), "Read"),
        (date(2031, 2, 1), "Passed"),
        (date(2031, 3, 1), "Signed"),
    ]


def test_rolls_of_one_day_stand_in_the_order_of_the_scrapers_list(tmp_path: Path) -> None:
    files = Files()
    for number, motion in ((10, "passed"), (9, "amended")):
        files.roll("lower", motion, all_of(HOUSE), at="2031-02-03", key=f"https://x.org/b#{number}")
    rows = sorted(_rolls(files, tmp_path), key=lambda row: str(row["day_sequence"]))
    assert [row["motion"] for row in rows] == ["amended", "passed"]


def test_both_bulk_forms_and_a_folder_say_the_same(tmp_path: Path) -> None:
    files = Files()
    files.roll("lower", "3rd Reading", all_of(HOUSE, but={"Finch3": "no"}))
    files.roll("upper", "3rd Reading", all_of(SENATE), result="fail")
    of_files = _read(files, tmp_path)
    for name, text in files.texts().items():
        file = tmp_path / "unpacked" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    assert SOURCE.pack is not None
    SOURCE.pack(tmp_path / "unpacked", tmp_path / "packed.zip")
    others = (
        zipped(files.bulk(), tmp_path / "bulk.zip"),
        zipped(files.csv(), tmp_path / "csv.zip"),
        tmp_path / "unpacked",
        tmp_path / "packed.zip",
    )
    for other in others:
        for name, table in read(other).tables.items():
            assert table.num_rows
            assert table.equals(of_files.tables[name]), (other, name)


def test_of_several_sessions_one_is_read_and_must_be_named(tmp_path: Path) -> None:
    files = Files()
    files.roll("lower", "of 2031", all_of(HOUSE))
    files.bill("HB0001", session="2032")
    files.roll("lower", "of 2032", all_of(HOUSE), session="2032", at="2032-02-03")
    with pytest.raises(SourceError, match="one is read at a time"):
        _read(files, tmp_path)
    staged = _read(files, tmp_path, Wanted("wy", "2032"))
    assert staged.tables["roll_calls"].column("motion").to_pylist() == ["of 2032"]
    assert "1 roll calls are of other sessions, and are left out" in staged.manifest.warnings


@pytest.mark.parametrize("said", ["68th", "2031B", "20311E", "2031E1"])
def test_a_session_whose_name_is_not_clear_is_what_the_person_says(
    said: str, tmp_path: Path
) -> None:
    files = Files(session=said)
    with pytest.raises(SourceError, match=f"{said}; one is read at a time"):
        _read(files, tmp_path)
    assert _read(files, tmp_path, Wanted("wy", "2031")).manifest.session == "2031"


@pytest.mark.parametrize("wanted", [Wanted("wy", "2030"), Wanted("mi", None)])
def test_another_session_than_was_asked_for_is_refused(wanted: Wanted, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="not what was asked for"):
        _read(Files(), tmp_path, wanted)


def _change(name: str, change: Callable[[dict[str, object]], object]) -> Callable[[Files], None]:
    def changed(files: Files) -> None:
        found = next(one for one in files.of if name in one)
        change(files.of[found])

    return changed


def _bill_twice(files: Files) -> None:
    files.of["other/metadata.json"] = files.of["2031/bills/HB0001/metadata.json"] | {"title": "New"}


TROUBLE: dict[str, tuple[Callable[[Files], None], str]] = {
    "no votes": (_change("vote", lambda one: one.pop("votes")), "no roll call says 'votes'"),
    "no bill": (_change("vote", lambda one: one.pop("bill_identifier")), "'bill_identifier'"),
    "no house": (_change("vote", lambda one: one.pop("organization")), "'organization'"),
    "no day": (_change("vote", lambda one: one.pop("start_date")), "'start_date'"),
    "no session": (_change("vote", lambda one: one.pop("legislative_session")), "does not say"),
    "no number": (_change("metadata", lambda one: one.pop("identifier")), "'identifier'"),
    "votes of another kind": (
        _change("vote", lambda one: one.update(votes="all of them")),
        "'votes' is no list",
    ),
    "a bill twice": (_bill_twice, "HB0001 stands there twice"),
    "no bill at all": (lambda files: _forget_bills(files), "roll calls of no bill"),
    "nothing": (lambda files: files.of.clear(), "no file of a bill or a roll call"),
    "nobody's": (
        _change("metadata", lambda one: one.update(jurisdiction={"id": "ocd-jurisdiction/mars"})),
        "no legislature known here",
    ),
}


def _forget_bills(files: Files) -> None:
    for name in [one for one in files.of if "metadata" in one]:
        del files.of[name]


@pytest.mark.parametrize("case", TROUBLE)
def test_files_that_are_wrong_are_refused_with_the_place(case: str, tmp_path: Path) -> None:
    change, said = TROUBLE[case]
    files = Files()
    files.roll("lower", "3rd Reading", all_of(HOUSE))
    change(files)
    with pytest.raises(SourceError) as refused:
        _read(files, tmp_path)
    assert said in f"{refused.value.what} {refused.value.where}"
    assert refused.value.what_to_do


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text[: len(text) // 2], "this file is cut off"),
        (lambda text: text.replace('"votes"', "votes"), "this is not whole JSON"),
    ],
)
def test_a_file_that_is_not_whole_is_named(
    change: Callable[[str], str], said: str, tmp_path: Path
) -> None:
    files = Files()
    files.roll("lower", "3rd Reading", all_of(HOUSE))
    name = files.roll("upper", "3rd Reading", all_of(SENATE))
    texts = files.texts()
    texts[name] = change(texts[name])
    with pytest.raises(SourceError, match=said) as refused:
        read(zipped(texts, tmp_path / "files.zip"))
    assert refused.value.where.endswith(name)


def test_the_bulk_form_may_hold_the_whole_text_of_a_bill(tmp_path: Path) -> None:
    files = Files()
    ((name, text),) = files.bulk().items()
    bills = [bill | {"raw_text": "Be it enacted. " * 1_500_000} for bill in json.loads(text)]
    staged = read(zipped({name: json.dumps(bills)}, tmp_path / "bulk.zip"))
    assert staged.tables["bills"].num_rows == 1
    with pytest.raises(SourceError, match="no list of bills"):
        read(zipped({name: '{"bills": 3}'}, tmp_path / "bulk.zip"))


def test_a_table_that_is_not_what_it_should_be_is_named(tmp_path: Path) -> None:
    files = Files()
    files.roll("lower", "3rd Reading", all_of(HOUSE))
    name = "WY/2031/WY_2031_vote_people.csv"
    whole = files.csv()
    for text, said in (
        (whole[name].replace("voter_name", "voter"), "it has no column voter_name"),
        (whole[name].rstrip()[:-3], "this file is cut off"),
        (whole[name] + "yes\r\n", "vote_people.csv"),
    ):
        with pytest.raises(SourceError) as refused:
            read(zipped({**whole, name: text}, tmp_path / "files.zip"))
        assert said in f"{refused.value.what} {refused.value.where}"
        assert "vote_people.csv" in refused.value.where


def test_a_committee_of_the_tables_is_one_of_its_house(tmp_path: Path) -> None:
    files = Files()
    files.roll("lower", "Do pass", all_of(HOUSE[:9]))
    tables = files.csv()
    bodies = "WY/2031/WY_2031_organizations.csv"
    tables[bodies] += "org/5,Judiciary,committee,org/lower\r\n"
    tables[bodies] = tables[bodies].replace("org/lower,lower,", "org/lower,House,", 1)
    votes = "WY/2031/WY_2031_votes.csv"
    tables[votes] = tables[votes].replace("org/lower", "org/5")
    staged = read(zipped(tables, tmp_path / "files.zip"))
    assert staged.tables["roll_calls"].column("location").to_pylist() == ["House Judiciary"]


def test_an_archive_cut_off_is_refused(tmp_path: Path) -> None:
    whole = zipped(Files().texts(), tmp_path / "files.zip").read_bytes()
    (tmp_path / "cut.zip").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(SourceError, match="not a whole zip archive"):
        read(tmp_path / "cut.zip")


def test_a_page_of_a_web_site_is_no_archive(tmp_path: Path) -> None:
    (tmp_path / "files.zip").write_text("<html>Sign in</html>")
    with pytest.raises(SourceError, match="a page of a web site"):
        read(tmp_path / "files.zip")
    (tmp_path / "files.txt").write_text(json.dumps({}))
    with pytest.raises(SourceError, match="no zip archive, nor a file of Open States"):
        read(tmp_path / "files.txt")
