"""Which question an answer that did not help was given to, for the editors."""

from collections.abc import Callable, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from assistant.actions.memory import load_memory
from channels.conversations import repository
from channels.conversations.models import Feedback, Message
from knowledge.gaps import service as gaps
from knowledge.gaps.models import Reason
from knowledge.gaps.schemas import Gap

# Buttons that go on with the question before them; others, such as a topic, begin something else.
_GOES_ON = {"article", "gemeente", "no-gemeente", "details", "other"}


async def note(session: AsyncSession, message: Message, is_private: Callable[[str], bool]) -> None:
    """Note the question behind an article that did not help, of one message once; before it is stored.

    A private question is not noted.
    """
    answer = message.answer or {}
    if answer.get("kind") != "article" or await _told_before(session, message):
        return
    messages = await repository.messages_after(session, message.conversation_id)
    question = _typed_before(messages, message)
    if question is None:
        return
    article_id = answer.get("articleId")
    memory = await load_memory(session, message.conversation_id)
    if memory.question and memory.article_id == article_id:
        question = memory.question  # what was typed last may be no more than a place
    if is_private(question):
        return
    known = {"topic": answer.get("topic"), "gemeente": answer.get("gemeente")}
    await gaps.record(session, Gap(question, Reason.UNHELPFUL, article_id=article_id, **known))


async def _told_before(session: AsyncSession, message: Message) -> bool:
    query = select(Feedback.id).where(Feedback.message_id == message.id, Feedback.helpful.is_(False))
    return await session.scalar(query.limit(1)) is not None


def _typed_before(messages: Sequence[Message], message: Message) -> str | None:
    """Go back from an answer to the text that it all began with; nothing when that was a button."""
    asked = next((each for each in messages if each.id == message.reply_to), None)
    if asked is None or asked.choice is None:
        return asked.text if asked else None
    if asked.choice.partition(":")[0] not in _GOES_ON:
        return None
    before = [each for each in messages if each.position < asked.position and each.reply_to]
    return _typed_before(messages, before[-1]) if before else None
