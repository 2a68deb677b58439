"""A coalition's own campaigns: what it set out to do, by when, and what became of it."""
