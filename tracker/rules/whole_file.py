"""Reading a file whole: one that has an end."""

from __future__ import annotations

import errno
from pathlib import Path


def read_whole(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        OSError: it cannot be read, or is a device or a pipe, which may never end.
    """
    if path.exists() and not path.is_file() and not path.is_dir():
        raise OSError(errno.EINVAL, "it is a device or a pipe, not a file", str(path))
    return path.read_bytes()
