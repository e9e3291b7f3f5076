"""Locations, contact cards and numbers in WhatsApp, where they help."""

from channels_builders import ScriptedAssistant
from messenger_builders import WhatsAppPhone, body
from test_whatsapp_conversation import conversation_of, put_step

from channels.messaging.heard import Heard
from channels.services import Services


async def test_an_address_on_the_map_gives_the_gemeente(
    phone: WhatsAppPhone, assistant: ScriptedAssistant, services: Services
) -> None:
    await phone.agrees()
    place = {
        "latitude": 52.2,
        "longitude": 5.2,
        "name": "Raadhuis",
        "address": "1217 JE Hilversum",
    }
    await phone.sends(phone.message("location", place))
    assert assistant.asked[-1] == (None, "gemeente:hilversum")
    _, messages = await services.conversations.read(await conversation_of(services))
    assert "Raadhuis, 1217 JE Hilversum" in [each.text for each in messages]


async def test_a_spot_abroad_asks_for_a_postcode(phone: WhatsAppPhone, assistant: ScriptedAssistant) -> None:
    await phone.agrees()
    (answer,) = await phone.sends(phone.message("location", {"latitude": 48.8, "longitude": 2.3}))
    assert "Typ uw postcode" in body(answer)


async def test_a_bare_spot_on_the_map_offers_the_gemeenten_near_it(
    phone: WhatsAppPhone, assistant: ScriptedAssistant
) -> None:
    await phone.agrees()
    (answer,) = await phone.sends(phone.message("location", {"latitude": 52.25671, "longitude": 5.22781}))
    assert "bij Laren" in body(answer)
    offered = [each["reply"]["title"] for each in answer["interactive"]["action"]["buttons"]]
    assert offered[0] == "Laren" and 1 <= len(offered) <= 3
    await phone.sends(phone.press(answer, "Laren"))
    assert assistant.asked[-1] == (None, "gemeente:laren")
    coarse = Heard(kind="location", spot=(52.25671, 5.22781)).spot
    assert coarse == (52.26, 5.23), "the house can be told from what is kept"


CARD = [
    {
        "name": {"formatted_name": "J. Jansen", "first_name": "J."},
        "phones": [{"phone": "+31 6 00000002", "type": "CELL", "wa_id": "31600000002"}],
        "emails": [{"email": "jansen@example.nl", "type": "WORK"}],
    }
]


async def test_a_contact_card_answers_the_contact_step(
    phone: WhatsAppPhone, assistant: ScriptedAssistant, services: Services
) -> None:
    await phone.agrees()
    await put_step(services, "contact")
    await phone.sends(phone.message("contacts", CARD))
    assert assistant.asked[-1] == ("+31 6 00000002, jansen@example.nl", None)


async def test_this_number_at_the_contact_step_is_the_number_one_writes_with(
    phone: WhatsAppPhone, assistant: ScriptedAssistant, services: Services
) -> None:
    await phone.agrees()
    await phone.says("Dit nummer")
    assert assistant.asked[-1] == ("Dit nummer", None)
    await put_step(services, "contact")
    for said in ("dit nummer", "Bel me maar op dit nummer!", "via WhatsApp", "mijn whatsapp-nummer"):
        await phone.says(said)
        assert assistant.asked[-1] == (f"+{phone.number}", None), said
    await phone.says("welk nummer bedoelt u?")
    assert assistant.asked[-1] == ("welk nummer bedoelt u?", None)


async def test_a_contact_card_at_the_name_answers_both_steps(
    phone: WhatsAppPhone, assistant: ScriptedAssistant, services: Services
) -> None:
    await phone.agrees()
    await put_step(services, "name")
    await phone.sends(phone.message("contacts", CARD))
    assert assistant.asked[-2:] == [("J. Jansen", None), ("+31 6 00000002, jansen@example.nl", None)]


async def test_a_contact_card_at_another_moment_is_not_kept(phone: WhatsAppPhone, services: Services) -> None:
    await phone.agrees()
    (answer,) = await phone.sends(phone.message("contacts", CARD))
    assert "nu geen contactgegevens nodig" in body(answer)
    _, messages = await services.conversations.read(await conversation_of(services))
    assert not [each for each in messages if "jansen" in each.text]
