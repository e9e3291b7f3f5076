"""Reads updates of the Bot API. Shapes: core.telegram.org/bots/api, Update, Message, CallbackQuery."""

from typing import Any

from channels.messaging.heard import Envelope, Heard, Post, spot_of

_MEDIA = ("photo", "video", "video_note", "document", "sticker", "animation", "story", "paid_media")
_VOICE = ("voice", "audio")


def read(payload: Any) -> Post:
    """Read one update; only private chats with a person are heard."""
    update = _dict(payload)
    query = _dict(update.get("callback_query"))
    message = _dict(query.get("message") or update.get("message") or update.get("edited_message"))
    chat, person = _dict(message.get("chat")), _dict(query.get("from") or message.get("from"))
    update_id = update.get("update_id")
    wanted = chat.get("type") == "private" and not person.get("is_bot") and isinstance(update_id, int)
    heard = _heard(update, query, message, str(person.get("language_code") or "")) if wanted else None
    answer = {"method": "answerCallbackQuery", "callback_query_id": query["id"]} if query.get("id") else None
    if heard is None or not isinstance(update_id, int):
        return Post(answer=answer)
    chat_id = str(chat.get("id"))
    envelope = Envelope(
        provider_id=str(update_id), sequence=update_id, person=chat_id, address=chat_id, heard=heard
    )
    return Post(envelopes=(envelope,), answer=answer)


def _heard(
    update: dict[str, Any], query: dict[str, Any], message: dict[str, Any], language: str
) -> Heard | None:
    if query:
        shown = str(message.get("message_id") or "")
        return Heard(kind="press", key=_text(query, "data"), answers_to=shown, language=language)
    if "edited_message" in update:
        return Heard(kind="edited", language=language)
    return _of_message(message, language) if "message" in update else None


def _of_message(message: dict[str, Any], language: str) -> Heard:
    text = _text(message, "text")
    if text.startswith("/"):
        command, _, rest = text[1:].partition(" ")
        name = command.partition("@")[0].lower()
        return Heard(kind="command", key=name[:40], text=rest, language=language)
    if text:
        return Heard(kind="text", text=text, language=language)
    if "location" in message or "venue" in message:
        venue = _dict(message.get("venue"))
        address = ", ".join(filter(None, (_text(venue, "title"), _text(venue, "address"))))
        spot = spot_of(venue.get("location") or message.get("location"))
        return Heard(kind="location", text=address, spot=spot, language=language)
    if "contact" in message:
        return _card(_dict(message["contact"]), language)
    if any(name in message for name in _VOICE):
        return Heard(kind="voice", name="voice", language=language)
    media = next((name for name in _MEDIA if name in message), "")
    if media:
        return Heard(kind="media", name=media, text=_text(message, "caption"), language=language)
    return Heard(kind="unknown", language=language)


def _card(contact: dict[str, Any], language: str) -> Heard:
    name = " ".join(filter(None, (_text(contact, "first_name"), _text(contact, "last_name"))))
    number = _text(contact, "phone_number")
    if number and not number.startswith(("+", "0")):
        number = f"+{number}"  # Telegram leaves the plus of a foreign or Dutch number out
    return Heard(kind="contact", name=name, contacts=tuple(filter(None, (number,))), language=language)


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: dict[str, Any], name: str) -> str:
    found = value.get(name)
    return found if isinstance(found, str) else ""
