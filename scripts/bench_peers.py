"""What `make bench` sets beside the program: the same archive, loaded with no gate and no names.

`python -m scripts.bench_peers numpy|polars ARCHIVE FOLDER` is one whole process, as a command is.
"""

from __future__ import annotations

import random
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

NAME_BYTES = 20
"""The bytes of a member's name, at the beginning of a line of votes."""
NO_VOTE = ord("0")


class Archive(NamedTuple):
    """The two files of an archive: lines of descriptions, and codes by member and roll call."""

    described: list[list[str]]
    members: list[str]
    codes: npt.NDArray[np.uint8]


def read(path: Path) -> Archive:
    """The archive, believed to the letter."""
    with zipfile.ZipFile(path) as zipped:
        files = {name[-9:].lower(): zipped.read(name) for name in zipped.namelist()}
    votes = next(raw for name, raw in files.items() if name.endswith("votes.dat"))
    lines = [line.rstrip(b"\r") for line in votes.split(b"\n") if line.strip()]
    text = next(raw for name, raw in files.items() if name.endswith("desc.dat"))
    described = [line.split("\t") for line in text.decode("cp1252", "replace").splitlines()]
    codes = np.frombuffer(b"".join(line[NAME_BYTES:] for line in lines), np.uint8)
    members = [line[:NAME_BYTES].decode("cp1252", "replace").strip() for line in lines]
    return Archive(described, members, codes.reshape(len(lines), -1))


def by_numpy(path: Path, folder: Path) -> int:
    """Into a DuckDB file: one table of roll calls, one of votes. Says how many votes."""
    import duckdb
    import pyarrow as pa

    archive = read(path)
    rolls, voters = np.nonzero(archive.codes.T != NO_VOTE)
    members = pa.DictionaryArray.from_arrays(voters.astype(np.int32), archive.members)
    votes = pa.table(
        {"row": rolls.astype(np.int32), "voter": members, "code": archive.codes[voters, rolls]}
    )
    columns = list(zip(*(line[:9] for line in archive.described), strict=True))
    described = pa.table({f"field_{number}": list(each) for number, each in enumerate(columns)})
    with duckdb.connect(folder / "peer.duckdb") as store:
        store.register("described", described)
        store.register("votes_read", votes)
        store.execute("create table roll_calls as select * from described")
        store.execute("create table votes as select * from votes_read")
    return len(votes)


def by_polars(path: Path, folder: Path) -> int:
    """Into two Parquet files. Says how many votes."""
    import polars as pl

    archive = read(path)
    rolls, voters = np.nonzero(archive.codes.T != NO_VOTE)
    members = pl.Series(archive.members)
    votes = pl.DataFrame({"row": rolls.astype(np.int32), "code": archive.codes[voters, rolls]})
    votes = votes.with_columns(members.gather(voters).alias("voter"))
    columns = list(zip(*(line[:9] for line in archive.described), strict=True))
    described = pl.DataFrame({f"field_{number}": list(each) for number, each in enumerate(columns)})
    described.write_parquet(folder / "roll_calls.parquet")
    votes.write_parquet(folder / "votes.parquet")
    return len(votes)


def with_changed_rolls(path: Path, out: Path, number: int) -> None:
    """The same archive in which, on so many roll calls, an aye and a noe changed places: its counts
    stay as they are declared.
    """
    with zipfile.ZipFile(path) as zipped:
        files = {name: zipped.read(name) for name in zipped.namelist()}
    votes = next(name for name in files if name.lower().endswith("votes.dat"))
    lines = [bytearray(line) for line in files[votes].split(b"\n")]
    of_members = [
        line for line in lines if line.strip() and not line.strip().startswith(b"Vacancy")
    ]
    columns = list(range(NAME_BYTES, min(map(len, of_members))))
    random.Random(5).shuffle(columns)
    for column in columns:
        aye, no = (
            next((line for line in of_members if line[column] == code), None) for code in b"16"
        )
        if aye and no and number:
            aye[column], no[column] = no[column], aye[column]
            number -= 1
    files[votes] = b"\n".join(lines)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in files.items():
            zipped.writestr(name, content)


PEERS: dict[str, Callable[[Path, Path], int]] = {"numpy": by_numpy, "polars": by_polars}

if __name__ == "__main__":
    name, archive_path, into = sys.argv[1:]
    print(PEERS[name](Path(archive_path), Path(into)))
