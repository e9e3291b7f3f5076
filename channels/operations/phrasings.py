"""The phrasings that Rasa learns from: those of the database, or of the files while there is none.

Files and database give the same result when they say the same, so that a fresh start trains nothing twice.
"""

import hashlib
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ruamel.yaml.error import YAMLError
from sqlalchemy import create_engine, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from channels.operations.errors import OperationsError
from kit.settings import Settings
from knowledge import convert, writing
from knowledge.curation.listing import EXPIRED
from knowledge.gaps.models import GapLesson
from knowledge.models import Article, ArticleQuestion, ContentState
from knowledge.yaml_files import parse, split_front_matter

OUT_OF_SCOPE = "out_of_scope"

type Phrasing = tuple[str, str]
"""The topic, or that it is out of scope, and what somebody asks about it."""

_LEARNT = ((Article.status == "published") | EXPIRED,)
"""What passed its last day is learnt from as before: people go on asking, and no answer is expired for it.
So the calendar alone never makes a start train again."""


def phrasings_fingerprint(settings: Settings) -> str:
    """Identify what would be learnt now.

    Raises:
        OperationsError: there is no database, and a content file cannot be read.
    """
    return hashlib.sha256(json.dumps(sorted(_phrasings(settings))).encode()).hexdigest()


@contextmanager
def phrasings_folder(settings: Settings) -> Iterator[Path]:
    """Give the folder to learn from: that of the content, or a temporary one with what is in the database."""
    with _database(settings) as session:
        published = None if session is None else list(session.scalars(select(Article).where(*_LEARNT)))
    if published is None:
        yield settings.content_dir.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="phrasings-", dir=settings.data_dir.resolve()) as folder:
        for article in published:
            learnt = convert.to_file(article).model_copy(update={"status": "published"})
            writing.write_article(Path(folder), learnt)
        yield Path(folder)


def _phrasings(settings: Settings) -> set[Phrasing]:
    with _database(settings) as session:
        if session is not None:
            return set(_in_database(session))
    paths = (settings.content_dir / "articles").rglob("*.md")
    return {each for path in paths for each in _in_file(path)}


def _in_database(session: Session) -> Iterator[Phrasing]:
    asked = select(Article.topic, ArticleQuestion.text).join(Article.questions).where(*_LEARNT)
    for query in (select(Article.topic, Article.title).where(*_LEARNT), asked):
        for topic, text in session.execute(query):
            yield topic, _one_line(text)
    for text in _lessons(session):
        yield OUT_OF_SCOPE, text


def lessons(settings: Settings) -> list[str]:
    """Return the sentences that editors let the assistant learn from as out of scope."""
    with _database(settings) as session:
        return [] if session is None else _lessons(session)


def _lessons(session: Session) -> list[str]:
    return [_one_line(text) for text in session.scalars(select(GapLesson.text).order_by(GapLesson.text))]


def _in_file(path: Path) -> tuple[Phrasing, ...]:
    """Read only what is above the text; `knowledge check` says what is wrong with a file in full."""
    try:
        parts = split_front_matter(path.read_text(encoding="utf-8-sig"))
        return _in_front_matter(parse(parts.yaml if parts else ""))
    except (YAMLError, UnicodeDecodeError, KeyError, TypeError):
        reason = f"{path.name} kan niet worden gelezen. Voer `voordeur knowledge check` uit."
        raise OperationsError(reason) from None


def _in_front_matter(article: Any) -> tuple[Phrasing, ...]:
    if article["status"] != "published":
        return ()
    return tuple((article["topic"], _one_line(each)) for each in (article["title"], *article["questions"]))


def _one_line(text: object) -> str:
    return " ".join(str(text).split())


@contextmanager
def _database(settings: Settings) -> Iterator[Session | None]:
    """Open the database, if it is there and content was ever imported."""
    path = make_url(settings.database).database
    if settings.database.startswith("sqlite") and not (path and Path(path).exists()):
        yield None
        return
    engine = create_engine(settings.database.replace("+aiosqlite", ""))
    try:
        with Session(engine) as session:
            yield session if _filled(session) else None
    finally:
        engine.dispose()


def _filled(session: Session) -> bool:
    try:
        session.scalar(select(GapLesson.id).limit(1))  # the newest table that is read here
        return bool(session.scalar(select(ContentState.version)))
    except SQLAlchemyError:  # it does not answer, or is not migrated yet
        return False
