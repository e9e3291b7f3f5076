"""The messengers that people can reach from a website: their names, their addresses, what opens them."""

from collections.abc import Collection
from urllib.parse import quote

from pydantic import Field

from assistant.schemas import Shape
from channels.messaging.parts import NAMES
from kit.settings import Settings


class Messenger(Shape):
    """A messenger in which a conversation can go on."""

    channel: str
    name: str
    address: str = Field(description="The phone number, or the name of the bot with @ before it.")


class MessengerLink(Shape):
    """One messenger in which a conversation can go on."""

    channel: str
    url: str = Field(description="Opens the messenger with the code in it.")


def messengers(settings: Settings, connected: Collection[str]) -> list[Messenger]:
    """Return the messengers that are connected and whose public number or name is known."""
    addresses = {
        "whatsapp": settings.whatsapp_number and f"+{settings.whatsapp_number}",
        "telegram": settings.telegram_bot and f"@{settings.telegram_bot}",
    }
    return [
        Messenger(channel=channel, name=NAMES[channel], address=address)
        for channel, address in addresses.items()
        if channel in connected and address
    ]


def links(settings: Settings, connected: Collection[str], code: str) -> list[MessengerLink]:
    """Return what opens each of those messengers with a code in it."""
    text = quote(f"Ga verder met mijn gesprek: {code}")
    urls = {
        "whatsapp": f"https://wa.me/{settings.whatsapp_number}?text={text}",
        "telegram": f"https://t.me/{settings.telegram_bot}?start={code}",
    }
    return [
        MessengerLink(channel=each.channel, url=urls[each.channel])
        for each in messengers(settings, connected)
    ]
