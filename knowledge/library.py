"""The knowledge store as one process sees it: in memory, made anew when the content changed."""

import asyncio
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kit import clock
from kit.database import Database
from kit.settings import Settings
from knowledge import service
from knowledge.areas import Areas
from knowledge.files import FRAME_FILES, read_frame
from knowledge.models import Article
from knowledge.replies import Replies
from knowledge.schemas import Vocabulary
from knowledge.search import SearchIndex


@dataclass(frozen=True)
class _Seen:
    """What a loaded library was made of; when it differs, the library is out of date."""

    version: str
    day: date
    frame: tuple[float, ...]


class Library:
    """Areas, replies and vocabulary from the content folder; articles and their index from the database.

    ``load`` must have run before the attributes are there.
    """

    areas: Areas
    replies: Replies
    vocabulary: Vocabulary
    index: SearchIndex
    articles: dict[str, Article]

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._settings = settings
        self._seen: _Seen | None = None
        self._lock = asyncio.Lock()

    async def load(self) -> None:
        """Read everything anew.

        Raises:
            ContentError: a file beside the articles holds mistakes; what was loaded before stays in use.
            KnowledgeError: the region of the settings is not in ``areas.yaml``.
        """
        async with self._lock:
            await self._load(await self._look())

    async def refresh(self) -> bool:
        """Load again when the content, its files or the date changed; tell whether that was so.

        Raises:
            ContentError: as ``load``.
        """
        async with self._lock:
            present = await self._look()
            if present == self._seen:
                return False
            await self._load(present)
            return True

    async def _look(self) -> _Seen:
        """See what there is now; one small query and the times of a few files."""
        async with self._database.reading() as session:
            version = await service.content_version(session)
        return _Seen(version, clock.today(), _changed_at(self._settings.content_dir))

    async def _load(self, present: _Seen) -> None:
        """Make the parts outside the event loop, then put them in place together."""
        frame = await asyncio.to_thread(read_frame, self._settings.content_dir)
        areas = Areas(frame.areas, self._settings.region)
        async with self._database.reading() as session:
            served = await service.served_articles(session, present.day)
        index = await asyncio.to_thread(SearchIndex, served, areas)
        self.areas, self.replies, self.vocabulary = areas, Replies(frame.replies.root), frame.vocabulary
        self.articles, self.index = {article.id: article for article in served}, index
        self._seen = present


def _changed_at(folder: Path) -> tuple[float, ...]:
    paths = [folder / name for name in FRAME_FILES]
    return tuple(path.stat().st_mtime if path.exists() else 0.0 for path in paths)
