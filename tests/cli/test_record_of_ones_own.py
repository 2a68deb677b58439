"""A legislature that a folder describes: its record is loaded from a small file and scored."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests.cli.program import Program
from tests.fictional.bodies import MOOT, MOOT_LATER, SALTMARSH, fictional_home
from tests.record.contents import contents, store_at
from tracker.record.tables import identifiers, memberships

AGENDA = ("--agenda", "moot-2021")


@dataclass(frozen=True)
class Moot:
    """A home with both sessions of the Moot, and the reports of loading them."""

    program: Program
    first: dict[str, Any]
    later: dict[str, Any]


@pytest.fixture(scope="module")
def moot(tmp_path_factory: pytest.TempPathFactory) -> Moot:
    program = fictional_home(tmp_path_factory.mktemp("moot") / "home")
    reports = [program.json("load", "record", "--file", one) for one in (MOOT, MOOT_LATER)]
    return Moot(program, *reports)


@pytest.fixture
def home(tmp_path: Path) -> Program:
    """A home that knows the fictional bodies and has loaded nothing."""
    return fictional_home(tmp_path / "home")


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """A copy of the Moot's record of 2021, to be spoiled."""
    return Path(shutil.copytree(MOOT, tmp_path / "record"))


def _spoil(path: Path, written: str, instead: str) -> None:
    text = path.read_text("utf-8")
    assert written in text
    path.write_text(text.replace(written, instead, 1), "utf-8")


def _on_the_accounts(program: Program) -> dict[str, Any]:
    """The roll call on MB 9, which names Old Tam."""
    (roll,) = program.json("record", "rollcalls", "--session", "2021", "--bill", "MB 9")
    return dict(roll)


def _refused(program: Program, *arguments: str | Path) -> str:
    """What a load says that ends with the code for a file that cannot be read."""
    ended = program.run(*arguments)
    assert (ended.code, ended.out) == (4, ""), ended.err
    assert ended.err.startswith("error: ")
    assert "\n  where: " in ended.err and "\n  what to do: " in ended.err
    return ended.err


def test_a_small_file_becomes_record_also_where_it_names_a_stranger(moot: Moot) -> None:
    assert (moot.first["source"], moot.first["read"], moot.first["loaded"]) == ("record", 8, 8)
    assert moot.program.json("quarantine", "list", "--session", "2021") == []
    checked = moot.program.json("people", "check", "--jurisdiction", "larkmoor")
    left = {one["session"]: [name["printed"] for name in one["left"]] for one in checked}
    assert left == {"2021": ["Old Tam"], "2022": []}
    assert (moot.later["read"], moot.later["loaded"]) == (1, 1)
    roll = _on_the_accounts(moot.program)
    assert roll["note"] == "names that are nobody's for certain: 'Old Tam': unknown name"
    assert (len(roll["votes"]["yes"]), "Old Tam" in roll["votes"]["yes"]) == (7, True)


def test_who_may_be_the_stranger_is_marked_and_not_ranked(moot: Moot) -> None:
    """All others who held a seat that day are on the roll call."""
    rows = {row["person_id"]: row for row in moot.program.json("score", *AGENDA)}
    marked = {person: row["in_doubt"] for person, row in rows.items() if row["in_doubt"]}
    assert marked == {"jory-stonebridge": ["mb-9"]}
    assert rows["jory-stonebridge"]["rank"] is None
    items = moot.program.json("explain", "jory-stonebridge", *AGENDA)
    assert "mb-9" not in {item["item_id"] for item in items}, "the vote is not given to anybody"


def test_a_tax_needs_three_fifths_of_the_seats(moot: Moot) -> None:
    rolls = moot.program.json("record", "rollcalls", "--session", "2021", "--bill", "mb 012")
    found = [(roll["date"], roll["needed"], roll["threshold"], roll["result"]) for roll in rolls]
    assert found == [
        ("2021-03-02", 3, "majority_of_committee", "pass"),
        ("2021-03-16", 7, "three_fifths_of_membership", "fail"),
        ("2021-06-22", 7, "three_fifths_of_membership", "pass"),
    ]
    ferries = moot.program.json("record", "rollcalls", "--session", "2021", "--bill", "MB 3")
    assert [roll["needed"] for roll in ferries] == [6]


def test_the_only_house_is_scored_and_ranked(moot: Moot) -> None:
    """By hand: of weights 2, 1, 1, 1, 1 and 1 Bram Oakenfold earned all but that of MR 2."""
    rows = {row["person_id"]: row for row in moot.program.json("score", *AGENDA)}
    assert len(rows) == 12
    bram = rows["bram-oakenfold"]
    assert (bram["numerator"], bram["denominator"], bram["percent"]) == (6, 7, 86)
    assert (bram["chamber"], bram["rank"], bram["available"]) == ("legislature", 5, 6)
    assert rows["ada-thornquist"]["percent"] == 100
    assert rows["hob-nettleby"]["percent"] == 0
    successor = rows["lark-applegarth"]
    assert (successor["status"], successor["counted"]) == ("not_enough_votes", 4)
    assert {row["person_id"] for row in rows.values() if row["in_doubt"]} == {"jory-stonebridge"}
    house = moot.program.json("score", *AGENDA, "--chamber", "legislature")
    assert {row["person_id"] for row in house} == set(rows)
    ended = moot.program.run("score", *AGENDA, "--chamber", "upper")
    assert ended.code == 2
    assert "the Moot of Larkmoor has no house upper" in ended.err


def test_to_be_away_where_all_seats_count_is_a_no(moot: Moot) -> None:
    (away,) = [
        row
        for row in moot.program.json("explain", "Lark Applegarth", *AGENDA)
        if row["item_id"] == "mb-12"
    ]
    assert (away["option"], away["credit_halves"], away["counted"]) == ("absent", 0, True)


def test_a_person_known_by_an_identifier_is_one_person_in_both_sessions(moot: Moot) -> None:
    """The later record calls her thornquist-of-the-north; her number in the roll is the same."""
    with store_at(moot.program.home / "answerable.duckdb").reading() as connection:
        terms = connection.execute(
            sa.select(memberships.c.person_id, memberships.c.session_id)
            .where(memberships.c.person_id.like("%thornquist%"))
            .order_by(memberships.c.session_id)
        ).all()
        known = connection.execute(
            sa.select(identifiers.c.scheme, identifiers.c.identifier)
            .where(identifiers.c.entity_id == "ada-thornquist")
            .order_by(identifiers.c.scheme)
        ).all()
    assert terms == [("ada-thornquist", "larkmoor-2021"), ("ada-thornquist", "larkmoor-2022")]
    assert known == [("guild_of_clerks", "A-7"), ("moot_roll", "1")]
    (vote,) = moot.program.json("record", "rollcalls", "--session", "2022")
    assert "Thornquist" in vote["votes"]["yes"]


def test_of_two_with_one_family_name_the_full_name_tells(moot: Moot) -> None:
    rows = moot.program.json("explain", "owen-marsh", *AGENDA)
    assert {row["option"] for row in rows} == {"yes", "no"}
    assert len(rows) == 6


def test_a_zip_is_the_folder_and_loading_again_changes_nothing(home: Program) -> None:
    home.json("load", "record", "--file", MOOT)
    store = store_at(home.home / "answerable.duckdb")
    before = contents(store)
    packed = shutil.make_archive(str(home.home / "moot"), "zip", MOOT.parent, MOOT.name)
    report = home.json("load", "record", "--file", packed)
    assert (report["loaded"], report["unchanged"]) == (0, 8)
    assert contents(store) == before
    (status,) = [row for row in home.json("status") if row["source"] == "record"]
    assert [run["outcome"] for run in status["runs"]] == ["unchanged", "loaded"]
    assert {run["session"] for run in status["runs"]} == {"larkmoor-2021"}


def test_reviewed_names_in_the_record_stand_for_names(home: Program, record: Path) -> None:
    """With Old Tam's name reviewed, his vote is somebody's."""
    people = (record / "people.csv").read_text("utf-8").splitlines()[1:]
    names = {line.split(",")[0]: line.split(",")[3] for line in people}
    names |= {"cecily-marsh": "Cecily Marsh", "owen-marsh": "Owen Marsh"}
    lines = [f"2021,legislature,{name},{who},2021-01-11,,Clerk," for who, name in names.items()]
    lines.append("2021,legislature,Old Tam,jory-stonebridge,2021-01-11,,Clerk,")
    heading = "session,chamber,printed,person_id,valid_from,valid_until,reviewed_by,note"
    (record / "aliases.csv").write_text("\n".join([heading, *lines, ""]), "utf-8")
    report = home.json("load", "record", "--file", record)
    assert (report["loaded"], report["quarantined"]) == (8, 0)
    assert _on_the_accounts(home)["note"] is None
    items = home.json("explain", "jory-stonebridge", *AGENDA)
    assert {"mb-9": "yes"}.items() <= {item["item_id"]: item["option"] for item in items}.items()


@pytest.fixture(scope="module")
def side_by_side(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """California's sample and Saltmarsh, whose session and bill are called alike, in one store."""
    program = fictional_home(tmp_path_factory.mktemp("two") / "home")
    program.json("load", "sample")
    program.json("load", "record", "--file", SALTMARSH)
    return program


@pytest.mark.parametrize(
    "command",
    [
        ("record", "rollcalls"),
        ("record", "stages"),
        ("record", "events"),
        ("record", "readings"),
        ("record", "deadlines"),
        ("quarantine", "list"),
    ],
    ids=" ".join,
)
def test_where_two_legislatures_have_the_session_a_command_asks_which(
    side_by_side: Program, command: tuple[str, str]
) -> None:
    ended = side_by_side.run(*command, "--session", "2007-08")
    assert (ended.code, ended.out) == (2, "")
    assert "several legislatures have a session 2007-08" in ended.err
    assert "add --jurisdiction ca, or saltmarsh" in ended.err
    for code in ("ca", "saltmarsh"):
        side_by_side.json(*command, "--session", "2007-08", "--jurisdiction", code)


def test_one_bill_number_is_two_measures(side_by_side: Program) -> None:
    asked = ("record", "rollcalls", "--session", "20072008", "--bill", "SB 375", "--jurisdiction")
    eels = side_by_side.json(*asked, "saltmarsh")
    transit = side_by_side.json(*asked, "ca")
    assert [roll["bill_id"] for roll in eels] == ["saltmarsh-20072008-SB375"]
    assert [roll["votes"]["no"] for roll in eels] == [["Sedge"]]
    assert len(transit) == 12
    assert {roll["bill_id"] for roll in transit} == {"ca-20072008-SB375"}


def test_the_scores_of_one_legislature_do_not_know_the_other(
    side_by_side: Program, on_sample: Program
) -> None:
    for arguments in ((), ("--agenda", "sb375-worked-case", "--method", "half_for_missed")):
        assert side_by_side.json("score", *arguments) == on_sample.json("score", *arguments)


def test_a_milestone_on_a_number_of_two_measures_asks_which(side_by_side: Program) -> None:
    side_by_side.json("campaign", "add", "Eels", "--organization", "Eel Friends")
    ended = side_by_side.run("milestone", "add", "eels", "Call", "--bill", "SB 375")
    assert ended.code == 2
    assert "ca-20072008-SB375, saltmarsh-20072008-SB375" in ended.err
    added = side_by_side.json(
        "milestone", "add", "eels", "Call", "--bill", "saltmarsh-20072008-SB375"
    )
    assert added["bill_id"] == "saltmarsh-20072008-SB375"


def test_a_record_of_a_session_that_its_jurisdiction_does_not_have(
    home: Program, record: Path
) -> None:
    _spoil(record / "session.yaml", "'2021'", "'1921'")
    said = _refused(home, "load", "record", "--file", record)
    assert "Larkmoor has no session 1921" in said
    assert "choose one of 2021, 2022" in said
    assert str(record / "session.yaml") in said
    assert not (home.home / "answerable.duckdb").exists()


def test_a_record_of_a_jurisdiction_without_a_folder(home: Program, record: Path) -> None:
    _spoil(record / "session.yaml", "larkmoor", "westmark")
    assert "no rules have been reviewed for the jurisdiction 'westmark'" in _refused(
        home, "load", "record", "--file", record
    )


@pytest.mark.parametrize(
    ("file", "written", "instead", "what"),
    [
        ("roll_calls.csv", ",6,4,fail", ",6,5,fail", "5 no declared, 4 named in votes.csv"),
        ("people.csv", "moot_roll:2,", "moot_roll:1,", "is also the identifier of ada-thornquist"),
        ("people.csv", "moot_roll:2,", "two,", "'two' has no scheme"),
        ("bills.csv", "MB 3,", "SB 3,", "'SB 3' is no measure of Larkmoor"),
        ("memberships.csv", "legislature,North", "upper,North", "chamber 'upper' is not known"),
    ],
)
def test_a_record_that_contradicts_itself_is_refused_whole(
    home: Program, record: Path, file: str, written: str, instead: str, what: str
) -> None:
    _spoil(record / file, written, instead)
    said = _refused(home, "load", "record", "--file", record)
    assert what in said
    assert str(record / file) in said
    assert not (home.home / "answerable.duckdb").exists()
    (status,) = [row for row in home.json("status") if row["source"] == "record"]
    assert status["last_attempt"] == "unreadable"


def test_what_a_zip_holds_is_named_within_the_zip(home: Program, record: Path) -> None:
    _spoil(record / "people.csv", "moot_roll:2,", "two,")
    packed = shutil.make_archive(str(home.home / "moot"), "zip", record)
    said = _refused(home, "load", "record", "--file", packed)
    assert f"where: {packed}/people.csv, line 3" in said


def test_what_is_no_zip_is_refused(home: Program) -> None:
    packed = home.home / "moot.zip"
    packed.write_text("<html>", "utf-8")
    assert "no zip of a reviewed record" in _refused(home, "load", "record", "--file", packed)


def test_a_table_whose_name_is_misspelt_is_said(home: Program, record: Path) -> None:
    (record / "actions.csv").rename(record / "action.csv")
    (warning,) = home.json("load", "record", "--file", record)["warnings"]
    assert warning == "action.csv is no table of a record; it was not read"


def test_an_id_that_is_somebody_elses_in_another_legislature_is_refused(
    home: Program, record: Path
) -> None:
    home.json("load", "record", "--file", SALTMARSH)
    before = contents(store_at(home.home / "answerable.duckdb"))
    for path in record.glob("*.csv"):
        path.write_text(path.read_text("utf-8").replace("bram-oakenfold", "basil-rush"), "utf-8")
    said = _refused(home, "load", "record", "--file", record)
    assert "basil-rush is the id of somebody of the jurisdiction saltmarsh" in said
    assert contents(store_at(home.home / "answerable.duckdb")) == before


def test_who_sits_in_two_legislatures_keeps_the_name_that_the_first_gave(
    home: Program, record: Path
) -> None:
    home.json("load", "sample")
    california = ("score", "--agenda", "demonstration-2007-2008")
    before = home.json(*california)
    maldonado = "ocd_person:ocd-person/e18aa869-b103-4c83-a07a-e71a1c443712"
    _spoil(record / "people.csv", "moot_roll:2,", f"{maldonado},")
    home.json("load", "record", "--file", record)
    assert home.json(*california) == before
    scored = {row["person_id"] for row in home.json("score", *AGENDA)}
    assert "abel-maldonado" in scored, "one human being is one person"


def test_a_source_id_that_is_another_document_elsewhere_is_refused(
    home: Program, record: Path
) -> None:
    home.json("load", "record", "--file", SALTMARSH)
    for path in (*record.glob("*.csv"), record / "sources.yaml"):
        text = path.read_text("utf-8").replace("moot-journal-2021", "saltmarsh-minutes")
        path.write_text(text, "utf-8")
    said = _refused(home, "load", "record", "--file", record)
    assert "'saltmarsh-minutes' is another document in the record of saltmarsh-20072008" in said
    assert "larkmoor-2021-saltmarsh-minutes" in said


def test_identifiers_of_two_people_are_not_one_persons(home: Program, record: Path) -> None:
    home.json("load", "record", "--file", MOOT)
    _spoil(record / "people.csv", "moot_roll:2,", "moot_roll:2; guild_of_clerks:A-7,")
    _spoil(record / "people.csv", "moot_roll:1; guild_of_clerks:A-7", "moot_roll:1")
    said = _refused(home, "load", "record", "--file", record)
    assert "bram-oakenfold are those of several people of the store" in said


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (("record",), "is a folder, or a zip of one"),
        (("record", "--session", "2021"), "is a folder, or a zip of one"),
        (("record", "--file", "nowhere"), "there is no such file or folder"),
        (("sample", "--file", "nowhere"), "always the same"),
    ],
)
def test_a_load_that_cannot_be_meant(home: Program, arguments: tuple[str, ...], what: str) -> None:
    ended = home.run("load", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert what in ended.err


def test_an_agenda_of_ones_own_is_listed_and_a_bad_one_is_named(home: Program) -> None:
    folder = home.home / "agendas"
    (folder / "empty.yaml").write_text("format: 1\n", "utf-8")
    shutil.copy(folder / "moot-2021.yaml", folder / "moot-copy.yaml")
    shutil.copy(folder / "moot-2021.yaml", folder / "sb375-worked-case.yaml")
    ended = home.run("agenda", "list", "--format", "csv")
    assert ended.code == 0
    listed = [line.split(",")[0] for line in ended.out.splitlines()[1:]]
    demonstrations = ["demonstration-2007-2008", "demonstration-2025-2026", "sb375-worked-case"]
    assert listed == [*demonstrations, "moot-2021"]
    assert "empty.yaml, id" in ended.err
    assert "the agenda 'moot-2021' lies in a file of another name" in ended.err
    assert "the agenda 'sb375-worked-case' ships with the program" in ended.err


def _jurisdiction(home: Program) -> Path:
    return home.home / "jurisdictions" / "larkmoor" / "jurisdiction.yaml"


@pytest.mark.parametrize(
    ("file", "written", "instead", "what", "where"),
    [
        (
            *("jurisdiction.yaml", "seats: 11", "seats: 11, quorum: 6"),
            *("there is no such entry", "chambers.0.quorum"),
        ),
        (
            *("jurisdiction.yaml", "mb012: MB 12", "bill twelve: MB 12"),
            *("no pattern reads the example 'bill twelve'", "measures"),
        ),
        (
            *("jurisdiction.yaml", "start: 2022-01-10", "start: 2021-12-10"),
            *("the sessions 2021 and 2022 overlap", "jurisdiction.yaml"),
        ),
        (
            *("thresholds.yaml", "three_fifths_of_membership", "5/4_of_membership"),
            *("'5/4_of_membership' is no threshold", "rules.0 (tax)"),
        ),
        (
            *("thresholds.yaml", "venues: [floor]", "weathers: [floor]"),
            *("there is no such entry", "rules.0 (tax).when.weathers"),
        ),
        (
            *("jurisdiction.yaml", "id: larkmoor", "id: larkmere"),
            *("'larkmere' lies in the folder 'larkmoor'", "jurisdiction.yaml"),
        ),
    ],
)
def test_a_jurisdictions_file_that_cannot_be_is_refused_and_nothing_is_loaded(
    home: Program, file: str, written: str, instead: str, what: str, where: str
) -> None:
    path = _jurisdiction(home).with_name(file)
    _spoil(path, written, instead)
    said = _refused(home, "load", "record", "--file", MOOT)
    assert what in said
    assert str(path) in said and where in said
    assert not (home.home / "answerable.duckdb").exists()


def test_a_folder_of_ones_own_with_the_id_of_a_shipped_one_is_refused(home: Program) -> None:
    shutil.copytree(_jurisdiction(home).parent, _jurisdiction(home).parent.with_name("ca"))
    said = _refused(home, "load", "record", "--file", MOOT)
    assert "the jurisdiction 'ca' ships with the program" in said
    assert "give your folder, and the id in its file, another name" in said
