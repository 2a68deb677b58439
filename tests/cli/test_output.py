"""What is printed: on a narrow terminal, into a pipe that closes, onto a full disk, in ASCII."""

from __future__ import annotations

import csv
import fcntl
import io
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from tests.cli.program import REPOSITORY, Program

_COLORS = re.compile(r"\x1b\[[0-9;]*m")


def _on_terminal(program: Program, columns: int, *arguments: str) -> str:
    """What a terminal of so many columns shows, without its colors."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    started = _start(program, *arguments, stdout=follower, TERM="xterm")
    os.close(follower)
    shown = bytearray()
    try:
        while part := os.read(leader, 65536):
            shown += part
    except OSError:
        pass  # how Linux says that the other side of a terminal is closed
    os.close(leader)
    assert started.wait() == 0
    return _COLORS.sub("", shown.decode())


def _start(
    program: Program, *arguments: str, stdout: int, **settings: str
) -> subprocess.Popen[bytes]:
    known = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "NO_COLOR")}
    return subprocess.Popen(
        [sys.executable, "-m", "tracker.cli", *arguments],
        cwd=REPOSITORY,
        env=known | {"ANSWERABLE_HOME": str(program.home)} | settings,
        stdout=stdout,
        stderr=subprocess.PIPE,
    )


@pytest.mark.parametrize("columns", [80, 60, 40])
def test_no_name_is_broken_or_lost_on_a_narrow_terminal(on_sample: Program, columns: int) -> None:
    shown = _on_terminal(on_sample, columns, "score", "--chamber", "upper")
    assert "Christine Kehoe" in shown
    assert "Ridley-Thomas" in shown
    assert "Democratic" in shown
    assert max(map(len, shown.splitlines())) <= columns


def test_what_looks_like_markup_is_shown_as_it_is(program: Program) -> None:
    ended = program.run("campaign", "add", "[red]Homes[/red]", "--organization", "[x]")
    assert "[red]Homes[/red]" in ended.out


@pytest.mark.parametrize("form", ["csv", "json", "table"])
def test_a_reader_that_has_seen_enough_is_no_error(on_sample: Program, form: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    started = _start(on_sample, "score", "--format", form, stdout=writing)
    os.close(writing)
    _, told = started.communicate()
    assert started.returncode == 0
    assert b"Traceback" not in told


@pytest.mark.parametrize("form", ["csv", "json", "table"])
def test_output_that_cannot_be_written_is_an_error_in_three_lines(
    on_sample: Program, form: str
) -> None:
    with Path("/dev/full").open("wb") as full:
        started = _start(on_sample, "agenda", "lint", "--format", form, stdout=full.fileno())
        _, told = started.communicate()
    assert started.returncode == 2
    assert told.startswith(b"error: what was found cannot be printed")
    assert told.strip().count(b"\n") == 2


def test_a_closed_output_is_no_traceback(on_sample: Program) -> None:
    ended = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m tracker.cli score >&-"],
        cwd=REPOSITORY,
        env=os.environ | {"ANSWERABLE_HOME": str(on_sample.home)},
        capture_output=True,
        check=False,
    )
    assert ended.returncode == 0
    assert b"Traceback" not in ended.stderr


def test_csv_writes_moments_and_booleans_as_json_does(program: Program) -> None:
    program.run("campaign", "add", "Near home", "--organization", "Nobody (fictional)")
    program.run("milestone", "add", "near-home", "First letters", "--due", "2008-08-22")
    ended = program.run("milestone", "list", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(ended.out)))
    for row, told in zip(rows, program.json("milestone", "list"), strict=True):
        assert row["changed_at"] == told["changed_at"]
        assert row["overdue"] == json.dumps(told["overdue"])


def test_help_is_there_under_its_short_name(program: Program) -> None:
    assert program.run("grid", "load", "-h").out == program.run("grid", "load", "--help").out


ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


def test_scripts_get_utf_8_whatever_the_terminal_knows(on_sample: Program) -> None:
    started = _start(on_sample, "score", "--format", "json", stdout=subprocess.PIPE, **ASCII)
    printed, _ = started.communicate()
    assert "Fabián Núñez" in {line["name"] for line in json.loads(printed)}


def test_a_letter_that_the_terminal_has_not_is_a_question_mark(on_sample: Program) -> None:
    started = _start(on_sample, "score", stdout=subprocess.PIPE, **ASCII)
    printed, _ = started.communicate()
    assert started.returncode == 0
    assert b"Fabi?n N??ez" in printed
