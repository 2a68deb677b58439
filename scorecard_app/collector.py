"""What the garbage collector need not look at."""

from __future__ import annotations

import gc


def spare_the_collector() -> None:
    """Lets the garbage collector pass over what is there now: it would go through all that the
    caches hold, again and again, while pages wait. What is garbage by now goes first.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
