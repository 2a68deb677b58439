"""Many visits one after the other, and what each of them loads."""

from __future__ import annotations

import asyncio
import gzip
import resource
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Page

from scorecard_app.packed import STATIC, STATIC_PATH, TYPES
from scorecard_app.server import PLOTLY_FILE
from scorecard_app.server_paths import PLOTLY_PATH
from scorecard_app.visits import MOST_KEPT
from tests.app.conftest import served
from tests.app.event_loop import run
from tests.app.visits import visiting

FEW_DESCRIPTORS = 110
"""A server that has just begun uses 40; Streamlit's own keeping of visits would take 3 for each."""
VISITS = 40


@pytest.fixture(scope="module")
def scarce(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A home for a server of this module's own."""
    home = tmp_path_factory.mktemp("scarce")
    (home / "answerable.duckdb").write_bytes(sample_store.read_bytes())
    return str(home)


def test_a_server_with_few_descriptors_answers_every_visit(scarce: str) -> None:
    async def visit() -> list[bool]:
        drawn = []
        for _ in range(VISITS):
            async with asyncio.timeout(30), visiting(address) as visitor:
                drawn.append("<table" in (await visitor.draw()).html)
        return drawn

    least = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (FEW_DESCRIPTORS, least[1]))
    try:
        with served(Path(scarce)) as address:
            resource.setrlimit(resource.RLIMIT_NOFILE, least)
            assert VISITS > MOST_KEPT
            assert run(visit()) == [True] * VISITS
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, least)


def test_a_rerun_sends_only_what_the_visitor_does_not_hold(address: str) -> None:
    async def visit() -> tuple[int, int]:
        async with visiting(address) as visitor:
            return (await visitor.draw()).bytes, (await visitor.draw()).bytes

    first, again = run(visit())
    assert again < first / 4


def _asked(url: str, **headers: str) -> tuple[bytes, dict[str, str]]:
    asked = urllib.request.Request(url, headers=headers)
    with urllib.request.urlopen(asked, timeout=20) as answer:
        return answer.read(), {name.lower(): text for name, text in answer.headers.items()}


@pytest.mark.parametrize("kind", ["js", "css", "plotly"])
def test_scripts_come_compressed_to_whoever_takes_them_so(address: str, kind: str) -> None:
    file = PLOTLY_FILE if kind == "plotly" else next(iter(sorted(STATIC.glob(f"{kind}/index.*"))))
    path = PLOTLY_PATH if kind == "plotly" else f"{STATIC_PATH}{file.relative_to(STATIC)}"
    packed, headers = _asked(f"{address}{path}", **{"Accept-Encoding": "gzip"})
    plain, others = _asked(f"{address}{path}", **{"Accept-Encoding": "identity"})
    assert gzip.decompress(packed) == plain == file.read_bytes()
    assert (headers["content-encoding"], headers["vary"]) == ("gzip", "Accept-Encoding")
    assert "immutable" in headers["cache-control"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-type"].split(";")[0] == TYPES[file.suffix].split(";")[0]
    assert "content-encoding" not in others
    assert len(packed) < len(plain) / 2


def test_no_file_but_streamlits_own_is_reached_by_its_path(address: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as found:
        _asked(f"{address}/static/../../../config.py", **{"Accept-Encoding": "gzip"})
    assert found.value.code in (400, 404)


def test_the_table_stands_before_plotly_is_asked_for(address: str, page: Page) -> None:
    page.add_init_script(
        "new MutationObserver((_, seen) => { if (document.querySelector('table.ranked tbody tr')) "
        "{ window.tableAt = performance.now(); seen.disconnect(); } })"
        ".observe(document, {childList: true, subtree: true})"
    )
    page.goto(address)
    page.wait_for_selector("figure[data-drawn]")
    table_at = page.evaluate("window.tableAt")
    asked_at = page.evaluate(
        f"performance.getEntriesByType('resource').find(e => e.name.includes('{PLOTLY_PATH}'))"
        ".startTime"
    )
    assert table_at < asked_at


def test_no_font_is_loaded_that_no_page_shows(address: str, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    page.goto(address)
    page.wait_for_selector("footer.limits")
    page.wait_for_load_state("networkidle")
    assert [one for one in asked if "SourceSans" in one] == []
