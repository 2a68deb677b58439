"""A group's own marks: a small reviewed file that says what each of them means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import yaml

from tracker.errors import DataFileError
from tracker.grid.marks import Meaning, meaning_named, plain_mark
from tracker.grid.sheet import read_sheet
from tracker.rules.reviewed import yaml_fault

CSV_COLUMNS = ("mark", "means")

_Entry = tuple[int, str, str]
"""Line, mark and what it means, as written."""


@dataclass(frozen=True)
class Vocabulary:
    """The marks of one group, as `plain_mark` writes them, and the hash of their file."""

    path: Path
    sha256: str
    meanings: dict[str, Meaning]


def read_vocabulary(path: Path) -> Vocabulary:
    """A vocabulary file.

    A YAML file (`.yaml`, `.yml`) with one `mark: meaning` per line, or a CSV file with the columns
    `mark,means`. The mark may be empty: then empty cells have a meaning too.

    Raises:
        DataFileError: the file cannot be read, names a mark twice, or a meaning is not known.
    """
    is_yaml = path.suffix.lower() in (".yaml", ".yml")
    found: dict[str, Meaning] = {}
    for line, mark, means in _yaml_entries(path) if is_yaml else _csv_entries(path):
        meaning = meaning_named(means)
        if meaning is None:
            raise _fault(
                path,
                line,
                f"the mark {mark!r} is said to mean {means!r}, which is not known",
                "write + - aye no NV NVP absent E N/A, or one of: " + ", ".join(Meaning),
            )
        if plain_mark(mark) in found:
            raise _fault(
                path,
                line,
                f"the mark {mark!r} is there twice; upper and lower case are the same mark",
                "keep one of the two",
            )
        found[plain_mark(mark)] = meaning
    return Vocabulary(path, sha256(path.read_bytes()).hexdigest(), found)


def _csv_entries(path: Path) -> Iterator[_Entry]:
    sheet = read_sheet(path, CSV_COLUMNS)
    for row in sheet.rows:
        yield row.line, row.values["mark"], row.values["means"]


def _yaml_entries(path: Path) -> Iterator[_Entry]:
    """Every scalar stays the text that was written: in plain YAML, `no` would become False."""
    try:
        node = yaml.compose(path.read_text("utf-8-sig"), Loader=yaml.BaseLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise DataFileError(
            f"the vocabulary file cannot be read: {yaml_fault(error)}",
            where=str(path),
            what_to_do='write one mark per line, as in  "X": "-"',
        ) from error
    if not isinstance(node, yaml.MappingNode):
        raise _fault(path, 1, "this is not a list of marks", 'write one per line, as in  "X": "-"')
    for mark, means in node.value:
        line = mark.start_mark.line + 1
        if not (isinstance(mark, yaml.ScalarNode) and isinstance(means, yaml.ScalarNode)):
            raise _fault(path, line, "a mark has one meaning", 'write it as in  "X": "-"')
        yield line, mark.value, means.value


def _fault(path: Path, line: int, what: str, what_to_do: str) -> DataFileError:
    return DataFileError(what, where=f"{path}, line {line}", what_to_do=what_to_do)
