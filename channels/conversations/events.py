"""The live events of one conversation for the entrepreneur, as server-sent events."""

from collections.abc import AsyncIterator

from sse_starlette import ServerSentEvent

from assistant.schemas import Shape
from channels.conversations.hub import Hub
from channels.conversations.models import Conversation, Message
from channels.conversations.schemas import HolderOut, MessageOut, ReadOut, TypingOut
from channels.conversations.service import Conversations
from channels.conversations.watching import changes

HEARTBEAT_SECONDS = 15

DESCRIPTION = """Server-sent events, each with one JSON object as its data.

- `holder`, a `HolderOut`: at the start, and when somebody else answers from now on.
- `message`, a `MessageOut`: each message of the assistant, a person or the system after `Last-Event-ID`; the
  `id:` of the event is its position. With `own=true` also what the entrepreneur said; a page knows what
  it sent itself by the `idempotencyKey`.
- `read`, a `ReadOut`: at the start and when the account manager has read on: up to `messageId`.
- `typing`, a `TypingOut`: the account manager types. It holds for six seconds, or until a message comes.

A comment comes every 15 seconds; after 40 seconds of silence the connection is dead. Connect again with the
`id` of the last event as `Last-Event-ID`: every message comes once, in order. 401 and 404 then mean that the
conversation is gone.
"""


async def stream(
    conversations: Conversations, hub: Hub, conversation_id: str, after: int, *, own: bool = False
) -> AsyncIterator[ServerSentEvent]:
    """Yield who holds the conversation, what is said in it and what was read, until it is erased.

    `after` is the position of the last message that the client has; the id of an event is its position.
    With `own` the words of the entrepreneur come too, for a second window on the same conversation.
    """
    holder: HolderOut | None = None
    told: str | None = None
    read = 0
    async for change in changes(conversations, hub, conversation_id, after, "account-manager"):
        if holder != (holder := _holder(change.conversation)):
            yield _event("holder", holder)
        for message in change.messages:
            if own or message.sender != "entrepreneur":
                yield _message_event(message)
        if change.typing:
            yield _event("typing", TypingOut(sender="account-manager", **dict(holder)))
        if read < (read := change.conversation.read_by_account_manager):
            message_id = await conversations.last_read(change.conversation, "account-manager")
            if message_id and message_id != told:
                told = message_id
                yield _event("read", ReadOut(reader="account-manager", message_id=message_id))


def _holder(conversation: Conversation) -> HolderOut:
    return HolderOut(holder=conversation.holder, holder_name=conversation.holder_name)


def _message_event(message: Message) -> ServerSentEvent:
    return _event("message", MessageOut.of(message), str(message.position))


def _event(kind: str, shape: Shape, position: str | None = None) -> ServerSentEvent:
    return ServerSentEvent(shape.model_dump_json(by_alias=True, exclude_none=True), event=kind, id=position)
