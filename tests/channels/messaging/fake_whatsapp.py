"""The Cloud API as its documentation describes it, as far as we use it."""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from provider_server import Provider

TOKEN, PHONE_ID, TEMPLATE = "EAAG-test", "106540352242922", "nieuw_bericht"


def fake_whatsapp(provider: Provider) -> FastAPI:
    app = FastAPI()

    @app.post("/v23.0/{phone_id}/messages")
    async def send(phone_id: str, request: Request) -> JSONResponse:
        provider.calls += 1
        if provider.down:
            return JSONResponse({"error": {"code": 131016, "message": "Service unavailable"}}, 503)
        if provider.answers:
            status, content, headers = provider.answers.pop(0)
            return JSONResponse(content, status, headers)
        body = await request.json()
        if request.headers.get("authorization") != f"Bearer {TOKEN}" or phone_id != PHONE_ID:
            return _error(provider, 401, 190, "Invalid OAuth access token")
        wrong = mistake(body)
        if wrong:
            return _error(provider, 400, 100, f"(#100) Invalid parameter: {wrong}")
        receiver = body.get("to") or body["recipient"]
        if body["type"] != "template" and receiver not in provider.reachable:
            return _error(provider, 400, 131047, "Re-engagement message")
        provider.taken.append(body)
        made = {"id": f"wamid.HBgLMzE2{len(provider.taken):04d}"}
        contacts = [{"input": receiver, "wa_id": receiver}]
        return JSONResponse({"messaging_product": "whatsapp", "contacts": contacts, "messages": [made]})

    return app


def _error(provider: Provider, status: int, code: int, message: str) -> JSONResponse:
    provider.refused.append(message)
    return JSONResponse({"error": {"message": message, "type": "OAuthException", "code": code}}, status)


def mistake(body: dict[str, Any]) -> str:
    """Say what the Cloud API would not take about a message; nothing when it is right."""
    if body.get("messaging_product") != "whatsapp" or body.get("recipient_type") != "individual":
        return "messaging_product or recipient_type"
    if ("to" in body) == ("recipient" in body):
        return "to or recipient"
    if len(body.get("biz_opaque_callback_data", "")) > 512:
        return "biz_opaque_callback_data"
    check = {"text": _text, "interactive": _interactive, "template": _template}.get(body.get("type", ""))
    return check(body.get(body["type"]) or {}) if check else "type"


def _text(text: dict[str, Any]) -> str:
    return "" if 1 <= len(text.get("body", "")) <= 4096 else "text.body"


def _template(template: dict[str, Any]) -> str:
    known = template == {"name": TEMPLATE, "language": {"code": "nl"}}
    return "" if known else "template name does not exist in the translation"


def _interactive(message: dict[str, Any]) -> str:
    if not 1 <= len(message.get("body", {}).get("text", "")) <= 1024:
        return "interactive.body.text"
    action = message.get("action", {})
    if message.get("type") == "button":
        return _buttons(action.get("buttons", []))
    return _list(action) if message.get("type") == "list" else "interactive.type"


def _buttons(buttons: list[dict[str, Any]]) -> str:
    if not 1 <= len(buttons) <= 3 or any(each.get("type") != "reply" for each in buttons):
        return "buttons"
    titles = [each["reply"]["title"] for each in buttons]
    ids = [each["reply"]["id"] for each in buttons]
    if any(not 1 <= len(title) <= 20 for title in titles) or len(set(titles)) < len(titles):
        return "button title"
    wrong = any(not 1 <= len(each) <= 256 or each != each.strip() for each in ids)
    return "button id" if wrong or len(set(ids)) < len(ids) else ""


def _list(action: dict[str, Any]) -> str:
    sections = action.get("sections", [])
    rows = [row for section in sections for row in section.get("rows", [])]
    if not 1 <= len(action.get("button", "")) <= 20 or len(sections) != 1 or not 1 <= len(rows) <= 10:
        return "list"
    if any(not 1 <= len(row["title"]) <= 24 for row in rows):
        return "row title"
    if any(not 1 <= len(row.get("description", "-")) <= 72 for row in rows):
        return "row description"
    ids = [row["id"] for row in rows]
    return "row id" if any(not 1 <= len(each) <= 200 for each in ids) or len(set(ids)) < len(ids) else ""
