"""LegiScan's API: the list of a state's data sets, and one of them as an archive in its answer.

Read as its manual of 2024 and the programs that use it say; no answer of it was seen while this was
written.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping

from pydantic import BaseModel, TypeAdapter, ValidationError

from scrapers.kit.session_names import special_number
from scrapers.kit.source import FileApi, Listed, NotTaken, Wanted
from scrapers.legiscan.archives import Said, sitting_of
from tracker.crawls.sources import declared_source
from tracker.errors import SourceError

LEGISCAN = "LegiScan"
_ACCESS = re.compile(rb'"access_key"\s*:\s*"([^"]+)"')
_USED_UP = ("limit", "quota", "exceed", "queries", "spend")
_LONGEST = 200
"""Characters of what the source says of an error."""


class _DataSet(BaseModel):
    """An entry of the list, as far as it is read."""

    session_id: int
    year_start: int
    year_end: int
    special: int = 0
    session_name: str = ""
    session_title: str = ""
    dataset_hash: str
    access_key: str

    @property
    def name(self) -> str:
        """What the source calls its session."""
        return self.session_title or self.session_name or f"{self.year_start}-{self.year_end}"


class _Answered(BaseModel):
    """The answer that holds a data set."""

    session_id: int
    dataset_hash: str
    dataset_size: int | None = None
    zip: str


class DataSets(FileApi):
    """The weekly data sets, in the form of JSON, which alone says whether a motion passed."""

    def list_query(self, wanted: Wanted) -> Mapping[str, str]:
        """All data sets of a state, or of Congress."""
        assert wanted.jurisdiction is not None
        return {"op": "getDatasetList", "state": wanted.jurisdiction.upper()}

    def listed(self, answer: bytes, wanted: Wanted) -> Listed:
        """The data set of the session that is wanted."""
        assert wanted.jurisdiction is not None
        found = [
            one
            for one in _data_sets(answer)
            if _session_of(one, wanted.jurisdiction) == wanted.session
        ]
        state = wanted.jurisdiction.upper()
        if len(found) != 1:
            names = ", ".join(sorted({one.name for one in found or _data_sets(answer)}))
            what = "several data sets" if found else "no data set"
            raise NotTaken(
                f"{LEGISCAN} lists {what} of the session {wanted.session} of {state}; it lists "
                f"{names or 'none at all'}"
            )
        chosen = found[0]
        return Listed(
            name=f"{state}_{chosen.session_id}.zip",
            query={"op": "getDataset", "id": str(chosen.session_id)},
            edition=chosen.dataset_hash,
            secret={"access_key": chosen.access_key},
        )

    def unpacked(self, answer: bytes, listed: Listed) -> bytes:
        """The archive, as it was before it was packed into letters."""
        try:
            held = _Answered.model_validate(_content(answer, "dataset"))
        except ValidationError as error:
            raise NotTaken(
                f"the answer holds no data set: {_first_fault(error)}; crawl again later"
            ) from error
        if str(held.session_id) != listed.query["id"]:
            raise NotTaken(
                f"{LEGISCAN} sent the data set of another session, {held.session_id}, than was "
                f"asked for, {listed.query['id']}; crawl again"
            )
        if held.dataset_hash != listed.edition:
            raise NotTaken(
                f"the hash of the data set, {held.dataset_hash[:40]}, is not the one in the list, "
                f"{listed.edition[:40]}: it may have been made anew meanwhile; crawl again"
            )
        try:
            archive = base64.b64decode(held.zip, validate=True)
        except (binascii.Error, ValueError) as error:
            raise NotTaken(
                "the data set is cut off or damaged: its text is not whole base64; crawl again"
            ) from error
        if held.dataset_size is not None and len(archive) != held.dataset_size:
            raise NotTaken(
                f"the data set has {len(archive):,} bytes, and {held.dataset_size:,} were "
                "announced; crawl again"
            )
        return archive

    def secrets(self, answer: bytes) -> list[str]:
        """The keys to the single data sets, which the list names."""
        return [one.decode("latin-1") for one in _ACCESS.findall(answer)]


def _data_sets(answer: bytes) -> list[_DataSet]:
    held = _content(answer, "datasetlist")
    rows = list(held.values()) if isinstance(held, dict) else held
    try:
        return TypeAdapter(list[_DataSet]).validate_python(rows)
    except ValidationError as error:
        raise NotTaken(
            f"the list of data sets is not what it should be: {_first_fault(error)}; if it stays "
            "so, the API has changed: report it"
        ) from error


def _session_of(one: _DataSet, jurisdiction: str) -> str | None:
    """The session's id within the jurisdiction; None where it is none that can be read."""
    special = special_number(one.name) or (1 if one.special else None)
    said = Said(jurisdiction, one.year_start, one.year_end, one.name, special)
    try:
        return sitting_of(said, LEGISCAN)[1].id
    except SourceError:
        return None


def _content(answer: bytes, part: str) -> object:
    """That part of an answer.

    Raises:
        NotTaken: it is no answer of the API, or says that something is wrong.
    """
    try:
        said = json.loads(answer)
    except ValueError as error:
        raise NotTaken(
            "the answer is no JSON: it is cut off, or another site's; crawl again later"
        ) from error
    if not isinstance(said, dict) or said.get("status") not in ("OK", "ERROR"):
        raise NotTaken("the answer is not one of LegiScan's API; look at --url, or try later")
    if said["status"] == "ERROR":
        raise NotTaken(_refusal(said))
    if part not in said:
        raise NotTaken(f"the answer has no {part}; the API has changed: report it")
    return said[part]


def _refusal(said: Mapping[str, object]) -> str:
    """What to do about an error that the API tells of."""
    terms = declared_source("legiscan").api
    assert terms is not None
    alert = said.get("alert")
    message = str(alert.get("message", "")) if isinstance(alert, dict) else ""
    quoted = "".join(sign if sign.isprintable() else " " for sign in message)[:_LONGEST]
    plain = message.casefold()
    if any(word in plain for word in _USED_UP):
        return (
            f"{LEGISCAN} answers nothing more this month ({quoted!r}): the queries of the key in "
            f"{terms.key} are used up; they begin anew on the first of the month"
        )
    if "key" in plain or "expire" in plain:
        return (
            f"{LEGISCAN} does not accept the key in {terms.key} ({quoted!r}): look at "
            f"{terms.key_from} whether it is right and has not expired"
        )
    return f"{LEGISCAN} answered with an error: {quoted!r}; try later"


def _first_fault(error: ValidationError) -> str:
    fault = error.errors(include_input=False)[0]
    return f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}"
