"""How far a crawl has come: one line redrawn on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import io
import os
import pty
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from scrapers.kit.progress import SELDOM, Count, Progress, Teller, in_words
from tests.cli.program import REPOSITORY
from tests.ready_python import ready_python
from tests.sites.leginfo import leginfo_answers
from tests.sites.site import serving


def _crawl(folder: Path, address: str, stderr: int) -> subprocess.CompletedProcess[bytes]:
    wish = ("--session", "2007-08", "--bill", "SB 375", "--url", address, "--delay", "0")
    crawl = ("crawl", "ca_leginfo", *wish, "--out", str(folder / "crawl"), "--progress")
    return subprocess.run(
        [ready_python(), "-m", "scrapers", *crawl],
        cwd=REPOSITORY,
        stdout=subprocess.DEVNULL,
        stderr=stderr,
        check=True,
    )


def _to_its_end(descriptor: int) -> str:
    said = b""
    try:
        while part := os.read(descriptor, 4096):
            said += part
    except OSError:
        pass  # what Linux says of a terminal that nobody writes to any more
    finally:
        os.close(descriptor)
    return said.decode()


def test_on_a_terminal_one_line_is_drawn_anew(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    with serving(leginfo_answers()) as site:
        _crawl(tmp_path, site.address, theirs)
    os.close(theirs)
    lines = _to_its_end(ours).split("\r\n")
    (drawn,) = [line for line in lines if "of 4 pages" in line]
    assert [part.partition(" pages")[0] for part in drawn.split("\r\x1b[K")] == [
        "",
        "1 of 4",
        "2 of 4",
        "3 of 4",
        "4 of 4",
    ]
    assert lines[-2].startswith("staged in ")


def test_in_a_pipe_there_is_no_line_for_every_page(tmp_path: Path) -> None:
    with serving(leginfo_answers()) as site:
        said = _crawl(tmp_path, site.address, subprocess.PIPE).stderr.decode()
    lines = said.splitlines()
    assert [line.partition(",")[0] for line in lines if "of 4 pages" in line] == ["1 of 4 pages"]
    assert lines[-1].startswith("staged in ")
    assert "\x1b" not in said


def test_in_a_pipe_a_count_is_told_now_and_then() -> None:
    said, now = io.StringIO(), [0.0]
    teller = Teller(said, lambda: now[0])
    for second in range(4 * int(SELDOM)):
        now[0] = float(second)
        teller(Count(second))
    assert said.getvalue().split() == ["0", "15", "30", "45"]


def test_a_reader_that_has_gone_is_no_error() -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    with os.fdopen(theirs, "w") as stream:
        teller = Teller(stream)
        teller("asking")
        teller("staged")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.4, "0 seconds"),
        (1.4, "1 second"),
        (119, "119 seconds"),
        (150, "2 minutes"),
        (10_000, "2 h 47 min"),
    ],
)
def test_a_time_is_told_as_a_person_would(seconds: float, words: str) -> None:
    assert in_words(seconds) == words


@pytest.fixture
def told() -> list[str]:
    return []


def test_the_time_left_is_told_until_all_is_there(told: list[str]) -> None:
    tell: Callable[[str], None] = told.append
    progress = Progress(tell, "pages")
    progress.show(1, 2)
    progress.show(2, 2)
    assert told[0].startswith("1 of 2 pages, about ")
    assert told[1] == "2 of 2 pages"
