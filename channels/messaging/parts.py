"""What everything in this room works with."""

from collections.abc import Callable
from dataclasses import dataclass

from assistant.schemas import Answer, Choice, Reply
from channels.conversations.service import Conversations
from channels.messaging.chats import Hide
from kit.database import Database
from kit.settings import Settings
from knowledge.library import Library

NAMES = {"whatsapp": "WhatsApp", "telegram": "Telegram"}
"""The channels as people call them."""


@dataclass(frozen=True)
class Parts:
    """The services that a messenger needs."""

    settings: Settings
    database: Database
    library: Library
    conversations: Conversations
    hide: Hide
    count_start: Callable[[str], None]

    def say(self, key: str, language: str, **values: object) -> str:
        """Return the editors' sentence for a key in a language."""
        return self.library.replies_in(language).text(key, **values)

    async def remark(
        self,
        conversation_id: str,
        key: str,
        language: str,
        choices: tuple[Choice, ...] = (),
        **values: object,
    ) -> None:
        """Say a sentence in a conversation.

        Raises:
            UnknownConversationError: there is none with this id.
        """
        answer = Answer(kind="notice", language=None if language == "nl" else language)
        reply = Reply(text=self.say(key, language, **values), choices=choices, answer=answer)
        await self.conversations.remark(conversation_id, reply)
