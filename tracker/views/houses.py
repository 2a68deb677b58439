"""What the houses of a session are called: of a reviewed legislature, and of a grid's own body."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from tracker.record.tables import organizations
from tracker.rules.reference import is_reviewed, jurisdiction_of

HouseNames = Mapping[tuple[str, str], str]
"""Jurisdiction and chamber to a reader's word, as the record has it."""


def houses_in_record(connection: sa.Connection) -> HouseNames:
    """The houses of every body in the record."""
    one = organizations.c
    query = (
        sa.select(one.jurisdiction_id, one.chamber, one.name)
        .where(one.classification == "chamber")
        .distinct()
    )
    return {(code, chamber): name for code, chamber, name in connection.execute(query)}


def house_name(code: str, chamber: str, held: HouseNames) -> str:
    """As in `Senate`: by the reviewed file, else as the record has it."""
    names = jurisdiction_of(code).house_names if is_reviewed(code) else {}
    return names.get(chamber) or held.get((code, chamber)) or chamber.capitalize()
