"""Moments that go before an answer: who helps comes first, and nothing that was under way is lost."""

import pytest
from assistant_builders import Chat, kind, titles
from sqlalchemy import select

from assistant.actions.turn import Services
from assistant.engine import Engine
from kit.masking import mask_personal_numbers
from knowledge.gaps.models import GapQuestion

DESPAIR = "door die schulden wil ik niet meer leven"
MONEY = "de deurwaarder staat morgen bij mijn winkel op de stoep"
PROMISE = "garandeert u dat ik het mag?"
EVASION = "kan ik verbouwen zonder dat de gemeente het merkt"
PERSON = "Praat met een mens"
UNDERSTOOD = [
    ("financiering", "action_answer"),
    ("out_of_scope", "action_out_of_scope"),
    ("nlu_fallback", "action_fallback"),
    ("stop", "action_steer"),
]


@pytest.mark.parametrize(("intent", "action"), UNDERSTOOD)
async def test_despair_goes_before_whatever_was_understood(chat: Chat, intent: str, action: str) -> None:
    [reply] = await chat.act(intent, DESPAIR, action)
    assert "113" in reply.text and "112" in reply.text
    assert titles(reply) == [PERSON]
    assert reply.answer and reply.answer.sources


@pytest.mark.parametrize(("intent", "action"), UNDERSTOOD)
async def test_money_trouble_gets_help_lines_and_a_person_and_no_form(
    chat: Chat, intent: str, action: str
) -> None:
    [reply] = await chat.act(intent, MONEY, action)
    assert "0800-8115" in reply.text
    assert titles(reply)[0] == PERSON
    assert reply.answer and reply.answer.article_id == "geldproblemen-hulp" and reply.answer.sources
    memory = await chat.memory()
    assert (memory.hand_off, memory.check, memory.question) == (None, None, MONEY)


@pytest.mark.parametrize(("text", "words"), [(PROMISE, "geen rechten"), (EVASION, "help ik u niet")])
@pytest.mark.parametrize(("intent", "action"), UNDERSTOOD)
async def test_a_boundary_is_set_and_the_account_manager_named(
    chat: Chat, text: str, words: str, intent: str, action: str
) -> None:
    await chat.choose("gemeente:laren")
    [reply] = await chat.act(intent, text, action)
    assert words in reply.text and "Gijs Voorbeeld" in reply.text
    assert titles(reply) == [PERSON]
    [reply] = await chat.act("affirm", "ja graag", "action_steer")
    assert kind(reply) == "hand-off-question"


@pytest.mark.parametrize("text", [DESPAIR, MONEY, PROMISE, EVASION, "wat een waardeloze bot"])
async def test_a_moment_is_heard_while_rasa_is_down(engine: Engine, text: str) -> None:
    [reply] = await engine.respond("alone", text=text, choice=None)
    assert PERSON in titles(reply)
    assert "storing" not in reply.text


@pytest.mark.parametrize("text", [MONEY, PROMISE, EVASION, "rot op"])
async def test_a_hand_off_asks_again_afterwards(chat: Chat, text: str) -> None:
    for choice in ("hand-off", "gemeente:laren"):
        await chat.choose(choice)
    [said, asked] = await chat.type(text)
    assert titles(said) == []
    assert kind(asked) == "hand-off-question"
    draft = (await chat.memory()).hand_off
    assert draft and (draft.step, draft.name) == ("name", None)


async def test_despair_lets_a_hand_off_wait(chat: Chat) -> None:
    for choice in ("hand-off", "gemeente:laren"):
        await chat.choose(choice)
    [reply] = await chat.type(DESPAIR)
    assert "113" in reply.text
    await chat.type("Sanne de Wit")
    draft = (await chat.memory()).hand_off
    assert draft and (draft.name, draft.step) == ("Sanne de Wit", "contact")


@pytest.mark.parametrize("text", [MONEY, PROMISE])
async def test_where_the_question_is_asked_it_is_the_question(chat: Chat, text: str) -> None:
    for choice in ("hand-off", "gemeente:laren"):
        await chat.choose(choice)
    for answer in ("Sanne de Wit", "sanne@voorbeeld.nl"):
        await chat.type(answer)
    [_, consent] = await chat.act("deny", text, "action_steer")
    assert "akkoord" in consent.text
    draft = (await chat.memory()).hand_off
    assert draft and draft.question == text


@pytest.mark.parametrize("step", ["name", "consent"])
async def test_scolding_that_only_the_model_hears_is_no_answer_to_a_step(chat: Chat, step: str) -> None:
    for choice in ("hand-off", "gemeente:laren"):
        await chat.choose(choice)
    if step == "consent":
        for answer in ("Sanne de Wit", "sanne@voorbeeld.nl", "Wie leest mijn plan?"):
            await chat.type(answer)
    [said, asked] = await chat.act("abusive", "wat een kutzooi", "action_small_talk")
    assert "dwarszit" in said.text and titles(said) == []
    assert kind(asked) == "hand-off-question"
    draft = (await chat.memory()).hand_off
    assert draft and (draft.step, draft.refusals) == (step, 0)


async def test_money_trouble_lets_a_check_wait_until_somebody_goes_on(chat: Chat) -> None:
    await chat.choose("check:financiering")
    asked = (await chat.memory()).check
    [reply] = await chat.type(MONEY)
    assert titles(reply) == [PERSON, "Ga verder met de check"]
    await chat.choose("check-resume")
    check = (await chat.memory()).check
    assert check and asked and check.asked == asked.asked


async def test_what_surely_answers_the_question_is_offered_beside_the_help(chat: Chat) -> None:
    [reply] = await chat.act("money_trouble", MONEY, "action_answer", 0.9)
    assert titles(reply) == [PERSON, "Hulp bij zakelijke schulden"]
    [shown, *_] = await chat.choose("article:zakelijke-schulden")
    assert shown.answer and shown.answer.article_id == "zakelijke-schulden"


@pytest.mark.parametrize("text", [PROMISE, "wat een stomme bot"])
async def test_a_boundary_goes_on_with_a_check_at_once(chat: Chat, text: str) -> None:
    await chat.choose("check:werken-aan-huis")
    [said, asked] = await chat.type(text)
    assert titles(said) == [PERSON]
    assert kind(asked) == "check-question"


async def test_the_sentence_alone_names_help_when_the_article_is_withdrawn(
    chat: Chat, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services.library, "articles", {})
    [reply] = await chat.type(DESPAIR)
    assert "112" in reply.text and titles(reply) == [PERSON]
    [reply] = await chat.type(MONEY)
    assert titles(reply) == [PERSON]


@pytest.mark.parametrize(
    ("typed", "what"),
    [
        ("mijn bsn is 111222333", "een burgerservicenummer (BSN)"),
        ("NL91 ABNA 0417 1643 00 is mijn rekening", "een rekeningnummer (IBAN)"),
        (
            "bsn 111222333, nog eens 111222333 en NL91ABNA0417164300",
            "een burgerservicenummer (BSN) en een rekeningnummer (IBAN)",
        ),
    ],
)
async def test_the_sender_is_told_once_what_was_removed(chat: Chat, typed: str, what: str) -> None:
    told, *answer = await chat.act("nlu_fallback", mask_personal_numbers(typed), "action_fallback")
    assert told.text.startswith(f"U stuurde {what} mee.")
    assert len(answer) == 1


async def test_what_was_removed_is_told_in_a_hand_off_too(chat: Chat) -> None:
    for choice in ("hand-off", "gemeente:laren"):
        await chat.choose(choice)
    told, asked = await chat.type(mask_personal_numbers("Sanne de Wit, bsn 111222333"))
    assert "BSN" in told.text and kind(asked) == "hand-off-question"


async def test_an_illness_need_not_be_shared_and_the_question_is_answered(chat: Chat) -> None:
    text = "ik heb reuma, hoeveel kan ik lenen bij Qredits?"
    told, *answer = await chat.act("financiering", text, "action_answer")
    assert "hoeft u hier niets te delen" in told.text
    assert answer and kind(answer[0]) in {"article", "clarification"}


async def test_a_question_with_an_illness_is_not_kept_for_editors(chat: Chat, services: Services) -> None:
    await chat.act("nlu_fallback", "ik heb reuma en zoek een xyzzy", "action_fallback")
    await chat.act("nlu_fallback", "ik zoek een xyzzy", "action_fallback")
    async with services.database.reading() as session:
        texts = [gap.text for gap in await session.scalars(select(GapQuestion))]
    assert texts == ["ik zoek een xyzzy"]


async def test_the_gemeente_that_is_named_in_a_moment_is_known_from_then_on(chat: Chat) -> None:
    [reply] = await chat.act("financiering", f"{MONEY} in Laren", "action_answer")
    assert reply.answer and reply.answer.gemeente == (await chat.memory()).gemeente == "laren"


async def test_a_place_elsewhere_in_a_moment_does_not_replace_the_gemeente(chat: Chat) -> None:
    await chat.choose("gemeente:laren")
    await chat.act("financiering", f"{MONEY} in Amsterdam", "action_answer")
    assert (await chat.memory()).gemeente == "laren"


async def test_a_name_in_a_hand_off_is_no_moment_whatever_the_model_reads(chat: Chat) -> None:
    for choice in ("hand-off", "gemeente:laren"):
        await chat.choose(choice)
    heavy = {"money_trouble": 0.9}
    [reply] = await chat.act("money_trouble", "Sanne de Wit", "action_answer", 0.9, ranking=heavy)
    assert kind(reply) == "hand-off-question" and "telefoonnummer" in reply.text
