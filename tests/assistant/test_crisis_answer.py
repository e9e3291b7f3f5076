"""Whoever may think of ending their life hears first who listens, and loses nothing by saying it."""

import pytest
from assistant_builders import Chat, titles

from assistant.actions.turn import Services
from assistant.engine import Engine

DESPAIR = "door die schulden wil ik niet meer leven"


@pytest.mark.parametrize(
    ("intent", "action"),
    [
        ("financiering", "action_answer"),
        ("out_of_scope", "action_out_of_scope"),
        ("nlu_fallback", "action_fallback"),
        ("stop", "action_steer"),
    ],
)
async def test_despair_goes_before_whatever_was_understood(chat: Chat, intent: str, action: str) -> None:
    [reply] = await chat.act(intent, DESPAIR, action)
    assert "113" in reply.text and "112" in reply.text
    assert titles(reply) == ["Praat met een mens"]
    assert reply.answer and reply.answer.sources


async def test_it_is_heard_while_rasa_is_down(engine: Engine) -> None:
    [reply] = await engine.respond("alone", text=DESPAIR, choice=None)
    assert "113" in reply.text


async def test_a_hand_off_under_way_goes_on_afterwards(chat: Chat) -> None:
    for choice in ("hand-off", "gemeente:laren"):
        await chat.choose(choice)
    [reply] = await chat.type(DESPAIR)
    assert "113" in reply.text
    draft = (await chat.memory()).hand_off
    assert draft and draft.step == "name"
    await chat.type("Sanne de Wit")
    draft = (await chat.memory()).hand_off
    assert draft and (draft.name, draft.step) == ("Sanne de Wit", "contact")


async def test_the_sentence_alone_names_help_when_the_article_is_withdrawn(
    chat: Chat, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = services.library
    others = {key: each for key, each in library.articles.items() if key != library.crisis.article}
    monkeypatch.setattr(library, "articles", others)
    [reply] = await chat.type(DESPAIR)
    assert "112" in reply.text and titles(reply) == ["Praat met een mens"]
