"""How often entrepreneurs said that an answer helped, as long as their conversations are kept."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from channels.conversations.models import Feedback, Message

FEWEST_VOTES = 3
"""Below this, one grumpy visitor decides."""
LOW = 0.5
"""From this share of helpful votes down an article needs work."""
WHY = {
    "not-asked": "niet de vraag",
    "not-clear": "niet duidelijk",
    "not-complete": "niet compleet",
    "not-right": "klopt niet",
}
"""What entrepreneurs can choose when an answer did not help, in the words of the desk."""


@dataclass(frozen=True)
class Votes:
    """The thumbs up and down of one article."""

    helpful: int = 0
    unhelpful: int = 0
    reasons: tuple[tuple[str, int], ...] = ()
    """Why it did not help and how often, the most frequent first."""

    @property
    def low(self) -> bool:
        """Whether so many say that it did not help that somebody should look at it."""
        total = self.helpful + self.unhelpful
        return total >= FEWEST_VOTES and self.helpful / total <= LOW


async def votes(session: AsyncSession) -> dict[str, Votes]:
    """Count the feedback on messages that gave an article, by the id of the article."""
    article = Message.answer["articleId"].as_string()
    query = (
        select(article, Feedback.helpful, Feedback.reason, func.count())
        .join(Message, Message.id == Feedback.message_id)
        .where(article.is_not(None))
        .group_by(article, Feedback.helpful, Feedback.reason)
    )
    counted: defaultdict[str, Counter[bool]] = defaultdict(Counter)
    reasons: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for article_id, helpful, reason, count in await session.execute(query):
        counted[article_id][helpful] += count
        if reason in WHY and not helpful:
            reasons[article_id][WHY[reason]] += count
    return {
        article_id: Votes(told[True], told[False], tuple(reasons[article_id].most_common()))
        for article_id, told in counted.items()
    }
