"""Archives of responses (WARC 1.1): every answer of a site as it came, readable by other tools.

The compression of an answer is undone here, whole or not at all. Scrapy and warcio give what they
can of a body that is damaged, and look at no sum of it: a vote could be read that no site has said.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tracker.errors import SourceError

_LENGTH = "content-length"
_TRUNCATED = "WARC-Truncated"
_WINDOWS = {"gzip": (31,), "x-gzip": (31,), "deflate": (15, -15)}
"""Of each kind of compression, how zlib may find it; `deflate` comes with a head or without."""

ASKED_FOR = "gzip, deflate"
"""What a site is told that it may send: what is undone here, and by other readers of archives."""


@dataclass(frozen=True)
class Archived:
    """One archived response; `body` is as the site meant it, any compression undone."""

    url: str
    status: int
    content_type: str
    body: bytes


class Archive:
    """An archive being written, or written on. Use it in a `with` block. Each record is in the
    file as soon as it was added, so that what came is there however the crawl ends.
    """

    def __init__(self, path: Path, software: str) -> None:
        self.responses = 0
        self.bytes = 0
        is_new = not path.exists()
        self._file = path.open("ab")
        self._writer: Any = WARCWriter(self._file, gzip=True, warc_version="1.1")
        about = {"software": software, "format": "WARC File Format 1.1"}
        if is_new:
            self._writer.write_record(self._writer.create_warcinfo_record(path.name, about))

    def add(
        self,
        url: str,
        status: int,
        headers: Mapping[str, list[str]],
        body: bytes | None,
        came_at: str | None = None,
    ) -> None:
        """One response, with the bytes as they came, now or at `came_at`; None where they are kept
        elsewhere, which the record then says.
        """
        rewritten = {"transfer-encoding"} if body is None else {"transfer-encoding", _LENGTH}
        kept = [
            (name, value)
            for name, values in headers.items()
            for value in values
            if name.lower() not in rewritten
        ]
        about = {"WARC-Date": came_at or datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}
        if body is None:
            about[_TRUNCATED] = "length"
        else:
            kept.append(("Content-Length", str(len(body))))
        content = body or b""
        record = self._writer.create_warc_record(
            url,
            "response",
            payload=io.BytesIO(content),
            length=len(content),
            http_headers=StatusAndHeaders(str(status), kept, protocol="HTTP/1.1"),
            warc_headers_dict=about,
        )
        self._writer.write_record(record)
        self._file.flush()
        self.responses += 1
        self.bytes += len(content)

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _e: BaseException | None, _t: TracebackType | None
    ) -> None:
        self._file.close()


class Archivist:
    """Downloader middleware next to the wire: archives every response before anything else
    looks at it, so also those of robots.txt, redirects and repetitions. Of one that cannot be
    unpacked, the head alone: who reads the archive would have to unpack it again.
    """

    def __init__(self, archive: Archive, largest: int) -> None:
        self.archive = archive
        self._largest = largest

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Archivist:
        """With the spider's own `archive`; settings are copied, so none can stand there."""
        archive = getattr(crawler.spider, "archive", None)
        assert isinstance(archive, Archive)
        return cls(archive, crawler.settings.getint("DOWNLOAD_MAXSIZE"))

    def process_response(self, request: Request, response: Response) -> Response:
        """Archive it and pass it on as it is.

        Raises:
            CannotUnpack: it is damaged, or unpacks to too much.
        """
        encoding = b", ".join(response.headers.getlist(b"Content-Encoding")).decode("latin-1")
        try:
            unpacked(response.body, encoding, self._largest)
        except CannotUnpack:
            self.keep(request.url, response, None)
            raise
        self.keep(request.url, response, response.body)
        return response

    def keep(self, url: str, response: Response, body: bytes | None) -> None:
        """Archive a response, with this as its body."""
        headers = {
            name.decode("latin-1"): [value.decode("latin-1") for value in values]
            for name, values in response.headers.items()
        }
        self.archive.add(url, response.status, headers, body)


@dataclass(frozen=True)
class Came:
    """One archived response with the bytes as they came, for an archive to take over."""

    url: str
    status: int
    headers: Mapping[str, list[str]]
    body: bytes
    came_at: str

    def header(self, name: str) -> str | None:
        """The first header of that name."""
        return next(
            (values[0] for known, values in self.headers.items() if known.lower() == name), None
        )

    def put_into(self, archive: Archive) -> None:
        """With the moment at which it came."""
        archive.add(self.url, self.status, self.headers, self.body, self.came_at)


def as_they_came(path: Path, largest: int) -> Iterator[Came]:
    """The responses of an archive, up to where it breaks off or is damaged, if it is."""
    try:
        with path.open("rb") as file:
            for record in ArchiveIterator(file, check_digests="raise"):
                if record.rec_type == "response" and record.http_headers is not None:
                    came = _as_it_came(record, largest)
                    if came is None:
                        return
                    yield came
    except (ArchiveLoadFailed, EOFError, OSError, ValueError, zlib.error):
        return


def _as_it_came(record: Any, largest: int) -> Came | None:
    body = record.raw_stream.read(largest + 1)
    length = record.http_headers.get_header("Content-Length")
    if len(body) > largest or str(len(body)) != length:
        return None
    headers: dict[str, list[str]] = {}
    for name, value in record.http_headers.headers:
        headers.setdefault(name, []).append(value)
    return Came(
        url=str(record.rec_headers.get_header("WARC-Target-URI")),
        status=int(record.http_headers.get_statuscode()),
        headers=headers,
        body=body,
        came_at=str(record.rec_headers.get_header("WARC-Date")),
    )


def read_archive(path: Path, largest: int) -> Iterator[Archived]:
    """The responses of an archive in their order, without those whose body it does not hold.

    Raises:
        SourceError: it is no such archive, it is cut off, a body is not the one its sum was made
            of, is damaged, or unpacks beyond `largest` bytes.
    """
    try:
        with path.open("rb") as file:
            for record in ArchiveIterator(file, check_digests="raise"):
                if record.rec_type != "response" or record.http_headers is None:
                    continue
                if record.rec_headers.get_header(_TRUNCATED) is None:
                    yield _archived(record, path, largest)
    except (ArchiveLoadFailed, EOFError, OSError, ValueError) as error:
        raise SourceError(
            f"the archive of responses cannot be read: {error}",
            where=str(path),
            what_to_do="name an archive.warc.gz that a crawl left, or crawl again",
        ) from error


def _archived(record: Any, path: Path, largest: int) -> Archived:
    url = str(record.rec_headers.get_header("WARC-Target-URI"))
    is_chunked = record.http_headers.get_header("Transfer-Encoding") == "chunked"
    stream = ChunkedDataReader(record.raw_stream) if is_chunked else record.raw_stream
    packed = stream.read(largest + 1)
    if record.raw_stream.limit > 0 and len(packed) <= largest:
        raise SourceError(
            "the archive of responses is cut off in the middle of a page",
            where=f"{path}, {url[:200]}",
            what_to_do="name a whole archive, or crawl again; nothing was taken from this one",
        )
    encoding = str(record.http_headers.get_header("Content-Encoding") or "")
    try:
        body = unpacked(packed, encoding, largest)
    except CannotUnpack as error:
        raise SourceError(
            f"a page cannot be unpacked: {error}",
            where=f"{path}, {url[:200]}",
            what_to_do="look at that page by hand; nothing was taken from it",
        ) from error
    status = str(record.http_headers.get_statuscode())
    content_type = str(record.http_headers.get_header("Content-Type") or "")
    return Archived(url, int(status) if status.isdigit() else 0, content_type, body)


class CannotUnpack(Exception):
    """A body that is not used; its text says why."""


class UnpacksToTooMuch(CannotUnpack):
    """It is larger than any answer should be."""


class Damaged(CannotUnpack):
    """It breaks off, or is not what its sum was made of."""


def unpacked(packed: bytes, encoding: str, largest: int) -> bytes:
    """The body; `encoding` is the `Content-Encoding` with which it came, empty for none. One that
    is compressed in a way that was not asked for is given as it came: no page is read from that.

    Raises:
        UnpacksToTooMuch: it has more than `largest` bytes.
        Damaged: it is not whole, or not what was compressed.
    """
    if len(packed) > largest:
        raise UnpacksToTooMuch(f"it has more than {largest:,} bytes")
    windows = _WINDOWS.get(encoding.strip().lower())
    if not packed or windows is None:
        return packed
    for window in windows:
        try:
            return _whole(packed, window, largest)
        except zlib.error:
            continue
    raise Damaged("it is damaged")


def _whole(packed: bytes, window: int, largest: int) -> bytes:
    body = bytearray()
    while packed:
        reader = zlib.decompressobj(window)
        body += reader.decompress(packed, largest + 1 - len(body))
        if len(body) > largest:
            raise UnpacksToTooMuch(f"it unpacks to more than {largest:,} bytes")
        if not reader.eof:
            raise zlib.error("it breaks off")
        packed = reader.unused_data
    return bytes(body)
