"""Shows the chat: what was said, what can be answered, and the form to go on."""

import secrets
from collections.abc import Mapping
from typing import Any

from fastapi import Response

from assistant.schemas import FormField
from channels.conversations.schemas import MessageOut, TranscriptOut
from channels.conversations.text import LONGEST_TEXT
from channels.errors import UnknownConversationError, WrongTokenError
from channels.messaging.links import messengers
from channels.web.articles.page import Reader
from channels.web.chat.passes import COOKIE, FIELD, PATH, Pass, drop
from channels.web.chat.words import WORDS, language_of
from knowledge.topics import TOPICS

# Under what answers one can say whether they help.
JUDGED = ("article", "check-result", "directory")
WHY = "why"
REASONS = ("not-asked", "not-clear", "not-complete", "not-right")
NOTICES = ("thanks", "erased", WHY)


async def show(
    reader: Reader,
    carried: Pass | None,
    *,
    status: int = 200,
    notice: str = "",
    error: str = "",
    typed: str = "",
    language: str = "",
) -> Response:
    """Show the conversation of a pass, or the form to begin one.

    `notice` and `error` are sentences, or names of sentences in `words`.
    """
    talk = await read(reader, carried)
    if talk:
        await _mark_read(reader, talk)
    if talk and talk.gemeente:
        reader = reader.at(talk.gemeente)  # in its look
    gone = carried is not None and talk is None
    spoken = language_of(talk.language if talk else _language(reader, language))
    words = WORDS[spoken]
    context = _context(reader, carried if talk else None, talk, words)
    context["asks_why"] = notice == WHY
    context["notice"] = words["gone"] if gone else "" if notice == WHY else words.get(notice, notice)
    context["error"] = words.get(error, error).format(longest=LONGEST_TEXT, length=len(typed))
    response = reader.page(
        "chat/page.html",
        status,
        address=PATH,
        language=spoken,
        typed=typed,
        wanted_language=_language(reader, language),
        **context,
    )
    if gone or (talk is None and COOKIE in reader.request.cookies):
        drop(response, reader.services.settings)
    return response


def confirm_erasing(reader: Reader, carried: Pass, spoken: str) -> Response:
    """Ask whether somebody is sure."""
    return reader.page("chat/erase.html", address=PATH, language=spoken, w=WORDS[spoken], **hidden(carried))


async def spoken_in(reader: Reader, carried: Pass | None) -> str:
    """Return the language of the words around the conversation of a pass."""
    talk = await read(reader, carried)
    return language_of(talk.language if talk else _language(reader, ""))


async def read(reader: Reader, carried: Pass | None) -> TranscriptOut | None:
    """Return the conversation of a pass; nothing when it is gone or the pass is of another one."""
    if carried is None:
        return None
    conversations = reader.services.conversations
    try:
        await conversations.authorise(carried.conversation_id, carried.token)
        return TranscriptOut.of(*await conversations.read(carried.conversation_id))
    except (UnknownConversationError, WrongTokenError):
        return None


async def _mark_read(reader: Reader, talk: TranscriptOut) -> None:
    """Tell the person who holds the conversation that it is seen, also where no script does."""
    last = next((each.id for each in reversed(talk.messages) if each.sender != "entrepreneur"), None)
    if talk.holder == "account-manager" and last and last != talk.read_by_entrepreneur:
        await reader.services.conversations.mark_read(talk.id, "entrepreneur", last)


def _context(
    reader: Reader, carried: Pass | None, talk: TranscriptOut | None, words: Mapping[str, str]
) -> dict[str, Any]:
    areas, settings = reader.library.areas, reader.services.settings
    return {
        "w": words,
        "talk": talk,
        "offered": _offered(talk),
        "answer_from": _answer_from(talk.messages) if talk else None,
        "asks": _asks(talk),
        "judged": JUDGED,
        "reasons": REASONS,
        "key": secrets.token_hex(12),
        "gemeenten": {slug: areas.name(slug) for slug in areas.region_gemeenten},
        "titles": _titles(reader, words is WORDS["en"]),
        "languages": reader.library.languages.known,
        "days": settings.conversation_days,
        "messengers": [each.name for each in messengers(settings, reader.services.messengers.adapters)],
        "carried": carried,
        **hidden(carried),
    }


def _titles(reader: Reader, english: bool) -> dict[str, str]:
    """Return the titles of the topics in the language of the page."""
    named = reader.library.english
    return {key: named.title(key) if english else topic.title for key, topic in TOPICS.items()}


def hidden(carried: Pass | None) -> dict[str, Any]:
    """Put the pass in the forms of who may have no cookies; a browser that showed it keeps it."""
    return {"pass_field": FIELD, "pass_value": "" if carried is None or carried.kept else str(carried)}


def _language(reader: Reader, asked: str) -> str:
    """Return the language that a new conversation begins in."""
    asked = asked or reader.request.query_params.get("language", "")
    return asked if asked in reader.library.languages.known else "nl"


def _asks(talk: TranscriptOut | None) -> FormField | None:
    """Return the field that the last message asks for, if it is a question of a check or a hand-off."""
    last = talk.messages[-1] if talk and talk.messages and talk.holder == "assistant" else None
    return last.answer.field if last and last.answer else None


def _offered(talk: TranscriptOut | None) -> str | None:
    """Return the id of the message whose choices hold: the last with any, when nobody spoke since."""
    if talk is None or talk.holder != "assistant":
        return None
    for message in reversed(talk.messages):
        if message.sender not in {"assistant", "system"}:
            return None
        if message.choices:
            return message.id
    return None


def _answer_from(messages: list[MessageOut]) -> str | None:
    """Return the id of the message where the newest part begins: what one side said last."""
    newest = messages[-1].sender if messages else None
    found = None
    for message in reversed(messages):
        if message.sender not in {newest, "system"}:
            break
        found = message.id
    return found
