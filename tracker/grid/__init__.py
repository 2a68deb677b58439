"""A coalition's own spreadsheet of legislators and items: read, scored, brought into the record."""

from tracker.grid.grid import Grid, read_grid

__all__ = ["Grid", "read_grid"]
