"""Python and SQL know no legislature by name: what is particular to one stands in its data."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.program import REPOSITORY
from tracker.crawls.sources import declared_sources
from tracker.rules import reference

ROOMS = ("tracker", "scorecard_app", "scrapers/kit", "scrapers/sources.py", "scrapers/__main__.py")
"""All but the folders of the sources, each of which reads what one legislature publishes."""

EXCEPTIONS = {
    "SAMPLE_SESSION = ('ca', '20072008')": "the sample record that ships is of one session",
    "'sen': Chamber.UPPER": "what groups anywhere call a house in a grid of their own",
    "'asm': Chamber.LOWER": "the same",
    "write Senate or House (or Assembly, upper, lower)": "the same, in the error that lists them",
}
"""What may stand in the code all the same, and why."""

_EXAMPLE = re.compile(r"\bas in [^,;:'{}]+")
"""Help and errors show how to write an id by one that ships with the program."""


def _modules() -> Iterator[Path]:
    for room in ROOMS:
        path = REPOSITORY / room
        yield from (
            (path,)
            if path.is_file()
            else sorted(one for one in path.rglob("*") if one.suffix in {".py", ".sql"})
        )


def _code(text: str, suffix: str) -> str:
    """The code without comments and docstrings, which may give examples."""
    if suffix == ".sql":
        return re.sub(r"--.*", "", text)
    tree = ast.parse(text)
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            node.body = [one for one in body if not _is_docstring(one)] or [ast.Pass()]  # type: ignore[attr-defined]
    return ast.unparse(tree)


def _is_docstring(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def _names() -> Iterator[str]:
    """Patterns of what belongs to one legislature, as its own files write it."""
    for source in declared_sources():
        yield rf"\b{source}\b"
    for code in reference.folders():
        known = reference.jurisdiction_of(code)
        yield rf"['\"]{code}['\"]"
        yield rf"\b{code}-(?:{'|'.join(one.id for one in known.sessions)})"
        yield from (rf"\b{one.scheme}\b" for one in known.measures.identifiers)
        yield from (rf"(?i:{re.escape(name)})" for name in (known.name, known.legislature))
        yield from (rf"['\"]{one.type}['\"]" for one in known.measures.types)
        for house in known.chambers:
            yield rf"['\"](?i:{house.code})['\"]"
            yield from (rf"\b{word}\b" for word in (house.name, house.member_title))


def found_in(text: str, suffix: str) -> list[str]:
    """What the text knows of one legislature by name, but for examples and exceptions."""
    code = _code(text, suffix)
    for excepted in EXCEPTIONS:
        code = code.replace(excepted, "")
    return re.findall("|".join(f"(?:{name})" for name in _names()), _EXAMPLE.sub("", code))


def test_python_and_sql_know_no_legislature_by_name() -> None:
    modules = list(_modules())
    assert len(modules) > 150
    knowing = {
        str(path.relative_to(REPOSITORY)): found_in(path.read_text("utf-8"), path.suffix)
        for path in modules
    }
    assert {path: found for path, found in knowing.items() if found} == {}, (
        "move it to data/jurisdictions or data/sources"
    )


@pytest.mark.parametrize(
    ("text", "suffix"),
    [
        ("if code == 'ca': pass", ".py"),
        ("california_types = {}", ".py"),
        ("x = f'{one} of the California Legislature'", ".py"),
        ("TYPES = {'AB': lower, 'SB': upper}", ".py"),
        ("name = 'Assembly' if chamber == 'lower' else 'upper'", ".py"),
        ("source = 'ca_leginfo'", ".py"),
        ("select * from bills where session_id = 'ca-20072008'", ".sql"),
    ],
)
def test_each_way_of_knowing_one_by_name_is_found(text: str, suffix: str) -> None:
    assert found_in(text, suffix)


@pytest.mark.parametrize("excepted", EXCEPTIONS)
def test_what_is_excepted_still_stands_in_the_code(excepted: str) -> None:
    texts = (_code(path.read_text("utf-8"), path.suffix) for path in _modules())
    assert any(excepted in text for text in texts), "take it off the list"
