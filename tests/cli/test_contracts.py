"""Machine-readable output is a contract: what docs/cli.md says is what is printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from tests.alerts.post_box import post_box
from tests.cli.contracts import contracts
from tests.cli.program import REPOSITORY, Program
from tests.scrapers.archives import Archive, Roll
from tests.sites.archive import archive_answers
from tests.sites.bulk import bulk_answers
from tests.sites.hearings import hearings_answers
from tests.sites.leginfo import leginfo_answers
from tests.sites.people import archive_of, person
from tests.sites.site import serving
from tracker.cli import command_line

GRID = REPOSITORY / "data" / "examples" / "riverbend"

TABLED = REPOSITORY / "tests" / "agenda" / "tabled-2007.yaml"
TABLED_ROLL = "ca-20072008-SB375-20070529-SENAPPR-b078be"

READING: Mapping[str, tuple[str, ...]] = {
    "answerable access audit": (),
    "answerable access list": (),
    "answerable agenda ended": ("demonstration-2007-2008",),
    "answerable agenda lint": (),
    "answerable agenda list": (),
    "answerable agenda rolls": ("demonstration-2007-2008",),
    "answerable agenda show": ("--agenda", "sb375-worked-case"),
    "answerable agenda versions": ("homes-2007",),
    "answerable agenda diff": ("homes-2007",),
    "answerable agenda proposals": ("homes-2007",),
    "answerable agenda decisions": ("homes-2007",),
    "answerable agenda choices": ("homes-2007",),
    "answerable agenda notices": ("homes-2007",),
    "answerable alerts list": (),
    "answerable agenda compare": ("demonstration-2007-2008", "sb375-worked-case"),
    "answerable campaign list": (),
    "answerable campaign network": (),
    "answerable campaign show": ("near-home",),
    "answerable explain": ("dean-florez",),
    "answerable grid audit": (
        *(str(GRID / "grid.csv"), "--items", str(GRID / "items.csv"), "--session", "2007-08"),
    ),
    "answerable grid score": (str(GRID / "grid.csv"), "--items", str(GRID / "items.csv")),
    "answerable method list": (),
    "answerable method show": ("--method", "vote_index"),
    "answerable milestone history": ("near-home/first-letters",),
    "answerable milestone list": ("near-home",),
    "answerable people check": ("--jurisdiction", "ca"),
    "answerable quarantine list": (),
    "answerable record conflicts": (),
    "answerable record readings": (),
    "answerable record deadlines": ("--session", "2017-18"),
    "answerable record events": ("--session", "2007-08"),
    "answerable record rollcalls": ("--session", "2007-08", "--bill", "SB 375"),
    "answerable record stages": ("--session", "2007-08", "--bill", "SB 375"),
    "answerable rules check": ("ca",),
    "answerable score": (),
    "answerable status": (),
    "answerable target list": ("near-home", "SB 375", "--house", "Senate"),
}
"""Commands that read, with arguments under which each has something to print."""

WRITING: Mapping[str, tuple[str, ...]] = {
    "answerable load": ("sample",),
    "answerable access invite": ("ana@example.org", "organizer", "--organization", "Riders"),
    "answerable agenda import": (
        *(str(REPOSITORY / "tests" / "agenda" / "homes-2007.txt"), "--session", "2007-08"),
    ),
    "answerable agenda confirm": ("tabled-2007", "sb-375", TABLED_ROLL, "--by", "Sam"),
    "answerable agenda review": ("tabled-2007", "sb-375"),
    "answerable agenda restore": ("homes-2007", "--version", "1"),
    "answerable agenda propose": (
        *("homes-2007", "SB 732", "--who", "River Tenants", "--from", "meeting"),
    ),
    "answerable agenda endorse": ("homes-2007", "1", "--organization", "Lanes Now"),
    "answerable agenda decide": (
        *("homes-2007", "--version", "1", "--rule", "two-thirds", "--member", "Lanes Now"),
    ),
    "answerable agenda vote": ("homes-2007", "1", "--yes", "Lanes Now"),
    "answerable agenda close": ("homes-2007", "1"),
    "answerable agenda settle": ("homes-2007", "1", "--why", "Too late."),
    "answerable agenda choose": (
        *("homes-2007", "--rule", "ranked", "--proposal", "2", "--proposal", "3"),
        *("--member", "Lanes Now"),
    ),
    "answerable agenda ballot": ("homes-2007", "1", "Lanes Now=3 2"),
    "answerable agenda count": ("homes-2007", "1"),
    "answerable agenda compose": ("homes-2007", "--id", "adopted-2007"),
    "answerable agenda notice": (
        *("homes-2007", "--to", "dean-florez", "--sent", "2007-05-02", "--proof", "receipt 12"),
    ),
    "answerable crawl ca_leginfo": ("--session", "2007-08", "--bill", "SB 375"),
    "answerable crawl ca_archive": ("--session", "2007-08", "--bill", "SB 375"),
    "answerable crawl ca_hearings": ("--session", "2007-08"),
    "answerable crawl ca_pubinfo": ("--session", "2007-08"),
    "answerable crawl ca_rollcalls": ("--session", "2007-08"),
    "answerable crawl openstates_people": ("--jurisdiction", "ca"),
    "answerable crawl replay": (),
    "answerable grid load": (
        *READING["answerable grid score"],
        *("--body", "riverbend-2026", "--name", "Riverbend (fictional)"),
    ),
    "answerable grid new": ("homes-2007",),
    "answerable campaign load": (),
    "answerable campaign describe": ("near-home", "--place", "Fresno County"),
    "answerable campaign add": (
        *("Near home", "--id", "riders", "--organization", "Riders (fictional)"),
    ),
    "answerable milestone add": ("riders", "Call-in day", "--due", "2008-08-22"),
    "answerable milestone update": ("riders/call-in-day", "--status", "done"),
    "answerable milestone back": ("riders/call-in-day", "--seen", "1"),
    "answerable target set": ("near-home", "SB 375", "Florez", "yes", "--house", "Senate"),
    "answerable alerts send": ("--now", "2008-08-21T12:00:00+00:00"),
}
"""Commands that write, in the order in which each finds what it needs."""

CRAWLING = tuple(command for command in WRITING if command.startswith("answerable crawl "))
"""Of these, those that read a site, a file or an earlier crawl."""
NEW_GRID = "answerable grid new"
"""Of these, the one that writes a file."""
SEND = "answerable alerts send"
"""Of these, the one that needs somebody to send to."""


@dataclass(frozen=True)
class Written:
    """A home in which every writing command ran once, and what each printed."""

    program: Program
    printed: Mapping[str, object]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    program = Program(tmp_path_factory.mktemp("contracts"))
    assert "Saved" in program.run("agenda", "import", TABLED, "--by", "Robin").err
    printed: dict[str, object] = {}
    for command, arguments in WRITING.items():
        if command == "answerable agenda choose":
            for bill in ("SB 375", "SB 732"):
                more = ("--who", "River Tenants", "--from", "meeting")
                program.json("agenda", "propose", "homes-2007", bill, *more)
        if command not in (*CRAWLING, NEW_GRID, SEND):
            printed[command] = program.json(*command.split()[1:], *arguments)
    printed[SEND] = _sent(program)
    grid = tmp_path_factory.mktemp("grid") / "grid.csv"
    printed[NEW_GRID] = program.json("grid", "new", *WRITING[NEW_GRID], "--file", grid)
    false_count_and_other_votes = Archive(
        rolls=(Roll(yes="9", motion="Unfinished Business"), Roll()),
        ballots={"Steinberg": "11", "Runner": "66"},
    )
    archive = false_count_and_other_votes.write(tmp_path_factory.mktemp("archive"))
    printed |= _crawled(program, archive)
    return Written(program, printed)


def _sent(program: Program) -> object:
    """What is printed where a milestone is due tomorrow."""
    with post_box() as box:
        (program.home / "alerts.yaml").write_text(
            "format: 1\ntimezone: UTC\nalerts:\n"
            "  - {name: staff, read_by: coalition, campaigns: [riders]}\n",
            "utf-8",
        )
        addresses = program.home / "alert-addresses.yaml"
        addresses.write_text(f"staff: '{box.address}'\n", "utf-8")
        addresses.chmod(0o600)
        return program.json(*SEND.split()[1:], *WRITING[SEND])


def _crawled(program: Program, archive: Path) -> dict[str, Any]:
    *pages, rolls, people, replay = CRAWLING
    of_pages = {}
    sites = leginfo_answers() | archive_answers() | hearings_answers() | bulk_answers()
    with serving(sites) as site:
        for command in pages:
            asked = (*WRITING[command], "--url", site.address, "--delay", "0")
            of_pages[command] = program.json(*command.split()[1:], *asked)
    return {
        **of_pages,
        rolls: program.json(*rolls.split()[1:], *WRITING[rolls], "--file", archive),
        people: program.json(*people.split()[1:], *WRITING[people], "--file", _people(archive)),
        replay: program.json(*replay.split()[1:], of_pages[pages[0]]["crawl"]),
    }


def _people(archive: Path) -> Path:
    file = archive.with_name("people.zip")
    file.write_bytes(
        archive_of({"legislature/A": person(1, "Alder Finch", "upper 1 2009-01-01 -")})
    )
    return file


def _commands_that_print_data() -> Iterator[str]:
    def below(group: TyperGroup, path: str) -> Iterator[str]:
        for name, command in group.commands.items():
            if isinstance(command, TyperGroup):
                yield from below(command, f"{path} {name}")
            elif any("--format" in option.opts for option in command.params):
                yield f"{path} {name}"

    program = get_command(command_line())
    assert isinstance(program, TyperGroup)
    yield from below(program, "answerable")


def _assert_kept(command: str, printed: object) -> None:
    rows: list[Any] = printed if isinstance(printed, list) else [printed]
    assert rows, f"{command} printed nothing to compare"
    broken = {words for row in rows for words in contracts()[command].broken_by(row)}
    assert not broken, (
        f"{command} and docs/cli.md differ: correct scripts/docs/frames/cli.md, run make docs"
    )


def test_every_command_that_prints_data_is_documented_and_tried_here() -> None:
    printing = set(_commands_that_print_data())
    assert set(contracts()) == printing
    assert {*READING, *WRITING} == printing


@pytest.mark.parametrize("command", READING)
def test_what_is_read_is_printed_as_documented(written: Written, command: str) -> None:
    _assert_kept(command, written.program.json(*command.split()[1:], *READING[command]))


@pytest.mark.parametrize("command", WRITING)
def test_what_is_written_is_answered_as_documented(written: Written, command: str) -> None:
    _assert_kept(command, written.printed[command])


def test_every_roll_call_read_is_accounted_for(written: Written) -> None:
    report = written.printed["answerable load"]
    assert isinstance(report, dict)
    parts = ("loaded", "unchanged", "duplicates", "quarantined", "names_not_known")
    assert report["read"] == sum(report[part] for part in parts)
    assert report["loaded"] == report["new"] + report["changed"]


def test_csv_has_the_fields_of_json_in_the_same_order(written: Written) -> None:
    ended = written.program.run("score", "--format", "csv")
    assert ended.out.splitlines()[0].split(",") == list(contracts()["answerable score"].fields)


def test_a_contract_notices_a_field_that_is_missing_or_of_another_type() -> None:
    contract = contracts()["answerable agenda lint"]
    kept = {"kind": "unknown_bill", "item_id": None, "message": "It is not there."}
    assert list(contract.broken_by(kept)) == []
    assert list(contract.broken_by({"kind": "unknown_bill", "message": "It is not there."}))
    assert list(contract.broken_by(kept | {"message": 5}))
