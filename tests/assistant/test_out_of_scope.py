"""What Voordeur is not for: one kind sentence with the right door, no ticket and no clarification."""

import pytest
from assistant_builders import Chat, kind

OUT_OF_SCOPE = ("out_of_scope", "action_out_of_scope")


@pytest.mark.parametrize("confidence", [0.4, 0.99])
async def test_the_right_door_is_named(chat: Chat, confidence: float) -> None:
    [reply] = await chat.act(OUT_OF_SCOPE[0], "ik wil mijn paspoort verlengen", OUT_OF_SCOPE[1], confidence)
    assert kind(reply) == "out-of-scope"
    assert "algemene balie" in reply.text
    assert (await chat.memory()).pending is None


async def test_a_question_that_looks_like_an_article_gets_its_door_all_the_same(chat: Chat) -> None:
    text = "parkeervergunning voor bewoners"
    [reply] = await chat.act(OUT_OF_SCOPE[0], text, OUT_OF_SCOPE[1], 0.9)
    assert kind(reply) == "out-of-scope"


async def test_who_is_surely_out_of_scope_gets_no_choice_of_articles(chat: Chat) -> None:
    [reply] = await chat.act(OUT_OF_SCOPE[0], "goedkope vakantie naar spanje", OUT_OF_SCOPE[1], 0.9)
    assert kind(reply) == "out-of-scope"


async def test_the_knowledge_store_has_the_last_word(chat: Chat) -> None:
    [reply, *_] = await chat.act(OUT_OF_SCOPE[0], "Hoeveel kunt u lenen bij Qredits?", OUT_OF_SCOPE[1], 0.9)
    assert kind(reply) == "article"


async def test_a_place_elsewhere_is_not_taken_for_the_gemeente_of_a_business(chat: Chat) -> None:
    [reply] = await chat.act(OUT_OF_SCOPE[0], "hoe laat gaat de trein naar Amsterdam", OUT_OF_SCOPE[1])
    assert kind(reply) == "out-of-scope"
    assert (await chat.memory()).gemeente is None


async def test_a_topic_of_the_model_does_not_make_a_residents_question_sure(chat: Chat) -> None:
    doubt = {"wegwijzer": 0.6, OUT_OF_SCOPE[0]: 0.3}
    text = "waar vraag ik zorgtoeslag aan"
    [reply] = await chat.act("wegwijzer", text, "action_answer", 0.6, ranking=doubt)
    assert kind(reply) == "out-of-scope" and "Belastingdienst" in reply.text


async def test_a_word_of_residents_does_not_refuse_what_is_surely_a_business(chat: Chat) -> None:
    sure = {"starten": 0.97, OUT_OF_SCOPE[0]: 0.01}
    text = "ik werk in de thuiszorg, mag ik daarnaast een bedrijf beginnen"
    [reply, *_] = await chat.act("starten", text, "action_answer", 0.97, ranking=sure)
    assert kind(reply) != "out-of-scope"


async def test_what_is_not_known_and_has_a_door_leads_to_the_door(chat: Chat) -> None:
    [reply] = await chat.act("nlu_fallback", "huurtoeslag te laag", "action_fallback")
    assert kind(reply) == "out-of-scope" and "Belastingdienst" in reply.text


@pytest.mark.parametrize(("text", "expected"), [("parkeren", "clarification"), ("qwertyuiop", "fallback")])
async def test_a_word_or_two_say_too_little_to_be_refused(chat: Chat, text: str, expected: str) -> None:
    [reply] = await chat.act(OUT_OF_SCOPE[0], text, OUT_OF_SCOPE[1], 0.5)
    assert kind(reply) == expected


async def test_a_word_of_residents_beside_a_place_is_a_question(chat: Chat) -> None:
    [reply] = await chat.act("give_gemeente", "huwelijk regelen in Laren", "action_set_gemeente", 0.9)
    assert kind(reply) == "out-of-scope"
    [reply] = await chat.act("give_gemeente", "mijn zaak staat in Laren", "action_set_gemeente", 0.9)
    assert kind(reply) == "notice" and (await chat.memory()).gemeente == "laren"


async def test_what_is_surely_not_for_this_desk_is_no_answer_to_where(chat: Chat) -> None:
    [reply] = await chat.act(OUT_OF_SCOPE[0], "openingstijden manege Laren", OUT_OF_SCOPE[1], 0.95)
    assert kind(reply) == "out-of-scope"
    [reply] = await chat.act(OUT_OF_SCOPE[0], "nou ja gewoon Laren", OUT_OF_SCOPE[1], 0.45)
    assert kind(reply) == "notice" and (await chat.memory()).gemeente == "laren"
