"""Small grids written to disk, of plainly fictional legislators."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tracker.grid import Grid, read_grid

REPOSITORY = Path(__file__).resolve().parents[2]
EXAMPLE = REPOSITORY / "data" / "examples" / "riverbend"
HEADER = "legislator_id,name,party,district,chamber"


def write_grid(
    folder: Path, marks: Sequence[Sequence[str]], positions: Sequence[str]
) -> tuple[Path, Path]:
    """Writes GRID.csv and ITEMS.csv: one row of marks per legislator, one position per item."""
    names = [f"i{number}" for number in range(1, len(positions) + 1)]
    rows = [
        f"L{number},Legislator {number},,,Senate,{','.join(cells)}"
        for number, cells in enumerate(marks, start=1)
    ]
    grid = write(folder / "grid.csv", f"{HEADER},{','.join(names)}", *rows)
    lines = [
        f"{name},B {name[1:]},{position},Title"
        for name, position in zip(names, positions, strict=True)
    ]
    return grid, write(folder / "items.csv", "item,bill,position,title", *lines)


def write(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def read(folder: Path, marks: Sequence[Sequence[str]], positions: Sequence[str]) -> Grid:
    return read_grid(*write_grid(folder, marks, positions))


def example() -> Grid:
    return read_grid(EXAMPLE / "grid.csv", EXAMPLE / "items.csv")
