"""What a check found goes along to the account manager, wherever the hand-off began."""

from typing import Any

import pytest
from assistant_builders import Chat, kind


async def send(chat: Chat) -> dict[str, Any]:
    """Fill in the rest of a hand-off and return what the ticket says was found."""
    await chat.type("Sanne de Wit")
    await chat.type("sanne@voorbeeld.nl")
    await chat.choose("yes")
    await chat.choose("yes")
    [sent] = await chat.choose("yes")
    assert kind(sent) == "ticket"
    [ticket] = await chat.tickets()
    [found] = ticket.findings
    assert isinstance(found, dict)
    return found


async def fill(chat: Chat, check: str = "werken-aan-huis") -> None:
    await chat.choose(f"check:{check}")
    await chat.type("ik ben kapper in Laren, kamer van 4 bij 5 in een huis van 120 m2, geen personeel")


async def to_result(chat: Chat) -> None:
    while (draft := (await chat.memory()).check) and draft.asked:
        await chat.type("weet ik niet")


async def test_a_ticket_carries_answers_verdict_and_criteria(chat: Chat) -> None:
    await fill(chat)
    await to_result(chat)
    await chat.choose("check-person")
    found = await send(chat)
    assert found["finished"] is True and found["verdict"] and found["check"]
    assert {"question": "de werkruimte", "answer": "20 m²"} in found["answers"]
    assert all({"label", "met", "limit", "sources"} <= set(each) for each in found["criteria"])
    assert found["ask"]


async def test_the_question_for_the_account_manager_is_the_outcome_when_nothing_was_asked(chat: Chat) -> None:
    await fill(chat)
    await to_result(chat)
    await chat.choose("check-person")
    await send(chat)
    [ticket] = await chat.tickets()
    assert "uitkomst" in ticket.question and ticket.topic == "werken-aan-huis" and ticket.gemeente == "laren"


async def test_the_question_that_was_asked_first_stays_the_question(chat: Chat) -> None:
    await chat.act("werken-aan-huis", "mag ik thuis knippen in Laren?", "action_answer")
    await chat.choose("check:werken-aan-huis")
    await chat.choose("hand-off")
    await send(chat)
    [ticket] = await chat.tickets()
    assert ticket.question == "mag ik thuis knippen in Laren?"


@pytest.mark.parametrize("way", ["button", "word", "model"])
async def test_a_person_in_the_middle_gets_the_answers_so_far(chat: Chat, way: str) -> None:
    await fill(chat)
    if way == "button":
        await chat.choose("hand-off")
    elif way == "word":
        await chat.type("mens")
    else:
        await chat.act("ask_person", "ik wil liever iemand spreken", "action_hand_off")
    found = await send(chat)
    assert found["finished"] is False and len(found["answers"]) == 5


async def test_schemes_go_along_too(chat: Chat) -> None:
    await chat.choose("gemeente:laren")
    await chat.choose("check:financiering")
    await to_result(chat)
    await chat.choose("check-person")
    found = await send(chat)
    assert {"name", "fit", "because"} <= set(found["schemes"][0])


@pytest.mark.parametrize("end", ["stop", "no-consent", "sent"])
async def test_after_the_hand_off_the_check_waits_until_it_is_wanted(chat: Chat, end: str) -> None:
    await fill(chat)
    asked = (await chat.memory()).check
    await chat.choose("hand-off")
    if end == "stop":
        [reply] = await chat.choose("stop")
    else:
        await chat.type("Sanne de Wit")
        await chat.type("sanne@voorbeeld.nl")
        await chat.choose("yes")
        replies = await chat.choose("no" if end == "no-consent" else "yes")
        [reply] = replies if end == "no-consent" else await chat.choose("yes")
    assert "check-resume" in [choice.choice for choice in reply.choices]
    [topic, *_] = await chat.choose("topic:contact")
    assert kind(topic) == "clarification"
    await chat.choose("check-resume")
    assert (await chat.memory()).check == asked


async def test_without_a_check_nothing_was_found(chat: Chat) -> None:
    await chat.to_summary()
    await chat.choose("yes")
    [ticket] = await chat.tickets()
    assert ticket.findings == []


@pytest.mark.parametrize("choice", ["answer:gemeente:huizen", "check:locatie", "check-again", "check-done"])
async def test_an_old_button_of_the_check_leaves_the_hand_off_where_it_was(chat: Chat, choice: str) -> None:
    await fill(chat)
    await chat.choose("hand-off")
    before = await chat.memory()
    [reply] = await chat.choose(choice)
    assert await chat.memory() == before and "Wat is uw naam?" in reply.text
