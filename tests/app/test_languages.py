"""Every text of the pages is in the catalog, seen by a made-up language that no text escapes."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from babel.messages.mofile import write_mo
from playwright.sync_api import Page

from scripts.catalog import messages
from tests.app.conftest import served
from tracker import paths

MADE_UP = "zz"
ACCENTS = str.maketrans("aceghijlnorstuwyzACEGHIJLNORSTUWYZ", "áćéğĥíĵĺñóŕśţúŵýžÁĆÉĞĤÍĴĹÑÓŔŚŢÚŴÝŽ")
HELD = re.compile(r"%\(\w+\)[sd]|\{[^}]*\}|<[^>]+>|&\w+;|<code>.*?</code>")
"""What stands in a text and is no word of it: names of values, markup, commands."""
WORDS = re.compile(r"(?<!\w)[A-Za-z]{3,}(?:[ '’-][A-Za-z]+)*(?!\w)")
NAMES = {"Answerable", "CSV", "PNG", "SVG"}
"""The same in every language: the program and the formats of files."""

NOT_OURS = "code, [data-testid=stIconMaterial], [data-testid=stFileUploaderDropzone]"
"""Commands, which are English; and what Streamlit writes by itself."""
PAGES = (
    "/",
    "/?chamber=upper",
    "/?q=steinberg",
    "/?q=999",
    "/?issue=homes",
    "/legislator",
    "/legislator?q=steinberg",
    "/legislator?person=999",
    "/legislator?person=darrell-steinberg",
    "/measure",
    "/legislator?person=darrell-steinberg&votes=SB375",
    "/measure?q=375",
    "/measure?from=51",
    "/measure?measure=SB375",
    "/measure?measure=999",
    "/campaigns",
    "/agendas",
    "/start",
)


@pytest.fixture(scope="module")
def accented(
    sample_store: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch_module: pytest.MonkeyPatch,
) -> Iterator[str]:
    """The app with a language in which each letter of each text has an accent."""
    folder = tmp_path_factory.mktemp("locale")
    catalog = messages()
    catalog.locale = None
    for message in catalog:
        if not message.id:
            continue
        texts = [message.id] if isinstance(message.id, str) else message.id
        said = tuple(map(accent, texts))
        message.string = said[0] if isinstance(message.id, str) else said
    to = folder / MADE_UP / "LC_MESSAGES"
    to.mkdir(parents=True)
    with (to / "answerable.mo").open("wb") as file:
        write_mo(file, catalog)
    monkeypatch_module.setenv("ANSWERABLE_LOCALE", str(folder))
    home = tmp_path_factory.mktemp("accented")
    shutil.copy(sample_store, home / "answerable.duckdb")
    with served(home) as address:
        yield address


@pytest.fixture(scope="module")
def monkeypatch_module() -> Iterator[pytest.MonkeyPatch]:
    """Changes of the environment that last as long as this module."""
    with pytest.MonkeyPatch.context() as patch:
        yield patch


def accent(text: str) -> str:
    """The text with accents on its words; names of values and markup stay."""
    parts, end = [], 0
    for held in HELD.finditer(text):
        parts += [text[end : held.start()].translate(ACCENTS), held.group()]
        end = held.end()
    return "".join([*parts, text[end:].translate(ACCENTS)])


@pytest.fixture(scope="module")
def of_the_record(sample_store: Path) -> str:
    """All that the record and the reviewed files say: it is nobody's to translate."""
    with duckdb.connect(str(sample_store), read_only=True) as store:
        listed = store.execute("select table_name from duckdb_tables() where not internal")
        texts = {
            str(value)
            for (table,) in listed.fetchall()
            for row in store.table(table).fetchall()
            for value in row
        }
    files = [path.read_text("utf-8") for path in paths.data_dir().rglob("*.yaml")]
    return folded("\n".join([*texts, *files]).replace("''", "'"))


def folded(text: str) -> str:
    """Without blanks and capitals: a chart breaks its lines, and a heading has its own letters."""
    return re.sub(r"\s+", "", text).casefold()


@pytest.mark.parametrize("path", PAGES)
def test_no_text_of_a_page_is_left_in_english(
    page: Page, accented: str, of_the_record: str, path: str
) -> None:
    page.goto(f"{accented}{path}{'&' if '?' in path else '?'}lang={MADE_UP}")
    page.wait_for_selector("footer.limits")
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    page.evaluate(f"document.querySelectorAll('{NOT_OURS}').forEach((one) => one.remove())")
    shown = page.locator(".stMain").inner_text()
    left = {one for one in words_of(shown) if folded(one) not in of_the_record}
    assert not left - NAMES
    assert page.locator("html").get_attribute("lang") == MADE_UP


def test_a_page_that_is_not_there_says_so_in_the_language(page: Page, accented: str) -> None:
    page.goto(f"{accented}/nowhere?lang={MADE_UP}")
    assert words_of(page.locator("body").inner_text()) == {"nowhere"}
    assert page.locator("html").get_attribute("lang") == MADE_UP
    page.get_by_role("link", name=accent("Measures")).click()
    page.wait_for_selector("footer.limits")
    assert accent("Measures") in page.locator(".stMain h1").inner_text()


def words_of(shown: str) -> set[str]:
    """The words without an accent."""
    return {found.group() for found in WORDS.finditer(shown)}
