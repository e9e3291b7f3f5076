"""Recognises a choice that was typed instead of pressed."""

import re
from collections.abc import Iterable, Sequence
from itertools import takewhile
from typing import Any

from channels.conversations.models import Message

_NUMBER = re.compile(r"[1-9]\d?")
_WAYS_OUT = {"back", "stop", "hand-off"}
_NOT_WORDS = re.compile(r"[\W_]+")


def typed_choice(text: str, messages: Sequence[Message]) -> str | None:
    """Return the choice meant by a typed title or number, when the assistant offered it just now.

    `messages` is the conversation before the text, oldest first. A number counts in the last list offered.
    """
    said_last = takewhile(lambda message: message.sender == "assistant", reversed(messages))
    offers = [message.choices for message in said_last if message.choices]
    wanted = _plain(text)
    for offer in offers:
        for choice in offer:
            if wanted and _plain(choice["title"]) == wanted:
                return str(choice["choice"])
    return _numbered(wanted, offers[0]) if offers and not _asks_for_words(offers[0]) else None


def title_of(choice: str, messages: Iterable[Message]) -> str:
    """Return the title under which a choice was offered; one that never was is its own title."""
    offered = (item for message in messages for item in message.choices)
    return next((str(item["title"]) for item in offered if item["choice"] == choice), choice)


def _asks_for_words(offer: list[dict[str, Any]]) -> bool:
    """Tell whether a check asks for a number or words: then "2" is the answer, and not the second choice."""
    choices = {str(item["choice"]) for item in offer}
    not_known = {
        choice for choice in choices if choice.startswith("answer:") and choice.endswith(":onbekend")
    }
    return bool(not_known) and choices - not_known <= _WAYS_OUT


def _numbered(wanted: str, offer: list[dict[str, Any]]) -> str | None:
    if not _NUMBER.fullmatch(wanted) or int(wanted) > len(offer):
        return None
    return str(offer[int(wanted) - 1]["choice"])


def _plain(text: str) -> str:
    """Return the bare words: no capitals, no punctuation."""
    return _NOT_WORDS.sub(" ", text.casefold()).strip()
