"""Unseen sentences: what people type, and what should come of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML


@dataclass(frozen=True)
class Sentence:
    """One unseen sentence and what should come of it; nothing is expected of what is None."""

    text: str
    folder: str
    topic: str | None = None
    act: str | None = None
    gemeente: str | None = None
    article: str | None = None
    clean: str | None = None
    """The same sentence as written without mistakes, of a noisy twin."""
    second: str | None = None
    """The topic of a second need in the same message, to be offered after the first is answered."""

    @property
    def label(self) -> str:
        """The topic or the act, whichever is expected; empty when neither is."""
        return self.act or self.topic or ""


def read_sentences(folder: Path) -> Iterator[Sentence]:
    """Read every sentence in the subfolders; the name of the subfolder groups the report."""
    for path in sorted(folder.glob("*/*.yaml")):
        for row in YAML(typ="safe").load(path.read_text(encoding="utf-8")) or []:
            yield Sentence(folder=path.parent.name, **row)
