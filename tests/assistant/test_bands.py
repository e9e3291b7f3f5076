"""Three bands: an answer, one clarification of at most three choices, or not knowing, with a person."""

import pytest
from assistant_builders import Chat, kind, titles

from assistant.actions.memory import save_memory

VAGUE = "parkeren"
VAGUE_TOO = "vergunning"
NONSENSE = "xyzzy plugh"
FALLBACK = ("nlu_fallback", "action_fallback")


async def ask(chat: Chat, text: str) -> tuple[str, str, list[str]]:
    [reply] = await chat.act(FALLBACK[0], text, FALLBACK[1])
    return kind(reply), reply.text, titles(reply)


async def test_a_clarification_has_at_most_three_choices_and_a_person(chat: Chat) -> None:
    band, _, offered = await ask(chat, VAGUE)
    assert band == "clarification"
    assert 1 < len(offered) <= 4 and offered[-1] == "Praat met een mens"


async def test_the_same_choices_are_not_offered_twice_in_another_order(chat: Chat) -> None:
    await ask(chat, VAGUE)
    memory = await chat.memory()
    memory.clarified[0].reverse()
    async with chat.services.database.transaction() as session:
        await save_memory(session, chat.id, memory)
    await chat.act("thank", "dank", "action_small_talk")
    band, text, _ = await ask(chat, f"{VAGUE} ?")
    assert band == "fallback" and "doorsturen" in text


async def test_the_second_clarification_in_a_row_names_a_person(chat: Chat) -> None:
    await chat.choose("gemeente:laren")
    await ask(chat, VAGUE)
    band, text, offered = await ask(chat, VAGUE_TOO)
    assert band == "clarification"
    assert "Gijs Voorbeeld" in text and "Gijs Voorbeeld" in offered[-1]


async def test_after_two_clarifications_a_person_goes_on(chat: Chat) -> None:
    for text in (VAGUE, VAGUE_TOO):
        await ask(chat, text)
    band, text, offered = await ask(chat, "lenen")
    assert band == "fallback" and "niet langer laten zoeken" in text
    assert offered == ["Ja", "Nee"]
    [reply] = await chat.choose("yes")
    assert kind(reply) == "hand-off-question"


async def test_the_second_time_not_known_offers_the_person_at_once(chat: Chat) -> None:
    _, first, _ = await ask(chat, NONSENSE)
    _, second, _ = await ask(chat, f"{NONSENSE} frotz")
    assert first != second and "niet langer laten zoeken" in second


@pytest.mark.parametrize("text", ["hoeveel kunt u lenen bij Qredits?", "Hoe lang duurt een Bbz-aanvraag?"])
async def test_an_answer_in_between_begins_the_count_anew(chat: Chat, text: str) -> None:
    await ask(chat, NONSENSE)
    await chat.act("financiering", text, "action_answer")
    _, said, _ = await ask(chat, f"{NONSENSE} frotz")
    assert said.startswith("Dat weet ik niet.")


async def test_yes_to_several_choices_asks_once_which_one(chat: Chat) -> None:
    _, first, offered = await ask(chat, VAGUE)
    [which] = await chat.act("affirm", "ja", "action_steer")
    assert which.text != first and titles(which) == offered
    [reply] = await chat.act("affirm", "ja", "action_steer")
    assert kind(reply) == "fallback"


async def test_back_from_a_clarification_does_not_offer_it_again(chat: Chat) -> None:
    await ask(chat, VAGUE)
    [reply] = await chat.act("go_back", "terug", "action_steer")
    assert kind(reply) == "small-talk"
