"""`answerable schedule run` as a real process, before a real site on this machine."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from tests.cli.program import REPOSITORY, Program
from tests.ready_python import ready_python
from tests.sites.leginfo import leginfo_answers
from tests.sites.site import Answer, serving
from tracker.cli import command_line
from tracker.crawls.sources import declared_sources

LONG_AGO = {
    "attempt": "0",
    "started_at": "2020-01-01T00:00:00Z",
    "started_by": "schedule",
    "session": "20072008",
    "process": 1,
}
ENDED = {"attempt": "0", "ended_at": "2020-01-01T00:01:00Z", "outcome": "loaded"}
VOTES = "/faces/billVotesClient.xhtml?bill_id=200720080SB375"


def _missed(program: Program) -> None:
    """As if the schedule had last read the source years ago: it is due at once."""
    folder = program.home / "crawls" / "ca_leginfo"
    folder.mkdir(parents=True, exist_ok=True)
    lines = f"{json.dumps(LONG_AGO)}\n{json.dumps(ENDED)}\n"
    (folder / "attempts.jsonl").write_text(lines, "utf-8")


def _schedule(program: Program, address: str, *more: str) -> Path:
    path = program.home / "schedule.yaml"
    wish = ("session: '20072008'", "bills: [SB 375]", "delay: 0", f"url: '{address}'", *more)
    entry = ", ".join(wish)
    path.write_text(
        "format: 1\ntimezone: UTC\nsources:\n"
        f"  ca_leginfo: {{cron: 0 0 1 1 *, {entry}}}\n"
        "  ca_rollcalls: {cron: 0 0 1 1 *, session: '20072008'}\n",
        "utf-8",
    )
    return path


@contextmanager
def _running(program: Program) -> Iterator[subprocess.Popen[str]]:
    environment = os.environ | {"ANSWERABLE_HOME": str(program.home)}
    command = [ready_python(), "-m", "tracker.cli", "schedule", "run"]
    with subprocess.Popen(
        command, cwd=REPOSITORY, env=environment, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def _until(process: subprocess.Popen[str], words: str) -> str:
    """The first line that it says with these words in it."""
    assert process.stderr is not None
    said = []
    for line in process.stderr:
        said.append(line)
        if words in line:
            return line
    raise AssertionError(f"it never said {words!r}, but: {''.join(said)}")


def _leginfo(program: Program) -> dict[str, Any]:
    return next(row for row in program.json("status") if row["source"] == "ca_leginfo")


def test_what_was_missed_is_read_once_and_the_rest_waits(program: Program) -> None:
    _missed(program)
    with serving(leginfo_answers()) as site:
        _schedule(program, site.address)
        with _running(program) as process:
            assert "next at" in _until(process, "ca_rollcalls")
            assert "read; next at" in _until(process, "ca_leginfo: read")
            process.send_signal(signal.SIGTERM)
            _until(process, "stopped")
            assert process.wait() == 0
        assert len(site.asked_for(VOTES)) == 1, "six years of missed runs are one run"
    status = _leginfo(program)
    assert (status["last_attempt"], status["runs"][0]["started_by"]) == ("loaded", "schedule")
    assert len(status["runs"]) == 2


def test_while_it_runs_the_next_run_is_shown_and_no_second_one_begins(program: Program) -> None:
    program.home.mkdir()
    _schedule(program, "http://127.0.0.1:9")
    assert _leginfo(program)["next_at"] is None
    with _running(program) as process:
        _until(process, "ca_rollcalls")
        assert _leginfo(program)["next_at"].endswith("-01-01T00:00:00+00:00")
        second = program.run("schedule", "run")
        assert (second.code, "another schedule runs already" in second.err) == (2, True)
        process.send_signal(signal.SIGTERM)
        assert process.wait() == 0
    assert _leginfo(program)["next_at"] is None


def test_what_the_budget_of_a_day_cut_off_is_finished_by_the_next_run(program: Program) -> None:
    _missed(program)
    with serving(leginfo_answers()) as site:
        _schedule(program, site.address, "budget: 3")
        for said in ("could not be read", "read; next at"):
            _missed(program)
            with _running(program) as process:
                assert said in _until(process, "; next at")
                process.send_signal(signal.SIGTERM)
                assert process.wait() == 0
            (program.home / "crawls" / "requests.json").unlink()
        asked = [one.path for one in site.requests if one.path != "/robots.txt"]
    assert len(asked) == len(set(asked)) == 4, "nothing is fetched twice"
    assert _leginfo(program)["last_attempt"] == "loaded"


def test_a_source_in_trouble_is_said_and_the_schedule_goes_on(program: Program) -> None:
    _missed(program)
    _schedule(program, "http://127.0.0.1:9")
    with _running(program) as process:
        assert "next at" in _until(process, "could not be read")
        process.send_signal(signal.SIGINT)
        assert process.wait() == 0
    assert "could not be reached" in _leginfo(program)["wrong"]


def test_a_plan_for_the_site_s_own_list_is_shown_as_that(program: Program) -> None:
    _missed(program)
    path = _schedule(program, "http://127.0.0.1:9")
    path.write_text(path.read_text("utf-8").replace("bills: [SB 375]", "listed: true"), "utf-8")
    with _running(program) as process:
        assert "next at" in _until(process, "could not be read")
        process.send_signal(signal.SIGTERM)
        assert process.wait() == 0
    assert _leginfo(program)["runs"][0]["plan"] == "--session 20072008 --listed"


def test_a_signal_to_stop_ends_the_crawl_too(program: Program) -> None:
    _missed(program)
    slow: dict[str, Sequence[Answer]] = {
        path: [replace(one, pause=120.0) for one in answers]
        for path, answers in leginfo_answers().items()
        if path.startswith("/faces/")
    }
    with serving(slow) as site:
        _schedule(program, site.address)
        with _running(program) as process:
            begun = _until(process, "begun")
            child = int(begun.partition("(process ")[2].partition(")")[0])
            process.send_signal(signal.SIGTERM)
            _until(process, "stopped")
            assert process.wait() == 0
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)
    assert not (program.home / "answerable.duckdb").exists()


def test_a_schedule_that_is_wrong_begins_nothing(program: Program, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("format: 1\ntimezone: UTC\nsources: {ca_weather: {}}\n", "utf-8")
    ended = program.run("schedule", "run", "--file", wrong)
    assert ended.code == 4
    assert "wrong.yaml" in ended.err
    absent = program.run("schedule", "run", "--file", tmp_path / "absent.yaml")
    assert (absent.code, "cannot be read" in absent.err) == (4, True)


def test_every_source_that_can_be_crawled_can_be_scheduled() -> None:
    program = get_command(command_line())
    assert isinstance(program, TyperGroup)
    crawl = program.commands["crawl"]
    assert isinstance(crawl, TyperGroup)
    asked = {one.id for one in declared_sources().values() if one.is_crawled}
    assert set(crawl.commands) - {"replay"} == asked
