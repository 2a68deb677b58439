"""Every source by its id: what `data/sources/` declares, with the parsers of `scrapers/<id>/`."""

from __future__ import annotations

from importlib import import_module

from scrapers.kit.source import FileSource, PageSource, Source
from tracker.crawls.sources import declared_source


def source_of(source: str) -> Source:
    """The source of that id, imported when it is asked for.

    Raises:
        UsageError: there is no such source.
    """
    declared = declared_source(source)
    found = import_module(f"scrapers.{declared.id}.source").SOURCE
    assert isinstance(found, (FileSource, PageSource)), f"scrapers.{source}.source.SOURCE"
    return found
