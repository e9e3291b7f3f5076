"""The letter with a copy of a conversation."""

from sqlalchemy.ext.asyncio import AsyncSession

from channels.conversations import repository
from channels.conversations.models import Conversation, Message
from channels.mail.addresses import message_id
from channels.mail.frame import write
from channels.services import Services
from handoff.outbox import Entry
from kit.mail import Letter

# As the chat says them, in the language of the conversation.
_NAMES = {
    "nl": {"entrepreneur": "U", "assistant": "Digitale assistent", "system": "Melding"},
    "en": {"entrepreneur": "You", "assistant": "Digital assistant", "system": "Notice"},
}


async def copy(services: Services, session: AsyncSession, entry: Entry) -> Letter | None:
    """Write the conversation out; nothing when it was erased meanwhile."""
    conversation = await session.get(Conversation, entry.payload["conversation"])
    if conversation is None:
        return None
    settings, language = services.settings, "nl" if conversation.language == "nl" else "en"
    messages = await repository.messages_after(session, conversation.id)
    context = {
        "region": services.library.areas.region_name,
        "lines": [(_who(each, language), each.sent_at, _plain(each)) for each in messages],
        "language": language,
        "for_desk": False,
        "can_reply": False,
    }
    text = write("copy", language, context)
    identity = message_id(settings, entry.key)
    return Letter(entry.payload["to"], text.subject, text.plain, text.html, message_id=identity)


def _who(message: Message, language: str) -> str:
    return _NAMES[language].get(message.sender) or message.sender_name or ""


def _plain(message: Message) -> str:
    """Return the text with its sources; bold marks say nothing in a letter."""
    sources = (message.answer or {}).get("sources", [])
    named = [" – ".join(filter(None, (each["title"], each.get("url")))) for each in sources]
    return "\n".join([message.text.replace("**", ""), *named])
