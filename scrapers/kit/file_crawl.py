"""A crawl of one file: from its address, unless it is as it was, or from this computer.

With `keep` the crawl folder holds the file as it came and an archive of every response too, also
where the file is refused or did not come; without, it is staged or an error.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scrapers.kit.crawl import Crawled, Tell, crawls_to_resume
from scrapers.kit.past_files import Past, newest, past_of_address
from scrapers.kit.source import (
    FileApi,
    FileSource,
    Listed,
    Origin,
    Staged,
    Wanted,
    name_of,
)
from scrapers.kit.staging import (
    ARCHIVE,
    KEPT,
    damaged_crawls,
    fetched_file,
    provenance,
    space_beside,
    sweep,
)
from tracker.crawls.manifest import CrawlReport, Manifest, Monitor, Problem, StagedFile
from tracker.crawls.request import TIMEOUTS, CrawlRequest
from tracker.crawls.sources import ByApi, SourceKind
from tracker.crawls.sums import content_of, program
from tracker.errors import SourceError, UsageError
from tracker.rules.reference import jurisdiction_of

if TYPE_CHECKING:
    from scrapers.kit.api_file import Key
    from scrapers.kit.download import Partial

PARTS = ".parts"
"""Where, among the crawls of a source, downloads are kept that broke off or are not staged yet."""
_ELSEWHERE = "download the archive yourself and name it with --file, or name another --url"


@dataclass
class _Came:
    """What came of looking for the file: it, or an earlier crawl that has it, or trouble."""

    origin: Origin
    file: Path | None = None
    past: Past | None = None
    trouble: str | None = None
    requests: int = 0
    warnings: Sequence[str] = ()
    download: Partial | None = None
    """The same file, where the next crawl finds it if this one is ended before it has staged it."""

    def forget_download(self) -> None:
        """It is staged, or was refused: the next crawl is not to find it. It stays where the crawl
        folder could not be written.
        """
        if self.download:
            self.download.forget()


@contextmanager
def crawled_file(source: FileSource, wish: CrawlRequest, tell: Tell) -> Iterator[Crawled]:
    """The file of a session, or of a day, parsed. Raises as `crawl` does."""
    wanted = _wanted(source, wish)
    ask = _asking(source, wish, wanted, tell)
    if wish.resume:
        crawls_to_resume(wish)
    damaged: tuple[str, ...] = ()
    if wish.crawls:
        sweep(wish.crawls)
        damaged = damaged_crawls(wish.crawls)
    with space_beside(wish.out) as space:
        came = ask(space)
        came.warnings = (*came.warnings, *damaged)
        if came.past and came.past.manifest.program == program():
            yield Crawled(came.requests, came.warnings, came.past.folder)
            return
        try:
            crawled = _parsed(source, wish, wanted, space, came, tell)
        except SourceError:
            came.forget_download()
            raise
        yield crawled
        came.forget_download()


def _wanted(source: FileSource, wish: CrawlRequest) -> Wanted:
    """What is asked for, with the session as its jurisdiction calls it, where that is known."""
    jurisdiction = source.declaration.jurisdiction(wish.jurisdiction)
    if jurisdiction is None:
        return Wanted(session=wish.session)
    legislature = jurisdiction_of(jurisdiction)
    return Wanted(jurisdiction, legislature.session(wish.session).id if wish.session else None)


def _asking(
    source: FileSource, wish: CrawlRequest, wanted: Wanted, tell: Tell
) -> Callable[[Path], _Came]:
    """How to look for the file, where there is a place for it.

    Raises:
        UsageError: what is wished for cannot be asked for.
    """
    if wish.file is not None:
        return lambda _space: _on_this_computer(source, wish, wanted)
    if source.api:
        return _asking_the_api(source, source.api, wish, wanted, tell)
    address = source.address(wish.url, wanted, daily=wish.daily, changes=wish.changes)
    return lambda space: _at_the_site(source, wish, address, space, tell)


def _on_this_computer(source: FileSource, wish: CrawlRequest, wanted: Wanted) -> _Came:
    assert wish.file is not None
    file = wish.file
    if not file.is_file() and not (file.is_dir() and source.pack):
        raise SourceError(
            "there is no such file" if not file.exists() else "this is not a file",
            where=str(file),
            what_to_do="name the zip archive of a session",
        )
    url = source.pattern(wish.url, daily=wish.daily, changes=wish.changes)
    same = None
    if wish.crawls:
        content = content_of(file)
        same = newest(wish.crawls, lambda past: past.file.sha256 == content)
    if same and not (_is_wanted(same.manifest, wanted) and wish.keep <= bool(same.kept)):
        same = None  # other than what was asked for, or without the copy that is to be kept
    return _Came(Origin(url, file.name), file, same)


def _is_wanted(manifest: Manifest, wanted: Wanted) -> bool:
    asked = ((wanted.jurisdiction, manifest.jurisdiction), (wanted.session, manifest.session))
    return all(one in (None, held) for one, held in asked)


def _at_the_site(
    source: FileSource, wish: CrawlRequest, url: str, space: Path, tell: Tell
) -> _Came:
    """Imports what asks a site only here: a local file needs none of it."""
    from scrapers.kit.download import PART, Errand, fetch
    from scrapers.kit.manners import Manners
    from scrapers.kit.warc import Archive

    past = past_of_address(wish, url)
    manners = Manners.of(
        wish, largest=min(PART, source.largest), timeout=TIMEOUTS[SourceKind.FILES]
    )
    for warning in manners.warnings:
        tell(warning)
    tell(f"asking for {url}")
    known = (past.file.etag, past.file.last_modified) if past else (None, None)
    partial = _begun(wish, space, url, past)
    with Archive(space / ARCHIVE, manners.user_agent) as responses:
        outcome = fetch(Errand(url, source.largest, *known), partial, manners, responses, tell)
    came = _Came(Origin(url, name_of(url)), requests=responses.responses, warnings=manners.warnings)
    if outcome.problem:
        came.trouble = outcome.problem
    elif not outcome.unchanged:
        _take(came, partial, space / KEPT)
    elif past is None:
        came.trouble = "the site says that nothing changed, though it was not asked"
    else:
        came.file, came.past = past.kept, past
    return came


def _asking_the_api(
    source: FileSource, api: FileApi, wish: CrawlRequest, wanted: Wanted, tell: Tell
) -> Callable[[Path], _Came]:
    """How its API is asked, if what is wished for can be asked of it.

    Raises:
        UsageError: it cannot, or there is no key to ask with.
    """
    from scrapers.kit.api_file import Key, address_of_api

    terms = source.declaration.api
    assert terms is not None, f"data/sources/{source.declaration.id}.yaml declares no api"
    source.declaration.one_jurisdiction(wish.jurisdiction)
    if wanted.session is None:
        raise UsageError(
            "which session to fetch was not said",
            where="--session",
            what_to_do="add its years, as in --session 2025, or name a local archive with --file",
        )
    if wish.resume:
        raise UsageError(
            "an API hands a file out in one piece, so there is no download that broke off",
            where="--resume",
            what_to_do="leave --resume out",
        )
    site, key = address_of_api(terms, wish.url), Key.of(terms)
    return lambda space: _from_the_api(api, terms, wish, (site, key, wanted), space, tell)


def _from_the_api(
    api: FileApi,
    terms: ByApi,
    wish: CrawlRequest,
    how: tuple[str, Key, Wanted],
    space: Path,
    tell: Tell,
) -> _Came:
    from scrapers.kit.api_file import LARGEST_ANSWER, ApiErrand, ask, public_address
    from scrapers.kit.manners import Manners
    from scrapers.kit.warc import Archive

    site, key, wanted = how
    seen: list[Past | None] = []

    def is_known(listed: Listed) -> bool:
        past = past_of_address(wish, public_address(site, listed.query))
        seen.append(past)
        return bool(past and past.file.etag == listed.edition and wish.keep <= bool(past.kept))

    manners = Manners.of(
        wish,
        largest=LARGEST_ANSWER,
        timeout=TIMEOUTS[SourceKind.FILES],
        in_a_month=terms.queries_in_a_month,
    )
    for warning in manners.warnings:
        tell(warning)
    with Archive(space / ARCHIVE, manners.user_agent) as responses:
        outcome = ask(ApiErrand(api, site, key, wanted, is_known), manners, responses, tell)
    listed = outcome.listed
    query = listed.query if listed else api.list_query(wanted)
    origin = Origin(
        public_address(site, query),
        listed.name if listed else name_of(site),
        listed.edition if listed else None,
    )
    came = _Came(origin, requests=responses.responses, warnings=manners.warnings)
    came.trouble = outcome.problem
    if outcome.body is not None:
        came.file = space / KEPT
        came.file.write_bytes(outcome.body)
    elif outcome.is_unchanged and (past := seen[-1]):
        came.file, came.past = past.kept, past
    return came


def _begun(wish: CrawlRequest, space: Path, url: str, past: Past | None) -> Partial:
    """What is there of the file since a crawl that was ended. If it was ended when all was done but
    to forget the download, that is done now.

    Raises:
        UsageError: nothing is there, and only to go on was asked for.
    """
    from scrapers.kit.download import Partial

    partial = Partial(wish.crawls / PARTS if wish.crawls else space, name_of(url), url)
    begun, staged = partial.standing, past.file if past else None
    if staged and partial.is_whole:
        edition = (staged.etag, staged.last_modified, staged.bytes)
        if edition == (begun.etag, begun.last_modified, begun.total):
            partial.forget()
    if wish.resume and not partial.size:
        raise UsageError(
            "there is no download of this file that broke off",
            where=f"--resume, {url}",
            what_to_do="leave --resume out; a download that broke off is gone on with anyway",
        )
    return partial


def _take(came: _Came, download: Partial, path: Path) -> None:
    """The file that came whole, as one to be parsed at `path`; it stays a download until then."""
    said = download.standing
    came.origin = Origin(came.origin.url, came.origin.name, said.etag, said.last_modified)
    download.keep_at(path)
    came.file, came.download = path, download


def _parsed(
    source: FileSource,
    wish: CrawlRequest,
    wanted: Wanted,
    space: Path,
    came: _Came,
    tell: Tell,
) -> Crawled:
    """The file parsed; one that did not come, or is refused, in no table, if it is to be kept."""
    refused: list[Problem] = []
    unreadable: list[Problem] = []
    staged = None
    if came.file is None:
        unreadable = [Problem(url=came.origin.url, reason=came.trouble or "it did not come")]
        if not wish.keep or not came.requests:
            raise SourceError(unreadable[0].reason, where=came.origin.url, what_to_do=_ELSEWHERE)
    else:
        tell(f"reading {came.origin.name}")
        try:
            staged = source.parse(came.file, came.origin, wanted)
        except SourceError as error:
            if not wish.keep:
                raise
            where = str(wish.file or came.origin.url)
            refused = [Problem(url=where, reason=f"{error.what} ({error.where})")]
    kept = _kept(source, space, came) if wish.keep else []
    staged = staged or Staged(_manifest_of_nothing(source, wanted, space, came), {})
    report = None
    if wish.keep:
        report = CrawlReport(
            source=source.declaration.id,
            requests=came.requests,
            pages=0 if refused or unreadable else 1,
            bytes=came.file.stat().st_size if came.file and came.file.is_file() else 0,
            refused=refused,
            unreadable=unreadable,
            items=staged.manifest.counts,
            monitors=[
                _monitor("file_came", unreadable, "the file came"),
                _monitor("file_accepted", refused, "the file is what it should be"),
            ],
            warnings=list(came.warnings),
            seconds=0,
        )
    return Crawled(
        came.requests,
        came.warnings,
        manifest=staged.manifest,
        tables=staged.tables,
        report=report,
        kept=kept,
        space=space,
    )


def _kept(source: FileSource, space: Path, came: _Came) -> list[Path]:
    """What goes into the folder as it came: the file, and the responses if there were any."""
    file = came.file
    if file is not None and file != space / KEPT:
        if file.is_dir():
            assert source.pack is not None
            source.pack(file, space / KEPT)
        else:
            shutil.copyfile(file, space / KEPT)
    return [path for path in (space / KEPT, space / ARCHIVE) if path.exists()]


def _manifest_of_nothing(source: FileSource, wanted: Wanted, space: Path, came: _Came) -> Manifest:
    """Of a crawl in which nothing was staged, with the file that came, if one did."""
    kept = space / KEPT
    files: list[StagedFile] = []
    if kept.exists():
        files = [fetched_file(kept, came.origin, came.origin.url)]
    return Manifest(
        **provenance(source.declaration, wanted.jurisdiction or ""),
        session=wanted.session or "",
        files=files,
        counts={},
        repair=None,
        warnings=[],
    )


def _monitor(name: str, problems: Sequence[Problem], sound: str) -> Monitor:
    return Monitor(name=name, ok=not problems, detail=problems[0].reason if problems else sound)
