"""Which answers people got most in the chat of late: what /kennis shows first."""

import time
from datetime import timedelta

from sqlalchemy import func, select

from channels.conversations.models import Message
from kit import clock
from kit.database import Database

LOOK_BACK = timedelta(days=28)
COUNT_EVERY = 600.0  # seconds; counting reads the messages of weeks
_MOST = 100


class MostAsked:
    """Remembers the count for a while; every gateway has one."""

    def __init__(self, database: Database) -> None:
        """Count in this database, at the first question."""
        self._database = database
        self._ids: list[str] = []
        self._counted_at: float | None = None

    async def ids(self) -> list[str]:
        """Return the ids of the articles that were given most, those most of all first."""
        if self._counted_at is None or time.monotonic() - self._counted_at > COUNT_EVERY:
            self._ids = await self._count()
            self._counted_at = time.monotonic()
        return self._ids

    async def _count(self) -> list[str]:
        article = Message.answer["articleId"].as_string()
        given = (
            select(article)
            .where(
                Message.sender == "assistant", Message.sent_at > clock.now() - LOOK_BACK, article.is_not(None)
            )
            .group_by(article)
            .order_by(func.count().desc(), article)
            .limit(_MOST)
        )
        async with self._database.reading() as session:
            return [each for each in await session.scalars(given) if each]
