"""A file that came whole is not fetched again, wherever the spider was killed after that."""

from __future__ import annotations

import io
import json
import os
import subprocess
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.cli.program import REPOSITORY, Ended, Program
from tests.ready_python import ready_python
from tests.sites.bulk import FileMischief, bulk_answers
from tests.sites.site import Answer, Site, serving

FILES = {"ca_pubinfo": "/pubinfo_2007.zip", "ca_rollcalls": "/data/caleg07-08.zip"}
KILLS = """
import os, signal, sys

def kill(event, arguments):
    at = event == {event!r} and str(arguments[0]).endswith({name!r})
    if at and os.path.exists(arguments[0]):
        os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(kill)
"""
"""Python imports it as it begins; the process ends itself as it touches a file of that name."""
READING = ("open", "/source.zip")
WRITTEN = ("os.rename", ".unfinished")
"""The crawl folder is whole, and gets its name now."""
NAMED = ("os.remove", ".part")
"""It has its name; the download is still to be forgotten."""


@pytest.fixture
def answers() -> dict[str, Sequence[Answer]]:
    return bulk_answers()


@pytest.fixture
def site(answers: dict[str, Sequence[Answer]]) -> Iterator[Site]:
    with serving(answers) as site:
        yield site


def _wish(source: str, site: Site, path: str, *more: str) -> tuple[str, ...]:
    url = site.address + path.removesuffix(FILES["ca_pubinfo"])
    return ("crawl", source, "--session", "2007-08", "--url", url, "--delay", "0", *more)


def _killed(program: Program, moment: tuple[str, str], *wish: str) -> Ended:
    """The command, whose spider is killed at that moment."""
    event, name = moment
    folder = program.home.with_name("kills")
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(KILLS.format(event=event, name=name), "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(folder), prepend=os.pathsep)
        return program.run(*wish)


def _asked(site: Site, path: str) -> list[str | None]:
    """For each request for the file, the edition that it was not to be sent again."""
    return [one.headers.get("If-None-Match") for one in site.asked_for(path)]


def _downloads(program: Program, source: str) -> list[Path]:
    return list((program.home / "crawls" / source / ".parts").iterdir())


def _folders(program: Program, source: str) -> list[Path]:
    return list((program.home / "crawls" / source).glob("*Z"))


def _left_over(program: Program, source: str) -> list[Path]:
    """Folders beside the crawls, but for that of downloads."""
    listed = [path for path in (program.home / "crawls" / source).glob(".*") if path.is_dir()]
    return [path for path in listed if path.name != ".parts"]


def _replayed(program: Program, said: dict[str, Any]) -> Any:
    return program.json("crawl", "replay", said["crawl"])["identical"]


@pytest.mark.parametrize(
    ("source", "moment", "folders"),
    [
        ("ca_pubinfo", READING, 0),
        ("ca_rollcalls", READING, 0),
        ("ca_rollcalls", WRITTEN, 0),
        ("ca_rollcalls", NAMED, 1),
    ],
    ids=["a session", "reading", "written", "named"],
)
def test_what_came_whole_before_a_kill_is_asked_for_once_more_and_not_sent(
    source: str, moment: tuple[str, str], folders: int, site: Site, program: Program
) -> None:
    path = FILES[source]
    etag = site.answers[path][0].headers["ETag"]
    assert _killed(program, moment, *_wish(source, site, path)).code == 4
    assert len(_folders(program, source)) == folders
    assert len(_left_over(program, source)) == 1
    said = program.json(*_wish(source, site, path))
    assert said["load"]["loaded"] > 0
    assert _asked(site, path) == [None, etag]
    assert _replayed(program, said)
    assert _downloads(program, source) == _left_over(program, source) == []
    assert _folders(program, source) == [Path(said["crawl"])]


def test_a_crawl_folder_that_was_not_finished_is_no_earlier_crawl(
    site: Site, program: Program
) -> None:
    path = FILES["ca_rollcalls"]
    wish = _wish("ca_rollcalls", site, path, "--no-load")
    folder = Path(program.json(*wish)["crawl"])
    folder.rename(folder.with_name(f".{folder.name}.0123abcd.unfinished"))
    again = Path(program.json(*wish)["crawl"])
    assert _folders(program, "ca_rollcalls") == [again]
    assert _asked(site, path) == [None, None]


def test_a_download_that_is_not_staged_yet_may_be_what_is_asked_for(
    site: Site, program: Program
) -> None:
    path = FILES["ca_rollcalls"]
    _killed(program, READING, *_wish("ca_rollcalls", site, path))
    said = program.json(*_wish("ca_rollcalls", site, path, "--resume"))
    assert said["load"]["loaded"] > 0
    assert len(_asked(site, path)) == 2


def test_a_file_that_was_exchanged_since_the_kill_is_fetched_anew(
    answers: dict[str, Sequence[Answer]], site: Site, program: Program
) -> None:
    path = FILES["ca_pubinfo"]
    _killed(program, READING, *_wish("ca_pubinfo", site, path))
    (before,) = answers[path]
    body = io.BytesIO(before.body)
    with zipfile.ZipFile(body, "a") as zipped:
        zipped.writestr("README.txt", "another edition")
    headers = {**before.headers, "ETag": '"another"'}
    answers[path] = [replace(before, body=body.getvalue(), headers=headers)]
    folder = Path(program.json(*_wish("ca_pubinfo", site, path))["crawl"])
    assert (folder / "source.zip").read_bytes() == body.getvalue()
    manifest = json.loads((folder / "crawl.json").read_text("utf-8"))
    assert manifest["files"][0]["etag"] == '"another"'
    assert _asked(site, path) == [None, before.headers["ETag"]]
    assert _downloads(program, "ca_pubinfo") == []


@pytest.mark.parametrize("source", FILES)
def test_a_file_that_is_refused_after_a_kill_is_refused_once_and_then_fetched_anew(
    source: str, site: Site, program: Program
) -> None:
    path = f"/{FileMischief.ENDS_EARLY}{FILES[source]}"
    etag = site.answers[path][0].headers["ETag"]
    assert _killed(program, READING, *_wish(source, site, path)).code == 4
    for _ in ("what came before", "what is sent again"):
        assert program.run(*_wish(source, site, path)).code == 3
        assert _downloads(program, source) == []
    assert _asked(site, path) == [None, etag, None]


def test_a_file_that_is_refused_and_not_kept_is_not_gone_on_with(
    site: Site, tmp_path: Path
) -> None:
    path = f"/{FileMischief.ENDS_EARLY}{FILES['ca_rollcalls']}"
    crawls = tmp_path / "crawls"
    _, source, *options = _wish("ca_rollcalls", site, path, "--crawls", str(crawls))
    spider = [ready_python(), "-m", "scrapers", "crawl", source, *options]
    ended = subprocess.run([*spider, "--out", crawls / "one"], cwd=REPOSITORY, check=False)
    assert ended.returncode == 4
    assert list((crawls / ".parts").iterdir()) == []
