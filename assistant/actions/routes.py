"""Rasa's action endpoint: its documented action protocol, answered by rasa-sdk's executor."""

import hmac
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Header, HTTPException, Request
from rasa_sdk import Tracker
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher

from assistant.actions.dialogue import ACTIONS, Handler, take_turn
from assistant.actions.turn import Services, Understanding


async def _check_token(request: Request, authorization: Annotated[str, Header()] = "") -> None:
    if not hmac.compare_digest(authorization.encode(), request.app.state.expected_of_rasa):
        raise HTTPException(404)


_router = APIRouter(include_in_schema=False, dependencies=[Depends(_check_token)])


@_router.post("/internal/actions")
async def _run_action(request: Request, call: dict[str, Any]) -> dict[str, Any]:
    # With a selective domain Rasa sends none, which the executor only accepts as an empty one.
    result = await request.app.state.actions.run({"domain": {}, **call})
    return result.model_dump() if result else {"events": [], "responses": []}


def add_actions(app: FastAPI, services: Services) -> None:
    """Add the route that Rasa calls; whoever lacks the internal token sees nothing there."""
    app.state.actions = action_executor(services)
    app.state.expected_of_rasa = f"Bearer {services.settings.internal_secret}".encode()
    app.include_router(_router)


def action_executor(services: Services) -> ActionExecutor:
    """Register every action under the name Rasa's rules call it by."""
    executor = ActionExecutor()
    for name, handler in ACTIONS.items():
        executor.register_function(name, _as_rasa_action(services, handler))
    return executor


def _as_rasa_action(services: Services, handler: Handler) -> Any:
    """Wrap a handler: Rasa's tracker in, our replies out as custom JSON."""

    async def run(dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Any]:
        message = tracker.latest_message
        sent = message.get("metadata") or {}
        text = str(sent.get("text") or message.get("text") or "")
        understanding, parts = Understanding.from_rasa(message), sent.get("parts")
        for reply in await take_turn(services, tracker.sender_id, text, understanding, handler, parts):
            dispatcher.utter_message(json_message=reply.model_dump(mode="json"))
        return []

    return run
