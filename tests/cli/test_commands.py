"""The program has the same commands whichever is asked for, and imports only that one's module."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from importlib.metadata import distributions

import pytest
import typer
from typer.core import TyperGroup
from typer.main import get_command

from tests.cli.program import REPOSITORY
from tracker.cli import COMMANDS, command_line, overview


def _help(app: typer.Typer, command: str) -> str:
    program = get_command(app)
    assert isinstance(program, TyperGroup)
    found = program.commands[command]
    return found.get_help(typer.Context(found, info_name=command))


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_is_the_same_alone_as_among_all(command: str) -> None:
    assert _help(command_line([command]), command) == _help(command_line(), command)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_overview_says_of_each_command_what_its_own_help_begins_with(command: str) -> None:
    program = get_command(command_line([command]))
    assert isinstance(program, TyperGroup)
    first = " ".join((program.commands[command].help or "").split("\n\n")[0].split())
    assert first.startswith(COMMANDS[command].summary)
    overviewed = get_command(overview())
    assert isinstance(overviewed, TyperGroup)
    assert list(overviewed.commands) == list(COMMANDS)


def test_what_there_is_is_said_without_importing_any_of_it() -> None:
    script = (
        "import sys, tracker.cli; tracker.cli.overview(); "
        "print(*(name.partition('.')[0] for name in sys.modules))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    assert not set(ended.stdout.split()) & {"sqlalchemy", "pyarrow", "pydantic", "duckdb"}


def test_one_command_does_not_wait_for_the_modules_of_the_others() -> None:
    script = (
        "import sys, tracker.cli; tracker.cli.command_line(['load']); "
        "print(*(name for name in sys.modules if name.startswith('tracker.cli.')))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    loaded = set(ended.stdout.split())
    assert "tracker.cli.load" in loaded
    assert not loaded & {"tracker.cli.score", "tracker.cli.campaign", "tracker.cli.grid"}


def test_the_version_is_that_of_the_project() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
    is_installed = any(one.name == project["name"] for one in distributions())
    ended = subprocess.run(
        [sys.executable, "-m", "tracker.cli", "--version"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )
    known = f" {project['version']}" if is_installed else ", not installed"
    assert ended.stdout.startswith(f"answerable{known}")
