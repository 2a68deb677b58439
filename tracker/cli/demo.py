"""`answerable demo`: a store with the sample records, and the app on it."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from tracker import paths
from tracker.campaigns.campaign_file import demonstration_file, load_campaign_file
from tracker.cli.output import say
from tracker.cli.reviewed import SAMPLE
from tracker.cli.serve import PortOption, become
from tracker.errors import UsageError
from tracker.intake.record_folder import session_of_record
from tracker.rules import reference
from tracker.service.pipeline import read_reviewed_record
from tracker.store import open_store


def demo(
    port: PortOption = 8501,
    serve: Annotated[
        bool, typer.Option("--serve/--no-serve", help="open the app, or only build the store")
    ] = True,
) -> None:
    """Build the demonstration store from what ships with the program, and open the app on it.

    Run again, it finds everything in place and starts at once.
    """
    _refuse_a_coalitions_folder()
    store = open_store()
    for folder in reference.shipped_records():
        _, session = session_of_record(folder)
        say(f"Putting the sample record of {session.name} into the store ...")
        report = read_reviewed_record(SAMPLE, folder)
        say(f"{report.loaded} roll calls stored, {report.unchanged} already there: {store.address}")
    campaign = load_campaign_file(store, demonstration_file())
    say(f"An invented campaign with {campaign.milestones} milestones stands beside it.")
    if serve:
        become([sys.executable, "-m", "scorecard_app", "--port", str(port)])


def _refuse_a_coalitions_folder() -> None:
    """The sample and its invented campaign would stand among what a coalition answers for."""
    home = paths.home_dir()
    if (home / paths.COALITION_FILE).is_file():
        raise UsageError(
            "the demonstration is not put into a coalition's own record",
            where=str(home),
            what_to_do="run it in another folder, or name one: ANSWERABLE_HOME=/tmp/demo "
            "answerable demo",
        )
