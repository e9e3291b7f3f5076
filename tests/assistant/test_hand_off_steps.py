"""The hand-off step by step, with buttons and the plainest words."""

import pytest
from assistant_builders import Chat, kind

from assistant.actions.memory import Memory


async def step(chat: Chat) -> str | None:
    draft = (await chat.memory()).hand_off
    return draft.step if draft else None


async def test_a_whole_hand_off_becomes_a_ticket(chat: Chat) -> None:
    await chat.to_summary()
    [sent] = await chat.choose("yes")
    [ticket] = await chat.tickets()
    assert kind(sent) == "ticket"
    assert ticket.reference in sent.text and sent.answer and sent.answer.ticket_reference == ticket.reference
    assert (ticket.name, ticket.email, ticket.phone) == ("Sanne de Wit", "sanne@voorbeeld.nl", None)
    assert ticket.question == "Wie leest mijn plan?"
    assert ticket.gemeente == "laren" and ticket.account_manager_id == "gijs-voorbeeld"
    assert "Gijs" in ticket.consent_text and ticket.consent_at is not None
    assert (await chat.memory()).hand_off is None


async def test_nothing_is_sent_before_the_last_yes(chat: Chat) -> None:
    await chat.to_summary()
    assert await chat.tickets() == []


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Sanne de Wit", "Sanne de Wit"),
        ("mijn naam is Sanne de Wit.", "Sanne de Wit"),
        ("Ik heet Sanne", "Sanne"),
        ("ik ben Omar Haddad", "Omar Haddad"),
        ("naam: Jo", "Jo"),
        ("Stopper", "Stopper"),
        ("李 娜", "李 娜"),
    ],
)
async def test_a_name_is_read_out_of_what_is_typed(chat: Chat, typed: str, name: str) -> None:
    await chat.choose("hand-off")
    await chat.choose("gemeente:huizen")
    await chat.type(typed)
    draft = (await chat.memory()).hand_off
    assert draft and (draft.name, draft.step) == (name, "contact")


@pytest.mark.parametrize(
    "typed",
    [
        *("1", "123", "?", "😀", "ja", "Nee!", "weet ik niet", "waarom moet dat?", "x" * 81, "ik heet "),
        *("waarom moet u mijn naam hebben", "Waarvoor is mijn naam nodig"),
    ],
)
async def test_what_is_no_name_is_asked_again(chat: Chat, typed: str) -> None:
    await chat.choose("hand-off")
    await chat.choose("gemeente:huizen")
    [reply] = await chat.type(typed)
    assert await step(chat) == "name"
    assert kind(reply) == "hand-off-question"


@pytest.mark.parametrize(
    ("typed", "email", "phone"),
    [
        ("sanne@voorbeeld.nl", "sanne@voorbeeld.nl", None),
        ("mijn mail is sanne@voorbeeld.nl.", "sanne@voorbeeld.nl", None),
        ("06 12345678", None, "+31612345678"),
        ("035 6292 111", None, "+31356292111"),
        ("+48 512 345 678", None, "+48512345678"),
        ("sanne@voorbeeld.nl of 06-12345678", "sanne@voorbeeld.nl", "+31612345678"),
    ],
)
async def test_contact_details_in_every_form(
    chat: Chat, typed: str, email: str | None, phone: str | None
) -> None:
    await chat.choose("hand-off")
    await chat.choose("no-gemeente")
    await chat.type("Sanne")
    await chat.type(typed)
    draft = (await chat.memory()).hand_off
    assert draft and (draft.email, draft.phone, draft.step) == (email, phone, "question")


@pytest.mark.parametrize(
    "typed", ["sanne@voorbeeld", "06 1234", "liever niet", "waarom?", "waarom mijn nummer", "0900 1234", ""]
)
async def test_wrong_contact_details_are_asked_again(chat: Chat, typed: str) -> None:
    await chat.choose("hand-off")
    await chat.choose("no-gemeente")
    await chat.type("Sanne")
    [reply] = await chat.type(typed)
    assert await step(chat) == "contact"
    assert [choice.choice for choice in reply.choices] == ["back", "stop"]


async def test_back_goes_one_step_at_a_time_to_the_first(chat: Chat) -> None:
    await chat.to_summary()
    seen = []
    for _ in range(6):
        await chat.choose("back")
        seen.append(await step(chat))
    assert seen == ["consent", "question", "contact", "name", "gemeente", "gemeente"]


async def test_going_back_before_consent_asks_it_again(chat: Chat) -> None:
    await chat.to_summary()
    await chat.choose("back")
    draft = (await chat.memory()).hand_off
    assert draft and draft.consent_at is None


@pytest.mark.parametrize(
    ("part", "typed", "found"),
    [
        ("name", "Fleur", "Fleur"),
        ("contact", "06 12345678", "+31612345678"),
        ("question", "Iets anders?", "Iets anders?"),
    ],
)
async def test_a_correction_returns_to_the_summary(chat: Chat, part: str, typed: str, found: str) -> None:
    await chat.to_summary()
    await chat.choose(f"change:{part}")
    [summary] = await chat.type(typed)
    assert await step(chat) == "summary"
    assert found in summary.text


@pytest.mark.parametrize("part", ["name", "contact", "question"])
async def test_back_from_a_correction_is_the_summary_unchanged(chat: Chat, part: str) -> None:
    [before] = await chat.to_summary()
    await chat.choose(f"change:{part}")
    [after] = await chat.choose("back")
    assert after == before


@pytest.mark.parametrize("typed", ["verstuur", "verstuur maar", "ja, verzenden", "stuur maar door"])
async def test_words_for_sending_send(chat: Chat, typed: str) -> None:
    await chat.to_summary()
    [reply] = await chat.act("stop", typed, "action_steer")  # the model takes these for a stop at times
    assert kind(reply) == "ticket"


@pytest.mark.parametrize("typed", ["nog niet versturen", "verstuur het niet", "nee, wacht met sturen"])
async def test_words_against_sending_do_not_send_and_lose_nothing(chat: Chat, typed: str) -> None:
    await chat.to_summary()
    await chat.act("affirm", typed, "action_steer")
    assert await chat.tickets() == []
    assert await step(chat) == "summary"


@pytest.mark.parametrize("choices", [["no"], ["nonsense-one", "nonsense-two"]])
async def test_without_consent_nothing_is_kept(chat: Chat, choices: list[str]) -> None:
    await chat.to_summary()
    await chat.choose("back")
    replies = []
    for choice in choices:
        replies = await (chat.choose(choice) if choice == "no" else chat.type(choice))
    assert kind(replies[-1]) == "notice"
    assert (await chat.memory()).hand_off is None
    assert await chat.tickets() == []


async def test_consent_for_one_person_is_none_for_another(chat: Chat) -> None:
    await chat.to_summary()
    [asked] = await chat.choose("gemeente:huizen")
    assert "Fatima" in asked.text and await step(chat) == "consent"
    await chat.choose("yes")
    await chat.choose("yes")
    [ticket] = await chat.tickets()
    assert ticket.account_manager_id == "fatima-voorbeeld" and "Fatima" in ticket.consent_text


@pytest.mark.parametrize("choice", ["yes", "no", "hand-off", "change:question", "change:gemeente"])
async def test_an_old_button_never_fills_in_a_step(chat: Chat, choice: str) -> None:
    await chat.choose("hand-off")
    await chat.choose("gemeente:laren")
    replies = await chat.choose(choice)
    draft = (await chat.memory()).hand_off
    assert draft and (draft.step, draft.name) == ("name", None)
    assert "Wat is uw naam?" in replies[-1].text


async def test_a_gemeente_button_later_on_changes_the_gemeente_and_not_the_name(chat: Chat) -> None:
    await chat.choose("hand-off")
    await chat.choose("gemeente:laren")
    [reply] = await chat.choose("gemeente:huizen")
    memory = await chat.memory()
    assert memory.gemeente == "huizen" and memory.hand_off and memory.hand_off.name is None
    assert "Fatima" in reply.text


async def test_a_topic_button_in_between_is_answered_and_the_question_comes_again(chat: Chat) -> None:
    await chat.choose("hand-off")
    await chat.choose("gemeente:laren")
    first, second = await chat.choose("topic:financiering")
    assert kind(first) == "clarification" and "Wat is uw naam?" in second.text


async def test_a_question_in_between_does_not_change_whom_the_hand_off_is_about(chat: Chat) -> None:
    await chat.choose("hand-off")
    await chat.choose("gemeente:hilversum")
    await chat.act("omgevingsplan", "wat is een bopa?", "action_answer")
    draft = (await chat.memory()).hand_off
    assert draft and draft.topic is None and draft.step == "name"


@pytest.mark.parametrize(("intent", "text"), [("affirm", "ja"), ("deny", "nee")])
async def test_a_bare_yes_or_no_is_no_question(chat: Chat, intent: str, text: str) -> None:
    await chat.choose("hand-off")
    await chat.choose("gemeente:laren")
    await chat.type("Sanne")
    await chat.type("sanne@voorbeeld.nl")
    await chat.act(intent, text, "action_steer")
    draft = (await chat.memory()).hand_off
    assert draft and (draft.step, draft.question) == ("question", None)


async def test_asking_to_talk_about_something_is_the_question_where_that_is_asked(chat: Chat) -> None:
    await chat.choose("hand-off")
    await chat.choose("gemeente:laren")
    await chat.type("Sanne")
    await chat.type("sanne@voorbeeld.nl")
    await chat.act("ask_person", "Mag ik iemand spreken over een lening?", "action_hand_off")
    draft = (await chat.memory()).hand_off
    assert draft and draft.question == "Mag ik iemand spreken over een lening?"


@pytest.mark.parametrize("fills", range(6))
async def test_stop_at_every_step_sends_nothing(chat: Chat, fills: int) -> None:
    await chat.choose("hand-off")
    for answer in ["gemeente:laren", "Sanne", "06 12345678", "Hoe?", "yes"][:fills]:
        await (chat.choose(answer) if answer in {"gemeente:laren", "yes"} else chat.type(answer))
    await chat.choose("stop")
    memory = await chat.memory()
    assert memory.hand_off is None and memory.pending is None
    assert await chat.tickets() == []


async def test_start_over_in_a_hand_off_forgets_everything(chat: Chat) -> None:
    await chat.to_summary()
    await chat.choose("restart")
    assert await chat.memory() == Memory()


@pytest.mark.parametrize(("answer", "kept"), [("yes", False), ("no", True)])
async def test_deleting_in_a_hand_off_asks_first(chat: Chat, answer: str, kept: bool) -> None:
    await chat.to_summary()
    await chat.choose("delete")
    replies = await chat.choose(answer)
    memory = await chat.memory()
    assert (memory.hand_off is not None) is kept
    assert memory.pending is None and await chat.tickets() == []
    assert len(replies) == (2 if kept else 1)


@pytest.mark.parametrize(
    ("text", "intent"),
    [("bel mij op 035 629 21 11", "ask_person"), ("anna@voorbeeld.nl graag", "ask_person")],
)
async def test_a_contact_is_taken_whatever_the_model_makes_of_it(chat: Chat, text: str, intent: str) -> None:
    await chat.choose("hand-off")
    await chat.choose("gemeente:laren")
    await chat.type("Sanne de Wit")
    await chat.act(intent, text, "action_hand_off", 0.99)
    draft = (await chat.memory()).hand_off
    assert draft is not None and draft.step == "question" and (draft.email or draft.phone)


async def test_what_sounds_like_going_back_corrects_the_summary(chat: Chat) -> None:
    await chat.to_summary()
    [reply] = await chat.act("go_back", "ik wil de vraag anders", "action_steer", 0.9)
    draft = (await chat.memory()).hand_off
    assert draft is not None and draft.step == "question", reply.text
