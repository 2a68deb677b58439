"""What the record shows of a person: every vote counted once, and no absence made up."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.fictional.bodies import HOME, MOOT, MOOT_LATER
from tracker.agenda.agenda import read_agenda
from tracker.grid.grid import read_grid
from tracker.grid.load import load_grid
from tracker.intake.load import load_record
from tracker.paths import data_dir
from tracker.record.tables import memberships
from tracker.rules.vocabulary import Option
from tracker.scoring.lifetime import lifetime_of
from tracker.scoring.method import find_method
from tracker.store import open_store
from tracker.views.lifetime_view import lifetime_agendas, lifetime_view
from tracker.views.person_record import PersonRecord, cast_votes, person_record

FLOREZ = "dean-florez"
