"""What the assistant may see and do with the conversation it is in."""

from sqlalchemy.ext.asyncio import AsyncSession

from channels.conversations import repository
from handoff.schemas import TranscriptLine
from kit.database import Database


class History:
    """The past of conversations, as the assistant needs it for a ticket."""

    def __init__(self, database: Database) -> None:
        """Read from this database."""
        self._database = database

    async def lines(self, conversation_id: str) -> list[TranscriptLine]:
        """Return the conversation so far, for a ticket."""
        async with self._database.reading() as session:
            messages = await repository.messages_after(session, conversation_id)
        return [
            TranscriptLine(
                sender=message.sender,
                sender_name=message.sender_name,
                sent_at=message.sent_at,
                text=message.text,
            )
            for message in messages
        ]

    async def wipe(self, session: AsyncSession, conversation_id: str) -> None:
        """Delete every message; the conversation itself goes on, empty.

        In the caller's session: SQLite has one writer, and the turn that asks for this is it.
        """
        await repository.delete_messages(session, conversation_id)

    async def set_language(self, session: AsyncSession, conversation_id: str, language: str) -> None:
        """Remember in which language a conversation goes on; a trial at the desk is none."""
        await repository.set_language(session, conversation_id, language)
