"""The file of a store: its owner's alone, never opened beside a log of changes that is not its own,
and never made anew by a read where one was lost.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
import sqlalchemy as sa

from tests.record.contents import store_at
from tracker import paths
from tracker.errors import StoreError
from tracker.store import Store, open_store
from tracker.store.schema import store_meta


@pytest.fixture
def wide_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def _revision(store: Store) -> int:
    query = sa.select(store_meta.c.value).where(store_meta.c.key == "revision")
    with store.reading() as connection:
        return int(connection.execute(query).scalar_one())


def _log(path: Path) -> Path:
    return Path(f"{path}.wal")


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def interrupted(tmp_path: Path) -> Path:
    """A store of revision 102 whose last hundred are in its log, as a process leaves it that is
    killed after it committed. `older` beside it is a copy from before.
    """
    path = tmp_path / "answerable.duckdb"
    with store_at(path).writing():
        pass
    shutil.copy(path, tmp_path / "older")
    with store_at(path).writing():
        pass
    with duckdb.connect(str(path)) as connection:
        connection.execute("pragma disable_checkpoint_on_shutdown")
        connection.execute("update store_meta set value = value + 100 where key = 'revision'")
    assert _log(path).stat().st_size
    return path


def test_what_a_killed_process_committed_is_there(interrupted: Path) -> None:
    assert _revision(store_at(interrupted)) == 102
    with store_at(interrupted).writing():
        pass
    assert _revision(store_at(interrupted)) == 103


def test_an_older_store_beside_a_newer_log_is_refused(interrupted: Path) -> None:
    shutil.copy(interrupted.with_name("older"), interrupted)
    before = _files(interrupted.parent)
    for unit in (store_at(interrupted).reading, store_at(interrupted).writing):
        older = "is older than the changes kept beside it"
        with pytest.raises(StoreError, match=older) as caught, unit():
            pass
        assert "move answerable.duckdb.wal elsewhere" in caught.value.what_to_do
    after = _files(interrupted.parent)
    assert {name: after[name] for name in before} == before
    _log(interrupted).rename(interrupted.with_name("put-aside"))
    assert _revision(store_at(interrupted)) == 1
    with store_at(interrupted).writing():
        pass
    assert _revision(store_at(interrupted)) == 2


@pytest.mark.parametrize("spoilt", ["middle", "beginning"])
def test_a_damaged_log_is_named_with_its_remedy(spoilt: str, interrupted: Path) -> None:
    log = _log(interrupted)
    whole = bytearray(log.read_bytes())
    place = 0 if spoilt == "beginning" else len(whole) // 2
    whole[place : place + 8] = bytes(8)
    log.write_bytes(whole)
    for unit in (store_at(interrupted).reading, store_at(interrupted).writing):
        with pytest.raises(StoreError, match="are damaged and cannot be read") as caught, unit():
            pass
        assert "move answerable.duckdb.wal elsewhere" in caught.value.what_to_do
    assert log.read_bytes() == whole
    log.rename(log.with_name("put-aside"))
    assert _revision(store_at(interrupted)) == 2


def test_a_read_makes_no_store_in_the_place_of_one_that_is_gone(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "answerable.duckdb"
    with store_at(path).writing():
        pass
    with store_at(path).writing():
        pass
    path.rename(tmp_path / "lost")
    with pytest.raises(StoreError, match="the store is gone") as caught:
        _revision(store_at(path))
    assert "put the file back" in caught.value.what_to_do
    assert not path.exists()
    with store_at(path).writing():
        pass
    assert "a new one begins in its place" in caplog.text
    assert _revision(store_at(path)) == 1


def test_a_read_where_no_store_ever_was_finds_an_empty_one(tmp_path: Path) -> None:
    assert _revision(store_at(tmp_path / "answerable.duckdb")) == 1


@pytest.mark.usefixtures("wide_umask")
def test_the_store_is_its_owners_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    monkeypatch.setenv("ANSWERABLE_HOME", str(home))
    monkeypatch.delenv("ANSWERABLE_DATABASE_URL", raising=False)
    with open_store().writing() as connection:
        connection.execute(sa.update(store_meta).values(value=store_meta.c.value))
        (home / "made meanwhile").touch()
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in home.iterdir()}
    assert "answerable.duckdb" in modes
    assert set(modes.values()) == {0o600}, modes
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert os.umask(0) == 0, "the mask of the process is as it was"


def test_a_store_that_all_could_read_is_closed_to_them(tmp_path: Path) -> None:
    path = tmp_path / "answerable.duckdb"
    with store_at(path).writing():
        pass
    path.chmod(0o644)
    _revision(store_at(path))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("name", ["50%25 done", "a&b=c#d", "ü ñ"])
def test_a_home_of_any_name_holds_its_own_store(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANSWERABLE_HOME", str(tmp_path / name))
    monkeypatch.delenv("ANSWERABLE_DATABASE_URL", raising=False)
    with open_store().writing():
        pass
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name / "answerable.duckdb").is_file()
    assert _revision(open_store()) == 1


def test_a_home_that_duckdb_would_take_for_another_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANSWERABLE_HOME", str(tmp_path / "why?"))
    monkeypatch.delenv("ANSWERABLE_DATABASE_URL", raising=False)
    with pytest.raises(StoreError, match="question mark"):
        open_store()


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://someone:hush-hush@/db?host=/nowhere",
        "postgresql://someone@/db?host=/nowhere&password=hush-hush",
        "postgresql://someone@/db?host=/nowhere&sslpassword=hush-hush",
        "postgresql://someone@/db?host=/nowhere&passwrd=hush-hush",
        "postgresql://someone:hush-hush@host:port/db",
        "mysql://someone@host/db?password=hush-hush",
        "hush-hush",
    ],
)
def test_a_password_shows_nowhere(address: str) -> None:
    shown = []
    try:
        store = open_store(address)
        shown += [repr(store), str(store), store.address]
        with store.reading():
            pass
    except StoreError as error:
        shown += [str(error), repr(error), repr(error.args)]
    assert shown
    assert "hush-hush" not in " ".join(shown)


def test_what_a_driver_repeats_of_the_address_is_masked() -> None:
    from tracker.store.faults import explain

    url = sa.make_url("postgresql+psycopg://someone:hush%2Fhush@/db?host=/x&sslpassword=softly")
    told = explain(OSError("no service hush/hush softly"), url, None)
    assert "no service *** ***" in told.where


def test_a_lock_that_cannot_be_taken_is_not_said_to_be_anothers(tmp_path: Path) -> None:
    (tmp_path / "answerable.duckdb.lock").mkdir()
    with pytest.raises(StoreError) as caught, store_at(tmp_path / "answerable.duckdb").writing():
        pass
    assert "another program" not in str(caught.value)
    assert "answerable.duckdb.lock" in str(caught.value)


def test_a_user_without_a_home_is_asked_for_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a container that runs under a number alone: no folder called ~ is made."""
    for name in ("HOME", "XDG_DATA_HOME", "ANSWERABLE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("os.getuid", lambda: 54_321)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StoreError, match="cannot be found") as caught:
        paths.home_dir()
    assert "has no home folder" in caught.value.where
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("home", ["~nobody-of-that-name/x", "/tmp/caf\udce9"])
def test_a_home_that_nobody_can_find(home: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANSWERABLE_HOME", home)
    for asked in (paths.home_dir, paths.own_jurisdictions):
        with pytest.raises(StoreError, match="cannot be found") as caught:
            asked()
        assert "set ANSWERABLE_HOME" in caught.value.what_to_do
        assert str(caught.value).encode()
