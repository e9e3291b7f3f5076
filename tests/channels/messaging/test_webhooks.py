"""The webhooks themselves: who may send them, what is kept, and that each counts once and in order."""

import json
import time
from datetime import timedelta
from typing import Any

import httpx
import pytest
from channels_builders import ScriptedAssistant
from messenger_builders import (
    APP_SECRET,
    TELEGRAM_SECRET,
    VERIFY_TOKEN,
    WEBHOOK,
    Phone,
    TelegramPhone,
    WhatsAppPhone,
    at_once,
    body,
    signed,
)
from redis.asyncio import Redis
from sqlalchemy import func, select

from channels.conversations.locks import RedisLocks
from channels.conversations.service import Conversations
from channels.messaging.models import Arrival, MessengerChat
from channels.messaging.service import connected
from channels.services import Services, build_messengers
from handoff.outbox.models import OutboxEntry
from kit.database import Database
from kit.settings import Settings


async def test_meta_gets_its_challenge_back_with_the_right_word(phone: WhatsAppPhone) -> None:
    query = {"hub.mode": "subscribe", "hub.verify_token": VERIFY_TOKEN, "hub.challenge": "1158201444"}
    response = await phone.client.get(WEBHOOK["whatsapp"], params=query)
    assert (response.status_code, response.text) == (200, "1158201444")
    assert response.headers["content-type"].startswith("text/plain")


async def test_nobody_else_is_verified(phone: WhatsAppPhone) -> None:
    right = {"hub.mode": "subscribe", "hub.verify_token": VERIFY_TOKEN, "hub.challenge": "1"}
    changes = ({"hub.verify_token": "another"}, {"hub.verify_token": ""}, {"hub.mode": "unsubscribe"})
    for query in (*(right | change for change in changes), {}):
        assert (await phone.client.get(WEBHOOK["whatsapp"], params=query)).status_code == 403


async def test_a_wrong_signature_is_refused_and_nothing_is_kept(phone: WhatsAppPhone) -> None:
    content = json.dumps(phone.payload(phone.text("hallo"))).encode()
    of_another_body, another_secret = signed(b"{}"), signed(content, "another")
    for signature in ("", "sha256=", "sha256=" + "0" * 64, *map(_value, (of_another_body, another_secret))):
        headers = {"X-Hub-Signature-256": signature}
        response = await phone.client.post(WEBHOOK["whatsapp"], content=content, headers=headers)
        assert response.status_code == 403
    assert (await phone.client.post(WEBHOOK["whatsapp"], content=content)).status_code == 403
    assert await phone.hears() == []


def _value(headers: dict[str, str]) -> str:
    return headers["X-Hub-Signature-256"]


async def test_the_signature_is_that_of_the_bytes_and_not_of_what_they_mean(phone: WhatsAppPhone) -> None:
    content = json.dumps(phone.payload(phone.text("één")), ensure_ascii=True).encode()
    other = json.dumps(json.loads(content), ensure_ascii=False).encode()
    response = await phone.client.post(WEBHOOK["whatsapp"], content=other, headers=signed(content))
    assert response.status_code == 403


async def test_telegram_without_its_secret_is_refused(telegram_phone: TelegramPhone) -> None:
    payload = telegram_phone.payload(telegram_phone.text("hallo"))
    for secret in ("", "Telegram-secret_2", APP_SECRET):
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
        response = await telegram_phone.client.post(WEBHOOK["telegram"], json=payload, headers=headers)
        assert response.status_code == 403
    assert await telegram_phone.hears() == []


async def test_a_channel_that_is_not_connected_has_no_webhook(settings: Settings) -> None:
    alone = settings.model_copy(update={"whatsapp_app_secret": "", "telegram_token": ""})
    assert connected(alone) == {}


async def test_a_genuine_webhook_that_cannot_be_read_is_not_sent_again_for_ever(phone: WhatsAppPhone) -> None:
    strange = (b"", b"no json", b"[]", b'{"entry": 7}', b'{"object": "x", "entry": [{"changes": [1]}]}')
    secret = {"X-Telegram-Bot-Api-Secret-Token": TELEGRAM_SECRET}
    for content in strange:
        for channel, headers in (("whatsapp", signed(content)), ("telegram", secret)):
            answer = await phone.client.post(WEBHOOK[channel], content=content, headers=headers)
            assert (answer.status_code, answer.content) == (200, b"")
    assert await phone.hears() == []


async def test_a_webhook_is_answered_before_the_assistant_thinks(
    phone: WhatsAppPhone, assistant: ScriptedAssistant
) -> None:
    await phone.agrees()
    assistant.pause = 0.5
    began = time.perf_counter()
    await phone.post(phone.payload(phone.text("vraag")))
    assert time.perf_counter() - began < 0.4
    assert [body(each) for each in await phone.hears()] == ["antwoord op vraag"]


async def test_a_webhook_that_comes_twice_is_answered_once(
    phone: WhatsAppPhone, assistant: ScriptedAssistant
) -> None:
    await phone.agrees()
    same = phone.payload(phone.text("vraag"))
    await at_once(*(phone.post(same) for _ in range(5)))
    assert [body(each) for each in await phone.hears()] == ["antwoord op vraag"]
    await phone.post(same)
    assert await phone.hears() == []
    assert assistant.asked.count(("vraag", None)) == 1


async def test_a_replay_of_long_ago_is_not_even_kept(phone: WhatsAppPhone) -> None:
    await phone.agrees()
    old = phone.text("oude vraag") | {"timestamp": str(int(time.time()) - 9 * 24 * 3600)}
    assert (await phone.post(phone.payload(old))).status_code == 200
    assert await phone.hears() == []


async def test_one_webhook_can_hold_several_messages(phone: WhatsAppPhone) -> None:
    await phone.agrees()
    await phone.post(phone.payload(phone.text("een"), phone.text("twee")))
    assert [body(each) for each in await phone.hears()] == ["antwoord op een", "antwoord op twee"]


async def test_what_is_meant_for_another_number_is_left_alone(phone: WhatsAppPhone) -> None:
    phone.phone_id = "999"
    await phone.post(phone.payload(phone.text("hallo")))
    assert await phone.hears() == []


async def test_a_text_is_kept_masked_only(phone: WhatsAppPhone, assistant: ScriptedAssistant) -> None:
    await phone.agrees()
    await phone.says("mijn bsn is 111222333")
    assert assistant.asked[-1] == ("mijn bsn is [BSN verwijderd]", None)


def _numbered(phone: Phone, number: int) -> dict[str, Any]:
    message = phone.text(f"vraag {number:02}")
    if isinstance(phone, WhatsAppPhone):
        message["timestamp"] = str(int(time.time()) - 60 + number)
    return message


@pytest.mark.parametrize("which", ["whatsapp", "telegram"])
async def test_twenty_webhooks_of_one_person_at_once_are_answered_in_their_order(
    which: str,
    phone: WhatsAppPhone,
    telegram_phone: TelegramPhone,
    services: Services,
    assistant: ScriptedAssistant,
) -> None:
    phones: dict[str, Phone] = {"whatsapp": phone, "telegram": telegram_phone}
    sender = phones[which]
    await sender.agrees()
    services.messengers.settles_after = timedelta(seconds=0.3)
    payloads = [sender.payload(_numbered(sender, number)) for number in range(20)]
    backwards: list[httpx.Response] = await at_once(*(sender.post(each) for each in reversed(payloads)))
    assert {each.status_code for each in backwards} == {200}
    expected = [f"antwoord op vraag {number:02}" for number in range(20)]
    assert [body(each) for each in await sender.hears()] == expected
    assert assistant.most_at_once == 1
    assert sender.provider.refused == []


async def test_twenty_first_words_at_once_are_one_question_for_consent(
    phone: WhatsAppPhone, assistant: ScriptedAssistant
) -> None:
    phone.provider.reachable.add(phone.number)
    await at_once(*(phone.post(phone.payload(_numbered(phone, number))) for number in range(20)))
    (asked,) = await phone.hears()
    answers = await phone.sends(phone.press(asked, "Ja, ga verder"))
    assert len(answers) == 20


async def test_two_gateways_share_the_webhooks_of_one_person(
    phone: WhatsAppPhone,
    services: Services,
    settings: Settings,
    redis_url: str,
    assistant: ScriptedAssistant,
) -> None:
    await phone.agrees()
    redis = Redis.from_url(redis_url, decode_responses=True)
    parts = (services.database, services.library, services.conversations, RedisLocks(redis))
    gateways = [build_messengers(settings, *parts, services.metrics) for _ in range(2)]
    posts = [
        gateways[number % 2].adapters["whatsapp"].read(phone.payload(_numbered(phone, number)))
        for number in range(20)
    ]
    await at_once(*(gateways[number % 2].receive("whatsapp", post) for number, post in enumerate(posts)))
    for gateway in gateways:
        await gateway.idle()
    expected = [f"antwoord op vraag {number:02}" for number in range(20)]
    assert [body(each) for each in await phone.hears()] == expected
    for gateway in gateways:
        for adapter in gateway.adapters.values():
            await adapter.close()
    await redis.aclose()


async def test_two_gateways_on_postgresql_hear_a_new_person_at_once(
    phone: WhatsAppPhone,
    services: Services,
    settings: Settings,
    redis_url: str,
    postgresql_url: str,
) -> None:
    """Neither loses a message to the other when both make the chat, and the same webhook counts once."""
    redis = Redis.from_url(redis_url, decode_responses=True)
    database = Database(postgresql_url)
    locks = RedisLocks(redis)
    talks = Conversations(database, ScriptedAssistant(), services.hub, locks)
    gateways = [
        build_messengers(settings, database, services.library, talks, locks, services.metrics)
        for _ in range(2)
    ]
    payloads = [phone.payload(_numbered(phone, number)) for number in range(10)]
    posts = [gateways[0].adapters["whatsapp"].read(payload) for payload in payloads]
    await at_once(*(gateway.receive("whatsapp", post) for post in posts for gateway in gateways))
    for gateway in gateways:
        await gateway.idle()
    async with database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(MessengerChat)) == 1
        waiting = select(func.count()).where(Arrival.waits)
        assert await session.scalar(waiting) == 10
        assert await session.scalar(select(func.count()).select_from(OutboxEntry)) == 1
    await at_once(*(adapter.close() for gateway in gateways for adapter in gateway.adapters.values()))
    await redis.aclose()
    await database.close()


async def test_a_gateway_that_dies_between_answering_and_noting_it_answers_once(
    phone: WhatsAppPhone,
    services: Services,
    assistant: ScriptedAssistant,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def die(*_: object) -> None:
        raise ConnectionError

    await phone.agrees()
    with monkeypatch.context() as broken:
        broken.setattr("channels.messaging.chats.settle", die)
        assert [body(each) for each in await phone.says("vraag")] == ["antwoord op vraag"]
    monkeypatch.setattr("channels.messaging.service.LEFT_BEHIND_AFTER", timedelta(0))
    await services.messengers.look()
    assert await phone.hears() == []
    assert assistant.asked.count(("vraag", None)) == 1


async def test_what_a_dead_gateway_left_behind_is_found(
    phone: WhatsAppPhone, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    await phone.agrees()
    with monkeypatch.context() as broken:
        broken.setattr(services.messengers, "wake", lambda _: None)
        await phone.post(phone.payload(phone.text("vraag")))
    assert await phone.hears() == []
    monkeypatch.setattr("channels.messaging.service.LEFT_BEHIND_AFTER", services.messengers.settles_after)
    await services.messengers.look()
    assert [body(each) for each in await phone.hears()] == ["antwoord op vraag"]
