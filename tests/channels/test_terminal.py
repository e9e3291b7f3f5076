"""`voordeur chat` against a running server."""

import asyncio
import io

import pytest
from channels_builders import ScriptedAssistant, article_reply, until
from rich.console import Console
from sqlalchemy import select

from channels.conversations.models import Conversation
from channels.errors import ChannelError, ServerUnreachableError
from channels.services import Services
from channels.terminal.chat import TerminalChat


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
        assert isinstance(self.file, io.StringIO)
        return self.file.getvalue()


async def talk_on(base_url: str, *lines: str) -> str:
    console = Typist(*lines)
    await asyncio.to_thread(TerminalChat(base_url, console).run)
    return console.shown


async def test_the_conversation_shows_welcome_choices_answer_and_source(
    base_url: str, assistant: ScriptedAssistant
) -> None:
    assistant.reply = lambda said: article_reply("Dat **mag**.")
    shown = await talk_on(base_url, "Mag ik thuis knippen?")
    assert "U praat met een computer." in shown
    assert "1. Werken aan huis" in shown
    assert "Dat mag." in shown
    assert "Bron: Plan (2013). Gecontroleerd op 21 november 2026." in shown
    assert shown.rstrip().endswith("Tot ziens.")


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("2", (None, "topic:financiering")),
        ("1.", (None, "topic:werken-aan-huis")),
        ("praat met een mens", (None, "hand-off")),
        ("/mens", (None, "hand-off")),
        ("[bold]9[/bold]", ("[bold]9[/bold]", None)),
    ],
)
async def test_a_typed_number_or_title_picks_a_choice(
    base_url: str, assistant: ScriptedAssistant, typed: str, asked: tuple[str | None, str | None]
) -> None:
    await talk_on(base_url, typed)
    assert assistant.asked == [asked]


async def test_a_refusal_is_shown_and_the_conversation_goes_on(
    base_url: str, assistant: ScriptedAssistant
) -> None:
    shown = await talk_on(base_url, "a" * 1001, "", "hallo", "/stop", "nooit gezien")
    assert "hooguit 1000 tekens" in shown.replace("\n", " ")
    assert assistant.asked == [("hallo", None)]


async def test_erasing_ends_the_conversation(base_url: str, assistant: ScriptedAssistant) -> None:
    shown = await talk_on(base_url, "hallo", "/wis", "nooit gezien")
    assert "gewist" in shown and len(assistant.forgotten) == 1
    assert assistant.asked == [("hallo", None)]


async def test_an_account_manager_is_heard_while_nothing_is_typed(base_url: str, services: Services) -> None:
    loop = asyncio.get_running_loop()

    class Waiting(Typist):
        def input(self, *_: object, **__: object) -> str:
            return asyncio.run_coroutine_threadsafe(take_over(self), loop).result(10)

    async def take_over(console: Typist) -> str:
        async with services.database.reading() as session:
            conversation_id = (await session.scalars(select(Conversation.id))).one()
        await until(lambda: services.hub.listeners(conversation_id) == 1)
        await services.conversations.take_over(conversation_id, "am-1", "Voorbeeld Jansen")
        await services.conversations.send_as_account_manager(conversation_id, "am-1", "Goedemorgen")
        await until(lambda: "Goedemorgen" in console.shown)
        return "/stop"

    console = Waiting()
    await asyncio.to_thread(TerminalChat(base_url, console).run)
    assert "Voorbeeld Jansen:" in console.shown


def test_without_a_server_a_dutch_sentence_says_what_to_do() -> None:
    with pytest.raises(ServerUnreachableError, match="voordeur run"):
        TerminalChat("http://127.0.0.1:9", Typist("hallo")).run()


async def test_an_unknown_gemeente_is_refused_with_its_reason(base_url: str) -> None:
    with pytest.raises(ChannelError, match="gemeente"):
        await asyncio.to_thread(TerminalChat(base_url, Typist()).run, "atlantis")
