"""Which turns leave a gap behind, and which do not."""

from assistant_builders import Chat, kind
from sqlalchemy import select

from assistant.actions.missed import TRIAL
from assistant.actions.turn import Services
from knowledge.gaps.models import GapQuestion, Reason

NONSENSE = "zwaardvechtende olifanten op de maan"


async def gaps(services: Services) -> list[tuple[str, Reason]]:
    async with services.database.reading() as session:
        found = await session.scalars(select(GapQuestion).order_by(GapQuestion.id))
        return [(each.text, each.reason) for each in found]


async def ask(chat: Chat, text: str) -> str:
    return kind((await chat.act("nlu_fallback", text, "action_fallback", 0.2))[0])


async def between(chat: Chat) -> str:
    """Ask something that may be several articles; return it."""
    for text in ("subsidie", "lening", "vergunning", "parkeren", "werkplek", "coach"):
        if await ask(chat, text) == "clarification" and (await chat.memory()).pending == "article":
            return text
    raise AssertionError("no question leaves the search in doubt")


async def test_a_question_without_an_answer_is_noted_once(chat: Chat, services: Services) -> None:
    assert await ask(chat, NONSENSE) == "fallback"
    await chat.choose("gemeente:laren")  # the same question again, for a place
    await chat.act("go_back", "terug", "action_steer")
    assert await gaps(services) == [(NONSENSE, Reason.NOT_FOUND)]


async def test_an_answered_question_leaves_nothing(chat: Chat, services: Services) -> None:
    article = next(
        each
        for each in services.library.articles.values()
        if each.area == "landelijk" and each.language == "nl"
    )
    assert await ask(chat, article.title) == "article"
    assert await gaps(services) == []


async def test_whoever_chooses_none_of_the_offered_answers_leaves_a_gap(
    chat: Chat, services: Services
) -> None:
    text = await between(chat)
    before = await gaps(services)
    await chat.act("deny", "nee", "action_steer")
    assert await gaps(services) == [*before, (text, Reason.NONE_CHOSEN)]


async def test_whoever_asks_for_a_person_instead_leaves_a_gap(chat: Chat, services: Services) -> None:
    text = await between(chat)
    before = await gaps(services)
    await chat.choose("hand-off")
    assert await gaps(services) == [*before, (text, Reason.NONE_CHOSEN)]


async def test_whoever_asks_for_a_person_at_once_leaves_nothing(chat: Chat, services: Services) -> None:
    await chat.choose("hand-off")
    await chat.choose("gemeente:laren")
    await chat.type("Sanne de Wit")
    assert await gaps(services) == []


async def test_what_is_out_of_scope_is_noted_as_such(chat: Chat, services: Services) -> None:
    [reply] = await chat.act("out_of_scope", NONSENSE, "action_out_of_scope")
    assert kind(reply) == "out-of-scope"
    assert await gaps(services) == [(NONSENSE, Reason.OUT_OF_SCOPE)]


async def test_while_rasa_is_down_nothing_is_noted(chat: Chat, services: Services) -> None:
    await chat.type(NONSENSE)
    assert await gaps(services) == []


async def test_what_an_editor_tries_is_not_noted(services: Services) -> None:
    assert await ask(Chat(services, f"{TRIAL}abc"), NONSENSE) == "fallback"
    assert await gaps(services) == []
