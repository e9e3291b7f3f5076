"""Reads webhooks of the Cloud API.

Shapes: developers.facebook.com, WhatsApp Business Platform, "messages webhook reference" and its pages per
type. Since 2026 somebody with a username may have no phone number here: the business-scoped user id says who.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from channels.messaging.heard import Envelope, Heard, Post, Receipt, spot_of
from channels.messaging.models import State

_MEDIA = {"image", "video", "document", "sticker"}
_STATES = {
    "sent": State.SENT,
    "delivered": State.DELIVERED,
    "read": State.READ,
    "played": State.READ,
    "failed": State.FAILED,
}
# No words of a person: a changed number, a security code.
_SILENT = {"system"}


def read(payload: Any, phone_id: str) -> Post:
    """Read what is for our number; one webhook can hold several messages and states."""
    values = [value for value in _values(payload) if _for_us(value, phone_id)]
    return Post(
        envelopes=tuple(each for value in values for each in _envelopes(value)),
        receipts=tuple(each for value in values for each in _receipts(value)),
    )


def _values(payload: Any) -> Iterator[dict[str, Any]]:
    for entry in _list(payload, "entry"):
        for change in _list(entry, "changes"):
            if _dict(change).get("field") == "messages":
                yield _dict(change.get("value"))


def _for_us(value: dict[str, Any], phone_id: str) -> bool:
    return _dict(value.get("metadata")).get("phone_number_id") == phone_id


def _envelopes(value: dict[str, Any]) -> Iterator[Envelope]:
    for message in _list(value, "messages"):
        sender = _sender(_dict(message), _list(value, "contacts"))
        provider_id = _text(_dict(message), "id")
        if sender is None or not provider_id or message.get("type") in _SILENT:
            continue
        person, address = sender
        yield Envelope(
            provider_id=provider_id,
            sequence=_number(message.get("timestamp")),
            person=person,
            address=address,
            heard=heard_of(message),
        )


def _sender(message: dict[str, Any], contacts: list[Any]) -> tuple[str, str] | None:
    """Return by what somebody is known and where to answer: the user id outlives a hidden phone number."""
    contact = _dict(contacts[0]) if len(contacts) == 1 else {}
    phone = _text(message, "from") or _text(contact, "wa_id")
    user_id = _text(message, "from_user_id") or _text(contact, "user_id")
    if not phone and not user_id:
        return None
    return user_id or phone, phone or user_id


def heard_of(message: dict[str, Any]) -> Heard:
    """Tell what one message is."""
    kind = str(message.get("type"))
    content = _dict(message.get(kind))
    if kind == "text":
        return Heard(kind="text", text=_text(content, "body"))
    if kind in {"interactive", "button"}:
        return _pressed(kind, content, message)
    if kind == "location":
        return Heard(kind="location", text=_joined(content, "name", "address"), spot=spot_of(content))
    if kind == "contacts":
        return _card(_list(message, "contacts"))
    if kind == "audio":
        return Heard(kind="voice", name="voice" if content.get("voice") else "audio")
    if kind in _MEDIA:
        return Heard(kind="media", name=kind, text=_text(content, "caption"))
    return Heard(kind="reaction" if kind == "reaction" else "unknown")


def _pressed(kind: str, content: dict[str, Any], message: dict[str, Any]) -> Heard:
    context = _text(_dict(message.get("context")), "id")
    if kind == "button":  # of a template: it has a text, and a payload that is that text again
        return Heard(kind="press", key="template", text=_text(content, "text"), answers_to=context)
    reply = _dict(content.get(str(content.get("type"))))
    if not _text(reply, "id"):
        return Heard(kind="unknown")
    return Heard(kind="press", key=_text(reply, "id"), text=_text(reply, "title"), answers_to=context)


def _card(cards: list[Any]) -> Heard:
    if not cards:
        return Heard(kind="unknown")
    card = _dict(cards[0])
    phones = [_text(_dict(each), "phone") for each in _list(card, "phones")]
    mails = [_text(_dict(each), "email") for each in _list(card, "emails")]
    name = _text(_dict(card.get("name")), "formatted_name")
    return Heard(kind="contact", name=name, contacts=tuple(filter(None, (*phones, *mails))))


def _receipts(value: dict[str, Any]) -> Iterator[Receipt]:
    for status in _list(value, "statuses"):
        state = _STATES.get(str(_dict(status).get("status")))
        provider_id = _text(_dict(status), "id")
        if state is None or not provider_id:
            continue
        errors = _list(status, "errors")
        yield Receipt(
            provider_id=provider_id,
            state=state,
            reference=_text(status, "biz_opaque_callback_data"),
            error=_number(_dict(errors[0]).get("code")) if errors else None,
        )


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any, name: str) -> list[Any]:
    found = _dict(value).get(name)
    return found if isinstance(found, list) else []


def _text(value: Mapping[str, Any], name: str) -> str:
    found = value.get(name)
    return found if isinstance(found, str) else ""


def _joined(value: Mapping[str, Any], *names: str) -> str:
    return ", ".join(filter(None, (_text(value, name) for name in names)))


def _number(value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError):
        return 0
