"""The questions that a front page shows: what is asked and helps most, then what editors put forward."""

import logging
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from channels.web.articles.labels import DUTCH
from channels.web.articles.view import Place, beginnings, in_language
from knowledge.choice import choose
from knowledge.errors import ContentError
from knowledge.first_questions import FIRST_QUESTIONS_FILE, read_first_questions
from knowledge.library import Library
from knowledge.models import Article

logger = logging.getLogger(__name__)

MOST_SHOWN = 8


def questions(
    library: Library, here: Sequence[str], everywhere: Sequence[str], place: Place
) -> list[Article]:
    """Return the articles to show: asked here, asked anywhere, put forward by editors, one of each topic.

    `here` and `everywhere` are ids of articles; every subject comes once, as it holds in the gemeente.
    """
    asked = [library.articles[each] for each in (*here, *everywhere) if each in library.articles]
    subjects = [each.subject for each in in_language(asked, DUTCH)]
    forward = _put_forward(library.content_dir)
    first = [each.subject for each in beginnings(library, place)]
    return _as_they_hold(library, (*subjects, *forward, *first), place)


def _as_they_hold(library: Library, subjects: Iterable[str], place: Place) -> list[Article]:
    dutch = in_language(library.articles.values(), DUTCH)
    shown: list[Article] = []
    for subject in dict.fromkeys(subjects):
        versions = [each for each in dutch if each.subject == subject]
        found = choose(versions, place.gemeente, library.areas)
        shown += [found.article] if found else []
        if len(shown) == MOST_SHOWN:
            break
    return shown


def _put_forward(folder: Path) -> tuple[str, ...]:
    path = folder / FIRST_QUESTIONS_FILE
    return _read(folder, path.stat().st_mtime) if path.exists() else ()


@lru_cache(maxsize=2)
def _read(folder: Path, _changed_at: float) -> tuple[str, ...]:
    """Read the file once for each time it changed; a mistake in it is for the editor, the page goes on."""
    try:
        return read_first_questions(folder)
    except ContentError as error:
        logger.warning("the first questions cannot be read: %s", error)
        return ()
