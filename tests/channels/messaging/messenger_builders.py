"""People with a telephone, for the tests of the messengers. Numbers are from ranges that nobody has."""

import asyncio
import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import httpx
from provider_server import Provider

from channels.operations.deliverers import deliverers
from channels.services import Services
from handoff.outbox.courier import Courier

APP_SECRET, VERIFY_TOKEN, TELEGRAM_SECRET = "app-secret", "verify-word", "Telegram-secret_1"
WEBHOOK = {"whatsapp": "/channels/whatsapp/webhook", "telegram": "/channels/telegram/webhook"}
_numbers = count(1)


def signed(body: bytes, secret: str = APP_SECRET) -> dict[str, str]:
    """Sign a webhook as Meta does."""
    made = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return {"X-Hub-Signature-256": f"sha256={made}", "Content-Type": "application/json"}


async def deliver_all(services: Services) -> None:
    """Deliver what is due until nothing is."""
    courier = Courier(services.database, deliverers(services))
    while await courier.deliver_due():
        pass


@dataclass
class Phone:
    """A person's telephone: sends webhooks as the provider would, and shows what came back."""

    client: httpx.AsyncClient
    services: Services
    provider: Provider
    number: str = "31600000001"
    seen: int = 0

    async def hears(self) -> list[dict[str, Any]]:
        """Return what came in since the last look."""
        await self.services.messengers.idle()
        await deliver_all(self.services)
        new, self.seen = self.provider.taken[self.seen :], len(self.provider.taken)
        return new

    async def post(self, payload: dict[str, Any]) -> httpx.Response:
        raise NotImplementedError

    async def sends(self, message: dict[str, Any]) -> list[dict[str, Any]]:
        """Send a message of any kind and return what comes back."""
        self.provider.reachable.add(self.number)
        response = await self.post(self.payload(message))
        assert response.status_code == 200, response.text
        return await self.hears()

    async def says(self, text: str) -> list[dict[str, Any]]:
        return await self.sends(self.text(text))

    def payload(self, message: dict[str, Any]) -> dict[str, Any]:
        raise NotImplementedError

    def text(self, text: str) -> dict[str, Any]:
        raise NotImplementedError

    async def agrees(self) -> list[dict[str, Any]]:
        raise NotImplementedError


@dataclass
class WhatsAppPhone(Phone):
    phone_id: str = "106540352242922"
    user_id: str = ""

    async def post(self, payload: dict[str, Any]) -> httpx.Response:
        body = json.dumps(payload).encode()
        return await self.client.post(WEBHOOK["whatsapp"], content=body, headers=signed(body))

    def payload(
        self, *messages: dict[str, Any], statuses: list[dict[str, Any]] | None = None
    ) -> dict[str, Any]:
        value: dict[str, Any] = {
            "messaging_product": "whatsapp",
            "metadata": {"display_phone_number": "31850000000", "phone_number_id": self.phone_id},
        }
        if messages:
            contact: dict[str, Any] = {"profile": {"name": "Ondernemer"}, "wa_id": self.number}
            value |= {"contacts": [contact], "messages": list(messages)}
        if statuses:
            value["statuses"] = statuses
        changes = [{"value": value, "field": "messages"}]
        return {
            "object": "whatsapp_business_account",
            "entry": [{"id": "102290129340398", "changes": changes}],
        }

    def message(self, kind: str, content: Any, **more: Any) -> dict[str, Any]:
        return {
            "from": self.number,
            "id": f"wamid.IN{next(_numbers)}",
            "timestamp": str(int(time.time())),
            "type": kind,
            kind: content,
        } | more

    def text(self, text: str) -> dict[str, Any]:
        return self.message("text", {"body": text})

    def press(self, shown: dict[str, Any], title: str) -> dict[str, Any]:
        """Press a button or choose a row of a message that came in."""
        action = shown["interactive"]["action"]
        if "buttons" in action:
            offered = [each["reply"] for each in action["buttons"]]
        else:
            offered = action["sections"][0]["rows"]
        chosen = next(each for each in offered if each["title"] == title)
        kind = "button_reply" if "buttons" in action else "list_reply"
        return self.message(
            "interactive",
            {"type": kind, kind: {"id": chosen["id"], "title": chosen["title"]}},
            context={"from": "31850000000", "id": "wamid.HBgLMzE20001"},
        )

    async def agrees(self) -> list[dict[str, Any]]:
        (asked,) = await self.says("hallo")
        return await self.sends(self.press(asked, "Ja, ga verder"))


@dataclass
class TelegramPhone(Phone):
    number: str = "700000001"
    language: str = "nl"
    answers: list[dict[str, Any]] = field(default_factory=list)

    async def post(self, payload: dict[str, Any]) -> httpx.Response:
        headers = {"X-Telegram-Bot-Api-Secret-Token": TELEGRAM_SECRET}
        response = await self.client.post(WEBHOOK["telegram"], json=payload, headers=headers)
        if response.content:
            self.answers.append(response.json())
        return response

    def payload(self, message: dict[str, Any]) -> dict[str, Any]:
        kind = message.pop("update", "message")
        return {"update_id": 1000 + next(_numbers), kind: message}

    @property
    def person(self) -> dict[str, Any]:
        return {
            "id": int(self.number),
            "is_bot": False,
            "first_name": "Ondernemer",
            "language_code": self.language,
        }

    def message(self, **content: Any) -> dict[str, Any]:
        return {
            "message_id": next(_numbers),
            "from": self.person,
            "chat": {"id": int(self.number), "first_name": "Ondernemer", "type": "private"},
            "date": int(time.time()),
        } | content

    def text(self, text: str) -> dict[str, Any]:
        return self.message(text=text)

    def press(self, shown: dict[str, Any], title: str) -> dict[str, Any]:
        buttons = [button for row in shown["reply_markup"]["inline_keyboard"] for button in row]
        chosen = next(each for each in buttons if each["text"] == title)
        return {
            "update": "callback_query",
            "id": str(next(_numbers)),
            "from": self.person,
            "chat_instance": "1",
            "message": self.message(message_id=shown["message_id"], text=shown["text"]),
            "data": chosen["callback_data"],
        }

    async def agrees(self) -> list[dict[str, Any]]:
        (asked,) = await self.says("/start")
        return await self.sends(self.press(asked, "Ja, ga verder"))


def body(shown: dict[str, Any]) -> str:
    """Return the text of something that came in, whatever its kind."""
    if shown.get("type") == "interactive":
        return str(shown["interactive"]["body"]["text"])
    return str(shown["text"]["body"] if isinstance(shown["text"], dict) else shown["text"])


async def at_once(*calls: Any) -> list[Any]:
    return list(await asyncio.gather(*calls))
