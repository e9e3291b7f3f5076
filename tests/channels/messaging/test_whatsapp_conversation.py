"""A conversation in WhatsApp: choices, every kind of message, long texts, people at the desk."""

from typing import Any

from channels_builders import ScriptedAssistant
from messenger_builders import WhatsAppPhone, body
from sqlalchemy import select

from assistant.actions.memory import HandOffDraft, load_memory, save_memory
from assistant.schemas import Answer, Choice, Reply, Source
from channels.conversations.models import Message
from channels.messaging.models import MessengerChat
from channels.services import Services
from kit import clock

REFUSED = {
    "audio": ({"id": "1", "mime_type": "audio/ogg; codecs=opus", "voice": True}, "Wilt u uw vraag typen?"),
    "image": ({"id": "1", "mime_type": "image/jpeg", "sha256": "x"}, "geen foto's"),
    "video": ({"id": "1", "mime_type": "video/mp4", "sha256": "x"}, "geen foto's"),
    "document": ({"id": "1", "filename": "plan.pdf", "mime_type": "application/pdf"}, "geen foto's"),
    "sticker": ({"id": "1", "mime_type": "image/webp", "animated": False}, "geen foto's"),
    "unsupported": ({"type": "poll_creation"}, "Dit soort bericht kan ik niet lezen"),
    "order": ({"catalog_id": "1", "product_items": []}, "Dit soort bericht kan ik niet lezen"),
    "telepathy": ({"thought": "?"}, "Dit soort bericht kan ik niet lezen"),
}


def offering(*choices: tuple[str, str], text: str = "Kies maar.") -> Any:
    made = tuple(Choice(title=title, choice=choice) for title, choice in choices)
    return lambda said: Reply(text=text, choices=made, answer=Answer(kind="fallback"))


async def conversation_of(services: Services) -> str:
    async with services.database.reading() as session:
        return str(await session.scalar(select(MessengerChat.conversation_id)))


async def put_step(services: Services, step: Any) -> None:
    conversation_id = await conversation_of(services)
    async with services.database.transaction() as session:
        memory = await load_memory(session, conversation_id)
        memory.hand_off = HandOffDraft(step=step)
        await save_memory(session, conversation_id, memory)


async def test_what_cannot_be_used_is_refused_with_a_kind_sentence(phone: WhatsAppPhone) -> None:
    await phone.agrees()
    for kind, (content, sentence) in REFUSED.items():
        (answer,) = await phone.sends(phone.message(kind, content))
        assert sentence in body(answer), kind


async def test_what_asks_nothing_is_not_answered(phone: WhatsAppPhone) -> None:
    await phone.agrees()
    thumb = {"message_id": "wamid.1", "emoji": "👍"}
    changed = {"body": "User A changed from 1 to 2", "wa_id": "2", "type": "user_changed_number"}
    assert await phone.sends(phone.message("reaction", thumb)) == []
    assert await phone.sends(phone.message("system", changed)) == []


async def test_an_answer_has_its_source_as_a_link(phone: WhatsAppPhone, assistant: ScriptedAssistant) -> None:
    await phone.agrees()
    source = Source(title="Omgevingsplan", url="https://voorbeeld.test/plan_1", checked_on=clock.today())
    answer = Answer(kind="article", sources=(source,))
    text = "Dat **mag**. Zie [de regels](https://voorbeeld.test/r)."
    assistant.reply = lambda said: Reply(text=text, answer=answer)
    (shown,) = await phone.says("mag het?")
    assert "Dat *mag*. Zie de regels: https://voorbeeld.test/r." in body(shown)
    assert "Bron: Omgevingsplan: https://voorbeeld.test/plan_1, gecontroleerd op" in body(shown)
    assert shown["text"]["preview_url"] is False


async def test_three_short_choices_are_buttons_and_pressing_one_is_choosing_it(
    phone: WhatsAppPhone, assistant: ScriptedAssistant
) -> None:
    await phone.agrees()
    assistant.reply = offering(("Ja", "yes"), ("Nee", "no"), ("Terug", "back"))
    (shown,) = await phone.says("en nu?")
    assert shown["interactive"]["type"] == "button"
    await phone.sends(phone.press(shown, "Nee"))
    assert assistant.asked[-1] == (None, "no")


async def test_more_choices_are_a_list_with_whole_titles_below_short_ones(
    phone: WhatsAppPhone, assistant: ScriptedAssistant
) -> None:
    await phone.agrees()
    long = "Een bedrijf beginnen in een woning van iemand anders"
    assistant.reply = offering(
        ("Werken aan huis", "topic:werken-aan-huis"), (long, "article:a"), ("C", "c"), ("D", "d")
    )
    (shown,) = await phone.says("en nu?")
    action = shown["interactive"]["action"]
    rows = action["sections"][0]["rows"]
    assert shown["interactive"]["type"] == "list" and action["button"] == "Kies"
    assert rows[1]["title"].endswith("…") and rows[1]["description"] == long
    await phone.sends(phone.press(shown, rows[1]["title"]))
    assert assistant.asked[-1] == (None, "article:a")


async def test_the_eleventh_choice_is_a_button_of_its_own_below_the_list(
    phone: WhatsAppPhone, assistant: ScriptedAssistant
) -> None:
    await phone.agrees()
    topics = ((f"Onderwerp {number}", f"topic:{number}") for number in range(1, 11))
    assistant.reply = offering(*topics, ("Praat met een mens", "hand-off"))
    menu, more = await phone.says("hallo")
    assert len(menu["interactive"]["action"]["sections"][0]["rows"]) == 10
    assert more["interactive"]["type"] == "button" and body(more) == "Of kies:"
    await phone.sends(phone.press(more, "Praat met een mens"))
    assert assistant.asked[-1] == (None, "hand-off")


async def test_many_choices_have_numbers_that_can_be_typed(
    phone: WhatsAppPhone, assistant: ScriptedAssistant
) -> None:
    await phone.agrees()
    assistant.reply = offering(*((f"Keuze {number}", f"article:{number}") for number in range(1, 25)))
    (shown,) = await phone.says("en nu?")
    assert shown["type"] == "text" and "24. Keuze 24" in body(shown)
    await phone.says("24")
    assert assistant.asked[-1] == (None, "article:24")


async def test_the_number_of_a_button_can_be_typed_too(
    phone: WhatsAppPhone, assistant: ScriptedAssistant
) -> None:
    await phone.agrees()
    assistant.reply = offering(("Ja", "yes"), ("Nee", "no"))
    await phone.says("en nu?")
    await phone.says("2")
    assert assistant.asked[-1] == (None, "no")


async def test_the_same_button_pressed_twice_is_one_choice(
    phone: WhatsAppPhone, assistant: ScriptedAssistant
) -> None:
    await phone.agrees()
    assistant.reply = offering(("Ja", "yes"), ("Nee", "no"))
    (shown,) = await phone.says("en nu?")
    assert len(await phone.sends(phone.press(shown, "Ja"))) == 1
    assert await phone.sends(phone.press(shown, "Ja")) == []
    assert assistant.asked.count((None, "yes")) == 1


async def test_a_choice_from_an_old_message_that_belongs_to_its_question_is_told_to_be_old(
    phone: WhatsAppPhone, assistant: ScriptedAssistant
) -> None:
    await phone.agrees()
    assistant.reply = offering(("Ja", "yes"), ("Nee", "no"))
    (old,) = await phone.says("wissen?")
    assistant.reply = offering(("Hilversum", "gemeente:hilversum"), ("Laren", "gemeente:laren"))
    await phone.says("iets anders")
    (answer,) = await phone.sends(phone.press(old, "Ja"))
    assert "hoort bij een eerdere vraag" in body(answer)
    titles = [each["reply"]["title"] for each in answer["interactive"]["action"]["buttons"]]
    assert titles == ["Hilversum", "Laren"]
    assert (None, "yes") not in assistant.asked


async def test_a_choice_from_an_old_message_that_always_means_the_same_is_taken(
    phone: WhatsAppPhone, assistant: ScriptedAssistant
) -> None:
    await phone.agrees()
    assistant.reply = offering(("Starten", "topic:starten"), ("Subsidies", "topic:subsidies"))
    (old,) = await phone.says("wat kan ik vragen?")
    await phone.says("iets anders")
    await phone.sends(phone.press(old, "Starten"))
    assert assistant.asked[-1] == (None, "topic:starten")


async def test_a_choice_of_a_conversation_that_was_erased_is_told_to_be_gone(
    phone: WhatsAppPhone, assistant: ScriptedAssistant
) -> None:
    await phone.agrees()
    assistant.reply = offering(("Ja", "yes"))
    (old,) = await phone.says("en nu?")
    await phone.says("stop nu maar")
    async with phone.services.database.transaction() as session:
        for message in await session.scalars(select(Message)):
            await session.delete(message)
    (answer,) = await phone.sends(phone.press(old, "Ja"))
    assert "dat gesprek is gewist" in body(answer)


async def test_a_message_of_3000_characters_is_refused_with_its_length(
    phone: WhatsAppPhone, assistant: ScriptedAssistant
) -> None:
    await phone.agrees()
    asked = len(assistant.asked)
    (answer,) = await phone.says("a" * 3000)
    assert "te lang voor mij: 3000 tekens" in body(answer)
    assert len(assistant.asked) == asked


async def test_a_message_of_3000_characters_reaches_a_person_whole(
    phone: WhatsAppPhone, services: Services
) -> None:
    await phone.agrees()
    conversation_id = await conversation_of(services)
    await services.conversations.take_over(conversation_id, "anna", "Anna")
    text = " ".join(f"Dit is zin {number} van een lang verhaal." for number in range(80))
    await phone.says(text)
    _, messages = await services.conversations.read(conversation_id)
    pieces = [each.text for each in messages if each.sender == "entrepreneur"][1:]
    assert " ".join(pieces) == text and len(pieces) > 2
    assert all(piece.endswith(".") for piece in pieces)


async def test_a_long_answer_comes_in_pieces_cut_at_sentences(
    phone: WhatsAppPhone, assistant: ScriptedAssistant
) -> None:
    await phone.agrees()
    text = " ".join(f"Dit is zin {number}." for number in range(600))
    assistant.reply = offering(("Ja", "yes"), ("Nee", "no"), text=text)
    shown = await phone.says("vertel alles")
    *texts, menu = shown
    assert len(texts) > 2 and all(body(each).endswith(".") for each in texts)
    assert " ".join(body(each) for each in texts) == text
    assert menu["type"] == "interactive" and body(menu) == "Kies hieronder, of typ uw vraag."
    assert phone.provider.refused == []


async def test_stop_within_a_hand_off_ends_the_hand_off_and_not_the_conversation(
    phone: WhatsAppPhone, assistant: ScriptedAssistant, services: Services
) -> None:
    await phone.agrees()
    assistant.reply = offering(("Terug", "back"), ("Stop", "stop"))
    await phone.says("mens")
    await phone.says("stop")
    assert assistant.asked[-1] == (None, "stop")
    assert await conversation_of(services)


async def test_somebody_without_a_phone_number_is_known_and_answered_by_the_user_id(
    phone: WhatsAppPhone, assistant: ScriptedAssistant
) -> None:
    phone.number = "NL.13491208655302741918"

    def hidden(message: dict[str, Any]) -> dict[str, Any]:
        sender = message.pop("from")
        payload = phone.payload(message | {"from_user_id": sender})
        value = payload["entry"][0]["changes"][0]["value"]
        value["contacts"] = [{"profile": {"name": "X", "username": "@x"}, "user_id": sender}]
        return payload

    phone.provider.reachable.add(phone.number)
    await phone.post(hidden(phone.text("hallo")))
    (asked,) = await phone.hears()
    assert asked["recipient"] == phone.number and "to" not in asked
    await phone.post(hidden(phone.press(asked, "Ja, ga verder")))
    assert [body(each) for each in await phone.hears()] == ["antwoord op hallo"]


async def test_the_words_of_an_account_manager_arrive_with_the_name_and_the_answer_at_the_desk(
    phone: WhatsAppPhone, services: Services
) -> None:
    await phone.agrees()
    conversation_id = await conversation_of(services)
    await services.conversations.take_over(conversation_id, "anna", "Anna de Wit")
    (notice,) = await phone.hears()
    assert "U praat nu met Anna de Wit" in body(notice)
    await services.conversations.send_as_account_manager(conversation_id, "anna", "Kunt u bellen?")
    (shown,) = await phone.hears()
    assert body(shown) == "*Anna de Wit:*\n\nKunt u bellen?"
    assert await phone.says("ja hoor") == []
    _, messages = await services.conversations.read(conversation_id)
    assert messages[-1].text == "ja hoor"
