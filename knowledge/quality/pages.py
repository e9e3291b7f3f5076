"""An article beside the file that it came from, so that every remark names the line."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from knowledge.errors import Problem
from knowledge.schemas import ArticleFile

TEXT_FIELDS = ("short_answer", "details")


@dataclass(frozen=True)
class Page:
    """An article with the lines of its file."""

    article: ArticleFile
    name: str
    lines: tuple[str, ...]

    @classmethod
    def read(cls, folder: Path, article: ArticleFile) -> "Page":
        """Read the file of an article in a content folder that was checked before."""
        name = f"articles/{article.topic}/{article.id}.md"
        return cls(article, name, tuple((folder / name).read_text(encoding="utf-8-sig").split("\n")))

    @cached_property
    def texts(self) -> dict[str, str]:
        """The parts of the text by the name of their field."""
        return {name: getattr(self.article, name) for name in TEXT_FIELDS}

    @property
    def text(self) -> str:
        """The whole text, as Markdown."""
        return "\n\n".join(part for part in self.texts.values() if part)

    def problem(self, field: str, message: str, fragment: str = "") -> Problem:
        """Describe a mistake at a fragment of the text, or at a field when there is no fragment."""
        line = self._line_of(fragment) if fragment else self._field_line(field)
        return Problem(self.name, line, field, message)

    def find(self, fragment: str) -> str:
        """Return the field of the text that holds a fragment; the first one when both do."""
        return next((name for name, text in self.texts.items() if fragment in text), TEXT_FIELDS[0])

    def _field_line(self, field: str) -> int:
        if field in TEXT_FIELDS:
            return self._body_start + 1
        return next((n for n, line in enumerate(self.lines, 1) if line.startswith(f"{field}:")), 1)

    def _line_of(self, fragment: str) -> int:
        for number, line in self._numbered():
            if fragment in line:
                return number
        return self._body_start + 1

    def _numbered(self) -> Iterator[tuple[int, str]]:
        """Number the lines: first those of the text, then those of the front matter."""
        lines = list(enumerate(self.lines, 1))
        yield from lines[self._body_start :]
        yield from lines[: self._body_start]

    @cached_property
    def _body_start(self) -> int:
        """How many lines stand above the text."""
        dashes = [n for n, line in enumerate(self.lines) if line.rstrip() == "---"]
        start = dashes[1] + 1 if len(dashes) > 1 else 0
        while start < len(self.lines) - 1 and not self.lines[start].strip():
            start += 1
        return start
