"""A guided check in the conversation, with buttons, plain texts, and texts the model understood."""

import pytest
from assistant_builders import Chat, kind, titles

from assistant.actions.memory import CheckDraft, Memory
from assistant.schemas import Reply
from knowledge.checks.book import Checks
from knowledge.checks.files import CheckFiles
from knowledge.checks.schemas import Value

CHECKS = ("werken-aan-huis", "financiering", "locatie")
MOST_QUESTIONS = 30


async def draft(chat: Chat) -> CheckDraft:
    found = (await chat.memory()).check
    assert found is not None
    return found


async def answers(chat: Chat) -> dict[str, Value]:
    return dict((await draft(chat)).answers)


def choices(reply: Reply) -> list[str]:
    return [choice.choice for choice in reply.choices]


async def to_end(chat: Chat, text: str = "weet ik niet") -> Reply:
    """Give the same answer to every question, up to the result."""
    for _ in range(MOST_QUESTIONS):
        replies = await chat.type(text)
        if kind(replies[-1]) == "check-result":
            return replies[-1]
    raise AssertionError("the check never ends")


@pytest.mark.parametrize("check", CHECKS)
async def test_a_check_begins_with_what_it_does_and_its_first_question(chat: Chat, check: str) -> None:
    introduction, question = await chat.choose(f"check:{check}")
    assert kind(introduction) == kind(question) == "check-question"
    assert "weet ik niet" in introduction.text and introduction.choices == ()
    asked = (await draft(chat)).asked
    assert f"answer:{asked}:onbekend" in choices(question)
    assert choices(question)[-1] == "stop" and "back" not in choices(question)


@pytest.mark.parametrize("check", CHECKS)
async def test_not_knowing_anything_ends_in_a_question_for_a_person(chat: Chat, check: str) -> None:
    await chat.choose(f"check:{check}")
    result = await to_end(chat)
    assert "nbekend" in result.text and "rechten" in result.text
    assert "check-person" in choices(result)


@pytest.mark.parametrize("check", CHECKS)
async def test_pressing_the_first_button_every_time_comes_to_a_result(chat: Chat, check: str) -> None:
    replies = await chat.choose(f"check:{check}")
    for _ in range(MOST_QUESTIONS):
        if kind(replies[-1]) == "check-result":
            break
        replies = await chat.choose(replies[-1].choices[0].choice)
    assert kind(replies[-1]) == "check-result" and "rechten" in replies[-1].text
    assert replies[-1].answer and replies[-1].answer.topic


async def test_what_was_said_before_is_not_asked_again(chat: Chat) -> None:
    question = "ik ben kapper in Huizen en heb een kamer van 4 bij 5, mag dat thuis?"
    await chat.act("werken-aan-huis", question, "action_answer")
    introduction, *_ = await chat.choose("check:werken-aan-huis")
    found = await answers(chat)
    assert found["gemeente"] == "huizen" and found["trade"] == "kapper" and found["work-area"] == 20
    assert "Huizen" in introduction.text and "20 m²" in introduction.text


@pytest.mark.parametrize(
    ("text", "check"),
    [
        ("mag mijn salon thuis, kun je dat nagaan?", "werken-aan-huis"),
        ("start de subsidiewijzer", "financiering"),
        ("doe de locatiecheck", "locatie"),
    ],
)
async def test_a_sentence_starts_the_check_it_means(chat: Chat, text: str, check: str) -> None:
    await chat.act("start_check", text, "action_start_check")
    assert (await draft(chat)).check == check


async def test_the_topic_at_hand_decides_when_the_sentence_does_not(chat: Chat) -> None:
    await chat.choose("topic:subsidies")
    await chat.act("start_check", "doe de check", "action_start_check")
    assert (await draft(chat)).check == "financiering"


@pytest.mark.parametrize("text", ["doe de check", "check of mijn huis en mijn lening passen"])
async def test_which_check_is_meant_is_asked_when_nothing_tells(chat: Chat, text: str) -> None:
    [reply] = await chat.act("start_check", text, "action_start_check")
    assert choices(reply) == [*(f"check:{check}" for check in CHECKS), "hand-off"]
    assert (await chat.memory()).check is None


@pytest.mark.parametrize(
    ("topic", "check"),
    [
        ("werken-aan-huis", "werken-aan-huis"),
        ("financiering", "financiering"),
        ("subsidies", "financiering"),
        ("omgevingsplan", "locatie"),
        ("werkruimte", "locatie"),
        ("coaching", None),
    ],
)
async def test_a_topic_and_its_articles_offer_the_check_that_fits(
    chat: Chat, topic: str, check: str | None
) -> None:
    [listed] = await chat.choose(f"topic:{topic}")
    article = next(choice for choice in choices(listed) if choice.startswith("article:"))
    shown, *_ = await chat.choose(article)
    wanted = [f"check:{check}"] if check else []
    assert [choice for choice in choices(listed) if choice.startswith("check")] == wanted
    assert [choice for choice in choices(shown) if choice.startswith("check")] == wanted


async def test_help_offers_the_checks(chat: Chat) -> None:
    [reply] = await chat.act("help", "help", "action_small_talk")
    assert "check" in choices(reply)
    [listed] = await chat.choose("check")
    assert len(listed.choices) == len(CHECKS) + 1


async def test_several_facts_in_one_sentence_are_noted_and_named(chat: Chat) -> None:
    await chat.choose("check:werken-aan-huis")
    [reply] = await chat.type(
        "ik ben kapper in Huizen, kamer van 4 bij 5 in een huis van 120 m2, geen personeel, "
        "klanten komen aan huis"
    )
    found = await answers(chat)
    wanted = {"gemeente": "huizen", "trade": "kapper", "work-area": 20, "home-area": 120, "staff": 0}
    assert wanted.items() <= found.items() and found["customers"] is True
    for written in ("Huizen", "kapper", "20 m²", "120 m²"):
        assert written in reply.text
    assert (await chat.memory()).gemeente == "huizen"


async def test_one_typed_answer_is_said_back(chat: Chat) -> None:
    await chat.choose("check:werken-aan-huis")
    [reply] = await chat.type("in Bussum")
    assert reply.text.startswith("Ik noteer: Gooise Meren.")


@pytest.mark.parametrize("way", ["text", "button"])
async def test_back_takes_answers_back_one_at_a_time_up_to_the_first(chat: Chat, way: str) -> None:
    async def back() -> list[Reply]:
        return await (chat.type("terug") if way == "text" else chat.choose("back"))

    await chat.choose("check:werken-aan-huis")
    await chat.type("Laren")
    await chat.type("bakker")
    await back()
    assert ((await draft(chat)).asked, await answers(chat)) == ("trade", {"gemeente": "laren"})
    await back()
    assert ((await draft(chat)).asked, await answers(chat)) == ("gemeente", {})
    [reply] = await back()
    assert "eerste vraag" in reply.text and (await draft(chat)).asked == "gemeente"


async def test_start_over_begins_the_check_again_without_answers(chat: Chat) -> None:
    await chat.choose("gemeente:laren")
    await chat.choose("check:werken-aan-huis")
    assert "gemeente" in await answers(chat)
    await chat.type("opnieuw")
    assert (await answers(chat), (await draft(chat)).asked) == ({}, "gemeente")


async def test_stop_leaves_the_check_and_forgets_it(chat: Chat) -> None:
    await chat.choose("check:locatie")
    [reply] = await chat.type("stop")
    assert kind(reply) == "notice" and "topic:werkruimte" in choices(reply)
    assert (await chat.memory()).check is None


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("0 m2", "weinig"),
        ("-5 m2", "negatief"),
        ("100.000 m2", "veel"),
        ("groot", "getal"),
    ],
)
async def test_an_answer_that_cannot_be_is_refused_with_the_reason(
    chat: Chat, answer: str, said: str
) -> None:
    await chat.choose("check:werken-aan-huis")
    for text in ("Laren", "bakker"):
        await chat.type(text)
    while (asked := (await draft(chat)).asked) != "home-area":
        await chat.choose(f"answer:{asked}:onbekend")
    before = await answers(chat)
    [reply] = await chat.type(answer)
    assert said in reply.text and (await draft(chat)).asked == "home-area"
    assert await answers(chat) == before


async def test_a_room_larger_than_the_home_is_refused_and_the_home_is_kept(chat: Chat) -> None:
    await chat.choose("check:werken-aan-huis")
    [reply] = await chat.type("ik ben kapper in Laren, een kamer van 300 m2 in een huis van 120 m2")
    found = await answers(chat)
    assert found["home-area"] == 120 and "work-area" not in found and "120 m²" in reply.text


async def test_a_correction_that_cannot_be_leaves_the_earlier_answer(chat: Chat) -> None:
    await chat.choose("check:werken-aan-huis")
    await chat.type("ik ben kapper in Laren, een kamer van 20 m2 in een huis van 120 m2")
    await chat.type("de kamer is 300 m2")
    assert (await answers(chat))["work-area"] == 20
    await chat.type("de kamer is 30 m2")
    assert (await answers(chat))["work-area"] == 30


async def test_after_two_failures_not_knowing_and_a_person_are_offered(chat: Chat) -> None:
    await chat.choose("check:financiering")
    [first] = await chat.type("blauw")
    [second] = await chat.type("groen")
    assert "hand-off" not in choices(first) and "hand-off" in choices(second)
    assert "Weet ik niet" in second.text
    [third] = await chat.type("weet ik niet")
    assert "hand-off" not in choices(third)


async def test_a_question_that_takes_several_options_can_be_answered_button_by_button(chat: Chat) -> None:
    await chat.choose("check:werken-aan-huis")
    while (asked := (await draft(chat)).asked) != "nuisance":
        await chat.choose(f"answer:{asked}:onbekend")
    [more] = await chat.choose("answer:nuisance:geluid")
    assert "check-done" in choices(more) and "answer:nuisance:geluid" not in choices(more)
    await chat.choose("answer:nuisance:stank")
    await chat.choose("check-done")
    assert (await answers(chat))["nuisance"] == ("geluid", "stank")


async def test_an_option_that_stands_alone_is_taken_at_once(chat: Chat) -> None:
    await chat.choose("check:werken-aan-huis")
    while (asked := (await draft(chat)).asked) != "nuisance":
        await chat.choose(f"answer:{asked}:onbekend")
    await chat.choose("answer:nuisance:geen")
    assert (await answers(chat))["nuisance"] == ("geen",)
    assert (await draft(chat)).asked != "nuisance"


async def test_an_older_button_corrects_its_own_answer(chat: Chat) -> None:
    await chat.choose("check:werken-aan-huis")
    await chat.choose("answer:gemeente:laren")
    await chat.type("bakker")
    await chat.choose("answer:gemeente:huizen")
    assert (await answers(chat))["gemeente"] == "huizen" and (await chat.memory()).gemeente == "huizen"
    assert (await answers(chat))["trade"]


async def test_the_gemeente_beside_the_chat_answers_the_question_for_it(chat: Chat) -> None:
    await chat.choose("check:werken-aan-huis")
    await chat.choose("gemeente:eemnes")
    assert (await answers(chat))["gemeente"] == "eemnes"


async def test_a_question_in_return_is_answered_and_the_check_goes_on(chat: Chat) -> None:
    await chat.choose("check:werken-aan-huis")
    await chat.type("Laren")
    before = await draft(chat)
    first, second = await chat.type("wat is een bopa?")
    assert kind(first) == "article" and kind(second) == "check-question"
    assert await draft(chat) == before
    assert not [choice for choice in choices(first) if choice.startswith("check")]


async def test_a_question_in_return_that_nobody_wrote_an_answer_to_leads_to_a_person(chat: Chat) -> None:
    await chat.choose("check:werken-aan-huis")
    first, second = await chat.type("hoeveel giraffen passen er in een raket?")
    assert kind(first) == "fallback" and "hand-off" in choices(first)
    assert kind(second) == "check-question"


async def test_help_in_between_is_given_and_the_check_goes_on(chat: Chat) -> None:
    await chat.choose("check:locatie")
    first, second = await chat.act("ask_identity", "ben je een robot", "action_small_talk")
    assert kind(first) == "small-talk" and kind(second) == "check-question"


async def test_a_topic_button_in_between_is_answered_and_the_check_goes_on(chat: Chat) -> None:
    await chat.choose("check:locatie")
    first, second = await chat.choose("topic:contact")
    assert kind(first) == "clarification" and kind(second) == "check-question"


@pytest.mark.parametrize(("intent", "value"), [("affirm", True), ("deny", False), ("dont_know", "onbekend")])
async def test_what_the_model_takes_for_yes_or_no_counts_when_the_check_cannot_read_it(
    chat: Chat, intent: str, value: Value
) -> None:
    await chat.choose("check:werken-aan-huis")
    while (asked := (await draft(chat)).asked) != "rebuild":
        await chat.choose(f"answer:{asked}:onbekend")
    await chat.act(intent, "hmhmhm", "action_steer")
    assert (await answers(chat))["rebuild"] == value


async def test_an_unsure_model_never_steers_away_from_an_answer(chat: Chat) -> None:
    await chat.choose("check:werken-aan-huis")
    await chat.act("stop", "Laren", "action_steer", confidence=0.7)
    assert (await answers(chat))["gemeente"] == "laren"


async def test_deleting_asks_first_and_no_leaves_the_check(chat: Chat) -> None:
    await chat.choose("check:werken-aan-huis")
    await chat.type("Laren")
    await chat.choose("delete")
    replies = await chat.type("nee")
    assert kind(replies[-1]) == "check-question" and (await answers(chat))["gemeente"] == "laren"
    await chat.choose("delete")
    await chat.choose("yes")
    assert await chat.memory() == Memory()


async def test_the_result_can_be_shown_in_full_and_done_again(chat: Chat) -> None:
    await chat.choose("check:werken-aan-huis")
    result = await to_end(chat)
    assert choices(result) == ["check-all", "check-person", "check-again"]
    assert titles(result)[1].startswith("Vraag het ")
    [full] = await chat.choose("check-all")
    assert kind(full) == "check-result" and len(full.text) > len(result.text)
    assert full.answer and full.answer.sources and all(each.checked_on for each in full.answer.sources)
    await chat.choose("check-again")
    assert (await answers(chat), (await draft(chat)).asked) == ({}, "gemeente")


async def test_after_the_result_the_conversation_is_as_before(chat: Chat) -> None:
    await chat.choose("check:werken-aan-huis")
    await to_end(chat)
    [reply, *_] = await chat.act("werken-aan-huis", "mag er personeel bij mij thuis werken?", "action_answer")
    assert kind(reply) == "article"
    assert "check:werken-aan-huis" in choices(reply)


@pytest.mark.parametrize(
    "choice",
    [
        "answer:",
        "answer:gemeente:",
        "answer:nope:ja",
        "answer:trade:" + "x" * 190,
        "answer:staff:-1",
        "check:nope",
    ],
)
async def test_a_strange_button_is_answered_kindly_and_changes_nothing(chat: Chat, choice: str) -> None:
    await chat.choose("check:werken-aan-huis")
    before = await answers(chat)
    replies = await chat.choose(choice)
    assert replies and all(reply.text for reply in replies)
    assert (await answers(chat)) == before or choice.startswith("answer:trade:")


async def test_a_check_that_an_editor_took_away_does_not_hold_the_conversation(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    await chat.choose("check:werken-aan-huis")
    library = chat.services.library
    monkeypatch.setattr(library, "checks", Checks(CheckFiles(), library.areas, library.vocabulary))
    replies = await chat.choose("topic:contact")
    assert kind(replies[0]) == "clarification" and (await chat.memory()).check is None
