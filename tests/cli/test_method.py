"""`answerable method`: the rules that ship, and one of them whole."""

from __future__ import annotations

from pathlib import Path

from tests.cli.program import Program
from tracker.scoring.method import shipped_methods


def test_every_shipped_method_is_listed_the_default_first(program: Program) -> None:
    listed = program.json("method", "list")
    assert [method["id"] for method in listed] == list(shipped_methods())
    assert [method["id"] for method in listed if method["is_default"]] == ["agenda_alignment"]
    assert listed[0]["is_default"]


def test_a_method_shows_what_each_thing_a_member_may_do_is_worth(program: Program) -> None:
    shown = program.json("method", "show", "--method", "excused_dropped")
    assert shown["treatments"]["not_voting"] == "against"
    assert shown["treatments"]["excused"] == "leave_out"
    assert "vacant" not in shown["treatments"]


def test_a_method_with_a_rule_nobody_knows_is_unreadable(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text("id: own\nversion: 1\nbonus_points: 5\n", "utf-8")
    ended = program.run("method", "show", "--method", path)
    assert ended.code == 4
    assert "docs/method.md" in ended.err


def test_a_file_that_is_no_yaml_is_told_in_three_lines(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text("id: own\ntreatments: [\n", "utf-8")
    ended = program.run("method", "show", "--method", path)
    assert ended.code == 4
    assert "own.yaml, line 3\n" in ended.err
    assert ended.err.strip().count("\n") == 2
