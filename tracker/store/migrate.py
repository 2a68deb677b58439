"""Brings the tables of an older store to today's form, by Alembic, within the caller's transaction.

`store_meta` alone says which version a store has. Alembic's own table of versions is made for the
run and gone after it, so that a store that was migrated has the tables that a new one has.
Importing Alembic takes a third of a second: this module is for those who have a store to migrate.
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from tracker.store.schema import metadata

FIRST = 9
"""The version before Alembic came. Older stores have the same campaign tables, and of the rest
nothing stays, so they take the same road.
"""


def migrate(connection: sa.Connection, version: int) -> Sequence[str]:
    """Takes every step from `version` to the newest, then makes the tables that are absent.

    Returns what a person should know of it, in sentences.
    """
    config = Config(attributes={"connection": connection, "remarks": []})
    config.set_main_option("script_location", "tracker.store:migrations")
    command.stamp(config, str(max(version, FIRST)), purge=True)
    command.upgrade(config, "head")
    connection.execute(sa.text("drop table alembic_version"))
    metadata.create_all(connection)
    remarks: list[str] = config.attributes["remarks"]
    return remarks
