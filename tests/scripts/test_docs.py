"""The generated pages under docs/ say what the program and its data say now."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from scripts.docs.commands import captured_helps
from scripts.docs.dictionary import member_docstrings, public_vocabularies, table_modules
from scripts.docs.pages import PAGES, page_file
from scripts.docs.worked_case import WorkedCase, worked_case
from tracker.rules.vocabulary import Threshold
from tracker.store.schema import metadata


def tables_of(group: str) -> list[sa.Table]:
    return [one for one in vars(table_modules()[group]).values() if isinstance(one, sa.Table)]


@pytest.fixture(scope="module")
def case() -> WorkedCase:
    return worked_case()


@pytest.mark.parametrize("name", PAGES)
def test_a_generated_page_is_committed_as_it_is_generated(name: str) -> None:
    committed = page_file(name).read_text("utf-8")
    assert committed == PAGES[name](), f"docs/{name} is out of date: run `make docs`"


def test_every_table_of_the_store_is_in_the_dictionary() -> None:
    described = {table.name for name in table_modules() for table in tables_of(name)}
    assert described == set(metadata.tables)


@pytest.mark.parametrize("table", tables_of("record"), ids=lambda table: table.name)
def test_every_table_and_column_of_the_record_says_what_it_holds(table: sa.Table) -> None:
    assert table.comment
    silent = [column.name for column in table.columns if not column.comment]
    assert not silent, "give each of these columns a comment, then run `make docs`"


def test_a_member_of_a_vocabulary_is_explained_by_the_docstring_below_it() -> None:
    said = member_docstrings(Threshold)
    assert said["MAJORITY_OF_VOTING"].startswith("More ayes than noes")
    assert set(said) == set(Threshold.__members__)


def test_vocabularies_of_every_part_of_the_tracker_are_found() -> None:
    names = {vocabulary.__name__ for vocabulary in public_vocabularies()}
    assert {"Option", "Treatment", "ScoreStatus", "Stance", "MilestoneStatus"} <= names


def test_a_command_within_a_group_has_its_help_captured() -> None:
    assert captured_helps()["answerable record rollcalls"].startswith(
        "Usage: answerable record rollcalls"
    )


@pytest.mark.parametrize(
    ("person_id", "percents", "floor_alone"),
    [
        ("dean-florez", [67, 83, 100], 0),
        ("denise-moreno-ducheny", [0, 50, None], 0),
        ("michael-machado", [0, 50, None], 0),
        ("gloria-negrete-mcleod", [0, 50, None], 0),
        ("darrell-steinberg", [100, 100, 100], 100),
    ],
)
def test_the_worked_case_on_the_method_page(
    case: WorkedCase, person_id: str, percents: list[int | None], floor_alone: int
) -> None:
    senator = case.senator(person_id)
    assert list(senator.percents.values()) == percents
    assert senator.floor_alone == floor_alone


def test_thirty_five_of_forty_senators_do_not_move(case: WorkedCase) -> None:
    assert len(case.senators) == 40
    assert [senator.name for senator in case.senators if senator.moves] == [
        "Dean Florez",
        "Denise Moreno Ducheny",
        "Gloria Negrete McLeod",
        "Jim Battin",
        "Michael Machado",
    ]
