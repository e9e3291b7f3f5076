"""Going on in a messenger with a conversation of the website."""

from datetime import timedelta

import httpx
import pytest
from bs4 import BeautifulSoup
from channels_builders import ScriptedAssistant, Talk
from messenger_builders import TelegramPhone, WhatsAppPhone, body
from sqlalchemy import select
from test_whatsapp_conversation import conversation_of, offering
from time_machine import TimeMachineFixture

from channels.conversations.models import Conversation
from channels.messaging.models import MessengerCode
from channels.services import Services
from kit import clock


async def code_of(talk: Talk) -> dict[str, object]:
    response = await talk.client.post(f"{talk.path}/messenger-codes", headers=talk.headers)
    assert response.status_code == 201
    return dict(response.json())


async def test_the_website_gets_a_code_with_a_link_for_each_messenger(talk: Talk, services: Services) -> None:
    made = await code_of(talk)
    code = str(made["code"])
    assert made["links"] == [
        {
            "channel": "whatsapp",
            "url": f"https://wa.me/31850000000?text=Ga%20verder%20met%20mijn%20gesprek%3A%20{code}",
        },
        {"channel": "telegram", "url": f"https://t.me/voordeur_test_bot?start={code}"},
    ]
    async with services.database.reading() as session:
        (row,) = await session.scalars(select(MessengerCode))
    assert code not in row.code_hash


async def test_the_widget_hears_which_messengers_there_are_and_where(client: httpx.AsyncClient) -> None:
    told = (await client.get("/v1/widget")).json()
    assert told["messengers"] == [
        {"channel": "whatsapp", "name": "WhatsApp", "address": "+31850000000"},
        {"channel": "telegram", "name": "Telegram", "address": "@voordeur_test_bot"},
    ]
    assert told["privacy"] == "http://127.0.0.1:8000/privacy"


async def test_who_has_no_script_gets_the_code_and_the_links_on_a_page(
    client: httpx.AsyncClient, phone: WhatsAppPhone, services: Services
) -> None:
    begun = BeautifulSoup((await client.post("/chat", data={"text": "mijn vraag"})).text, "html.parser")
    form = begun.select_one('form[action="/chat/verder"]')
    assert form and "Ga verder in WhatsApp of Telegram" in form.text
    carried = {str(each["name"]): str(each["value"]) for each in form.find_all("input")}
    page = BeautifulSoup((await client.post("/chat/verder", data=carried)).text, "html.parser")
    (code,) = {each.text for each in page.select(".code")}
    assert [str(each["href"]) for each in page.select("a.button")] == [
        f"https://wa.me/31850000000?text=Ga%20verder%20met%20mijn%20gesprek%3A%20{code}",
        f"https://t.me/voordeur_test_bot?start={code}",
    ]
    assert "+31850000000" in page.text and "@voordeur_test_bot" in page.text
    await phone.agrees()
    notice, _ = await phone.says(f"code {code}")
    assert "verder in WhatsApp" in body(notice)
    client.cookies.clear()
    for method, data in (("GET", None), ("POST", {"pass": "x"})):
        refused = await client.request(method, "/chat/verder", data=data)
        assert (refused.status_code, refused.headers["Location"]) == (303, "/chat")


async def test_only_the_owner_of_a_conversation_gets_a_code(talk: Talk) -> None:
    response = await talk.client.post(f"{talk.path}/messenger-codes")
    assert response.status_code == 401


async def test_a_conversation_goes_on_in_whatsapp_with_what_was_said(
    talk: Talk, phone: WhatsAppPhone, services: Services, assistant: ScriptedAssistant
) -> None:
    assistant.reply = offering(("Hilversum", "gemeente:hilversum"), ("Laren", "gemeente:laren"))
    await talk.send({"text": "mag ik een kapsalon?"})
    code = (await code_of(talk))["code"]
    (asked,) = await phone.says(f"Ga verder met mijn gesprek: {code}")
    notice, last = await phone.sends(phone.press(asked, "Ja, ga verder"))
    assert "verder in WhatsApp" in body(notice)
    await phone.sends(phone.press(last, "Laren"))
    assert assistant.asked[-1] == (None, "gemeente:laren")
    assert await conversation_of(services) == talk.id
    assert "mag ik een kapsalon?" in [each["text"] for each in await talk.transcript()]


async def test_a_conversation_goes_on_in_telegram_in_a_chat_that_was_open(
    talk: Talk, telegram_phone: TelegramPhone, services: Services
) -> None:
    await telegram_phone.agrees()
    before = await conversation_of(services)
    await talk.send({"text": "mijn vraag"})
    code = (await code_of(talk))["code"]
    notice, last = await telegram_phone.says(f"/start {code}")
    assert "gaat nu verder in Telegram" in body(notice) and "antwoord op mijn vraag" in body(last)
    async with services.database.reading() as session:
        assert await session.get(Conversation, before) is None
        linked = await session.get_one(Conversation, talk.id)
    assert linked.channel == "telegram"


async def test_a_code_works_once(talk: Talk, phone: WhatsAppPhone, telegram_phone: TelegramPhone) -> None:
    code = (await code_of(talk))["code"]
    await phone.agrees()
    await phone.says(f"code {code}")
    await telegram_phone.agrees()
    (answer,) = await telegram_phone.says(f"/start {code}")
    assert "Deze code werkt niet meer" in body(answer)


@pytest.mark.parametrize("minutes", [16])
async def test_a_code_ends_after_a_quarter_of_an_hour(
    talk: Talk, phone: WhatsAppPhone, time_machine: TimeMachineFixture, minutes: int
) -> None:
    code = (await code_of(talk))["code"]
    await phone.agrees()
    time_machine.move_to(clock.now() + timedelta(minutes=minutes))
    (answer,) = await phone.says(str(code).lower())
    assert "Deze code werkt niet meer" in body(answer)


async def test_an_unknown_code_at_the_first_contact_begins_a_new_conversation(
    phone: WhatsAppPhone,
) -> None:
    (asked,) = await phone.says("VD23456789BC")
    welcome, notice = await phone.sends(phone.press(asked, "Ja, ga verder"))
    assert "U praat met een computer" in body(welcome)
    assert "Deze code werkt niet meer" in body(notice)


async def test_a_conversation_that_a_person_is_busy_with_is_not_left(
    talk: Talk, phone: WhatsAppPhone, services: Services
) -> None:
    await phone.agrees()
    mine = await conversation_of(services)
    await services.conversations.take_over(mine, "anna", "Anna")
    await phone.hears()
    code = (await code_of(talk))["code"]
    (answer,) = await phone.says(f"code {code}")
    assert "nog een accountmanager bezig" in body(answer)
    assert await conversation_of(services) == mine


async def test_erasing_on_the_website_erases_the_chat_too(
    talk: Talk, phone: WhatsAppPhone, services: Services, client: httpx.AsyncClient
) -> None:
    code = (await code_of(talk))["code"]
    await phone.agrees()
    await phone.says(f"code {code}")
    await client.delete(talk.path, headers=talk.headers)
    assert await conversation_of(services) == "None"
    (asked,) = await phone.says("hallo?")
    assert "computer, geen mens" in body(asked)
