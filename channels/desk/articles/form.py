"""The form of an article: what was typed in it, kept as it was typed, whatever is wrong with it."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Self

from starlette.datastructures import FormData

from channels.conversations.text import clean
from knowledge.drafts import Draft
from knowledge.schemas import ArticleFile

HEADING = "## "
MORE = "## Meer weten"
LONGEST_ID = 120

_LONG = {"questions", "short_answer", "details"}
_MANY = {"audience", "sources"}


@dataclass(frozen=True)
class TypedSource:
    """The row of one source."""

    title: str = ""
    url: str = ""
    document: str = ""
    date: str = ""

    @property
    def filled(self) -> bool:
        """Whether anything stands in it."""
        return any((self.title, self.url, self.document, self.date))


@dataclass(frozen=True)
class Typed:
    """Everything in the form; the names are those of ``ArticleFile``, questions stand one a line."""

    id: str = ""
    title: str = ""
    topic: str = ""
    subject: str = ""
    area: str = ""
    audience: tuple[str, ...] = ()
    questions: str = ""
    short_answer: str = ""
    details: str = ""
    sources: tuple[TypedSource, ...] = (TypedSource(),)
    checked_on: str = ""
    valid_from: str = ""
    valid_until: str = ""
    owner: str = ""
    certainty: str = ""
    kind: str = ""
    language: str = "nl"
    translation_of: str = ""
    upl: str = ""

    @classmethod
    def of(cls, article: ArticleFile | Draft) -> Self:
        """Fill the form with an article, finished or not."""
        plain = {name: _plain(getattr(article, name)) for name in _single()}
        return cls(
            **plain,
            audience=tuple(article.audience),
            questions="\n".join(article.questions),
            sources=tuple(
                TypedSource(each.title, each.url or "", each.document or "", each.date)
                for each in article.sources
            )
            or (TypedSource(),),
        )

    @classmethod
    def read(cls, form: FormData) -> Self:
        """Take what a browser sent; whatever else it sent is left alone."""
        values = {name: _one_line(form, name) for name in _single() - _LONG}
        values |= {name: clean(_text(form, name)) for name in _LONG}
        values["id"] = values["id"] or _slug(values["title"])
        return cls(**values, audience=_all(form, "audience"), sources=_sources(form) or (TypedSource(),))

    @property
    def phrasings(self) -> tuple[str, ...]:
        """The questions, without the empty lines between them."""
        return tuple(line.strip() for line in self.questions.split("\n") if line.strip())

    @property
    def words(self) -> int:
        """The number of words in the short answer."""
        return len(self.short_answer.split())

    def with_source(self) -> Self:
        """Add an empty row for a source."""
        return replace(self, sources=(*self.sources, TypedSource()))

    def without_source(self, number: int) -> Self:
        """Remove a row, counted from 0; an empty one stays when it was the last."""
        kept = (*self.sources[:number], *self.sources[number + 1 :])
        return replace(self, sources=kept or (TypedSource(),))

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Give the names and values with which a browser would send the form again."""
        yield from ((name, getattr(self, name)) for name in sorted(_single() | {"questions"}))
        yield from (("audience", key) for key in self.audience)
        for source in self.sources:
            yield from ((f"source_{each.name}", getattr(source, each.name)) for each in fields(source))


def _single() -> set[str]:
    return {field.name for field in fields(Typed)} - _MANY - {"questions"}


def _plain(value: object) -> str:
    return "" if value is None else str(value)


def _text(form: FormData, name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""


def _one_line(form: FormData, name: str) -> str:
    return " ".join(clean(_text(form, name)).split())


def _all(form: FormData, name: str) -> tuple[str, ...]:
    return tuple(" ".join(clean(value).split()) for value in form.getlist(name) if isinstance(value, str))


def _sources(form: FormData) -> tuple[TypedSource, ...]:
    """Read all rows, also the empty ones: the buttons count them too."""
    columns = [_all(form, f"source_{field.name}") for field in fields(TypedSource)]
    return tuple(TypedSource(*row) for row in zip(*columns, strict=False))


def _slug(title: str) -> str:
    """Make an id of a title: lower case, no accents, dashes between the words."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:LONGEST_ID].strip("-")
