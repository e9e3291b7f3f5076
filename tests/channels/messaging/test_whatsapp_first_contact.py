"""The first words in WhatsApp: who this is, consent, the question that waited, and stopping."""

from datetime import timedelta

from channels_builders import ScriptedAssistant
from messenger_builders import WhatsAppPhone, body
from sqlalchemy import func, select
from time_machine import TimeMachineFixture

from channels.conversations.models import Conversation, Message
from channels.messaging.models import Arrival, Dispatch, MessengerChat, Stage
from channels.services import Services
from kit import clock


async def test_the_first_contact_says_computer_privacy_and_asks_consent(phone: WhatsAppPhone) -> None:
    (asked,) = await phone.says("mag ik een kapsalon aan huis?")
    assert "computer, geen mens" in body(asked)
    assert "(privacyverklaring: http://127.0.0.1:8000/privacy)" in body(asked)
    buttons = [each["reply"]["title"] for each in asked["interactive"]["action"]["buttons"]]
    assert buttons == ["Ja, ga verder", "Nee"]
    assert asked["to"] == phone.number


async def test_nothing_is_answered_before_consent_and_the_question_waits(
    phone: WhatsAppPhone, assistant: ScriptedAssistant, services: Services
) -> None:
    (asked,) = await phone.says("mag ik een kapsalon aan huis?")
    assert assistant.asked == []
    (answer,) = await phone.sends(phone.press(asked, "Ja, ga verder"))
    assert body(answer) == "antwoord op mag ik een kapsalon aan huis?"
    async with services.database.reading() as session:
        chat = (await session.scalars(select(MessengerChat))).one()
    assert chat.stage is Stage.OPEN and chat.consent_at and "computer, geen mens" in (chat.consent_text or "")


async def test_consent_can_be_typed(phone: WhatsAppPhone) -> None:
    await phone.says("mag ik een kapsalon aan huis?")
    (answer,) = await phone.says("Ja!")
    assert "antwoord op mag ik" in body(answer)


async def test_who_only_greeted_is_welcomed_after_consent(phone: WhatsAppPhone) -> None:
    (asked,) = await phone.sends(phone.message("sticker", {"id": "1", "mime_type": "image/webp"}))
    (welcome,) = await phone.sends(phone.press(asked, "Ja, ga verder"))
    assert "U praat met een computer." in body(welcome)


async def test_who_refuses_is_forgotten(phone: WhatsAppPhone, services: Services) -> None:
    (asked,) = await phone.says("mag ik een kapsalon aan huis?")
    (bye,) = await phone.sends(phone.press(asked, "Nee"))
    assert "Ik heb niets van u bewaard" in body(bye)
    async with services.database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(MessengerChat)) == 0
        assert await session.scalar(select(func.count()).where(Arrival.content.is_not(None))) == 0


async def test_the_number_stands_nowhere_but_in_the_address_of_the_chat(
    phone: WhatsAppPhone, services: Services
) -> None:
    await phone.agrees()
    await phone.says("vraag")
    async with services.database.reading() as session:
        for table in (Conversation, Message, Arrival, Dispatch):
            for row in await session.scalars(select(table)):
                assert phone.number not in str(vars(row))
        chat = (await session.scalars(select(MessengerChat))).one()
    assert chat.address == phone.number and phone.number not in chat.key_hash


async def test_stop_ends_and_forgets(
    phone: WhatsAppPhone, services: Services, assistant: ScriptedAssistant
) -> None:
    await phone.agrees()
    (bye,) = await phone.says("STOP")
    assert "gestopt en gewist" in body(bye)
    assert len(assistant.forgotten) == 1
    async with services.database.reading() as session:
        for table in (MessengerChat, Conversation, Message, Dispatch):
            assert await session.scalar(select(func.count()).select_from(table)) == 0
    (asked,) = await phone.says("ik ben er weer")
    assert "computer, geen mens" in body(asked)


async def test_a_webhook_that_is_sent_again_after_stop_begins_nothing(
    phone: WhatsAppPhone, services: Services
) -> None:
    first = phone.payload(phone.text("hallo"))
    phone.provider.reachable.add(phone.number)
    await phone.post(first)
    await phone.hears()
    await phone.says("stop")
    assert (await phone.post(first)).status_code == 200
    assert await phone.hears() == []


async def test_a_chat_that_never_agreed_is_erased_after_a_day(
    phone: WhatsAppPhone, services: Services, time_machine: TimeMachineFixture
) -> None:
    await phone.says("hallo")
    time_machine.move_to(clock.now() + timedelta(hours=25))
    assert await services.messengers.purge() == 1
