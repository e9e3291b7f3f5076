"""Between an article as a file, as rows and as the content of a revision, and what tells two apart."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from knowledge.drafts import Draft
from knowledge.models import Article, ArticleQuestion, ArticleSource
from knowledge.sameness import bare
from knowledge.schemas import ArticleFile, Audience, SourceFile

_PARTS = {"audience", "questions", "sources"}
_DAYS = ("checked_on", "valid_from", "valid_until")


def fill(article: Article, file: ArticleFile) -> None:
    """Give an article the values of a file."""
    for name, value in file.model_dump(exclude=_PARTS).items():
        setattr(article, name, value)
    article.audience = list(file.audience)
    article.questions = [
        ArticleQuestion(position=number, text=text, bare=bare(text))
        for number, text in enumerate(file.questions)
    ]
    article.sources = [
        ArticleSource(position=number, **source.model_dump()) for number, source in enumerate(file.sources)
    ]


def to_file(article: Article) -> ArticleFile:
    """Return an article as the file it came from; it was checked when it came in."""
    names = ArticleFile.model_fields.keys() - _PARTS
    return ArticleFile.model_construct(
        **{name: getattr(article, name) for name in names},
        audience=cast("tuple[Audience, ...]", tuple(article.audience)),
        questions=tuple(question.text for question in article.questions),
        sources=tuple(_source(source) for source in article.sources),
    )


def _source(source: ArticleSource) -> SourceFile:
    return SourceFile.model_construct(
        title=source.title, url=source.url, document=source.document, date=source.date
    )


def to_json(file: ArticleFile | Draft) -> dict[str, Any]:
    """Return an article as JSON can hold it, finished or not, without what is the default anyway."""
    return file.model_dump(mode="json", exclude_defaults=True)


def from_json(content: Mapping[str, Any]) -> ArticleFile:
    """Return the article in a published revision; it was checked by the rules of its time."""
    return ArticleFile.model_construct(
        **{
            **content,
            **{name: date.fromisoformat(content[name]) for name in _DAYS},
            "audience": tuple(content["audience"]),
            "questions": tuple(content["questions"]),
            "sources": tuple(
                SourceFile.model_construct(**{"url": None, "document": None, **source})
                for source in content["sources"]
            ),
        }
    )


def fingerprint(file: ArticleFile | Draft) -> str:
    """Identify what an article says, however it was written; a new field with a default changes nothing."""
    text = json.dumps(to_json(file), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
