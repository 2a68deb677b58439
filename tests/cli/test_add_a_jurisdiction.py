"""`docs/add-a-jurisdiction.md` is true: its files, put where it says, are a legislature."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.cli.program import REPOSITORY, Program

BLOCK = re.compile(r"<!-- (\S+) -->\n```\w+\n(.*?)```", re.DOTALL)


def _blocks() -> dict[str, str]:
    return dict(BLOCK.findall((REPOSITORY / "docs" / "add-a-jurisdiction.md").read_text("utf-8")))


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """A home in which somebody followed the page, word for word."""
    home = tmp_path_factory.mktemp("followed")
    blocks = _blocks()
    commands = blocks.pop("commands").splitlines()
    for name, text in blocks.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(text, "utf-8")
    program = Program(home)
    for line in commands:
        name, *arguments = shlex.split(line)
        assert name == "answerable"
        pairs = zip(["", *arguments], arguments, strict=False)
        named = [str(home / one) if before == "--file" else one for before, one in pairs]
        ended = program.run(*named)
        assert ended.code == 0, f"{line}: {ended.err}"
    return program


def test_the_pages_council_is_in_the_record(followed: Program) -> None:
    (roll,) = followed.json("record", "rollcalls", "--session", "2021", "--bill", "c.b. 7")
    assert (roll["bill_id"], roll["needed"], roll["result"]) == ("fenhollow-2021-CB7", 3, "pass")
    assert followed.json("quarantine", "list", "--session", "2021") == []


def test_the_pages_council_is_scored_as_the_page_says(followed: Program) -> None:
    agenda = ("--agenda", "fenhollow-2021")
    by_default = followed.json("score", *agenda)
    assert {row["status"] for row in by_default} == {"not_enough_votes"}
    scores = followed.json("score", *agenda, "--method", "vote_index")
    assert {row["name"]: row["percent"] for row in scores} == {
        "Alder Finch": 100,
        "Birch Heron": 100,
        "Cedar Swift": 100,
        "Elm Plover": 0,
        "Hazel Crane": 50,
    }
    (away,) = followed.json("explain", "Hazel Crane", *agenda)
    assert (away["option"], away["credit_halves"]) == ("absent", 0)


def test_every_file_that_the_page_names_is_there(followed: Program) -> None:
    text = (REPOSITORY / "docs" / "add-a-jurisdiction.md").read_text("utf-8")
    for link in re.findall(r"\]\((\S+?)\)", text):
        assert (REPOSITORY / "docs" / Path(link)).exists()
    assert (followed.home / "answerable.duckdb").exists()
