"""A throw-away PostgreSQL server of this test run, where Debian's server binaries are installed."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import sqlalchemy as sa

ACCOUNTS = ("postgres", "nobody")
"""The server refuses to run as root; one of these runs it then."""

SETTINGS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=")
"""Nothing of this server is to survive, and nobody reaches it but through its socket."""


ENGLISH = ("--locale", "C.UTF-8", "--locale-provider", "icu", "--icu-locale", "en-US")
"""Sorts text as English does, as many servers do; those before version 15 cannot be asked to."""
NEW = ("--username", "tests", "--auth", "trust", "--encoding", "UTF8", "--no-sync")


@dataclass(frozen=True)
class Server:
    """A running server that listens on a socket in its own folder."""

    socket: Path
    user: str
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def new_database(self) -> str:
        """The address of a new, empty database."""
        name = f"answerable_{next(self._numbers)}"
        engine = sa.create_engine(self._address("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(sa.text(f"create database {name}"))
        engine.dispose()
        return self._address(name)

    def _address(self, database: str) -> str:
        return f"postgresql+psycopg://{self.user}@/{database}?host={self.socket}"


def binaries() -> Path | None:
    """The newest installed server's programs, or None."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3])
    )
    if found:
        return found[-1].parent
    elsewhere = shutil.which("initdb")
    return Path(elsewhere).parent if elsewhere else None


@contextmanager
def running(programs: Path) -> Iterator[Server]:
    """A new server, ended and removed afterwards."""
    account = _account()
    with tempfile.TemporaryDirectory(prefix="answerable-pg-") as parent:
        folder = Path(parent)
        if account:
            os.chown(folder, account.pw_uid, account.pw_gid)
        data = folder / "data"
        order = ENGLISH if _knows_orders(programs) else ("--locale", "C")
        _run([programs / "initdb", "--pgdata", data, *NEW, *order], account)
        options = " ".join(
            f"-c {setting}" for setting in (*SETTINGS, f"unix_socket_directories={folder}")
        )
        control: list[str | Path] = [programs / "pg_ctl", "--pgdata", data, "--wait", "--silent"]
        log: list[str | Path] = ["--log", folder / "log"]
        _run([*control, *log, "--options", options, "start"], account)
        try:
            yield Server(folder, "tests")
        finally:
            _run([*control, "--mode", "immediate", "stop"], account)


def _knows_orders(programs: Path) -> bool:
    told = subprocess.run(
        [programs / "initdb", "--help"], capture_output=True, text=True, check=True
    )
    return "--icu-locale" in told.stdout


def _account() -> pwd.struct_passwd | None:
    """Who runs the server: the present user, or where that is root, an account that is not."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return next(known[name] for name in ACCOUNTS if name in known)


def _run(command: list[str | Path], account: pwd.struct_passwd | None) -> None:
    subprocess.run(
        command,
        user=account.pw_uid if account else None,
        group=account.pw_gid if account else None,
        extra_groups=[] if account else None,
        cwd="/",
        check=True,
        stdout=subprocess.DEVNULL,
    )
