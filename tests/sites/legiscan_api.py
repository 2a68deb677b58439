"""The stand-in for LegiScan's API: lists data sets and hands one out, and can misbehave.

Its answers are made after the API's manual; no real one was seen. The data set is a synthetic one
of Wyoming, 2031 (`tests/scrapers/legiscan_archives.py`).
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from tests.scrapers.legiscan_archives import Archive, house, senate
from tests.sites.site import Answer, Computing

KEY = "c0ffee00c0ffee00c0ffee00c0ffee00"
ACCESS = "acce55acce55acce55"
SESSION_ID = 2031


class ApiMischief(StrEnum):
    """What may be wrong with the API's answers."""

    WRONG_KEY = "wrong_key"
    """It does not know the key, and says which."""
    EXPIRED = "expired"
    """The key has expired."""
    QUOTA = "quota"
    """The queries of the month are used up."""
    NO_ENTRY = "no_entry"
    """Of that state no data set is listed."""
    NO_HASH = "no_hash"
    """An entry of the list has no hash."""
    OTHER_HASH = "other_hash"
    """The data set is another one than was listed."""
    OTHER_SESSION = "other_session"
    """The data set of another session comes, and says so."""
    OTHER_ARCHIVE = "other_archive"
    """What comes is called as it should be, but the archive is of another session."""
    CUT_BASE64 = "cut_base64"
    """The archive's text ends in its middle."""
    OTHER_SIZE = "other_size"
    """The archive has fewer bytes than were announced."""
    NO_ZIP = "no_zip"
    """The text is whole, and no archive."""
    GONE = "gone"
    """The connection ends in the middle of the data set."""
    PAGE = "page"
    """A page about maintenance, with status 200."""
    CLOSED = "closed"
    """The data set is answered with 403."""
    REDIRECT = "redirect"
    """The data set is said to be elsewhere, with the key in the address."""


_ERRORS = {
    ApiMischief.WRONG_KEY: "Invalid API key: {key}",
    ApiMischief.EXPIRED: "API key {key} has expired",
    ApiMischief.QUOTA: "Query limit of key {key} exceeded",
}


def packed(archive: Archive) -> bytes:
    """An archive in the form of JSON, as LegiScan hands it out."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, text in archive.json_files().items():
            zipped.writestr(zipfile.ZipInfo(name), text)
    return whole.getvalue()


def data_set(folder: str = "WY/2031-2031_Regular_Session", rolls: int = 2) -> bytes:
    """A data set with that many roll calls of each house."""
    archive = Archive(folder)
    for number in range(1, rolls + 1):
        day = f"2031-02-{number:02}"
        archive.roll(number, "House", "Third reading", house(), date=day)
        archive.roll(100 + number, "Senate", "Third reading", senate(), date=day)
    return packed(archive)


@dataclass
class Api:
    """The API with one data set; `computed` is what a `Site` answers with."""

    archive: bytes = field(default_factory=data_set)
    mischief: ApiMischief | None = None
    processes: set[str] = field(default_factory=set)
    """The command lines of all processes of this machine while it was asked."""

    @property
    def edition(self) -> str:
        """The hash by which the data set is known."""
        return hashlib.md5(self.archive, usedforsecurity=False).hexdigest()

    @property
    def computed(self) -> Mapping[str, Computing]:
        """Every address."""
        return {"/": self.answer}

    def answer(self, query: Mapping[str, str]) -> Answer:
        """What the API says, with the key in its answers wherever it could stand."""
        self.processes |= _command_lines()
        key = query.get("key", "")
        if key != KEY or self.mischief in _ERRORS:
            message = _ERRORS[self.mischief or ApiMischief.WRONG_KEY].format(key=key)
            return _said({"status": "ERROR", "alert": {"message": message}}, key)
        if query.get("op") == "getDatasetList":
            return self._list(query["state"], key)
        if query.get("access_key") != ACCESS:
            return _said({"status": "ERROR", "alert": {"message": "Access denied"}}, key)
        return self._data_set(query["id"], key)

    def _list(self, state: str, key: str) -> Answer:
        regular = {
            "state_id": 50,
            "session_id": SESSION_ID,
            "special": 0,
            "year_start": 2031,
            "year_end": 2031,
            "session_name": "Regular Session",
            "session_title": "2031 Regular Session",
            "dataset_hash": self.edition,
            "dataset_date": "2031-02-09",
            "dataset_size": len(self.archive),
            "access_key": ACCESS,
        }
        special = {
            **regular,
            "session_id": 2032,
            "special": 1,
            "session_title": "2031 1st Special Session",
            "dataset_hash": "0" * 32,
        }
        listed = [special, regular] if state == "WY" else []
        if self.mischief is ApiMischief.NO_ENTRY:
            listed = [special]
        if self.mischief is ApiMischief.NO_HASH:
            del regular["dataset_hash"]
        if self.mischief is ApiMischief.PAGE:
            return Answer(b"<html><h1>Down for maintenance</h1></html>")
        return _said({"status": "OK", "datasetlist": listed}, key)

    def _data_set(self, session_id: str, key: str) -> Answer:
        mischief, archive = self.mischief, self.archive
        if mischief is ApiMischief.OTHER_ARCHIVE:
            archive = data_set("WY/2033-2033_Regular_Session")
        if mischief is ApiMischief.NO_ZIP:
            archive = b"<html>No data set here.</html>"
        text = base64.b64encode(archive).decode()
        held = {
            "session_id": int(session_id) + (mischief is ApiMischief.OTHER_SESSION),
            "session_name": "Regular Session",
            "dataset_hash": "f" * 32 if mischief is ApiMischief.OTHER_HASH else self.edition,
            "dataset_size": len(archive) + (mischief is ApiMischief.OTHER_SIZE),
            "mime": "application/zip",
            "zip": text[: len(text) // 2 | 1] if mischief is ApiMischief.CUT_BASE64 else text,
        }
        if mischief is ApiMischief.CLOSED:
            return Answer(b"no " + key.encode(), status=403)
        if mischief is ApiMischief.REDIRECT:
            return Answer(status=302, headers={"Location": f"http://127.0.0.1:1/?key={key}"})
        sound = _said({"status": "OK", "dataset": held}, key)
        if mischief is ApiMischief.GONE:
            return Answer(sound.body, headers=sound.headers, cut=len(sound.body) // 2)
        return sound


def _said(content: Mapping[str, object], key: str) -> Answer:
    headers = {"Content-Type": "application/json", "X-Asked-With": key}
    return Answer(json.dumps(content).encode(), headers=headers)


def _command_lines() -> set[str]:
    found = set()
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found.add(path.read_bytes().replace(b"\0", b" ").decode(errors="replace"))
        except OSError:
            continue
    return found
