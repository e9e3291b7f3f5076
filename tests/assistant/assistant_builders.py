"""What the tests of the assistant are built from: a conversation with the actions themselves."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from assistant.actions import chosen, offline
from assistant.actions.dialogue import ACTIONS, take_turn
from assistant.actions.memory import Memory, load_memory
from assistant.actions.turn import Parts, Services, Understanding
from assistant.schemas import Reply
from handoff.models import Ticket

_numbers = itertools.count(1)


@dataclass
class Chat:
    """A conversation with the actions themselves: what was understood is given, not guessed."""

    services: Services
    id: str = field(default_factory=lambda: f"conversation-{next(_numbers)}")

    async def choose(self, choice: str) -> list[Reply]:
        understanding, handler = chosen.understand(choice)
        return await take_turn(self.services, self.id, choice, understanding, handler)

    async def type(self, text: str) -> list[Reply]:
        """Type something that only the plainest words are understood of, as when Rasa is down."""
        understanding = offline.understand(text)
        return await take_turn(self.services, self.id, text, understanding, offline.not_now)

    async def act(
        self,
        intent: str,
        text: str,
        action: str,
        confidence: float = 1.0,
        parts: Parts | None = None,
        ranking: Mapping[str, float] | None = None,
    ) -> list[Reply]:
        """Type something that the model understands as this; parts are what it reads in the halves."""
        understanding = Understanding(intent, confidence, ranking=ranking or {})
        return await take_turn(self.services, self.id, text, understanding, ACTIONS[action], parts)

    async def memory(self) -> Memory:
        async with self.services.database.reading() as session:
            return await load_memory(session, self.id)

    async def tickets(self) -> list[Ticket]:
        async with self.services.database.reading() as session:
            found = select(Ticket).options(selectinload(Ticket.account_manager))
            return list(await session.scalars(found))

    async def to_summary(self) -> list[Reply]:
        """Fill in a whole hand-off for Laren, up to the summary."""
        for choice in ("hand-off", "gemeente:laren"):
            await self.choose(choice)
        for text in ("Sanne de Wit", "sanne@voorbeeld.nl", "Wie leest mijn plan?"):
            await self.type(text)
        return await self.choose("yes")


def titles(reply: Reply) -> list[str]:
    """Return what the buttons of a reply say."""
    return [choice.title for choice in reply.choices]


def kind(reply: Reply) -> str:
    """Return what kind of reply this is."""
    assert reply.answer is not None
    return reply.answer.kind
