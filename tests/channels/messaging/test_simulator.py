"""`voordeur chat --as whatsapp`: a conversation on a telephone of text."""

import asyncio
import io
import re

import pytest
from channels_builders import ScriptedAssistant
from rich.console import Console
from test_whatsapp_conversation import offering

from channels.terminal.phone import CHANNELS, PhoneChat, phone_chat
from kit.settings import Settings


class Typist(Console):
    """A console on which somebody types the given lines, and then Ctrl-D."""

    def __init__(self, *lines: str) -> None:
        super().__init__(file=io.StringIO(), width=100)
        self._typed = iter(lines)

    def input(self, *_: object, **__: object) -> str:
        try:
            return next(self._typed)
        except StopIteration:
            raise EOFError from None

    @property
    def shown(self) -> str:
        """What was shown, without the frames and line ends of the bubbles."""
        assert isinstance(self.file, io.StringIO)
        return " ".join(re.sub(r"[│╭╮╰╯─]", " ", self.file.getvalue()).split())


async def talk_on(settings: Settings, base_url: str, channel: str, *lines: str) -> str:
    console = Typist(*lines)
    chat = phone_chat(settings.model_copy(update={"public_url": base_url}), console, channel)
    await asyncio.to_thread(chat.run)
    return console.shown


LONG = "Een bedrijf beginnen in een woning van iemand anders"


async def test_whatsapp_shows_consent_buttons_and_a_list_under_its_limits(
    settings: Settings, base_url: str, assistant: ScriptedAssistant
) -> None:
    choices = (("Ja", "yes"), (LONG, "article:a"), ("C", "c"), ("D", "d"))
    assistant.reply = offering(*choices, text="Dit is **vet**.")
    shown = await talk_on(settings, base_url, "whatsapp", "wat?", "ja", "hallo", "2")
    assert "computer, geen mens" in shown and "[ Ja, ga verder ]" in shown
    assert "☰ Kies" in shown and "○ Een bedrijf beginnen in…" in shown and LONG in shown
    assert "Dit is vet." in shown and "/1024 tekens" in shown
    assert assistant.asked[-1] == (None, "article:a")


async def test_telegram_shows_a_keyboard(
    settings: Settings, base_url: str, assistant: ScriptedAssistant
) -> None:
    assistant.reply = offering(("Ja", "yes"), text="Zie [de regels](https://voorbeeld.test/r) & meer.")
    shown = await talk_on(settings, base_url, "telegram", "ja", "hallo")
    assert "Zie de regels (https://voorbeeld.test/r) & meer." in shown
    assert "[ Ja ]" in shown and "/4096 tekens" in shown


@pytest.mark.parametrize("channel", CHANNELS)
def test_who_refuses_talks_to_nobody(settings: Settings, channel: str) -> None:
    console = Typist("nee")
    chat = phone_chat(settings, console, channel)
    assert isinstance(chat, PhoneChat)
    chat.run()
    assert "U praat met een computer" in console.shown
