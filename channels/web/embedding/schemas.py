"""What the widget gets to know before the first word."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from assistant.schemas import Shape
from channels.messaging.links import Messenger
from channels.web.embedding.models import Position
from channels.web.schemas import ContactMomentOut


class ContactDeskOut(Shape):
    """The desk to call or write to; `example` marks sample data."""

    name: str
    email: str
    phone: str | None = None
    example: bool


class ContactOut(Shape):
    """How to reach people when the chat does not work: keep it, to show it when the server is away."""

    page: str = Field(description="The page of the gemeente, or of the region.")
    desks: list[ContactDeskOut]
    contact_moments: list[ContactMomentOut]


class WidgetOut(Shape):
    """How the chat looks on this website, and whether it is open.

    `off`: show nothing to who has no conversation yet. `closed`: outside the hours, `notice` says so.
    """

    state: Literal["open", "closed", "off"]
    gemeente: str | None = None
    gemeente_name: str | None = None
    region: str
    position: Position
    greeting: str
    notice: str | None = Field(None, description="A sentence to show while it is closed.")
    opens_at: datetime | None = None
    contact: ContactOut
    conversation_days: int = Field(description="Days after the last message that a conversation is kept.")
    messengers: list[Messenger] = Field(description="Where a conversation can go on; none may be connected.")
    privacy: str = Field(description="The page that tells what is kept of a conversation.")
    mails_copies: bool = Field(description="Whether a conversation can be mailed to who had it.")
