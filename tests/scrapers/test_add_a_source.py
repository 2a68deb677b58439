"""What `docs/add-a-source.md` says is true: its example, put where it says, can be crawled."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.cli.program import REPOSITORY
from tests.sites.mischief import html
from tests.sites.site import serving

BLOCK = re.compile(r"<!-- (\S+) -->\n```\w+\n(.*?)```", re.DOTALL)
PATH = "/measures/200720080SB375.html"
PAGE = """<html><body><h1>SB 375</h1><p class="title">Transportation planning.</p>
<table class="actions"><tr><td>02/21/2007</td><td>Introduced.</td></tr></table></body></html>"""
CRAWL = """
import sys
from scrapers.kit.crawl import crawl
from scrapers.kit.replay import replay
from scrapers.sources import source_of
from tracker.crawls.request import CrawlRequest

wish = CrawlRequest(
    source="ca_example",
    out=sys.argv[1],
    session="2007-08",
    bills=["SB 375"],
    url=sys.argv[2],
    delay=0,
)
crawl(source_of(wish.source), wish, print)
print(replay(wish.out).difference)
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the program with the files of the page in it."""
    root = tmp_path / "checkout"
    for name in ("tracker", "scrapers", "data"):
        shutil.copytree(
            REPOSITORY / name, root / name, ignore=shutil.ignore_patterns("__pycache__")
        )
    blocks = BLOCK.findall((REPOSITORY / "docs" / "add-a-source.md").read_text("utf-8"))
    assert [Path(name).name for name, _ in blocks] == [
        *("ca_example.yaml", "__init__.py", "pages.py", "source.py")
    ]
    for name, text in blocks:
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text, "utf-8")
    return root


def test_the_example_of_the_page_is_crawled_as_it_stands(checkout: Path, tmp_path: Path) -> None:
    with serving({PATH: [html(PAGE)]}) as site:
        ran = subprocess.run(
            [sys.executable, "-c", CRAWL, str(tmp_path / "out"), site.address],
            cwd=checkout,
            capture_output=True,
            text=True,
            check=False,
        )
    assert ran.returncode == 0, ran.stderr[-2000:]
    assert ran.stdout.splitlines()[-1] == "None", "replayed, it is the same"
    (bill,) = pq.read_table(tmp_path / "out" / "bills.parquet").to_pylist()
    assert (bill["bill_id"], bill["title"]) == ("ca-20072008-SB375", "Transportation planning.")
    (action,) = pq.read_table(tmp_path / "out" / "actions.parquet").to_pylist()
    assert (str(action["date"]), action["description"]) == ("2007-02-21", "Introduced.")
