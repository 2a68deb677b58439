"""The reviewed sample record in the formats of the bulk sources: synthetic files, true votes.

Written by us to try the spiders on; none of it was published so, as a file in each archive says.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import date

from scrapers.ca_rollcalls.ballots import OPTION_OF_CODE
from tests.sites.dat_lines import Tables, dat_files
from tests.sites.pubinfo_tables import changed_tables, session_tables
from tests.sites.pubinfo_texts import LABEL, texts_of
from tests.sites.sample_record import rolls

_LABELED = {"SYNTHETIC.txt": LABEL.encode()}


def pubinfo_files() -> dict[str, bytes]:
    """`pubinfo_2007.zip`: file name to content."""
    return _pubinfo(session_tables())


def pubinfo_changes(day: date) -> dict[str, bytes]:
    """`pubinfo_Mon.zip`, for a Monday: what that day changed of the session's file."""
    return _pubinfo(changed_tables(day))


def _pubinfo(tables: Tables) -> dict[str, bytes]:
    return {**_LABELED, **dat_files(tables), **texts_of(tables)}


def rollcalls_files() -> dict[str, bytes]:
    """`caleg07-08.zip`: file name to content, in the layout of that session."""
    codes = {str(option): chr(code) for code, option in OPTION_OF_CODE.items()} | {"vacant": "9"}
    known = rolls()
    descriptions, ballots = [], dict[str, list[str]]()
    for number, (roll, votes) in enumerate(known, start=1):
        printed = (
            *(str(number), roll["bill_printed"], roll["author"], roll["topic"]),
            *(f"{roll['date']:%m/%d/%Y}", roll["location"], roll["motion"]),
            *(roll["yes"], roll["no"], str(roll["result"]).upper()),
        )
        descriptions.append("\t".join("" if part is None else str(part) for part in printed))
        for vote in votes:
            line = ballots.setdefault(str(vote["voter"]), ["0"] * len(known))
            line[number - 1] = codes[str(vote["option"])]
    names = [f"{name:>20}{''.join(line)}\n" for name, line in sorted(ballots.items())]
    return {
        **_LABELED,
        "ca07-08desc.dat": "".join(f"{line}\n" for line in descriptions).encode(),
        "ca07-08votes.dat": "".join(names).encode(),
    }


def zipped(files: Mapping[str, bytes]) -> bytes:
    """The files as a zip archive."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(zipfile.ZipInfo(name), body, zipfile.ZIP_DEFLATED)
    return content.getvalue()
