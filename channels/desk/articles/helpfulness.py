"""How often entrepreneurs said that an answer helped, as long as their conversations are kept."""

from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from channels.conversations.models import Feedback, Message

FEWEST_VOTES = 3
"""Below this, one grumpy visitor decides."""
LOW = 0.5
"""From this share of helpful votes down an article needs work."""


@dataclass(frozen=True)
class Votes:
    """The thumbs up and down of one article."""

    helpful: int = 0
    unhelpful: int = 0

    @property
    def low(self) -> bool:
        """Whether so many say that it did not help that somebody should look at it."""
        total = self.helpful + self.unhelpful
        return total >= FEWEST_VOTES and self.helpful / total <= LOW


async def votes(session: AsyncSession) -> dict[str, Votes]:
    """Count the feedback on messages that gave an article, by the id of the article."""
    article = Message.answer["articleId"].as_string()
    helpful = func.sum(case((Feedback.helpful, 1), else_=0))
    query = (
        select(article, helpful, func.count())
        .join(Message, Message.id == Feedback.message_id)
        .where(article.is_not(None))
        .group_by(article)
    )
    rows = await session.execute(query)
    return {article_id: Votes(up, total - up) for article_id, up, total in rows}
