"""Buttons: what comes back may be anything, for it comes over the wire."""

import pytest
from assistant_builders import Chat, titles

from assistant.actions import chosen
from knowledge.topics import TOPICS

HOSTILE = [
    "",
    ":",
    "topic:",
    "topic:bestaat-niet",
    "topic:topic:financiering",
    "article:",
    "article:../../etc/passwd",
    "details:onbekend",
    "gemeente:",
    "gemeente:atlantis",
    "gemeente:landelijk",
    "change:",
    "change:consent_at",
    "change:__class__",
    "affirm",
    "_delete",
    "handle",
    "YES",
    "'; DROP TABLE tickets; --",
    "<script>alert(1)</script>",
    "{name}",
    "%s%s%s",
    "\x00",
    "x" * 5000,
    "other:" + ":" * 50,
]


@pytest.mark.parametrize("choice", HOSTILE, ids=range(len(HOSTILE)))
async def test_a_choice_that_was_never_offered_is_answered_kindly(chat: Chat, choice: str) -> None:
    replies = await chat.choose(choice)
    assert replies and all(reply.text for reply in replies)
    memory = await chat.memory()
    assert memory.hand_off is None and memory.gemeente is None
    assert not any("<script>" in reply.text or "{name}" in reply.text for reply in replies)


@pytest.mark.parametrize("choice", HOSTILE, ids=range(len(HOSTILE)))
async def test_a_strange_choice_leaves_a_hand_off_where_it_was(chat: Chat, choice: str) -> None:
    await chat.to_summary()
    before = (await chat.memory()).hand_off
    replies = await chat.choose(choice)
    assert replies and (await chat.memory()).hand_off == before
    assert await chat.tickets() == []


@pytest.mark.parametrize("topic", TOPICS)
async def test_every_topic_lists_answers_and_a_person(chat: Chat, topic: str) -> None:
    [reply] = await chat.choose(f"topic:{topic}")
    assert TOPICS[topic].title in reply.text
    assert len(reply.choices) > 2 and titles(reply)[-1] == "Praat met een mens"


async def test_what_is_offered_can_be_chosen(chat: Chat) -> None:
    for topic in TOPICS:
        [listed] = await chat.choose(f"topic:{topic}")
        articles = [offered for offered in listed.choices if offered.choice.startswith("article:")]
        assert articles
        for offered in articles:
            replies = await chat.choose(offered.choice)
            assert replies[0].answer and f"article:{replies[0].answer.article_id}" == offered.choice


@pytest.mark.parametrize("verb", [*chosen.VERBS, *chosen.ACTS])
async def test_every_verb_answers_at_the_start_of_a_conversation(chat: Chat, verb: str) -> None:
    assert await chat.choose(verb)


async def test_other_answers_run_out_at_a_person(chat: Chat) -> None:
    [reply] = await chat.choose("other")
    assert reply.answer and reply.answer.kind == "fallback"
