"""A conversation in Telegram: commands, buttons and their edits, and what only Telegram has."""

from typing import Any

from channels_builders import ScriptedAssistant
from messenger_builders import TELEGRAM_SECRET, TelegramPhone, body
from test_whatsapp_conversation import conversation_of, offering, put_step

from channels.messaging.telegram.adapter import Telegram
from channels.services import Services


async def test_start_says_computer_privacy_and_asks_consent(telegram_phone: TelegramPhone) -> None:
    (asked,) = await telegram_phone.says("/start")
    assert "computer, geen mens" in body(asked)
    assert '(<a href="http://127.0.0.1:8000/privacy">privacyverklaring</a>)' in body(asked)
    assert asked["link_preview_options"] == {"is_disabled": True}


async def test_who_speaks_no_dutch_reads_it_in_english(
    telegram_phone: TelegramPhone, services: Services
) -> None:
    telegram_phone.language = "pl"
    (asked,) = await telegram_phone.says("/start")
    assert "You are talking to a computer" in body(asked)
    await telegram_phone.sends(telegram_phone.press(asked, "Yes, go on"))
    conversation, _ = await services.conversations.read(await conversation_of(services))
    assert conversation.language == "en"


async def test_a_deep_link_to_a_gemeente_begins_there(
    telegram_phone: TelegramPhone, services: Services
) -> None:
    (asked,) = await telegram_phone.says("/start hilversum")
    await telegram_phone.sends(telegram_phone.press(asked, "Ja, ga verder"))
    conversation, _ = await services.conversations.read(await conversation_of(services))
    assert conversation.gemeente == "hilversum"


async def test_a_deep_link_in_an_open_chat_changes_the_gemeente(
    telegram_phone: TelegramPhone, assistant: ScriptedAssistant
) -> None:
    await telegram_phone.agrees()
    await telegram_phone.says("/start laren")
    assert assistant.asked[-1] == (None, "gemeente:laren")


async def test_help_says_what_can_be_done_and_an_unknown_command_which_there_are(
    telegram_phone: TelegramPhone,
) -> None:
    await telegram_phone.agrees()
    (shown,) = await telegram_phone.says("/help")
    assert 'Typ "stop"' in body(shown)
    (shown,) = await telegram_phone.says("/settings@voordeur_test_bot")
    assert "/help, /start of /stop" in body(shown)


async def test_stop_ends_and_forgets(telegram_phone: TelegramPhone, services: Services) -> None:
    await telegram_phone.agrees()
    (bye,) = await telegram_phone.says("/stop")
    assert "gestopt en gewist" in body(bye)
    assert await conversation_of(services) == "None"


async def test_a_pressed_button_stops_turning_and_is_the_only_one_left(
    telegram_phone: TelegramPhone, assistant: ScriptedAssistant
) -> None:
    await telegram_phone.agrees()
    assistant.reply = offering(("Ja", "yes"), ("Nee", "no"))
    (shown,) = await telegram_phone.says("en nu?")
    edited, answer = await telegram_phone.sends(telegram_phone.press(shown, "Ja"))
    assert telegram_phone.answers[-1]["method"] == "answerCallbackQuery"
    assert edited["method"] == "editMessageReplyMarkup" and edited["message_id"] == shown["message_id"]
    assert edited["reply_markup"]["inline_keyboard"] == [[{"text": "✓ Ja", "callback_data": "done"}]]
    assert assistant.asked[-1] == (None, "yes") and answer["method"] == "sendMessage"
    assert await telegram_phone.sends(telegram_phone.press(edited | {"text": ""}, "✓ Ja")) == []
    assert telegram_phone.provider.refused == []


async def test_the_same_button_pressed_twice_is_one_choice(
    telegram_phone: TelegramPhone, assistant: ScriptedAssistant
) -> None:
    await telegram_phone.agrees()
    assistant.reply = offering(("Ja", "yes"), ("Nee", "no"))
    (shown,) = await telegram_phone.says("en nu?")
    for _ in range(2):
        await telegram_phone.post(telegram_phone.payload(telegram_phone.press(shown, "Ja")))
    await telegram_phone.hears()
    assert assistant.asked.count((None, "yes")) == 1


async def test_long_choices_have_numbers_on_their_buttons_and_stand_whole_in_the_text(
    telegram_phone: TelegramPhone, assistant: ScriptedAssistant
) -> None:
    await telegram_phone.agrees()
    long = "Mag ik met drie medewerkers een timmerwerkplaats beginnen in de schuur achter mijn huis?"
    assistant.reply = offering((long, "article:a"), ("Nee", "no"))
    (shown,) = await telegram_phone.says("en nu?")
    first = shown["reply_markup"]["inline_keyboard"][0][0]
    assert first["text"].startswith("1. Mag ik met drie") and f"1. {long}" in body(shown)
    assert len(first["callback_data"].encode()) <= 64
    await telegram_phone.says("1")
    assert assistant.asked[-1] == (None, "article:a")


async def test_signs_of_html_are_shown_and_not_read(
    telegram_phone: TelegramPhone, assistant: ScriptedAssistant
) -> None:
    await telegram_phone.agrees()
    assistant.reply = offering(text="Kosten < 100 & **vet <b>**")
    (shown,) = await telegram_phone.says("kosten?")
    assert body(shown) == "Kosten &lt; 100 &amp; <b>vet &lt;b&gt;</b>"


async def test_a_long_answer_in_emoji_is_counted_as_telegram_counts(
    telegram_phone: TelegramPhone, assistant: ScriptedAssistant
) -> None:
    await telegram_phone.agrees()
    assistant.reply = offering(text="Mooi 🚪. " * 1000)
    shown = await telegram_phone.says("vertel")
    assert len(shown) == 3
    assert telegram_phone.provider.refused == []


KINDS: dict[str, tuple[dict[str, Any], str]] = {
    "voice": ({"voice": {"file_id": "1", "duration": 3}}, "spraakbericht"),
    "photo": ({"photo": [{"file_id": "1"}], "caption": "kijk"}, "geen foto's"),
    "document": ({"document": {"file_id": "1"}}, "geen foto's"),
    "sticker": ({"sticker": {"file_id": "1", "emoji": "👍"}}, "geen foto's"),
    "video note": ({"video_note": {"file_id": "1"}}, "geen foto's"),
    "poll": ({"poll": {"id": "1", "question": "?"}}, "Dit soort bericht"),
    "dice": ({"dice": {"emoji": "🎲", "value": 3}}, "Dit soort bericht"),
    "edited": ({"update": "edited_message", "text": "anders"}, "eerder bericht hebt veranderd"),
    "spot at sea": ({"location": {"latitude": 54.2, "longitude": 3.2}}, "Typ uw postcode"),
    "spot without figures": ({"location": {"latitude": "?"}}, "Typ uw postcode"),
    "card": ({"contact": {"phone_number": "31600000002", "first_name": "J."}}, "nu geen contactgegevens"),
}


async def test_what_cannot_be_used_is_refused_with_a_kind_sentence(telegram_phone: TelegramPhone) -> None:
    await telegram_phone.agrees()
    for kind, (content, sentence) in KINDS.items():
        (answer,) = await telegram_phone.sends(telegram_phone.message(**content))
        assert sentence in body(answer), kind


async def test_a_venue_gives_the_gemeente_and_a_card_the_contact(
    telegram_phone: TelegramPhone, assistant: ScriptedAssistant, services: Services
) -> None:
    await telegram_phone.agrees()
    spot = {"latitude": 52.2, "longitude": 5.2}
    venue = {"location": spot, "title": "Bakkerij", "address": "Brink 1, Laren"}
    await telegram_phone.sends(telegram_phone.message(location=spot, venue=venue))
    assert assistant.asked[-1] == (None, "gemeente:laren")
    await put_step(services, "contact")
    card = {"phone_number": "31600000002", "first_name": "J.", "last_name": "Jansen", "user_id": 1}
    await telegram_phone.sends(telegram_phone.message(contact=card))
    assert assistant.asked[-1] == ("+31600000002", None)


async def test_groups_channels_bots_and_other_updates_are_left_alone(
    telegram_phone: TelegramPhone, assistant: ScriptedAssistant
) -> None:
    group = telegram_phone.text("hallo") | {"chat": {"id": -100, "type": "group", "title": "x"}}
    bot = telegram_phone.text("hallo") | {"from": {"id": 5, "is_bot": True, "first_name": "x"}}
    left = telegram_phone.message(update="my_chat_member", new_chat_member={"status": "kicked"})
    post = telegram_phone.message(update="channel_post", text="nieuws")
    for message in (group, bot, left, post):
        assert await telegram_phone.sends(message) == []
    assert assistant.asked == []


async def test_connecting_tells_telegram_the_address_the_secret_and_the_commands(
    telegram_phone: TelegramPhone, services: Services
) -> None:
    adapter = services.messengers.adapters["telegram"]
    assert isinstance(adapter, Telegram)
    await adapter.connect()
    hook, commands = telegram_phone.provider.taken
    assert hook["url"] == "http://127.0.0.1:8000/channels/telegram/webhook"
    assert hook["secret_token"] == TELEGRAM_SECRET
    assert hook["allowed_updates"] == ["message", "edited_message", "callback_query"]
    assert [each["command"] for each in commands["commands"]] == ["start", "help", "stop"]
