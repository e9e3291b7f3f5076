"""What leaves: once, in order, through rate limits, outages and closed windows; and what became of it."""

from datetime import timedelta

import httpx
import pytest
from channels_builders import ScriptedAssistant
from messenger_builders import TelegramPhone, WhatsAppPhone, body, deliver_all
from sqlalchemy import select
from test_whatsapp_conversation import conversation_of
from time_machine import TimeMachineFixture

from channels.messaging.adapter import UNSURE_PAUSE
from channels.messaging.models import Dispatch, MessengerChat, State
from channels.services import Services
from handoff.outbox.models import OutboxEntry
from handoff.outbox.models import State as Outbox
from kit import clock


def refusal(code: int, status: int = 400, **headers: str) -> tuple[int, dict[str, object], dict[str, str]]:
    return status, {"error": {"message": "x", "type": "OAuthException", "code": code}}, headers


async def entries(services: Services, state: Outbox) -> list[OutboxEntry]:
    async with services.database.reading() as session:
        return list(await session.scalars(select(OutboxEntry).where(OutboxEntry.state == state)))


async def states(services: Services) -> list[State]:
    async with services.database.reading() as session:
        return list(await session.scalars(select(Dispatch.state).order_by(Dispatch.id)))


async def test_a_provider_that_is_down_for_ten_minutes_loses_nothing_and_sends_once(
    phone: WhatsAppPhone, services: Services, time_machine: TimeMachineFixture
) -> None:
    await phone.agrees()
    began = clock.now()
    phone.provider.down = True
    for number in range(3):
        assert await phone.says(f"vraag {number}") == []
    for minute in range(1, 11):
        time_machine.move_to(began + timedelta(minutes=minute))
        await deliver_all(services)
    assert len(await entries(services, Outbox.WAITING)) == 3
    phone.provider.down = False
    came = []
    for minute in range(11, 40):
        time_machine.move_to(began + timedelta(minutes=minute))
        came += await phone.hears()
    assert [body(each) for each in came] == [f"antwoord op vraag {number}" for number in range(3)]
    assert await entries(services, Outbox.WAITING) == []


@pytest.mark.parametrize(
    ("answer", "seconds"),
    [
        (refusal(130429, 429, **{"Retry-After": "120"}), 120),
        (refusal(131056, 400, **{"Retry-After": "30"}), 30),
    ],
)
async def test_whatsapp_that_asks_for_a_pause_gets_it(
    phone: WhatsAppPhone,
    services: Services,
    time_machine: TimeMachineFixture,
    answer: tuple[int, dict[str, object], dict[str, str]],
    seconds: int,
) -> None:
    await phone.agrees()
    began = clock.now()
    phone.provider.answers.append(answer)
    assert await phone.says("een") == []
    assert await phone.says("twee") == []
    time_machine.move_to(began + timedelta(seconds=seconds - 5))
    assert await phone.hears() == []
    time_machine.move_to(began + timedelta(seconds=seconds + 30))
    assert [body(each) for each in await phone.hears()] == ["antwoord op een", "antwoord op twee"]


async def test_telegram_that_asks_for_a_pause_gets_it(
    telegram_phone: TelegramPhone, services: Services, time_machine: TimeMachineFixture
) -> None:
    await telegram_phone.agrees()
    began = clock.now()
    content = {"ok": False, "error_code": 429, "parameters": {"retry_after": 60}}
    telegram_phone.provider.answers.append((429, content, {}))
    assert await telegram_phone.says("een") == []
    time_machine.move_to(began + timedelta(seconds=55))
    assert await telegram_phone.hears() == []
    time_machine.move_to(began + timedelta(seconds=90))
    assert [body(each) for each in await telegram_phone.hears()] == ["antwoord op een"]


async def test_an_expired_token_loses_nothing(
    phone: WhatsAppPhone, services: Services, time_machine: TimeMachineFixture
) -> None:
    await phone.agrees()
    began = clock.now()
    phone.provider.answers.append(refusal(190, 401))
    assert await phone.says("vraag") == []
    time_machine.move_to(began + timedelta(minutes=6))
    assert len(await phone.hears()) == 1


async def test_what_will_never_arrive_is_a_dead_letter_and_lets_the_next_pass(
    phone: WhatsAppPhone, services: Services
) -> None:
    await phone.agrees()
    phone.provider.answers.append(refusal(131026))
    assert await phone.says("een") == []
    assert [body(each) for each in await phone.says("twee")] == ["antwoord op twee"]
    (dead,) = await entries(services, Outbox.DEAD)
    assert dead.error == "WhatsApp 400, error 131026"
    assert (await states(services))[-2:] == [State.FAILED, State.SENT]


async def test_who_blocked_the_bot_gets_no_second_attempt(
    telegram_phone: TelegramPhone, services: Services
) -> None:
    await telegram_phone.agrees()
    telegram_phone.provider.reachable.clear()
    await telegram_phone.post(telegram_phone.payload(telegram_phone.text("vraag")))
    assert await telegram_phone.hears() == []
    assert len(await entries(services, Outbox.DEAD)) == 1


async def test_an_outage_between_two_parts_repeats_neither(
    phone: WhatsAppPhone, assistant: ScriptedAssistant, time_machine: TimeMachineFixture
) -> None:
    await phone.agrees()
    began = clock.now()
    text = " ".join(f"Dit is zin {number}." for number in range(600))
    assistant.reply = lambda said: assistant_reply(text)
    adapter = phone.services.messengers.adapters["whatsapp"]
    original, sent = adapter.send, []

    async def once(*given: object) -> str:
        if len(sent) == 1:
            phone.provider.answers.append(refusal(131016, 503))
        sent.append(given)
        return await original(*given)  # type: ignore[arg-type]

    adapter.send = once  # type: ignore[method-assign]
    first = await phone.says("vertel")
    time_machine.move_to(began + timedelta(minutes=2))
    rest = await phone.hears()
    assert len(first) == 1 and rest
    assert " ".join(body(each) for each in (*first, *rest)) == text


def assistant_reply(text: str) -> object:
    from assistant.schemas import Answer, Reply

    return Reply(text=text, answer=Answer(kind="fallback"))


async def test_a_call_without_an_answer_that_did_arrive_is_not_repeated(
    phone: WhatsAppPhone,
    services: Services,
    time_machine: TimeMachineFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """WhatsApp took it and the answer got lost; a receipt with our reference tells."""
    await phone.agrees()
    began = clock.now()
    client: httpx.AsyncClient = services.messengers.adapters["whatsapp"]._client  # type: ignore[attr-defined]
    original = client.post

    async def lost(*given: object, **named: object) -> httpx.Response:
        await original(*given, **named)  # type: ignore[arg-type]
        raise httpx.ReadTimeout("no answer")

    with monkeypatch.context() as broken:
        broken.setattr(client, "post", lost)
        (shown,) = await phone.says("vraag")
    status = {
        "id": "wamid.LOST",
        "status": "delivered",
        "timestamp": "1",
        "recipient_id": phone.number,
        "biz_opaque_callback_data": shown["biz_opaque_callback_data"],
    }
    await phone.post(phone.payload(statuses=[status]))
    time_machine.move_to(began + UNSURE_PAUSE + timedelta(seconds=10))
    assert await phone.hears() == []
    assert await entries(services, Outbox.WAITING) == []
    assert (await states(services))[-1] is State.DELIVERED


async def test_receipts_come_in_any_order_and_only_go_forward(
    phone: WhatsAppPhone, services: Services
) -> None:
    await phone.agrees()
    for name in ("read", "sent", "delivered", "nonsense"):
        await phone.post(phone.payload(statuses=[_status(phone, name)]))
    assert (await states(services))[-1] is State.READ


async def test_what_the_person_read_is_read_at_the_desk_too(phone: WhatsAppPhone, services: Services) -> None:
    await phone.agrees()
    await phone.post(phone.payload(statuses=[_status(phone, "read")]))
    conversation, messages = await services.conversations.read(await conversation_of(services))
    assert conversation.read_by_entrepreneur == messages[-1].position


def _status(phone: WhatsAppPhone, name: str, **more: object) -> dict[str, object]:
    provider_id = f"wamid.HBgLMzE2{len(phone.provider.taken):04d}"
    return {"id": provider_id, "status": name, "timestamp": "1", "recipient_id": phone.number} | more


async def reply_of_anna(services: Services, text: str) -> None:
    conversation_id = await conversation_of(services)
    await services.conversations.take_over(conversation_id, "anna", "Anna")
    await services.conversations.send_as_account_manager(conversation_id, "anna", text)


async def test_after_24_hours_a_template_asks_to_write_and_then_the_words_follow(
    phone: WhatsAppPhone, services: Services, time_machine: TimeMachineFixture
) -> None:
    await phone.agrees()
    time_machine.move_to(clock.now() + timedelta(hours=25))
    await reply_of_anna(services, "Het antwoord is ja.")
    (template,) = await phone.hears()
    assert template["template"] == {"name": "nieuw_bericht", "language": {"code": "nl"}}
    assert set(await states(services)) >= {State.HELD}
    button = phone.message("button", {"payload": "Lees het bericht", "text": "Lees het bericht"})
    came = await phone.sends(button)
    assert [body(each) for each in came][-1] == "*Anna:*\n\nHet antwoord is ja."
    assert "U praat nu met Anna" in body(came[0])
    assert len(came) == 2 and phone.provider.refused == []


async def test_a_window_that_only_whatsapp_knows_to_be_closed_leads_to_the_template_too(
    phone: WhatsAppPhone, services: Services
) -> None:
    await phone.agrees()
    phone.provider.reachable.clear()
    await reply_of_anna(services, "Dag")
    (template,) = await phone.hears()
    assert template["type"] == "template"


async def test_a_refusal_afterwards_for_the_window_leads_to_the_template(
    phone: WhatsAppPhone, services: Services
) -> None:
    await phone.agrees()
    await reply_of_anna(services, "Dag")
    assert body((await phone.hears())[-1]) == "*Anna:*\n\nDag"
    failed = _status(phone, "failed", errors=[{"code": 131047, "title": "Re-engagement message"}])
    await phone.post(phone.payload(statuses=[failed]))
    (template,) = await phone.hears()
    assert template["type"] == "template"
    assert body((await phone.says("ja?"))[-1]) == "*Anna:*\n\nDag"


async def test_without_a_template_a_closed_window_is_a_dead_letter(
    phone: WhatsAppPhone, services: Services, time_machine: TimeMachineFixture
) -> None:
    await phone.agrees()
    services.messengers.adapters["whatsapp"]._settings = services.settings.model_copy(  # type: ignore[attr-defined]
        update={"whatsapp_template": ""}
    )
    time_machine.move_to(clock.now() + timedelta(hours=25))
    await reply_of_anna(services, "Dag")
    assert await phone.hears() == []
    assert len(await entries(services, Outbox.DEAD)) == 2
    assert (await states(services))[-1] is State.FAILED


async def test_what_was_erased_before_it_was_sent_is_not_sent(
    phone: WhatsAppPhone, services: Services
) -> None:
    await phone.agrees()
    phone.provider.down = True
    await phone.says("vraag")
    await services.conversations.erase(await conversation_of(services))
    async with services.database.reading() as session:
        assert list(await session.scalars(select(MessengerChat))) == []
    phone.provider.down = False
    async with services.database.transaction() as session:
        for entry in await session.scalars(select(OutboxEntry)):
            entry.due_at = clock.now()
    assert await phone.hears() == []
