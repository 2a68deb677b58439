"""From a session's archive on disk to a crawl folder; the same for a local file and a download."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pyarrow as pa

from scrapers.bulk.source import JURISDICTION, Origin, Staged, address_of
from scrapers.ca_rollcalls.archive import SessionArchive, read_archive
from scrapers.ca_rollcalls.ballots import NOT_IN_BODY, OPTION_OF_CODE, VACANCY
from scrapers.ca_rollcalls.descriptions import RollDescription
from scrapers.columns import (
    date_column,
    never_column,
    numbers_column,
    repeated_column,
    text_column,
    whole_number_column,
)
from scrapers.staging import FetchedFile, now, write_crawl_folder
from tracker.crawls.manifest import FORMAT, Manifest
from tracker.crawls.shapes import ROLL_CALLS, VOTES
from tracker.crawls.sums import program, sha256_of
from tracker.errors import SourceError
from tracker.rules.measures import parse_bill_id
from tracker.rules.vocabulary import Option

PUBLISHED_AT = (
    "https://raw.githubusercontent.com/JeffreyBLewis/california-rollcall-votes/"
    "master/data/caleg{years}.zip"
)
"""The publisher's repository, at the address GitHub serves files to programs from: its robots.txt
asks them to keep off `github.com/.../raw/`. The branch is the one the publisher's own README links
to; it was not fetched to verify it, so the whole address can be set with `--url`."""

SOURCE = "ca_rollcalls"
LARGEST = 32_000_000
"""Bytes. No archive seen is over 1 MB; a body beyond this is not one."""
LICENCE = "MIT"
ATTRIBUTION = (
    "Jeffrey B. Lewis, California Assembly and Senate Roll Call Vote Data, from the published "
    "records of the California Legislature"
)
REPAIR = "noes_include_not_voting"
"""In some sessions (2013-14 among them) Senators with no vote recorded stand as Noes. The loader
repairs a roll only where its declared counts prove it."""


def stage(path: Path, folder: Path, origin: Origin, session: str | None = None) -> Manifest:
    """Read the archive at `path` and leave it staged in `folder`.

    Raises:
        SourceError: as for `read`.
        UsageError: `folder` is occupied.
        CrawlFolderError: `folder` cannot be written.
    """
    staged = read(path, origin, session)
    write_crawl_folder(folder, staged.manifest, staged.tables)
    return staged.manifest


def read(path: Path, origin: Origin, session: str | None = None) -> Staged:
    """The roll calls and votes of the archive at `path`.

    Raises:
        SourceError: the archive cannot be read, or holds another session than `session`.
    """
    archive = read_archive(path, known_as=origin.name)
    if session is not None and archive.session != session:
        raise SourceError(
            f"the archive holds session {archive.session}, not {session}",
            where=origin.name,
            what_to_do="name the session that the archive holds, or get the other archive",
        )
    votes = _votes_table(archive)
    manifest = Manifest(
        format=FORMAT,
        source=SOURCE,
        jurisdiction=JURISDICTION,
        session=archive.session,
        read_at=now(),
        files=[
            FetchedFile(
                url=address_of(origin.url, archive.session),
                name=origin.name,
                sha256=sha256_of(path),
                bytes=path.stat().st_size,
                etag=origin.etag,
                last_modified=origin.last_modified,
            )
        ],
        counts={"roll_calls": len(archive.rolls), **_count_votes(archive)},
        repair=REPAIR,
        warnings=list(archive.warnings),
        licence=LICENCE,
        attribution=ATTRIBUTION,
        program=program(),
    )
    return Staged(manifest, {"roll_calls": _roll_calls_table(archive), "votes": votes})


def _count_votes(archive: SessionArchive) -> dict[str, int]:
    """Votes of people, and listings of vacant seats, which are not votes."""
    per_voter = (archive.codes != NOT_IN_BODY).sum(axis=1)
    vacant = np.array([voter == VACANCY for voter in archive.voters])
    return {"votes": int(per_voter[~vacant].sum()), "vacancies": int(per_voter[vacant].sum())}


def _roll_calls_table(archive: SessionArchive) -> pa.Table:
    columns = dict(zip(RollDescription._fields, zip(*archive.rolls, strict=True), strict=True))

    @cache
    def bill_id(printed: str) -> str | None:
        bill = parse_bill_id(printed, archive.session)
        return bill.bill_id if bill else None

    return pa.table(
        {
            "row": whole_number_column(columns["row"]),
            "source_ref": text_column([f"roll {number}" for number in columns["number"]]),
            "bill_id": text_column([bill_id(printed) for printed in columns["bill_printed"]]),
            "bill_printed": text_column(columns["bill_printed"]),
            "author": text_column(columns["author"]),
            "topic": text_column(columns["topic"]),
            "date": date_column(columns["date"]),
            "location": text_column(columns["location"]),
            "motion": text_column(columns["motion"]),
            "yes": whole_number_column(columns["yes"]),
            "no": whole_number_column(columns["no"]),
            "result": text_column(columns["result"]),
            "known_missing": never_column(len(archive.rolls)),
            "note": text_column(columns["note"]),
        },
        schema=ROLL_CALLS,
    )


def _votes_table(archive: SessionArchive) -> pa.Table:
    """One row per code that is not `0`, by roll call, then in the order of the source's lines."""
    rolls, voters = np.nonzero(archive.codes.T != NOT_IN_BODY)
    codes = archive.codes[voters, rolls]
    words = [chr(code) for code in OPTION_OF_CODE]
    options = [*OPTION_OF_CODE.values(), Option.VACANT]
    word_of = np.zeros(256, dtype=np.int32)
    word_of[list(OPTION_OF_CODE)] = np.arange(len(words))
    vacant = np.array([voter == VACANCY for voter in archive.voters])
    option = np.where(vacant[voters], options.index(Option.VACANT), word_of[codes])
    row_of = np.array([roll.row for roll in archive.rolls], dtype=np.int32)
    return pa.table(
        {
            "row": numbers_column(row_of[rolls]),
            "voter": repeated_column(voters, archive.voters),
            "word": repeated_column(word_of[codes], words),
            "option": repeated_column(option, options),
        }
    ).select(VOTES.names)
