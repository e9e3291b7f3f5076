"""The right door for what Voordeur is not for: ``doors.yaml`` says which questions belong where."""

from pathlib import Path
from typing import Annotated

from pydantic import Field

from knowledge.errors import Problem
from knowledge.phrases import Phrases
from knowledge.schemas import FileModel, Line, Slug
from knowledge.yaml_files import YamlFile, decode

DOORS_FILE = "doors.yaml"


class DoorFile(FileModel):
    """One kind of question: where it belongs, and the phrases that tell it."""

    sentence: Line
    phrases: Annotated[tuple[Line, ...], Field(min_length=1)]


class DoorsFile(FileModel):
    """``doors.yaml``; a content folder without one knows no doors."""

    business: tuple[Line, ...] = ()
    """Who says one of these asks for a business, and no door is named."""
    doors: dict[Slug, DoorFile] = Field(default_factory=dict)


class Doors:
    """Compares what people type with the phrases of every kind."""

    def __init__(self, file: DoorsFile) -> None:
        """Prepare the phrases, in the order of the file."""
        self._business = Phrases(file.business)
        self._doors = [(door.sentence, Phrases(door.phrases)) for door in file.doors.values()]

    def sentence_for(self, text: str) -> str | None:
        """Return the sentence with the door for a text; nothing when none of the kinds fits."""
        if self._business.heard_in(text):
            return None
        return next((sentence for sentence, phrases in self._doors if phrases.heard_in(text)), None)


def read_doors(folder: Path, problems: list[Problem]) -> DoorsFile:
    """Read and check the doors; mistakes are added to the problems."""
    text = decode(folder, DOORS_FILE, problems) if (folder / DOORS_FILE).exists() else None
    found = YamlFile(DOORS_FILE, text).validate(DoorsFile) if text is not None else None
    if isinstance(found, list):
        problems.extend(found)
        return DoorsFile()
    return found or DoorsFile()
