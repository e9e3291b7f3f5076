"""Every dialogue against the trained model, over HTTP, reply for reply."""

from collections.abc import AsyncIterator
from itertools import zip_longest

import httpx
import pytest
from dialogues import Dialogue, Expectations, Talk, all_dialogues

DIALOGUES = list(all_dialogues())


@pytest.fixture(scope="module")
def expectations() -> Expectations:
    return Expectations.of_the_real_content()


@pytest.fixture
async def client(voordeur: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=voordeur, timeout=30) as client:
        yield client


def test_every_dialogue_has_a_name_of_its_own() -> None:
    names = [dialogue.name for dialogue in DIALOGUES]
    assert len(names) == len(set(names)) >= 30


@pytest.mark.parametrize("dialogue", DIALOGUES, ids=lambda dialogue: dialogue.name)
async def test_the_assistant_says_exactly_this(
    dialogue: Dialogue, client: httpx.AsyncClient, expectations: Expectations
) -> None:
    talk = await Talk.start(client)
    for number, turn in enumerate(dialogue.turns, 1):
        replies = await talk.take(turn)
        for expected, reply in zip_longest(turn["assistant"], replies):
            what = turn.get("user") or turn.get("choose")
            assert expected is not None, f"beurt {number} ({what}): ook gezegd: {reply['text']}"
            assert reply is not None, f"beurt {number} ({what}): niet gezegd: {expected}"
            wrong = expectations.difference(expected, reply)
            assert wrong is None, f"beurt {number} ({what}): {wrong}"
