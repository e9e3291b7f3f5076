"""Two needs in one message: the first is answered, the second named and offered; one need stays one."""

import pytest
from assistant_builders import Chat, kind, titles

from assistant.actions.needs import halves
from assistant.actions.turn import Parts

FIRST = "hoeveel kan ik lenen bij Qredits"
SECOND = "wat kost een coach voor mijn bedrijf"
BOTH = f"{FIRST} en {SECOND}?"
READ: Parts = {FIRST: ("financiering", 0.9), f"{SECOND}?": ("coaching", 0.9)}
ANSWER = ("financiering", BOTH, "action_answer", 0.7)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (BOTH, [(FIRST, f"{SECOND}?")]),
        (
            "Ik zoek een pand. En hoe vraag ik subsidie aan?",
            [("Ik zoek een pand", "hoe vraag ik subsidie aan?")],
        ),
        (
            "mag ik thuis werken, en hoe zit het met subsidie voor mij",
            [("mag ik thuis werken", "subsidie voor mij")],
        ),
        (
            "welke rechtsvorm past bij mij en hoe zit het met verzekeringen",
            [("welke rechtsvorm past bij mij", "verzekeringen")],
        ),
        ("can i work from home and what about vat", [("can i work from home", "vat")]),
        ("ik zoek een pand en hoe zit het met dat", []),
        ("ik zoek een pand en wie kan dat regelen", []),
        ("knippen en scheren", []),
        ("hallo. ik zoek een pand", []),
        ("", []),
        ("a b c. " * 100, [("a b c", ("a b c. " * 99).strip())]),
    ],
)
def test_where_a_message_is_broken(text: str, found: list[tuple[str, str]]) -> None:
    assert list(halves(text))[: max(len(found), 1)] == found
    assert len(list(halves(text))) <= 3


async def test_the_first_is_answered_and_the_second_offered(chat: Chat) -> None:
    *first, offer = await chat.act(*ANSWER, parts=READ)
    assert first[0].answer and first[0].answer.article_id == "qredits-maximum"
    assert SECOND in offer.text and titles(offer) == [f"{SECOND}?", "Praat met een mens"]


@pytest.mark.parametrize("typed", [True, False])
async def test_the_second_is_answered_when_it_is_wanted(chat: Chat, typed: bool) -> None:
    await chat.act(*ANSWER, parts=READ)
    if typed:
        [reply, *_] = await chat.act("affirm", "ja graag", "action_steer")
    else:
        [reply, *_] = await chat.choose("need:coaching")
    assert reply.answer and reply.answer.topic == "coaching"
    assert (await chat.memory()).question == f"{SECOND}?"


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {FIRST: ("financiering", 0.9), f"{SECOND}?": ("coaching", 0.4)},
        {FIRST: ("financiering", 0.9), f"{SECOND}?": ("financiering", 0.9)},
        {FIRST: (None, 0.9), f"{SECOND}?": ("coaching", 0.9)},
        {FIRST: ("financiering", 0.9), f"{SECOND}?": ("omgevingsplan", 0.9)},
    ],
    ids=["not-read", "unsure", "one-topic", "an-act", "no-article"],
)
async def test_in_doubt_it_is_one_need(chat: Chat, parts: Parts) -> None:
    replies = await chat.act(*ANSWER, parts=parts)
    assert not [reply for reply in replies if "U vroeg ook" in reply.text]


async def test_a_check_and_a_hand_off_are_not_disturbed(chat: Chat) -> None:
    await chat.choose("check:financiering")
    replies = await chat.act(*ANSWER, parts=READ)
    assert kind(replies[-1]) == "check-question"
    await chat.choose("hand-off")
    replies = await chat.act(*ANSWER, parts=READ)
    assert kind(replies[-1]) == "hand-off-question"
    assert not [reply for reply in replies if "U vroeg ook" in reply.text]


@pytest.mark.parametrize("choice", ["need:coaching", "need:", "need:zomaar"])
async def test_an_old_or_odd_button_does_no_harm(chat: Chat, choice: str) -> None:
    [reply] = await chat.choose(choice)
    assert kind(reply) in {"clarification", "notice"}
