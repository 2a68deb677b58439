"""`python -m tests.sites`: the stand-in for official sites on this machine, until Ctrl+C."""

from __future__ import annotations

import argparse
import signal

from tests.sites.archive import archive_answers
from tests.sites.bulk import FileMischief, bulk_answers
from tests.sites.hearings import OF_AGENDA, calendars, hearings_answers
from tests.sites.leginfo import OLDER_LAYOUT, leginfo_answers
from tests.sites.mischief import Mischief
from tests.sites.site import serving


def main() -> None:
    """Serve, and say under which addresses."""
    parser = argparse.ArgumentParser(prog="python -m tests.sites", description=__doc__)
    parser.add_argument("--port", type=int, default=8600, help="of this machine (default 8600)")
    answers = leginfo_answers() | archive_answers() | hearings_answers() | bulk_answers()
    with serving(answers, parser.parse_args().port, calendars()) as site:
        print("A stand-in for the Legislature's sites, with synthetic pages. Try:")
        for asked in (
            'ca_leginfo --bill "SB 375"',
            "ca_leginfo --listed",
            'ca_archive --bill "SB 375"',
        ):
            print(f"  answerable crawl {asked} --session 2007-08 --url {site.address}")
        print(f"  answerable crawl ca_hearings --session 2007-08 --url {site.address}")
        for wish in ("", "--changes Mon ", "--daily Mon "):
            print(f"  answerable crawl ca_pubinfo --session 2007-08 {wish}--url {site.address}")
        rolls = f"{site.address}/data/caleg{{years}}.zip"
        print(f"  answerable crawl ca_rollcalls --session 2007-08 --url '{rolls}'")
        print("In front of the same addresses, they show another layout or misbehave:")
        for folder in dict.fromkeys((OLDER_LAYOUT, *Mischief, *FileMischief)):
            print(f"  {site.address}/{folder}")
        print(f"And with an agenda in trouble, not the list: {site.address}{OF_AGENDA}/busy, ...")
        print("Stop it with Ctrl+C.", flush=True)
        signal.sigwait({signal.SIGINT, signal.SIGTERM})


if __name__ == "__main__":
    main()
