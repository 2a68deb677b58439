"""Asks an API for a file with the operator's key: for its list first, and for the file only if it
is another edition than is known.

The key stands in addresses, as the API wants it. It is left out of all that is written down: of the
archive of responses, of what is told, and of what is said of trouble.
"""

from __future__ import annotations

import os
import re
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

import scrapy
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from scrapers.kit.manners import Manners, visit
from scrapers.kit.source import FileApi, Listed, NotTaken, Wanted
from scrapers.kit.trouble import in_plain_words
from scrapers.kit.warc import Archive, Archivist, unpacked
from tracker.crawls.sources import ByApi
from tracker.errors import UsageError

LEFT_OUT = "LEFT-OUT"
"""Stands in the archive of responses where a secret stood."""
LARGEST_ANSWER = 200_000_000
"""Bytes. An answer is in memory whole, and three times while the file is taken out of it. The
largest archive seen comes to 13 MB as an answer."""
_KEY = re.compile(r"[A-Za-z0-9._~-]{8,200}")
_HERE = ("127.0.0.1", "localhost", "::1")
_OF_FILE = "of_file"
_PUBLIC = "public_address"
"""Under which a response is archived instead of the address that was asked."""


@dataclass(frozen=True)
class Key:
    """A key that may be asked with and never be written down."""

    text: str = field(repr=False)

    @classmethod
    def of(cls, api: ByApi) -> Key:
        """The operator's, from the environment.

        Raises:
            UsageError: there is none, or something that is none.
        """
        text = os.environ.get(api.key, "").strip()
        if not text:
            raise UsageError(
                f"{urlsplit(api.site).hostname} is asked with a key of yours, and {api.key} is not "
                "set",
                where=f"environment variable {api.key}",
                what_to_do=f"get a key at {api.key_from} and set that variable, or name an archive "
                "that you downloaded with --file",
            )
        if not _KEY.fullmatch(text):
            raise UsageError(
                f"{api.key} does not hold a key",
                where=f"environment variable {api.key}",
                what_to_do="set it to the key alone, with no quotes, blanks or address around it",
            )
        return cls(text)


def address_of_api(api: ByApi, url: str | None) -> str:
    """Where to ask: its own address, or another site with the same.

    Raises:
        UsageError: a key does not belong there, or would be sent where others can read it.
    """
    parts = urlsplit(url or api.site)
    if parts.query or parts.fragment or "@" in parts.netloc:
        raise UsageError(
            "the address of an API is said without a query",
            where="--url",
            what_to_do=f"name the site alone, as in {api.site}; the key is read from {api.key}",
        )
    is_here = parts.hostname in _HERE
    if not parts.hostname or not (parts.scheme == "https" or (parts.scheme == "http" and is_here)):
        raise UsageError(
            "a key is sent to an https address alone",
            where="--url",
            what_to_do=f"name an address that begins with https://, as {api.site} does",
        )
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}/"


def public_address(site: str, query: Mapping[str, str]) -> str:
    """The address with no secret in it, by which what came is known."""
    return f"{site}?{urlencode(query)}"


@dataclass
class ApiOutcome:
    """What came of it: the file, that nothing has changed, or why there is neither."""

    listed: Listed | None = None
    body: bytes | None = None
    is_unchanged: bool = False
    problem: str | None = "the crawl ended before anything was read"


@dataclass(frozen=True)
class ApiErrand:
    """What to ask of an API, and how to tell whether the file is known."""

    api: FileApi
    site: str
    key: Key
    wanted: Wanted
    is_known: Callable[[Listed], bool]


class ApiSpider(scrapy.Spider):
    """Asks for the list, and then for the file."""

    name = "api"

    def __init__(
        self,
        errand: ApiErrand,
        archive: Archive,
        outcome: ApiOutcome,
        tell: Callable[[str], None],
    ) -> None:
        super().__init__()
        self.archive = archive
        self.allowed_domains = [urlsplit(errand.site).hostname or errand.site]
        self.secrets = [errand.key.text]
        self.api = errand.api
        self._errand = errand
        self._outcome = outcome
        self._tell = tell

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """The list."""
        query = self._errand.api.list_query(self._errand.wanted)
        yield self._request(query, {}, self.choose)

    def _request(
        self,
        query: Mapping[str, str],
        secret: Mapping[str, str],
        callback: Callable[[Response], Iterator[scrapy.Request]],
    ) -> scrapy.Request:
        public = public_address(self._errand.site, query)
        self._tell(f"asking for {public}")
        whole = {"key": self._errand.key.text, **query, **secret}
        return scrapy.Request(
            public_address(self._errand.site, whole),
            headers={b"Accept-Encoding": b"identity"},
            callback=callback,
            errback=self.explain,
            # A redirect would take the key elsewhere, and so would a Referer.
            meta={
                "dont_redirect": True,
                "referrer_policy": "no-referrer",
                _PUBLIC: public,
                _OF_FILE: callback == self.keep,
            },
        )

    def choose(self, response: Response) -> Iterator[scrapy.Request]:
        """Find the file in the list, and ask for it unless it is known."""
        errand, outcome = self._errand, self._outcome
        try:
            found = errand.api.listed(response.body, errand.wanted)
        except NotTaken as error:
            outcome.problem = self.without_secrets(str(error))
            return
        self.secrets += found.secret.values()
        outcome.listed, outcome.problem = found, None
        outcome.is_unchanged = errand.is_known(found)
        if not outcome.is_unchanged:
            outcome.problem = "the crawl ended before the file came"
            yield self._request(found.query, found.secret, self.keep)

    def keep(self, response: Response) -> Iterator[scrapy.Request]:
        """Take the file out of the answer. Nothing more is asked for."""
        outcome = self._outcome
        assert outcome.listed is not None
        try:
            outcome.body = self._errand.api.unpacked(response.body, outcome.listed)
            outcome.problem = None
        except NotTaken as error:
            outcome.problem = self.without_secrets(str(error))
        yield from ()

    def explain(self, failure: Failure) -> None:
        """Say in plain words why there is no answer."""
        self._outcome.problem = self.without_secrets(in_plain_words(failure.value, "answer"))

    def without_secrets(self, text: str) -> str:
        """The text, with no key in it."""
        for secret in self.secrets:
            text = text.replace(secret, LEFT_OUT)
        return text


class ApiArchivist(Archivist):
    """Archives every response without secrets; of one that holds the file itself, only the head,
    since the file is kept beside it.
    """

    def __init__(self, spider: ApiSpider, largest: int) -> None:
        super().__init__(spider.archive, largest)
        self._spider = spider

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ApiArchivist:
        """With the spider, which knows what is secret."""
        spider = crawler.spider
        assert isinstance(spider, ApiSpider)
        return cls(spider, crawler.settings.getint("DOWNLOAD_MAXSIZE"))

    def process_response(self, request: scrapy.Request, response: Response) -> Response:
        """Archive it and pass it on as it is.

        Raises:
            CannotUnpack: it is damaged, or unpacks to too much.
        """
        encoding = b", ".join(response.headers.getlist(b"Content-Encoding")).decode("latin-1")
        body = unpacked(response.body, encoding, self._largest)
        is_of_file = request.meta[_OF_FILE] and response.status == 200
        if not is_of_file:
            self._spider.secrets += self._spider.api.secrets(body)
        headers = {
            name.decode("latin-1"): [
                self._spider.without_secrets(value.decode("latin-1")) for value in values
            ]
            for name, values in response.headers.items()
            if name.lower() != b"content-encoding"
        }
        told = self._spider.without_secrets(body.decode("latin-1")).encode("latin-1")
        public = request.meta[_PUBLIC]
        self.archive.add(public, response.status, headers, None if is_of_file else told)
        return response


def ask(
    errand: ApiErrand, manners: Manners, archive: Archive, tell: Callable[[str], None]
) -> ApiOutcome:
    """What came of the errand. Once per process: see `visit`."""
    outcome = ApiOutcome()
    given = {"errand": errand, "archive": archive, "outcome": outcome}
    visit(ApiSpider, manners, ApiArchivist, **given, tell=tell)
    return outcome
