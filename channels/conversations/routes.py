"""The conversations over HTTP: /v1/conversations."""

import re
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sse_starlette import EventSourceResponse

from channels.conversations.events import DESCRIPTION, HEARTBEAT_SECONDS, stream
from channels.conversations.models import Message
from channels.conversations.schemas import (
    FeedbackOut,
    GiveFeedback,
    MarkRead,
    MessageOut,
    PostedOut,
    PostMessage,
    StartConversation,
    StartedOut,
    TranscriptOut,
)
from channels.errors import BadFieldError, TooManyRequestsError, UnknownConversationError
from channels.services import TheServices
from channels.web.limits import CLIENT, MESSAGE, START
from channels.web.openapi import refusals

_ID = re.compile(r"[A-Za-z0-9_-]{16,64}")
_bearer = HTTPBearer(auto_error=False, description="The `token` of POST /v1/conversations.")

MOST_STREAMS = 20
"""For one conversation at one gateway: more windows than anybody opens, too few to fill its memory."""
_STREAMS_RETRY = 30

router = APIRouter(
    prefix="/v1/conversations", tags=["conversations"], dependencies=[CLIENT], responses=refusals(429)
)


async def well_formed_id(conversation_id: str) -> str:
    """Return an id as it could have been given out; everything else is an unknown conversation."""
    if not _ID.fullmatch(conversation_id):
        raise UnknownConversationError
    return conversation_id


async def bearer_token(
    bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> str | None:
    """Return the token of the request, if it has one."""
    return bearer.credentials if bearer else None


ConversationId = Annotated[str, Depends(well_formed_id)]
Token = Annotated[str | None, Depends(bearer_token)]


async def own_conversation(conversation_id: ConversationId, services: TheServices, token: Token) -> str:
    """Return the id of a conversation to whoever has its token: unknown is 404, a wrong token 401."""
    await services.conversations.authorise(conversation_id, token)
    return conversation_id


OwnConversation = Annotated[str, Depends(own_conversation)]
IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        pattern=r"^[\x20-\x7e]+$",
        description="The same key again returns the same messages; use a new one for every message.",
    ),
]
LastEventId = Annotated[
    int, Header(alias="Last-Event-ID", ge=0, le=2**31 - 1, description="The id of the last event received.")
]


@router.post(
    "",
    status_code=201,
    response_model_exclude_none=True,
    dependencies=[START],
    responses=refusals(400, 413),
)
async def start_conversation(services: TheServices, wanted: StartConversation | None = None) -> StartedOut:
    """Start a conversation. The first message says that this is a computer and how to reach a person."""
    wanted, areas = wanted or StartConversation(), services.library.areas
    if wanted.gemeente:
        if not areas.is_gemeente(wanted.gemeente):
            raise BadFieldError("gemeente", "is geen bekende gemeente; zie /v1/gemeenten")
        wanted = wanted.model_copy(update={"gemeente": areas.current(wanted.gemeente)})
    conversation, token, messages = await services.conversations.start(wanted)
    services.metrics.count_start(conversation.channel)
    return StartedOut(id=conversation.id, token=token, messages=_shown(messages))


@router.post(
    "/{conversation_id}/messages",
    status_code=201,
    dependencies=[MESSAGE],
    response_model_exclude_none=True,
    responses=refusals(400, 401, 404, 409, 413, 503),
)
async def post_message(
    conversation_id: ConversationId,
    token: Token,
    post: PostMessage,
    services: TheServices,
    key: IdempotencyKey = None,
) -> PostedOut:
    """Send a text or a choice. The answer holds the replies: none while a person holds the conversation."""
    posted = await services.conversations.post_with_token(conversation_id, token, post, key)
    services.metrics.count_replies(posted.replies)
    return PostedOut(message_id=posted.message.id, messages=_shown(posted.replies))


@router.get("/{conversation_id}", response_model_exclude_none=True, responses=refusals(401, 404))
async def read_conversation(conversation_id: OwnConversation, services: TheServices) -> TranscriptOut:
    """Read the whole conversation and who holds it."""
    shown = TranscriptOut.of(*await services.conversations.read(conversation_id))
    present = services.library.areas.current(shown.gemeente) if shown.gemeente else None
    return shown.model_copy(update={"gemeente": present})


@router.get(
    "/{conversation_id}/events",
    response_class=EventSourceResponse,
    responses={
        200: {
            "description": DESCRIPTION,
            "content": {"text/event-stream": {"schema": {"type": "string"}}},
        },
        **refusals(400, 401, 404),
    },
)
async def watch_conversation(
    conversation_id: OwnConversation,
    services: TheServices,
    last_event_id: LastEventId = 0,
    own: Annotated[bool, Query(description="Also what the entrepreneur says, for a second tab.")] = False,
) -> EventSourceResponse:
    """Receive what is said, who holds the conversation, who types and what was read, as it happens."""
    if services.hub.listeners(conversation_id) >= MOST_STREAMS:
        raise TooManyRequestsError(_STREAMS_RETRY)
    events = stream(services.conversations, services.hub, conversation_id, last_event_id, own=own)
    return EventSourceResponse(events, ping=HEARTBEAT_SECONDS)


@router.post("/{conversation_id}/typing", status_code=204, responses=refusals(401, 404))
async def show_typing(conversation_id: OwnConversation, services: TheServices) -> Response:
    """Tell the account manager that the entrepreneur types. Nothing is stored; every four seconds will do."""
    await services.conversations.show_typing(conversation_id, "entrepreneur")
    return Response(status_code=204)


@router.post("/{conversation_id}/read", status_code=204, responses=refusals(400, 401, 404, 413))
async def mark_read(conversation_id: OwnConversation, mark: MarkRead, services: TheServices) -> Response:
    """Tell that the entrepreneur has seen everything up to a message; the account manager sees that."""
    await services.conversations.mark_read(conversation_id, "entrepreneur", mark.message_id)
    return Response(status_code=204)


@router.post(
    "/{conversation_id}/feedback",
    status_code=201,
    response_model_exclude_none=True,
    responses=refusals(400, 401, 404, 413),
)
async def give_feedback(
    conversation_id: OwnConversation, given: GiveFeedback, services: TheServices
) -> FeedbackOut:
    """Tell whether a message, or the conversation as a whole, helped."""
    await services.conversations.give_feedback(conversation_id, given)
    services.metrics.count_feedback(given.helpful)
    return FeedbackOut(message_id=given.message_id, helpful=given.helpful)


@router.delete("/{conversation_id}", status_code=204, responses=refusals(401, 404, 503))
async def erase_conversation(conversation_id: OwnConversation, services: TheServices) -> Response:
    """Erase the conversation. A ticket that was opened keeps its own record."""
    await services.conversations.erase(conversation_id)
    return Response(status_code=204)


def _shown(messages: list[Message]) -> list[MessageOut]:
    return [MessageOut.of(message) for message in messages]
