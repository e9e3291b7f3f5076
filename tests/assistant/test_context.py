"""A short next question goes on with the last one, a correction puts it right, and a new subject is new."""

import pytest
from assistant_builders import Chat, kind

from assistant.actions.context import correction, goes_on
from assistant.actions.memory import Memory
from assistant.actions.turn import Services, Turn, Understanding
from assistant.schemas import Reply

KAPSALON = "Mag ik thuis een kapsalon beginnen?"


async def ask(chat: Chat, topic: str, text: str) -> list[Reply]:
    return await chat.act(topic, text, "action_answer")


async def next_question(chat: Chat, text: str) -> Reply:
    return (await chat.act("nlu_fallback", text, "action_fallback", 0.3))[0]


def article(reply: Reply) -> str | None:
    return reply.answer.article_id if reply.answer else None


@pytest.mark.parametrize(
    ("topic", "first", "text", "found"),
    [
        ("werken-aan-huis", KAPSALON, "en als ik huur?", "werken-aan-huis-huurwoning"),
        ("omgevingsplan", "Hoe vraag ik een omgevingsvergunning aan?", "wat kost dat?", "leges"),
        ("financiering", "wat is het Bbz", "wie beslist erover?", "bbz-beslistermijn"),
        ("financiering", "wat is het Bbz", "en als ik stop?", "bbz-stoppen"),
        ("omgevingsplan", "Hoe lang duurt een BOPA?", "en tijdelijk?", "bopa-tijdelijk"),
    ],
)
async def test_a_short_question_is_asked_together_with_the_last(
    chat: Chat, topic: str, first: str, text: str, found: str
) -> None:
    await ask(chat, topic, first)
    assert article(await next_question(chat, text)) == found


async def test_both_are_remembered_for_the_next_one_and_for_a_person(chat: Chat) -> None:
    await ask(chat, "werken-aan-huis", KAPSALON)
    await next_question(chat, "en als ik huur?")
    memory = await chat.memory()
    assert (memory.about, memory.question) == (KAPSALON, f"{KAPSALON} en als ik huur?")


async def test_several_in_a_row_all_go_on_with_the_same(chat: Chat) -> None:
    await ask(chat, "financiering", "wat is het Bbz")
    await next_question(chat, "en als ik stop?")
    assert article(await next_question(chat, "wie beslist erover?")) == "bbz-beslistermijn"


async def test_in_another_gemeente_it_is_the_same_question(chat: Chat) -> None:
    await ask(chat, "werken-aan-huis", KAPSALON)
    await next_question(chat, "en als ik huur?")
    reply = await next_question(chat, "en in Laren?")
    assert article(reply) == "werken-aan-huis-huurwoning"
    assert (await chat.memory()).gemeente == "laren"


async def test_for_somebody_else_it_is_the_same_answer(chat: Chat) -> None:
    await ask(chat, "werken-aan-huis", KAPSALON)
    reply = await next_question(chat, "en voor mijn zus?")
    assert article(reply) == "kapper-aan-huis" and reply.text.startswith("Ik geef algemene informatie.")


async def test_what_is_not_known_about_it_is_said_to_be_not_known(chat: Chat) -> None:
    await ask(chat, "werken-aan-huis", KAPSALON)
    assert kind(await next_question(chat, "en wat kost dat dan?")) == "fallback"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("nee ik bedoel subsidie", "subsidie-overzicht"),
        ("Sorry, ik bedoelde subsidie.", "subsidie-overzicht"),
        ("niet lenen maar subsidie", "subsidie-overzicht"),
    ],
)
async def test_a_correction_is_answered_anew(chat: Chat, text: str, found: str) -> None:
    await ask(chat, "financiering", "ik wil geld lenen voor mijn zaak")
    [reply, *_] = await chat.act("deny", text, "action_steer")
    assert article(reply) == found
    assert "subsidie" in ((await chat.memory()).question or "")


async def test_an_answer_that_was_wrong_is_not_given_again(chat: Chat) -> None:
    await ask(chat, "werken-aan-huis", KAPSALON)
    reply = (await chat.act("deny", "nee ik bedoel een kapsalon in een pand", "action_steer"))[0]
    assert article(reply) != "kapper-aan-huis"


def turn(services: Services, text: str, intent: str, confidence: float, **memory: str) -> Turn:
    understanding = Understanding(intent, confidence)
    # Nothing here reads or writes the database.
    return Turn("one", text, understanding, Memory(**memory), services, None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "intent", "confidence", "on"),
    [
        ("hoeveel dan?", "nlu_fallback", 0.2, True),
        ("en als ik huur?", "werken-aan-huis", 0.9, True),
        ("en hoe vraag ik een lening aan?", "financiering", 0.9, False),
        ("dat is fijn", "thank", 0.9, False),
        ("ja dat mag", "affirm", 0.4, False),
        ("waar staat dat", "ask_source", 0.9, False),
        ("parkeren", "nlu_fallback", 0.2, False),
        ("en " + "heel " * 9 + "lang", "nlu_fallback", 0.2, False),
    ],
)
def test_what_goes_on_with_the_last_question(
    services: Services, text: str, intent: str, confidence: float, on: bool
) -> None:
    memory = {"about": KAPSALON, "topic": "werken-aan-huis"}
    assert goes_on(turn(services, text, intent, confidence, **memory)) is on
    assert goes_on(turn(services, text, intent, confidence)) is False


@pytest.mark.parametrize(
    ("text", "meant", "gone"),
    [
        ("nee ik bedoel huren", "huren", ""),
        ("nee, niet thuis maar in een winkel", "in een winkel", "thuis"),
        ("ik bedoelde eigenlijk een winkel", "een winkel", ""),
    ],
)
def test_a_correction_is_read(services: Services, text: str, meant: str, gone: str) -> None:
    found = correction(turn(services, text, "deny", 0.9, about=KAPSALON))
    assert found and (found.meant, found.gone) == (meant, gone)


@pytest.mark.parametrize("text", ["nee", "nee dat bedoel ik niet", "ik bedoel niet", "niet doen", "maar nee"])
def test_a_bare_no_is_no_correction(services: Services, text: str) -> None:
    assert correction(turn(services, text, "deny", 0.9, about=KAPSALON)) is None
