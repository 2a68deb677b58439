"""The one way to read a YAML file that a person may have written, or a stranger may have sent.

A file that is too long, too deep, refers to itself or multiplies itself is refused before anything
is made of it; so is a tag, since no file of ours needs one. What is left is plain lists, names and
values.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from yaml import MappingNode as MappingNode
from yaml import ScalarNode as ScalarNode

from tracker.errors import DataFileError
from tracker.rules.whole_file import read_whole

MOST_BYTES = 5_000_000
"""The longest reviewed file that ships has some 100,000."""
MOST_NODES = 200_000
"""Values, lists and mappings, each counted as often as it stands in the file or is referred to."""
DEEPEST = 40
"""Lists and mappings within each other; the deepest that ships has ten."""
LONGEST_NUMBER = 40
"""Characters of a number; one of thousands of digits takes minutes to read and to print."""

_SCALARS: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_VALUES: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NUMBERS = ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float")
_READ_AS = {
    "tag:yaml.org,2002:timestamp": "is no day or time that there is",
    "tag:yaml.org,2002:int": "is no number",
    "tag:yaml.org,2002:float": "is no number",
}


def read_yaml(path: Path, what: str = "the reviewed file") -> object:
    """What a YAML file in UTF-8 holds. A key that stands twice is refused: the later of the two
    would silently win. `what` says in errors which file that is.

    Raises:
        DataFileError: it cannot be read, is no YAML, or is beyond the bounds above; the line is
            named.
    """
    with _explained(path, what):
        return _values(_text(path))


def yaml_of_text(text: str, name: str, what: str) -> object:
    """What a text of YAML holds, which errors call by that name. Raises as `read_yaml` does."""
    with _explained(name, what):
        if len(text) > MOST_BYTES:
            raise _Fault(f"it is longer than {MOST_BYTES:,} characters", None)
        return _values(text)


def _values(text: str) -> object:
    loader = _Values(_checked(text))
    try:
        node = loader.get_single_node()
        if node is None:
            return None
        _refuse_repeated_keys(node)
        content: object = loader.construct_document(node)
    finally:
        loader.dispose()
    return content


def compose_yaml(path: Path, what: str) -> yaml.Node | None:
    """The nodes of a YAML file, every value the text that was written: `no` stays `no`. Raises as
    `read_yaml` does, but for keys that stand twice.
    """
    with _explained(path, what):
        node: yaml.Node | None = yaml.compose(_checked(_text(path)), Loader=_SCALARS)
    return node


class _Values(_VALUES):  # type: ignore[misc]
    """The safe loader; a value that cannot be names its line, and is no traceback."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> object:
        if node.tag in _NUMBERS and len(node.value) > LONGEST_NUMBER:
            what = f"a number of {len(node.value):,} characters; the longest may have"
            raise _Fault(f"{what} {LONGEST_NUMBER}", node.start_mark)
        try:
            return super().construct_object(node, deep)
        except (ValueError, OverflowError) as error:
            problem = _READ_AS.get(node.tag, "cannot be read as what it looks like")
            raise _Fault(f"{node.value!r} {problem}", node.start_mark) from error


class _Fault(yaml.MarkedYAMLError):
    """What is wrong, and where."""

    def __init__(self, problem: str, mark: Any) -> None:
        super().__init__(problem=problem, problem_mark=mark)


@dataclass
class _Sizes:
    """How much is in what is being read, counted event by event: no nesting is followed, so none
    can be too deep to be followed.
    """

    open: list[tuple[str | None, int]] = field(default_factory=list)
    """Of each list and mapping that has begun and not ended: its anchor, and what was before it."""
    anchored: dict[str, int] = field(default_factory=dict)
    total: int = 0

    def add(self, event: yaml.Event) -> None:
        tag = getattr(event, "tag", None)
        if tag is not None:
            tag = tag.replace("tag:yaml.org,2002:", "!!")
            raise _Fault(f"the tag {tag} is not known here", event.start_mark)
        if isinstance(event, yaml.CollectionStartEvent):
            self.open.append((event.anchor, self.total))
            self.total += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, before = self.open.pop()
            if anchor:
                self.anchored[anchor] = self.total - before
        elif isinstance(event, yaml.AliasEvent):
            self.total += self._referred_to(event)
        elif isinstance(event, yaml.ScalarEvent):
            self.total += 1
            if event.anchor:
                self.anchored[event.anchor] = 1
        if len(self.open) > DEEPEST:
            what = f"lists and mappings stand more than {DEEPEST} deep within each other"
            raise _Fault(what, event.start_mark)
        if self.total > MOST_NODES:
            what = f"the file holds more than {MOST_NODES:,} values"
            raise _Fault(what, event.start_mark)

    def _referred_to(self, event: yaml.AliasEvent) -> int:
        if any(anchor == event.anchor for anchor, _ in self.open):
            raise _Fault(f"*{event.anchor} stands within itself", event.start_mark)
        if event.anchor not in self.anchored:
            raise _Fault(f"*{event.anchor} refers to nothing above it", event.start_mark)
        return self.anchored[event.anchor]


def _checked(text: str) -> str:
    """The text, if it is within the bounds."""
    sizes = _Sizes()
    for event in yaml.parse(text, Loader=_SCALARS):
        sizes.add(event)
    return text


def _text(path: Path) -> str:
    if path.exists() and path.stat().st_size > MOST_BYTES:
        raise _Fault(f"it is longer than {MOST_BYTES:,} bytes", None)
    return read_whole(path).decode("utf-8-sig")


@contextmanager
def _explained(path: Path | str, what: str) -> Iterator[None]:
    try:
        yield
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        fault, line = _fault_and_line(error)
        raise DataFileError(
            f"{what} cannot be read: {fault}",
            where=f"{path}, line {line}" if line else str(path),
            what_to_do="correct that line; it may be the one before that is wrong"
            if line
            else "give the path of a YAML file in UTF-8, or restore the file",
        ) from error


def _fault_and_line(error: Exception) -> tuple[str, int | None]:
    if isinstance(error, OSError):
        return error.strerror or str(error), None
    if isinstance(error, UnicodeDecodeError):
        line = error.object[: error.start].count(b"\n") + 1
        return f"byte {error.start + 1} of the file is not UTF-8 text", line
    if isinstance(error, yaml.MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        said = _IN_OUR_WORDS.get(error.problem or "") or error.problem or "it is no YAML"
        return said, mark.line + 1 if mark else None
    if isinstance(error, yaml.reader.ReaderError):
        return "it holds a character that no text has", None
    return " ".join(str(error).split()), None


_IN_OUR_WORDS = {
    "mapping values are not allowed in this context": "a colon stands where none can be",
    "could not find expected ':'": "a name without a colon and a value",
    "found unhashable key": "a list or mapping stands where a name should",
    "but found another document": "a second document begins; a file holds one",
    "did not find expected key": "what is indented here does not fit what stands above",
    "did not find expected <block end>": "what is indented here does not fit what stands above",
    "found character that cannot start any token": "a sign that no value begins with; put it in "
    "quotation marks, and indent with blanks, not tabs",
    "did not find expected <document start>": "what stands here belongs to nothing above it",
    "could not determine a constructor for the tag 'tag:yaml.org,2002:value'": "= is no value",
}


def _refuse_repeated_keys(root: yaml.Node) -> None:
    nodes, seen_nodes = [root], set[int]()
    while nodes:
        node = nodes.pop()
        if id(node) in seen_nodes:
            continue
        seen_nodes.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            nodes.extend(node.value)
        elif isinstance(node, yaml.MappingNode):
            seen: set[str] = set()
            for key, value in node.value:
                nodes.append(value)
                if isinstance(key, yaml.ScalarNode):
                    if key.value in seen:
                        what = f"the key {key.value!r} stands twice in one place"
                        raise _Fault(what, key.start_mark)
                    seen.add(key.value)
