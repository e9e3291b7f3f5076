"""Telegram as a channel."""

import hmac
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import httpx

from channels.messaging.adapter import TIMEOUT, asked_pause, content_of, post
from channels.messaging.heard import Post
from channels.messaging.said import Part, Row, Said
from channels.messaging.splitting import shortened
from channels.messaging.telegram.reading import read
from channels.messaging.telegram.writing import CHOSEN, LONGEST_BUTTON, write
from handoff.outbox import RetryLaterError, UndeliverableError
from kit.settings import Settings
from kit.trust import authorities

SECRET = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
UPDATES = ("message", "edited_message", "callback_query")
DONE = "done"
"""The key of a button that shows what was chosen and does nothing any more."""
_OURS_PAUSE = timedelta(minutes=5)
_UNCHANGED = "message is not modified"


class Telegram:
    """The Bot API for one bot."""

    channel = "telegram"
    window: timedelta | None = None

    def __init__(self, settings: Settings) -> None:
        """Read the settings; nothing connects yet."""
        self._settings = settings
        self._client = httpx.AsyncClient(timeout=TIMEOUT, verify=authorities())

    def is_genuine(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Check the secret that Telegram was given with the address of the webhook."""
        expected, given = self._settings.telegram_webhook_secret, headers.get(SECRET, "")
        return hmac.compare_digest(expected.encode(), given.encode(errors="replace"))

    def read(self, payload: Any) -> Post:
        """Read an update; a pressed button is answered in the response, so that its spinner stops at once."""
        return read(payload)

    def write(self, said: Said) -> list[Part]:
        """Write a message within the limits."""
        return write(said)

    async def send(self, address: str, part: Part, reference: str) -> str:
        """Send one part; Telegram takes no reference."""
        body = {"chat_id": _chat_id(address), **body_of(part)}
        return str((await self._call("sendMessage", body)).get("message_id"))

    async def send_template(self, address: str, reference: str) -> str:
        """Never asked for: Telegram has no window."""
        raise UndeliverableError("Telegram has no templates")

    async def show_chosen(self, address: str, provider_id: str, title: str) -> None:
        """Leave of a message's buttons only the chosen one."""
        keyboard = _keyboard((Row(DONE, shortened(CHOSEN + title, LONGEST_BUTTON)),))
        body = {"chat_id": _chat_id(address), "message_id": int(provider_id), "reply_markup": keyboard}
        await self._call("editMessageReplyMarkup", body)

    async def connect(self) -> None:
        """Tell Telegram where our webhook is, with its secret, and which commands the bot has."""
        webhook = {
            "url": f"{self._settings.base_url}/channels/telegram/webhook",
            "secret_token": self._settings.telegram_webhook_secret,
            "allowed_updates": list(UPDATES),
        }
        await self._call("setWebhook", webhook)
        commands = [
            {"command": "start", "description": "Begin een gesprek"},
            {"command": "help", "description": "Wat kan ik hier vragen?"},
            {"command": "stop", "description": "Stop en wis dit gesprek"},
        ]
        await self._call("setMyCommands", {"commands": commands})

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def _call(self, method: str, body: dict[str, Any]) -> dict[str, Any]:
        url = f"{self._settings.telegram_api_url.rstrip('/')}/bot{self._settings.telegram_token}/{method}"
        response = await post(self._client, url, body)
        content = content_of(response)
        if response.is_success and content.get("ok") is True:
            result = content.get("result")
            return result if isinstance(result, dict) else {}
        if _UNCHANGED in str(content.get("description")):
            return {}
        raise _refusal(response, content)


def body_of(part: Part) -> dict[str, Any]:
    """Return the part of the call that says what is shown."""
    body: dict[str, Any] = {
        "text": part.text,
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }
    return body | ({"reply_markup": _keyboard(part.rows)} if part.rows else {})


def _keyboard(rows: tuple[Row, ...]) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": row.title, "callback_data": row.key}] for row in rows]}


def _chat_id(address: str) -> int | str:
    return int(address) if address.removeprefix("-").isdecimal() else address


def _refusal(response: httpx.Response, content: dict[str, Any]) -> Exception:
    """Tell what to do about an error; its description is left alone."""
    status = response.status_code
    parameters = content.get("parameters")
    asked = parameters.get("retry_after") if isinstance(parameters, dict) else None
    named = f"Telegram {status}"
    if status == 429:
        return RetryLaterError(named, asked_pause(asked or response.headers.get("Retry-After")))
    if status >= 500:
        return RetryLaterError(named)
    if status in {401, 404}:  # the token is wrong: ours to mend, and nothing is lost meanwhile
        return RetryLaterError(named, _OURS_PAUSE)
    return UndeliverableError(named)
