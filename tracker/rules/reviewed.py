"""Reviewed YAML files under `data/`: a checked model, or one error that names the place."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from tracker.errors import DataFileError

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Reviewed(BaseModel):
    """A part of a reviewed file: immutable, and a misspelt key is an error rather than ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


M = TypeVar("M", bound=Reviewed)


class UnreadableYaml(Exception):
    """Why a file is no YAML that can be used, in one line."""


def read_yaml(path: Path) -> object:
    """What a YAML file in UTF-8 holds. A key that stands twice is refused: the later of the two
    would silently win.

    Raises UnreadableYaml; the caller knows what the file is for.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableYaml(yaml_fault(error)) from error
    return yaml_of_text(text)


def yaml_of_text(text: str) -> object:
    """What a text of YAML holds, read as `read_yaml` reads a file."""
    try:
        loader = _Loader(text)
        try:
            node = loader.get_single_node()
            _refuse_repeated_keys(node)
            content: object = None if node is None else loader.construct_document(node)
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        raise UnreadableYaml(yaml_fault(error)) from error
    return content


def yaml_fault(error: OSError | UnicodeDecodeError | yaml.YAMLError) -> str:
    """What is wrong with a YAML file, and on which line, in one line."""
    if isinstance(error, OSError):
        return error.strerror or str(error)
    if isinstance(error, UnicodeDecodeError):
        return f"byte {error.start + 1} of the file is not UTF-8 text"
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark:
        return f"{error.problem} (line {error.problem_mark.line + 1})"
    return " ".join(str(error).split())


def _refuse_repeated_keys(root: yaml.Node | None) -> None:
    nodes = [root] if root else []
    while nodes:
        node = nodes.pop()
        if isinstance(node, yaml.SequenceNode):
            nodes.extend(node.value)
        elif isinstance(node, yaml.MappingNode):
            seen: set[str] = set()
            for key, value in node.value:
                nodes.append(value)
                if isinstance(key, yaml.ScalarNode):
                    if key.value in seen:
                        raise yaml.MarkedYAMLError(
                            problem=f"the key {key.value!r} stands twice in one place",
                            problem_mark=key.start_mark,
                        )
                    seen.add(key.value)


def read_reviewed(path: Path, model: type[M]) -> M:
    """Read one reviewed file as `model`.

    Raises DataFileError when the file is absent, is not YAML, or does not say what `model` asks
    for; `where` names the file and the first offending key.
    """
    try:
        content = read_yaml(path)
    except UnreadableYaml as error:
        raise DataFileError(
            f"the reviewed file cannot be read: {error}",
            where=str(path),
            what_to_do="correct the line named above, or restore the file from the repository",
        ) from error
    try:
        return model.model_validate(content)
    except ValidationError as error:
        raise _first_fault(error, content, path) from error


def _first_fault(error: ValidationError, content: object, path: Path) -> DataFileError:
    fault = error.errors()[0]
    key = _place_within(content, fault["loc"]) or "the whole file"
    others = error.error_count() - 1
    more = f" (and {others} more)" if others else ""
    return DataFileError(
        f"{plainly(error)}{more}",
        where=f"{path}, {key}",
        what_to_do="correct this entry; the file's own heading says what it may hold",
    )


def plainly(error: ValidationError) -> str:
    """What is wrong first, in the words of one who knows files and no programs."""
    fault = error.errors()[0]
    return _PLAINLY.get(fault["type"], fault["msg"])


_PLAINLY = {"extra_forbidden": "there is no such entry", "missing": "this entry is missing"}


def _place_within(content: object, keys: tuple[int | str, ...]) -> str:
    """`rules.3 (veto_override).class`: entries of a list by their number, and their id if any."""
    place = []
    for key in keys:
        content = _entry(content, key)
        name = content.get("id") if isinstance(key, int) and isinstance(content, dict) else None
        place.append(f"{key} ({name})" if name else str(key))
    return ".".join(place)


def _entry(content: object, key: int | str) -> object:
    if isinstance(content, list) and isinstance(key, int):
        return content[key] if key < len(content) else None
    return content.get(key) if isinstance(content, dict) else None
