"""What goes wrong on a person's side is three lines that say what to do, never a traceback."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.cli.program import Ended, Program
from tracker import paths
from tracker.cli.campaign_options import writer_named
from tracker.errors import UsageError


def _explained(ended: Ended, code: int, what: str) -> None:
    assert ended.code == code, ended.err
    lines = ended.err.strip().splitlines()
    assert len(lines) == 3, ended.err
    assert what in lines[0]
    assert lines[1].startswith("  where: ")
    assert lines[2].startswith("  what to do: ")


def test_an_argument_that_is_no_text_is_named(program: Program) -> None:
    ended = program.run("explain", "caf\udce9")
    _explained(ended, 2, "is not text in UTF-8")
    assert "argument 2 of the command" in ended.err


def test_an_error_prints_no_sign_that_a_terminal_obeys(program: Program) -> None:
    ended = program.run("method", "show", "\x1b[31mred")
    assert ended.code == 2
    assert "[31mred" in ended.err
    assert "\x1b" not in ended.err


def test_what_the_system_refuses_is_no_traceback(program: Program) -> None:
    """A file stands where a folder of the home should."""
    program.home.mkdir()
    (program.home / "crawls").write_text("", "utf-8")
    ended = program.run("status")
    _explained(ended, 4, "the system refused")
    assert "crawls" in ended.err


@pytest.mark.parametrize(
    "command",
    [
        ("load", "ca_rollcalls", "--file"),
        ("load", "record", "--file"),
        ("crawl", "ca_rollcalls", "--session", "2007-08", "--file"),
        ("campaign", "load"),
        ("score", "--agenda"),
        ("score", "--method"),
    ],
    ids=" ".join,
)
def test_no_command_waits_for_a_pipe_that_nobody_fills(
    command: tuple[str, ...], program: Program, tmp_path: Path
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    ended = program.run(*command, pipe)
    assert ended.code in (2, 4)
    assert ended.err.count("\n") == 3, ended.err


def test_a_grid_that_is_a_pipe_is_refused(program: Program, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    _explained(program.run("grid", "score", pipe, "--items", pipe), 4, "a device or a pipe")


def test_an_agenda_of_a_jurisdiction_that_nobody_knows_is_refused(
    on_sample: Program, tmp_path: Path
) -> None:
    shipped = paths.data_dir() / "agendas" / "sb375-worked-case.yaml"
    path = tmp_path / "own.yaml"
    path.write_text(shipped.read_text("utf-8").replace("jurisdiction: ca", "jurisdiction: cq"))
    for command in (("score",), ("explain", "dean-florez")):
        ended = on_sample.run(*command, "--agenda", path)
        _explained(ended, 2, "there is no jurisdiction 'cq'")
        known = ended.err.partition("choose one of ")[2].partition(";")[0].split(", ")
        assert {"ca", "mi", "us"} <= set(known), "every legislature that ships"


def test_a_session_is_known_by_its_short_name_also_across_the_century(on_sample: Program) -> None:
    ended = on_sample.run("record", "rollcalls", "--session", "1999-00")
    assert (ended.code, ended.err) == (0, "")


def test_the_sessions_that_are_known_are_listed_with_whose_they_are(on_sample: Program) -> None:
    ended = on_sample.run("record", "rollcalls", "--session", "1899-00")
    _explained(ended, 2, "is not a session known here")
    assert "known are of ca 1989-1990, 1991-1992" in ended.err


def test_a_misspelt_file_of_a_jurisdiction_is_named(program: Program) -> None:
    fictional = Path(__file__).parent.parent / "fictional" / "home" / "jurisdictions" / "larkmoor"
    folder = program.home / "jurisdictions" / "larkmoor"
    shutil.copytree(fictional, folder)
    assert program.run("record", "rollcalls", "--session", "2021").code == 0
    (folder / "motions.yaml").rename(folder / "motion.yaml")
    ended = program.run("record", "rollcalls", "--session", "2021")
    _explained(ended, 4, "motion.yaml is no file of a jurisdiction")
    assert "call it motions.yaml" in ended.err
    (folder / "motion.yaml").rename(folder / "motions.yaml")
    (folder / "jurisdiction.yaml").rename(folder / "jurisdicton.yaml")
    ended = program.run("record", "rollcalls", "--session", "2021", "--jurisdiction", "larkmoor")
    assert "jurisdiction.yaml" in ended.err, ended.err


def test_a_person_whom_the_system_has_no_name_for_is_asked_for_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As a container does that runs under a number alone."""
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("os.getuid", lambda: 54_321)
    with pytest.raises(UsageError, match="no login name") as refused:
        writer_named(None)
    assert "ANSWERABLE_NAME" in refused.value.what_to_do
    assert writer_named("Ana") == "Ana"
