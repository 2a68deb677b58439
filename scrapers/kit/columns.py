"""Plain values into Arrow columns, straight into their buffers.

`pyarrow.array` imports pandas on its first use, which costs a child process 0.8 seconds and 60 MB
on a two-core machine: more than reading a whole session.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa

_EPOCH = date(1970, 1, 1).toordinal()


def text_column(values: Sequence[str | None]) -> pa.Array:
    """A column of text; None is absent."""
    encoded = [b"" if value is None else value.encode() for value in values]
    offsets = np.zeros(len(values) + 1, dtype=np.int32)
    np.cumsum([len(text) for text in encoded], out=offsets[1:])
    buffers = [_present(values), pa.py_buffer(offsets), pa.py_buffer(b"".join(encoded))]
    return pa.Array.from_buffers(pa.string(), len(values), buffers)


def whole_number_column(values: Sequence[int | None]) -> pa.Array:
    """A column of 32-bit whole numbers; None is absent."""
    numbers = np.array([0 if value is None else value for value in values], dtype=np.int32)
    return pa.Array.from_buffers(pa.int32(), len(values), [_present(values), pa.py_buffer(numbers)])


def date_column(values: Sequence[date | None]) -> pa.Array:
    """A column of days; None is absent."""
    days = [None if value is None else value.toordinal() - _EPOCH for value in values]
    return whole_number_column(days).view(pa.date32())


def never_column(count: int) -> pa.Array:
    """A column of `count` times false."""
    return pa.Array.from_buffers(pa.bool_(), count, [None, pa.py_buffer(bytes(count // 8 + 1))])


def repeated_column(indices: npt.NDArray[np.integer], words: Sequence[str]) -> pa.Array:
    """A column of few different words, each row the index of its word."""
    return pa.DictionaryArray.from_arrays(numbers_column(indices), text_column(words))


def numbers_column(numbers: npt.NDArray[np.integer]) -> pa.Array:
    """A column of 32-bit whole numbers, none absent."""
    return pa.Array.from_buffers(
        pa.int32(), len(numbers), [None, pa.py_buffer(numbers.astype(np.int32))]
    )


def _present(values: Sequence[object]) -> pa.Buffer | None:
    """One bit per value that is there, or None where all are."""
    present = np.array([value is not None for value in values], dtype=bool)
    return None if present.all() else pa.py_buffer(np.packbits(present, bitorder="little"))
