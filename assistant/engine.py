"""The assistant as the channels see it: text or a choice in, replies out, also while Rasa is down."""

import logging
from typing import Any

import httpx

from assistant.actions import chosen, offline
from assistant.actions.dialogue import take_turn
from assistant.actions.memory import Memory, erase_memory, save_memory
from assistant.actions.turn import Services
from assistant.errors import RasaUnavailableError
from assistant.schemas import Answer, Choice, Reply
from knowledge.topics import TOPICS

log = logging.getLogger(__name__)


class Engine:
    """The client of the Rasa server, and what takes over when it does not answer."""

    def __init__(self, services: Services) -> None:
        """Prepare connections to Rasa that stay open between turns."""
        self._services = services
        settings = services.settings
        self._client = httpx.AsyncClient(
            base_url=settings.rasa,
            timeout=httpx.Timeout(settings.rasa_timeout, connect=2.0),
            headers={"Authorization": f"Bearer {settings.internal_secret}"},
        )

    async def welcome(self, conversation_id: str, *, gemeente: str | None) -> list[Reply]:
        """Open a conversation: this is a computer, this is what it can do, this is how to reach a person."""
        async with self._services.database.transaction() as session:
            await save_memory(session, conversation_id, Memory(gemeente=gemeente))
        library = self._services.library
        topics = [Choice(title=topic.title, choice=f"topic:{key}") for key, topic in TOPICS.items()]
        person = Choice(title=library.replies.text("choice_person"), choice="hand-off")
        text = library.replies.text("welcome", region=library.areas.region_name)
        return [
            Reply(text=text, choices=(*topics, person), answer=Answer(kind="small-talk", gemeente=gemeente))
        ]

    async def respond(self, conversation_id: str, *, text: str | None, choice: str | None) -> list[Reply]:
        """Answer a typed text or a choice; exactly one of them is given. Never raises for a dead Rasa."""
        if choice is not None:
            understanding, handler = chosen.understand(choice)
            return await take_turn(self._services, conversation_id, choice, understanding, handler)
        typed = text or ""
        try:
            return await self._ask_rasa(conversation_id, typed)
        except RasaUnavailableError as error:
            log.warning("rasa does not answer: %s", error)
            understanding = offline.understand(typed)
            return await take_turn(self._services, conversation_id, typed, understanding, offline.not_now)

    async def forget(self, conversation_id: str) -> None:
        """Erase what is remembered of a conversation."""
        async with self._services.database.transaction() as session:
            await erase_memory(session, conversation_id)

    async def reachable(self) -> bool:
        """Return whether Rasa answers with a model loaded."""
        try:
            answer = await self._client.get("/webhooks/gateway/ready", timeout=2.0)
        except httpx.HTTPError:
            return False
        return answer.is_success

    async def close(self) -> None:
        """Close the connections to Rasa."""
        await self._client.aclose()

    async def _ask_rasa(self, conversation_id: str, text: str) -> list[Reply]:
        # A slash at the start would make Rasa read the text as a command instead of as language.
        message = {"sender": conversation_id, "message": text.lstrip("/ ") or "?"}
        try:
            answer = await self._client.post("/webhooks/gateway/webhook", json=message)
            answer.raise_for_status()
            return _replies(answer.json())
        except (httpx.HTTPError, ValueError) as error:
            raise RasaUnavailableError(type(error).__name__) from error


def _replies(messages: list[dict[str, Any]]) -> list[Reply]:
    """Read our replies out of Rasa's answer; none at all means that the action call failed."""
    replies = [Reply.model_validate(message["custom"]) for message in messages if "custom" in message]
    if not replies:
        raise RasaUnavailableError("no reply")
    return replies
