"""What comes in from a messenger, the same for every channel; texts are masked before anything is stored."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, field_validator

from channels.conversations.text import clean
from channels.messaging.models import State
from kit.masking import mask_personal_numbers

type Kind = Literal[
    "text", "press", "command", "location", "contact", "media", "voice", "edited", "reaction", "unknown"
]

MOST_STORED = 5000  # characters; WhatsApp and Telegram send at most 4,096


def spot_of(location: Any) -> tuple[float, float] | None:
    """Read the latitude and longitude of a location as both providers write it; nothing when it has none."""
    if not isinstance(location, dict):
        return None
    latitude, longitude = location.get("latitude"), location.get("longitude")
    if not isinstance(latitude, int | float) or not isinstance(longitude, int | float):
        return None
    return float(latitude), float(longitude)


class Heard(BaseModel):
    """One thing that a person did. Which fields are filled depends on the kind."""

    model_config = ConfigDict(frozen=True)

    kind: Kind
    text: str = ""
    """What was typed, what stands behind a command, the address of a location, the title of a button."""
    key: str = ""
    """Of a button its key, of a command its name without the slash."""
    name: str = ""
    """Of a contact card the name, of media its type."""
    contacts: tuple[str, ...] = ()
    """Of a contact card the phone numbers and e-mail addresses."""
    spot: tuple[float, float] | None = None
    """Of a location its latitude and longitude, to about a kilometre: nobody has to know a house."""
    answers_to: str = ""
    """The provider's id of the message whose button was pressed."""
    language: str = ""
    """The language of the person's telephone, when the channel tells."""

    @field_validator("text", "name")
    @classmethod
    def _masked(cls, value: str) -> str:
        return mask_personal_numbers(clean(value))[:MOST_STORED]

    @field_validator("spot")
    @classmethod
    def _coarse(cls, value: tuple[float, float] | None) -> tuple[float, float] | None:
        return (round(value[0], 2), round(value[1], 2)) if value else None

    @field_validator("contacts")
    @classmethod
    def _masked_each(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(mask_personal_numbers(clean(each))[:200] for each in value)


class Envelope(BaseModel):
    """Something heard, with who said it and the provider's own id and order."""

    model_config = ConfigDict(frozen=True)

    provider_id: str
    sequence: int
    person: str
    """What the provider knows the person by; only a keyed hash of it is kept."""
    address: str
    """Where an answer goes: a phone number, a user id, a chat id."""
    heard: Heard


class Receipt(BaseModel):
    """What became of something that was sent."""

    model_config = ConfigDict(frozen=True)

    provider_id: str
    state: State
    reference: str = ""
    """What we sent along to know it by."""
    error: int | None = None


class Post(BaseModel):
    """Everything in one webhook; `answer` is what goes back in its response, if anything."""

    model_config = ConfigDict(frozen=True)

    envelopes: tuple[Envelope, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    answer: dict[str, Any] | None = None
