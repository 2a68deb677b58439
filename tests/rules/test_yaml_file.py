"""A hostile or mistaken YAML file is one error that names the line, and never more than that."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from tests.conftest import REPOSITORY
from tracker import paths
from tracker.agenda.agenda import read_agenda
from tracker.campaigns.campaign_file import CampaignFile
from tracker.crawls.sources import SourceDeclaration
from tracker.errors import AnswerableError, DataFileError
from tracker.grid.vocabulary_file import read_vocabulary
from tracker.rules.jurisdictions import load_jurisdiction
from tracker.rules.locations import load_locations
from tracker.rules.motions import load_motion_rules
from tracker.rules.reference import jurisdiction_of
from tracker.rules.reviewed import read_reviewed
from tracker.rules.thresholds import load_threshold_rules
from tracker.rules.yaml_file import DEEPEST, MOST_BYTES, read_yaml
from tracker.scoring.method import read_method
from tracker.service.schedule_file import read_schedule

TENFOLD = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10))

HOSTILE = {
    "aliases that multiply": (f"a0: &a0 [x]\n{TENFOLD}", "more than 200,000 values", 6),
    "a list within itself": ("a: 1\nb: &b [*b]\n", "*b stands within itself", 2),
    "a mapping merged into itself": ("a: &a {<<: *a}\n", "*a stands within itself", 1),
    "an alias of nothing": ("a: *b\n", "*b refers to nothing above it", 1),
    "100,000 brackets": (f"a:\n  {'[' * 100_000}", f"more than {DEEPEST} deep", 2),
    "100,000 braces": ("{a: " * 100_000, f"more than {DEEPEST} deep", 1),
    "100,000 dashes": ("- " * 100_000, f"more than {DEEPEST} deep", 1),
    "a day that never was": ("a: 1\nday: 2008-02-30\n", "'2008-02-30' is no day", 2),
    "an hour that never was": ("at: 2008-02-28T25:00:00Z\n", "is no day or time", 1),
    "a zone that is none": ("at: 2008-02-28T05:00:00+99:00\n", "is no day or time", 1),
    "5,000 digits": (f"n: {'9' * 5000}\n", "a number of 5,000 characters", 1),
    "digits in sixties": (f"n: 1{':59' * 3000}\n", "a number of 9,001 characters", 1),
    "digits in sixteens": (f"n: 0x{'f' * 9000}\n", "a number of 9,002 characters", 1),
    "a number without digits": ("n: 0x_\n", "'0x_' is no number", 1),
    "code": ("a: !!python/object/apply:os.getcwd []\n", "the tag !!python/object/apply", 1),
    "a tag of one's own": ("a: 1\nb: !own 1\n", "the tag !own is not known", 2),
    "a tag that does not fit": ("a: !!bool perhaps\n", "the tag !!bool is not known", 1),
    "a list for a name": ("a: 1\n? [b]\n: 1\n", "a list or mapping stands where a name", 2),
    "a name twice": ("a: 1\nb: 2\na: 3\n", "'a' stands twice", 3),
    "two documents": ("a: 1\n---\nb: 1\n", "a second document begins", 2),
    "a bracket left open": ("a: [1\nb: 2\n", "", 2),
    "a tab": ("a:\n\t- b\n", "indent with blanks, not tabs", 2),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_or_mistaken_file_is_refused_with_its_line(name: str, tmp_path: Path) -> None:
    text, what, line = HOSTILE[name]
    path = tmp_path / "own.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(DataFileError, match="cannot be read") as refused:
        read_yaml(path)
    assert what in refused.value.what
    assert refused.value.where == f"{path}, line {line}"
    assert "correct that line" in refused.value.what_to_do


def test_a_reference_that_multiplies_nothing_is_read(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text("a: &a {x: [1, 2]}\nb: [*a, *a]\nc: {<<: *a, y: 3}\n", "utf-8")
    assert read_yaml(path) == {
        "a": {"x": [1, 2]},
        "b": [{"x": [1, 2]}, {"x": [1, 2]}],
        "c": {"x": [1, 2], "y": 3},
    }


def test_the_mark_that_some_editors_put_first_is_no_part_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text("a: 1\n", "utf-8-sig")
    assert read_yaml(path) == {"a": 1}


def test_what_is_no_text_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_bytes(b"a: 1\nb: caf\xe9\n")
    with pytest.raises(DataFileError, match="not UTF-8 text") as refused:
        read_yaml(path)
    assert refused.value.where == f"{path}, line 2"


def test_what_never_ends_is_not_read(tmp_path: Path) -> None:
    pipe, long = tmp_path / "pipe.yaml", tmp_path / "long.yaml"
    os.mkfifo(pipe)
    with long.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    for path, what in ((pipe, "a device or a pipe"), (long, "longer than")):
        with pytest.raises(DataFileError, match=what) as refused:
            read_yaml(path)
        assert refused.value.where == str(path)


READS_YAML = re.compile(r"\byaml\.(\w*load\w*|compose|parse|scan)\b|from yaml import|\bruamel\b")


def test_nothing_else_reads_yaml() -> None:
    """Whoever reads it in another way does without the bounds."""
    readers = {
        path.relative_to(REPOSITORY).as_posix()
        for folder in ("tracker", "scrapers", "scorecard_app")
        for path in (REPOSITORY / folder).rglob("*.py")
        if READS_YAML.search(path.read_text("utf-8"))
    }
    assert readers == {"tracker/rules/yaml_file.py"}


CA = paths.data_dir() / "jurisdictions" / "ca"
KINDS: dict[str, tuple[Path, Callable[[Path], object]]] = {
    "agenda": (paths.data_dir() / "agendas" / "sb375-worked-case.yaml", read_agenda),
    "method": (paths.data_dir() / "methods" / "vote_index.yaml", read_method),
    "campaign": (
        paths.data_dir() / "campaigns" / "demonstration.yaml",
        lambda path: read_reviewed(path, CampaignFile),
    ),
    "schedule": (paths.data_dir() / "schedule.yaml", read_schedule),
    "jurisdiction": (CA / "jurisdiction.yaml", load_jurisdiction),
    "motions": (CA / "motions.yaml", load_motion_rules),
    "locations": (CA / "locations.yaml", lambda path: load_locations(path, jurisdiction_of("ca"))),
    "thresholds": (
        CA / "thresholds.yaml",
        lambda path: load_threshold_rules(path, jurisdiction_of("ca")),
    ),
    "source": (
        paths.data_dir() / "sources" / "ca_pubinfo.yaml",
        lambda path: read_reviewed(path, SourceDeclaration),
    ),
}


@pytest.mark.parametrize("kind", [*KINDS, "vocabulary"])
@pytest.mark.parametrize("name", ["100,000 brackets", "a list within itself", "code"])
def test_every_kind_of_file_is_read_in_that_way(kind: str, name: str, tmp_path: Path) -> None:
    text, what, line = HOSTILE[name]
    path = tmp_path / "ca_pubinfo.yaml"
    path.write_text(text, "utf-8")
    reader = read_vocabulary if kind == "vocabulary" else KINDS[kind][1]
    with pytest.raises(DataFileError) as refused:
        reader(path)
    assert what in refused.value.what
    assert f"line {line}" in refused.value.where


ODD: tuple[object, ...] = (
    *(None, -1, 10**39, float("nan"), [], {1: 2}, [None]),
    *("SB " + "9" * 5000, "\x1b[31m", "(", "../..", "2008-02-30"),
)
"""Values that nobody means, each put in the place of what a file that ships says."""

JARGON = re.compile("Input should|Value error|pydantic|valid (string|dictionary|boolean|list)")


@pytest.mark.parametrize("kind", KINDS)
def test_no_value_is_a_traceback_or_a_word_of_programmers(kind: str, tmp_path: Path) -> None:
    """In the place of each entry of the whole file; what lies deeper is read alike."""
    file, reader = KINDS[kind]
    content = yaml.load(file.read_text("utf-8"), yaml.CSafeLoader)
    small = {name: _shortened(value) for name, value in content.items()}
    refused = 0
    for name in small:
        for odd in ODD:
            path = tmp_path / file.name
            path.write_text(yaml.dump(small | {name: odd}, Dumper=yaml.CSafeDumper), "utf-8")
            try:
                reader(path)
            except AnswerableError as error:
                refused += 1
                assert not JARGON.search(str(error)), str(error)
    assert refused > len(ODD)


def _shortened(value: object) -> object:
    return value[:2] if isinstance(value, list) else value
