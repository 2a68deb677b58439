"""The sources that are crawled page by page, by name."""

from __future__ import annotations

from collections.abc import Mapping

from scrapers.ca_archive.source import Archive
from scrapers.ca_hearings.source import Hearings
from scrapers.ca_leginfo.source import Leginfo
from scrapers.pages.source import PageSource

PAGE_SOURCES: Mapping[str, PageSource] = {
    source.name: source for source in (Leginfo(), Archive(), Hearings())
}
