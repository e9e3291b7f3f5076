"""The glossary: what the words of laws and offices mean, from ``glossary.yaml``."""

import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from knowledge.errors import ContentError, Problem
from knowledge.schemas import FileModel, Line, Slug, SourceFile
from knowledge.topics import TopicKey
from knowledge.yaml_files import YamlFile, decode

GLOSSARY_FILE = "glossary.yaml"


class TermFile(FileModel):
    """A term with its other names and its meaning in plain words; without a source an editor should look."""

    term: Line
    also: tuple[Line, ...] = ()
    meaning: str = Field(min_length=1, max_length=1000)
    topic: TopicKey
    article: Slug | None = None
    source: SourceFile | None
    certainty: Literal["hoog", "middel", "laag"] | None = None
    editor_should_check: bool = False

    @property
    def anchor(self) -> str:
        """The name of the term in an address: BIZ-bijdrage becomes biz-bijdrage."""
        plain = unicodedata.normalize("NFKD", self.term).encode("ascii", "ignore").decode().lower()
        return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


class GlossaryFile(FileModel):
    """``glossary.yaml``."""

    terms: tuple[TermFile, ...]


def read_glossary(folder: Path) -> tuple[TermFile, ...]:
    """Return the terms of a content folder in the order of the alphabet; none when there is no glossary.

    The file is read again when it changed.

    Raises:
        ContentError: the file holds mistakes.
    """
    path = folder / GLOSSARY_FILE
    return _read(folder, path.stat().st_mtime) if path.exists() else ()


@lru_cache(maxsize=2)
def _read(folder: Path, _changed_at: float) -> tuple[TermFile, ...]:
    problems: list[Problem] = []
    text = decode(folder, GLOSSARY_FILE, problems)
    found = YamlFile(GLOSSARY_FILE, text).validate(GlossaryFile) if text is not None else problems
    if isinstance(found, list):
        raise ContentError(found)
    return tuple(sorted(found.terms, key=lambda term: term.anchor))
