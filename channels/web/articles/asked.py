"""Which answers people got most in the chat of late: what /kennis and the front pages show first.

Only ids of articles are counted, never what was typed; and only what several people asked is shown, so
that nobody reads in a small gemeente what one neighbour wanted to know.
"""

import asyncio
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import case, func, select

from channels.conversations.models import Feedback, Message
from kit import clock
from kit.database import Database

LOOK_BACK = timedelta(days=28)
COUNT_EVERY = 600.0  # seconds; counting reads the messages of weeks
LEAST_PEOPLE = 3
"""Conversations in which an article was given, before it counts as asked."""
JUDGEMENT_WEIGHS = 2
"""How much one "helpful" or "not helpful" weighs beside one conversation that got the article."""
_MOST = 100

type _Counted = dict[str, tuple[int, int]]
"""By article: in how many conversations it was given, and how many more found it helpful than not."""


@dataclass(frozen=True)
class _Row:
    article: str
    gemeente: str | None
    conversations: int
    judged: int


class MostAsked:
    """Remembers the count for a while; every gateway has one."""

    def __init__(self, database: Database) -> None:
        """Count in this database, at the first question."""
        self._database = database
        self._by_gemeente: dict[str | None, list[str]] = {}
        self._counted_at: float | None = None
        self._counting = asyncio.Lock()

    async def ids(self, gemeente: str | None = None) -> list[str]:
        """Return the articles that were asked and helped most, everywhere or in one gemeente, best first."""
        if self._is_old() and not self._counting.locked():  # whoever comes meanwhile gets the last count
            async with self._counting:
                self._by_gemeente = _ranked(await self._count())
                self._counted_at = time.monotonic()
        return self._by_gemeente.get(gemeente, [])

    def _is_old(self) -> bool:
        return self._counted_at is None or time.monotonic() - self._counted_at > COUNT_EVERY

    async def _count(self) -> list[_Row]:
        article = Message.answer["articleId"].as_string()
        gemeente = Message.answer["gemeente"].as_string()
        conversations = func.count(Message.conversation_id.distinct())
        judged = func.coalesce(func.sum(case((Feedback.helpful, 1), (~Feedback.helpful, -1))), 0)
        given = (
            select(article, gemeente, conversations, judged)
            .outerjoin(Feedback, Feedback.message_id == Message.id)
            .where(
                Message.sender == "assistant", Message.sent_at > clock.now() - LOOK_BACK, article.is_not(None)
            )
            .group_by(article, gemeente)
        )
        async with self._database.reading() as session:
            return [_Row(*each) for each in await session.execute(given)]


def _ranked(rows: Iterable[_Row]) -> dict[str | None, list[str]]:
    """Put the articles of each gemeente in order; nothing stands for everywhere."""
    counted: defaultdict[str | None, _Counted] = defaultdict(dict)
    for row in rows:
        for where in {None, row.gemeente}:
            conversations, judged = counted[where].get(row.article, (0, 0))
            counted[where][row.article] = (conversations + row.conversations, judged + row.judged)
    return {where: _order(found) for where, found in counted.items()}


def _order(counted: _Counted) -> list[str]:
    enough = [article for article, (conversations, _) in counted.items() if conversations >= LEAST_PEOPLE]
    worth = {article: counted[article][0] + JUDGEMENT_WEIGHS * counted[article][1] for article in enough}
    return sorted((each for each in enough if each), key=lambda each: (-worth[each], each))[:_MOST]
