"""The Bot API as its documentation describes it, as far as we use it."""

import html
import re
from html.parser import HTMLParser
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from provider_server import Provider

TOKEN, BOT = "123456:test", "voordeur_test_bot"
_TAGS = {"b", "i", "u", "s", "code", "pre", "a"}


def fake_telegram(provider: Provider) -> FastAPI:
    app = FastAPI()

    @app.post("/bot{token}/{method}")
    async def call(token: str, method: str, request: Request) -> JSONResponse:
        provider.calls += 1
        if provider.down:
            return JSONResponse({"ok": False, "error_code": 502, "description": "Bad Gateway"}, 502)
        if provider.answers:
            status, content, headers = provider.answers.pop(0)
            return JSONResponse(content, status, headers)
        if token != TOKEN:
            return _error(provider, 401, "Unauthorized")
        body = await request.json()
        do = {
            "sendMessage": _send,
            "editMessageReplyMarkup": _edit,
            "setWebhook": _hook,
            "setMyCommands": _commands,
        }.get(method)
        return do(provider, body) if do else _error(provider, 404, "Not Found")

    return app


def _error(provider: Provider, status: int, description: str) -> JSONResponse:
    provider.refused.append(description)
    return JSONResponse({"ok": False, "error_code": status, "description": description}, status)


def _send(provider: Provider, body: dict[str, Any]) -> JSONResponse:
    if not isinstance(body.get("chat_id"), int):
        return _error(provider, 400, "Bad Request: chat_id must be an integer")
    if str(body["chat_id"]) not in provider.reachable:
        return _error(provider, 403, "Forbidden: bot was blocked by the user")
    wrong = mistake(body)
    if wrong:
        return _error(provider, 400, f"Bad Request: {wrong}")
    message_id = len(provider.taken) + 1
    provider.taken.append({"method": "sendMessage", "message_id": message_id, **body})
    return JSONResponse({"ok": True, "result": {"message_id": message_id, "chat": {"id": body["chat_id"]}}})


def _edit(provider: Provider, body: dict[str, Any]) -> JSONResponse:
    shown = [each for each in provider.taken if each.get("message_id") == body.get("message_id")]
    if not shown or _keyboard(body.get("reply_markup", {})):
        return _error(provider, 400, "Bad Request: message to edit not found")
    if shown[-1].get("reply_markup") == body["reply_markup"]:
        return JSONResponse({"ok": False, "description": "Bad Request: message is not modified"}, 400)
    provider.taken.append({"method": "editMessageReplyMarkup", **body})
    return JSONResponse({"ok": True, "result": {"message_id": body["message_id"]}})


def _hook(provider: Provider, body: dict[str, Any]) -> JSONResponse:
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", body.get("secret_token", "")) or not body.get("url"):
        return _error(provider, 400, "Bad Request: secret token contains unallowed characters")
    provider.taken.append({"method": "setWebhook", **body})
    return JSONResponse({"ok": True, "result": True})


def _commands(provider: Provider, body: dict[str, Any]) -> JSONResponse:
    fits = all(
        re.fullmatch(r"[a-z0-9_]{1,32}", each["command"]) and 1 <= len(each["description"]) <= 256
        for each in body["commands"]
    )
    provider.taken.append({"method": "setMyCommands", **body})
    return (
        JSONResponse({"ok": True, "result": True}) if fits else _error(provider, 400, "BOT_COMMAND_INVALID")
    )


def mistake(body: dict[str, Any]) -> str:
    """Say what the Bot API would not take about a message; nothing when it is right."""
    reader = _Reader()
    reader.feed(body.get("text", ""))
    if body.get("parse_mode") != "HTML" or reader.open or reader.unknown:
        return "can't parse entities"
    shown = html.unescape(re.sub(r"<[^>]*>", "", body["text"]))
    if not 1 <= len(shown.encode("utf-16-le")) // 2 <= 4096:
        return "message is too long"
    return _keyboard(body["reply_markup"]) if "reply_markup" in body else ""


def _keyboard(markup: dict[str, Any]) -> str:
    buttons = [button for row in markup.get("inline_keyboard", []) for button in row]
    if any(not 1 <= len(button.get("callback_data", "").encode()) <= 64 for button in buttons):
        return "BUTTON_DATA_INVALID"
    return "" if all(button.get("text") for button in buttons) else "text buttons are unallowed"


class _Reader(HTMLParser):
    """Finds tags that Telegram does not know or that stay open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.unknown: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.unknown |= {tag} - _TAGS

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.unknown.add(f"/{tag}")
