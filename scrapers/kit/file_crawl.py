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
from scrapers.kit.source import FileSource, Origin, Staged, Wanted, name_of
from scrapers.kit.staging import (
    ARCHIVE,
    KEPT,
    FetchedFile,
    damaged_crawls,
    fetched_file,
    file_of_earlier_crawl,
    provenance,
    sound_crawl,
    sound_crawls,
    space_beside,
    sweep,
)
from tracker.crawls.manifest import CrawlReport, Manifest, Monitor, Problem, StagedFile
from tracker.crawls.request import TIMEOUTS, CrawlRequest
from tracker.crawls.sources import SourceKind
from tracker.crawls.sums import content_of, program
from tracker.errors import SourceError, UsageError
from tracker.rules.reference import jurisdiction_of

if TYPE_CHECKING:
    from scrapers.kit.download import Partial

PARTS = ".parts"
"""Where, among the crawls of a source, downloads are kept that broke off or are not staged yet."""
_ELSEWHERE = "download the archive yourself and name it with --file, or name another --url"


@dataclass(frozen=True)
class _Past:
    """An earlier crawl that was read and accepted."""

    folder: Path
    manifest: Manifest
    file: FetchedFile

    @property
    def kept(self) -> Path | None:
        """The file as it came, where that crawl kept it."""
        path = self.folder / KEPT
        return path if path.is_file() else None


@dataclass
class _Came:
    """What came of looking for the file: it, or an earlier crawl that has it, or trouble."""

    origin: Origin
    file: Path | None = None
    past: _Past | None = None
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
    address = None
    if wish.file is None:
        address = source.address(wish.url, wanted, daily=wish.daily, changes=wish.changes)
    if wish.resume:
        crawls_to_resume(wish)
    damaged: tuple[str, ...] = ()
    if wish.crawls:
        sweep(wish.crawls)
        damaged = damaged_crawls(wish.crawls)
    with space_beside(wish.out) as space:
        came = (
            _at_the_site(source, wish, address, space, tell)
            if address
            else _on_this_computer(source, wish, wanted)
        )
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
        same = _newest(wish.crawls, lambda past: past.file.sha256 == content)
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

    past = _past_of_address(wish, url)
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


def _past_of_address(wish: CrawlRequest, url: str) -> _Past | None:
    """The newest earlier crawl, or the one that the wish names, if it is of this very address.

    Raises:
        UsageError: what the wish names is not a crawl folder.
    """
    if wish.earlier is not None:
        file, manifest = file_of_earlier_crawl(wish.earlier), sound_crawl(wish.earlier)
        return _Past(wish.earlier, manifest, file) if manifest and file.url == url else None
    return _newest(wish.crawls, lambda past: past.file.url == url) if wish.crawls else None


def _newest(crawls: Path, fits: Callable[[_Past], bool]) -> _Past | None:
    for folder, manifest in sound_crawls(crawls):
        try:
            past = _Past(folder, manifest, file_of_earlier_crawl(folder))
        except UsageError:
            continue
        if fits(past):
            return past
    return None


def _begun(wish: CrawlRequest, space: Path, url: str, past: _Past | None) -> Partial:
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
