"""One shape for every error a person can meet: what happened, where, and what to do."""

from __future__ import annotations


class AnswerableError(Exception):
    """An error that explains itself in three parts, each a plain sentence or phrase."""

    def __init__(self, what: str, *, where: str, what_to_do: str) -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.what_to_do = what_to_do

    def __str__(self) -> str:
        return f"{self.what}\n  where: {self.where}\n  what to do: {self.what_to_do}"

    def __reduce__(self) -> tuple[object, ...]:
        return (_restore, (type(self), self.what, self.where, self.what_to_do))


def _restore(
    kind: type[AnswerableError], what: str, where: str, what_to_do: str
) -> AnswerableError:
    return kind(what, where=where, what_to_do=what_to_do)


class UsageError(AnswerableError):
    """The person asked for something that does not exist or cannot be combined."""


class SourceError(AnswerableError):
    """A source file or page is not what it should be; nothing was taken from it."""


class DataFileError(AnswerableError):
    """A reviewed file under `data/`, or one like it, says something it may not say."""


class StoreError(AnswerableError):
    """The store cannot be opened, read or written."""
