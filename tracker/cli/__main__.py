"""`python -m tracker.cli` is `answerable`."""

from tracker.cli import main

main()
