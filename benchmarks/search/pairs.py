"""The development set: questions with the articles that answer them, none of which stands in the content."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML

from kit.settings import ROOT

PAIRS = ROOT / "tests" / "search" / "pairs"


@dataclass(frozen=True)
class Pair:
    """A question, the gemeente of its conversation if known, and the ids of the articles that answer it."""

    topic: str
    question: str
    gemeente: str | None
    articles: tuple[str, ...]

    @property
    def tuning(self) -> bool:
        """Whether numbers may be tuned on it; the other half only serves to report. Stays so for ever."""
        return zlib.crc32(self.question.encode()) % 2 == 0


def read_pairs(folder: Path = PAIRS) -> list[Pair]:
    """Read the pairs of all topics: a file a topic."""
    return [
        Pair(path.stem, item["question"], item["gemeente"], _ids(item["article"]))
        for path in sorted(folder.glob("*.yaml"))
        for item in YAML(typ="safe").load(path)
    ]


def _ids(value: str | Sequence[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
