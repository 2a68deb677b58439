"""Fills `.venv` with the pinned packages and the checkout itself; standard library only.

Called by `scripts/setup` with the interpreter it found. Every package is checked against its
hash in `requirements/`, nothing is built from source, and no package index is named here: pip
uses the one it is configured with. Bytecode is left to the first import: compiling every module of
every package takes half a minute, and most are never imported.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
PINNED = ENVIRONMENT / "pinned.txt"
"""What the packages in `.venv` were installed from."""
SECONDS_BETWEEN_LINES = 10
"""How often a log that is not a terminal hears about progress."""


def main(wanted: str) -> int:
    """Bring `.venv` to `requirements/{wanted}.txt` and this checkout; 0 when it is ready."""
    started = time.monotonic()
    if not _filled_from(wanted):
        version = ".".join(str(part) for part in sys.version_info[:3])
        print(f"Setting up Answerable in .venv with Python {version}, once; a minute or two.")
        if not (_run(_environment()) and _run(_packages(wanted))):
            return 1
        PINNED.write_text(_description(wanted), encoding="utf-8")
    if not _run(_itself()):
        return 1
    print(f"Ready after {time.monotonic() - started:.0f} s.")
    return 0


@dataclass(frozen=True)
class Step:
    """One command of the set-up, what to call it, and how many packages it installs."""

    label: str
    command: list[str]
    packages: int = 0


def _filled_from(wanted: str) -> bool:
    """Whether the packages are those of the lock, or of the larger one, and stand here."""
    if not PINNED.exists():
        return False
    filled = PINNED.read_text(encoding="utf-8")
    return any(filled == _description(name) for name in (wanted, "dev"))


def _description(name: str) -> str:
    """What the packages in `.venv` follow from: an environment does not survive being moved."""
    return "\n".join([str(ROOT), sys.version, *_pins(name)])


def _pins(name: str) -> list[str]:
    """The lines of a lock, without its comments on what asked for what."""
    lock = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in lock.splitlines() if not line.lstrip().startswith("#")]


def _environment() -> Step:
    return Step(
        "a new virtual environment", [sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT)]
    )


def _packages(name: str) -> Step:
    lock = ROOT / "requirements" / f"{name}.txt"
    return Step(
        "pinned packages",
        [*_pip(), "--no-compile", "--require-hashes", "--only-binary=:all:", f"-r{lock}"],
        packages=sum("==" in line for line in _pins(name)),
    )


def _itself() -> Step:
    return Step(
        "Answerable itself",
        [*_pip(), "--no-deps", "--no-build-isolation", "--no-index", f"-e{ROOT}"],
    )


def _pip() -> list[str]:
    return [str(PYTHON), "-m", "pip", "install", "--progress-bar", "off", "--no-input"]


def _run(step: Step) -> bool:
    """Run one step under a progress line; on failure show the end of what it said."""
    progress = _Progress(step.label, step.packages)
    said: list[str] = []
    with subprocess.Popen(
        step.command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        env={**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PYTHONUNBUFFERED": "1"},
    ) as process:
        for line in _lines(process):
            said.append(line)
            progress.hear(line)
    if process.returncode == 0:
        progress.done()
        return True
    progress.failed()
    print("\n".join(said[-20:]), file=sys.stderr)
    print(
        f"Setting up stopped at: {step.label}.\n"
        f"  where: {ENVIRONMENT}\n"
        "  what to do: read the lines above; if the network failed, run the same command again",
        file=sys.stderr,
    )
    return False


def _lines(process: subprocess.Popen[str]) -> Iterator[str]:
    assert process.stdout is not None
    for line in process.stdout:
        yield line.rstrip()


class _Progress:
    """One line that moves on a terminal; elsewhere a line now and then."""

    def __init__(self, label: str, packages: int) -> None:
        self.label = label
        self.packages = packages
        self.seen = 0
        self.started = time.monotonic()
        self.spoken = self.started
        self.moving = sys.stdout.isatty()
        self._say("")

    def hear(self, line: str) -> None:
        words = line.split()
        if not self.packages or not words:
            return
        if words[0] in ("Collecting", "Ignoring"):
            self.seen += 1
            self._say(f"{self.seen} of {self.packages}: {words[1].rstrip(':').split('==')[0]}")
        elif words[0] == "Installing":
            self.spoken = 0
            self._say(f"all {self.packages} fetched, unpacking")

    def done(self) -> None:
        seconds = time.monotonic() - self.started
        count = f"{self.packages} " if self.packages else ""
        self._write(f"  {count}{self.label}: {seconds:.0f} s", end="\n")

    def failed(self) -> None:
        self._write(f"  {self.label}: failed", end="\n")

    def _say(self, what: str) -> None:
        line = f"  {self.label} ... {what}".rstrip()
        if self.moving:
            self._write(line, end="")
        elif what and time.monotonic() - self.spoken > SECONDS_BETWEEN_LINES:
            self.spoken = time.monotonic()
            self._write(line, end="\n")

    def _write(self, line: str, end: str) -> None:
        start, finish = ("\r", "\x1b[K") if self.moving else ("", "")
        print(f"{start}{line[:100]}{finish}", end=end, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
