"""A coalition's own folder: begun once, found from within, and heeded by the commands run there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.program import REPOSITORY, Ended, Program
from tracker.coalition import Coalition, own_coalition
from tracker.rules.reviewed import read_reviewed


def _in(folder: Path, *arguments: str, **settings: str) -> Ended:
    """Runs a command in a folder, with no home set but the one that is given."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("ANSWERABLE_")}
    own = {"PYTHONPATH": str(REPOSITORY), "XDG_DATA_HOME": str(folder / "data")}
    ended = subprocess.run(
        [sys.executable, "-m", "tracker.cli", *arguments],
        cwd=folder,
        env=kept | own | settings,
        capture_output=True,
        text=True,
        check=False,
    )
    return Ended(ended.returncode, ended.stdout, ended.stderr)


def test_a_folder_is_begun_once_and_says_what_was_asked(tmp_path: Path) -> None:
    name = 'Ríos "y" casas: \\ 100 % # ours'
    asked = ("init", "ours", "--name", name, "--follow", "md:2025", "--contact", "a@example.org")
    begun = _in(tmp_path, *asked)
    assert begun.code == 0, begun.err
    file = tmp_path / "ours" / "coalition.yaml"
    found = read_reviewed(file, Coalition)
    assert (found.name, found.contact) == (name, "a@example.org")
    assert [(one.jurisdiction, one.session) for one in found.follows] == [("md", "2025")]
    assert (tmp_path / "ours").stat().st_mode & 0o077 == 0
    before = file.read_bytes()
    again = _in(tmp_path, "init", "ours", "--name", "Another")
    assert (again.code, file.read_bytes()) == (2, before)
    assert "is a coalition's already" in again.err


def test_what_it_is_called_unless_said(tmp_path: Path) -> None:
    assert _in(tmp_path, "init", "homes-for-all").code == 0
    found = read_reviewed(tmp_path / "homes-for-all" / "coalition.yaml", Coalition)
    assert (found.name, found.follows, found.method) == ("Homes for all", (), None)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--name", "two\nlines"), "one line"),
        (("--name", "x" * 121), "--name"),
        (("--follow", "md"), "is no jurisdiction and session"),
        (("--follow", "zz:2025"), "no rules have been reviewed"),
    ],
)
def test_what_is_wrong_leaves_no_folder(
    tmp_path: Path, arguments: tuple[str, str], said: str
) -> None:
    ended = _in(tmp_path, "init", "ours", *arguments)
    assert ended.code == 2
    assert said in ended.err
    assert not (tmp_path / "ours").exists()


def test_commands_within_work_on_its_own_record(tmp_path: Path) -> None:
    assert _in(tmp_path, "init", "ours").code == 0
    inside = tmp_path / "ours" / "agendas"
    assert _in(inside, "load", "sample").code == 0
    assert (tmp_path / "ours" / "answerable.duckdb").is_file()
    elsewhere = _in(inside, "score", ANSWERABLE_HOME=str(tmp_path / "other"))
    assert elsewhere.code == 5
    settings = tmp_path / "ours" / "coalition.yaml"
    text = settings.read_text("utf-8")
    settings.write_text(f"{text}method: missed_is_against\n", "utf-8")
    usual, named = _in(inside, "score"), _in(inside, "score", "--method", "missed_is_against")
    assert (usual.code, usual.out) == (0, named.out)
    other = _in(inside, "score", "--method", "agenda_alignment")
    assert other.out != usual.out
    settings.write_text(f"{text}methods: [vote_index]\n", "utf-8")
    wrong = _in(inside, "score")
    assert wrong.code == 4
    assert "there is no such entry" in wrong.err
    assert "coalition.yaml, methods" in wrong.err


def test_without_settings_there_is_no_coalition(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANSWERABLE_HOME", str(tmp_path))
    assert own_coalition() is None


def test_the_demonstration_stays_out_of_a_coalitions_record(tmp_path: Path) -> None:
    assert _in(tmp_path, "init", "ours").code == 0
    refused = _in(tmp_path / "ours", "demo", "--no-serve")
    assert refused.code == 2
    assert "is not put into a coalition's own record" in refused.err
    assert not (tmp_path / "ours" / "answerable.duckdb").exists()


def test_wrong_settings_keep_the_app_shut_since_they_may_say_who_signs_in(
    tmp_path: Path,
) -> None:
    (tmp_path / "coalition.yaml").write_text("format: 1\nname: [a, b]\n", "utf-8")
    ended = Program(tmp_path).run("serve", "--port", "1")
    assert ended.code == 4
    assert "coalition.yaml, name" in ended.err
