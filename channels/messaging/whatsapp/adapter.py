"""WhatsApp as a channel."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import httpx

from channels.messaging.adapter import TIMEOUT, WindowClosedError, asked_pause, content_of, post
from channels.messaging.heard import Post
from channels.messaging.said import Part, Said
from channels.messaging.whatsapp.reading import read
from channels.messaging.whatsapp.writing import write
from handoff.outbox import RetryLaterError, UndeliverableError
from kit import clock
from kit.settings import Settings
from kit.trust import authorities

SIGNATURE = "X-Hub-Signature-256"
# Meta repeats a webhook for seven days; ids of what came in are kept for longer than this.
TOO_OLD = timedelta(days=8)
WINDOW = timedelta(hours=24)
RE_ENGAGEMENT = 131047
"""More than 24 hours since the person last wrote."""
# Too much at once: of the app, the account, the number, or to this one person.
_THROTTLED = {4, 80007, 130429, 131048, 131056, 133016}
# Ours to mend, such as a token that expired: nothing is lost meanwhile.
_OURS = {0, 3, 10, 190, 131005, 131031, 131042, 368}
_OURS_PAUSE = timedelta(minutes=5)
# Theirs for a moment.
_PASSING = {1, 2, 131000, 131016, 131057, 133004}


class WhatsApp:
    """The Cloud API for one phone number."""

    channel = "whatsapp"
    window: timedelta | None = WINDOW

    def __init__(self, settings: Settings) -> None:
        """Read the settings; nothing connects yet."""
        self._settings = settings
        self._client = httpx.AsyncClient(
            timeout=TIMEOUT,
            headers={"Authorization": f"Bearer {settings.whatsapp_token}"},
            verify=authorities(),
        )

    def is_genuine(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Check the signature that the app secret makes of the bytes as they came."""
        made = hmac.digest(self._settings.whatsapp_app_secret.encode(), body, hashlib.sha256).hex()
        given = headers.get(SIGNATURE, "")
        return hmac.compare_digest(f"sha256={made}".encode(), given.encode(errors="replace"))

    def challenge(self, query: Mapping[str, str]) -> str | None:
        """Return what Meta wants to read at verification; nothing when it is somebody else who asks."""
        word = self._settings.whatsapp_verify_token
        given = query.get("hub.verify_token", "")
        known = bool(word) and hmac.compare_digest(word.encode(), given.encode(errors="replace"))
        return query.get("hub.challenge") if known and query.get("hub.mode") == "subscribe" else None

    def read(self, payload: Any) -> Post:
        """Read a webhook, without what is too old to be anything but a replay."""
        post = read(payload, self._settings.whatsapp_phone_id)
        oldest = clock.now().timestamp() - TOO_OLD.total_seconds()
        return post.model_copy(
            update={"envelopes": tuple(each for each in post.envelopes if each.sequence >= oldest)}
        )

    def write(self, said: Said) -> list[Part]:
        """Write a message within the limits."""
        return write(said)

    async def send(self, address: str, part: Part, reference: str) -> str:
        """Send one part."""
        return await self._post(address, reference, body_of(part))

    async def send_template(self, address: str, reference: str) -> str:
        """Send the approved template, which has no variables."""
        name, language = self._settings.whatsapp_template, self._settings.whatsapp_template_language
        if not name:
            raise UndeliverableError("24 hours are over and no template is set")
        template = {"name": name, "language": {"code": language}}
        return await self._post(address, reference, {"type": "template", "template": template})

    async def show_chosen(self, address: str, provider_id: str, title: str) -> None:
        """Do nothing: WhatsApp shows what was pressed by itself and lets nobody change a message."""

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def _post(self, address: str, reference: str, message: dict[str, Any]) -> str:
        body = {
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            # A phone number is digits; who hides it has a user id such as NL.1349120865.
            "to" if address.isdecimal() else "recipient": address,
            "biz_opaque_callback_data": reference,
            **message,
        }
        url = f"{self._settings.whatsapp_api_url.rstrip('/')}/{self._settings.whatsapp_phone_id}/messages"
        response = await post(self._client, url, body)
        content = content_of(response)
        if not response.is_success:
            raise _refusal(response, content)
        try:
            return str(content["messages"][0]["id"])
        except (LookupError, TypeError):
            raise UndeliverableError("WhatsApp took a message without giving it an id") from None


def body_of(part: Part) -> dict[str, Any]:
    """Return the part of the call that says what is shown."""
    if part.layout == "text":
        return {"type": "text", "text": {"preview_url": False, "body": part.text}}
    if part.layout == "buttons":
        buttons = [{"type": "reply", "reply": {"id": row.key, "title": row.title}} for row in part.rows]
        action: dict[str, Any] = {"buttons": buttons}
    else:
        rows = [
            {"id": row.key, "title": row.title}
            | ({"description": row.description} if row.description else {})
            for row in part.rows
        ]
        action = {"button": part.label, "sections": [{"rows": rows}]}
    kind = "button" if part.layout == "buttons" else "list"
    return {
        "type": "interactive",
        "interactive": {"type": kind, "body": {"text": part.text}, "action": action},
    }


def _refusal(response: httpx.Response, content: dict[str, Any]) -> Exception:
    """Tell what to do about an error; its message is left alone, for it can name the person."""
    error = content.get("error")
    code = error.get("code") if isinstance(error, dict) else None
    named = f"WhatsApp {response.status_code}, error {code}"
    if code == RE_ENGAGEMENT:
        return WindowClosedError()
    if response.status_code == 429 or code in _THROTTLED:
        return RetryLaterError(named, asked_pause(response.headers.get("Retry-After")))
    if code in _OURS or response.status_code == 401:
        return RetryLaterError(named, _OURS_PAUSE)
    if response.status_code >= 500 or code in _PASSING:
        return RetryLaterError(named, asked_pause(response.headers.get("Retry-After")))
    return UndeliverableError(named)
