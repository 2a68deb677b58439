"""How a site may be asked, by every command that asks one, and what a spider is told of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import typer

from tracker import paths

BUDGET = 5000
"""Requests. Enough for 1,600 measures a day; a whole session takes some days, with --resume."""

BudgetOption = Annotated[
    int, typer.Option("--budget", min=1, help="requests to one site in a day (UTC), at most")
]


@dataclass(frozen=True)
class Site:
    """Which site is asked, and how slowly."""

    url: Annotated[
        str | None,
        typer.Option(
            "--url",
            help="another site with the same addresses; of a file also its own address (of "
            "ca_rollcalls always), where {years} stands for 07-08",
        ),
    ] = None
    delay: Annotated[
        float, typer.Option("--delay", min=0, max=3600, help="seconds between two requests")
    ] = 2.0
    budget: BudgetOption = BUDGET

    def arguments(self) -> list[str]:
        """For the spider."""
        url = ["--url", self.url] if self.url else []
        return [*url, "--delay", str(self.delay), *budgeted(self.budget)]


def budgeted(budget: int) -> list[str]:
    """For the spider: how many requests a host may be sent in a day, and where they are counted."""
    file = paths.crawls_dir() / "requests.json"
    return ["--budget", str(budget), "--budget-file", str(file)]
