"""The assistant as the channels see it: text or a choice in, replies out, also while Rasa is down."""

import asyncio
import logging
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import httpx
from pydantic import JsonValue

from assistant.actions import chosen, foreign, needs, opening
from assistant.actions.check_result import finding
from assistant.actions.dialogue import in_language, take_turn
from assistant.actions.memory import CheckDraft, Memory, erase_memory, load_memory, save_memory
from assistant.actions.missed import TRIAL
from assistant.actions.turn import Services, Turn, Understanding
from assistant.errors import RasaUnavailableError
from assistant.schemas import Reply
from kit.masking import mask_personal_numbers, without_masks
from kit.trust import authorities
from knowledge.checks.schemas import Answers, Check, Value
from knowledge.sayings import bare
from knowledge.search.words import DUTCH

log = logging.getLogger(__name__)

HAND_OFF, PERSON = "hand-off", "choice_person"


@dataclass(frozen=True)
class Reading:
    """How Rasa reads a text: what it decides, and every intent with its confidence, the likeliest first."""

    understanding: Understanding
    ranking: Sequence[tuple[str, float]]


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
            verify=authorities(),
        )

    async def welcome(
        self, conversation_id: str, *, gemeente: str | None, language: str = DUTCH
    ) -> list[Reply]:
        """Open a conversation: this is a computer, this is what it can do, this is how to reach a person.

        In a language that is only recognised, that is two sentences; in an unknown one it is Dutch.
        """
        code = language.split("-")[0]
        known = code in self._services.library.languages.known
        memory = Memory(gemeente=gemeente, language=code if known else DUTCH)
        started = Understanding("welcome", chosen=True)
        async with self._services.database.transaction() as session:
            turn = Turn(conversation_id, "", started, memory, self._services, session)
            replies = in_language(turn, await opening.welcome(turn))
            await save_memory(session, conversation_id, turn.memory)
        return replies

    async def respond(self, conversation_id: str, *, text: str | None, choice: str | None) -> list[Reply]:
        """Answer a typed text or a choice; exactly one of them is given. Never raises for a dead Rasa."""
        if choice is None and self._is_the_way_to_a_person(text or ""):
            choice = HAND_OFF
        if choice is not None:
            understanding, handler = chosen.understand(choice)
            return await take_turn(self._services, conversation_id, choice, understanding, handler)
        typed = text or ""
        library = self._services.library
        spoken = await foreign.settle(self._services, conversation_id, without_masks(typed))
        understood = foreign.understand(library, spoken, typed)
        if understood:
            return await take_turn(self._services, conversation_id, typed, *understood)
        try:
            return await self._ask_rasa(conversation_id, typed)
        except RasaUnavailableError as error:
            log.warning("rasa does not answer: %s", error)
            understood = foreign.without_model(library, spoken, typed)
            return await take_turn(self._services, conversation_id, typed, *understood)

    def _is_the_way_to_a_person(self, text: str) -> bool:
        """Tell whether somebody types what stands on the button that is always there, in any language.

        A messenger shows it with some replies only, and a model could take it for another question.
        """
        library, typed = self._services.library, bare(text)
        return any(typed == bare(library.replies_in(code).text(PERSON)) for code in library.languages.known)

    async def rehearse(self, conversation_id: str, text: str) -> list[Reply]:
        """Return what would be answered to a text in a conversation now; nothing of it is kept or noted.

        A hand-off or check that is being filled in is left out: what would be taken for its next answer.
        """
        rehearsal = f"{TRIAL}{secrets.token_hex(12)}"
        async with self._services.database.transaction() as session:
            memory = await load_memory(session, conversation_id)
            memory.hand_off = memory.check = memory.pending = None
            memory.clarified, memory.failures = [], 0
            await save_memory(session, rehearsal, memory)
        try:
            return await self.respond(rehearsal, text=text, choice=None)
        finally:
            await self.forget(rehearsal)

    async def found(self, conversation_id: str) -> list[JsonValue]:
        """Return what the guided check of a conversation says of the answers so far, as a ticket keeps it."""
        async with self._services.database.reading() as session:
            draft = (await load_memory(session, conversation_id)).check
        check = self._services.library.checks.get(draft.check) if draft else None
        return [finding(check, draft)] if draft and check and draft.answers else []

    async def read(self, text: str) -> Reading:
        """Return how Rasa reads a text, outside any conversation.

        Raises:
            RasaUnavailableError: it does not answer, or not as expected.
        """
        return await self._post("/webhooks/gateway/parse", {"text": _as_language(text)}, _reading)

    async def carry_check(self, conversation_id: str, check: Check, answers: Answers) -> list[Reply]:
        """Take over a check that was filled in elsewhere: its result, or the next question."""
        given = {name: _masked(value) for name, value in answers.items()}
        async with self._services.database.transaction() as session:
            memory = await load_memory(session, conversation_id)
            memory.topic = check.topic
            memory.check = CheckDraft(check=check.id, answers=given, order=list(given))
            await save_memory(session, conversation_id, memory)
        return await self.respond(conversation_id, text=None, choice="check-resume")

    async def forget(self, conversation_id: str) -> None:
        """Erase what is remembered of a conversation."""
        async with self._services.database.transaction() as session:
            await erase_memory(session, conversation_id)

    def is_private(self, text: str) -> bool:
        """Tell whether a text holds what must not be kept apart from its conversation: an illness, say."""
        return bool(self._services.library.moments.private(text))

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
        # Rasa reads the language in a text; the action takes the text as it was typed.
        typed = {"text": text, "parts": await self._parts(text)}
        message = {"sender": conversation_id, "message": _as_language(text), "metadata": typed}
        return await self._post("/webhooks/gateway/webhook", message, _replies)

    async def _parts(self, text: str) -> dict[str, tuple[str | None, float]]:
        """Read the halves of a message that may hold two needs; most messages have none."""
        parts = list(dict.fromkeys(part for halves in needs.halves(text) for part in halves))
        read = await asyncio.gather(*map(self.read, parts))
        understood = [each.understanding for each in read]
        return {part: (each.topic, each.confidence) for part, each in zip(parts, understood, strict=True)}

    async def _post[Read](self, path: str, message: dict[str, Any], read: Callable[[Any], Read]) -> Read:
        try:
            answer = await self._client.post(path, json=message)
            answer.raise_for_status()
            return read(answer.json())
        except (httpx.HTTPError, ValueError, LookupError, TypeError, AttributeError) as error:
            raise RasaUnavailableError(type(error).__name__) from error


def _as_language(text: str) -> str:
    """Keep Rasa from reading a text as a command, as it does when a slash stands at the start.

    The notes of what was removed are no words of the entrepreneur either.
    """
    return without_masks(text).lstrip("/ ") or "?"


def _masked(value: Value) -> Value:
    return mask_personal_numbers(value) if isinstance(value, str) else value


def _replies(messages: list[dict[str, Any]]) -> list[Reply]:
    """Read our replies out of Rasa's answer; none at all means that the action call failed."""
    replies = [Reply.model_validate(message["custom"]) for message in messages if "custom" in message]
    if not replies:
        raise RasaUnavailableError("no reply")
    return replies


def _reading(message: dict[str, Any]) -> Reading:
    """Read what Rasa made of a text."""
    ranking = [(str(each["name"]), float(each["confidence"])) for each in message["intent_ranking"]]
    return Reading(Understanding.from_rasa(message), ranking)
