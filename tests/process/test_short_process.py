"""A process that ends at once loses nothing of what it did."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

BEGIN = "from tracker.process.short_process import end_short_process\n"


def ended(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", BEGIN + code], capture_output=True, text=True, timeout=60
    )


def test_all_that_was_printed_arrives_with_the_exit_code() -> None:
    went = ended(
        "import sys\n"
        "print('x' * 3_000_000)\n"
        "print('done', end='', file=sys.stderr)\n"
        "end_short_process(3)"
    )
    assert (went.returncode, len(went.stdout), went.stderr) == (3, 3_000_001, "done")


def test_work_that_goes_on_in_a_thread_is_awaited(tmp_path: Path) -> None:
    path = tmp_path / "written"
    went = ended(
        "import threading\n"
        "def work():\n"
        "    threading.main_thread().join()\n"
        f"    open({str(path)!r}, 'w').write('whole')\n"
        "threading.Thread(target=work).start()\n"
        "end_short_process(4)"
    )
    assert (went.returncode, path.read_text("utf-8")) == (4, "whole")


def test_output_that_finds_no_reader_is_no_success() -> None:
    code = BEGIN + "input()\nprint('few words')\nend_short_process(0)"
    with subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as child:
        assert child.stdin and child.stdout
        child.stdout.close()
        child.stdin.write("\n")
        child.stdin.close()
        assert child.wait(60) != 0


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_a_process_without_a_stream_ends_with_its_code(stream: str) -> None:
    went = ended(f"import sys\nsys.{stream} = None\nend_short_process(0)")
    assert (went.returncode, went.stderr) == (0, "")
