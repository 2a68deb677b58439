"""The spiders of pages, and their stand-ins."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.scrapers.pages.spiders import SPIDERS, Spider
from tests.sites.site import Site, serving


@pytest.fixture(scope="module")
def sites() -> Iterator[dict[str, Site]]:
    with ExitStack() as serves:
        yield {one.source: serves.enter_context(serving(one.answers())) for one in SPIDERS}


@pytest.fixture(params=SPIDERS, ids=lambda spider: spider.source)
def spider(request: pytest.FixtureRequest) -> Spider:
    found = request.param
    assert isinstance(found, Spider)
    return found
