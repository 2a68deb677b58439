"""Compressed answers: whole, or not read at all."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from scrapers.kit.warc import Archive, Damaged, UnpacksToTooMuch, read_archive, unpacked
from tracker.errors import SourceError

BODY = b"<html>" + b"Ayes: 21 " * 200 + b"</html>"
LARGEST = 4000
PACKED = {
    "gzip": gzip.compress(BODY),
    "x-gzip": gzip.compress(BODY[:50]) + gzip.compress(BODY[50:]),
    "deflate": zlib.compress(BODY),
    " Deflate": zlib.compress(BODY, wbits=-15),
    "identity": BODY,
    "": BODY,
}


def _other_letter(packed: bytes) -> bytes:
    """Of what was packed as it is, so that it unpacks all the same."""
    return packed.replace(b"Ayes: 21", b"Ayes: 20", 1)


@pytest.mark.parametrize("encoding", PACKED)
def test_what_was_packed_is_unpacked(encoding: str) -> None:
    assert unpacked(PACKED[encoding], encoding, LARGEST) == BODY


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
@pytest.mark.parametrize(
    "damage",
    [
        lambda packed: packed[:-1],
        lambda packed: packed[: len(packed) // 2],
        lambda packed: packed[:3],
        lambda packed: packed + b"more",
        lambda packed: b"<html>" + packed,
        lambda packed: packed[:20] + b"\xff\xff\xff" + packed[23:],
    ],
    ids=["sum_cut", "cut", "head", "more", "other", "bytes"],
)
def test_what_is_damaged_is_not_unpacked_in_part(
    damage: Callable[[bytes], bytes], encoding: str
) -> None:
    with pytest.raises(Damaged):
        unpacked(damage(PACKED[encoding]), encoding, LARGEST)


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress])
def test_a_letter_that_was_exchanged_is_found_by_the_sum(
    pack: Callable[[bytes, int], bytes],
) -> None:
    packed = _other_letter(pack(BODY, 0))
    with pytest.raises(Damaged):
        unpacked(packed, "gzip" if pack is gzip.compress else "deflate", LARGEST)


@pytest.mark.parametrize("encoding", PACKED)
def test_no_more_is_unpacked_than_an_answer_may_have(encoding: str) -> None:
    assert unpacked(PACKED[encoding], encoding, len(BODY)) == BODY
    with pytest.raises(UnpacksToTooMuch):
        unpacked(PACKED[encoding], encoding, len(BODY) - 1)


def test_an_answer_without_a_body_needs_no_unpacking() -> None:
    assert unpacked(b"", "gzip", LARGEST) == b""


def test_what_was_packed_otherwise_than_asked_for_is_left_as_it_came() -> None:
    assert unpacked(b"(\xb5/\xfd", "zstd", LARGEST) == b"(\xb5/\xfd"


def test_an_archive_with_a_damaged_page_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "archive.warc.gz"
    headers = {"Content-Type": ["text/html"], "Content-Encoding": ["gzip"]}
    with Archive(path, "test") as archive:
        archive.add("http://a.invalid/", 200, headers, _other_letter(gzip.compress(BODY, 0)))
    with pytest.raises(SourceError, match="a page cannot be unpacked: it is damaged"):
        list(read_archive(path, LARGEST))
