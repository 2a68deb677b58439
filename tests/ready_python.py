"""A Python that is ready: it has imported the program, and begins `-m tracker.cli` or `-m scrapers`
by a fork.

Most of what a short command does is to import the same two thousand modules again: a second of a
processor, some thousand times in a run of the tests. `ready_python()` is a program to put where
`sys.executable` would stand. Asked for one of our two entry points, it hands what it was given
(arguments, environment, folder, descriptors) to a server, which forks; the child runs the module as
`__main__`, to whichever end, and the program ends as the child did. What that child starts with
`sys.executable` begins the same way. Asked for anything else, it is the Python of the tests.

A test whose subject is the process itself takes `sys.executable`: how it starts, what it imports
and holds in memory, whose child it is, that it is stopped or killed. A signal to end is passed on.
"""

from __future__ import annotations

import array
import gc
import importlib
import marshal
import os
import pkgutil
import re
import runpy
import selectors
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import NoReturn, Self

REPOSITORY = Path(__file__).resolve().parents[1]

_PLAIN, _NUMPY = "plain", "numpy"
"""What a server is called: the one whose children do without numpy, as commands do, and the other
that has imported it."""
_ELSEWHERE = 0
"""Said in place of a process: the other server is the one to ask."""
_AS_AT_START = ("PYTHON", "LC_", "LANG")
"""How settings begin that Python reads as it starts. Where they differ, it starts anew."""
_FREE = 64
"""Descriptors from here on are nobody's."""

_PROGRAM = """\
#!{python} -IS
import _signal, _socket, marshal, os, sys

def at_start():
    return {{k: v for k, v in os.environ.items() if k.startswith({as_at_start})}}

def is_ours():
    if sys.argv[1:2] != ["-m"] or sys.argv[2:3] not in (["tracker.cli"], ["scrapers"]):
        return False
    packages = os.path.isdir("tracker") or os.path.isdir("scrapers")
    other = packages and os.getcwd() != {repository!r}
    return not other and at_start() == {settings!r}

def number(connection):
    said = connection.recv(4, _socket.MSG_WAITALL)
    return int.from_bytes(said, "little", signed=True) if len(said) == 4 else sys.exit(70)

def ask(server):
    connection = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
    connection.connect({folder!r} + "/" + server)
    given = marshal.dumps((sys.argv[2:], os.getcwd(), dict(os.environ), descriptors))
    rights = b"".join(one.to_bytes(4, sys.byteorder) for one in descriptors)
    connection.sendmsg([len(given).to_bytes(4, "little")],
                       [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, rights)])
    connection.sendall(given)
    return connection, number(connection)

if not is_ours():
    os.execv({python!r}, [{python!r}, *sys.argv[1:]])
descriptors = []
for name in os.listdir("/dev/fd"):
    try:
        if os.get_inheritable(int(name)):
            descriptors.append(int(name))
    except OSError:
        pass
child, early = 0, []
for one in (_signal.SIGTERM, _signal.SIGINT, _signal.SIGHUP):
    _signal.signal(one, lambda sent, _: os.kill(child, sent) if child else early.append(sent))
connection, child = ask({plain!r})
if child == {elsewhere}:
    connection, child = ask({numpy!r})
for sent in early:
    os.kill(child, sent)
code = number(connection)
if code < 0:
    _signal.signal(-code, _signal.SIG_DFL) if -code not in (9, 19) else None
    os.kill(os.getpid(), -code)
os._exit(code)
"""


@cache
def ready_python() -> str:
    """The path of the program. Its server is begun when it is first asked for."""
    folder = Path(tempfile.mkdtemp(prefix="answerable-ready-"))
    program = folder / "python"
    program.write_text(_program(folder), "utf-8")
    program.chmod(0o700)
    _SERVERS.append((_started(_PLAIN, folder), folder))
    return str(program)


def end_ready_python() -> None:
    """Ends the server, if it was begun, and waits for that; another may be begun afterwards."""
    ready_python.cache_clear()
    while _SERVERS:
        server, folder = _SERVERS.pop()
        _end(server)
        shutil.rmtree(folder)


_SERVERS: list[tuple[subprocess.Popen[bytes], Path]] = []


def _program(folder: Path) -> str:
    return _PROGRAM.format(
        python=sys.executable,
        as_at_start=_AS_AT_START,
        settings={k: v for k, v in os.environ.items() if k.startswith(_AS_AT_START)},
        repository=str(REPOSITORY),
        folder=str(folder),
        plain=_PLAIN,
        numpy=_NUMPY,
        elsewhere=_ELSEWHERE,
    )


def _started(name: str, folder: Path) -> subprocess.Popen[bytes]:
    """A server that can be asked, and ends when its standard input does."""
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.ready_python", name, str(folder)],
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert server.stdout is not None
    assert server.stdout.readline() == b"ready\n", "it says why on standard error"
    return server


def _end(server: subprocess.Popen[bytes]) -> None:
    assert server.stdin is not None
    server.stdin.close()
    server.wait()


@dataclass(frozen=True)
class _Start:
    """What a program was given, by whoever started it."""

    arguments: Sequence[str]
    """The module, and what follows it."""
    folder: str
    environment: dict[str, str]
    descriptors: dict[int, int]
    """What is to be open in it, by number: as which number it is open in the server."""

    @classmethod
    def read(cls, connection: socket.socket) -> Self | None:
        """What is asked for on a connection; None where whoever asked has gone."""
        room = array.array("i")
        said, rights, *_ = connection.recvmsg(4, socket.CMSG_SPACE(253 * room.itemsize))
        for _level, _kind, sent in rights:
            room.frombytes(sent)
        given = connection.recv(int.from_bytes(said, "little"), socket.MSG_WAITALL)
        try:
            arguments, folder, environment, descriptors = marshal.loads(given)
        except (EOFError, ValueError):
            return None
        return cls(arguments, folder, environment, dict(zip(descriptors, room, strict=True)))

    @property
    def needs_numpy(self) -> bool:
        """Whether it may be a spider that computes with numpy: which one is said to it later."""
        return self.arguments[0] == "scrapers"

    def take_on(self, program: str) -> None:
        """In a child: to be as a process that was started so."""
        moved = {wanted: _out_of_the_way(is_now) for wanted, is_now in self.descriptors.items()}
        for standard in (0, 1, 2):
            if standard not in moved:
                os.close(standard)
        for wanted, is_now in moved.items():
            os.dup2(is_now, wanted)
            os.close(is_now)
        os.chdir(self.folder)
        os.environ.clear()
        os.environ.update(self.environment)
        sys.argv[1:] = self.arguments[1:]
        sys.path[0] = self.folder
        sys.executable = program

    def forget(self) -> None:
        """In the server: what the child has open is the child's."""
        for descriptor in self.descriptors.values():
            os.close(descriptor)


def _out_of_the_way(descriptor: int) -> int:
    import fcntl

    moved = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, _FREE)
    os.close(descriptor)
    return moved


@dataclass
class _Server:
    """Forks for whoever asks, and tells them how their child ended."""

    name: str
    folder: Path
    listener: socket.socket = field(default_factory=lambda: socket.socket(socket.AF_UNIX))
    watched: selectors.BaseSelector = field(default_factory=selectors.DefaultSelector)
    running: dict[socket.socket, tuple[int, int]] = field(default_factory=dict)
    """Each child, and what comes to an end with it, by who asked for it."""
    other: subprocess.Popen[bytes] | None = None

    def serve(self) -> _Start:
        """Returns in every child, with what that was started with; ends with standard input."""
        self.listener.bind(str(self.folder / self.name))
        self.listener.listen(64)
        self.watched.register(self.listener, selectors.EVENT_READ, self._accept)
        self.watched.register(0, selectors.EVENT_READ, self._end)
        os.write(1, b"ready\n")
        while True:
            for key, _ in self.watched.select():
                if key.fileobj in self.watched.get_map() and (start := key.data(key.fileobj)):
                    assert isinstance(start, _Start)
                    return start

    def _end(self, _input: object) -> NoReturn:
        if self.other:
            _end(self.other)
        os._exit(0)

    def _accept(self, _listener: object) -> _Start | None:
        connection, _ = self.listener.accept()
        start = _Start.read(connection)
        if start is None:
            connection.close()
            return None
        if self.name == _PLAIN and start.needs_numpy:
            self.other = self.other or _started(_NUMPY, self.folder)
            start.forget()
            _say(connection, _ELSEWHERE)
            connection.close()
            return None
        return self._fork(connection, start)

    def _fork(self, connection: socket.socket, start: _Start) -> _Start | None:
        over, lives = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(over)
            self._leave(connection)
            _out_of_the_way(lives)
            start.take_on(str(self.folder / "python"))
            return start
        os.close(lives)
        start.forget()
        self.running[connection] = child, over
        self.watched.register(over, selectors.EVENT_READ, lambda _over: self._ended(connection))
        self.watched.register(connection, selectors.EVENT_READ, self._left)
        _say(connection, child)
        return None

    def _leave(self, connection: socket.socket) -> None:
        """In a child: nothing of the server is open."""
        self.watched.close()
        self.listener.close()
        connection.close()
        for other, (_, over) in self.running.items():
            other.close()
            os.close(over)
        if self.other:
            for stream in (self.other.stdin, self.other.stdout):
                assert stream is not None
                os.close(stream.fileno())

    def _ended(self, connection: socket.socket) -> None:
        child, over = self.running.pop(connection)
        self.watched.unregister(over)
        self.watched.unregister(connection)
        os.close(over)
        _say(connection, os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
        connection.close()

    def _left(self, connection: socket.socket) -> None:
        """Who asked was killed; so is the child."""
        import signal

        os.kill(self.running[connection][0], signal.SIGKILL)
        self._ended(connection)


def _say(connection: socket.socket, number: int) -> None:
    with suppress(BrokenPipeError):
        connection.sendall(number.to_bytes(4, "little", signed=True))


def _import_all(needs_numpy: bool) -> None:
    """What the program is made of, and what its parts import once they are at work."""
    import scrapers
    import tracker
    from tracker.process.short_process import begin_short_process

    usual = gc.get_threshold()
    begin_short_process(needs_numpy=needs_numpy)
    for package in (tracker, scrapers):
        _import_package(package)
    for name in (*_AT_WORK, *_parts_of_scrapy()):
        importlib.import_module(name)
    import duckdb

    from tracker.store.new_tables import tables_script

    tables_script("duckdb")
    # It has a thread, which would be missing in a child, where another is made if it is wanted.
    duckdb.default_connection().close()
    del sys.meta_path[0]
    gc.set_threshold(*usual)
    assert "twisted.internet.reactor" not in sys.modules, "each process has a reactor of its own"


_AT_WORK = (
    "scrapy.crawler",
    "psycopg",
    "rich._emoji_codes",
    "sqlalchemy.dialects.postgresql.psycopg",
)


def _parts_of_scrapy() -> set[str]:
    """The modules that its settings name, which it imports when a crawl begins."""
    from scrapy.settings import default_settings

    named = re.findall(r"'(scrapy\.[a-z0-9_.]+)\.[A-Z]\w+'", repr(vars(default_settings)))
    return set(named)


def _import_package(package: ModuleType) -> None:
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if module.name.endswith(".__main__"):
            continue
        try:
            importlib.import_module(module.name)
        except ModuleNotFoundError as absent:
            if absent.name != _NUMPY:
                raise


if __name__ == "__main__":
    _server = _Server(sys.argv[1], Path(sys.argv[2]))
    _import_all(needs_numpy=_server.name == _NUMPY)
    gc.collect()
    gc.freeze()
    _started_with = _server.serve()
    runpy.run_module(_started_with.arguments[0], run_name="__main__", alter_sys=True)
