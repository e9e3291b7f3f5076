"""Writing articles as files, in the shape that editors write them themselves."""

import shutil
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedSeq

from knowledge.schemas import ArticleFile

_TEXT = {"short_answer", "details"}


def write_article(folder: Path, article: ArticleFile) -> Path:
    """Write one article below a content folder and remove it from the folder of another topic."""
    path = folder / "articles" / article.topic / f"{article.id}.md"
    for other in folder.glob(f"articles/*/{article.id}.md"):
        if other != path:
            other.unlink()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_text(article), encoding="utf-8")
    return path


def copy_frame(source: Path, folder: Path) -> None:
    """Copy what stands beside the articles, so that the folder is complete on its own."""
    if folder.resolve() != source.resolve():
        shutil.copytree(source, folder, ignore=shutil.ignore_patterns("articles"), dirs_exist_ok=True)


def _text(article: ArticleFile) -> str:
    parts = [f"---\n{_front_matter(article)}---\n{article.short_answer}", article.details]
    return "\n\n".join(part for part in parts if part) + "\n"


def _front_matter(article: ArticleFile) -> str:
    fields: dict[str, Any] = article.model_dump(exclude=_TEXT | _defaults(article), exclude_none=True)
    fields["audience"] = CommentedSeq(article.audience)
    fields["audience"].fa.set_flow_style()
    fields["questions"] = list(article.questions)
    fields["sources"] = [
        {**source.model_dump(exclude_none=True), "date": _plain_date(source.date)}
        for source in article.sources
    ]
    text = StringIO()
    _yaml().dump(fields, text)
    return text.getvalue()


def _defaults(article: ArticleFile) -> set[str]:
    """Name the fields that say what they would say when left out."""
    fields = type(article).model_fields.items()
    return {name for name, field in fields if getattr(article, name) == field.default}


def _yaml() -> YAML:
    yaml = YAML()
    yaml.width = 10_000  # One phrasing a line, however long: a later change shows as one changed line.
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _plain_date(text: str) -> int | str | date:
    """Choose the type that YAML writes without quotes."""
    if text.isdigit():
        return int(text)
    return date.fromisoformat(text) if len(text) == len("2026-11-21") else text
