"""Who holds a conversation: the assistant or an account manager, never both."""

import asyncio
import random
from datetime import timedelta

import pytest
from channels_builders import ScriptedAssistant, Talk, until

from assistant.schemas import Answer, Reply
from channels.conversations import sentences
from channels.conversations.history import History
from channels.conversations.models import Conversation
from channels.errors import HeldByOtherError, NotHeldError, UnknownConversationError
from channels.services import Services
from kit import clock


async def test_the_assistant_is_silent_while_an_account_manager_holds_the_conversation(
    talk: Talk, assistant: ScriptedAssistant, services: Services
) -> None:
    await services.conversations.take_over(talk.id, "am-1", "Voorbeeld Jansen")
    for body in ({"text": "bent u daar?"}, {"choice": "topic:financiering"}, {"text": "1"}):
        response = await talk.send(body)
        assert response.status_code == 201
        assert response.json()["messages"] == []
    assert assistant.asked == []
    senders = [message["sender"] for message in await talk.transcript()]
    assert senders == ["assistant", "system", "entrepreneur", "entrepreneur", "entrepreneur"]


async def test_who_writes_a_personal_number_to_a_person_is_told_once_that_it_was_removed(
    talk: Talk, assistant: ScriptedAssistant, services: Services
) -> None:
    await services.conversations.take_over(talk.id, "am-1", "Voorbeeld Jansen")
    for _ in range(2):
        await talk.send({"text": "mijn bsn is 111222333"}, key="een")
    *_, message, notice = await talk.transcript()
    assert (message["sender"], message["text"]) == ("entrepreneur", "mijn bsn is [BSN verwijderd]")
    assert (notice["sender"], notice["text"]) == ("system", sentences.removed())
    assert assistant.asked == []


async def test_the_assistant_falls_silent_at_once_also_in_the_middle_of_an_answer(
    talk: Talk, assistant: ScriptedAssistant, services: Services
) -> None:
    assistant.proceed = asyncio.Event()
    answering = asyncio.create_task(talk.send({"text": "hallo"}))
    await until(lambda: assistant.answering == 1)
    await services.conversations.take_over(talk.id, "am-1", "Voorbeeld")
    # The entrepreneur is free to write to the person, though the assistant still thinks.
    assert (await answering).json()["messages"] == []
    assert (await talk.send({"text": "bent u daar?"})).json()["messages"] == []
    assistant.proceed.set()
    await until(lambda: assistant.answering == 0)
    await services.conversations.settle()
    senders = [message["sender"] for message in await talk.transcript()]
    assert senders == ["assistant", "entrepreneur", "system", "entrepreneur"]
    assert assistant.asked == [("hallo", None)]


async def test_an_answer_from_before_is_not_given_after_the_conversation_went_back_either(
    talk: Talk, assistant: ScriptedAssistant, services: Services
) -> None:
    assistant.proceed = asyncio.Event()
    answering = asyncio.create_task(talk.send({"text": "hallo"}))
    await until(lambda: assistant.answering == 1)
    await services.conversations.take_over(talk.id, "am-1", "Voorbeeld")
    await services.conversations.give_back(talk.id, "am-1")
    await answering
    assistant.proceed.set()
    await services.conversations.settle()
    senders = [message["sender"] for message in await talk.transcript()]
    assert senders == ["assistant", "entrepreneur", "system", "system"]


async def test_a_ticket_that_was_opened_meanwhile_is_told_as_a_notice(
    talk: Talk, assistant: ScriptedAssistant, services: Services
) -> None:
    opened = Reply(text="Verstuurd, kenmerk VD-2", answer=Answer(kind="ticket", ticket_reference="VD-2"))
    assistant.proceed, assistant.reply = asyncio.Event(), lambda said: opened
    answering = asyncio.create_task(talk.send({"text": "verstuur"}))
    await until(lambda: assistant.answering == 1)
    await services.conversations.take_over(talk.id, "am-1", "Voorbeeld")
    await answering
    assistant.proceed.set()
    await services.conversations.settle()
    last = (await talk.transcript())[-1]
    assert (last["sender"], last["text"]) == ("system", "Verstuurd, kenmerk VD-2")


@pytest.mark.parametrize("seed", range(3))
async def test_whenever_somebody_takes_over_the_assistant_says_nothing_after_it(
    talk: Talk, assistant: ScriptedAssistant, services: Services, seed: int
) -> None:
    chance = random.Random(seed)
    for round_ in range(8):
        assistant.pause = chance.uniform(0, 0.01)
        answering = asyncio.create_task(talk.send({"text": f"vraag {round_}"}))
        await asyncio.sleep(chance.uniform(0, 0.02))
        await services.conversations.take_over(talk.id, "am-1", "Voorbeeld")
        await answering
        await services.conversations.settle()
        said = [message["sender"] for message in await talk.transcript()]
        assert said[-1] == "system" or said[-2:] == ["system", "entrepreneur"], said
        await services.conversations.give_back(talk.id, "am-1")


async def test_two_account_managers_cannot_both_take_over(talk: Talk, services: Services) -> None:
    results = await asyncio.gather(
        *(services.conversations.take_over(talk.id, f"am-{n}", f"Voorbeeld {n}") for n in range(4)),
        return_exceptions=True,
    )
    assert results.count(None) == 1
    assert sum(isinstance(result, HeldByOtherError) for result in results) == 3


async def test_taking_over_twice_is_taking_over_once(talk: Talk, services: Services) -> None:
    await services.conversations.take_over(talk.id, "am-1", "Voorbeeld")
    await services.conversations.take_over(talk.id, "am-1", "Voorbeeld")
    assert [message["sender"] for message in await talk.transcript()] == ["assistant", "system"]


async def test_only_the_holder_writes_and_the_name_is_shown(talk: Talk, services: Services) -> None:
    conversations = services.conversations
    with pytest.raises(NotHeldError):
        await conversations.send_as_account_manager(talk.id, "am-1", "Goedemorgen")
    await conversations.take_over(talk.id, "am-1", "Voorbeeld Jansen")
    with pytest.raises(HeldByOtherError):
        await conversations.send_as_account_manager(talk.id, "am-2", "Goedemorgen")
    await conversations.send_as_account_manager(talk.id, "am-1", "Goedemorgen")
    last = (await talk.transcript())[-1]
    assert (last["sender"], last["senderName"], last["text"]) == (
        "account-manager",
        "Voorbeeld Jansen",
        "Goedemorgen",
    )


async def test_after_giving_back_the_assistant_says_that_it_is_a_computer_and_answers(
    talk: Talk, assistant: ScriptedAssistant, services: Services
) -> None:
    conversations = services.conversations
    await conversations.take_over(talk.id, "am-1", "Voorbeeld Jansen")
    with pytest.raises(HeldByOtherError):
        await conversations.give_back(talk.id, "am-2")
    await conversations.give_back(talk.id, "am-1")
    last = (await talk.transcript())[-1]
    assert last["sender"] == "system" and "computer" in str(last["text"])
    assert (await talk.send({"text": "dank"})).json()["messages"][0]["text"] == "antwoord op dank"
    with pytest.raises(NotHeldError):
        await conversations.give_back(talk.id, "am-1")


async def test_nobody_takes_over_what_is_not_there(services: Services) -> None:
    with pytest.raises(UnknownConversationError):
        await services.conversations.take_over("bestaat-niet", "am-1", "Voorbeeld")


async def test_purging_erases_exactly_what_is_older(
    talk: Talk, assistant: ScriptedAssistant, services: Services
) -> None:
    async with services.database.reading() as session:
        conversation = await session.get(Conversation, talk.id)
    assert conversation
    assert await services.conversations.purge(conversation.last_active_at) == 0
    assert await services.conversations.purge(conversation.last_active_at + timedelta(seconds=1)) == 1
    assert assistant.forgotten == [talk.id]
    with pytest.raises(UnknownConversationError):
        await services.conversations.read(talk.id)


async def test_a_new_message_postpones_the_purge(talk: Talk, services: Services) -> None:
    before = clock.now()
    await talk.send({"text": "hallo"})
    assert await services.conversations.purge(before) == 0


async def test_the_history_for_a_ticket_names_who_said_what(talk: Talk, services: Services) -> None:
    await talk.send({"text": "hallo"})
    await services.conversations.take_over(talk.id, "am-1", "Voorbeeld Jansen")
    await services.conversations.send_as_account_manager(talk.id, "am-1", "Goedemorgen")
    lines = await History(services.database).lines(talk.id)
    assert [(line.sender, line.sender_name) for line in lines] == [
        ("assistant", None),
        ("entrepreneur", None),
        ("assistant", None),
        ("system", None),
        ("account-manager", "Voorbeeld Jansen"),
    ]


async def test_a_turn_can_wipe_the_conversation_it_is_in(
    talk: Talk, assistant: ScriptedAssistant, services: Services
) -> None:
    async def wipe(conversation_id: str) -> None:
        async with services.database.transaction() as session:
            await History(services.database).wipe(session, conversation_id)

    await talk.send({"text": "een geheim"})
    assistant.during = wipe
    await talk.send({"text": "wis alles"})
    assert [message["text"] for message in await talk.transcript()] == ["antwoord op wis alles"]
    assistant.during = None
    assert (await talk.send({"text": "hallo"})).status_code == 201
