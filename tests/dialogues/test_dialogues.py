"""Every dialogue against the trained model, over HTTP, reply for reply."""

from collections.abc import AsyncIterator

import httpx
import pytest
from dialogues import Dialogue, Expectations, all_dialogues, first_wrong

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
    assert await first_wrong(dialogue, client, expectations) is None
