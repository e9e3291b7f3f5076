"""Between an article as a file and an article as rows. Comparing the two forms tells whether it changed."""

from typing import cast

from knowledge.models import Article, ArticleQuestion, ArticleSource
from knowledge.schemas import ArticleFile, Audience, SourceFile

_PARTS = {"audience", "questions", "sources"}


def fill(article: Article, file: ArticleFile) -> None:
    """Give an article the values of a file."""
    for name, value in file.model_dump(exclude=_PARTS).items():
        setattr(article, name, value)
    article.audience = list(file.audience)
    article.questions = [
        ArticleQuestion(position=number, text=text) for number, text in enumerate(file.questions)
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
