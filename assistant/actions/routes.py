"""Rasa's action endpoint: its documented action protocol, answered by rasa-sdk's executor."""

import hmac
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, HTTPException
from rasa_sdk import Tracker
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher

from assistant.actions.dialogue import ACTIONS, Handler, take_turn
from assistant.actions.turn import Services, Understanding


def actions_router(services: Services) -> APIRouter:
    """Make the route that Rasa calls; whoever lacks the internal token sees nothing there."""
    executor = action_executor(services)
    expected = f"Bearer {services.settings.internal_secret}".encode()

    def check_token(authorization: Annotated[str, Header()] = "") -> None:
        if not hmac.compare_digest(authorization.encode(), expected):
            raise HTTPException(404)

    router = APIRouter(include_in_schema=False, dependencies=[Depends(check_token)])

    @router.post("/internal/actions")
    async def run_action(call: dict[str, Any]) -> dict[str, Any]:
        # With a selective domain Rasa sends none, which the executor only accepts as an empty one.
        result = await executor.run({"domain": {}, **call})
        return result.model_dump() if result else {"events": [], "responses": []}

    return router


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
        text = str((message.get("metadata") or {}).get("text") or message.get("text") or "")
        understanding = Understanding.from_rasa(message)
        for reply in await take_turn(services, tracker.sender_id, text, understanding, handler):
            dispatcher.utter_message(json_message=reply.model_dump(mode="json"))
        return []

    return run
