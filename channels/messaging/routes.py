"""The webhooks of the messengers, and the code with which a conversation of the website goes on there."""

import json
import logging
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from starlette.exceptions import HTTPException

from assistant.schemas import Shape
from channels.conversations.routes import OwnConversation
from channels.messaging.adapter import Adapter
from channels.messaging.links import MessengerLink, links
from channels.messaging.whatsapp.adapter import WhatsApp
from channels.services import Services, TheServices
from channels.web.limits import CLIENT
from channels.web.openapi import refusals

logger = logging.getLogger(__name__)

webhooks = APIRouter(prefix="/channels", include_in_schema=False)
codes = APIRouter(prefix="/v1/conversations", tags=["conversations"], dependencies=[CLIENT])


async def _whatsapp(services: TheServices) -> Adapter:
    return _connected(services, "whatsapp")


async def _telegram(services: TheServices) -> Adapter:
    return _connected(services, "telegram")


def _connected(services: Services, channel: str) -> Adapter:
    """Return the adapter of a channel; one that is not connected has no webhook either."""
    adapter = services.messengers.adapters.get(channel)
    if adapter is None:
        raise HTTPException(404)
    return adapter


TheWhatsApp = Annotated[Adapter, Depends(_whatsapp)]
TheTelegram = Annotated[Adapter, Depends(_telegram)]


@webhooks.get("/whatsapp/webhook")
async def verify(request: Request, adapter: TheWhatsApp) -> Response:
    """Prove to Meta that this address is ours."""
    challenge = adapter.challenge(request.query_params) if isinstance(adapter, WhatsApp) else None
    if challenge is None:
        raise HTTPException(403)
    return PlainTextResponse(challenge)


@webhooks.post("/whatsapp/webhook")
async def hear_whatsapp(request: Request, adapter: TheWhatsApp, services: TheServices) -> Response:
    """Keep what Meta sends, and answer at once."""
    return await _hear(request, adapter, services)


@webhooks.post("/telegram/webhook")
async def hear_telegram(request: Request, adapter: TheTelegram, services: TheServices) -> Response:
    """Keep what Telegram sends, and answer at once."""
    return await _hear(request, adapter, services)


async def _hear(request: Request, adapter: Adapter, services: Services) -> Response:
    """Answer 200 once everything is stored; what is genuine but cannot be read is not sent again for ever."""
    body = await request.body()
    if not adapter.is_genuine(request.headers, body):
        raise HTTPException(403)
    try:
        payload: Any = json.loads(body)
    except ValueError:
        logger.warning("%s sent something that is no JSON", adapter.channel)
        return Response(status_code=200)
    post = adapter.read(payload)
    await services.messengers.receive(adapter.channel, post)
    return JSONResponse(post.answer) if post.answer else Response(status_code=200)


class MessengerCodeOut(Shape):
    """A code that works once, and what it opens."""

    code: str
    expires_at: datetime
    links: list[MessengerLink]


@codes.post("/{conversation_id}/messenger-codes", status_code=201, responses=refusals(401, 404, 429))
async def make_code(conversation_id: OwnConversation, services: TheServices) -> MessengerCodeOut:
    """Make a one-time code with which this conversation goes on in WhatsApp or Telegram.

    `links` is empty when no messenger is connected; then the code leads nowhere.
    """
    code, expires_at = await services.messengers.new_code(conversation_id)
    found = links(services.settings, services.messengers.adapters, code)
    return MessengerCodeOut(code=code, expires_at=expires_at, links=found)
