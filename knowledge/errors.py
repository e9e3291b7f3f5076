"""The errors of the knowledge room; every message is a Dutch sentence for the person who can act on it."""

from collections.abc import Sequence
from dataclasses import dataclass

from kit.errors import VoordeurError


class KnowledgeError(VoordeurError):
    """Something in the knowledge store cannot be used."""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong in a content file; the line counts from 1, the message is a Dutch sentence."""

    file: str
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.field}: {self.message}"


class ContentError(KnowledgeError):
    """The content files hold mistakes; all of them, so that an editor can mend them in one go."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = sorted(problems)
        super().__init__("\n".join(map(str, self.problems)))
