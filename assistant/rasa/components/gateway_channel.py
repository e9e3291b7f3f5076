"""The one way into Rasa: the gateway, with the internal token."""

import hmac
from typing import Any, Awaitable, Callable, Dict

from rasa.core.channels.channel import UserMessage
from rasa.core.channels.rest import RestInput
from sanic import Blueprint, response
from sanic.exceptions import Unauthorized
from sanic.request import Request
from sanic.response import HTTPResponse

from components.action_calls import keep_connections
from components.schema_check import check_schema_once


class GatewayInput(RestInput):
    """Rasa's REST channel behind a bearer token."""

    def __init__(self, token: str) -> None:
        """Keep the header that every request must carry."""
        self._expected = f"Bearer {token}".encode()

    @classmethod
    def name(cls) -> str:
        """Name the channel; it is part of the address: /webhooks/gateway/webhook."""
        return "gateway"

    @classmethod
    def from_credentials(cls, credentials: Dict[str, Any]) -> "GatewayInput":
        """Make the channel from credentials.yml."""
        check_schema_once()
        return cls(credentials["token"])

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[None]]) -> Blueprint:
        """Put the check in front of the REST channel's routes; connections stay until the server stops."""
        routes = super().blueprint(on_new_message)
        routes.listener("after_server_stop")(keep_connections().close)
        routes.middleware("request")(self._check_token)
        routes.add_route(ready, "/ready")
        routes.add_route(parse, "/parse", methods=["POST"])
        return routes

    async def _check_token(self, request: Request) -> None:
        given = request.headers.get("Authorization", "").encode()
        if not hmac.compare_digest(given, self._expected):
            raise Unauthorized("the gateway's token is missing or wrong")


async def ready(request: Request) -> HTTPResponse:
    """Tell whether a model is loaded; without one Rasa answers everything with nothing."""
    agent = request.app.ctx.agent
    loaded = agent is not None and agent.is_ready()
    return response.json({"ready": loaded}, status=200 if loaded else 503)


async def parse(request: Request) -> HTTPResponse:
    """Tell how a text is understood; no conversation hears of it."""
    agent = request.app.ctx.agent
    if agent is None or not agent.is_ready():
        return response.json({}, status=503)
    return response.json(await agent.parse_message(str(request.json["text"])))
