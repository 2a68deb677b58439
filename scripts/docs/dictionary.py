"""The data dictionary, from the tables of the store and the closed vocabularies of the tracker."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
import textwrap
from collections.abc import Mapping
from enum import Enum, StrEnum
from itertools import groupby
from types import ModuleType
from typing import TypeGuard

import sqlalchemy as sa

import tracker
import tracker.store.tables
from scripts.docs.markdown import framed, sentence, table
from tracker.store import schema

TYPE_WORDS: Mapping[type, str] = {
    sa.String: "text",
    sa.Integer: "integer",
    sa.Boolean: "boolean",
    sa.Date: "date",
    sa.DateTime: "timestamp",
}


def dictionary_page() -> str:
    """The whole page."""
    vocabularies = public_vocabularies()
    names = {vocabulary.__name__ for vocabulary in vocabularies}
    page = framed(
        "data-dictionary.md",
        tables="\n".join(_group(name, module) for name, module in table_modules().items()),
        vocabularies="\n".join(
            f"### {room.capitalize()}\n\n" + "\n".join(_vocabulary(one) for one in members)
            for room, members in groupby(vocabularies, key=_room)
        ),
    )
    return re.sub(
        r"(?<=[ |])`(\w+)`",
        lambda found: f"[{found[0]}](#{found[1].lower()})" if found[1] in names else found[0],
        page,
    )


def table_modules() -> dict[str, ModuleType]:
    """The modules that hold tables, as `tracker/store/tables.py` gathers them, then the store's."""
    gathered = sorted(tracker.store.tables.__all__, key=lambda name: (name != "record", name))
    modules = {name: getattr(tracker.store.tables, name) for name in gathered}
    return {**modules, "store": schema}


def public_vocabularies() -> list[type[StrEnum]]:
    """Every public StrEnum of the tracker but those of its command line, the record's first."""
    found: dict[str, type[StrEnum]] = {}
    for info in pkgutil.walk_packages(tracker.__path__, "tracker."):
        if info.name.startswith("tracker.cli"):
            continue
        for name, value in vars(importlib.import_module(info.name)).items():
            if _is_vocabulary(value) and value.__module__ == info.name and name[0] != "_":
                found[name] = value
    return sorted(found.values(), key=lambda one: (_room(one) != "record", _room(one)))


def member_docstrings(vocabulary: type[Enum]) -> dict[str, str]:
    """Member name to the docstring that stands below it in the source; absent where none does."""
    (body,) = ast.parse(textwrap.dedent(inspect.getsource(vocabulary))).body
    assert isinstance(body, ast.ClassDef)
    found: dict[str, str] = {}
    for statement, below in zip(body.body, body.body[1:], strict=False):
        match statement, below:
            case (
                ast.Assign(targets=[ast.Name(id=name)]),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                found[name] = sentence(text)
    return found


def _is_vocabulary(value: object) -> TypeGuard[type[StrEnum]]:
    return inspect.isclass(value) and issubclass(value, StrEnum) and value is not StrEnum


def _group(name: str, module: ModuleType) -> str:
    tables = [value for value in vars(module).values() if isinstance(value, sa.Table)]
    return f"### {name.capitalize()}\n\n" + "\n".join(_table(one) for one in tables)


def _table(described: sa.Table) -> str:
    rows = [
        (
            f"`{column.name}`",
            TYPE_WORDS[type(column.type)],
            "yes" if column.nullable else "",
            column.comment or "",
        )
        for column in described.columns
    ]
    header = ("column", "type", "may be empty", "meaning")
    return f"#### `{described.name}`\n\n{described.comment}\n\n{table(header, rows)}"


def _vocabulary(vocabulary: type[StrEnum]) -> str:
    said = member_docstrings(vocabulary)
    rows = [(f"`{member.value}`", said.get(member.name, "")) for member in vocabulary]
    about = sentence(vocabulary.__doc__)
    return f"#### {vocabulary.__name__}\n\n{about}\n\n{table(('value', 'meaning'), rows)}"


def _room(vocabulary: type[StrEnum]) -> str:
    """The part of the tracker it belongs to: `record` of `tracker.rules.vocabulary`."""
    return vocabulary.__module__.split(".")[1]
