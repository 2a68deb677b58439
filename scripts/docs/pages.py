"""Which pages are generated, and from what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from scripts.docs.commands import commands_page
from scripts.docs.coverage_page import coverage_page
from scripts.docs.dictionary import dictionary_page
from scripts.docs.method_page import method_page

PAGES: Mapping[str, Callable[[], str]] = {
    "data-dictionary.md": dictionary_page,
    "method.md": method_page,
    "cli.md": commands_page,
    "coverage.md": coverage_page,
}
"""File name under `docs/` to what makes its text."""


def page_file(name: str) -> Path:
    """Where a generated page is committed."""
    return Path(__file__).resolve().parents[2] / "docs" / name
