"""What editors put forward while little was asked yet: ``first-questions.yaml``."""

from pathlib import Path

from knowledge.errors import ContentError, Problem
from knowledge.schemas import FileModel, Slug
from knowledge.yaml_files import YamlFile, decode

FIRST_QUESTIONS_FILE = "first-questions.yaml"


class FirstQuestionsFile(FileModel):
    """The subjects of articles, the first first."""

    subjects: tuple[Slug, ...] = ()


def read_first_questions(folder: Path) -> tuple[str, ...]:
    """Return the subjects in the order of the editors; none when there is no such file.

    Raises:
        ContentError: the file holds mistakes.
    """
    if not (folder / FIRST_QUESTIONS_FILE).exists():
        return ()
    problems: list[Problem] = []
    text = decode(folder, FIRST_QUESTIONS_FILE, problems)
    found = (
        YamlFile(FIRST_QUESTIONS_FILE, text).validate(FirstQuestionsFile) if text is not None else problems
    )
    if isinstance(found, list):
        raise ContentError(found)
    return found.subjects
