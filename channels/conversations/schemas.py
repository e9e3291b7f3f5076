"""What goes in and out of a conversation, as the HTTP contract has it."""

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import Field, StrictBool, StringConstraints, model_validator

from assistant.schemas import Answer, Choice, Shape
from channels.conversations.models import Conversation, Holder, Message, Person, Sender
from channels.conversations.text import CleanChoice, CleanText

Slug = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z][a-z0-9-]{0,63}$")]
MessageId = Annotated[str, StringConstraints(strict=True, pattern=r"^[A-Za-z0-9_-]{1,32}$")]

Reason = Literal["not-asked", "not-clear", "not-complete", "not-right"]


class StartConversation(Shape):
    """What may be known before the first word; everything may be left out."""

    channel: Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z][a-z-]{0,29}$")] = "web"
    gemeente: Slug | None = Field(None, description="A slug of /v1/gemeenten, such as gooise-meren.")
    language: Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$")] = "nl"


class PostMessage(Shape):
    """A typed text or a chosen choice: exactly one of the two."""

    text: CleanText | None = Field(None, description="What the entrepreneur typed.")
    choice: CleanChoice | None = Field(None, description="The `choice` of one of the offered choices.")

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.text is None) == (self.choice is None):
            raise ValueError("geef text of choice, precies één van de twee")
        return self


class PressedChoice(PostMessage):
    """A choice that comes with its own title: a button of a messenger, or a place on a map."""

    title: CleanText


class GiveFeedback(Shape):
    """Whether a message helped; without a message it is about the whole conversation."""

    message_id: MessageId | None = None
    helpful: StrictBool
    reason: Reason | None = Field(None, description="What was wrong with an answer that did not help.")
    comment: CleanText | None = None


class MarkRead(Shape):
    """Up to which message somebody has read."""

    message_id: MessageId


class MessageOut(Shape):
    """One message of the transcript."""

    id: str
    sender: Sender
    sender_name: str | None = None
    sent_at: datetime
    text: str = Field(description="Markdown of a small subset: paragraphs, lists, bold and links.")
    choices: tuple[Choice, ...] = ()
    answer: Answer | None = None
    idempotency_key: str | None = Field(
        None, description="The key that the entrepreneur's message came with: its sender knows it by that."
    )

    @classmethod
    def of(cls, message: Message) -> Self:
        """Show a stored message."""
        return cls.model_validate(message, from_attributes=True)


class MessagesOut(Shape):
    """Messages, oldest first."""

    messages: list[MessageOut]


class PostedOut(MessagesOut):
    """The answer to one message: nothing while an account manager holds the conversation."""

    message_id: str = Field(description="The message that was posted; read marks name it.")


class StartedOut(MessagesOut):
    """A new conversation; the token is shown here and never again."""

    id: str
    token: str


class TranscriptOut(MessagesOut):
    """A whole conversation."""

    id: str
    channel: str
    gemeente: str | None = None
    language: str
    holder: Holder
    holder_name: str | None = None
    created_at: datetime
    read_by_account_manager: str | None = Field(
        None, description="The last message of the entrepreneur that the account manager has read."
    )
    read_by_entrepreneur: str | None = Field(
        None, description="The last message of others that the entrepreneur has read."
    )

    @classmethod
    def of(cls, conversation: Conversation, messages: list[Message]) -> Self:
        """Show a stored conversation with all its messages."""
        fields = ("id", "channel", "gemeente", "language", "holder", "holder_name", "created_at")
        shown = [MessageOut.of(message) for message in messages]
        own = [message for message in messages if message.sender == "entrepreneur"]
        others = [message for message in messages if message.sender != "entrepreneur"]
        return cls(
            messages=shown,
            read_by_account_manager=_last_read(own, conversation.read_by_account_manager),
            read_by_entrepreneur=_last_read(others, conversation.read_by_entrepreneur),
            **{name: getattr(conversation, name) for name in fields},
        )


class HolderOut(Shape):
    """Who answers now."""

    holder: Holder
    holder_name: str | None = None


class TypingOut(HolderOut):
    """Somebody is typing."""

    sender: Person


class ReadOut(Shape):
    """Somebody has read everything of the other up to a message."""

    reader: Person
    message_id: str


class FeedbackOut(Shape):
    """The feedback as it was kept."""

    message_id: str | None = None
    helpful: bool


def _last_read(messages: list[Message], position: int) -> str | None:
    """Return the id of the last of these messages up to a position."""
    return next((each.id for each in reversed(messages) if each.position <= position), None)
