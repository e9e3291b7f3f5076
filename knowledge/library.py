"""The knowledge store as one process sees it: in memory, and brought up to date when the content changed."""

import asyncio
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kit import clock
from kit.database import Database
from kit.settings import Settings
from knowledge import repository
from knowledge.areas import Areas
from knowledge.checks.book import Checks
from knowledge.checks.files import check_files
from knowledge.choice import ended
from knowledge.doors import DOORS_FILE, Doors
from knowledge.english import English
from knowledge.errors import ContentError
from knowledge.files import FRAME_FILES, LANGUAGE_FILES, Content, read_frame
from knowledge.glossary import GLOSSARY_FILE, read_glossary
from knowledge.languages import ENGLISH, Languages
from knowledge.models import Article
from knowledge.moments import Moments, moment_files
from knowledge.replies import Replies
from knowledge.schemas import Vocabulary
from knowledge.search.index import SearchIndex
from knowledge.search.synonyms import Synonyms
from knowledge.search.words import DUTCH
from knowledge.terms import Terms

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Seen:
    """What a loaded library was made of; when it differs, the library is out of date."""

    version: int
    day: date
    frame: tuple[float, ...]


class Library:
    """Areas, replies and vocabulary from the content folder; articles and their index from the database.

    ``articles`` has everything that is served, in every language; ``index`` finds Dutch articles only, as
    ``replies`` has Dutch sentences. ``index_in`` and ``replies_in`` have those of another language.
    ``load`` must have run before the attributes are there.
    """

    areas: Areas
    replies: Replies
    vocabulary: Vocabulary
    checks: Checks
    moments: Moments
    doors: Doors
    terms: Terms
    languages: Languages
    english: English
    index: SearchIndex
    articles: dict[str, Article]

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._settings = settings
        self._seen: _Seen | None = None
        self._translations: dict[tuple[str, str], Article] = {}
        self._replies: dict[str, Replies] = {}
        self._lock = asyncio.Lock()

    @property
    def content_dir(self) -> Path:
        """The folder of the content, for what is read beside the articles."""
        return self._settings.content_dir

    async def load(self) -> None:
        """Read everything anew.

        Raises:
            ContentError: a file beside the articles holds mistakes; what was loaded before stays in use.
            KnowledgeError: the region of the settings is not in ``areas.yaml``.
        """
        async with self._lock:
            await self._load(await self._look())

    async def refresh(self) -> bool:
        """Bring it up to date when the content, its files or the date changed; tell whether that was so.

        Raises:
            ContentError: as ``load``.
        """
        async with self._lock:
            present = await self._look()
            if present == self._seen:
                return False
            if self._seen and self._same_frame(self._seen, present):
                await self._update(self._seen, present)
            else:
                await self._load(present)
            return True

    def translation(self, article_id: str, language: str) -> Article | None:
        """Return the served translation of an article, or nothing when there is none."""
        return self._translations.get((article_id, language))

    def replies_in(self, language: str) -> Replies:
        """Return the sentences in a language; what that lacks is in English."""
        return self._replies.get(language, self.replies)

    def index_in(self, language: str) -> SearchIndex:
        """Return the search over the articles in a language; who speaks no Dutch gets the English ones."""
        return self.index if language == DUTCH else self._english_index

    async def _look(self) -> _Seen:
        """See what there is now; one small query and the times of a few files."""
        async with self._database.reading() as session:
            state = await repository.state(session)
        version = state.version if state else 0
        return _Seen(version, clock.today(), _changed_at(self._settings.content_dir))

    def _same_frame(self, seen: _Seen, present: _Seen) -> bool:
        """Tell whether areas, replies and vocabulary are what they were: gemeenten can merge on a day."""
        merges = any(seen.day < merge.on <= present.day for merge in self._frame.areas.merges)
        return seen.frame == present.frame and not merges

    async def _load(self, present: _Seen) -> None:
        """Make the parts outside the event loop, then put them in place together."""
        frame = await asyncio.to_thread(read_frame, self._settings.content_dir)
        areas = Areas(frame.areas, self._settings.region, present.day)
        async with self._database.reading() as session:
            valid = await repository.served_articles(session, present.day)
        served = [article for article in valid if not ended(article, areas)]
        synonyms = Synonyms(frame.vocabulary.synonyms)
        index = await asyncio.to_thread(SearchIndex, served, areas, synonyms)
        english = await asyncio.to_thread(SearchIndex, served, areas, None, ENGLISH)
        self._frame: Content = frame
        self.areas, self.replies, self.vocabulary = areas, Replies(frame.replies.root), frame.vocabulary
        self.checks = Checks(frame.checks, areas, frame.vocabulary)
        self.moments, self.doors = Moments(frame.moments), Doors(frame.doors)
        self.terms = await asyncio.to_thread(_terms, self._settings.content_dir)
        self._put_languages(frame, areas)
        self._put(served, index, english, present)

    async def _update(self, seen: _Seen, present: _Seen) -> None:
        """Read only the articles that changed, or that the new date brings or ends."""
        async with self._database.reading() as session:
            served = await repository.served_ids(session, present.day)
            changed = await repository.changed_ids(session, seen.version) & served
            read = await repository.articles(session, changed | (served - self.articles.keys()))
        new = [article for article in read if not ended(article, self.areas)]
        same = served - changed
        removed = self.articles.keys() - same - {article.id for article in new}
        kept = [article for key, article in self.articles.items() if key in same]
        index = await asyncio.to_thread(self.index.changed, new, removed)
        english = await asyncio.to_thread(self._english_index.changed, new, removed)
        self._put([*kept, *new], index, english, present)

    def _put_languages(self, frame: Content, areas: Areas) -> None:
        content = frame.other_languages
        self.languages = Languages(content.languages, areas, frame.vocabulary)
        self.english = English(content.english)
        english = Replies(content.replies_en.root, self.replies)
        others = {code: each.replies.root for code, each in content.languages.languages.items()}
        self._replies = {code: Replies(texts, english) for code, texts in others.items()}
        self._replies[DUTCH] = self.replies

    def _put(
        self, served: Iterable[Article], index: SearchIndex, english: SearchIndex, present: _Seen
    ) -> None:
        self.articles = {article.id: article for article in sorted(served, key=lambda article: article.id)}
        self._translations = {
            (article.translation_of, article.language): article
            for article in self.articles.values()
            if article.translation_of
        }
        self.index, self._english_index, self._seen = index, english, present


def _terms(folder: Path) -> Terms:
    """Read the glossary; a mistake in it is for the editor, answers go on without."""
    try:
        return Terms(read_glossary(folder))
    except ContentError as error:
        logger.warning("the glossary cannot be read: %s", error)
        return Terms()


def _changed_at(folder: Path) -> tuple[float, ...]:
    frame = (*FRAME_FILES, *LANGUAGE_FILES, DOORS_FILE, GLOSSARY_FILE)
    paths = [folder / name for name in (*frame, *check_files(folder), *moment_files(folder))]
    return tuple(path.stat().st_mtime if path.exists() else 0.0 for path in paths)
