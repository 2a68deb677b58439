"""Fetching a large file in parts: bounded, gone on with, and never of two editions."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from scrapers.kit import download
from scrapers.kit.budget import Budget
from scrapers.kit.download import Errand, Outcome, Partial, Standing, fetch
from scrapers.kit.manners import Manners
from scrapers.kit.warc import Archive
from tests.sites.site import Answer, Site, serving

PATH = "/large.zip"
SIZE = 1000
BODY = b"PK" + os.urandom(4 * SIZE - 302)
EDITION = Answer(BODY, headers={"ETag": '"one"'}, in_parts=True)


def fetch_in_small_parts(url: str, folder: str, budget: int) -> None:
    """Run in a process of its own: a reactor does not start twice."""
    download.PART = SIZE
    partial = Partial(Path(folder), "large.zip", url)
    told: list[str] = []
    most = Budget(Path(folder) / "requests.json", budget)
    manners = Manners(0, None, SIZE, 2, (most,))
    with Archive(Path(folder) / "a.warc.gz", "test") as archive:
        outcome: Outcome = fetch(Errand(url, 10**6), partial, manners, archive, told.append)
    print(json.dumps([outcome.problem, str(outcome.file), told]))


def _fetch(site: Site, folder: Path, budget: int = 100) -> tuple[str | None, list[str]]:
    """What was wrong, and what was told."""
    folder.mkdir(exist_ok=True)
    wish = (site.address + PATH, str(folder), budget)
    script = f"from {__name__} import fetch_in_small_parts; fetch_in_small_parts{wish}"
    ran = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    problem, _, told = json.loads(ran.stdout)
    return problem, told


def _file(folder: Path) -> bytes:
    return (folder / "large.zip.part").read_bytes()


def _ranges(site: Site) -> list[str]:
    return [request.headers["Range"] for request in site.asked_for(PATH)]


def test_a_file_comes_in_parts_and_is_whole(tmp_path: Path) -> None:
    with serving({PATH: [EDITION]}) as site:
        problem, told = _fetch(site, tmp_path / "f")
        ranges = _ranges(site)
    assert (problem, _file(tmp_path / "f")) == (None, BODY)
    assert ranges == ["bytes=0-999", "bytes=1000-1999", "bytes=2000-2999", "bytes=3000-3999"]
    assert told[0].startswith("1,000 of 3,700 bytes, about ")
    assert told[-1] == "3,700 of 3,700 bytes"


def test_a_download_that_broke_off_goes_on_where_it_ended(tmp_path: Path) -> None:
    gone = Answer(status=503)
    with serving({PATH: [EDITION, EDITION, gone, gone, gone, EDITION]}) as site:
        problem, _ = _fetch(site, tmp_path / "f")
        assert problem is not None
        assert "2,000 bytes are kept, and the next attempt goes on from there" in problem
        problem, _ = _fetch(site, tmp_path / "f")
        again = site.asked_for(PATH)[5]
    assert (problem, _file(tmp_path / "f")) == (None, BODY)
    assert (again.headers["Range"], again.headers["If-Range"]) == ("bytes=2000-2999", '"one"')


def test_a_budget_that_is_used_up_keeps_what_came(tmp_path: Path) -> None:
    with serving({PATH: [EDITION]}) as site:
        problem, _ = _fetch(site, tmp_path / "f", budget=3)
        assert problem is not None
        assert "today's 3 requests to 127.0.0.1 are used up" in problem
        assert "2,000 bytes are kept" in problem
        assert len(_ranges(site)) == 2, "robots.txt is a request too"
        problem, _ = _fetch(site, tmp_path / "f")
    assert (problem, _file(tmp_path / "f")) == (None, BODY)


@pytest.mark.parametrize("broken", [True, False])
def test_parts_of_two_editions_are_never_put_together(broken: bool, tmp_path: Path) -> None:
    other = Answer(os.urandom(2500), headers={"ETag": '"two"'}, in_parts=True)
    gone: Sequence[Answer] = [Answer(status=503)] * 3 if broken else []
    with serving({PATH: [EDITION, *gone, other]}) as site:
        problem, _ = _fetch(site, tmp_path / "f")
        if broken:
            problem, _ = _fetch(site, tmp_path / "f")
        assert problem == "the archive was exchanged for another while it was read"
        problem, _ = _fetch(site, tmp_path / "f")
    assert (problem, _file(tmp_path / "f")) == (None, other.body)


def test_what_came_whole_is_not_sent_again_while_the_site_still_has_it(tmp_path: Path) -> None:
    with serving({PATH: [EDITION]}) as site:
        for _ in ("it comes", "it is there"):
            problem, _ = _fetch(site, tmp_path / "f")
            assert (problem, _file(tmp_path / "f")) == (None, BODY)
        again = site.asked_for(PATH)[4:]
    assert [one.headers["If-None-Match"] for one in again] == ['"one"']


@pytest.mark.parametrize("size", [900, 2500])
def test_what_came_whole_gives_way_to_another_edition(size: int, tmp_path: Path) -> None:
    other = Answer(os.urandom(size), headers={"ETag": '"two"'}, in_parts=True)
    with serving({PATH: [EDITION] * 4 + [other]}) as site:
        _fetch(site, tmp_path / "f")
        problem, told = _fetch(site, tmp_path / "f")
    assert (problem, _file(tmp_path / "f")) == (None, other.body)
    assert told[-1] == f"{size:,} of {size:,} bytes"


def test_what_came_whole_gives_way_to_an_edition_that_cannot_be_fetched(tmp_path: Path) -> None:
    other = replace(EDITION, headers={"ETag": '"two"'}, in_parts=False)
    with serving({PATH: [EDITION] * 4 + [other]}) as site:
        _fetch(site, tmp_path / "f")
        problem, _ = _fetch(site, tmp_path / "f")
    assert problem == "the archive is large, and the site does not send it in parts"
    assert list((tmp_path / "f").glob("*.part")) == []


def test_what_came_whole_waits_for_a_site_that_does_not_answer(tmp_path: Path) -> None:
    gone = Answer(status=503)
    with serving({PATH: [EDITION] * 4 + [gone] * 3 + [EDITION]}) as site:
        _fetch(site, tmp_path / "f")
        problem, _ = _fetch(site, tmp_path / "f")
        assert problem is not None
        assert "3,700 bytes are kept, and the next attempt goes on from there" in problem
        problem, _ = _fetch(site, tmp_path / "f")
    assert (problem, _file(tmp_path / "f")) == (None, BODY)


def test_what_came_whole_without_a_word_to_ask_with_is_fetched_anew(tmp_path: Path) -> None:
    with serving({PATH: [Answer(BODY[:900]), Answer(BODY[900:1800])]}) as site:
        for body in (BODY[:900], BODY[900:1800]):
            problem, _ = _fetch(site, tmp_path / "f")
            assert (problem, _file(tmp_path / "f")) == (None, body)


@pytest.mark.parametrize("is_taken", [False, True])
def test_a_download_gets_a_second_name_or_else_another(is_taken: bool, tmp_path: Path) -> None:
    """A name that is taken already stands for a disk where a file has one name only."""
    partial, path = Partial(tmp_path / "parts", "large.zip", "http://site"), tmp_path / "source.zip"
    partial.begin(Standing(url="http://site", total=len(BODY), etag='"one"'))
    partial.add(BODY)
    if is_taken:
        path.touch()
    partial.keep_at(path)
    assert (path.read_bytes(), partial.is_whole) == (BODY, not is_taken)
    partial.forget()
    assert path.read_bytes() == BODY
    assert list((tmp_path / "parts").iterdir()) == []


def test_a_part_that_was_not_asked_for_is_refused(tmp_path: Path) -> None:
    wrong = replace(
        EDITION,
        in_parts=False,
        status=206,
        body=b"x" * 10,
        headers={"Content-Range": "bytes 7-16/3700"},
    )
    with serving({PATH: [wrong]}) as site:
        problem, _ = _fetch(site, tmp_path / "f")
    assert problem == "the site sent another part of the archive than was asked for"


def test_a_large_file_that_does_not_come_in_parts_is_not_held_in_memory(tmp_path: Path) -> None:
    with serving({PATH: [replace(EDITION, in_parts=False)]}) as site:
        problem, _ = _fetch(site, tmp_path / "f")
    assert problem == "the archive is large, and the site does not send it in parts"


def test_a_small_file_that_does_not_come_in_parts_is_taken_whole(tmp_path: Path) -> None:
    with serving({PATH: [Answer(BODY[:900])]}) as site:
        problem, _ = _fetch(site, tmp_path / "f")
    assert (problem, _file(tmp_path / "f")) == (None, BODY[:900])
