"""``check.yaml``: what the check lets pass, each with the reason that an editor gives."""

from pathlib import Path
from typing import Annotated

from pydantic import Field

from knowledge.errors import ContentError, Problem
from knowledge.schemas import FileModel, Line, Slug
from knowledge.yaml_files import YamlFile, decode

EXCEPTIONS_FILE = "check.yaml"

type Reason = Annotated[str, Field(min_length=10, max_length=500)]
"""A sentence; a word is no reason."""


class Exceptions(FileModel):
    """Per rule what it lets pass, and why."""

    readability: dict[Slug, Reason] = Field(default_factory=dict)
    """Articles whose text may be harder than B1."""
    undated: dict[Slug, Reason] = Field(default_factory=dict)
    """Articles with a figure of which no source has a date."""
    old: dict[Slug, Reason] = Field(default_factory=dict)
    """Articles that need not say how old their source is."""
    abbreviations: dict[Line, Reason] = Field(default_factory=dict)
    """Abbreviations that everybody knows or that are a name."""
    names: dict[Line, Reason] = Field(default_factory=dict)
    """Texts that look like the name or number of a private person and are not."""


def read_exceptions(folder: Path) -> Exceptions:
    """Return the exceptions of a content folder; none when there is no such file.

    Raises:
        ContentError: the file holds mistakes.
    """
    if not (folder / EXCEPTIONS_FILE).exists():
        return Exceptions()
    problems: list[Problem] = []
    text = decode(folder, EXCEPTIONS_FILE, problems)
    found = YamlFile(EXCEPTIONS_FILE, text).validate(Exceptions) if text is not None else problems
    if isinstance(found, list):
        raise ContentError(found)
    return found
